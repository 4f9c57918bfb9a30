use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::super::{Diagnosis, PlanInput};
use super::super::tests::{config_with, render, stamp};
use super::super::{SmtpSubmission, plan};
use super::{ServerAnswer, Step};
use crate::domain::logto::UsageType;

const STEPS: [Step; 8] = [
    Step::Greeting,
    Step::Hello,
    Step::StartTls,
    Step::Login,
    Step::Sender,
    Step::Recipient,
    Step::Data,
    Step::Message,
];

fn submission(changes: Value) -> SmtpSubmission {
    plan(
        &config_with(changes),
        &PlanInput {
            usage_type: UsageType::SignIn,
            to: "user@example.net",
            payload: &json!({ "code": "123456" }),
            ip: None,
            custom_template: None,
            stamp: &stamp(),
            hostname: None,
            render: &render,
        },
    )
    .unwrap()
}

fn diagnose(host: &str, step: Step, answer: &str) -> Diagnosis {
    let (code, text) = answer.split_at(3);
    let answer = ServerAnswer {
        step,
        code: code.parse().unwrap(),
        text: text.trim_start(),
    };
    submission(json!({ "host": host })).diagnose(&answer)
}

#[test]
fn the_servers_own_words_are_repeated_on_one_line() {
    let answer = "550 5.1.1 <nobody@example.net>: Recipient address\n5.1.1 rejected: User unknown";
    let diagnosis = diagnose("mx.example.org", Step::Recipient, answer);
    assert_eq!(diagnosis.provider_code.as_deref(), Some("550 5.1.1"));
    let words =
        "The server's words: “<nobody@example.net>: Recipient address rejected: User unknown”.";
    assert!(diagnosis.why.ends_with(words), "{}", diagnosis.why);
    let bare = diagnose("mx.example.org", Step::Recipient, "550 5.1.1");
    assert!(!bare.why.contains("words"), "{}", bare.why);
    let long = format!("550 {}", "ä ".repeat(9000));
    let long = diagnose("mx.example.org", Step::Recipient, &long);
    assert!(long.why.chars().count() < 1500 && long.why.contains('…'));
}

