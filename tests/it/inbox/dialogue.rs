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

#[tokio::test]
async fn only_crlf_dot_crlf_ends_a_message() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    let smuggled =
        b"Subject: 1\r\n\r\na\n.\nMAIL FROM:<evil@example.com>\n.\r\nb\r\n.\nRSET\r.\r\nc\r\n";
    let mut wire = smuggled.to_vec();
    wire.extend(b".\r\n");
    assert!(client.message(&wire).await.starts_with("250 "));
    client.expect("QUIT", "221").await;
    let stored = server.only_message();
    // The line that begins with a dot and goes on loses that dot and nothing else.
    assert_eq!(
        stored.raw,
        b"Subject: 1\r\n\r\na\n.\nMAIL FROM:<evil@example.com>\n.\r\nb\r\n\nRSET\r.\r\nc\r\n"
    );
}

#[tokio::test]
async fn commands_in_the_wrong_order_are_refused() {
    let server = Harness::start().await;
    let mut client = server.client().await;
    client.expect("MAIL FROM:<a@example.com>", "503 ").await;
    client.expect("AUTH PLAIN AGFkYQBnZWhlaW0=", "503 ").await;
    client.expect("HELO old.example", "250 ").await;
    client.expect("AUTH PLAIN AGFkYQBnZWhlaW0=", "503 ").await;
    client.expect("RCPT TO:<b@example.com>", "503 ").await;
    client.expect("DATA", "503 ").await;
    client.expect("MAIL FROM:<>", "250 ").await;
    client.expect("MAIL FROM:<a@example.com>", "503 ").await;
    client.expect("DATA", "503 ").await;
    client.expect("RSET", "250 ").await;
    client.expect("RCPT TO:<b@example.com>", "503 ").await;
    client.expect("EHLO new.example", "250-").await;
    client.expect("AUTH PLAIN AGFkYQBnZWhlaW0=", "235 ").await;
    client.expect("AUTH PLAIN AGFkYQBnZWhlaW0=", "503 ").await;
    client.announce().await;
    client.expect("EHLO again.example", "250-").await;
    client.expect("DATA", "503 ").await;
}

#[tokio::test]
async fn wrong_and_unknown_commands_get_their_codes() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    for (line, code) in [
        ("", "500 "),
        ("WHAT", "500 "),
        ("EXPN list", "502 "),
        ("ETRN example.com", "502 "),
        ("EHLO", "501 "),
        ("HELO", "501 "),
        ("MAIL FROM:a@example.com", "501 "),
        ("MAIL TO:<a@example.com>", "501 "),
        ("MAIL FROM:<a@example.com> BODY=BINARYMIME", "555 "),
        ("MAIL FROM:<a@example.com> FOO=1", "555 "),
        ("DATA now", "501 "),
        ("RSET all", "501 "),
        ("STARTTLS please", "501 "),
        ("QUIT now", "501 "),
        ("AUTH CRAM-MD5", "504 "),
        ("AUTH", "501 "),
        ("AUTH PLAIN !!!!", "501 "),
        ("AUTH PLAIN AGFkYQ==", "501 "),
        ("VRFY ada", "252 "),
        ("NOOP", "250 "),
        ("NOOP anything", "250 "),
        ("HELP", "214 "),
        ("noop", "250 "),
        ("mail from:<a@example.com> size=100", "250 "),
        ("rcpt to:<>", "501 "),
        ("RCPT TO:b@example.com", "501 "),
        ("RCPT TO:<b@example.com> NOTIFY=NEVER", "555 "),
        ("RCPT TO:<b@example.com>", "250 "),
    ] {
        client.expect(line, code).await;
    }
    client.send(b"NOOP \0\r\n").await;
    assert!(client.reply().await.starts_with("500 "));
}

