use serde_json::{Value, json};

use super::super::recorded::{compare_all, compare_guard, compare_more, places};
use super::*;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/postmark.json");

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(PostmarkConfig::FACTORY_ID, RECORDED), 7);
    assert_eq!(compare_more(PostmarkConfig::FACTORY_ID, "postmark"), 10);
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_eq!(compare_guard(PostmarkConfig::FACTORY_ID, "postmark"), 25);
}

fn config() -> Value {
    let template = |usage_type| json!({ "usageType": usage_type, "templateAlias": "logto" });
    let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
    json!({
        "serverToken": "tok",
        "fromEmail": "a@example.org",
        "templates": templates,
    })
}

/// All findings but the one that every configuration has.
fn found(config: &Value) -> Vec<(&'static str, String)> {
    let findings = PostmarkConfig::from_json(config.clone())
        .unwrap()
        .findings();
    let (own, others): (Vec<_>, Vec<_>) = places(&findings)
        .into_iter()
        .partition(|(code, _)| *code == "postmark-own-templates");
    assert_eq!(own.len(), 1);
    others
}

fn found_with(key: &str, value: Value) -> Vec<(&'static str, String)> {
    let mut config = config();
    config[key] = value;
    found(&config)
}

fn one(code: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(code, path.to_owned())]
}

#[test]
fn what_passes_the_guard_and_fails_later_is_found() {
    assert_eq!(found(&config()), []);
    for (key, value, code) in [
        ("serverToken", "", "connector-emptied"),
        ("serverToken", "to\nk", "connector-secret-unsendable"),
        ("serverToken", "tok ", "connector-text-untrimmed"),
        ("fromEmail", "Acme", "connector-sender-without-address"),
        ("messageStream", "outbound", "connector-key-unread"),
    ] {
        assert_eq!(
            found_with(key, json!(value)),
            one(code, key),
            "{key} {value:?}"
        );
    }
}

#[test]
fn templates_that_are_never_used_or_mislead_are_found() {
    let mut config = config();
    config["templates"][0]["templateAlias"] = json!("1234567");
    config["templates"][1]["content"] = json!("{{code}}");
    config["templates"][2]["templateAlias"] = json!("");
    let mut more = config["templates"].as_array().unwrap().clone();
    more.push(more[1].clone());
    config["templates"] = json!(more);
    let expected = [
        ("connector-emptied", "templates[2].templateAlias"),
        ("connector-template-shadowed", "templates[4].usageType"),
        ("postmark-alias-is-id", "templates[0].templateAlias"),
        ("connector-key-unread", "templates[1].content"),
        ("connector-key-unread", "templates[4].content"),
    ]
    .map(|(code, path)| (code, path.to_owned()));
    assert_eq!(found(&config), expected);
}

#[test]
fn nothing_printed_shows_the_token() {
    let config = PostmarkConfig::from_json(config()).unwrap();
    assert_eq!(
        format!("{config:?}"),
        "PostmarkConfig { from_email: \"a@example.org\", .. }"
    );
    assert_eq!(config.sender(), "a@example.org");
    assert_eq!(config.templates().len(), 4);
}