/// Answers as the providers give them, with a word of the title they must lead to.
const KNOWN: [(&str, Step, &str, &str); 34] = [
    (
        "smtp.gmail.com",
        Step::Login,
        "535 5.7.8 Username and Password not accepted. For more information, go to\n5.7.8  https://support.google.com/mail/?p=BadCredentials d2e1a - gsmtp",
        "Gmail does not accept the password",
    ),
    (
        "smtp.gmail.com",
        Step::Login,
        "534 5.7.9 Application-specific password required. For more information, go to\n5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor",
        "app password",
    ),
    (
        "smtp.gmail.com",
        Step::Login,
        "534 5.7.14 Please log in via your web browser and then try again.",
        "in the browser",
    ),
    (
        "smtp.gmail.com",
        Step::Message,
        "550 5.4.5 Daily user sending limit exceeded.",
        "daily limit",
    ),
    (
        "smtp.gmail.com",
        Step::Sender,
        "530 5.7.0 Authentication Required. For more information, go to https://support.google.com/mail/?p=WantAuthError",
        "Gmail wants a login",
    ),
    (
        "smtp.gmail.com",
        Step::Sender,
        "530 5.7.0 Must issue a STARTTLS command first.",
        "TLS first",
    ),
    (
        "smtp-relay.gmail.com",
        Step::Message,
        "550 5.7.1 Invalid credentials for relay [203.0.113.7].",
        "relay",
    ),
    (
        "smtp.office365.com",
        Step::Login,
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.",
        "switched off",
    ),
    (
        "smtp.office365.com",
        Step::Login,
        "535 5.7.3 Authentication unsuccessful [GVYP280CA0011.SWEP280.PROD.OUTLOOK.COM]",
        "does not accept the login",
    ),
    (
        "smtp.office365.com",
        Step::Login,
        "550 5.7.30 Basic authentication is not supported for Client Submission.",
        "no passwords",
    ),
    (
        "smtp.office365.com",
        Step::Message,
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "may not send as",
    ),
    (
        "smtp.office365.com",
        Step::Message,
        "554 5.2.252 SendAsDenied; a@example.org not allowed to send as b@example.org",
        "may not send as",
    ),
    (
        "smtp.office365.com",
        Step::Sender,
        "530 5.7.57 Client not authenticated to send mail.",
        "wants a login",
    ),
    (
        "email-smtp.eu-west-1.amazonaws.com",
        Step::Login,
        "535 Authentication Credentials Invalid",
        "SMTP credentials",
    ),
    (
        "email-smtp.eu-west-1.amazonaws.com",
        Step::Message,
        "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.org",
        "not verified an address",
    ),
    (
        "email-smtp.eu-west-1.amazonaws.com",
        Step::Message,
        "454 Throttling failure: Maximum sending rate exceeded.",
        "this second",
    ),
    (
        "email-smtp.eu-west-1.amazonaws.com",
        Step::Login,
        "454 Temporary authentication failure",
        "cannot be checked",
    ),
    (
        "email-smtp.eu-west-1.amazonaws.com",
        Step::Sender,
        "530 Authentication required",
        "wants a login",
    ),
    (
        "smtp.sendgrid.net",
        Step::Login,
        "535 Authentication failed: The provided authorization grant is invalid, expired, or revoked",
        "API key",
    ),
    (
        "smtp.sendgrid.net",
        Step::Login,
        "451 Authentication failed: Maximum credits exceeded",
        "credits",
    ),
    (
        "smtp.sendgrid.net",
        Step::Message,
        "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.",
        "not verified the sender",
    ),
    (
        "smtp.sendgrid.net",
        Step::Sender,
        "550 Unauthenticated senders not allowed",
        "wants a login",
    ),
    (
        "smtp.mailgun.org",
        Step::Login,
        "535 5.7.0 Mailgun is not loving your login or password",
        "SMTP login",
    ),
    (
        "smtp.mailgun.org",
        Step::Data,
        "421 Domain sandbox.mailgun.org is not allowed to send: Sandbox subdomains are for test purposes only. Please add your own domain or add the address to authorized recipients in Account Settings.",
        "test domain",
    ),
    (
        "smtp.postmarkapp.com",
        Step::Login,
        "535 5.7.8 Error: authentication failed:",
        "token",
    ),
    (
        "smtp-relay.brevo.com",
        Step::Login,
        "535 5.7.8 Authentication failed",
        "SMTP key",
    ),
    (
        "smtp-relay.brevo.com",
        Step::Login,
        "525 5.7.1 Unauthorized IP address",
        "address of the network",
    ),
    (
        "smtp-relay.brevo.com",
        Step::Sender,
        "502 5.7.0 Please authenticate first",
        "Brevo wants a login",
    ),
    (
        "smtp.qq.com",
        Step::Login,
        "535 Login Fail. Please enter your authorization code to login.",
        "authorization code",
    ),
    (
        "mx.example.org",
        Step::Recipient,
        "454 4.7.1 <user@example.net>: Relay access denied",
        "to others",
    ),
    (
        "mx.example.org",
        Step::Recipient,
        "450 4.2.0 <user@example.net>: Recipient address rejected: Greylisted",
        "again later",
    ),
    (
        "mx.example.org",
        Step::Message,
        "552 5.3.4 Error: message file too big",
        "too large",
    ),
    (
        "mx.example.org",
        Step::Sender,
        "553 5.7.1 <a@example.org>: Sender address rejected: not owned by user b",
        "sender is refused",
    ),
    (
        "mx.example.org",
        Step::Recipient,
        "550 5.1.1 <nobody@example.net>: User unknown",
        "recipient is refused",
    ),
];

#[test]
fn known_answers_are_understood() {
    for (host, step, answer, expected) in KNOWN {
        let diagnosis = diagnose(host, step, answer);
        assert!(
            diagnosis.title.contains(expected),
            "{answer}: {}",
            diagnosis.title
        );
    }
}

#[test]
fn the_code_is_the_one_to_look_up() {
    let code = |answer| diagnose("mx.example.org", Step::Login, answer).provider_code;
    assert_eq!(code("535 5.7.139 no").unwrap(), "535 5.7.139");
    assert_eq!(code("535 no").unwrap(), "535");
    assert_eq!(code("535 5.7 no").unwrap(), "535");
    assert_eq!(code("535 9.1.1 no").unwrap(), "535");
}

