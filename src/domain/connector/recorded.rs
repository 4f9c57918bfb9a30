//! The recordings of Logto's connectors that speak HTTP, and of their guards; what tests of several
//! connectors share.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    ConfigIssue, Connector, ConnectorError, Delivery, HttpEmailConfig, HttpRequest, PlanError,
    PlanInput, render_as_logto,
};
use crate::domain::finding::Finding;
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

const MORE: &str = include_str!("../../../tests/fixtures/wire/http-more.json");
const HTTP_GUARDS: &str = include_str!("../../../tests/fixtures/wire/http-guard.json");
const EMAIL_GUARDS: &str = include_str!("../../../tests/fixtures/wire/email-guards.json");

/// What every HTTP client adds by itself, and what names the client.
const NOT_LISTED: [&str; 8] = [
    "accept-encoding",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "connection",
    "content-length",
    "host",
    "user-agent",
    "x-amz-user-agent",
];

/// The SDK signs headers that are not listed, so that only the scheme of its signature is compared.
const AWS_SIGNATURE: &str = "AWS4-HMAC-SHA256";

#[derive(Deserialize)]
struct Recorded {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
pub(super) struct Case {
    pub name: String,
    pub input: Input,
    #[serde(default)]
    pub requests: Vec<Sent>,
    outcome: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Input {
    pub config: Value,
    data: Data,
    i18n_template: Option<TemplateDetails>,
}

/// A case of `http-more.json`.
#[derive(Deserialize)]
struct More {
    connector: String,
    name: String,
    #[serde(flatten)]
    input: Input,
    requests: Vec<Sent>,
    thrown: Option<Value>,
}

#[derive(Deserialize)]
struct Data {
    to: String,
    #[serde(rename = "type")]
    usage_type: UsageType,
    payload: Value,
    ip: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Sent {
    pub method: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    connect: Value,
    #[serde(default)]
    pub target: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Sent {
    fn url(&self) -> String {
        if !self.url.is_empty() {
            return self.url.clone();
        }
        assert_eq!(
            (&self.connect["port"], &self.connect["tls"]),
            (&json!(443), &json!(true))
        );
        let host = self.connect["host"].as_str().unwrap();
        format!("https://{host}{}", self.target)
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, wanted: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    }
}

/// The headers that are compared, with names in small letters.
fn decisive(headers: &[(String, String)]) -> Vec<(String, &str)> {
    let lower = headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.as_str()));
    lower
        .filter(|(name, _)| !NOT_LISTED.contains(&name.as_str()))
        .map(|(name, value)| {
            let is_signature = value.starts_with(AWS_SIGNATURE);
            (name, if is_signature { AWS_SIGNATURE } else { value })
        })
        .collect()
}

/// The cases of a recording.
pub(super) fn cases(recording: &str) -> Vec<Case> {
    let recorded: Recorded = serde_json::from_str(recording).unwrap();
    recorded.cases
}

/// The time and the id the recordings were made with.
pub(super) fn stamp() -> MessageStamp {
    MessageStamp {
        date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
        message_id: "00000000-0000-4000-8000-000000000001".to_owned(),
        boundary_seed: "0".to_owned(),
    }
}

/// Plans a code for a sign-in with Logto's renderer.
pub(super) fn plan_sign_in(
    factory: &str,
    config: Value,
    payload: Value,
    i18n_template: Option<&TemplateDetails>,
) -> Result<HttpRequest, PlanError> {
    let data = Data {
        to: "user@example.net".to_owned(),
        usage_type: UsageType::SignIn,
        payload,
        ip: None,
    };
    let input = Input {
        config,
        data,
        i18n_template: i18n_template.cloned(),
    };
    plan(factory, &input)
}

/// A configuration with other values for some keys.
pub(super) fn changed(mut config: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    for (key, value) in changes {
        config[key] = value;
    }
    config
}

/// The four templates each guard asks for.
pub(super) fn templates(subject: &str, content: &str) -> Value {
    let template = |name| json!({ "usageType": name, "type": "text/html", "subject": subject, "content": content });
    let names = ["Register", "SignIn", "ForgotPassword", "Generic"];
    names.map(template).into_iter().collect()
}

pub(super) fn plan(factory: &str, input: &Input) -> Result<HttpRequest, PlanError> {
    let connector = match Connector::from_json(factory, input.config.clone()) {
        Ok(connector) => connector,
        Err(ConnectorError::InvalidConfig(issues)) => return Err(PlanError::InvalidConfig(issues)),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(connector.factory_id(), factory);
    assert_eq!(connector.to_json(), &input.config);
    let delivery = connector.plan(&PlanInput {
        usage_type: input.data.usage_type,
        to: &input.data.to,
        payload: &input.data.payload,
        ip: input.data.ip.as_deref(),
        custom_template: input.i18n_template.as_ref(),
        stamp: &stamp(),
        hostname: None,
        render: &render_as_logto,
    })?;
    match delivery {
        Delivery::Http(request) => Ok(*request),
        Delivery::Smtp(_) => panic!("{factory} speaks HTTP"),
    }
}

/// Compares a plan with what was sent or thrown.
fn compare(name: &str, planned: Result<HttpRequest, PlanError>, sent: &[Sent], thrown: &Value) {
    match planned {
        Ok(request) => {
            // A redirect is followed by the client; the plan is the first request.
            let sent = sent.first().unwrap_or_else(|| panic!("{name}: {thrown}"));
            assert_eq!(request.method, sent.method, "{name}");
            // Recordings of host and port name the port of the scheme, too.
            assert_eq!(request.url, sent.url(), "{name}");
            assert_eq!(
                decisive(&request.headers),
                decisive(&sent.headers),
                "{name}"
            );
            assert_eq!(request.body.text(), sent.body, "{name}");
        }
        Err(error) => {
            assert!(sent.is_empty(), "{name}: {error}");
            refused(name, &error, thrown);
        }
    }
}

fn refused(name: &str, error: &PlanError, thrown: &Value) {
    let answer = error.logto();
    if thrown["class"] != "ConnectorError" {
        assert_eq!(answer.status, 500, "{name}");
        let message = thrown["message"].as_str().unwrap();
        let told = match error {
            PlanError::Render(source) => source.to_string(),
            other => other.to_string(),
        };
        assert!(told.eq_ignore_ascii_case(message), "{name}: {told}");
        return;
    }
    let code = thrown["code"].as_str().unwrap();
    assert_eq!(answer.code, format!("connector.{code}"), "{name}");
    assert_eq!(answer.status, 400, "{name}");
    match error {
        PlanError::InvalidConfig(_) => {
            assert_eq!(answer.data["issues"], thrown["zodIssues"], "{name}");
        }
        PlanError::Client { .. } => {
            // The first recordings have these one level deeper.
            let thrown = thrown.get("data").unwrap_or(thrown);
            assert_eq!(answer.data["name"], thrown["errorName"], "{name}");
            assert_eq!(answer.data["code"], thrown["errorCode"], "{name}");
            assert_eq!(error.to_string(), thrown["errorMessage"], "{name}");
        }
        _ => assert_eq!(
            &answer.data,
            thrown.get("data").unwrap_or(&Value::Null),
            "{name}"
        ),
    }
}

/// Compares all cases of a recording and returns how many there were.
pub(super) fn compare_all(factory: &str, recording: &str) -> usize {
    let cases = cases(recording);
    for case in &cases {
        let planned = plan(factory, &case.input);
        compare(&case.name, planned, &case.requests, &case.outcome["thrown"]);
    }
    cases.len()
}

/// The same of `http-more.json`, where the connector is called `connector`.
pub(super) fn compare_more(factory: &str, connector: &str) -> usize {
    let recorded: Vec<More> = serde_json::from_str(MORE).unwrap();
    let mut compared = 0;
    for case in recorded.iter().filter(|case| case.connector == connector) {
        let planned = plan(factory, &case.input);
        let thrown = case.thrown.as_ref().unwrap_or(&Value::Null);
        compare(&case.name, planned, &case.requests, thrown);
        compared += 1;
    }
    compared
}

/// Compares what the guard reports with `http-guard.json`.
pub(super) fn compare_guard(factory: &str, connector: &str) -> usize {
    let recorded: Vec<Value> = serde_json::from_str(HTTP_GUARDS).unwrap();
    let cases = recorded.iter();
    let cases = cases.filter(|case| case["connector"] == connector);
    cases.map(|case| guard_case(factory, case)).count()
}

/// The same of `email-guards.json`.
pub(super) fn compare_email_guard(factory: &str) -> usize {
    let recorded: Map<String, Value> = serde_json::from_str(EMAIL_GUARDS).unwrap();
    let cases = recorded[factory].as_object().unwrap().values();
    cases.map(|case| guard_case(factory, case)).count()
}

fn guard_case(factory: &str, case: &Value) {
    let issues: Vec<Value> = match Connector::from_json(factory, case["config"].clone()) {
        Ok(connector) => {
            assert_eq!(connector.to_json(), &case["config"]);
            Vec::new()
        }
        Err(ConnectorError::InvalidConfig(issues)) => {
            issues.iter().map(ConfigIssue::to_zod).collect()
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(Value::Array(issues), case["issues"], "{}", case["config"]);
}

/// The codes of findings, in order.
pub(super) fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

/// The codes of what is found in a valid configuration, but for what is told of every one without a
/// template for each type.
pub(super) fn found_in(factory: &str, config: Value) -> Vec<&'static str> {
    let source = config.to_string();
    let findings = Connector::from_json(factory, config).unwrap().findings();
    for finding in &findings {
        assert!(!finding.message.contains("hunter2"), "{source}");
    }
    let of_all = [
        "connector-template-fallback",
        "connector-invitation-without-link",
        "connector-invitation-with-code",
    ];
    let mut codes = codes(&findings);
    codes.retain(|code| !of_all.contains(code));
    codes
}

/// The code of each finding and the place its message begins with.
pub(super) fn places(findings: &[Finding]) -> Vec<(&'static str, String)> {
    let place = |finding: &Finding| {
        let (path, sentence) = finding.message.split_once(": ").unwrap();
        assert!(
            !sentence.ends_with('.') && finding.hint.is_some(),
            "{finding:?}"
        );
        (finding.code, path.to_owned())
    };
    findings.iter().map(place).collect()
}

#[test]
fn a_factory_nobody_knows_is_said_to_be_unknown() {
    let error = Connector::from_json("sendgrid", json!({})).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the connector sendgrid is not known here"
    );
}

#[test]
fn a_delivery_is_shown_without_its_secrets() {
    let config = json!({ "endpoint": "https://me:s3cret@h.example", "authorization": "s3cret" });
    let input = Input {
        config,
        data: Data {
            to: "a@example.org".to_owned(),
            usage_type: UsageType::SignIn,
            payload: json!({}),
            ip: None,
        },
        i18n_template: None,
    };
    let request = plan(HttpEmailConfig::FACTORY_ID, &input).unwrap();
    let delivery = Delivery::Http(Box::new(request));
    let shown = serde_json::to_value(delivery.masked()).unwrap();
    let expected = json!({
        "kind": "http",
        "method": "POST",
        "url": "https://h.example/",
        "headers": [["authorization", "Basic ••••••"], ["content-type", "application/json"]],
        "body": { "to": "a@example.org", "type": "SignIn", "payload": {} },
    });
    assert_eq!(shown, expected);
    let debug = format!("{delivery:?}");
    assert!(
        !debug.contains("s3cret") && debug.contains("Basic ••••••"),
        "{debug}"
    );
}
