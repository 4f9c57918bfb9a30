use serde_json::{Value, json};

use super::super::recorded::{
    changed, compare_all, compare_email_guard, found_in, plan_sign_in, templates,
};
use super::super::{HttpBody, PlanError};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/smtp2go.json");

fn config_with(changes: Value) -> Value {
    let config = json!({
        "apiKey": "hunter2",
        "sender": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    changed(config, changes)
}

fn body(changes: Value, custom: &TemplateDetails) -> Value {
    let payload = json!({ "code": "1", "name": "Acme\r\n", "none": "" });
    let config = config_with(changes);
    let request = plan_sign_in(Smtp2goConfig::FACTORY_ID, config, payload, Some(custom)).unwrap();
    let shown = serde_json::to_string(&request.masked()).unwrap();
    assert!(!shown.contains("hunter2"), "{shown}");
    match request.body {
        HttpBody::Json(body) => body,
        HttpBody::Form(_) => panic!("the body is JSON"),
    }
}

fn custom(send_from: &str, reply_to: &str) -> TemplateDetails {
    TemplateDetails {
        subject: "s".to_owned(),
        content: "c".to_owned(),
        content_type: Some(ContentType::Plain),
        reply_to: Some(reply_to.to_owned()),
        send_from: Some(send_from.to_owned()),
    }
}

#[test]
fn plans_are_what_logtos_connector_sent() {
    assert_eq!(compare_all(Smtp2goConfig::FACTORY_ID, RECORDED), 8);
}

#[test]
fn sender_and_reply_address_come_from_the_template_cleaned() {
    let named = json!({ "senderName": "Config" });
    let body_of = |send_from, reply_to| body(named.clone(), &custom(send_from, reply_to));
    let both = body_of("{{name}} <t@example.org>", " {{name}} <r@example.org> ");
    assert_eq!(both["sender"], "Acme <t@example.org>");
    assert_eq!(both["custom_headers"][0]["value"], "Acme <r@example.org>");
    assert_eq!(both["text_body"], "c");
    assert_eq!(both.get("html_body"), None);
    assert_eq!(body_of("{{name}}", "")["sender"], "Acme <a@example.org>");
    assert_eq!(body_of("t@example.org", "")["sender"], "t@example.org");
    for nothing in ["", "{{none}}", "  "] {
        let body = body_of(nothing, nothing);
        assert_eq!(body["sender"], "Config <a@example.org>");
        assert_eq!(body.get("custom_headers"), None);
    }
}

#[test]
fn a_template_that_cannot_be_rendered_stops_the_plan() {
    let payload = json!({ "code": { "toString": 1 } });
    let result = plan_sign_in(
        Smtp2goConfig::FACTORY_ID,
        config_with(json!({})),
        payload,
        None,
    );
    assert!(matches!(result, Err(PlanError::Render(_))));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert!(compare_email_guard(Smtp2goConfig::FACTORY_ID) > 100);
}

#[test]
fn traps_of_a_configuration_are_found_and_none_shows_the_key() {
    let found = |changes| found_in(Smtp2goConfig::FACTORY_ID, config_with(changes));
    let usual = "connector-key-in-errors";
    assert_eq!(found(json!({ "senderName": "Acme" })), [usual]);
    let quoted = found(json!({ "senderName": "Acme, Inc." }));
    assert_eq!(quoted, [usual, "connector-name-unquoted"]);
    let plain = found(json!({ "templates": templates("s", "a\nb") }));
    assert_eq!(plain[1..], ["connector-plain-as-html"; 4]);
    let emptied = found(json!({ "apiKey": "" }));
    assert_eq!(emptied, ["connector-emptied", usual]);
    let unread = found(json!({ "sender_name": "Acme" }));
    assert_eq!(unread, [usual, "connector-key-unread"]);
}
