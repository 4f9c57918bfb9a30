//! What is told of answers, and that none is too odd.

mod recorded_answers;

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::HttpRequest;
use super::*;
use recorded_answers::first_request;

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
    let request = first_request(HttpConnector::HttpEmail);
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
    let token = first_request(HttpConnector::Postmark);
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
            // A refusal to follow is as good as a request here.
            redirect(&first_request(connector), &given, 3).ok();
        }
    }
}

#[test]
fn the_sdk_repeats_what_the_system_gave_up_and_not_what_this_program_did() {
    let peer = "192.0.2.1:443";
    let connect = |kind, code| NetworkTrouble::connect(kind, code, peer);
    let ses = HttpConnector::AwsSes;
    for (trouble, is_repeated) in [
        (connect(TroubleKind::Unreachable, "ETIMEDOUT"), true),
        (connect(TroubleKind::Refused, "ECONNREFUSED"), true),
        (NetworkTrouble::reset(), true),
        (NetworkTrouble::closed(), true),
        (NetworkTrouble::cut(), true),
        (connect(TroubleKind::Unreachable, "EHOSTUNREACH"), false),
        (NetworkTrouble::not_http(), false),
        (
            NetworkTrouble::timeout(HttpPhase::Connect, Duration::from_secs(1)),
            false,
        ),
    ] {
        let retried = retry(ses, 1, Err(&trouble));
        assert_eq!(retried.is_some(), is_repeated, "{trouble:?}");
    }
}
