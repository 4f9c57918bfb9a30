//! Mocks of the providers that refuse every other verb, path, type and key, and answer each documented
//! error in its own form.

use letterhead::domain::connector::{HttpBody, HttpConnector, HttpRequest};
use letterhead::services::delivery::DeliveryEvent;
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, body_string_contains, header, method, path};
use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

use super::documented::documented;
use super::{SECRET, options, request, send};

/// What a provider asks of a request.
fn wanted(kind: HttpConnector) -> MockBuilder {
    let post = |at: &str| Mock::given(method("POST")).and(path(at));
    let json_type = header("content-type", "application/json");
    let form = header("content-type", "application/x-www-form-urlencoded");
    let bearer = |key: &str| header("authorization", format!("Bearer {key}"));
    match kind {
        HttpConnector::Sendgrid => post("/v3/mail/send")
            .and(json_type)
            .and(bearer(&format!("SG.{SECRET}")))
            .and(body_partial_json(json!({
                "personalizations": [{ "to": [{ "email": "user@example.net" }] }],
                "from": { "email": "no-reply@example.org" }, "subject": "Code 482913",
            }))),
        HttpConnector::Mailgun => post("/v3/mg.example.org/messages")
            .and(form)
            .and(wiremock::matchers::basic_auth("api", SECRET))
            .and(body_string_contains("to=user%40example.net&subject=Code+482913&html=")),
        HttpConnector::Postmark => post("/email/withTemplate")
            .and(json_type)
            .and(header("x-postmark-server-token", SECRET))
            .and(header("accept", "application/json"))
            .and(body_partial_json(json!({
                "From": "no-reply@example.org", "To": "user@example.net", "TemplateAlias": "logto-sign-in",
                "TemplateModel": { "code": "482913" },
            }))),
        HttpConnector::Smtp2go => post("/v3/email/send").and(json_type).and(body_partial_json(json!({
            "api_key": format!("api-{SECRET}"), "to": ["user@example.net"], "sender": "no-reply@example.org",
        }))),
        HttpConnector::MailJunky => post("/api/v1/emails/send")
            .and(json_type)
            .and(bearer(SECRET))
            .and(body_partial_json(json!({ "to": "user@example.net", "text": "482913" }))),
        HttpConnector::HttpEmail => post("/mail").and(json_type).and(bearer(SECRET)).and(body_partial_json(
            json!({ "to": "user@example.net", "type": "SignIn", "payload": { "code": "482913" } }),
        )),
        HttpConnector::AliyunDm => post("/")
            .and(form)
            .and(body_string_contains("Action=SingleSendMail&Format=json&SignatureMethod=HMAC-SHA1"))
            .and(body_string_contains("AccessKeyId=LTAItest&AccountName=no-reply%40example.org"))
            .and(body_string_contains("&Signature=")),
        HttpConnector::AwsSes => post("/v2/email/outbound-emails")
            .and(json_type)
            .and(wiremock::matchers::header_regex("authorization", "^AWS4-HMAC-SHA256 Credential=AKIATEST/"))
            .and(body_partial_json(json!({
                "FromEmailAddress": "no-reply@example.org", "Destination": { "ToAddresses": ["user@example.net"] },
            }))),
    }
}

