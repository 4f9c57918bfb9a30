//! Tests of alignment: who sends as whom, and what DMARC makes of it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::connector::{Connector, render_as_logto};
use crate::domain::finding::Severity;
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::sender_domain::dns::{
    Inquiry, LookupOutcome, Name, RecordData, Step, TxtData, Zone,
};
use crate::domain::sender_domain::provider::{ProviderRules, Settings, Variable, expectations};
use crate::domain::sender_domain::{DomainFinding, dmarc::Aligned};

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn zone(lines: &[&str]) -> Zone {
    lines
        .iter()
        .map(|line| {
            let (at, rest) = line.split_once(' ').unwrap();
            let (record_type, value) = rest.split_once(' ').unwrap();
            let data = match record_type {
                "CNAME" => RecordData::Cname(name(value)),
                "MX" => RecordData::Mx {
                    preference: 10,
                    exchange: name(value),
                },
                _ => RecordData::Txt(TxtData::from(value)),
            };
            (name(at), data)
        })
        .collect()
}

fn templates(key: &str) -> Value {
    let types = ["SignIn", "Register", "ForgotPassword", "Generic"];
    json!(types.map(|usage_type| {
        json!({"usageType": usage_type, "subject": "s", "content": "c", key: "text/html"})
    }))
}

fn smtp(host: &str, from: &str) -> Connector {
    let config = json!({"host": host, "port": 587, "auth": {}, "fromEmail": from,
                        "templates": templates("contentType")});
    Connector::from_json("simple-mail-transfer-protocol", config).unwrap()
}

fn mailgun(domain: &str, from: &str) -> Connector {
    let config = json!({"domain": domain, "apiKey": "k", "from": from, "deliveries": {}});
    Connector::from_json("mailgun-email", config).unwrap()
}

fn ses() -> Connector {
    let config = json!({"accessKeyId": "a", "accessKeySecret": "b", "region": "eu-west-1",
                        "emailAddress": "a@example.com", "templates": templates("x")});
    Connector::from_json("aws-ses-mail", config).unwrap()
}

fn template(send_from: &str) -> TemplateDetails {
    TemplateDetails {
        send_from: Some(send_from.to_owned()),
        ..TemplateDetails::default()
    }
}

fn identity(connector: &Connector, send_from: &[&str]) -> ConnectorIdentity {
    let details: Vec<TemplateDetails> = send_from.iter().map(|it| template(it)).collect();
    let uses: Vec<TemplateUse<'_>> = details
        .iter()
        .map(|details| TemplateUse {
            usage_type: UsageType::SignIn,
            language_tag: "de",
            details,
        })
        .collect();
    let settings = Settings::of(connector).ok();
    ConnectorIdentity::of(connector, settings.as_ref(), &uses, &render_as_logto)
}

fn domains(identity: &ConnectorIdentity) -> Vec<String> {
    identity
        .froms
        .iter()
        .map(|from| from.domain.to_string())
        .collect()
}

fn note_codes(identity: &ConnectorIdentity) -> Vec<&'static str> {
    identity.notes.iter().map(|note| note.code).collect()
}

fn report(identity: &ConnectorIdentity, settings: &Settings, zone: &Zone) -> AlignmentReport {
    let expected = expectations(ProviderRules::embedded(), settings);
    let mut inquiry = Inquiry::new(100);
    for _ in 0..50 {
        match step(identity, &expected, &mut inquiry) {
            Step::Done(report) => return report,
            Step::Ask(questions) => {
                for question in questions {
                    let answer = zone.answer(&question);
                    inquiry.answer(question, answer);
                }
            }
            Step::Wait => panic!("nothing is under way"),
        }
    }
    panic!("the check has no end")
}

fn of(connector: &Connector, send_from: &[&str], zone: &Zone) -> AlignmentReport {
    let settings = Settings::of(connector).unwrap();
    report(&identity(connector, send_from), &settings, zone)
}

fn codes(findings: &[DomainFinding]) -> Vec<(&'static str, Severity)> {
    findings
        .iter()
        .map(|it| (it.finding.code, it.finding.severity))
        .collect()
}

