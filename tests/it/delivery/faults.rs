//! Servers that do what no server should: each delivery ends in time and says what is wrong.

use std::net::SocketAddr;
use std::time::Duration;

use letterhead::domain::connector::{Delivery, Diagnosis, SmtpSubmission};
use letterhead::domain::send_history::Outcome;
use letterhead::services::delivery::{DeliveryError, Failure, Phase, Receipt, Told};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::smtp_peer::{Peer, RESET, SILENCE, Script};
use super::{send, simple_plan};

/// No fault below may take longer than this.
const IN_TIME: Duration = Duration::from_secs(5);

fn submission(delivery: &Delivery) -> &SmtpSubmission {
    match delivery {
        Delivery::Smtp(submission) => submission,
        Delivery::Http(request) => panic!("{request:?}"),
    }
}

async fn fail(delivery: &Delivery) -> (DeliveryError, Diagnosis) {
    let (result, _) = timeout(IN_TIME, send(delivery)).await.unwrap();
    let result = result.map(Receipt::Smtp);
    let told = Told::of(delivery, &result);
    let error = result.unwrap_err();
    let is_in_doubt = matches!(told.outcome, Outcome::InDoubt { .. });
    assert_eq!(is_in_doubt, error.may_be_sent(), "{told:?}");
    let diagnosis = error.diagnosis(submission(delivery));
    assert!(!diagnosis.title.is_empty() && !diagnosis.fix.is_empty());
    assert!(diagnosis.why.ends_with('.'), "{}", diagnosis.why);
    (error, diagnosis)
}

async fn fail_with(script: Script, changes: &Value) -> (DeliveryError, Diagnosis) {
    let peer = Peer::start(script).await;
    fail(&simple_plan(&peer, changes)).await
}

/// A server that does one thing with every connection.
async fn serve<F>(act: fn(TcpStream) -> F) -> (SocketAddr, JoinSet<()>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            act(socket).await;
        }
    });
    (address, tasks)
}

