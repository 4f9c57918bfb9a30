//! Every recorded answer and fault, judged as Logto's connectors judge them.

use std::time::Duration;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::url::Url;
use super::super::{HttpBody, HttpRequest, Secret};
use super::*;

const RECORDED: &str = include_str!("../../../../tests/fixtures/wire/http-answers.json");

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
fn first_request(case: &Case) -> HttpRequest {
    let connector = connector(&case.factory);
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
    let mut request = first_request(case);
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
            include_str!("../../../../tests/fixtures/wire/aliyun-dm.json"),
        ),
        (
            HttpConnector::AwsSes,
            include_str!("../../../../tests/fixtures/wire/aws-ses.json"),
        ),
        (
            HttpConnector::HttpEmail,
            include_str!("../../../../tests/fixtures/wire/http-email.json"),
        ),
        (
            HttpConnector::Mailgun,
            include_str!("../../../../tests/fixtures/wire/mailgun.json"),
        ),
        (
            HttpConnector::MailJunky,
            include_str!("../../../../tests/fixtures/wire/mailjunky.json"),
        ),
        (
            HttpConnector::Postmark,
            include_str!("../../../../tests/fixtures/wire/postmark.json"),
        ),
        (
            HttpConnector::Sendgrid,
            include_str!("../../../../tests/fixtures/wire/sendgrid.json"),
        ),
        (
            HttpConnector::Smtp2go,
            include_str!("../../../../tests/fixtures/wire/smtp2go.json"),
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

fn answer(status: u16, body: &Value) -> HttpAnswer {
    HttpAnswer {
        status,
        reason: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
        is_cut: false,
        origin: "https://h".to_owned(),
    }
}

fn codes(accepted: &Accepted) -> Vec<&'static str> {
    accepted
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn a_success_for_logto_that_is_none_for_the_provider_is_told() {
    let judge = |connector: HttpConnector, status, body| {
        connector.judge(Ok(&answer(status, &body))).unwrap()
    };
    let failed = json!({ "request_id": "r", "data": { "succeeded": 0, "failed": 1, "failures": ["bad recipient"] } });
    let accepted = judge(HttpConnector::Smtp2go, 200, failed);
    assert_eq!(codes(&accepted), ["smtp2go-failed-in-200"]);
    assert!(accepted.findings[0].message.contains("bad recipient"));
    let silent = json!({ "data": { "succeeded": 0, "failed": 0, "failures": [] } });
    assert_eq!(
        codes(&judge(HttpConnector::Smtp2go, 200, silent)),
        ["smtp2go-failed-in-200"]
    );
    let accepted = judge(
        HttpConnector::Postmark,
        200,
        json!({ "ErrorCode": 406, "Message": "Inactive" }),
    );
    assert_eq!(codes(&accepted), ["postmark-error-in-200"]);
    assert_eq!(
        codes(&judge(HttpConnector::AwsSes, 200, json!({}))),
        ["ses-no-message-id"]
    );
    assert_eq!(
        codes(&judge(HttpConnector::Mailgun, 200, json!([]))),
        ["http-no-confirmation"]
    );
    assert_eq!(
        codes(&judge(HttpConnector::Sendgrid, 304, json!({}))),
        ["http-not-modified"]
    );
    let mut page = answer(200, &json!({}));
    page.body = b"  <!DOCTYPE html><title>Log in</title>".to_vec();
    page.headers.clear();
    for connector in [
        HttpConnector::Sendgrid,
        HttpConnector::HttpEmail,
        HttpConnector::Mailgun,
        HttpConnector::Postmark,
        HttpConnector::MailJunky,
    ] {
        assert_eq!(
            codes(&connector.judge(Ok(&page)).unwrap()),
            ["http-web-page"],
            "{connector:?}"
        );
    }
}

#[test]
fn what_the_provider_says_of_a_mail_is_told() {
    let mut given = answer(
        200,
        &json!({
            "MessageId": "m", "EnvId": "env", "RequestId": "req", "id": "<i@mg>", "message": "Queued",
            "MessageID": "pm", "SubmittedAt": "2026-01-02", "To": "a@b", "ErrorCode": 0, "Message": "OK",
            "status": "queued", "request_id": "r", "data": { "email_id": "e", "succeeded": 1, "failed": 0 },
        }),
    );
    given
        .headers
        .push(("x-message-id".to_owned(), "sg".to_owned()));
    given
        .headers
        .push(("x-amzn-requestid".to_owned(), "aws".to_owned()));
    let told = |connector: HttpConnector, given: &HttpAnswer| {
        let accepted = connector.judge(Ok(given)).unwrap();
        assert!(accepted.findings.is_empty(), "{connector:?}");
        let facts = accepted.facts.into_iter().take(2);
        facts
            .map(|fact| format!("{}={}", fact.label, fact.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(HttpConnector::AwsSes, &given),
        ["MessageId=m", "x-amzn-RequestId=aws"]
    );
    assert_eq!(
        told(HttpConnector::AliyunDm, &given),
        ["EnvId=env", "RequestId=req"]
    );
    assert_eq!(told(HttpConnector::Sendgrid, &given), ["X-Message-Id=sg"]);
    assert_eq!(
        told(HttpConnector::Mailgun, &given),
        ["id=<i@mg>", "message=Queued"]
    );
    assert_eq!(
        told(HttpConnector::Postmark, &given),
        ["MessageID=pm", "SubmittedAt=2026-01-02"]
    );
    assert_eq!(
        told(HttpConnector::Smtp2go, &given),
        ["email_id=e", "request_id=r"]
    );
    assert_eq!(
        told(HttpConnector::MailJunky, &given),
        ["id=<i@mg>", "status=queued"]
    );
    given.body = "ok ".repeat(200).into_bytes();
    let [fact] = told(HttpConnector::HttpEmail, &given).try_into().unwrap();
    assert!(fact.starts_with("Answer=ok ok") && fact.ends_with('…') && fact.chars().count() < 220);
}

#[test]
fn a_redirect_that_is_dangerous_is_told() {
    let case = Case {
        factory: "http-email".to_owned(),
        name: String::new(),
        replies: Vec::new(),
        requests: Vec::new(),
        returned: Value::Null,
        thrown: None,
    };
    let request = first_request(&case);
    let to = |request: &HttpRequest, status, location: &str| {
        let mut answer = answer(status, &json!({}));
        answer.headers = vec![("location".to_owned(), location.to_owned())];
        let next = redirect(request, &answer, 0).unwrap().unwrap();
        next.findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert!(to(&request, 307, "/x").is_empty());
    assert_eq!(
        to(&request, 308, "http://hooks.example.com/x"),
        ["redirect-downgrade"]
    );
    assert_eq!(
        to(&request, 302, "https://other.example"),
        ["redirect-elsewhere"]
    );
    assert_eq!(to(&request, 303, "/x"), ["redirect-drops-mail"]);
    let token = first_request(&Case {
        factory: "postmark-mail".to_owned(),
        ..case
    });
    assert_eq!(
        to(&token, 302, "http://other.example"),
        [
            "redirect-downgrade",
            "redirect-leaks-key",
            "redirect-drops-mail"
        ]
    );
}

proptest! {
    #[test]
    fn no_answer_is_too_odd_to_judge(
        status in 100_u16..1000,
        body in prop_oneof![
            ".{0,60}",
            "\\{\"(message|Message|ErrorCode|data|MessageId|errors|Code|EnvId)\":(null|1|true|\"x\"|\\[1\\]|\\{\"a\":2\\})\\}",
        ],
        kind in prop_oneof!["application/json", "text/html", ".{0,20}"],
        location in ".{0,30}",
    ) {
        let given = HttpAnswer {
            status,
            reason: String::new(),
            headers: vec![
                ("content-type".to_owned(), kind.clone()),
                ("x-amzn-errortype".to_owned(), kind),
                ("location".to_owned(), location),
                ("date".to_owned(), body.clone()),
            ],
            body: body.into_bytes(),
            is_cut: false,
            origin: String::new(),
        };
        for connector in HttpConnector::ALL {
            let judged = connector.judge(Ok(&given));
            if let Err(error) = judged {
                prop_assert!(matches!(error.status, 400 | 500));
            }
            let diagnosis = diagnose(connector, Ok(&given), &RequestFacts::default());
            prop_assert!(!diagnosis.title.is_empty() && !diagnosis.fix.is_empty());
            retry(connector, 1, Ok(&given));
            let case = Case {
                factory: connector.factory_id().to_owned(),
                name: String::new(),
                replies: Vec::new(),
                requests: Vec::new(),
                returned: Value::Null,
                thrown: None,
            };
            // A refusal to follow is as good as a request here.
            redirect(&first_request(&case), &given, 3).ok();
        }
    }
}
