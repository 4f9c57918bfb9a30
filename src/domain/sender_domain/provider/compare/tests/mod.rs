//! Tests of the comparison: every finding, there and not there.

mod includes;

use super::super::tests::run;
use super::super::{Settings, Variable, expectations, read_pasted};
use super::*;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::dns::{RecordData, TxtData, Zone};

const KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7";

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
                "A" => RecordData::A(value.parse().unwrap()),
                "CNAME" => RecordData::Cname(name(value)),
                "MX" => {
                    let (preference, exchange) = value.split_once(' ').unwrap();
                    RecordData::Mx {
                        preference: preference.parse().unwrap(),
                        exchange: name(exchange),
                    }
                }
                "TXT" => RecordData::Txt(TxtData::from(value)),
                other => panic!("no such type: {other}"),
            };
            (name(at), data)
        })
        .collect()
}

fn settings(provider: &str, values: &[(Variable, &str)]) -> Settings {
    let start = Settings::new(provider).with(Variable::Domain, ["example.com"]);
    values.iter().fold(start, |settings, (variable, value)| {
        settings.with(*variable, value.split(' '))
    })
}

fn compared(settings: &Settings, zone: &Zone) -> Vec<Compared> {
    let expected = expectations(ProviderRules::embedded(), settings);
    run(&expected, |question| zone.answer(question)).0
}

fn row<'a>(compared: &'a [Compared], id: &str) -> &'a Compared {
    compared.iter().find(|one| one.expected.row == id).unwrap()
}

fn codes(compared: &[Compared]) -> Vec<(&'static str, Severity)> {
    let findings = compared.iter().filter_map(|one| one.finding.as_ref());
    findings
        .map(|found| (found.finding.code, found.finding.severity))
        .collect()
}

/// The zone with the records of a finding's fix.
fn mended(mut zone: Zone, found: &DomainFinding) -> Zone {
    for change in &found.record_fix.as_ref().unwrap().changes {
        let shown = |data: &RecordData| match data {
            RecordData::A(ip) => ip.to_string(),
            RecordData::Cname(target) => target.to_string(),
            RecordData::Mx {
                preference,
                exchange,
            } => format!("{preference} {exchange}"),
            RecordData::Txt(text) => text.text(),
            other => panic!("{other:?}"),
        };
        if let Some(old) = &change.old {
            let there = zone.remove(&change.name, change.record_type);
            assert!(there.iter().any(|data| shown(data) == *old), "{change:?}");
            for data in there.into_iter().filter(|data| shown(data) != *old) {
                zone.insert(change.name.clone(), data);
            }
        }
        if let Some(new) = &change.new {
            let line = format!("{} {} {new}", change.name, change.record_type);
            for record_type in RecordType::ALL {
                for data in self::zone(&[&line])
                    .answer(&Question::new(change.name.clone(), record_type))
                    .records()
                {
                    if record_type == change.record_type {
                        zone.insert(change.name.clone(), data.clone());
                    }
                }
            }
        }
    }
    zone
}

const SES: [(Variable, &str); 3] = [
    (Variable::Region, "eu-west-1"),
    (Variable::DkimToken, "aaa bbb ccc"),
    (Variable::MailFrom, "bounce.example.com"),
];
const SES_GOOD: [&str; 6] = [
    "aaa._domainkey.example.com CNAME aaa.dkim.amazonses.com",
    "bbb._domainkey.example.com CNAME BBB.dkim.amazonses.com",
    "ccc._domainkey.example.com CNAME ccc.dkim.amazonses.com",
    "bounce.example.com MX 10 feedback-smtp.eu-west-1.amazonses.com",
    "bounce.example.com TXT v=spf1 include:amazonses.com ~all",
    "_dmarc.example.com TXT v=DMARC1; p=none",
];

/// The good records of SES with those of `changes` in place of the ones at the same index.
fn ses_with(changes: &[(usize, &str)]) -> Zone {
    let mut lines = SES_GOOD.to_vec();
    for (index, line) in changes {
        lines[*index] = line;
    }
    zone(
        &lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>(),
    )
}

#[test]
fn a_sound_domain_has_everything_and_no_findings() {
    let all = compared(&settings("aws-ses", &SES), &ses_with(&[]));
    assert_eq!(codes(&all), []);
    assert_eq!(
        all.iter()
            .filter(|one| one.state == State::Found { at: None })
            .count(),
        6
    );
    assert_eq!(row(&all, "spf-at-from").state, State::NotNeeded);
    assert_eq!(row(&all, "dkim").evidence.len(), 1);
}

