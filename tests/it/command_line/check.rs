//! `letterhead check` and `letterhead explain-rule`

use std::path::Path;

use letterhead::domain::checks::{rules, rules_with};
use letterhead::domain::clients::checks::MORE;
use letterhead::services::workspace::write_atomic;
use serde_json::Value;

use super::{letterhead, out};

/// A workspace with one composed template that has an error in its layout and one of its own.
fn workspace(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_atomic(&path, text.as_bytes()).unwrap();
    };
    write("letterhead.toml", settings);
    write(
        "layouts/main.html",
        "<html lang=\"[[language.tag]]\" dir=\"ltr\"><head><title>Code</title></head>\n<body>\n\
         <div lang=\"[[language.tag]]\" style=\"color:#aaa\">[[content]]</div></body></html>\n",
    );
    for tag in ["en", "fr"] {
        write(
            &format!("templates/SignIn/{tag}.html"),
            "+++\nsubject = \"{{code}}\"\nlayout = \"main\"\n+++\n<p>{{code}}\n{{{code}}}</p>\n",
        );
    }
    folder
}

fn check(folder: &Path, more: &[&str]) -> std::process::Output {
    let path = folder.to_string_lossy().into_owned();
    let mut arguments = vec!["check", path.as_str()];
    arguments.extend(more);
    letterhead(folder, &arguments)
}

fn json(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[test]
fn findings_point_into_the_files_they_were_written_in() {
    let folder = workspace("version = 1\n");
    let output = check(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    let of = |code: &str| {
        let all = found.as_array().unwrap();
        all.iter()
            .filter(|found| found["code"] == code)
            .cloned()
            .collect::<Vec<_>>()
    };
    let contrast = of("contrast-low");
    // Both templates have it from the layout, so it is told once.
    assert_eq!(contrast.len(), 1);
    assert_eq!(contrast[0]["path"], "layouts/main.html");
    assert_eq!(contrast[0]["region"]["line"], 3);
    assert_eq!(
        contrast[0]["templates"],
        serde_json::json!(["SignIn/en", "SignIn/fr"])
    );
    let braces = of("placeholder-triple-braces");
    assert_eq!(braces.len(), 2);
    assert_eq!(braces[0]["path"], "templates/SignIn/en.html");
    assert_eq!(braces[0]["region"]["line"], 6);
    assert_eq!(braces[0]["region"]["column"], 1);
    let fix = &braces[0]["fix"];
    let text = std::fs::read_to_string(folder.path().join("templates/SignIn/en.html")).unwrap();
    let range = fix["span"]["start"].as_u64().unwrap() as usize
        ..fix["span"]["end"].as_u64().unwrap() as usize;
    assert_eq!(&text[range], "{{{code}}}");
}

#[test]
fn what_the_workspace_ignores_does_not_count_and_is_shown() {
    let wish = "version = 1\n[[ignore]]\nrule = \"contrast-low\"\ntemplate = \"SignIn/*\"\nreason = \"the brand’s grey\"\n";
    let folder = workspace(wish);
    let output = check(folder.path(), &["--fail-on", "error"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(out(&output).contains("contrast-low (the brand’s grey)"));
    let strict = check(folder.path(), &["--fail-on", "warning"]);
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn type_and_language_choose_templates() {
    let folder = workspace("version = 1\n");
    let found = json(&check(folder.path(), &["--json", "--lang", "fr"]));
    let paths: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["path"].as_str().unwrap())
        .collect();
    assert!(
        paths.contains(&"templates/SignIn/fr.html") && !paths.contains(&"templates/SignIn/en.html")
    );
    let none = check(folder.path(), &["--type", "Register"]);
    assert_eq!(none.status.code(), Some(2), "{none:?}");
    let file = folder.path().join("templates/SignIn/en.html");
    let found = json(&check(&file, &["--json"]));
    let paths = found.as_array().unwrap().iter().map(|found| &found["path"]);
    // A template means the mail, with what its layout brings.
    let paths: std::collections::BTreeSet<_> = paths.filter_map(Value::as_str).collect();
    let expected = ["layouts/main.html", "templates/SignIn/en.html"];
    assert_eq!(paths, expected.into());
}

#[test]
fn a_file_outside_of_a_workspace_is_checked_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.html");
    write_atomic(&file, b"<p lang=\"en\" dir=\"ltr\">{{code}}</p>").unwrap();
    let path = file.to_string_lossy().into_owned();
    let sound = letterhead(folder.path(), &["check", &path]);
    assert!(out(&sound).contains("0 errors, 0 warnings"), "{sound:?}");
    write_atomic(&file, b"<p lang=\"en\" dir=\"ltr\">{{cod}}</p>").unwrap();
    let broken = letterhead(folder.path(), &["check", &path, "--type", "SignIn"]);
    assert_eq!(broken.status.code(), Some(1));
    let text = String::from_utf8(broken.stdout).unwrap();
    assert!(text.contains("mail.html:1:"), "{text}");
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let mut schema: Value =
        serde_json::from_str(include_str!("../../fixtures/sarif/sarif-2.1.0-rtm.5.json")).unwrap();
    // As published these patterns are no regular expressions: they have a bracket too many.
    for of in ["run", "toolComponent"] {
        schema["definitions"][of]["properties"]["language"]["pattern"] =
            "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wish = "version = 1\n[[ignore]]\nrule = \"contrast-low\"\nreason = \"the brand’s grey\"\n";
    let folder = workspace(wish);
    let report = json(&check(folder.path(), &["--sarif"]));
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let run = &report["runs"][0];
    let results = run["results"].as_array().unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let suppressed = results
        .iter()
        .filter(|result| result["suppressions"][0]["kind"] == "external");
    assert_eq!(suppressed.count(), 1);
    assert!(
        results
            .iter()
            .any(|result| result["fixes"][0]["artifactChanges"].is_array())
    );
    // The schema does refuse what is wrong.
    let mut wrong = report.clone();
    wrong["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn rules_are_explained_one_or_all() {
    let data = tempfile::tempdir().unwrap();
    let one = letterhead(data.path(), &["explain-rule", "contrast-low"]);
    let text = out(&one);
    assert!(
        text.starts_with("contrast-low (error, Accessibility)\n") && text.contains("WCAG 2.2"),
        "{text}"
    );
    let all = letterhead(data.path(), &["explain-rule", "--all", "--json"]);
    let listed: Vec<Value> = serde_json::from_str(out(&all)).unwrap();
    assert_eq!(listed.len(), rules_with(MORE).count());
    assert!(rules_with(MORE).count() > rules().count());
    let unknown = letterhead(data.path(), &["explain-rule", "nonsense"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn clients_are_read_with_their_shares() {
    let folder = workspace("version = 1\n");
    let good = check(folder.path(), &["--clients", "gmail.*=60,apple-mail.ios"]);
    assert_eq!(good.status.code(), Some(1));
    let bad = check(folder.path(), &["--clients", "gmail=200"]);
    assert_eq!(bad.status.code(), Some(2));
}

#[test]
fn the_readme_lists_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let output = letterhead(folder.path(), &["explain-rule", "--all", "--markdown"]);
    let tables = out(&output);
    let begin = "<!-- letterhead explain-rule --all --markdown -->\n";
    let readme = include_str!("../../../README.md");
    let (_, rest) = readme.split_once(begin).unwrap();
    let (listed, _) = rest.split_once("<!-- end of the rules -->").unwrap();
    assert!(listed == tables, "print them again with the command there");
}
