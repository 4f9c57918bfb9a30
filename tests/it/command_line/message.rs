//! `letterhead message verify`, with a DNS server on loopback.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use letterhead::domain::sender_domain::dns::{
    LookupOutcome, Name, RecordData, RecordType, TxtData, Zone,
};
use letterhead::services::workspace::write_atomic;
use serde_json::Value;

use crate::dns::zone_server::ZoneServer;

fn fixture() -> Value {
    let json = include_str!("../../fixtures/dkim/signed.json");
    serde_json::from_str(json).unwrap()
}

/// The message of a case.
fn message(name: &str) -> Vec<u8> {
    let fixture = fixture();
    let cases = fixture["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    STANDARD.decode(case["message"].as_str().unwrap()).unwrap()
}

fn zone() -> Zone {
    let fixture = fixture();
    let keys = fixture["records"].as_object().unwrap().iter();
    let keys = keys.map(|(selector, text)| {
        let name = format!("{selector}._domainkey.example.com");
        (name, text.as_str().unwrap().to_owned())
    });
    let others = [
        ("_dmarc.example.com", "v=DMARC1; p=reject"),
        ("example.com", "v=spf1 ip4:192.0.2.0/24 -all"),
    ];
    let others = others.map(|(name, text)| (name.to_owned(), text.to_owned()));
    keys.chain(others)
        .map(|(name, text)| {
            let strings = text.as_bytes().chunks(255).map(<[u8]>::to_vec);
            let name = Name::from_plain(&name).unwrap();
            (name, RecordData::Txt(TxtData::new(strings)))
        })
        .collect()
}

/// Runs the program on a message, with the zone as all of the DNS.
async fn verify(zone: Zone, raw: &[u8], arguments: &[&str]) -> Output {
    let server = ZoneServer::start(zone, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.eml");
    write_atomic(&file, raw).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_letterhead"));
    command.args(["message", "verify", "--dns", &server.address.to_string()]);
    command.args(arguments).arg(&file);
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = run.await.unwrap();
    drop((server, folder));
    output
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_message_passes() {
    let raw = message("two signatures");
    let arguments = [
        "--json",
        "--ip",
        "192.0.2.1",
        "--mail-from",
        "a@example.com",
    ];
    let output = verify(zone(), &raw, &arguments).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["schema"], 1);
    assert_eq!(report["dmarc"]["result"], "pass");
    assert_eq!(report["spf"]["result"], "pass");
    let results = report["dkim"].as_array().unwrap().iter();
    let results: Vec<&Value> = results.map(|one| &one["result"]).collect();
    assert_eq!(results, ["pass", "pass"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_message_is_told_in_words() {
    let raw = message("relaxed/relaxed, body changed");
    let output = verify(zone(), &raw, &[]).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("DKIM     fail: example.com: The body was changed"),
        "{text}"
    );
    assert!(text.contains("DMARC    fail"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dns_that_fails_leaves_the_result_open() {
    let mut zone = zone();
    let key = Name::from_plain("rsa2048._domainkey.example.com").unwrap();
    zone.fail(key, Some(RecordType::Txt), LookupOutcome::ServerFailure);
    let output = verify(zone, &message("relaxed/relaxed"), &["--json"]).await;
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["dkim"][0]["result"], "temperror");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_message_is_bad_usage() {
    let output = verify(zone(), b"\r\n", &[]).await;
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty());
}

/// Runs the program with a data folder of its own.
fn inbox(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_letterhead"))
        .arg("inbox")
        .args(arguments)
        .arg("--data")
        .arg(data)
        .current_dir(data)
        .output()
        .unwrap()
}

#[test]
fn a_message_file_is_added_to_the_inbox_byte_for_byte() {
    let data = tempfile::tempdir().unwrap();
    let raw = message("relaxed/relaxed");
    write_atomic(&data.path().join("kept.eml"), &raw).unwrap();
    let added = inbox(data.path(), &["add", "kept.eml", "./kept.eml"]);
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let ids = String::from_utf8(added.stdout).unwrap();
    let ids: Vec<&str> = ids.lines().collect();
    assert_eq!(ids.len(), 2);
    let source = inbox(data.path(), &["show", ids[0], "--source"]);
    assert_eq!(source.stdout, raw);
    let shown = inbox(data.path(), &["show", ids[1], "--json"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(shown["envelope"], Value::Null);
    let from = shown["addedFrom"].as_str().unwrap();
    assert!(Path::new(from).is_absolute(), "{from}");
    assert!(from.ends_with("kept.eml"), "{from}");
}

#[test]
fn of_files_with_one_that_is_no_message_none_is_added() {
    let data = tempfile::tempdir().unwrap();
    write_atomic(&data.path().join("good.eml"), &message("relaxed/relaxed")).unwrap();
    write_atomic(&data.path().join("page.eml"), b"<html></html>").unwrap();
    for (wrong, word) in [
        ("page.eml", "does not begin with a header"),
        ("none.eml", "does not exist"),
        (".", "is a folder"),
    ] {
        let added = inbox(data.path(), &["add", "good.eml", wrong]);
        assert_eq!(added.status.code(), Some(2), "{added:?}");
        let line = String::from_utf8(added.stderr).unwrap();
        assert!(line.contains(word), "{line}");
        assert!(added.stdout.is_empty());
    }
    assert!(inbox(data.path(), &["list"]).stdout.is_empty());
}