#[tokio::test]
async fn extensions_are_announced_with_the_size() {
    let server = Harness::start().await;
    let mut client = server.client().await;
    let reply = client.expect("EHLO test.example", "250-").await;
    for extension in [
        "PIPELINING",
        "SIZE 26214400",
        "8BITMIME",
        "SMTPUTF8",
        "STARTTLS",
        "AUTH PLAIN LOGIN",
        "ENHANCEDSTATUSCODES",
        "CHUNKING",
    ] {
        assert!(reply.contains(extension), "{extension} in {reply}");
    }
    let hidden = Harness::with(InboxConfig {
        start_tls: StartTls::Hidden,
        ..InboxConfig::default()
    })
    .await;
    let mut client = hidden.client().await;
    let reply = client.expect("EHLO test.example", "250-").await;
    assert!(!reply.contains("STARTTLS"), "{reply}");
    client.expect("STARTTLS", "502 ").await;
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client
        .send(
            "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<>\r\nDATA\r\n\
             Subject: p\r\n\r\n.\r\nMAIL FROM:<c@example.com>\r\nRSET\r\nQUIT\r\n",
        )
        .await;
    let rest = client.rest().await;
    let codes: Vec<&str> = rest.lines().map(|line| &line[..3]).collect();
    assert_eq!(
        codes,
        ["250", "250", "501", "354", "250", "250", "250", "221"]
    );
    assert_eq!(server.only_message().raw, b"Subject: p\r\n\r\n");
}

#[tokio::test]
async fn login_asks_step_by_step_and_can_be_cancelled() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.expect("AUTH LOGIN", "334 VXNlcm5hbWU6").await;
    client.expect("*", "501 5.7.0").await;
    client.expect("AUTH PLAIN", "334 \r\n").await;
    client.expect("AGFkYQBnZWhlaW0=", "235 ").await;
    let mut client = server.greeted().await;
    client.expect("AUTH LOGIN YWRh", "334 UGFzc3dvcmQ6").await;
    client.expect("Z2VoZWlt", "235 ").await;
    assert!(client.message(b"\r\n.\r\n").await.starts_with("250 "));
    let stored = server.only_message();
    assert_eq!(stored.envelope.unwrap().auth_user.as_deref(), Some("ada"));
    let files = std::fs::read_dir(server.folder.path()).unwrap().flatten();
    for file in files.filter(|file| file.file_type().unwrap().is_file()) {
        let text = String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
        assert!(
            !text.contains("geheim") && !text.contains("Z2VoZWlt"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn commands_sent_before_the_handshake_never_reach_the_encrypted_part() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    // Everything in one segment: the injected command must be dropped with the buffer, or break
    // the handshake; it must never be answered.
    client
        .send("STARTTLS\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<x@example.com>\r\n")
        .await;
    assert!(client.reply().await.starts_with("220 "));
    let stream = client.into_stream();
    let mut roots = rustls::RootCertStore::empty();
    let pem = server.certificate_pem.as_ref().unwrap();
    let certificate =
        <rustls::pki_types::CertificateDer<'_> as rustls::pki_types::pem::PemObject>::from_pem_slice(
            pem.as_bytes(),
        )
        .unwrap();
    roots.add(certificate).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
    let mut stream = connector
        .connect("localhost".try_into().unwrap(), stream)
        .await
        .unwrap();
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    stream
        .write_all(b"RCPT TO:<y@example.com>\r\nSTARTTLS\r\nQUIT\r\n")
        .await
        .unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.unwrap();
    let codes: Vec<&str> = rest.lines().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["503", "503", "221"], "{rest}");
}

#[tokio::test]
async fn chunks_make_a_message_and_need_no_dot() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.announce().await;
    client.send(b"BDAT 12\r\nSubject: c\r\n").await;
    assert!(client.reply().await.starts_with("250 "));
    client.expect("DATA", "503 ").await;
    client.send(b"BDAT 9 LAST\r\n\r\n.\r\nraw\n").await;
    assert!(client.reply().await.contains("stored as"));
    assert_eq!(server.only_message().raw, b"Subject: c\r\n\r\n.\r\nraw\n");

    // Without a recipient the bytes are taken off the stream and refused.
    client.send(b"BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n").await;
    assert!(client.reply().await.starts_with("503 "));
    assert!(client.reply().await.starts_with("250 "));
    client.announce().await;
    client.send(b"BDAT 3\r\nabc").await;
    assert!(client.reply().await.starts_with("250 "));
    client.expect("RSET", "250 ").await;
    client.announce().await;
    client.expect("BDAT 0 LAST", "250 ").await;
    let newest = server.inbox.list().remove(0);
    assert_eq!(newest.size, 0);
}

