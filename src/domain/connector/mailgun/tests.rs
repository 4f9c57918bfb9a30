use serde_json::{Value, json};

use super::super::recorded::{compare_all, compare_guard, compare_more, places};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails, UsageType};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/mailgun.json");

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(MailgunConfig::FACTORY_ID, RECORDED), 10);
    assert_eq!(compare_more(MailgunConfig::FACTORY_ID, "mailgun"), 29);
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_eq!(compare_guard(MailgunConfig::FACTORY_ID, "mailgun"), 57);
}

fn found(key: &str, value: Value) -> Vec<(&'static str, String)> {
    let mut config = json!({
        "domain": "mg.example.org",
        "apiKey": "key",
        "from": "Acme <a@example.org>",
        "deliveries": { "Generic": { "subject": "Code", "html": "{{link}}" } },
    });
    config[key] = value;
    places(&MailgunConfig::from_json(config).unwrap().findings())
}

fn one(code: &'static str, path: &str) -> Vec<(&'static str, String)> {
    vec![(code, path.to_owned())]
}

/// With one delivery besides a sound one for Generic.
fn found_in(sign_in: &Value) -> Vec<(&'static str, String)> {
    let generic = json!({ "subject": "Code", "html": "{{link}}" });
    found(
        "deliveries",
        json!({ "Generic": generic, "SignIn": sign_in }),
    )
}

#[test]
fn a_sound_configuration_has_no_findings() {
    assert_eq!(found("domain", json!("mg.example.com")), []);
    assert_eq!(found("endpoint", json!("https://api.eu.mailgun.net")), []);
    assert_eq!(
        found_in(&json!({ "template": "sign-in", "variables": { "a": 1 } })),
        []
    );
}

#[test]
fn endpoints_that_surprise_are_found() {
    for (endpoint, code) in [
        ("ftp://api.mailgun.net", "mailgun-endpoint-unusable"),
        ("mailto:.mailgun.net", "mailgun-endpoint-unusable"),
        (
            "https://evil.example/.mailgun.net",
            "mailgun-endpoint-elsewhere",
        ),
        (
            "https://evilmailgun.example?.mailgun.net",
            "mailgun-endpoint-elsewhere",
        ),
        ("http://api.mailgun.net", "mailgun-endpoint-in-clear"),
        ("https://smtp.mailgun.net", "mailgun-endpoint-unknown"),
        (
            "https://api.mailgun.net/v3/.mailgun.net",
            "mailgun-endpoint-cut",
        ),
    ] {
        assert_eq!(
            found("endpoint", json!(endpoint)),
            one(code, "endpoint"),
            "{endpoint}"
        );
    }
}

#[test]
fn a_domain_that_changes_the_address_is_found() {
    for domain in [
        "https://mg.example.org",
        "mg.example.org/",
        "mg example",
        "a?b",
    ] {
        let found = found("domain", json!(domain));
        assert_eq!(found, one("mailgun-domain-not-plain", "domain"), "{domain}");
    }
}

#[test]
fn what_logto_drops_when_it_saves_is_found_where_it_is_needed() {
    assert_eq!(
        found("domain", json!("")),
        one("connector-emptied", "domain")
    );
    assert_eq!(
        found("deliveries", json!({})),
        one("connector-emptied", "deliveries")
    );
    let emptied = found_in(&json!({ "html": "", "subject": "s" }));
    assert_eq!(emptied, one("connector-emptied", "deliveries.SignIn"));
    // A delivery that is dropped as a whole leaves its type to Generic.
    assert_eq!(
        found_in(&json!({ "html": "" })),
        one("mailgun-no-subject", "deliveries.SignIn")
    );
}

#[test]
fn senders_and_keys_that_surprise_are_found() {
    let name = found("from", json!("Acme"));
    assert_eq!(name, one("connector-sender-without-address", "from"));
    let key = found("apiKey", json!("key\n"));
    assert_eq!(key, one("connector-text-untrimmed", "apiKey"));
    let extra = found("replyTo", json!("a@example.org"));
    assert_eq!(extra, one("connector-key-unread", "replyTo"));
}

#[test]
fn deliveries_that_are_missing_or_unreachable_are_found() {
    let html = json!({ "subject": "s", "html": "{{link}}" });
    let some = found(
        "deliveries",
        json!({ "OrganizationInvitation": html, "sign-in": html }),
    );
    let expected = [
        (
            "connector-template-unreachable",
            "deliveries.sign-in".to_owned(),
        ),
        ("mailgun-no-generic", "deliveries".to_owned()),
    ];
    assert_eq!(some, expected);
}

#[test]
fn deliveries_that_surprise_are_found() {
    let template = json!({ "template": "t", "html": "h", "text": "t" });
    let expected = [
        (
            "mailgun-text-beside-template",
            "deliveries.SignIn.html".to_owned(),
        ),
        (
            "mailgun-text-beside-template",
            "deliveries.SignIn.text".to_owned(),
        ),
    ];
    assert_eq!(found_in(&template), expected);
    let reply_to = json!({ "html": "h", "subject": "s", "replyTo": "{{user.primaryEmail}}" });
    assert_eq!(
        found_in(&reply_to),
        one("mailgun-reply-to-raw", "deliveries.SignIn.replyTo")
    );
    let variables = json!({ "template": "t", "variables": { "code": "x", "brand": "y" } });
    let expected = one(
        "mailgun-variable-replaced",
        "deliveries.SignIn.variables.code",
    );
    assert_eq!(found_in(&variables), expected);
    let large = json!({ "template": "t", "variables": { "a": "x".repeat(16_384) } });
    let expected = one("mailgun-variables-too-large", "deliveries.SignIn.variables");
    assert_eq!(found_in(&large), expected);
    let raw = json!({ "html": "h", "subject": "s", "variables": {} });
    assert_eq!(
        found_in(&raw),
        one("connector-key-unread", "deliveries.SignIn.variables")
    );
}

#[test]
fn an_invitation_by_a_text_with_a_code_is_found() {
    let generic = json!({ "Generic": { "subject": "{{code}}", "html": "h", "text": "{{link}}" } });
    let expected = one("connector-invitation-with-code", "deliveries.Generic");
    assert_eq!(found("deliveries", generic), expected);
}

#[test]
fn nothing_printed_shows_the_key() {
    let config = json!({
        "domain": "mg.example.org", "apiKey": "s3cret", "from": "a@example.org",
        "deliveries": { "Generic": { "html": "h" } },
    });
    let config = MailgunConfig::from_json(config).unwrap();
    assert!(!format!("{config:?}").contains("s3cret"));
    assert_eq!(config.sender(), "a@example.org");
    let (name, delivery) = config.delivery(UsageType::BindMfa).unwrap();
    assert_eq!((name, &delivery.reply_to), ("Generic", &None));
}

#[test]
fn what_a_custom_template_does_unmeant_is_found() {
    let found = |send_from: Option<&str>, content_type| {
        places(&template_findings(&TemplateDetails {
            send_from: send_from.map(str::to_owned),
            content_type,
            ..TemplateDetails::default()
        }))
    };
    assert_eq!(found(None, Some(ContentType::Html)), []);
    // A variable may hold the address.
    assert_eq!(found(Some("{{sender}}"), None), []);
    for sender in ["", "Acme"] {
        let expected = one("mailgun-sender-without-address", "sendFrom");
        assert_eq!(found(Some(sender), None), expected, "{sender:?}");
    }
    let plain = found(None, Some(ContentType::Plain));
    assert_eq!(plain, one("mailgun-plain-as-html", "contentType"));
}