const MAILGUN: [&str; 4] = [
    "mg.example.com TXT v=spf1 include:mailgun.org ~all",
    "pdk1._domainkey.mg.example.com CNAME pdk1._domainkey.a.dkim1.mailgun.com",
    "pdk2._domainkey.mg.example.com CNAME pdk2._domainkey.a.dkim1.mailgun.com",
    "_dmarc.example.com TXT v=DMARC1; p=reject",
];

#[test]
fn a_subdomain_aligns_by_organization() {
    let report = of(
        &mailgun("mg.example.com", "a@example.com"),
        &[],
        &zone(&MAILGUN),
    );
    let one = &report.uses[0];
    assert_eq!(one.outcome, Outcome::Both);
    assert_eq!(one.spf.aligned, Some(Aligned::ByOrganization));
    assert_eq!(one.dkim.published, Some(true));
    assert_eq!(one.record_at, Some(name("_dmarc.example.com")));
    assert_eq!(codes(&report.findings), []);
}

#[test]
fn strict_modes_want_the_very_same_domain() {
    let mut lines = MAILGUN.to_vec();
    lines[3] = "_dmarc.example.com TXT v=DMARC1; p=reject; aspf=s; adkim=s";
    let connector = mailgun("mg.example.com", "a@example.com");
    let report = of(&connector, &[], &zone(&lines));
    assert_eq!(report.uses[0].outcome, Outcome::None);
    assert_eq!(
        codes(&report.findings),
        [
            ("align.none", Severity::Error),
            ("align.spf", Severity::Warning),
            ("align.dkim", Severity::Warning)
        ]
    );
    let fix = report.findings[1].record_fix.as_ref().unwrap();
    assert_eq!(
        fix.changes[0].new.as_deref(),
        Some("v=DMARC1; p=reject; adkim=s")
    );
    lines[3] = "_dmarc.example.com TXT v=DMARC1; p=reject; adkim=s";
    assert_eq!(
        of(&connector, &[], &zone(&lines)).uses[0].outcome,
        Outcome::BySpf
    );
}

#[test]
fn the_template_that_breaks_alignment_is_named() {
    let connector = mailgun("mg.example.com", "a@example.com");
    let report = of(&connector, &["Shop <b@shop.example>"], &zone(&MAILGUN));
    assert_eq!(report.uses[0].outcome, Outcome::Both);
    assert_eq!(report.uses[1].outcome, Outcome::None);
    let first = &report.findings[0];
    assert_eq!(first.finding.code, "align.none");
    assert_eq!(first.subject, name("shop.example"));
    let message = &first.finding.message;
    assert!(message.contains("“sendFrom” of SignIn de"), "{message}");
    assert!(!message.contains("connector's"), "{message}");
}

#[test]
fn ses_without_a_name_for_bounces_passes_by_dkim_only() {
    let connector = ses();
    let settings = Settings::of(&connector)
        .unwrap()
        .with(Variable::DkimToken, ["t1"]);
    let identity = ConnectorIdentity::of(&connector, Some(&settings), &[], &render_as_logto);
    let lines = [
        "t1._domainkey.example.com CNAME t1.dkim.amazonses.com",
        "_dmarc.example.com TXT v=DMARC1; p=none",
        "_dmarc.amazonses.com TXT v=DMARC1; p=none",
    ];
    let report_of = |settings: &Settings, lines: &[&str]| {
        let identity = ConnectorIdentity::of(&connector, Some(settings), &[], &render_as_logto);
        report(&identity, settings, &zone(lines))
    };
    let plain = report(&identity, &settings, &zone(&lines));
    assert_eq!(plain.uses[0].outcome, Outcome::ByDkim);
    assert_eq!(
        plain.uses[0].spf.domain,
        Some(name("eu-west-1.amazonses.com"))
    );
    assert_eq!(codes(&plain.findings), [("align.spf", Severity::Warning)]);
    let named = settings
        .clone()
        .with(Variable::MailFrom, ["bounce.example.com"]);
    let set_up = [
        lines.as_slice(),
        &[
            "bounce.example.com MX feedback-smtp.eu-west-1.amazonses.com",
            "bounce.example.com TXT v=spf1 include:amazonses.com ~all",
        ],
    ]
    .concat();
    let both = report_of(&named, &set_up);
    assert_eq!(both.uses[0].outcome, Outcome::Both);
    assert_eq!(codes(&both.findings), []);
    // Named but not set up: bounces go to the provider.
    let broken = report_of(&named, &lines);
    assert_eq!(
        broken.uses[0].spf.domain,
        Some(name("eu-west-1.amazonses.com"))
    );
    let no_key = report_of(&named, &set_up[1..]);
    assert_eq!(no_key.uses[0].outcome, Outcome::BySpf);
    let nothing = report_of(&settings, &lines[1..]);
    assert_eq!(nothing.uses[0].outcome, Outcome::None);
    let hint = nothing.findings[0].finding.hint.as_ref().unwrap();
    assert!(hint.contains("Publish the DKIM records"), "{hint}");
}

