use serde_json::{Value, json};

use super::super::recorded::{
    changed, codes, compare_all, compare_email_guard, found_in, plan_sign_in, templates,
};
use super::super::{HttpBody, HttpRequest, PlanError};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/mailjunky.json");

fn config_with(changes: Value) -> Value {
    let config = json!({
        "apiKey": "hunter2",
        "fromEmail": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    changed(config, changes)
}

fn planned(changes: Value, custom: &TemplateDetails) -> Result<HttpRequest, PlanError> {
    let payload = json!({ "code": "1", "name": "<Acme>", "none": "" });
    let config = config_with(changes);
    plan_sign_in(MailJunkyConfig::FACTORY_ID, config, payload, Some(custom))
}

fn body(changes: Value, custom: &TemplateDetails) -> Value {
    match planned(changes, custom).unwrap().body {
        HttpBody::Json(body) => body,
        HttpBody::Form(_) => panic!("the body is JSON"),
    }
}

fn custom(send_from: &str) -> TemplateDetails {
    TemplateDetails {
        subject: "s".to_owned(),
        content: "<p>a &lt; b</p>".to_owned(),
        send_from: Some(send_from.to_owned()),
        ..TemplateDetails::default()
    }
}

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(MailJunkyConfig::FACTORY_ID, RECORDED), 9);
}

#[test]
fn the_sender_comes_from_the_template_cleaned() {
    let from =
        |send_from| body(json!({ "fromName": "Config" }), &custom(send_from))["from"].clone();
    assert_eq!(from("{{name}} <t@example.org>"), "Acme <t@example.org>");
    assert_eq!(from("t@example.org"), "t@example.org");
    assert_eq!(from("Just a name"), "Just a name <a@example.org>");
    for nothing in ["", "{{none}}", " "] {
        assert_eq!(from(nothing), "Config <a@example.org>");
    }
}

#[test]
fn a_plain_mail_is_text_alone_and_an_html_mail_both() {
    let html = body(json!({}), &custom(""));
    assert_eq!(html["html"], "<p>a &lt; b</p>");
    assert_eq!(html["text"], "a  b");
    let plain = TemplateDetails {
        content_type: Some(ContentType::Plain),
        ..custom("")
    };
    let plain = body(json!({}), &plain);
    assert_eq!(plain["text"], "<p>a &lt; b</p>");
    assert_eq!(plain.get("html"), None);
}

#[test]
fn a_key_that_no_header_may_have_stops_the_plan_with_the_clients_sentence() {
    let error = planned(json!({ "apiKey": "key\n" }), &custom("")).unwrap_err();
    let answer = error.logto();
    assert_eq!((answer.code, answer.status), ("connector.general", 400));
    let sentence = "Invalid character in header content [\"authorization\"]";
    assert_eq!(answer.data, json!({ "message": sentence }));
}

#[test]
fn nothing_shown_holds_the_key() {
    let request = planned(json!({}), &custom("")).unwrap();
    let shown = serde_json::to_string(&request.masked()).unwrap();
    assert!(!shown.contains("hunter2"));
    let config = MailJunkyConfig::from_json(config_with(json!({}))).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn a_template_that_cannot_be_rendered_stops_the_plan() {
    let payload = json!({ "code": { "toString": 1 } });
    let config = config_with(json!({}));
    let result = plan_sign_in(MailJunkyConfig::FACTORY_ID, config, payload, None);
    assert!(matches!(result, Err(PlanError::Render(_))));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert!(compare_email_guard(MailJunkyConfig::FACTORY_ID) > 100);
}

#[test]
fn traps_of_a_configuration_are_found() {
    let found = |changes| found_in(MailJunkyConfig::FACTORY_ID, config_with(changes));
    assert!(found(json!({})).is_empty());
    for (key, value, code) in [
        (
            "fromEmail",
            "Acme <a@example.org>",
            "mailjunky-sender-mailbox",
        ),
        ("fromEmail", "Acme", "connector-sender-without-address"),
        ("fromName", "A, B", "connector-name-unquoted"),
        ("apiKey", "", "connector-emptied"),
        ("apiKey", "Bearer key", "connector-secret-with-scheme"),
        ("replyTo", "a@example.org", "connector-key-unread"),
    ] {
        assert_eq!(found(json!({ key: value })), [code], "{key} {value}");
    }
}

#[test]
fn a_reply_address_in_a_template_is_found_to_be_ignored() {
    assert!(template_findings(&custom("Acme")).is_empty());
    let template = TemplateDetails {
        reply_to: Some("a@example.org".to_owned()),
        ..custom("")
    };
    let found = codes(&template_findings(&template));
    assert_eq!(found, ["connector-reply-to-ignored"]);
}
