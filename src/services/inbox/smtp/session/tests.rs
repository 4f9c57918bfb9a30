use proptest::prelude::*;

use super::*;

fn text(reply: &Reply) -> String {
    reply.iter().collect::<Vec<_>>().join("\n")
}

fn say(session: &mut Session, line: &str) -> String {
    text(&session.handle(line.as_bytes()).0)
}

#[test]
fn secrets_never_reach_the_dialogue() {
    let mut session = Session::new(InboxConfig::default());
    for line in [
        "EHLO test",
        "AUTH CRAM-MD5 Z2VoZWlt",
        "Z2VoZWlt",
        "auth plain %%%Z2VoZWlt",
        "AUTH LOGIN",
        "YWRh",
        "Z2VoZWlt",
        "AUTH PLAIN AGFkYQBnZWhlaW0=",
        "AUTH Z2VoZWlt",
        "  AUTH\tPLAIN Z2VoZWlt",
        "Z2VoZWlt",
        "AUTHZ2VoZWlt",
        "MAIL FROM:<a@example.com> AUTH=<> Z2VoZWlt",
    ] {
        say(&mut session, line);
    }
    let shown: Vec<String> = session
        .transcript
        .lines()
        .into_iter()
        .map(|line| line.text)
        .collect();
    let secret = |line: &&String| line.contains("Z2VoZWlt") && !line.starts_with("MAIL");
    assert_eq!(shown.iter().find(secret), None);
    assert!(shown.iter().any(|line| line == "AUTH PLAIN (credentials)"));
    assert_eq!(session.auth_user.as_deref(), Some("ada"));
}

#[test]
fn starttls_forgets_greeting_user_and_message() {
    let mut session = Session::new(InboxConfig::default());
    say(&mut session, "EHLO test");
    say(&mut session, "AUTH PLAIN AGFkYQBnZWhlaW0=");
    say(&mut session, "MAIL FROM:<a@example.com>");
    let (_, action) = session.handle(b"STARTTLS");
    assert_eq!(action, Action::StartTls);
    session.tls_started(0);
    assert_eq!(session.auth_user, None);
    assert_eq!(
        say(&mut session, "MAIL FROM:<a@example.com>"),
        "503 5.5.1 say EHLO first"
    );
    assert!(!say(&mut session, "EHLO test").contains("STARTTLS"));
}

proptest! {
    #[test]
    fn any_lines_are_answered(
        lines in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..80),
                "(EHLO|MAIL FROM:|RCPT TO:|DATA|BDAT|AUTH|VRFY|HELP|STARTTLS|RSET|ATRN|BURL)[ -~]{0,60}"
                    .prop_map(String::into_bytes),
                "(MAIL FROM|RCPT TO):<[a-zé@.\"\\\\]{0,20}>( [A-Z0-9-]{1,12}=[ -~]{0,20}){0,3}"
                    .prop_map(String::into_bytes),
            ],
            0..12,
        )
    ) {
        let mut session = Session::new(InboxConfig::default());
        session.handle(b"EHLO test");
        for line in lines {
            let (reply, action) = session.handle(&line);
            if !matches!(action, Action::ReceiveChunk(_)) {
                for line in reply.iter() {
                    prop_assert!(line.len() >= 4 && line.is_char_boundary(4), "{line:?}");
                    prop_assert!(line[..3].parse::<u16>().is_ok_and(|code| (200..600).contains(&code)));
                    prop_assert!(!line.contains(['\r', '\n']));
                }
            }
        }
    }
}
