//! Reads the recordings of Logto's connectors, for tests.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::{ConfigIssue, HttpBody, HttpRequest, PlanError, PlanInput, render_as_logto};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

const GUARDS: &str = include_str!("../../../../tests/fixtures/wire/email-guards.json");

/// Headers that decide nothing, or that name the client.
const IGNORED_HEADERS: [&str; 9] = [
    "accept-encoding",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "host",
    "user-agent",
    "x-amz-user-agent",
];

#[derive(Deserialize)]
pub struct Recorded {
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub input: Input,
    #[serde(default)]
    pub requests: Vec<Request>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub config: Value,
    pub data: Data,
    pub i18n_template: Option<TemplateDetails>,
}

#[derive(Deserialize)]
pub struct Data {
    pub to: String,
    #[serde(rename = "type")]
    pub usage_type: UsageType,
    pub payload: Value,
}

#[derive(Deserialize)]
pub struct Request {
    connect: Value,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
    form: Option<Vec<(String, String)>>,
}

impl Recorded {
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap()
    }
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|header| header.0.eq_ignore_ascii_case(name))
            .map(|header| header.1.as_str())
    }

    pub fn method(&self) -> &str {
        &self.method
    }

    pub fn target(&self) -> &str {
        &self.target
    }
}

/// The time and the id the recordings were made with.
pub fn stamp() -> MessageStamp {
    MessageStamp {
        date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        message_id: "00000000-0000-4000-8000-000000000001".to_owned(),
        boundary_seed: "0".to_owned(),
    }
}

/// Plans a message with Logto's renderer.
pub fn plan_with<C>(
    plan: impl Fn(&C, &PlanInput<'_>) -> Result<HttpRequest, PlanError>,
    config: &C,
    data: &Data,
    custom_template: Option<&TemplateDetails>,
) -> Result<HttpRequest, PlanError> {
    plan(
        config,
        &PlanInput {
            usage_type: data.usage_type,
            to: &data.to,
            payload: &data.payload,
            ip: None,
            custom_template,
            stamp: &stamp(),
            hostname: None,
            render: &render_as_logto,
        },
    )
}

/// A code for a sign-in.
pub fn sign_in(payload: Value) -> Data {
    Data {
        to: "user@example.net".to_owned(),
        usage_type: UsageType::SignIn,
        payload,
    }
}

/// A configuration with other values for some keys.
pub fn changed(mut config: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    for (key, value) in changes {
        config[key] = value;
    }
    config
}

/// The four templates each guard asks for.
pub fn templates(subject: &str, content: &str) -> Value {
    ["Register", "SignIn", "ForgotPassword", "Generic"]
        .map(|name| {
            serde_json::json!({
                "usageType": name, "type": "text/html", "subject": subject, "content": content
            })
        })
        .into_iter()
        .collect()
}

/// Verb, URL, headers and body, byte for byte; the signature in a header is not compared.
pub fn assert_same(planned: &HttpRequest, recorded: &Request, name: &str) {
    assert_eq!(planned.method, recorded.method, "{name}");
    let host = recorded.connect["host"].as_str().unwrap();
    let url = format!("https://{host}{}", recorded.target);
    assert_eq!(recorded.connect["port"], 443, "{name}");
    assert_eq!(planned.url, url, "{name}");
    let decisive = |headers: &[(String, String)]| {
        let mut headers: Vec<(String, String)> = headers
            .iter()
            .map(|(header, value)| (header.to_lowercase(), value.clone()))
            .filter(|(header, _)| !IGNORED_HEADERS.contains(&header.as_str()))
            .collect();
        headers.sort();
        headers
    };
    assert_eq!(
        decisive(&planned.headers),
        decisive(&recorded.headers),
        "{name}"
    );
    match &planned.body {
        HttpBody::Json(body) => {
            assert_eq!(
                serde_json::to_string(body).unwrap(),
                recorded.body,
                "{name}"
            );
        }
        HttpBody::Form(form) => {
            assert_eq!(Some(form), recorded.form.as_ref(), "{name}");
        }
    }
}

/// What a guard says of every configuration that was put to Logto's own.
pub fn assert_guard<C>(
    factory_id: &str,
    from_json: impl Fn(Value) -> Result<C, Vec<ConfigIssue>>,
    to_json: impl Fn(&C) -> &Value,
) {
    let guards: Map<String, Value> = serde_json::from_str(GUARDS).unwrap();
    let cases = guards[factory_id].as_object().unwrap();
    assert!(cases.len() > 100);
    for (name, case) in cases {
        let issues = match from_json(case["config"].clone()) {
            Ok(config) => {
                assert_eq!(to_json(&config), &case["config"], "{name}");
                Vec::new()
            }
            Err(issues) => issues.iter().map(ConfigIssue::to_zod).collect(),
        };
        assert_eq!(Value::Array(issues), case["issues"], "{name}");
    }
}

/// The codes of findings, in order.
pub fn codes(findings: &[crate::domain::finding::Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}
