//! The recordings of Logto's connectors that speak HTTP, and of their guards.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ConfigIssue, Connector, ConnectorError, Delivery, HttpEmailConfig, HttpRequest, PlanError,
    PlanInput, render_as_logto,
};
use crate::domain::finding::Finding;
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

const MORE: &str = include_str!("../../../tests/fixtures/wire/http-more.json");
const GUARDS: &str = include_str!("../../../tests/fixtures/wire/http-guard.json");

/// What every HTTP client adds by itself.
const NOT_LISTED: [&str; 5] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "user-agent",
];

#[derive(Deserialize)]
struct Recorded {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    input: Input,
    requests: Vec<Sent>,
    outcome: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    config: Value,
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
struct Sent {
    method: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    connect: Value,
    #[serde(default)]
    target: String,
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

    fn headers(&self) -> Vec<(String, String)> {
        let lower = self.headers.iter();
        let lower = lower.map(|(name, value)| (name.to_lowercase(), value.clone()));
        lower
            .filter(|(name, _)| !NOT_LISTED.contains(&name.as_str()))
            .collect()
    }
}

fn plan(factory: &str, input: &Input) -> Result<HttpRequest, PlanError> {
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
        stamp: &MessageStamp {
            date: "2026-01-02T03:04:05.678Z".parse().unwrap(),
            message_id: "id".to_owned(),
            boundary_seed: "seed".to_owned(),
        },
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
            assert_eq!(request.headers, sent.headers(), "{name}");
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
    let recorded: Recorded = serde_json::from_str(recording).unwrap();
    for case in &recorded.cases {
        let planned = plan(factory, &case.input);
        compare(&case.name, planned, &case.requests, &case.outcome["thrown"]);
    }
    recorded.cases.len()
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
    let recorded: Vec<Value> = serde_json::from_str(GUARDS).unwrap();
    let mut compared = 0;
    for case in recorded
        .iter()
        .filter(|case| case["connector"] == connector)
    {
        let issues: Vec<Value> = match Connector::from_json(factory, case["config"].clone()) {
            Ok(_) => Vec::new(),
            Err(ConnectorError::InvalidConfig(issues)) => {
                issues.iter().map(ConfigIssue::to_zod).collect()
            }
            Err(error) => panic!("{error}"),
        };
        assert_eq!(Value::Array(issues), case["issues"], "{}", case["config"]);
        compared += 1;
    }
    compared
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
