//! Deliveries to a real Postfix: TLS in each way, each login, and each refusal with its diagnosis.

use letterhead::domain::connector::{Delivery, Diagnosis};
use letterhead::domain::logto::UsageType;
use letterhead::services::delivery::{
    CertificateProblem, DeliveryError, Failure, Phase, SmtpReceipt,
};
use serde_json::{Value, json};

use super::postfix_sasl::{PASSWORD, USER};
use super::postfix_server::Postfix;
use super::smtp_peer::{Peer, Script};
use super::{config, plan, send};

/// Postfix, and where it relays to.
struct Real {
    postfix: Postfix,
    next: Peer,
}

impl Real {
    async fn start() -> Self {
        let next = Peer::start(Script::default()).await;
        let postfix = Postfix::start(next.address.port()).await;
        Self { postfix, next }
    }

    /// The plan of a mail to one of its ports, with a right login and its authority trusted.
    fn plan(&self, port: u16, to: &str, changes: &Value) -> Delivery {
        let mut all = json!({
            "port": port,
            "auth": { "user": USER, "pass": PASSWORD },
            "tls": { "ca": self.postfix.authority.pem() },
        });
        for (key, value) in changes.as_object().unwrap() {
            all[key] = value.clone();
        }
        let config = config(&self.next, &all);
        plan(
            config,
            to,
            UsageType::SignIn,
            &json!({ "code": "123456" }),
            None,
        )
    }

    async fn send(&self, port: u16, changes: &Value) -> SmtpReceipt {
        let delivery = self.plan(port, "user@example.net", changes);
        let (result, _) = send(&delivery).await;
        result.unwrap_or_else(|error| panic!("{changes}: {error}\n{}", error.transcript))
    }

    async fn fail(&self, port: u16, changes: &Value) -> (DeliveryError, Diagnosis) {
        self.fail_to("user@example.net", port, changes).await
    }

    async fn fail_to(&self, to: &str, port: u16, changes: &Value) -> (DeliveryError, Diagnosis) {
        let delivery = self.plan(port, to, changes);
        let Delivery::Smtp(submission) = &delivery else {
            panic!("{delivery:?}");
        };
        let error = send(&delivery).await.0.unwrap_err();
        for text in [format!("{error:?}"), error.transcript.timed()] {
            assert!(!text.contains(PASSWORD), "{text}");
        }
        let diagnosis = error.diagnosis(submission);
        (error, diagnosis)
    }
}

