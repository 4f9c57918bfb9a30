//! `letterhead check` of one template, and how equal findings are told.

use std::path::Path;

use letterhead::services::workspace::write_atomic;
use serde_json::Value;

use super::letterhead;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    write_atomic(&path, text.as_bytes()).unwrap();
}

/// A workspace whose template is composed and has lost its code.
fn without_code() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "letterhead.toml", "version = 1\n");
    write(
        folder.path(),
        "layouts/main.html",
        "<html lang=\"[[language.tag]]\" dir=\"ltr\"><head><title>Code</title></head>\n<body>\n\
         <p>Hello</p>[[content]]<p>Bye</p></body></html>\n",
    );
    write(
        folder.path(),
        "templates/SignIn/en.html",
        "+++\nsubject = \"Welcome\"\nlayout = \"main\"\n+++\n<p>Your code</p>\n<p>Soon</p>\n",
    );
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut all = vec!["check"];
    all.extend(arguments);
    let output = letterhead(folder, &all);
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn a_lost_code_is_told_once_at_the_template_and_fails_the_check_of_its_file() {
    let folder = without_code();
    let file = folder.path().join("templates/SignIn/en.html");
    for path in [folder.path(), file.as_path()] {
        let (code, text, _) = check(folder.path(), &[path.to_str().unwrap(), "--json"]);
        assert_eq!(code, Some(1), "{text}");
        let found: Value = serde_json::from_str(&text).unwrap();
        let missing: Vec<&Value> = found
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| found["code"] == "template-code-missing")
            .collect();
        assert_eq!(missing.len(), 1, "{missing:?}");
        assert_eq!(missing[0]["path"], "templates/SignIn/en.html");
        assert_eq!(missing[0]["region"]["line"], 5);
        let fix = &missing[0]["fix"];
        assert_eq!(fix["title"], "Insert {{code}}");
        let mut text = std::fs::read_to_string(&file).unwrap();
        let at = fix["span"]["start"].as_u64().unwrap() as usize;
        text.insert_str(at, fix["replacement"].as_str().unwrap());
        assert!(
            text.ends_with("<p>Your code</p>\n<p><strong>{{code}}</strong></p>\n<p>Soon</p>\n"),
            "{text}"
        );
    }
}

#[test]
fn equal_findings_of_a_file_are_one_row_and_both_outputs_count_alike() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "<p>{{companyName}}</p>\n".repeat(40);
    let text = format!("<div lang=\"en\" dir=\"ltr\">\n<p>{{{{code}}}}</p>\n{lines}</div>\n");
    write(folder.path(), "mail.html", &text);
    let (code, out, err) = check(folder.path(), &["mail.html"]);
    assert_eq!(code, Some(1));
    let rows = out.matches("[placeholder-unknown-root]").count();
    assert_eq!(rows, 1, "{out}");
    assert!(
        out.contains("    and 39 more like it: lines 4, 5, 6,"),
        "{out}"
    );
    assert!(out.contains("\n40 errors, "), "{out}");
    assert!(
        err.contains("40 errors") && !err.contains("finding"),
        "{err}"
    );
}

#[test]
fn a_client_that_nobody_knows_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "mail.html", "<p>{{code}}</p>");
    let (code, _, err) = check(folder.path(), &["mail.html", "--clients", "foo"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("“foo” is no mail client that is known"),
        "{err}"
    );
    let (code, _, err) = check(folder.path(), &["mail.html", "--clients", "gmail-web"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("of gmail there are gmail."), "{err}");
    let (_, _, err) = check(
        folder.path(),
        &["mail.html", "--clients", "gmail.*,outlook=20"],
    );
    assert!(!err.contains("no mail client"), "{err}");
}