async fn fail_at(address: SocketAddr, changes: &Value) -> (DeliveryError, Diagnosis) {
    let peer = Peer::start(Script::default()).await;
    let mut changes = changes.clone();
    changes["host"] = json!("127.0.0.1");
    changes["port"] = json!(address.port());
    fail(&simple_plan(&peer, &changes)).await
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_by_what_was_under_way() {
    for (beginning, title) in [
        ("EHLO", "The server hangs up"),
        ("MAIL-END", "It is not known whether the mail was taken"),
    ] {
        let (error, diagnosis) =
            fail_with(Script::default().reply(beginning, RESET), &json!({})).await;
        assert!(matches!(error.failure, Failure::Reset { .. }), "{error}");
        assert_eq!(error.logto().data["message"], "read ECONNRESET");
        assert_eq!(diagnosis.title, title);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_of_the_mail_is_told() {
    async fn act(mut socket: TcpStream) {
        let mut heard = vec![0; 4096];
        for reply in ["220 x", "250 x", "250 x", "250 x", "354 x"] {
            let reply = format!("{reply}\r\n");
            if socket.write_all(reply.as_bytes()).await.is_err() {
                return;
            }
            if !matches!(socket.read(&mut heard).await, Ok(1..)) {
                return;
            }
        }
        socket.set_zero_linger().unwrap();
    }
    let (address, _tasks) = serve(act).await;
    let peer = Peer::start(Script::default()).await;
    let mut changes = json!({ "auth": {}, "host": "127.0.0.1", "port": address.port() });
    let mut templates = super::config(&peer, &json!({}))["templates"].clone();
    templates[1]["content"] = json!("x".repeat(20_000_000));
    changes["templates"] = templates;
    let (error, diagnosis) = fail(&simple_plan(&peer, &changes)).await;
    let is_lost = matches!(
        error.failure,
        Failure::Reset {
            phase: Phase::Message,
            ..
        } | Failure::Closed {
            phase: Phase::Message
        }
    );
    assert!(is_lost && error.may_be_sent(), "{error}");
    assert_eq!(
        diagnosis.title,
        "It is not known whether the mail was taken"
    );
}

#[tokio::test]
async fn a_server_that_falls_silent_is_told_by_phase() {
    let limit = json!({ "socketTimeout": 60, "requireTLS": false });
    for (beginning, command) in [
        ("EHLO", "After EHLO"),
        ("STARTTLS", "After STARTTLS"),
        ("AUTH", "After AUTH"),
        ("MAIL FROM", "After MAIL, RCPT or DATA"),
        ("MAIL-END", "The whole mail was sent"),
    ] {
        let script = if beginning == "STARTTLS" {
            Script::offering(&["STARTTLS"])
        } else {
            Script::offering(&["AUTH PLAIN"])
        };
        let (error, diagnosis) = fail_with(script.reply(beginning, SILENCE), &limit).await;
        assert!(matches!(error.failure, Failure::Timeout { .. }), "{error}");
        assert!(diagnosis.why.starts_with(command), "{}", diagnosis.why);
        assert!(diagnosis.why.contains("60 ms"), "{}", diagnosis.why);
    }
}

#[tokio::test]
async fn a_tls_handshake_without_answer_ends_with_the_connection_timeout() {
    async fn act(mut socket: TcpStream) {
        let mut heard = Vec::new();
        socket.read_to_end(&mut heard).await.ok();
    }
    let (address, _tasks) = serve(act).await;
    let changes = json!({ "secure": true, "connectionTimeout": 80 });
    let (error, diagnosis) = fail_at(address, &changes).await;
    let phase = Phase::Connect;
    assert!(matches!(error.failure, Failure::Timeout { phase: found, .. } if found == phase));
    assert_eq!(error.logto().data["message"], "Connection timeout");
    assert_eq!(diagnosis.title, "The server does not answer");
}

#[tokio::test]
async fn a_tls_handshake_that_is_cut_off_is_told() {
    async fn act(mut socket: TcpStream) {
        let mut heard = [0; 1];
        socket.read_exact(&mut heard).await.ok();
        socket.shutdown().await.ok();
        let mut rest = Vec::new();
        socket.read_to_end(&mut rest).await.ok();
    }
    let (address, _tasks) = serve(act).await;
    let (error, diagnosis) = fail_at(address, &json!({ "secure": true })).await;
    assert!(matches!(error.failure, Failure::Tls(_)), "{error}");
    let message = "Client network socket disconnected before secure TLS connection was established";
    assert_eq!(error.logto().data["message"], message);
    assert_eq!(diagnosis.title, "No encrypted connection comes about");
}

#[tokio::test]
async fn a_server_that_trickles_ends_with_its_timeout() {
    async fn act(mut socket: TcpStream) {
        // One byte at a time, as long as somebody listens.
        let mut every = tokio::time::interval(Duration::from_millis(10));
        loop {
            every.tick().await;
            if socket.write_all(b"2").await.is_err() {
                return;
            }
        }
    }
    let (address, _tasks) = serve(act).await;
    let (error, _) = fail_at(address, &json!({ "greetingTimeout": 120 })).await;
    let phase = Phase::Greeting;
    assert!(
        matches!(error.failure, Failure::Timeout { phase: found, .. } if found == phase),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_of_ten_megabytes_is_not_read_to_its_end() {
    async fn without_line_end(mut socket: TcpStream) {
        socket.write_all(&vec![b'x'; 10_000_000]).await.ok();
        let mut heard = Vec::new();
        socket.read_to_end(&mut heard).await.ok();
    }
    async fn without_last_line(mut socket: TcpStream) {
        socket
            .write_all(&b"220-more\r\n".repeat(1_000_000))
            .await
            .ok();
        let mut heard = Vec::new();
        socket.read_to_end(&mut heard).await.ok();
    }
    let (first, _first_tasks) = serve(without_line_end).await;
    let (second, _second_tasks) = serve(without_last_line).await;
    for address in [first, second] {
        let (error, diagnosis) = fail_at(address, &json!({})).await;
        assert!(matches!(error.failure, Failure::TooLong { .. }), "{error}");
        assert_eq!(diagnosis.title, "This is no mail server for sending");
    }
}

#[tokio::test]
async fn what_is_no_mail_server_is_named() {
    for (greeting, name) in [
        ("SSH-2.0-OpenSSH_9.9", "an SSH server"),
        ("HTTP/1.1 400 Bad Request", "a web server"),
        ("* OK [CAPABILITY IMAP4rev1] ready", "an IMAP server"),
        ("+OK POP3 ready", "a POP3 server"),
    ] {
        let script = Script {
            greeting: greeting.to_owned(),
            ..Script::default()
        };
        let (_, diagnosis) = fail_with(script, &json!({})).await;
        assert!(diagnosis.why.contains(name), "{}", diagnosis.why);
    }
}

#[tokio::test]
async fn letters_that_are_no_utf_8_are_read_one_by_one() {
    async fn act(mut socket: TcpStream) {
        socket
            .write_all(b"554 Zugriff f\xfcr Sie gesperrt\r\n")
            .await
            .ok();
        let mut heard = Vec::new();
        socket.read_to_end(&mut heard).await.ok();
    }
    let (address, _tasks) = serve(act).await;
    let (error, _) = fail_at(address, &json!({})).await;
    let text = "554 Zugriff für Sie gesperrt";
    let message = format!("Invalid greeting. response={text}: {text}");
    assert_eq!(error.logto().data["message"], message);
}

#[tokio::test]
async fn a_server_that_repeats_the_password_does_not_get_it_into_any_text() {
    let reply = format!("535 no such password: {}", super::SECRET);
    let script = Script::offering(&["AUTH PLAIN"]).reply("AUTH", &reply);
    let (error, diagnosis) = fail_with(script, &json!({})).await;
    let texts = [
        format!("{error:?}"),
        error.transcript.timed(),
        error.logto().data.to_string(),
        format!("{diagnosis:?}"),
    ];
    for text in texts {
        assert!(!text.contains(super::SECRET), "{text}");
    }
    assert!(
        error
            .transcript
            .to_string()
            .contains("no such password: ••••••")
    );
}

#[tokio::test]
async fn an_expired_token_is_fetched_once_for_two_mails() {
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let server = MockServer::start().await;
    let answer = json!({ "access_token": "fresh-token", "expires_in": 3600 });
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .expect(1)
        .mount(&server)
        .await;
    let changes = json!({ "auth": {
        "type": "OAuth2", "user": "u@example.org", "refreshToken": "refresh-token",
        "accessUrl": server.uri(),
    } });
    for note in ["access token from http", "access token of before"] {
        let peer = Peer::start(Script::offering(&["AUTH XOAUTH2"])).await;
        let receipt = send(&simple_plan(&peer, &changes)).await.0.unwrap();
        let text = receipt.transcript.to_string();
        assert!(
            text.contains(note) && !text.contains("fresh-token"),
            "{text}"
        );
        assert!(peer.heard().lines[1].starts_with("AUTH XOAUTH2 "));
    }
}
