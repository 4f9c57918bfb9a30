//! Each way a delivery can fail, by its name, and never with a secret in it.

use letterhead::services::delivery::{
    CertificateProblem, DeliveryEvent, Failure, Phase, TokenError,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::smtp_peer::{HANG_UP, Peer, SILENCE, Script};
use super::{SECRET, send, simple_plan};

/// Delivers to a peer and expects a failure, none of whose texts may show the secret.
async fn fail(script: Script, changes: &Value) -> Failure {
    let peer = Peer::start(script).await;
    let (result, _) = send(&simple_plan(&peer, changes)).await;
    let error = result.unwrap_err();
    let secret_in_base64 = "aHVudGVyMi1zZWNyZXQ";
    for text in [
        format!("{error:?}"),
        error.transcript.to_string(),
        error.logto().data.to_string(),
    ] {
        assert!(
            !text.contains(SECRET) && !text.contains(secret_in_base64),
            "{text}"
        );
    }
    assert!(!error.failure.meaning().is_empty() && !error.failure.advice().is_empty());
    error.failure
}

#[tokio::test]
async fn a_silent_server_runs_into_the_greeting_timeout() {
    let script = Script {
        greeting: SILENCE.to_owned(),
        ..Script::default()
    };
    let failure = fail(script, &json!({ "greetingTimeout": 60 })).await;
    assert!(
        matches!(
            failure,
            Failure::Timeout {
                phase: Phase::Greeting,
                ..
            }
        ),
        "{failure}"
    );
}

#[tokio::test]
async fn a_stalling_server_runs_into_the_socket_timeout_of_its_phase() {
    for (beginning, phase) in [
        ("EHLO", Phase::Hello),
        ("AUTH", Phase::Auth),
        ("RCPT", Phase::Envelope),
        ("MAIL-END", Phase::Message),
    ] {
        let script = Script::offering(&["AUTH PLAIN"]).reply(beginning, SILENCE);
        let failure = fail(script, &json!({ "socketTimeout": 60 })).await;
        assert!(
            matches!(failure, Failure::Timeout { phase: found, .. } if found == phase),
            "{failure}"
        );
    }
}

#[tokio::test]
async fn a_refusal_is_called_by_its_name() {
    let auth = Script::offering(&["AUTH PLAIN"]).reply("AUTH", "535 5.7.8 bad credentials");
    let failure = fail(auth, &json!({})).await;
    assert!(
        matches!(&failure, Failure::Auth { reply, .. } if reply.code == 535),
        "{failure}"
    );

    let failure = fail(Script::default().reply("MAIL", "553 not yours"), &json!({})).await;
    assert!(
        matches!(&failure, Failure::Sender(reply) if reply.code == 553),
        "{failure}"
    );

    let failure = fail(
        Script::default().reply("RCPT", "550 5.1.1 unknown"),
        &json!({}),
    )
    .await;
    assert!(
        matches!(&failure, Failure::Recipients(list) if list.len() == 1),
        "{failure}"
    );

    let failure = fail(Script::default().reply("DATA", "451 later"), &json!({})).await;
    assert!(
        matches!(&failure, Failure::Data(reply) if reply.is_temporary()),
        "{failure}"
    );

    let failure = fail(
        Script::default().reply("MAIL-END", "552 too big"),
        &json!({}),
    )
    .await;
    assert!(
        matches!(&failure, Failure::Message(reply) if reply.code == 552),
        "{failure}"
    );

    let script = Script {
        greeting: "554 go away".to_owned(),
        ..Script::default()
    };
    let failure = fail(script, &json!({})).await;
    assert!(
        matches!(&failure, Failure::Greeting(reply) if reply.code == 554),
        "{failure}"
    );

    let script = Script {
        greeting: "SSH-2.0-OpenSSH_9.9".to_owned(),
        ..Script::default()
    };
    let failure = fail(script, &json!({})).await;
    assert!(
        matches!(
            &failure,
            Failure::Protocol {
                phase: Phase::Greeting,
                ..
            }
        ),
        "{failure}"
    );
}

#[tokio::test]
async fn a_login_that_cannot_be_made_is_not_tried() {
    let offer = || Script::offering(&["AUTH PLAIN"]);
    let failure = fail(offer(), &json!({ "auth": { "user": "mailer" } })).await;
    assert!(
        matches!(failure, Failure::MissingCredentials { .. }),
        "{failure}"
    );

    let changes = json!({ "authMethod": "NTLM" });
    let failure = fail(offer(), &changes).await;
    assert!(
        matches!(failure, Failure::UnsupportedMechanism { .. }),
        "{failure}"
    );

    let nothing = json!({ "auth": { "type": "oauth2", "user": "u" } });
    let failure = fail(offer(), &nothing).await;
    assert!(
        matches!(failure, Failure::Token(TokenError::NoWay)),
        "{failure}"
    );
}

#[tokio::test]
async fn required_tls_fails_where_starttls_is_missing() {
    let script = Script::default().reply("STARTTLS", "502 5.5.1 not implemented");
    let failure = fail(script, &json!({ "requireTLS": true })).await;
    assert!(
        matches!(
            failure,
            Failure::StartTls {
                is_offered: false,
                ..
            }
        ),
        "{failure}"
    );
}

#[tokio::test]
async fn implicit_tls_on_a_plain_port_is_explained() {
    let failure = fail(Script::default(), &json!({ "secure": true })).await;
    assert!(matches!(failure, Failure::TlsOnPlainPort), "{failure}");
    assert!(failure.meaning().contains("wrong version number"));
}

#[tokio::test]
async fn a_plain_client_on_a_tls_port_waits_for_the_greeting() {
    let script = Script {
        implicit_tls: true,
        ..Script::default()
    };
    let failure = fail(script, &json!({ "secure": false, "greetingTimeout": 60 })).await;
    assert!(
        matches!(
            failure,
            Failure::Timeout {
                phase: Phase::Greeting,
                ..
            }
        ),
        "{failure}"
    );
    assert!(failure.advice().contains("“secure” to true"));
}

#[tokio::test]
async fn a_certificate_nobody_signed_is_refused_unless_any_is_accepted() {
    for script in [
        Script {
            implicit_tls: true,
            ..Script::default()
        },
        Script::offering(&["STARTTLS"]),
    ] {
        let secure = script.implicit_tls;
        let failure = fail(script.clone(), &json!({ "secure": secure })).await;
        let problem = CertificateProblem::SelfSigned;
        assert!(
            matches!(&failure, Failure::Certificate { problem: found, .. } if *found == problem),
            "{failure}"
        );
        let peer = Peer::start(script).await;
        let changes = json!({ "secure": secure, "tls": { "rejectUnauthorized": false } });
        let (result, events) = send(&simple_plan(&peer, &changes)).await;
        assert!(result.unwrap().is_encrypted);
        let is_marked = |event: &DeliveryEvent| {
            matches!(
                event,
                DeliveryEvent::Tls {
                    is_unchecked: true,
                    ..
                }
            )
        };
        assert!(events.iter().any(is_marked));
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let peer = Peer::start(Script::offering(&["STARTTLS"])).await;
    let tls = json!({ "host": "127.0.0.1", "tls": { "ca": peer.certificate_pem } });
    let failure = send(&simple_plan(&peer, &tls)).await.0.unwrap_err().failure;
    let problem = CertificateProblem::WrongName;
    assert!(
        matches!(&failure, Failure::Certificate { problem: found, .. } if *found == problem),
        "{failure}"
    );
    let peer = Peer::start(Script::offering(&["STARTTLS"])).await;
    let tls = json!({
        "host": "127.0.0.1", "servername": "localhost", "tls": { "ca": peer.certificate_pem },
    });
    assert!(
        send(&simple_plan(&peer, &tls))
            .await
            .0
            .unwrap()
            .is_encrypted
    );
}

#[tokio::test]
async fn words_slipped_in_before_the_handshake_are_not_heard() {
    let script = Script::offering(&["STARTTLS"])
        .reply("STARTTLS", "220 go ahead\r\n250-evil\r\n250 AUTH PLAIN");
    let peer = Peer::start(script).await;
    let changes = json!({ "tls": { "ca": peer.certificate_pem } });
    let (result, _) = send(&simple_plan(&peer, &changes)).await;
    // Either the handshake fails on those bytes or they are dropped; nobody logs in to them.
    let said = match &result {
        Ok(receipt) => receipt.transcript.to_string(),
        Err(error) => error.transcript.to_string(),
    };
    assert!(!said.contains("evil") && !said.contains("AUTH"), "{said}");
}

#[tokio::test]
async fn a_server_that_goes_away_is_told_by_phase() {
    let script = Script {
        hang_up_after_lines: Some(3),
        ..Script::default()
    };
    let failure = fail(script, &json!({})).await;
    assert!(
        matches!(
            failure,
            Failure::Closed {
                phase: Phase::Message
            }
        ),
        "{failure}"
    );

    let failure = fail(Script::default().reply("MAIL-END", HANG_UP), &json!({})).await;
    assert!(
        matches!(
            failure,
            Failure::Closed {
                phase: Phase::Message
            }
        ),
        "{failure}"
    );

    let script = Script {
        greeting: HANG_UP.to_owned(),
        ..Script::default()
    };
    let failure = fail(script, &json!({})).await;
    assert!(
        matches!(
            failure,
            Failure::Closed {
                phase: Phase::Greeting
            }
        ),
        "{failure}"
    );
}

#[tokio::test]
async fn a_port_without_a_listener_refuses_the_connection() {
    let peer = Peer::start(Script::default()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let changes = json!({ "host": "127.0.0.1", "port": address.port() });
    let delivery = simple_plan(&peer, &changes);
    let error = send(&delivery).await.0.unwrap_err();
    assert!(matches!(error.failure, Failure::Connect { .. }), "{error}");
    let message = format!("connect ECONNREFUSED {address}");
    assert_eq!(error.logto().data, json!({ "message": message }));
}

#[tokio::test]
async fn a_local_address_of_another_family_is_told() {
    let changes = json!({ "host": "127.0.0.1", "localAddress": "::1" });
    let failure = fail(Script::default(), &changes).await;
    assert!(matches!(failure, Failure::LocalAddress { .. }), "{failure}");
}
