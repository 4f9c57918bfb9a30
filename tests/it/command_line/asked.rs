//! `letterhead check` with what is looked at only when asked for.

use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

use letterhead::services::workspace::write_atomic;
use serde_json::Value;

use super::letterhead;
use crate::spamd::spamd;

fn workspace(content: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_atomic(&path, text.as_bytes()).unwrap();
    };
    write("letterhead.toml", "version = 1\n");
    let text = format!("+++\nsubject = \"Your code is {{{{code}}}}\"\n+++\n{content}\n");
    write("templates/SignIn/en.html", &text);
    folder
}

/// A mail without errors.
fn sound(body: &str) -> String {
    format!(
        "<html lang=\"en\" dir=\"ltr\"><head><title>Code</title></head><body>\
         <div lang=\"en\" dir=\"ltr\"><p>Your code is {{{{code}}}}</p>{body}</div></body></html>"
    )
}

fn check(folder: &Path, more: &[&str]) -> Output {
    let path = folder.to_string_lossy().into_owned();
    let mut arguments = vec!["check", path.as_str()];
    arguments.extend(more);
    letterhead(folder, &arguments)
}

fn codes(output: &Output) -> Vec<String> {
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found.as_array().unwrap().iter();
    found
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_private_server_is_never_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let body =
        format!("<a href=\"http://127.0.0.1:{port}/x\">Open</a> <a href=\"{{{{link}}}}\">Join</a>");
    let folder = workspace(&sound(&body));
    let output = check(folder.path(), &["--links", "--json"]);
    let told = text(&output.stderr);
    assert!(
        told.contains("No link or picture of these mails can be looked at"),
        "{told}"
    );
    let found = codes(&output);
    let count = |code: &str| found.iter().filter(|one| *one == code).count();
    assert_eq!(count("link-not-checkable"), 2, "{found:?}");
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
    // Nothing of it is done unless it is asked for.
    let without = codes(&check(folder.path(), &["--json"]));
    assert!(
        !without.contains(&"link-not-checkable".to_owned()),
        "{without:?}"
    );
}

#[test]
fn spamassassin_is_asked_and_its_points_are_listed() {
    let answer = "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.2 / 5.0\r\n\r\n\
        Content analysis details:   (6.2 points, 5.0 required)\n\n\
        \x20pts rule name              description\n\
        ---- ---------------------- --------------------------------------------------\n\
        \x205.2 SUBJ_BAD               Subject looks bad\n\
        \x201.0 HTML_ONLY              BODY: HTML alone\n";
    let (address, serving) = spamd(answer);
    let folder = workspace(&sound(""));
    let output = check(folder.path(), &["--spamd", &address]);
    let told = text(&output.stdout);
    assert!(
        told.contains(
            "warning: SpamAssassin gives the mail 6.2 points; from 5 on it is spam [spam-score]"
        ),
        "{told}"
    );
    assert!(
        told.contains("Most points come from SUBJ_BAD (5.2), HTML_ONLY (1)"),
        "{told}"
    );
    assert!(
        told.contains("\n  SignIn/en: 6.2 points; from 5 on it is spam\n      5.2 SUBJ_BAD"),
        "{told}"
    );
    let asked = serving.join().unwrap();
    assert!(asked.starts_with("REPORT SPAMC/1.5\r\n"), "{asked}");
    assert!(
        asked.contains("\r\nSubject: Your code is 482913\r\n"),
        "{asked}"
    );
}

#[test]
fn nobody_at_the_address_of_spamd_is_told_in_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let folder = workspace(&sound(""));
    let output = check(folder.path(), &["--spamd", &address]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let told = text(&output.stderr);
    assert!(
        told.contains(&format!("SpamAssassin at {address}: nobody answers there")),
        "{told}"
    );
    let bad = check(folder.path(), &["--spamd", "no server"]);
    assert_eq!(bad.status.code(), Some(2));
}
