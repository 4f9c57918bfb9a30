//! What the connector would do.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use letterhead::domain::connector::{
    Connector, Delivery, PlanError, PlanInput, RenderFailure, SmtpConfig, render_as_logto,
};
use letterhead::domain::logto::{TemplateDetails, UsageType, render};
use letterhead::domain::message::MessageStamp;
use letterhead::ui::panels::request::{RequestEvent, RequestPanel};
use serde_json::{Value, json};

use super::harness::{Drive as _, SIZES, window};

struct Fixture {
    panel: RequestPanel,
    request: Option<Arc<Result<Delivery, PlanError>>>,
    events: Vec<RequestEvent>,
}

fn panel(
    request: Option<Result<Delivery, PlanError>>,
    size: [f32; 2],
) -> Harness<'static, Fixture> {
    let fixture = Fixture {
        panel: RequestPanel::default(),
        request: request.map(Arc::new),
        events: Vec::new(),
    };
    window(size, fixture, |ui, fixture| {
        let request = fixture.request.as_ref();
        let event = fixture.panel.ui(ui, request, &[], "The inbox is starting");
        fixture.events.extend(event);
    })
}

fn plan(config: &Value) -> Result<Delivery, PlanError> {
    let templates: Vec<Value> = ["Register", "SignIn", "ForgotPassword", "Generic"]
        .map(|usage_type| {
            json!({
                "usageType": usage_type,
                "subject": "Code {{code}}",
                "content": "<p>{{code}}</p>",
                "contentType": "text/html",
            })
        })
        .into();
    let mut source = json!({ "fromEmail": "Acme <no-reply@acme.test>", "templates": templates });
    for (key, value) in config.as_object().unwrap() {
        source[key] = value.clone();
    }
    let config = SmtpConfig::from_json(source).unwrap();
    let render = |template: &str, payload: &Value| {
        render(template, payload).map_err(|error| RenderFailure(error.to_string()))
    };
    Connector::Smtp(Box::new(config)).plan(&PlanInput {
        usage_type: UsageType::SignIn,
        to: "person@example.com",
        payload: &json!({ "code": "482913" }),
        ip: None,
        custom_template: None,
        stamp: &MessageStamp {
            date: "2026-01-02T03:04:05Z".parse().unwrap(),
            message_id: "id".to_owned(),
            boundary_seed: "seed".to_owned(),
        },
        hostname: None,
        render: &render,
    })
}

fn simple() -> Value {
    json!({ "host": "smtp.acme.test", "port": 587, "auth": { "user": "acme", "pass": "s3cret" } })
}

#[test]
fn the_summary_names_server_envelope_and_size_at_every_size() {
    for size in SIZES {
        let harness = panel(Some(plan(&simple())), size);
        for words in [
            "smtp.acme.test, port 587",
            "STARTTLS if the server offers it",
            "acme, with a password",
            "no-reply@acme.test",
            "person@example.com",
            "bytes",
        ] {
            assert!(harness.says(words), "{words} at {size:?}");
        }
    }
}

#[test]
fn no_part_of_the_panel_holds_the_password() {
    let mut harness = panel(Some(plan(&simple())), SIZES[1]);
    for (part, field) in [("Conversation", "Conversation"), ("Message", "Message")] {
        assert!(!harness.says("s3cret"));
        harness.click(Role::RadioButton, part);
        assert!(!harness.value(field).contains("s3cret"));
    }
}

#[test]
fn the_conversation_and_the_message_are_read_and_copied() {
    let mut harness = panel(Some(plan(&simple())), SIZES[1]);
    harness.click(Role::RadioButton, "Conversation");
    let conversation = harness.value("Conversation");
    assert!(conversation.contains("RCPT TO:<person@example.com>"));
    harness.click(Role::Button, "Copy the conversation");
    harness.click(Role::RadioButton, "Message");
    let message = harness.value("Message");
    assert!(message.contains("Subject: Code 482913"), "{message}");
    harness.click(Role::Button, "Copy the message");
    harness.click(Role::Button, "Save as .eml…");
    let [first, second, third] = harness.state().events.as_slice() else {
        panic!("{:?}", harness.state().events);
    };
    assert_eq!(*first, RequestEvent::Copy(conversation));
    assert!(matches!(second, RequestEvent::Copy(text) if text.contains("<p>482913</p>")));
    assert_eq!(*third, RequestEvent::SaveEml);
}

#[test]
fn what_the_submission_will_run_into_is_said_with_what_to_do() {
    let mut config = simple();
    config["port"] = json!(465);
    config["secure"] = json!(false);
    let harness = panel(Some(plan(&config)), SIZES[1]);
    assert!(harness.says("On port 465 servers wait for TLS"));
    assert!(harness.says("Set “secure” to true, or use port 587"));
}

