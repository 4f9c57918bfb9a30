//! `letterhead render --client`.

use super::{letterhead, out};

const MAIL: [&str; 5] = ["render", "--type", "SignIn", "--lang", "en"];

fn render(more: &[&str]) -> std::process::Output {
    let data = tempfile::tempdir().unwrap();
    let arguments: Vec<&str> = MAIL.iter().chain(more).copied().collect();
    letterhead(data.path(), &arguments)
}

#[test]
fn a_mail_is_printed_as_a_client_shows_it() {
    let written = render(&[]);
    assert!(out(&written).contains("border-radius"));
    let word = render(&["--client", "outlook-windows"]);
    assert!(!out(&word).contains("border-radius"));
    let dark = render(&[
        "--client",
        "gmail-app",
        "--dark",
        "partial",
        "--images",
        "off",
    ]);
    assert!(out(&dark).contains("background-color:#212121"));
    let text = render(&["--client", "plain-text"]);
    assert!(!out(&text).contains("<td"));
    assert!(out(&text).contains("482913"));
    assert_eq!(out(&render(&["--client", "as-written"])), out(&written));
}

#[test]
fn the_changes_are_listed_with_their_reasons() {
    let listed = render(&["--client", "outlook-windows", "--changes"]);
    let lines: Vec<&str> = out(&listed).lines().collect();
    assert!(
        lines[0].starts_with("A model of Outlook Windows"),
        "{}",
        lines[0]
    );
    let radius = lines
        .iter()
        .find(|line| line.contains("css-border-radius"))
        .unwrap();
    assert!(radius.contains("https://www.caniemail.com/features/css-border-radius/, 2021-03-09"));
}

#[test]
fn a_client_without_a_model_is_refused() {
    let refused = render(&["--client", "eudora"]);
    let line = String::from_utf8(refused.stderr).unwrap();
    let code = refused.status.code().unwrap();
    assert_eq!(code, 2);
    assert!(
        line.contains("there is a model of as-written, gmail-web"),
        "{line}"
    );
}
