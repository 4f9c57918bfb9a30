use serde_json::{Value, json};

use super::super::recorded::{compare_all, compare_guard, compare_more, places};
use super::*;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/http-email.json");

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(HttpEmailConfig::FACTORY_ID, RECORDED), 10);
    assert_eq!(compare_more(HttpEmailConfig::FACTORY_ID, "httpEmail"), 19);
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_eq!(compare_guard(HttpEmailConfig::FACTORY_ID, "httpEmail"), 12);
}

/// All findings but the one that every configuration has.
fn found(config: Value) -> Vec<(&'static str, String)> {
    let findings = HttpEmailConfig::from_json(config).unwrap().findings();
    let (own, others): (Vec<_>, Vec<_>) = places(&findings)
        .into_iter()
        .partition(|(code, _)| *code == "http-own-templates");
    assert_eq!(own.len(), 1);
    others
}

fn one(code: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(code, path.to_owned())]
}

#[test]
fn endpoints_that_fail_or_surprise_are_found() {
    for (endpoint, code) in [
        ("", "connector-emptied"),
        ("hooks.example.com", "http-endpoint-unusable"),
        ("/logto", "http-endpoint-unusable"),
        ("${HOOK}", "http-endpoint-unknown"),
        ("${keyring:hook.endpoint}", "http-endpoint-unknown"),
        ("localhost:3000/mail", "http-endpoint-unusable"),
        ("https://u:%zz@hooks.example.com", "http-endpoint-unusable"),
        ("http://hooks.example.com", "http-endpoint-in-clear"),
        ("http://localhost:3000/mail", "http-endpoint-loopback"),
        ("https://mail.localhost", "http-endpoint-loopback"),
        ("http://127.1", "http-endpoint-loopback"),
        ("http://[::1]:8080", "http-endpoint-loopback"),
    ] {
        let found = found(json!({ "endpoint": endpoint }));
        assert_eq!(found, one(code, "endpoint"), "{endpoint}");
    }
    assert_eq!(
        found(json!({ "endpoint": "https://hooks.example.com/logto" })),
        []
    );
    // A name of that beginning is no address of the machine itself.
    assert_eq!(
        found(json!({ "endpoint": "https://127.0.0.1.example.com" })),
        []
    );
}

#[test]
fn authorizations_that_fail_or_surprise_are_found() {
    let with = |endpoint: &str, authorization: &str| {
        found(json!({ "endpoint": endpoint, "authorization": authorization }))
    };
    let endpoint = "https://hooks.example.com";
    assert_eq!(with(endpoint, "Bearer key"), []);
    assert_eq!(with(endpoint, ""), []);
    let broken = with(endpoint, "Bearer\nkey");
    assert_eq!(broken, one("connector-secret-unsendable", "authorization"));
    let twice = with("https://u:p@hooks.example.com", "Bearer key");
    assert_eq!(twice, one("http-authorization-replaced", "authorization"));
    let extra = found(json!({ "endpoint": endpoint, "Authorization": "Bearer key" }));
    assert_eq!(extra, one("connector-key-unread", "Authorization"));
}

#[test]
fn nothing_printed_shows_a_secret() {
    let source =
        json!({ "endpoint": "https://me:s3cret@h.example", "authorization": "Bearer s3cret" });
    let config = HttpEmailConfig::from_json(source).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    for finding in config.findings() {
        assert!(!finding.message.contains("s3cret"));
    }
}
