//! Every recorded answer and fault, judged as Logto's connectors judge them.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::super::url::Url;
use super::super::super::{HttpBody, HttpRequest, Secret};
use super::super::*;

const RECORDED: &str = include_str!("../../../../../tests/fixtures/wire/http-answers.json");

#[derive(Deserialize)]
struct Case {
    factory: String,
    name: String,
    replies: Vec<Reply>,
    requests: Vec<String>,
    #[serde(default)]
    returned: Value,
    thrown: Option<Thrown>,
}

#[derive(Deserialize, Clone)]
struct Reply {
    #[serde(default)]
    status: u16,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    headers: serde_json::Map<String, Value>,
    #[serde(default)]
    body: String,
    fault: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Thrown {
    code: Option<String>,
    status: Option<u16>,
    message: Option<String>,
    error_name: Option<String>,
    error_code: Option<String>,
    error_message: Option<String>,
    #[serde(default)]
    data: Value,
}

fn connector(factory: &str) -> HttpConnector {
    let mut all = HttpConnector::ALL.into_iter();
    all.find(|connector| connector.factory_id() == factory)
        .unwrap()
}

fn outcome(reply: &Reply, host: &str) -> Result<HttpAnswer, NetworkTrouble> {
    let Some(fault) = reply.fault.as_deref() else {
        let headers = reply.headers.iter();
        let headers =
            headers.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
        return Ok(HttpAnswer {
            status: reply.status,
            reason: reply.reason.clone(),
            headers: headers.collect(),
            body: reply.body.clone().into_bytes(),
            is_cut: false,
            origin: format!("https://{host}"),
        });
    };
    Err(match fault {
        "refused" => NetworkTrouble::connect(TroubleKind::Refused, "ECONNREFUSED", "127.0.0.1:9"),
        "dns" => NetworkTrouble::dns(host, false),
        "certificate" => NetworkTrouble::new(
            TroubleKind::CertificateExpired,
            "CERT_HAS_EXPIRED",
            "certificate has expired",
        ),
        "reset" => NetworkTrouble::reset(),
        "close" => NetworkTrouble::closed(),
        "cut" => NetworkTrouble::cut(),
        "garbage" => NetworkTrouble::not_http(),
        other => panic!("{other}"),
    })
}

/// The request the recordings begin with.
pub(super) fn first_request(connector: HttpConnector) -> HttpRequest {
    let urls = [
        (HttpConnector::AliyunDm, "https://dm.aliyuncs.com/"),
        (
            HttpConnector::AwsSes,
            "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails",
        ),
        (HttpConnector::HttpEmail, "https://hooks.example.com/logto"),
        (
            HttpConnector::Mailgun,
            "https://api.mailgun.net/v3/mg.example.org/messages",
        ),
        (
            HttpConnector::MailJunky,
            "https://mailjunky.ai/api/v1/emails/send",
        ),
        (
            HttpConnector::Postmark,
            "https://api.postmarkapp.com/email/withTemplate",
        ),
        (
            HttpConnector::Sendgrid,
            "https://api.sendgrid.com/v3/mail/send",
        ),
        (
            HttpConnector::Smtp2go,
            "https://api.smtp2go.com/v3/email/send",
        ),
    ];
    let url = urls
        .iter()
        .find(|(known, _)| *known == connector)
        .unwrap()
        .1;
    let credentials = match connector {
        HttpConnector::AliyunDm | HttpConnector::Smtp2go => None,
        HttpConnector::Postmark => Some("x-postmark-server-token"),
        _ => Some("authorization"),
    };
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.extend(credentials.map(|name| (name.to_owned(), "s3cret".to_owned())));
    HttpRequest {
        method: "POST",
        url: url.to_owned(),
        headers,
        body: HttpBody::Json(json!({ "code": "123456" })),
        secrets: vec![Secret::new("s3cret")],
        connector,
    }
}

/// As the recordings write a request.
fn line(request: &HttpRequest) -> String {
    let mut parts = vec![request.method.to_owned(), request.url.clone()];
    if !request.body.text().is_empty() {
        parts.push("body".to_owned());
    }
    for name in ["authorization", "x-postmark-server-token"] {
        if request.headers.iter().any(|(given, _)| given == name) {
            parts.push(name.to_owned());
        }
    }
    parts.join(" ")
}

/// Plays a case: what is asked, and what the last outcome is.
fn play(case: &Case) -> (Vec<String>, Result<HttpAnswer, NetworkTrouble>) {
    let mut replies = case.replies.iter().peekable();
    let mut request = first_request(connector(&case.factory));
    let (mut asked, mut attempt, mut followed) = (Vec::new(), 1, 0);
    loop {
        let reply = replies.peek().copied().unwrap();
        if replies.len() > 1 {
            replies.next();
        }
        let host = Url::parse(&request.url).unwrap().host;
        let outcome = outcome(reply, &host);
        let never_arrived = ["refused", "dns", "certificate"];
        asked.push(match reply.fault.as_deref() {
            Some(fault) if never_arrived.contains(&fault) => fault.to_owned(),
            _ => line(&request),
        });
        if let Some(retry) = retry(request.connector, attempt, outcome.as_ref()) {
            assert!(retry.after <= Duration::from_secs(1), "{}", case.name);
            attempt += 1;
            continue;
        }
        let next = outcome
            .as_ref()
            .ok()
            .map(|answer| redirect(&request, answer, followed));
        match next {
            Some(Ok(Some(next))) => {
                followed += 1;
                request = next.request;
            }
            Some(Err(trouble)) => return (asked, Err(trouble)),
            Some(Ok(None)) | None => return (asked, outcome),
        }
    }
}

fn compare(case: &Case) {
    let (asked, outcome) = play(case);
    let name = format!("{} {}", case.factory, case.name);
    assert_eq!(asked, case.requests, "{name}");
    let connector = connector(&case.factory);
    let judged = connector.judge(outcome.as_ref());
    let Some(thrown) = &case.thrown else {
        let accepted = judged.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let told = |label: &str| {
            let mut facts = accepted.facts.iter();
            facts
                .find(|fact| fact.label == label)
                .map(|fact| fact.value.as_str())
        };
        match connector {
            HttpConnector::AwsSes => {
                assert_eq!(told("MessageId"), case.returned.as_str(), "{name}");
            }
            HttpConnector::AliyunDm => {
                for label in ["EnvId", "RequestId"] {
                    assert_eq!(told(label), case.returned[label].as_str(), "{name}");
                }
            }
            _ => {}
        }
        return;
    };
    let error = judged.err().unwrap_or_else(|| panic!("{name} was thrown"));
    if let Some(status) = thrown.status {
        assert_eq!(
            (error.status, error.code, &error.data),
            (status, "internal_server_error", &Value::Null),
            "{name}"
        );
        // Whatever reached the network failed with Node's words.
        if let (Err(trouble), false) = (&outcome, connector == HttpConnector::AwsSes) {
            assert_eq!(Some(&trouble.message), thrown.message.as_ref(), "{name}");
            assert_eq!(Some(&trouble.code), thrown.code.as_ref(), "{name}");
        }
        return;
    }
    assert_eq!(
        error.code,
        format!("connector.{}", thrown.code.as_deref().unwrap()),
        "{name}"
    );
    assert_eq!(error.status, 400, "{name}");
    match &thrown.error_name {
        None => assert_eq!(error.data, thrown.data, "{name}"),
        Some(error_name) => {
            let expected = json!({ "name": error_name, "code": thrown.error_code });
            assert_eq!(error.data, expected, "{name}");
            if let Err(trouble) = &outcome {
                assert_eq!(
                    Some(&trouble.message),
                    thrown.error_message.as_ref(),
                    "{name}"
                );
            }
        }
    }
}

/// Where the SDK asks again with the clock of the answer: a request that is signed already cannot.
const RIGHTED_CLOCK: [&str; 2] = ["expired-skew", "signature-skew"];

#[test]
fn a_wrong_clock_that_the_sdk_would_right_is_told_and_not_tried_again() {
    let cases: Vec<Case> = serde_json::from_str(RECORDED).unwrap();
    let righted = cases
        .iter()
        .filter(|case| RIGHTED_CLOCK.contains(&case.name.as_str()));
    for case in righted.clone() {
        assert_eq!(
            (case.requests.len(), case.returned.as_str()),
            (2, Some("m"))
        );
        let (asked, outcome) = play(case);
        assert_eq!(asked.len(), 1, "{}", case.name);
        let diagnosis = diagnose(
            HttpConnector::AwsSes,
            outcome.as_ref(),
            &RequestFacts::default(),
        );
        assert_eq!(diagnosis.title, "The clock of this machine is wrong");
        assert!(diagnosis.why.contains("the AWS SDK of Logto notices"));
    }
    assert_eq!(righted.count(), 2);
}

#[test]
fn every_recorded_answer_and_fault_is_judged_as_by_logtos_connector() {
    let cases: Vec<Case> = serde_json::from_str(RECORDED).unwrap();
    for case in cases
        .iter()
        .filter(|case| !RIGHTED_CLOCK.contains(&case.name.as_str()))
    {
        compare(case);
    }
    assert_eq!(cases.len(), 398);
    for connector in HttpConnector::ALL {
        let of_connector = cases
            .iter()
            .filter(|case| case.factory == connector.factory_id());
        assert!(of_connector.count() >= 44, "{connector:?}");
    }
}

/// The first recordings, which compare a plan, have answers too.
#[test]
fn the_outcomes_beside_recorded_requests_are_met() {
    let recordings = [
        (
            HttpConnector::AliyunDm,
            include_str!("../../../../../tests/fixtures/wire/aliyun-dm.json"),
        ),
        (
            HttpConnector::AwsSes,
            include_str!("../../../../../tests/fixtures/wire/aws-ses.json"),
        ),
        (
            HttpConnector::HttpEmail,
            include_str!("../../../../../tests/fixtures/wire/http-email.json"),
        ),
        (
            HttpConnector::Mailgun,
            include_str!("../../../../../tests/fixtures/wire/mailgun.json"),
        ),
        (
            HttpConnector::MailJunky,
            include_str!("../../../../../tests/fixtures/wire/mailjunky.json"),
        ),
        (
            HttpConnector::Postmark,
            include_str!("../../../../../tests/fixtures/wire/postmark.json"),
        ),
        (
            HttpConnector::Sendgrid,
            include_str!("../../../../../tests/fixtures/wire/sendgrid.json"),
        ),
        (
            HttpConnector::Smtp2go,
            include_str!("../../../../../tests/fixtures/wire/smtp2go.json"),
        ),
    ];
    let mut failures = 0;
    for (connector, recording) in recordings {
        let recorded: Value = serde_json::from_str(recording).unwrap();
        for case in recorded["cases"].as_array().unwrap() {
            let Some(reply) = case["replied"]
                .as_array()
                .and_then(|replies| replies.last())
            else {
                continue;
            };
            let name = format!("{} {}", connector.factory_id(), case["name"]);
            let reply = serde_json::from_value(reply.clone()).unwrap();
            let judged = connector.judge(outcome(&reply, "h").as_ref());
            let thrown = &case["outcome"]["thrown"];
            match judged {
                Ok(accepted) => {
                    assert!(thrown.is_null() && accepted.findings.is_empty(), "{name}");
                }
                Err(error) => {
                    let code = thrown["code"].as_str().unwrap_or_else(|| panic!("{name}"));
                    assert_eq!(error.code, format!("connector.{code}"), "{name}");
                    assert_eq!(error.data, thrown["data"], "{name}");
                    failures += 1;
                }
            }
        }
    }
    assert_eq!(failures, 9);
}
