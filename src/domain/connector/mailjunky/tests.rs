use serde_json::{Value, json};

use super::super::kit::recorded::{
    Recorded, assert_guard, assert_same, changed, codes, plan_with, sign_in, templates,
};
use super::super::{HttpBody, HttpRequest, PlanError};
use super::*;
use crate::domain::logto::{ContentType, TemplateDetails};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/mailjunky.json");

fn config_with(changes: Value) -> MailJunkyConfig {
    let config = json!({
        "apiKey": "hunter2",
        "fromEmail": "a@example.org",
        "templates": templates("Code {{code}}", "<p>{{code}}</p>"),
    });
    MailJunkyConfig::from_json(changed(config, changes)).unwrap()
}

fn planned(changes: Value, custom: &TemplateDetails) -> HttpRequest {
    let data = sign_in(json!({ "code": "1", "name": "<Acme>", "none": "" }));
    plan_with(plan, &config_with(changes), &data, Some(custom)).unwrap()
}

fn body(changes: Value, custom: &TemplateDetails) -> Value {
    match planned(changes, custom).body {
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
    let recorded = Recorded::read(RECORDED);
    assert_eq!(recorded.cases.len(), 9);
    for case in &recorded.cases {
        let config = MailJunkyConfig::from_json(case.input.config.clone()).unwrap();
        let custom = case.input.i18n_template.as_ref();
        let request = plan_with(plan, &config, &case.input.data, custom).unwrap();
        let [sent] = case.requests.as_slice() else {
            panic!("{} has one request", case.name);
        };
        assert_same(&request, sent, &case.name);
        let authorization = request
            .headers
            .iter()
            .find(|header| header.0 == "authorization");
        let authorization = authorization.map(|header| header.1.as_str());
        assert_eq!(authorization, sent.header("authorization"), "{}", case.name);
    }
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
fn nothing_shown_holds_the_key() {
    let request = planned(json!({}), &custom(""));
    let shown = serde_json::to_string(&request.masked()).unwrap();
    assert!(!shown.contains("hunter2"));
    assert!(!format!("{:?}", config_with(json!({}))).contains("hunter2"));
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
        MailJunkyConfig::FACTORY_ID,
        MailJunkyConfig::from_json,
        MailJunkyConfig::to_json,
    );
}

#[test]
fn traps_of_a_configuration_are_found() {
    let found = |changes| {
        let mut codes = codes(&findings(&config_with(changes)));
        codes.retain(|code| *code != "connector-template-fallback");
        codes.retain(|code| *code != "connector-invitation-without-link");
        codes
    };
    assert!(found(json!({})).is_empty());
    let mailbox = json!({ "fromEmail": "Acme <a@example.org>" });
    assert_eq!(found(mailbox), ["mailjunky-sender-mailbox"]);
    assert_eq!(
        found(json!({ "fromEmail": "Acme" })),
        ["mailjunky-sender-no-address"]
    );
    assert_eq!(
        found(json!({ "fromName": "A, B" })),
        ["connector-name-unquoted"]
    );
    assert_eq!(found(json!({ "apiKey": "" })), ["connector-text-empty"]);
}
