//! The dialogue: order, syntax, sizes and what arrives.

use std::time::Duration;

use letterhead::services::inbox::{InboxConfig, RefusedReason, Speaker, StartTls};

use super::harness::{Client, Harness, leftovers};

#[tokio::test]
async fn a_message_is_kept_byte_for_byte_with_its_envelope_and_dialogue() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.expect("AUTH PLAIN AGFkYQBnZWhlaW0=", "235").await;
    client
        .expect("MAIL FROM:<a@example.com> BODY=8BITMIME SMTPUTF8", "250")
        .await;
    client.expect("RCPT TO:<b@example.com>", "250").await;
    client.expect("RCPT TO:<grüße@example.com>", "250").await;
    client.expect("DATA", "354").await;
    client
        .send(b"Subject: Hi\r\nFrom: A <a@example.com>\r\n\r\n..dot\r\nlone\nfeed \0 \xff\r\n.\r\n")
        .await;
    let answer = client.reply().await;
    client.expect("QUIT", "221").await;

    let stored = server.only_message();
    assert_eq!(
        stored.raw,
        b"Subject: Hi\r\nFrom: A <a@example.com>\r\n\r\n.dot\r\nlone\nfeed \0 \xff\r\n"
    );
    assert_eq!(
        answer,
        format!("250 2.0.0 stored as {}\r\n", stored.summary.id)
    );
    let envelope = stored.envelope.unwrap();
    assert_eq!(envelope.helo, "test.example");
    assert_eq!(envelope.mail_from, "a@example.com");
    assert_eq!(envelope.rcpt_to, ["b@example.com", "grüße@example.com"]);
    assert_eq!(envelope.auth_user.as_deref(), Some("ada"));
    assert!(envelope.smtp_utf8 && !envelope.tls);
    assert_eq!(stored.summary.subject, "Hi");
    assert_eq!(stored.summary.from, "A <a@example.com>");
    assert_eq!(stored.transcript[0].speaker, Speaker::Server);
    assert_eq!(
        stored.transcript[0].text,
        "220 localhost ESMTP Letterhead inbox"
    );
    assert_eq!(stored.transcript.last().unwrap().text, answer.trim_end());
    assert_eq!(server.received(), 1);
}