#[test]
fn another_request_is_shown_instead_of_the_last() {
    let mut harness = panel(Some(plan(&simple())), SIZES[1]);
    let mut config = simple();
    config["host"] = json!("other.acme.test");
    harness.state_mut().request = Some(Arc::new(plan(&config)));
    harness.run();
    assert!(harness.says("other.acme.test, port 587"));
    harness.click(Role::RadioButton, "Conversation");
    assert!(
        harness
            .value("Conversation")
            .contains("other.acme.test:587")
    );
}

#[test]
fn what_cannot_be_planned_is_shown_with_logtos_answer() {
    let failure = PlanError::Render(RenderFailure("no primitive value".to_owned()));
    let harness = panel(Some(Err(failure)), SIZES[0]);
    assert!(harness.says("Logto would not send this mail"));
    assert!(harness.says("no primitive value"));
    assert!(harness.says("HTTP 500"));
    let harness = panel(
        Some(Err(PlanError::TemplateNotFound(UsageType::BindMfa))),
        SIZES[0],
    );
    assert!(harness.says("connector.template_not_found"));
}

/// A request with a key, of a connector that speaks HTTP.
fn over_http(factory: &str, config: Value) -> Result<Delivery, PlanError> {
    let custom = TemplateDetails {
        subject: "Code {{code}}".to_owned(),
        content: "<p>{{code}}</p>".to_owned(),
        ..TemplateDetails::default()
    };
    Connector::from_json(factory, config)
        .unwrap()
        .plan(&PlanInput {
            usage_type: UsageType::SignIn,
            to: "person@example.com",
            payload: &json!({ "code": "482913" }),
            ip: Some("203.0.113.7"),
            custom_template: Some(&custom),
            stamp: &MessageStamp {
                date: "2026-01-02T03:04:05Z".parse().unwrap(),
                message_id: "id".to_owned(),
                boundary_seed: "seed".to_owned(),
            },
            hostname: None,
            render: &render_as_logto,
        })
}

#[test]
fn a_request_over_http_is_shown_and_copied_without_its_key() {
    let config = json!({ "endpoint": "https://hooks.acme.test/mail", "authorization": "s3cret" });
    for size in SIZES {
        let mut harness = panel(Some(over_http("http-email", config.clone())), size);
        for words in [
            "POST",
            "https://hooks.acme.test/mail",
            "authorization",
            "••••••",
        ] {
            assert!(harness.says(words), "{words} at {size:?}");
        }
        harness.click(Role::Button, "Copy the request");
        assert!(!harness.says("s3cret"));
        harness.click(Role::RadioButton, "Body");
        let body = harness.value("Body");
        assert!(body.contains("\"code\": \"482913\""), "{body}");
        assert!(body.contains("\"ip\": \"203.0.113.7\""), "{body}");
        harness.click(Role::Button, "Copy the body");
        let [first, second] = harness.state().events.as_slice() else {
            panic!("{:?}", harness.state().events);
        };
        assert!(matches!(first, RequestEvent::Copy(text)
            if text.starts_with("POST https://hooks.acme.test/mail\nauthorization: ••••••\n")));
        assert_eq!(*second, RequestEvent::Copy(body));
    }
}

#[test]
fn a_form_is_read_field_by_field_and_a_later_request_takes_its_place() {
    let mailgun = json!({
        "domain": "mg.acme.test", "apiKey": "s3cret", "from": "Acme <a@acme.test>", "deliveries": {},
    });
    let mut harness = panel(Some(over_http("mailgun-email", mailgun)), SIZES[1]);
    harness.click(Role::RadioButton, "Body");
    let body = harness.value("Body");
    assert!(body.contains("from = Acme <a@acme.test>"), "{body}");
    assert!(body.contains("html = <p>482913</p>"), "{body}");
    harness.state_mut().request = Some(Arc::new(plan(&simple())));
    harness.run();
    assert!(harness.says("smtp.acme.test, port 587"));
    let hook = json!({ "endpoint": "https://hooks.acme.test" });
    harness.state_mut().request = Some(Arc::new(over_http("http-email", hook)));
    harness.run();
    assert!(harness.value("Body").contains("\"type\": \"SignIn\""));
}

#[test]
fn without_a_request_the_panel_says_what_it_waits_for() {
    let harness = panel(None, SIZES[0]);
    assert!(harness.says("No request yet"));
    assert!(harness.says("The inbox is starting"));
}