/// The provider's own answer to a mail it takes, and the first fact that is told of it.
fn success(kind: HttpConnector) -> (ResponseTemplate, &'static str) {
    let ok = |status, body: Value| ResponseTemplate::new(status).set_body_json(body);
    match kind {
        HttpConnector::Sendgrid => (
            ResponseTemplate::new(202).insert_header("X-Message-Id", "sg-1"),
            "X-Message-Id=sg-1",
        ),
        HttpConnector::Mailgun => (
            ok(
                200,
                json!({ "id": "<1@mg>", "message": "Queued. Thank you." }),
            ),
            "id=<1@mg>",
        ),
        HttpConnector::Postmark => (
            ok(
                200,
                json!({ "To": "user@example.net", "SubmittedAt": "2026-01-02T03:04:05Z", "MessageID": "pm-1", "ErrorCode": 0, "Message": "OK" }),
            ),
            "MessageID=pm-1",
        ),
        HttpConnector::Smtp2go => (
            ok(
                200,
                json!({ "request_id": "r", "data": { "succeeded": 1, "failed": 0, "failures": [], "email_id": "e-1" } }),
            ),
            "email_id=e-1",
        ),
        HttpConnector::MailJunky => (
            ok(200, json!({ "id": "mj-1", "status": "queued" })),
            "id=mj-1",
        ),
        HttpConnector::HttpEmail => (
            ResponseTemplate::new(200).set_body_string("ok"),
            "Answer=ok",
        ),
        HttpConnector::AliyunDm => (
            ok(200, json!({ "EnvId": "env-1", "RequestId": "r" })),
            "EnvId=env-1",
        ),
        HttpConnector::AwsSes => (
            ok(200, json!({ "MessageId": "ses-1" })).insert_header("x-amzn-RequestId", "r"),
            "MessageId=ses-1",
        ),
    }
}

/// The request with one thing wrong each.
fn spoilt(kind: HttpConnector, good: &HttpRequest) -> Vec<(&'static str, HttpRequest)> {
    let mut all = Vec::new();
    let mut spoil = |name, change: &dyn Fn(&mut HttpRequest)| {
        let mut request = good.clone();
        change(&mut request);
        all.push((name, request));
    };
    spoil("verb", &|request| request.method = "PUT");
    spoil("path", &|request| request.url.push_str("/x"));
    spoil("type", &|request| {
        for (name, value) in &mut request.headers {
            if name == "content-type" {
                "text/plain".clone_into(value);
            }
        }
    });
    let in_body = matches!(kind, HttpConnector::Smtp2go | HttpConnector::AliyunDm);
    spoil("key", &|request| match &mut request.body {
        HttpBody::Json(body) if in_body => body["api_key"] = json!("api-wrong"),
        HttpBody::Form(fields) if in_body => fields.retain(|(name, _)| name != "Signature"),
        _ => {
            for (name, value) in &mut request.headers {
                if matches!(name.as_str(), "authorization" | "x-postmark-server-token") {
                    "Bearer wrong".clone_into(value);
                }
            }
        }
    });
    all
}

#[tokio::test]
async fn every_provider_takes_the_request_and_no_other() {
    for kind in HttpConnector::ALL {
        let server = MockServer::start().await;
        let (answer, fact) = success(kind);
        wanted(kind).respond_with(answer).mount(&server).await;
        let good = request(kind, &server.uri());
        for (name, bad) in spoilt(kind, &good) {
            let sent = send(bad, &options()).await;
            let failure = sent.failure();
            assert_eq!(
                failure.answer.clone().unwrap().status,
                404,
                "{kind:?} {name}"
            );
            assert!(!failure.diagnosis.title.is_empty());
        }
        let body = good.body.text();
        let sent = send(good, &options()).await;
        let steps = sent.steps();
        assert_eq!(
            steps,
            ["asking", "pointOfNoReturn", "answered", "accepted"],
            "{kind:?}"
        );
        assert!(sent.events.contains(&DeliveryEvent::PointOfNoReturn));
        let receipt = sent.receipt();
        assert!(
            receipt.findings.is_empty(),
            "{kind:?} {:?}",
            receipt.findings
        );
        let first = &receipt.facts[0];
        assert_eq!(format!("{}={}", first.label, first.value), fact, "{kind:?}");
        assert!(receipt.to_string().contains(&first.value));
        let last = server.received_requests().await.unwrap().pop().unwrap();
        assert_eq!(last.body, body.as_bytes(), "{kind:?}");
        assert_eq!(
            last.headers["content-length"],
            body.len().to_string().as_str()
        );
        assert!(!last.headers.contains_key("transfer-encoding"));
        assert_eq!(
            last.headers["user-agent"],
            concat!("letterhead/", env!("CARGO_PKG_VERSION"))
        );
    }
}

