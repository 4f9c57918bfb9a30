use proptest::prelude::*;

use super::*;

struct Profile {
    environment: Environment,
    is_sandbox: bool,
    is_lifted: bool,
    is_http: bool,
    allow: &'static [&'static str],
}

const PLAIN: Profile = Profile {
    environment: Environment::Development,
    is_sandbox: false,
    is_lifted: false,
    is_http: false,
    allow: &["me@example.com"],
};

fn decide(profile: &Profile, recipient: &str, count: usize) -> Verdict {
    let permits = |address: &str| profile.allow.contains(&address);
    let facts = SendFacts {
        profile: "Mailgun",
        file: "connectors/mailgun.toml",
        environment: profile.environment,
        reach: match (profile.is_sandbox, profile.is_http) {
            (false, _) => Reach::World,
            (true, false) => Reach::Inbox,
            (true, true) => Reach::NoInbox,
        },
        endpoint: None,
        is_lifted: profile.is_lifted,
        has_allow_list: !profile.allow.is_empty(),
        permits: &permits,
    };
    may_send_many(&facts, recipient, count)
}

fn refused(verdict: Verdict) -> Refusal {
    match verdict {
        Verdict::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn asked(verdict: Verdict) -> Question {
    match verdict {
        Verdict::AskProduction(question) => question,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_recipient_is_told_apart_from_whom_nobody_may_send_to() {
    assert_eq!(no_recipient("Ann <stranger@example.net>"), None);
    for bad in ["a b@c", "", "a@b, c@d", "a@b\n"] {
        let refusal = no_recipient(bad).unwrap();
        assert!(refusal.code.starts_with("recipient-"), "{bad:?}");
        assert_ne!(refusal.code, "recipient-not-allowed");
    }
}

#[test]
fn an_allowed_address_gets_mail_with_a_name_around_it_too() {
    for recipient in [
        "me@example.com",
        " me@example.com ",
        "Me <me@example.com>",
        "\"M, e\" <me@example.com>",
    ] {
        assert_eq!(decide(&PLAIN, recipient, 1), Verdict::Go, "{recipient}");
    }
}

#[test]
fn another_address_is_refused_with_the_line_that_would_allow_it() {
    let refusal = refused(decide(&PLAIN, "you@example.com", 1));
    assert_eq!(refusal.code, "recipient-not-allowed");
    assert_eq!(
        refusal.why,
        "you@example.com is not among the addresses that “Mailgun” may send to."
    );
    assert!(
        refusal
            .how
            .contains("connectors/mailgun.toml (allow = [\"you@example.com\"])")
    );
}

#[test]
fn without_an_allow_list_nobody_gets_mail() {
    let profile = Profile {
        allow: &[],
        ..PLAIN
    };
    let refusal = refused(decide(&profile, "me@example.com", 1));
    assert_eq!(
        refusal.why,
        "“Mailgun” sends real mail and does not say yet to whom it may."
    );
}

#[test]
fn a_lifted_list_lets_development_go_and_production_ask() {
    let lifted = Profile {
        is_lifted: true,
        ..PLAIN
    };
    assert_eq!(decide(&lifted, "you@example.com", 1), Verdict::Go);
    let production = Profile {
        environment: Environment::Production,
        ..lifted
    };
    let question = asked(decide(&production, "you@example.com", 1));
    assert!(question.text.contains("The allow list is lifted"));
}

#[test]
fn production_asks_even_for_an_allowed_address_and_names_it() {
    let production = Profile {
        environment: Environment::Production,
        ..PLAIN
    };
    let question = asked(decide(&production, "Me <me@example.com>", 1));
    assert_eq!(question.title, "Send a real mail to me@example.com?");
    assert_eq!(question.confirm, "Send it");
    assert!(!question.text.contains("lifted"));
    let question = asked(decide(&production, "me@example.com", 12));
    assert_eq!(question.title, "Send 12 real mails to me@example.com?");
    assert_eq!(question.confirm, "Send 12 mails");
    let refusal = refused(decide(&production, "you@example.com", 1));
    assert_eq!(refusal.code, "recipient-not-allowed");
}

#[test]
fn the_sandbox_takes_everything_even_in_production() {
    let sandbox = Profile {
        is_sandbox: true,
        environment: Environment::Production,
        allow: &[],
        ..PLAIN
    };
    for recipient in ["you@example.com", "a@b.c, d@e.f", "", "no address"] {
        assert_eq!(decide(&sandbox, recipient, 3), Verdict::Go, "{recipient:?}");
    }
}

#[test]
fn what_is_not_one_address_is_refused_even_if_the_list_is_lifted() {
    let lifted = Profile {
        is_lifted: true,
        ..PLAIN
    };
    for (recipient, code) in [
        ("", "recipient-missing"),
        ("  ", "recipient-missing"),
        ("me@example.com, you@example.com", "recipient-several"),
        ("me@example.com;you@example.com", "recipient-several"),
        ("me@example.com <you@example.com>", "recipient-several"),
        ("<me@example.com> <you@example.com>", "recipient-several"),
        ("team: me@example.com;", "recipient-several"),
        ("\"a\"b\"c\"@example.com", "recipient-no-address"),
        ("me", "recipient-no-address"),
        ("@example.com", "recipient-no-address"),
        ("me@", "recipient-no-address"),
        ("me @example.com", "recipient-no-address"),
        ("<me@example.com", "recipient-no-address"),
        ("<me@example.com> x", "recipient-no-address"),
        ("\"me@example.com", "recipient-no-address"),
        ("<@relay.example:me@example.com>", "recipient-several"),
        (
            "me@example.com\r\nBcc: you@example.com",
            "recipient-unseen-characters",
        ),
        ("me@exam\u{200b}ple.com", "recipient-unseen-characters"),
        ("\u{202e}me@example.com", "recipient-unseen-characters"),
    ] {
        assert_eq!(
            refused(decide(&lifted, recipient, 1)).code,
            code,
            "{recipient:?}"
        );
    }
}

#[test]
fn a_quoted_local_part_is_one_address_and_is_quoted_in_the_advice() {
    assert_eq!(
        one_address("\"a, b\"@example.com").unwrap().as_str(),
        "\"a, b\"@example.com"
    );
    let refusal = refused(decide(&PLAIN, "\"a\\\"b\"@example.com", 1));
    assert!(
        refusal
            .how
            .contains(r#"allow = ["\"a\\\"b\"@example.com"]"#),
        "{}",
        refusal.how
    );
}

proptest! {
    #[test]
    fn nothing_goes_that_the_list_does_not_name(recipient in any::<String>()) {
        let verdict = decide(&PLAIN, &recipient, 1);
        let names = recipient.contains("me@example.com");
        prop_assert!(matches!(verdict, Verdict::Refused(_)) || names);
    }

    #[test]
    fn production_never_goes_unasked(recipient in "[a-z@<>\", ;.]{0,20}", is_lifted in any::<bool>()) {
        let production = Profile { environment: Environment::Production, is_lifted, ..PLAIN };
        prop_assert_ne!(decide(&production, &recipient, 1), Verdict::Go);
    }

    #[test]
    fn one_address_stays_the_same_when_asked_again(recipient in "[a-z@<>\"\\\\, ;.é]{0,20}") {
        if let Ok(address) = one_address(&recipient) {
            prop_assert_eq!(one_address(address.as_str()), Ok(address));
        }
    }
}

#[test]
fn the_question_says_where_the_mail_goes() {
    let question = |endpoint| {
        let facts = SendFacts {
            profile: "Mailgun",
            file: "connectors/mailgun.toml",
            environment: Environment::Production,
            reach: Reach::World,
            endpoint,
            is_lifted: true,
            has_allow_list: false,
            permits: &|_| true,
        };
        match may_send(&facts, "ann@example.com") {
            Verdict::AskProduction(question) => question.text,
            other => format!("{other:?}"),
        }
    };
    assert!(question(None).contains("go out through its provider"));
    let mock = question(Some("http://127.0.0.1:8080"));
    assert!(mock.contains("go to http://127.0.0.1:8080"), "{mock}");
    assert!(!mock.contains("go out through"), "{mock}");
}

#[test]
fn a_sandbox_that_would_send_for_real_is_refused_whatever_else_allows_it() {
    for environment in [Environment::Development, Environment::Production] {
        let profile = Profile {
            environment,
            is_sandbox: true,
            is_lifted: true,
            is_http: true,
            ..PLAIN
        };
        let refusal = refused(decide(&profile, "me@example.com", 1));
        assert_eq!(refusal.code, "sandbox-not-smtp");
    }
}