#[test]
fn a_missing_record_is_told_with_the_record_to_publish() {
    let zone = ses_with(&[(0, "")]);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.missing", Severity::Error)]);
    let found = row(&all, "dkim").finding.as_ref().unwrap();
    assert_eq!(found.subject, name("aaa._domainkey.example.com"));
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn a_name_with_the_zone_added_twice_is_found() {
    let doubled = "aaa._domainkey.example.com.example.com CNAME aaa.dkim.amazonses.com";
    let zone = ses_with(&[(0, doubled)]);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.name-doubled", Severity::Error)]);
    let found = row(&all, "dkim").finding.as_ref().unwrap();
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn a_proxy_in_place_of_an_alias_is_named() {
    let zone = ses_with(&[(1, "bbb._domainkey.example.com A 104.21.3.4")]);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.proxied", Severity::Error)]);
    let one = all.iter().find(|one| one.finding.is_some()).unwrap();
    assert!(matches!(&one.state, State::Proxied { by: Some(by), .. } if by == "Cloudflare"));
    let found = one.finding.as_ref().unwrap();
    assert!(
        found.finding.message.contains("Cloudflare"),
        "{}",
        found.finding.message
    );
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
    let flattened = ses_with(&[(1, "bbb._domainkey.example.com A 192.0.2.9")]);
    let all = compared(&sender, &flattened);
    assert!(
        all.iter()
            .any(|one| matches!(&one.state, State::Proxied { by: None, .. }))
    );
}

#[test]
fn a_second_mail_host_at_the_name_for_bounces_is_one_too_many() {
    let mut lines = SES_GOOD.to_vec();
    lines.push("bounce.example.com MX 20 mx.example.com");
    let zone = zone(&lines);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.extra-mx", Severity::Warning)]);
    let found = row(&all, "mail-from-mx").finding.as_ref().unwrap();
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn another_region_is_told_as_such() {
    let zone = ses_with(&[(
        3,
        "bounce.example.com MX 10 feedback-smtp.us-east-1.amazonses.com",
    )]);
    let sender = settings("aws-ses", &SES);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.mismatch", Severity::Warning)]);
    let found = row(&all, "mail-from-mx").finding.as_ref().unwrap();
    let message = &found.finding.message;
    assert!(
        message.contains("another region") && message.contains("us-east-1"),
        "{message}"
    );
    assert_eq!(codes(&compared(&sender, &mended(zone, found))), []);
}

#[test]
fn another_account_is_told_as_such() {
    let sender = settings(
        "sendgrid",
        &[
            (Variable::Account, "u1.wl2"),
            (Variable::MailFrom, "em1.example.com"),
        ],
    );
    let zone = zone(&[
        "em1.example.com CNAME u9.wl8.sendgrid.net",
        "s1._domainkey.example.com CNAME s1.domainkey.u1.wl2.sendgrid.net",
        "s2._domainkey.example.com CNAME s2.domainkey.u1.wl2.sendgrid.net",
        "_dmarc.example.com TXT v=DMARC1; p=none",
    ]);
    let all = compared(&sender, &zone);
    assert_eq!(codes(&all), [("provider.mismatch", Severity::Error)]);
    let message = &row(&all, "return-path")
        .finding
        .as_ref()
        .unwrap()
        .finding
        .message;
    assert!(
        message.contains("another account") && message.contains("u9.wl8"),
        "{message}"
    );
    assert_eq!(row(&all, "manual-mx").state, State::NotNeeded);
}

#[test]
fn slips_of_the_hand_are_told_apart() {
    let dkim = |line: &str| {
        let all = compared(&settings("aws-ses", &SES), &ses_with(&[(0, line)]));
        match &row(&all, "dkim").state {
            State::Different { slip, .. } => *slip,
            other => panic!("{other:?}"),
        }
    };
    let at = "aaa._domainkey.example.com";
    for (line, slip) in [
        (
            "CNAME aaa.dkim.amazonses.com.example.com",
            Some(Slip::ZoneAppended),
        ),
        ("TXT aaa.dkim.amazonses.com", Some(Slip::TextForAlias)),
        ("CNAME mail.example.net", None),
    ] {
        assert_eq!(dkim(&format!("{at} {line}")), slip, "{line}");
    }
    assert_eq!(
        dkim(&format!("{at} TXT v=DKIM1; p={KEY}")),
        Some(Slip::KeyForAlias)
    );
    let text = |value: &str| {
        let sender = settings("aliyun-dm", &[(Variable::Ownership, "AbC1")]);
        let line = format!("aliyundm.example.com TXT {value}");
        let all = compared(&sender, &zone(&[&line]));
        match &row(&all, "ownership").state {
            State::Different { slip, .. } => *slip,
            _ => None,
        }
    };
    for (value, slip) in [
        ("AbC1", None),
        ("\"AbC1\"", Some(Slip::Quotes)),
        ("AbC1 ", Some(Slip::Blanks)),
        ("abc1", Some(Slip::LetterCase)),
        ("other", None),
    ] {
        assert_eq!(text(value), slip, "{value}");
    }
    let key = |value: &str| {
        let sender = settings(
            "postmark",
            &[
                (Variable::DkimSelector, "20131031155228pm"),
                (Variable::DkimKey, KEY),
            ],
        );
        let line = format!("20131031155228pm._domainkey.example.com TXT {value}");
        let all = compared(&sender, &zone(&[&line]));
        match &row(&all, "dkim").state {
            State::Different { slip, .. } => Some(*slip),
            State::Found { .. } => None,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(key(&format!("k=rsa; p={KEY}")), None);
    assert_eq!(
        key(&format!("\"k=rsa; p={KEY}\"")),
        Some(Some(Slip::Quotes))
    );
    assert_eq!(
        key(&format!("k=rsa; p={}", KEY.to_lowercase())),
        Some(Some(Slip::LetterCase))
    );
    assert_eq!(key("k=rsa; p="), Some(Some(Slip::Revoked)));
    assert_eq!(key("k=rsa; p=AAAA"), Some(None));
}

const MAILGUN: [(Variable, &str); 2] = [
    (Variable::Region, "us"),
    (Variable::Sending, "mg.example.com"),
];
const MAILGUN_KEYS: [&str; 2] = [
    "pdk1._domainkey.mg.example.com CNAME pdk1._domainkey.ab12.dkim1.mailgun.com",
    "pdk2._domainkey.mg.example.com CNAME pdk2._domainkey.ab12.dkim1.mailgun.com",
];

#[test]
fn what_nobody_told_is_asked_for_and_not_called_missing() {
    let all = compared(&settings("smtp2go", &[]), &Zone::new());
    assert_eq!(codes(&all), [("provider.value-needed", Severity::Info); 2]);
    let found = &row(&all, "return-path").finding.as_ref().unwrap().finding;
    assert!(
        found.message.contains("until you paste"),
        "{}",
        found.message
    );
    assert!(found.hint.as_ref().unwrap().contains("Verified senders"));
    assert_eq!(row(&all, "tracking").state, State::Missing);
    assert_eq!(row(&all, "tracking").finding, None);
}

#[test]
fn silence_is_never_called_missing() {
    for (outcome, why) in [
        (LookupOutcome::Timeout, Unchecked::NoAnswer),
        (LookupOutcome::ServerFailure, Unchecked::NoAnswer),
        (LookupOutcome::Bogus, Unchecked::Bogus),
        (LookupOutcome::NotAsked, Unchecked::NotAsked),
    ] {
        let mut zone = ses_with(&[(0, "")]);
        zone.fail(name("aaa._domainkey.example.com"), None, outcome);
        let all = compared(&settings("aws-ses", &SES), &zone);
        assert_eq!(row(&all, "dkim").state, State::Unchecked { why });
        assert_eq!(codes(&all), [("provider.unchecked", Severity::Warning)]);
    }
    let expected = expectations(ProviderRules::embedded(), &settings("aws-ses", &SES));
    let nothing = compare(&expected, &Inquiry::new(100));
    let waiting = State::Unchecked {
        why: Unchecked::Waiting,
    };
    assert_eq!(nothing.iter().filter(|one| one.state == waiting).count(), 7);
    assert_eq!(codes(&nothing), []);
}

#[test]
fn a_budget_ends_the_check_without_an_error() {
    let expected = expectations(ProviderRules::embedded(), &settings("aws-ses", &SES));
    let mut inquiry = Inquiry::new(3);
    let Step::Ask(asked) = step(&expected, &mut inquiry) else {
        panic!("there is something to ask");
    };
    assert_eq!(asked.len(), 3);
    for question in asked {
        let answer = ses_with(&[]).answer(&question);
        inquiry.answer(question, answer);
    }
    let Step::Done(all) = step(&expected, &mut inquiry) else {
        panic!("all is answered");
    };
    assert!(
        codes(&all)
            .iter()
            .all(|(code, _)| *code == "provider.unchecked")
    );
}

#[test]
fn a_record_of_the_organization_is_enough_for_dmarc() {
    let zone = zone(&["_dmarc.example.com TXT v=DMARC1; p=reject"]);
    let sender = Settings::new("smtp").with(Variable::Domain, ["auth.example.com"]);
    let all = compared(&sender, &zone);
    assert_eq!(row(&all, "dmarc").state, State::Found { at: None });
    let all = compared(&sender, &Zone::new());
    assert_eq!(
        (&row(&all, "dmarc").state, &row(&all, "dmarc").finding),
        (&State::Missing, &None)
    );
}

#[test]
fn other_mail_at_the_domain_is_no_fault_where_receiving_is_optional() {
    let with_mail = zone(&["mg.example.com MX 10 mx.example.net"]);
    let all = compared(&settings("mailgun", &MAILGUN), &with_mail);
    assert_eq!(row(&all, "receiving").state, State::NotNeeded);
    let aliyun = zone(&["example.com MX 10 mx.example.net"]);
    let all = compared(&settings("aliyun-dm", &[]), &aliyun);
    assert!(matches!(row(&all, "mx").state, State::Different { .. }));
}

#[test]
fn stated_records_are_compared_exactly() {
    let text = "s9._domainkey CNAME dkim.smtp2go.net\nem9 CNAME return.smtp2go.net";
    let sender = settings("smtp2go", &[]).with_stated(read_pasted(text, &name("example.com")));
    let good = [
        "s9._domainkey.example.com CNAME dkim.smtp2go.net",
        "em9.example.com CNAME return.smtp2go.net",
    ];
    assert_eq!(codes(&compared(&sender, &zone(&good))), []);
    let bad = ["s9._domainkey.example.com CNAME dkim.example.net", good[1]];
    assert_eq!(
        codes(&compared(&sender, &zone(&bad))),
        [("provider.mismatch", Severity::Error)]
    );
}
