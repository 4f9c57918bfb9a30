//! Everything that may go wrong on the way, each with its name and within its limit.

use std::time::{Duration, Instant};

use letterhead::domain::connector::answer::{HttpPhase, TroubleKind};
use letterhead::domain::connector::{HttpConnector, Secret};
use letterhead::services::delivery::{
    DeliveryEvent, Failure, HttpEvent, HttpOptions, HttpSettingsError, ProxyChoice, ask,
};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::server::{Act, Identity, Server, answer, redirect};
use super::{options, request, request_with, send, send_with};

/// Its request is the quickest to make when it is huge.
const PLAIN: HttpConnector = HttpConnector::HttpEmail;
const KIND: HttpConnector = HttpConnector::Sendgrid;

/// The limit that is to run out is short, the others are long.
fn hasty() -> HttpOptions {
    HttpOptions {
        answer_timeout: Duration::from_millis(150),
        ..options()
    }
}

async fn trouble(act: Act, options: &HttpOptions) -> (TroubleKind, String, bool) {
    let server = Server::start([act]);
    let started = Instant::now();
    let sent = send(request(KIND, &server.base()), options).await;
    assert!(started.elapsed() < Duration::from_secs(5));
    let failure = sent.failure();
    assert!(!failure.diagnosis.title.is_empty() && !failure.diagnosis.fix.is_empty());
    assert_eq!(failure.logto.code, "connector.general");
    let trouble = failure.trouble.clone().unwrap();
    assert_eq!(failure.logto.data["code"], trouble.code.as_str());
    assert_eq!(failure.findings[0].code, "logto-leaks-request");
    (trouble.kind, trouble.message, failure.may_be_sent)
}

#[tokio::test]
async fn nobody_at_the_port_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let sent = send(request(KIND, &format!("http://{address}")), &options()).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Refused);
    assert_eq!(trouble.message, format!("connect ECONNREFUSED {address}"));
    assert_eq!(
        sent.failure().diagnosis.title,
        "Nothing listens at 127.0.0.1"
    );
    assert!(!sent.failure().may_be_sent);
    assert_eq!(sent.steps(), ["asking"]);
}

#[tokio::test]
async fn a_host_without_address_is_told() {
    let sent = send(request(KIND, "http://nothing-here.invalid"), &options()).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Dns);
    // Where there is no name server the system cannot tell whether the name exists.
    let codes = ["ENOTFOUND", "EAI_AGAIN"];
    assert!(codes.contains(&trouble.code.as_str()), "{trouble:?}");
    assert_eq!(
        trouble.message,
        format!("getaddrinfo {} nothing-here.invalid", trouble.code)
    );
    assert_eq!(sent.steps(), ["asking", "resolving"]);
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_by_where_it_broke() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a".to_vec();
    for (act, kind, message) in [
        (
            Act::Reset(Vec::new()),
            TroubleKind::Reset,
            "read ECONNRESET",
        ),
        (Act::Say(Vec::new()), TroubleKind::Closed, "socket hang up"),
        (
            Act::Say(head.clone()),
            TroubleKind::Cut,
            "The server aborted pending request",
        ),
        (
            Act::Say(chunked),
            TroubleKind::Cut,
            "The server aborted pending request",
        ),
        (
            Act::Say(b"220 mail.example ESMTP\r\n".to_vec()),
            TroubleKind::NotHttp,
            "Parse Error: Expected HTTP/, RTSP/ or ICE/",
        ),
    ] {
        let (found, words, may_be_sent) = trouble(act, &options()).await;
        assert_eq!((found, words.as_str()), (kind, message));
        assert!(may_be_sent, "{kind:?}");
    }
    let (kind, _, _) = trouble(Act::Reset(head), &options()).await;
    assert_eq!(kind, TroubleKind::Cut);
}

#[tokio::test]
async fn headers_without_end_are_not_read() {
    let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "a".repeat(2_000_000));
    let (kind, _, _) = trouble(Act::SayAndStall(long.into_bytes()), &options()).await;
    assert_eq!(kind, TroubleKind::TooLarge);
}

#[tokio::test]
async fn a_server_that_says_nothing_runs_into_the_limit() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec();
    for act in [Act::SayAndStall(Vec::new()), Act::SayAndStall(head)] {
        let (kind, message, may_be_sent) = trouble(act, &hasty()).await;
        assert_eq!(kind, TroubleKind::Timeout(HttpPhase::Answer));
        assert_eq!(message, "Letterhead stopped waiting after 150 ms");
        assert!(may_be_sent);
    }
}