#[test]
fn an_answer_that_is_no_providers_own_is_read_by_host_only() {
    let at_home = diagnose(
        "mx.example.org",
        Step::Login,
        "535 5.7.8 Authentication failed",
    );
    assert_eq!(
        (at_home.title.as_str(), at_home.link),
        ("The login is refused", None)
    );
    let through_a_proxy = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is \
                           disabled for the Tenant.";
    let elsewhere = diagnose("mx.example.org", Step::Login, through_a_proxy);
    assert!(elsewhere.title.contains("Microsoft 365"));
    // Many servers say these words, and the code is that of the RFC.
    for words in [
        "535 5.7.8 Username and Password not accepted",
        "534 5.7.9 Authentication mechanism is too weak",
    ] {
        let other = diagnose("mail.example.org", Step::Login, words);
        assert!(!other.title.contains("Gmail"), "{}", other.title);
    }
    let passed_on = "535 5.7.8 Username and Password not accepted. For more information, go to \
                     https://support.google.com/mail/?p=BadCredentials - gsmtp";
    let relayed = diagnose("mail.example.org", Step::Login, passed_on);
    assert!(relayed.title.contains("Gmail"), "{}", relayed.title);
    let lookalike = diagnose("smtp.gmail.com.example.org", Step::Login, "535 no");
    assert_eq!(lookalike.title, "The login is refused");
}

#[test]
fn a_provider_is_known_by_its_hosts() {
    let provider = |host| submission(json!({ "host": host })).provider();
    assert_eq!(provider("SMTP.Gmail.com."), Some("Gmail"));
    assert_eq!(
        provider("email-smtp.us-east-1.amazonaws.com"),
        Some("Amazon SES")
    );
    assert_eq!(provider("amazonaws.com.example.org"), None);
}

#[test]
fn what_is_missing_in_the_configuration_is_named() {
    let answer = ServerAnswer {
        step: Step::Sender,
        code: 530,
        text: "5.7.1 Authentication required",
    };
    let without = submission(json!({ "auth": {} })).diagnose(&answer);
    assert!(without.why.contains("“auth” is empty"), "{}", without.why);
    let with = submission(json!({ "ignoreTLS": true })).diagnose(&answer);
    assert!(with.fix[0].contains("ignoreTLS"), "{:?}", with.fix);
    let nobody = submission(json!({ "fromEmail": "Just a name" }));
    let answer = ServerAnswer {
        code: 553,
        text: "no",
        ..answer
    };
    assert_eq!(nobody.diagnose(&answer).title, "The mail has no sender");
}

#[test]
fn every_setting_meets_every_kind_of_server_once() {
    for (changes, works) in [
        (json!({ "secure": true }), 0),
        (json!({ "port": 465 }), 0),
        (json!({}), 1),
        (json!({ "requireTLS": true }), 1),
        (json!({ "ignoreTLS": true }), 2),
    ] {
        let submission = submission(changes);
        let matrix = submission.tls_matrix();
        assert_eq!(matrix.len(), 15);
        let yours: Vec<_> = matrix.iter().filter(|row| row.is_yours).collect();
        let spoken: BTreeSet<&str> = yours.iter().map(|row| row.speaks).collect();
        assert_eq!((yours.len(), spoken.len()), (3, 3));
        assert!(yours[works].change.is_none() && yours[works].outcome.starts_with("Works"));
        assert!(submission.tls_setting().contains(yours[0].set));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_refusal_has_a_title_a_reason_and_a_remedy(
        step in 0..STEPS.len(),
        code in 400_u16..600,
        text in "([245]\\.[0-9]{1,3}\\.[0-9]{1,4} )?(\\PC|\n){0,80}",
        host in "(smtp\\.gmail\\.com|smtp\\.office365\\.com|x\\.amazonaws\\.com|mx\\.example\\.org)",
    ) {
        let submission = submission(json!({ "host": host }));
        let answer = ServerAnswer { step: STEPS[step], code, text: &text };
        let diagnosis = submission.diagnose(&answer);
        prop_assert!(!diagnosis.title.is_empty() && !diagnosis.title.ends_with('.'));
        prop_assert!(diagnosis.why.ends_with('.'));
        prop_assert!(!diagnosis.fix.is_empty());
        prop_assert!(diagnosis.fix.iter().all(|fix| !fix.is_empty() && !fix.ends_with('.')));
        let code = diagnosis.provider_code.unwrap();
        let expected = answer.code.to_string();
        prop_assert!(code.starts_with(&expected));
    }
}