/// Amazon names its exceptions in a header.
fn exception(status: u16, title: &str) -> Option<&'static str> {
    Some(match (status, title) {
        (403, "The access key is not known") => "UnrecognizedClientException",
        (403, _) => "InvalidSignatureException:http://internal.amazon.com/coral/",
        (404, _) => "NotFoundException",
        (_, "Sending is paused") => "SendingPausedException",
        (400, _) => "MessageRejected",
        _ => return None,
    })
}

#[tokio::test]
async fn every_documented_error_has_its_diagnosis_and_logtos_answer() {
    let mut compared = 0;
    for kind in HttpConnector::ALL {
        for (status, body, title) in documented(kind) {
            let server = MockServer::start().await;
            let mut answer = ResponseTemplate::new(status).set_body_json(&body);
            if kind == HttpConnector::AwsSes {
                answer =
                    answer.insert_header("x-amzn-errortype", exception(status, title).unwrap());
            }
            wanted(kind).respond_with(answer).mount(&server).await;
            let sent = send(request(kind, &server.uri()), &options()).await;
            let failure = sent.failure();
            assert_eq!(failure.diagnosis.title, title, "{kind:?} {status} {body}");
            let expected = match (kind, status) {
                (HttpConnector::AwsSes, _) | (HttpConnector::AliyunDm, 200) => {
                    "connector.invalid_response"
                }
                _ => "connector.general",
            };
            assert_eq!(
                (failure.logto.code, failure.logto.status),
                (expected, 400),
                "{kind:?}"
            );
            assert_eq!(sent.result.as_ref().unwrap_err().logto(), failure.logto);
            let told = sent.result.as_ref().unwrap_err().told();
            assert!(told.starts_with(title), "{told}");
            assert!(failure.exchanges.len() == 1 && !failure.may_be_sent);
            compared += 1;
        }
    }
    assert_eq!(compared, 58);
}

#[tokio::test]
async fn a_success_that_is_none_is_told_as_one_with_a_warning() {
    for (kind, body, code) in [
        (
            HttpConnector::Smtp2go,
            json!({ "data": { "succeeded": 0, "failed": 1, "failures": ["no"] } }),
            "smtp2go-failed-in-200",
        ),
        (
            HttpConnector::Postmark,
            json!({ "ErrorCode": 406, "Message": "Inactive" }),
            "postmark-error-in-200",
        ),
        (HttpConnector::Mailgun, json!([]), "http-no-confirmation"),
    ] {
        let server = MockServer::start().await;
        wanted(kind)
            .respond_with(ResponseTemplate::new(200).set_body_json(&body))
            .mount(&server)
            .await;
        let receipt = send(request(kind, &server.uri()), &options())
            .await
            .receipt();
        assert_eq!(receipt.findings[0].code, code);
    }
}

#[tokio::test]
async fn a_portal_in_place_of_the_provider_is_told() {
    let page = "<!doctype html><title>Log in to the hotel</title>";
    for (kind, status) in [
        (HttpConnector::Smtp2go, 200),
        (HttpConnector::AliyunDm, 200),
        (HttpConnector::AwsSes, 511),
        (HttpConnector::Postmark, 307),
    ] {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(status).set_body_raw(page, "text/html");
        wanted(kind).respond_with(answer).mount(&server).await;
        let sent = send(request(kind, &server.uri()), &options()).await;
        assert_eq!(
            sent.failure().diagnosis.title,
            "A web page answered instead",
            "{kind:?}"
        );
    }
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw(page, "text/html");
    wanted(HttpConnector::Sendgrid)
        .respond_with(answer)
        .mount(&server)
        .await;
    let receipt = send(request(HttpConnector::Sendgrid, &server.uri()), &options())
        .await
        .receipt();
    assert_eq!(receipt.findings[0].code, "http-web-page");
}

#[tokio::test]
async fn the_words_after_the_status_are_those_that_were_sent() {
    let words = b"HTTP/1.1 403 Go Away Now\r\ncontent-length: 0\r\n\r\n".to_vec();
    let server = super::server::Server::start([super::server::Act::Say(words)]);
    let sent = send(
        request(HttpConnector::MailJunky, &server.base()),
        &options(),
    )
    .await;
    let message = sent.failure().logto.data["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        message,
        "MailJunky API request failed (status: 403 Go Away Now)."
    );
}
