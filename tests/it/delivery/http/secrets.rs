//! No key shows anywhere, whatever the other side repeats and whatever goes wrong.

use std::io::Write;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use letterhead::domain::connector::answer::Masker;
use letterhead::domain::connector::{HttpConnector, HttpRequest, Secret};
use parking_lot::Mutex;

use super::server::{Act, Server, answer, redirect};
use super::{SECRET, Sent, options, request, send};

/// What this program logs while a test runs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything a person or a file may get to see.
fn shown(sent: &Sent) -> String {
    let json = |value: Result<String, serde_json::Error>| value.unwrap();
    let mut parts = vec![format!("{:?}", sent.events)];
    parts.extend(
        sent.events
            .iter()
            .map(|event| json(serde_json::to_string(event))),
    );
    match &sent.result {
        Ok(receipt) => parts.extend([
            format!("{receipt:?} {receipt}"),
            json(serde_json::to_string(receipt)),
            receipt.answer.text().into_owned(),
        ]),
        Err(error) => {
            parts.push(format!(
                "{error:?} {error} {} {:?}",
                error.told(),
                error.logto()
            ));
            parts.extend(
                error
                    .http()
                    .map(|failure| json(serde_json::to_string(failure))),
            );
            let exchanges = error
                .http()
                .into_iter()
                .flat_map(|failure| &failure.exchanges);
            parts.extend(exchanges.map(ToString::to_string));
        }
    }
    parts.join("\n")
}

/// The secrets of a request and the forms in which they might show.
fn secrets(request: &HttpRequest) -> Vec<String> {
    let mut secrets = vec![
        SECRET.to_owned(),
        STANDARD.encode(SECRET),
        STANDARD.encode(format!("api:{SECRET}")),
    ];
    secrets.extend(
        request
            .secrets
            .iter()
            .map(|secret| secret.expose().to_owned()),
    );
    secrets
}

fn acts() -> Vec<(&'static str, Act)> {
    let quoted = |status, kind: &str, body: String| Act::Say(answer(status, kind, &body));
    vec![
        ("echo 200", Act::Echo(200)),
        ("echo 400", Act::Echo(400)),
        ("echo 401", Act::Echo(401)),
        ("echo 500", Act::Echo(500)),
        ("json message", quoted(400, "application/json", format!(r#"{{"message":"bad key {SECRET}","Message":"bad key {SECRET}","Code":"{SECRET}","ErrorCode":10,"{SECRET}":1}}"#))),
        ("sendgrid error", quoted(401, "application/json", format!(r#"{{"errors":[{{"message":"SG.{SECRET}","field":"{SECRET}"}}]}}"#))),
        ("smtp2go error", quoted(400, "application/json", format!(r#"{{"data":{{"error":"api-{SECRET}","error_code":"E_{SECRET}"}}}}"#))),
        ("success that repeats", quoted(200, "application/json", format!(r#"{{"id":"{SECRET}","message":"{SECRET}","MessageId":"{SECRET}","EnvId":"{SECRET}","RequestId":"{SECRET}","MessageID":"{SECRET}","ErrorCode":"{SECRET}","data":{{"email_id":"{SECRET}","failed":1,"failures":["{SECRET}"]}}}}"#))),
        ("a long text that ends in the key", quoted(400, "text/plain", format!("{}{SECRET}", "x ".repeat(96)))),
        ("a body cut in the key", quoted(400, "text/plain", format!("{}{SECRET}{}", "x".repeat(1024 * 1024 - 7), "y".repeat(99)))),
        ("a header", Act::Say(format!("HTTP/1.1 403 {SECRET}\r\nx-message-id: {SECRET}\r\nx-amzn-errortype: {SECRET}\r\ncontent-length: 0\r\n\r\n").into_bytes())),
        ("a redirect", Act::Say(redirect(307, &format!("http://{SECRET}.invalid/{SECRET}")))),
        ("a redirect that ends nowhere", Act::Say(redirect(307, &format!("ftp://{SECRET}/")))),
        ("base64", quoted(400, "text/plain", STANDARD.encode(SECRET))),
        ("reset", Act::Reset(Vec::new())),
        ("closed", Act::Say(Vec::new())),
        ("garbage", Act::Say(format!("{SECRET}\r\n").into_bytes())),
        ("cut", Act::Say(format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{SECRET}").into_bytes())),
    ]
}

#[tokio::test]
async fn no_key_shows_whatever_the_other_side_does() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let mut tried = 0;
    for (name, act) in acts() {
        for kind in HttpConnector::ALL {
            let server = Server::start([act.clone()]);
            let request = request(kind, &server.base());
            let secrets = secrets(&request);
            let sent = send(request, &options()).await;
            let shown = shown(&sent);
            for secret in &secrets {
                assert!(
                    !shown.contains(secret.as_str()),
                    "{kind:?}, {name}: {shown}"
                );
            }
            // Nor a part of it that is long enough to be of use.
            let half = &SECRET[..10];
            assert!(!shown.contains(half), "{kind:?}, {name}: {shown}");
            tried += 1;
        }
    }
    drop(guard);
    assert_eq!(tried, 18 * 8);
    let logged = String::from_utf8(log.0.lock().clone()).unwrap();
    assert!(!logged.contains(SECRET), "{logged}");
}

#[tokio::test]
async fn what_was_repeated_is_masked_and_the_rest_stays() {
    let server = Server::start([Act::Echo(400)]);
    let sent = send(
        request(HttpConnector::HttpEmail, &server.base()),
        &options(),
    )
    .await;
    let failure = sent.failure();
    let message = failure.logto.data["message"].as_str().unwrap();
    assert!(
        message.contains(&format!("authorization: {}", Secret::MASK)),
        "{message}"
    );
    assert!(message.contains(r#""to":"user@example.net""#), "{message}");
    let masker = Masker::of(&request(HttpConnector::HttpEmail, &server.base()));
    assert_eq!(masker.text(message), message);
}
