//! `letterhead clients`

use letterhead::services::workspace::write_atomic;
use serde_json::Value;

use super::{letterhead, out, refusal};

const MAIL: &str = "<!doctype html>\n<p style=\"border-radius: 4px\">{{code}}</p>\n";

#[test]
fn a_mail_is_checked_for_the_readers_that_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let mail = folder.path().join("mail.html");
    write_atomic(&mail, MAIL.as_bytes()).unwrap();
    let shares = folder.path().join("shares.csv");
    write_atomic(
        &shares,
        b"Client;Share\nOutlook for Windows;30 %\nApple iPhone;60 %\nPine;10 %\n",
    )
    .unwrap();
    let (mail, shares) = (mail.to_str().unwrap(), shares.to_str().unwrap());
    let run = |more: &[&str]| {
        letterhead(
            folder.path(),
            &[&["clients", mail, "--audience", shares][..], more].concat(),
        )
    };

    let text = run(&[]);
    let text = out(&text);
    assert!(text.contains("mail.html:2:11: info: Outlook for Windows (classic) drops border-radius: 30 % of your readers"), "{text}");
    assert!(text.contains("not understood, line 4: Pine;10 %"), "{text}");

    let json = run(&["--json"]);
    let json: Value = serde_json::from_str(out(&json)).unwrap();
    let entries = json["entries"].as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["slug"] == "css-border-radius")
        .unwrap();
    assert_eq!(entry["dropped"][0]["client"], "outlook.windows");
    assert_eq!(json["notUnderstood"][0]["line"], 4);
}

#[test]
fn clients_are_listed_and_unknown_ones_refused() {
    let folder = tempfile::tempdir().unwrap();
    let list = letterhead(folder.path(), &["clients"]);
    assert!(out(&list).contains("outlook.windows"));
    let unknown = letterhead(folder.path(), &["clients", "x.html", "--clients", "pine"]);
    let (code, line) = refusal(&unknown);
    assert_eq!(code, 2);
    assert!(
        line.contains("“pine” is no mail client that is known"),
        "{line}"
    );
}

#[test]
fn the_measurement_is_exact() {
    let folder = tempfile::tempdir().unwrap();
    // The program carries the documents, so it can be asked from any folder.
    let table = letterhead(folder.path(), &["clients", "recall"]);
    assert!(out(&table).contains("all                  305    305    305      0         0"));
}

#[test]
fn facts_are_imported() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("data.json");
    write_atomic(&source, b"[]").unwrap();
    let path = source.to_str().unwrap();
    let (code, line) = refusal(&letterhead(folder.path(), &["clients", "import", path]));
    assert_eq!(code, 2);
    assert!(
        line.contains("this is not the JSON of caniemail.com"),
        "{line}"
    );
    let json = r#"{"last_update_date":"2026-05-13","nicenames":{"family":{},"platform":{}},"data":[
        {"slug":"css-a","title":"a","category":"css","last_test_date":"2024-05-11",
         "stats":{"pine":{"unix":{"1":"n #2"}}}}]}"#;
    write_atomic(&source, json.as_bytes()).unwrap();
    let facts = letterhead(folder.path(), &["clients", "import", path]);
    assert!(out(&facts).contains("\"cells\":[\"1:n#2\"]"));
}
