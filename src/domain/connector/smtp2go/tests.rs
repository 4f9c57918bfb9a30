use serde_json::{Value, json};

use super::super::kit::recorded::{
    Recorded, assert_guard, assert_same, changed, codes, plan_with, sign_in, templates,
};
use super::super::{HttpBody, PlanError};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/smtp2go.json");

fn config_with(changes: Value) -> Smtp2goConfig {
    let config = json!({
        "apiKey": "hunter2",
        "sender": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    Smtp2goConfig::from_json(changed(config, changes)).unwrap()
}

fn body(changes: Value, custom: &TemplateDetails) -> Value {
    let data = sign_in(json!({ "code": "1", "name": "Acme\r\n", "none": "" }));
    let request = plan_with(plan, &config_with(changes), &data, Some(custom)).unwrap();
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
    let recorded = Recorded::read(RECORDED);
    assert_eq!(recorded.cases.len(), 8);
    for case in &recorded.cases {
        let config = Smtp2goConfig::from_json(case.input.config.clone()).unwrap();
        let custom = case.input.i18n_template.as_ref();
        let request = plan_with(plan, &config, &case.input.data, custom).unwrap();
        let [sent] = case.requests.as_slice() else {
            panic!("{} has one request", case.name);
        };
        assert_same(&request, sent, &case.name);
    }
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
    let data = sign_in(json!({ "code": { "toString": 1 } }));
    let result = plan_with(plan, &config_with(json!({})), &data, None);
    assert!(matches!(result, Err(PlanError::Render(_))));
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert_guard(
        Smtp2goConfig::FACTORY_ID,
        Smtp2goConfig::from_json,
        Smtp2goConfig::to_json,
    );
}

#[test]
fn traps_of_a_configuration_are_found_and_none_shows_the_key() {
    let found = |changes| {
        let findings = findings(&config_with(changes));
        assert!(!format!("{findings:?}").contains("hunter2"));
        codes(&findings)
    };
    let usual = [
        "connector-key-in-errors",
        "connector-template-fallback",
        "connector-invitation-without-link",
    ];
    assert_eq!(found(json!({ "senderName": "Acme" })), usual);
    let quoted = found(json!({ "senderName": "Acme, Inc." }));
    assert!(quoted.contains(&"connector-name-unquoted"));
    let plain = json!({ "templates": templates("s", "a\nb") });
    assert_eq!(found(plain).len(), usual.len() + 4);
}