#[test]
fn only_some_connectors_honour_the_sender_of_a_template() {
    let other = ["Shop <b@shop.example>"];
    let smtp = smtp("mail.example.com", "a@example.com");
    for connector in [smtp, mailgun("mg.example.com", "a@example.com")] {
        assert_eq!(
            domains(&identity(&connector, &other)),
            ["example.com", "shop.example"]
        );
    }
    for (factory, config) in [
        (
            "mailjunky-email-service",
            json!({"apiKey": "k", "fromEmail": "a@example.com", "templates": templates("type")}),
        ),
        (
            "smtp2go-email-service",
            json!({"apiKey": "k", "sender": "a@example.com", "templates": templates("type")}),
        ),
    ] {
        let connector = Connector::from_json(factory, config).unwrap();
        assert_eq!(
            domains(&identity(&connector, &other)),
            ["example.com", "shop.example"]
        );
        assert_eq!(domains(&identity(&connector, &["Shop"])), ["example.com"]);
    }
    for (factory, config) in [
        (
            "sendgrid-email-service",
            json!({"apiKey": "k", "fromEmail": "a@example.com", "templates": templates("type")}),
        ),
        (
            "aliyun-direct-mail",
            json!({"accessKeyId": "k", "accessKeySecret": "s", "accountName": "a@example.com", "templates": templates("x")}),
        ),
    ] {
        let connector = Connector::from_json(factory, config).unwrap();
        assert_eq!(
            domains(&identity(&connector, &other)),
            ["example.com"],
            "{factory}"
        );
    }
    assert_eq!(domains(&identity(&ses(), &other)), ["example.com"]);
}

#[test]
fn a_sender_that_a_payload_can_change_is_an_error() {
    let smtp = smtp("mail.example.com", "a@example.com");
    let named = identity(&smtp, &["{{application.name}} <a@example.com>"]);
    assert_eq!(note_codes(&named), ["align.from-by-payload"]);
    assert!(
        named.notes[0].message.contains("attacker.example"),
        "{}",
        named.notes[0].message
    );
    assert_eq!(domains(&named), ["example.com"]);
    let fixed = identity(&smtp, &["Acme <a@example.com>"]);
    assert_eq!(note_codes(&fixed), [""; 0]);
    let address = identity(
        &mailgun("mg.example.com", "a@example.com"),
        &["{{application.name}}"],
    );
    assert!(note_codes(&address).contains(&"align.from-by-payload"));
    // SMTP2GO cleans names of angle brackets, but the address is still the payload's.
    let config = json!({"apiKey": "k", "sender": "a@example.com", "templates": templates("type")});
    let smtp2go = Connector::from_json("smtp2go-email-service", config).unwrap();
    let named = identity(&smtp2go, &["{{application.name}}"]);
    assert_eq!(note_codes(&named), ["align.from-by-payload"]);
}

#[test]
fn a_sender_without_an_address_is_an_error_where_one_is_needed() {
    let named = identity(&smtp("mail.example.com", "a@example.com"), &["Acme"]);
    assert_eq!(note_codes(&named), ["align.no-from"]);
    let unset = identity(&smtp("mail.example.com", "Acme"), &[]);
    assert_eq!(note_codes(&unset), ["align.no-from"]);
    let odd = identity(&smtp("mail.example.com", "a@[192.0.2.1]"), &[]);
    assert_eq!(note_codes(&odd), ["align.from-unreadable"]);
    assert_eq!(domains(&odd), [""; 0]);
}

