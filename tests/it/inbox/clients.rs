//! Real mail clients: lettre, with and without TLS.

use letterhead::domain::message::{ParsedMessage, PartRole, RenderedBody};
use letterhead::services::inbox::{InboxConfig, RefusedReason, StartTls};
use lettre::message::{Attachment, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::harness::Harness;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

fn mail() -> Message {
    Message::builder()
        .from("Zoë <zoe@example.com>".parse().unwrap())
        .to("Ada <ada@example.com>".parse().unwrap())
        .reply_to("help@example.com".parse().unwrap())
        .subject("Ihr Bestätigungscode: 123456")
        .multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::plain("Code 123456 – gültig".to_owned()))
                .multipart(
                    MultiPart::related()
                        .singlepart(SinglePart::html(
                            "<p>Code</p><img src=\"cid:logo\">".to_owned(),
                        ))
                        .singlepart(
                            Attachment::new_inline("logo".to_owned())
                                .body(vec![1_u8, 2, 3], "image/png".parse().unwrap()),
                        ),
                ),
        )
        .unwrap()
}

fn trusting(server: &Harness) -> TlsParameters {
    let pem = server.certificate_pem.as_ref().unwrap();
    TlsParameters::builder("localhost".to_owned())
        .certificate_store(CertificateStore::None)
        .add_root_certificate(Certificate::from_pem(pem.as_bytes()).unwrap())
        .build()
        .unwrap()
}

fn transport(server: &Harness, tls: Tls, mechanism: Mechanism) -> Transport {
    Transport::builder_dangerous("127.0.0.1")
        .port(server.address.port())
        .tls(tls)
        .credentials(Credentials::new("ada".to_owned(), "geheim".to_owned()))
        .authentication(vec![mechanism])
        .build()
}

#[tokio::test]
async fn lettre_delivers_over_starttls_with_plain_and_login() {
    let server = Harness::start().await;
    for mechanism in [Mechanism::Plain, Mechanism::Login] {
        let tls = Tls::Required(trusting(&server));
        let sent = transport(&server, tls, mechanism)
            .send(mail())
            .await
            .unwrap();
        let id = sent.message().next().unwrap().to_owned();
        assert!(id.contains("stored as"), "{id}");
    }
    let list = server.inbox.list();
    assert_eq!(list.len(), 2);
    for summary in list {
        let stored = server.inbox.load(&summary.id).unwrap();
        let envelope = stored.envelope.unwrap();
        assert!(envelope.tls && stored.summary.tls);
        assert_eq!(envelope.auth_user.as_deref(), Some("ada"));
        let dialogue = serde_json::to_string(&stored.transcript).unwrap();
        assert!(
            !dialogue.contains("geheim") && !dialogue.contains("Z2VoZWlt"),
            "{dialogue}"
        );
        assert!(!dialogue.contains("AGFkYQBnZWhlaW0"), "{dialogue}");
        assert!(dialogue.contains("encrypted from here on"), "{dialogue}");
    }
}

#[tokio::test]
async fn lettre_delivers_in_clear_what_it_formatted() {
    let server = Harness::with(InboxConfig {
        start_tls: StartTls::Hidden,
        ..InboxConfig::default()
    })
    .await;
    assert_eq!(server.certificate_pem, None);
    let mail = mail();
    let formatted = mail.formatted();
    transport(&server, Tls::None, Mechanism::Plain)
        .send(mail)
        .await
        .unwrap();
    let stored = server.only_message();
    // lettre ends every message with a line break of its own.
    assert!(stored.raw == [formatted, b"\r\n".to_vec()].concat());
    assert!(!stored.summary.tls);

    let parsed = ParsedMessage::parse(&stored.raw);
    assert_eq!(
        parsed.subject.as_deref(),
        Some("Ihr Bestätigungscode: 123456")
    );
    assert_eq!(parsed.from[0].to_string(), "Zoë <zoe@example.com>");
    assert_eq!(parsed.reply_to[0].address, "help@example.com");
    assert_eq!(parsed.text.as_deref(), Some("Code 123456 – gültig"));
    assert_eq!(parsed.parts[0].role, PartRole::Inline);
    assert_eq!(
        parsed.render_html(),
        RenderedBody::Html("<p>Code</p><img src=\"data:image/png;base64,AQID\">".to_owned())
    );
    assert_eq!(parsed.defects, []);
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_certificate_is_told_of() {
    let server = Harness::start().await;
    let strict = TlsParameters::builder("localhost".to_owned())
        .certificate_store(CertificateStore::None)
        .build()
        .unwrap();
    let sent = transport(&server, Tls::Required(strict), Mechanism::Plain)
        .send(mail())
        .await;
    assert!(sent.is_err());
    let refusal = server.next_refusal().await;
    assert!(
        matches!(refusal, RefusedReason::TlsFailed { .. }),
        "{refusal:?}"
    );
}