#[tokio::test]
async fn a_web_page_cannot_post_commands() {
    let mut server = Harness::start().await;
    let mut client = server.client().await;
    client
        .send("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO x\r\nMAIL FROM:<a@example.com>\r\n")
        .await;
    let rest = client.rest().await;
    assert!(
        rest.starts_with("554 ") && rest.lines().count() == 1,
        "{rest}"
    );
    server.stop().await;
    assert_eq!(server.refusals(), [RefusedReason::NotMail]);
}

#[tokio::test]
async fn a_stopping_server_says_goodbye() {
    let mut server = Harness::start().await;
    let mut client = server.greeted().await;
    server.stop().await;
    assert!(client.rest().await.starts_with("421 4.3.2"));
    assert!(
        tokio::net::TcpStream::connect(server.address)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_silent_client_is_closed() {
    let server = Harness::with(InboxConfig {
        idle_timeout: Duration::from_millis(60),
        ..InboxConfig::default()
    })
    .await;
    let mut idle = server.greeted().await;
    assert!(idle.rest().await.starts_with("421 4.4.2"));
    let mut in_data = server.greeted().await;
    in_data.announce().await;
    in_data.expect("DATA", "354").await;
    in_data.send(b"Subject: never ends\r\n").await;
    assert!(in_data.rest().await.starts_with("421 4.4.2"));
    assert_eq!(
        server.refusals(),
        [RefusedReason::Stalled, RefusedReason::Stalled]
    );
    assert_eq!(leftovers(server.folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn two_messages_on_one_connection_keep_dialogues_of_their_own() {
    let server = Harness::start().await;
    let mut client = server.greeted().await;
    client.message(b"Subject: first\r\n\r\n.\r\n").await;
    client.expect("MAIL FROM:<second@example.com>", "250").await;
    client.expect("RCPT TO:<b@example.com>", "250").await;
    client.expect("DATA", "354").await;
    client.send(b"Subject: second\r\n\r\n.\r\n").await;
    client.reply().await;
    let list = server.inbox.list();
    assert_eq!(list[0].subject, "second");
    let second = server.inbox.load(&list[0].id).unwrap();
    let said: Vec<&str> = second
        .transcript
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    assert!(said.contains(&"EHLO test.example"), "{said:?}");
    assert!(said.contains(&"MAIL FROM:<second@example.com>"), "{said:?}");
    assert!(!said.contains(&"MAIL FROM:<a@example.com>"), "{said:?}");
}

#[tokio::test]
async fn a_taken_port_names_the_program() {
    use letterhead::services::inbox::{BindError, SmtpServer};
    let server = Harness::start().await;
    let config = InboxConfig {
        port: server.address.port(),
        ..InboxConfig::default()
    };
    let inbox = std::sync::Arc::clone(&server.inbox);
    let error = SmtpServer::bind(config, inbox, |_| {}).await.err().unwrap();
    let BindError::PortTaken { port, program, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*port, server.address.port());
    if cfg!(target_os = "linux") {
        let id = std::process::id().to_string();
        assert!(program.as_ref().unwrap().contains(&id), "{error}");
    }
}

#[tokio::test]
async fn a_client_may_vanish_at_any_point() {
    let mut server = Harness::start().await;
    let dialogue = b"EHLO a\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: x\r\n\r\n.\r";
    for length in 0..dialogue.len() {
        let mut client = Client::connect(server.address).await;
        client.send(&dialogue[..length]).await;
    }
    server.stop().await;
    assert!(server.inbox.is_empty());
    assert_eq!(leftovers(server.folder.path()), Vec::<String>::new());
}