#[test]
fn bounces_of_ones_own_server_go_to_the_sender() {
    let connector = smtp("mail.example.com", "a@example.com");
    let lines = [
        "example.com TXT v=spf1 ip4:203.0.113.9 -all",
        "_dmarc.example.com TXT v=DMARC1; p=none; aspf=s",
    ];
    let report = of(&connector, &[], &zone(&lines));
    let one = &report.uses[0];
    assert_eq!(
        (one.spf.aligned, one.spf.published),
        (Some(Aligned::Exactly), Some(true))
    );
    assert_eq!(
        (one.dkim.aligned, one.dkim.published),
        (Some(Aligned::Exactly), None)
    );
    assert_eq!(one.outcome, Outcome::BySpf);
    let without = of(&connector, &[], &zone(&lines[1..]));
    assert_eq!(without.uses[0].spf.published, Some(false));
}

#[test]
fn what_nobody_knows_is_not_called_a_failure() {
    let config =
        json!({"apiKey": "k", "fromEmail": "a@example.com", "templates": templates("type")});
    let connector = Connector::from_json("mailjunky-email-service", config).unwrap();
    let report = of(
        &connector,
        &[],
        &zone(&["_dmarc.example.com TXT v=DMARC1; p=none"]),
    );
    assert_eq!(report.uses[0].outcome, Outcome::Unknown);
    assert_eq!(
        codes(&report.findings),
        [("align.unchecked", Severity::Info)]
    );
    let mut silent = zone(&MAILGUN);
    silent.fail(name("_dmarc.com"), None, LookupOutcome::Timeout);
    let connector = mailgun("mg.example.com", "a@example.com");
    assert_eq!(
        of(&connector, &[], &silent).uses[0].outcome,
        Outcome::Unknown
    );
}

#[test]
fn senders_of_others_have_nothing_to_check() {
    let cloud = Connector::from_json("logto-email", json!({})).unwrap();
    let identity = identity(&cloud, &[]);
    assert_eq!(domains(&identity), ["logtoemailservice.com"]);
    assert_eq!(identity.envelope, EnvelopeDomain::Unknown);
    let own = json!({"endpoint": "https://mail.example.com"});
    let own = Connector::from_json("http-email", own).unwrap();
    assert_eq!(domains(&self::identity(&own, &[])), [""; 0]);
}

#[test]
fn an_identity_serializes_for_the_report() {
    let identity = identity(
        &mailgun("mg.example.com", "a@example.com"),
        &["b@example.com"],
    );
    let json = serde_json::to_value(&identity).unwrap();
    assert_eq!(
        json["envelope"],
        json!({"kind": "fixed", "domain": "mg.example.com"})
    );
    assert_eq!(json["dkimDomains"], json!(["mg.example.com"]));
    assert_eq!(
        json["froms"][0]["origins"],
        json!([{"from": "setting", "key": "from"},
               {"from": "template", "usageType": "SignIn", "languageTag": "de"}])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_sender_and_any_record_end_in_a_report(
        from in prop_oneof!["[a-z<>\"@., ]{0,20}", any::<String>()],
        send_from in prop_oneof![
            Just("{{user.name}} <a@example.com>".to_owned()),
            "[a-z<>\"@.,{} ]{0,20}",
            any::<String>(),
        ],
        record in prop_oneof![Just("v=DMARC1; p=none; aspf=s".to_owned()), any::<String>()],
    ) {
        let line = format!("_dmarc.example.com TXT {record}");
        let zone = zone(&[&line]);
        for connector in [smtp("mail.example.com", &from), mailgun("mg.example.com", &from)] {
            let report = of(&connector, &[&send_from], &zone);
            for found in report.findings {
                prop_assert!(FINDING_IDS.contains(&found.finding.code));
                prop_assert!(found.finding.hint.is_some());
            }
        }
    }
}

#[test]
fn the_same_domain_is_aligned_even_where_nobody_answers_above() {
    let mut zone = zone(&MAILGUN);
    zone.fail(name("_dmarc.com"), None, LookupOutcome::Refused);
    let sent = of(&mailgun("mg.example.com", "a@mg.example.com"), &[], &zone).uses;
    assert_eq!(sent[0].dkim.aligned, Some(Aligned::Exactly));
}