fn message(error: &DeliveryError) -> String {
    error.logto().data["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_mail_goes_through_in_every_way_there_is_to_encrypt_and_log_in() {
    let real = Real::start().await;
    let ports = &real.postfix.ports;
    let localhost = json!({});
    for (port, changes, mechanism) in [
        (ports.starttls, localhost.clone(), "AUTH PLAIN"),
        (
            ports.starttls,
            json!({ "authMethod": "LOGIN" }),
            "AUTH LOGIN",
        ),
        (
            ports.starttls,
            json!({ "authMethod": "CRAM-MD5" }),
            "AUTH CRAM-MD5",
        ),
        (ports.starttls, json!({ "requireTLS": true }), "AUTH PLAIN"),
        (ports.tls_first, localhost.clone(), "AUTH PLAIN"),
        (ports.implicit, json!({ "secure": true }), "AUTH PLAIN"),
        (
            ports.implicit,
            json!({ "secure": true, "host": "127.0.0.1", "servername": "localhost" }),
            "AUTH PLAIN",
        ),
        (
            ports.implicit,
            json!({ "secure": true, "host": "127.0.0.1", "tls": { "rejectUnauthorized": false } }),
            "AUTH PLAIN",
        ),
        (ports.tls_1_2, json!({ "secure": true }), "AUTH PLAIN"),
    ] {
        let receipt = real.send(port, &changes).await;
        assert!(receipt.is_encrypted, "{changes}");
        assert!(
            receipt.response.to_string().contains("queued as"),
            "{changes}"
        );
        let said = receipt.transcript.to_string();
        let login = said
            .lines()
            .find(|line| line.starts_with("C: AUTH"))
            .unwrap();
        assert!(login[3..].starts_with(mechanism), "{changes}: {login}");
        assert!(!said.contains(PASSWORD));
    }
    let receipt = real
        .send(ports.starttls, &json!({ "ignoreTLS": true }))
        .await;
    assert!(!receipt.is_encrypted);
}

#[tokio::test]
async fn a_mail_is_passed_on_byte_for_byte() {
    let real = Real::start().await;
    let changes = json!({ "fromEmail": "Jõgeva <jõgeva@example.org>" });
    let delivery = real.plan(real.postfix.ports.starttls, "user@example.net", &changes);
    let Delivery::Smtp(submission) = &delivery else {
        panic!("{delivery:?}");
    };
    let receipt = send(&delivery).await.0.unwrap();
    let said = receipt.transcript.to_string();
    assert!(
        said.contains("C: MAIL FROM:<jõgeva@example.org> SMTPUTF8\n"),
        "{said}"
    );
    // The next server knows no SMTPUTF8, so what Postfix passes on is another mail: to see this
    // one, its sender must be plain.
    let plain = real.plan(real.postfix.ports.starttls, "user@example.net", &json!({}));
    assert!(submission.needs_utf8());
    let Delivery::Smtp(submission) = &plain else {
        panic!("{plain:?}");
    };
    send(&plain).await.0.unwrap();
    let sent = String::from_utf8(submission.eml()).unwrap();
    let mut arrived = real.next.next_mail().await.replace("\r\n..", "\r\n.");
    while !arrived.contains("Subject: Code 123456") || !arrived.contains("no-reply@example.org") {
        arrived = real.next.next_mail().await.replace("\r\n..", "\r\n.");
    }
    assert!(arrived.starts_with("Received: "), "{arrived}");
    assert!(arrived.ends_with(&sent), "{arrived}\n---\n{sent}");
}

#[tokio::test]
async fn every_refusal_is_told_as_logto_tells_it_and_diagnosed() {
    let real = Real::start().await;
    let ports = &real.postfix.ports;
    let long = "x ".repeat(20_000);
    let mut templates = config(&real.next, &json!({}))["templates"].clone();
    templates[1]["content"] = json!(long);
    let wrong = json!({ "user": USER, "pass": "wrong password" });
    for (port, to, changes, logto, title) in [
        (
            ports.starttls,
            "user@example.net",
            json!({ "auth": wrong }),
            "Invalid login: 535 5.7.8 Error: authentication failed:",
            "The login is refused",
        ),
        (
            ports.starttls,
            "user@example.net",
            json!({ "auth": { "user": USER } }),
            "Missing credentials for \"PLAIN\"",
            "User or password is missing",
        ),
        (
            ports.starttls,
            "user@example.net",
            json!({ "auth": {} }),
            "Can't send mail - all recipients were rejected: 554 5.7.1 <user@example.net>: Relay \
             access denied",
            "The server does not send to others for this client",
        ),
        (
            ports.tls_first,
            "user@example.net",
            json!({ "ignoreTLS": true }),
            "Mail command failed: 530 5.7.0 Must issue a STARTTLS command first",
            "The server wants TLS first",
        ),
        (
            ports.starttls,
            "unknown@example.net",
            json!({}),
            "Can't send mail - all recipients were rejected: 550 5.1.1",
            "The recipient is refused",
        ),
        (
            ports.starttls,
            "grey@example.net",
            json!({}),
            "Can't send mail - all recipients were rejected: 450 4.2.0",
            "The server asks to come again later",
        ),
        (
            ports.starttls,
            "user@example.net",
            json!({ "fromEmail": "refused@example.org" }),
            "Mail command failed: 553 5.7.1",
            "The sender is refused",
        ),
        (
            ports.starttls,
            "user@example.net",
            json!({ "templates": templates }),
            "Message failed: 552 5.3.4",
            "The mail is too large",
        ),
    ] {
        let (error, diagnosis) = real.fail_to(to, port, &changes).await;
        let said = message(&error);
        assert!(said.starts_with(logto), "{said}");
        assert_eq!(diagnosis.title, title, "{said}");
        assert!(!diagnosis.fix.is_empty());
    }
}

#[tokio::test]
async fn every_wrong_setting_of_tls_is_diagnosed() {
    let real = Real::start().await;
    let ports = &real.postfix.ports;
    let (error, diagnosis) = real.fail(ports.starttls, &json!({ "secure": true })).await;
    assert!(matches!(error.failure, Failure::TlsOnPlainPort), "{error}");
    assert!(diagnosis.fix[0].starts_with("Set “secure” to false"));

    let waiting = json!({ "secure": false, "greetingTimeout": 150 });
    let (error, diagnosis) = real.fail(ports.implicit, &waiting).await;
    let phase = Phase::Greeting;
    assert!(matches!(error.failure, Failure::Timeout { phase: found, .. } if found == phase));
    assert_eq!(message(&error), "Greeting never received");
    assert!(diagnosis.fix[0].starts_with("Set “secure” to true"));

    for (port, secure) in [(ports.starttls, false), (ports.implicit, true)] {
        let untrusted = json!({ "secure": secure, "tls": {} });
        let (error, diagnosis) = real.fail(port, &untrusted).await;
        // It sends its authority's certificate along.
        let problem = CertificateProblem::SelfSignedRoot;
        assert!(
            matches!(&error.failure, Failure::Certificate { problem: found, .. } if *found == problem),
            "{error}"
        );
        assert!(
            diagnosis.why.contains("signed by Peer test CA"),
            "{}",
            diagnosis.why
        );
        assert!(
            error
                .transcript
                .to_string()
                .ends_with("signed by Peer test CA]\n")
        );
    }

    let address = json!({ "secure": true, "host": "127.0.0.1" });
    let (error, diagnosis) = real.fail(ports.implicit, &address).await;
    assert!(
        message(&error).starts_with("Hostname/IP does not match"),
        "{error}"
    );
    assert!(diagnosis.fix[1].contains("“servername”"));

    let ca = real.postfix.authority.pem();
    let new = json!({ "secure": true, "tls": { "ca": ca, "minVersion": "TLSv1.3" } });
    let (error, _) = real.fail(ports.tls_1_2, &new).await;
    assert!(matches!(error.failure, Failure::TlsTooOld), "{error}");
    assert!(real.send(ports.implicit, &new).await.is_encrypted);
}

#[tokio::test]
async fn a_client_shows_its_certificate_where_it_is_demanded() {
    let real = Real::start().await;
    let port = real.postfix.ports.client_certificate;
    let (error, diagnosis) = real.fail(port, &json!({ "secure": true })).await;
    assert!(!diagnosis.title.is_empty(), "{error}");
    let ca = real.postfix.authority.pem();
    let client = real.postfix.authority.client("logto.peer.test");
    let tls = json!({ "ca": ca, "cert": client.chain_pem, "key": client.key_pem });
    assert!(
        real.send(port, &json!({ "secure": true, "tls": tls }))
            .await
            .is_encrypted
    );
}
