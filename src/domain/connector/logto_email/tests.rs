use serde_json::{Value, json};

use super::super::recorded::{cases, codes, compare_email_guard, plan, stamp};
use super::super::{PlanError, PlanInput, render_as_logto};
use super::branding::looks_like_url;
use super::{LogtoEmailConfig, cloud_message};

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/logto-email.json");
const BRANDING: &str = include_str!("../../../../tests/fixtures/wire/kit-branding.json");

fn config(json: Value) -> LogtoEmailConfig {
    LogtoEmailConfig::from_json(json).unwrap()
}

#[test]
fn nothing_is_sent_from_here_as_in_a_self_hosted_logto() {
    for case in cases(RECORDED) {
        let error = plan(LogtoEmailConfig::FACTORY_ID, &case.input).unwrap_err();
        assert_eq!(error, PlanError::NotImplemented);
        assert_eq!(error.logto().status, 501);
        assert_eq!(error.logto().code, "connector.not_implemented");
    }
}

#[test]
fn the_cloud_gets_the_message_that_logto_would_hand_it() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let called = &recorded["cases"][0]["clientCalls"][0][1]["body"];
    let input = PlanInput {
        usage_type: "SignIn".parse().unwrap(),
        to: "user@example.net",
        payload: &json!({ "code": "123456", "locale": "en" }),
        ip: None,
        custom_template: None,
        stamp: &stamp(),
        hostname: None,
        render: &render_as_logto,
    };
    assert_eq!(&cloud_message(&config(json!({})), &input), called);
    let branded = config(json!({ "senderName": "Acme", "companyInformation": "" }));
    let payload = &cloud_message(&branded, &input)["data"]["payload"];
    assert_eq!(
        payload,
        &json!({ "code": "123456", "locale": "en", "senderName": "Acme" })
    );
}

#[test]
fn names_that_look_like_a_url_are_those_of_the_kit() {
    let recorded: Value = serde_json::from_str(BRANDING).unwrap();
    for case in recorded["cases"].as_array().unwrap() {
        let name = case["value"].as_str().unwrap();
        assert_eq!(looks_like_url(name), case["accepted"] == false, "{name}");
    }
}

#[test]
fn the_guard_reports_what_logtos_guard_reports() {
    assert!(compare_email_guard(LogtoEmailConfig::FACTORY_ID) > 100);
}

#[test]
fn a_configuration_says_that_only_the_cloud_sends_and_shows_no_secret() {
    let secret = config(json!({ "appSecret": "hunter2", "senderName": "", "templates": [] }));
    let found = secret.findings();
    assert_eq!(
        codes(&found),
        [
            "logto-email-cloud-only",
            "connector-text-empty",
            "logto-email-key-ignored"
        ]
    );
    assert!(!format!("{found:?}{secret:?}").contains("hunter2"));
}