#[tokio::test]
async fn a_server_that_answers_drop_by_drop_runs_into_the_limit_of_all() {
    let drip = Act::Drip(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".to_vec());
    let limits = HttpOptions {
        total_timeout: Duration::from_millis(200),
        ..options()
    };
    let (kind, message, _) = trouble(drip, &limits).await;
    assert_eq!(kind, TroubleKind::Timeout(HttpPhase::Answer));
    assert_eq!(message, "Letterhead stopped waiting after 200 ms");
}

#[tokio::test]
async fn a_server_that_reads_nothing_runs_into_the_limit_of_all() {
    let server = Server::start([Act::Ignore]);
    let limits = HttpOptions {
        total_timeout: Duration::from_millis(200),
        ..options()
    };
    let huge = request_with(PLAIN, &server.base(), &"9".repeat(8_000_000));
    let sent = send(huge, &limits).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(trouble.kind, TroubleKind::Timeout(HttpPhase::Send));
    assert!(!sent.failure().may_be_sent);
    assert!(!sent.events.contains(&DeliveryEvent::PointOfNoReturn));
}

#[tokio::test]
async fn of_a_huge_answer_the_beginning_is_kept() {
    let huge = answer(500, "text/plain", &"x".repeat(10 * 1024 * 1024));
    let server = Server::start([Act::Say(huge)]);
    let sent = send(request(KIND, &server.base()), &options()).await;
    let answer = sent.failure().answer.clone().unwrap();
    assert!(answer.is_cut);
    assert_eq!((answer.status, answer.body.len()), (500, 1024 * 1024));
    assert!(
        sent.failure()
            .diagnosis
            .why
            .contains("longer than is read here")
    );
}

#[tokio::test]
async fn a_certificate_nobody_signed_is_refused_unless_it_is_trusted() {
    let identity = Identity::new("localhost", 2090);
    let ok = Act::Say(answer(202, "text/plain", ""));
    let server = Server::start_with([ok], Some(&identity));
    let base = format!("https://localhost:{}", server.address.port());
    let ask = |options: HttpOptions, base: String| async move {
        send(request(KIND, &base), &options).await
    };
    let sent = ask(options(), base.clone()).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(trouble.kind, TroubleKind::CertificateUnknownIssuer);
    assert_eq!(trouble.code, "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    assert!(sent.failure().diagnosis.fix[0].contains("NODE_EXTRA_CA_CERTS"));

    let trusting = HttpOptions {
        roots_pem: vec![identity.pem.clone()],
        ..options()
    };
    let sent = ask(trusting.clone(), base.clone()).await;
    assert_eq!(
        sent.steps(),
        [
            "asking",
            "resolving",
            "connecting",
            "pointOfNoReturn",
            "answered",
            "accepted"
        ]
    );
    assert!(sent.receipt().findings.is_empty());

    let other_name = format!("https://127.0.0.1:{}", server.address.port());
    let sent = ask(trusting, other_name).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(trouble.kind, TroubleKind::CertificateWrongName);
    assert_eq!(trouble.code, "ERR_TLS_CERT_ALTNAME_INVALID");

    let careless = HttpOptions {
        accepts_invalid_certificates: true,
        ..options()
    };
    let receipt = ask(careless, base).await.receipt();
    assert_eq!(receipt.findings[0].code, "http-certificates-unchecked");
}

#[tokio::test]
async fn a_certificate_of_yesterday_is_told() {
    let identity = Identity::new("localhost", 2020);
    let server = Server::start_with([Act::Say(Vec::new())], Some(&identity));
    let trusting = HttpOptions {
        roots_pem: vec![identity.pem.clone()],
        ..options()
    };
    let base = format!("https://localhost:{}", server.address.port());
    let sent = send(request(KIND, &base), &trusting).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(
        (trouble.kind, trouble.code.as_str()),
        (TroubleKind::CertificateExpired, "CERT_HAS_EXPIRED")
    );
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn a_server_without_tls_is_told() {
    let (address, _serving) = shouting().await;
    let base = format!("https://{address}");
    let sent = send(request(KIND, &base), &options()).await;
    let trouble = sent.failure().trouble.clone().unwrap();
    assert_eq!(
        (trouble.kind, trouble.code.as_str()),
        (TroubleKind::NoTls, "EPROTO")
    );
}

/// A server that speaks first, and not TLS.
async fn shouting() -> (std::net::SocketAddr, JoinSet<()>) {
    use tokio::io::AsyncWriteExt as _;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        std::future::pending::<()>().await;
    });
    (address, serving)
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_and_its_password_is_not() {
    let server = Server::start([Act::Say(answer(407, "text/plain", "no"))]);
    let address = format!("http://me:pr0xy-passw0rd@{}", server.address);
    let by_proxy = HttpOptions {
        proxy: ProxyChoice::At(Secret::new(address)),
        ..options()
    };
    let sent = send(request(KIND, "https://api.example.invalid"), &by_proxy).await;
    let failure = sent.failure();
    assert_eq!(failure.trouble.clone().unwrap().kind, TroubleKind::Proxy);
    assert!(failure.diagnosis.why.contains(&server.address.to_string()));
    let heard = server.heard().join("");
    assert!(
        heard.starts_with("CONNECT api.example.invalid:443"),
        "{heard}"
    );
    let told = format!("{by_proxy:?} {failure:?} {:?}", sent.events);
    assert!(!told.contains("pr0xy-passw0rd"), "{told}");
}

#[tokio::test]
async fn a_proxy_carries_what_is_not_encrypted() {
    let server = Server::start([Act::Say(answer(202, "text/plain", ""))]);
    let proxy = ProxyChoice::At(Secret::new(server.base()));
    let by_proxy = HttpOptions { proxy, ..options() };
    let sent = send(request(KIND, "http://api.example.invalid"), &by_proxy).await;
    assert!(sent.result.is_ok());
    assert!(server.heard()[0].starts_with("POST http://api.example.invalid/v3/mail/send HTTP/1.1"));
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_told_before_anything_is_sent() {
    let server = Server::start([Act::Echo(200)]);
    let secret = "pr0xy-passw0rd";
    let bad_proxy = ProxyChoice::At(Secret::new(format!("http://me:{secret}@[bad")));
    for (settings, expected) in [
        (
            HttpOptions {
                roots_pem: vec!["no certificate".to_owned()],
                ..options()
            },
            HttpSettingsError::Roots,
        ),
        (
            HttpOptions {
                proxy: bad_proxy,
                ..options()
            },
            HttpSettingsError::Proxy,
        ),
    ] {
        let sent = send(request(KIND, &server.base()), &settings).await;
        let error = sent.result.unwrap_err();
        let Failure::HttpSettings(found) = error.failure else {
            panic!("{error}");
        };
        assert_eq!(found, expected);
        assert!(!format!("{error:?} {error} {}", error.told()).contains(secret));
    }
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn what_is_called_off_in_time_never_arrives_whole() {
    let server = Server::start([Act::Ignore]);
    let cancel = CancellationToken::new();
    let huge = request_with(PLAIN, &server.base(), &"9".repeat(8_000_000));
    let limits = options();
    let sending = send_with(huge, &limits, cancel.clone(), |_| {});
    let (sent, ()) = tokio::join!(sending, async {
        server.accepted.cancelled().await;
        cancel.cancel();
    });
    assert!(matches!(
        sent.result.unwrap_err().failure,
        Failure::Cancelled
    ));
    assert!(!sent.events.contains(&DeliveryEvent::PointOfNoReturn));
}

#[tokio::test]
async fn what_is_called_off_before_it_begins_asks_nobody() {
    let server = Server::start([Act::Echo(200)]);
    let cancel = CancellationToken::new();
    cancel.cancel();
    let sent = send_with(request(KIND, &server.base()), &options(), cancel, |_| {}).await;
    assert!(matches!(
        sent.result.unwrap_err().failure,
        Failure::Cancelled
    ));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn what_is_called_off_too_late_is_told_with_its_answer() {
    let server = Server::start([Act::Say(answer(202, "text/plain", ""))]);
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let sent = send_with(
        request(KIND, &server.base()),
        &options(),
        cancel,
        move |event| {
            if *event == DeliveryEvent::PointOfNoReturn {
                stop.cancel();
            }
        },
    )
    .await;
    assert_eq!(sent.receipt().answer.status, 202);
}

#[tokio::test]
async fn a_compressed_answer_is_read_and_a_broken_one_is_told() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(br#"{"id":"<1@mg>","message":"Queued"}"#)
        .unwrap();
    let packed = packed.finish().unwrap();
    let with = |body: &[u8]| {
        let mut bytes = format!(
            "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Act::Say(bytes)
    };
    let server = Server::start([with(&packed), with(b"not packed at all")]);
    let kind = HttpConnector::Mailgun;
    let receipt = send(request(kind, &server.base()), &options())
        .await
        .receipt();
    assert_eq!(receipt.facts[0].value, "<1@mg>");
    let sent = send(request(kind, &server.base()), &options()).await;
    assert_eq!(sent.failure().trouble.clone().unwrap().code, "Z_DATA_ERROR");
}

#[tokio::test]
async fn only_the_sdk_of_amazon_asks_again_and_each_attempt_is_told() {
    let broken = Act::Say(answer(500, "application/json", ""));
    let ok = Act::Say(answer(200, "application/json", r#"{"MessageId":"m-1"}"#));
    let server = Server::start([broken.clone(), broken.clone(), ok.clone()]);
    let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
    let retries = sent.events.iter().filter(|event| {
        matches!(
            event,
            DeliveryEvent::Http(HttpEvent::Retrying { most: 3, .. })
        )
    });
    assert_eq!(retries.count(), 2);
    let receipt = sent.receipt();
    assert_eq!(receipt.facts[0].value, "m-1");
    let statuses: Vec<_> = receipt
        .exchanges
        .iter()
        .map(|exchange| (exchange.attempt, exchange.status.unwrap()))
        .collect();
    assert_eq!(statuses, [(1, 500), (2, 500), (3, 200)]);
    assert_eq!(server.heard().len(), 3);

    let server = Server::start([broken]);
    let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
    assert_eq!(sent.failure().exchanges.len(), 3);
    for kind in HttpConnector::ALL {
        if kind != HttpConnector::AwsSes {
            let sent = send(request(kind, &server.base()), &options()).await;
            assert_eq!(sent.failure().exchanges.len(), 1, "{kind:?}");
        }
    }

    let server = Server::start([Act::Reset(Vec::new()), ok]);
    let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
    let receipt = sent.receipt();
    assert_eq!(receipt.findings[0].code, "http-repeated-in-doubt");
}

#[tokio::test]
async fn a_wait_longer_than_the_limit_is_not_waited() {
    // The last two are more than any clock can add to its time.
    for seconds in [600, i64::MAX as u64, u64::MAX] {
        let later =
            format!("HTTP/1.1 429 Too Many\r\nretry-after: {seconds}\r\ncontent-length: 0\r\n\r\n");
        let server = Server::start([Act::Say(later.into_bytes())]);
        let started = Instant::now();
        let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
        assert_eq!(sent.failure().exchanges.len(), 1);
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_told_and_can_be_called_off() {
    let later = b"HTTP/1.1 429 Too Many\r\nretry-after: 4\r\ncontent-length: 0\r\n\r\n".to_vec();
    let server = Server::start([Act::Say(later)]);
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let started = Instant::now();
    let sent = send_with(
        request(HttpConnector::AwsSes, &server.base()),
        &options(),
        cancel,
        move |event| {
            if let DeliveryEvent::Http(HttpEvent::Retrying { .. }) = event {
                stop.cancel();
            }
        },
    )
    .await;
    assert!(started.elapsed() < Duration::from_secs(3));
    let mut told = sent.events.iter().filter_map(|event| match event {
        DeliveryEvent::Http(event) => event.retry_words(),
        _ => None,
    });
    let words = "The provider asks to wait 4 s; attempt 2 of 3";
    assert_eq!(told.next().as_deref(), Some(words));
    assert!(matches!(
        sent.result.unwrap_err().failure,
        Failure::Cancelled
    ));
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn what_may_have_been_sent_is_no_mail_that_was_called_off() {
    let server = Server::start([Act::Reset(Vec::new())]);
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let sent = send_with(
        request(HttpConnector::AwsSes, &server.base()),
        &options(),
        cancel,
        move |event| {
            if let DeliveryEvent::Http(HttpEvent::Retrying { .. }) = event {
                stop.cancel();
            }
        },
    )
    .await;
    let failure = sent.failure();
    assert!(failure.may_be_sent);
    assert_eq!(failure.exchanges.len(), 1);
}

#[tokio::test]
async fn a_redirect_without_end_names_where_it_leads() {
    let server = Server::start([Act::Say(redirect(302, "/mail"))]);
    let sent = send(request(PLAIN, &server.base()), &options()).await;
    let why = sent.failure().diagnosis.why.clone();
    let words = format!("It redirects to {}, again and again", server.base());
    assert!(why.contains(&words), "{why}");
    let sent = send(request(HttpConnector::AwsSes, &server.base()), &options()).await;
    let why = sent.failure().diagnosis.why.clone();
    assert!(why.contains("answers 302"), "{why}");
    assert!(why.contains("redirects to /mail"), "{why}");
}

#[tokio::test]
async fn a_question_without_body_is_asked_and_answered() {
    let server = Server::start([Act::Echo(200)]);
    let mut question = request(HttpConnector::Mailgun, &server.base());
    question.method = "GET";
    let cancel = CancellationToken::new();
    let answer = ask(&question, &options(), &cancel)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let heard = answer.text().into_owned();
    assert!(
        heard.starts_with("GET /v3/mg.example.org/messages HTTP/1.1"),
        "{heard}"
    );
    assert!(
        heard.to_lowercase().contains("authorization: basic ••••••"),
        "{heard}"
    );
    assert!(!heard.contains("content-length"));
    cancel.cancel();
    assert!(ask(&question, &options(), &cancel).await.unwrap().is_none());
}
