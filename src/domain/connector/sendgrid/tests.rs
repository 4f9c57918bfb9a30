use serde_json::{Value, json};

use super::super::recorded::{compare_all, compare_guard, compare_more, places};
use super::*;
use crate::domain::logto::TemplateDetails;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/sendgrid.json");

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(SendgridConfig::FACTORY_ID, RECORDED), 8);
    assert_eq!(compare_more(SendgridConfig::FACTORY_ID, "sendgrid"), 12);
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_eq!(compare_guard(SendgridConfig::FACTORY_ID, "sendgrid"), 38);
}

fn config() -> Value {
    let template = |usage_type| {
        json!({
            "usageType": usage_type, "type": "text/html",
            "subject": "Code", "content": "{{code}} {{link}}",
        })
    };
    let templates = ["Register", "SignIn", "ForgotPassword", "Generic"].map(template);
    json!({
        "apiKey": "SG.key",
        "fromEmail": "a@example.org",
        "templates": templates,
    })
}

/// All findings but that some types are sent with the template for Generic.
fn found(config: &Value) -> Vec<(&'static str, String)> {
    let findings = SendgridConfig::from_json(config.clone())
        .unwrap()
        .findings();
    let mut found = places(&findings);
    found.retain(|(code, _)| *code != "connector-template-fallback");
    found
}

fn found_with(key: &str, value: Value) -> Vec<(&'static str, String)> {
    let mut config = config();
    // The invitation falls back to a text with a code, which is told in any case.
    config["templates"][3]["content"] = json!("{{link}}");
    config[key] = value;
    found(&config)
}

fn one(code: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(code, path.to_owned())]
}

#[test]
fn a_sound_configuration_has_no_findings() {
    assert_eq!(found_with("apiKey", json!("SG.other")), []);
}

#[test]
fn what_logto_drops_when_it_saves_is_found_where_it_is_needed() {
    assert_eq!(
        found_with("apiKey", json!("")),
        one("connector-emptied", "apiKey")
    );
    assert_eq!(
        found_with("fromEmail", json!("")),
        one("connector-emptied", "fromEmail")
    );
    assert_eq!(found_with("fromName", json!("")), []);
    let mut config = config();
    config["templates"][3]["content"] = json!("{{link}}");
    config["templates"][1]["subject"] = json!("");
    assert_eq!(
        found(&config),
        one("connector-emptied", "templates[1].subject")
    );
}

#[test]
fn keys_that_cannot_be_sent_or_will_be_refused_are_found() {
    for (key, code) in [
        ("SG.key\n", "connector-secret-unsendable"),
        ("ключ", "connector-secret-unsendable"),
        ("bearer SG.key", "connector-secret-with-scheme"),
        (" SG.key", "connector-text-untrimmed"),
    ] {
        assert_eq!(
            found_with("apiKey", json!(key)),
            one(code, "apiKey"),
            "{key:?}"
        );
    }
}

#[test]
fn senders_that_surprise_are_found() {
    let name = found_with("fromName", json!("Acme"));
    assert_eq!(name, one("sendgrid-name-of-recipient", "fromName"));
    let mailbox = found_with("fromEmail", json!("Acme <a@example.org>"));
    assert_eq!(mailbox, one("sendgrid-sender-not-bare", "fromEmail"));
    let bare_name = found_with("fromEmail", json!("Acme"));
    assert_eq!(
        bare_name,
        one("connector-sender-without-address", "fromEmail")
    );
}

#[test]
fn templates_that_are_never_used_or_mislead_are_found() {
    assert_eq!(
        found(&config()),
        one("connector-invitation-with-code", "templates[3]")
    );
    let mut config = config();
    config["templates"][3]["content"] = json!("{{ code }}{{{link}}");
    let mut extra = config["templates"].as_array().unwrap().clone();
    for name in ["signin", "Test", "Generic"] {
        let mut template = extra[3].clone();
        template["usageType"] = json!(name);
        template["replyTo"] = json!("a@example.org");
        extra.push(template);
    }
    config["templates"] = json!(extra);
    let findings = SendgridConfig::from_json(config.clone())
        .unwrap()
        .findings();
    assert_eq!(findings[0].hint.as_deref(), Some("Write SignIn"));
    let expected: Vec<(&str, String)> = [
        ("connector-template-unreachable", "templates[4].usageType"),
        ("connector-template-unreachable", "templates[5].usageType"),
        ("connector-template-shadowed", "templates[6].usageType"),
        ("connector-invitation-with-code", "templates[3]"),
        ("connector-key-unread", "templates[4].replyTo"),
        ("connector-key-unread", "templates[5].replyTo"),
        ("connector-key-unread", "templates[6].replyTo"),
    ]
    .map(|(code, path)| (code, path.to_owned()))
    .into();
    assert_eq!(found(&config), expected);
    config["templates"][3]["content"] = json!("Come in");
    assert!(found(&config).contains(&(
        "connector-invitation-without-link",
        "templates[3]".to_owned()
    )));
}

#[test]
fn keys_nobody_reads_are_found() {
    let key = found_with("replyTo", json!("help@example.org"));
    assert_eq!(key, one("connector-key-unread", "replyTo"));
}

#[test]
fn nothing_printed_shows_the_key() {
    let config = SendgridConfig::from_json(config()).unwrap();
    assert!(!format!("{config:?}").contains("SG.key"));
    assert_eq!(config.sender(), "a@example.org");
    assert_eq!(config.templates().len(), 4);
}

#[test]
fn what_a_custom_template_says_in_vain_is_found() {
    let found = |reply_to: &str, send_from: &str| {
        places(&template_findings(&TemplateDetails {
            reply_to: Some(reply_to.to_owned()),
            send_from: Some(send_from.to_owned()),
            ..TemplateDetails::default()
        }))
    };
    assert_eq!(found("", "{{application.name}}"), []);
    assert_eq!(
        found("a@example.org", ""),
        one("connector-reply-to-ignored", "replyTo")
    );
    assert_eq!(
        found("", "A <a@example.org>"),
        one("connector-sender-is-name", "sendFrom")
    );
}
