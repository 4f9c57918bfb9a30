//! Tests of the check of mail hosts.

use super::*;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::dns::Zone;

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn zone(lines: &[&str]) -> Zone {
    lines
        .iter()
        .map(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            let data = match parts[1] {
                "A" => RecordData::A(parts[2].parse().unwrap()),
                "AAAA" => RecordData::Aaaa(parts[2].parse().unwrap()),
                "CNAME" => RecordData::Cname(name(parts[2])),
                "PTR" => RecordData::Ptr(name(parts[2])),
                "MX" => RecordData::Mx {
                    preference: parts[2].parse().unwrap(),
                    exchange: name(parts[3]),
                },
                other => panic!("no such type: {other}"),
            };
            (name(parts[0]), data)
        })
        .collect()
}

fn report(zone: &Zone, replies: Replies) -> MxReport {
    MxRun::new(name("example.com"), replies).run(|question| zone.answer(question))
}

fn codes(lines: &[&str]) -> Vec<(&'static str, Severity)> {
    report(&zone(lines), Replies::Wanted)
        .findings()
        .iter()
        .map(|found| (found.finding.code, found.finding.severity))
        .collect()
}

const GOOD: [&str; 5] = [
    "example.com MX 10 mx.example.com",
    "mx.example.com A 192.0.2.1",
    "mx.example.com AAAA 2001:db8::1",
    "1.2.0.192.in-addr.arpa PTR mx.example.com",
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR mx.example.com",
];

#[test]
fn a_domain_with_a_sound_host_has_no_findings() {
    assert_eq!(codes(&GOOD), []);
    let found = report(&zone(&GOOD), Replies::Wanted);
    let addresses = &found.hosts[0].addresses;
    assert_eq!(addresses.len(), 2);
    assert_eq!(
        addresses[1].reverse,
        Reverse::Confirmed(vec![name("mx.example.com")])
    );
}

#[test]
fn a_domain_without_hosts_is_told_apart_from_one_without_anything() {
    let warning = Severity::Warning;
    assert_eq!(
        codes(&["example.com A 192.0.2.1"]),
        [("mx.missing", warning), ("mx.implicit", warning)]
    );
    assert_eq!(
        codes(&[]),
        [("mx.missing", warning), ("mx.unreceivable", warning)]
    );
}

#[test]
fn a_dot_for_a_host_says_that_no_mail_is_wanted() {
    let alone = ["example.com MX 0 ."];
    assert_eq!(codes(&alone), [("mx.null", Severity::Error)]);
    let unwanted = report(&zone(&alone), Replies::Unwanted);
    assert!(unwanted.is_null());
    assert_eq!(unwanted.findings()[0].finding.severity, Severity::Info);
    let mut mixed = GOOD.to_vec();
    mixed.push("example.com MX 0 .");
    assert_eq!(codes(&mixed), [("mx.null-mixed", Severity::Error)]);
    let found = report(&zone(&mixed), Replies::Wanted).findings();
    let fix = found[0].record_fix.as_ref().unwrap();
    assert_eq!(fix.changes[0].old.as_deref(), Some("0 ."));
}

#[test]
fn hosts_that_cannot_be_reached_are_told() {
    let error = Severity::Error;
    assert_eq!(
        codes(&["example.com MX 5 gone.example"]),
        [("mx.no-address", error)]
    );
    for (host, code) in [
        ("192.0.2.9", "mx.ip-literal"),
        ("[192.0.2.9]", "mx.ip-literal"),
        ("[2001:db8::1]", "mx.ip-literal"),
        ("https://mail.example.com", "mx.bad-name"),
    ] {
        assert_eq!(
            codes(&[&format!("example.com MX 5 {host}")]),
            [(code, error)]
        );
    }
    let mut alias = GOOD.to_vec();
    alias.extend([
        "example.com MX 5 alias.example",
        "alias.example CNAME mx.example.com",
    ]);
    assert_eq!(codes(&alias), [("mx.cname-target", error)]);
    let mut twice = GOOD.to_vec();
    twice.push("example.com MX 20 MX.example.com");
    assert_eq!(codes(&twice), [("mx.duplicate", Severity::Warning)]);
}

#[test]
fn addresses_should_have_names_that_lead_back() {
    let host = [
        "example.com MX 5 mx.example.com",
        "mx.example.com A 192.0.2.7",
    ];
    assert_eq!(codes(&host), [("mx.no-ptr", Severity::Warning)]);
    let mut lines = host.to_vec();
    lines.push("7.2.0.192.in-addr.arpa PTR other.example");
    assert_eq!(codes(&lines), [("mx.fcrdns", Severity::Warning)]);
    lines.push("other.example A 192.0.2.7");
    assert_eq!(codes(&lines), []);
}

#[test]
fn silence_is_never_taken_for_absence() {
    let mut silent = Zone::new();
    silent.fail(name("example.com"), None, LookupOutcome::Timeout);
    let found = report(&silent, Replies::Wanted).findings();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].finding.code, "mx.unchecked");
    let mut partly = zone(&["example.com MX 5 mx.example.com"]);
    partly.fail(name("mx.example.com"), None, LookupOutcome::ServerFailure);
    assert_eq!(report(&partly, Replies::Wanted).findings(), []);
}

#[test]
fn what_does_not_depend_on_each_other_is_asked_at_once() {
    let zone = zone(&GOOD);
    let mut run = MxRun::new(name("example.com"), Replies::Wanted);
    let mut rounds = Vec::new();
    while let Step::Ask(questions) = run.step() {
        rounds.push(questions.len());
        for question in questions {
            let answer = zone.answer(&question);
            run.answer(question, answer);
        }
    }
    // The names lead back to a host whose addresses are known already.
    assert_eq!(rounds, [3, 2, 2]);
}
