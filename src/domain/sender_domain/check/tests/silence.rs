//! What is not known is not told as if it were, and what helps nobody is not proposed.

use super::{changed, check, finding, ids, name, run, zone};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::check::DomainCheck;
use crate::domain::sender_domain::report::{DomainReport, SectionState, VerdictLevel};

fn told(check: &DomainCheck, without: &[&str], with: &[&str]) -> DomainReport {
    run(check, &zone(&changed(without, with))).0
}

#[test]
fn a_name_of_the_server_that_gives_no_answer_is_not_called_wrong() {
    let mut check = check();
    check.sending_ips = vec!["5.9.100.9".parse().unwrap()];
    check.helo = Some(name("out.example.com"));
    let about = |lines: &[&str]| {
        let report = told(&check, &[], lines);
        let ids = ids(&report).into_iter();
        let told: Vec<_> = ids.filter(|id| id.starts_with("ip.")).collect();
        (told, report.sections.ip)
    };
    let ptr = "9.100.9.5.in-addr.arpa PTR mail.example.com";
    let own = "mail.example.com A 5.9.100.9";
    let (ids, state) = about(&[ptr, own, "out.example.com !timeout"]);
    assert_eq!(ids, ["ip.unchecked"]);
    assert!(matches!(state, SectionState::Unchecked { .. }));
    // The other kind of addresses says nothing about this one.
    let (ids, _) = about(&[ptr, own, "out.example.com !servfail AAAA"]);
    assert_eq!(ids, ["ip.helo-match", "ip.unchecked"]);
}

#[test]
fn a_selector_that_gave_no_answer_is_neither_found_nor_missing() {
    let check = DomainCheck::new(name("example.com"));
    let guess = |with: &[&str]| {
        let report = told(&check, &["s1._domainkey"], with);
        finding(&report, "dkim.discovery").message.clone()
    };
    let other = "unheard-of._domainkey.example.com TXT KEY";
    let silent = guess(&[other, "google._domainkey.example.com !timeout"]);
    assert_eq!(
        silent,
        "Whether there is a key under the names tried is not known: google gave no answer"
    );
    let found = guess(&[
        "google._domainkey.example.com !timeout",
        "k1._domainkey.example.com TXT KEY",
    ]);
    assert_eq!(found, "Keys were found by trying common names: k1");
    assert!(guess(&[other]).starts_with("No key was found"));
}

#[test]
fn nobody_is_told_to_close_a_domain_of_which_too_little_is_known() {
    let parked = |silent: &str| {
        // What is to be silent has no record either.
        let gone = match silent {
            "_dmarc.example.com !timeout" => "_dmarc",
            "example.com !timeout MX" => "example.com MX",
            _ => "example.com TXT",
        };
        let without = ["example.com TXT", "s1._domainkey", gone];
        let report = told(&check(), &without, &["example.com TXT v=spf1 -all", silent]);
        ids(&report).contains(&"dmarc.parked")
    };
    assert!(parked("other.example TXT nothing"));
    assert!(!parked("s1._domainkey.example.com !timeout"));
    assert!(!parked("_domainkey.example.com !servfail"));
    assert!(!parked("_dmarc.example.com !timeout"));
    assert!(!parked("example.com !timeout MX"));
}

#[test]
fn a_record_that_lets_everybody_pass_is_named_and_never_proposed() {
    let report = told(
        &check(),
        &["example.com TXT"],
        &["example.com TXT v=spf1 a:gone.example +all"],
    );
    assert_eq!(
        report.verdict.sentence,
        "Anybody can send as example.com: its SPF record lets every server pass, and DMARC lets \
         that mail pass"
    );
    let fixes = report.findings.iter().filter_map(|it| it.fix.as_ref());
    let news: Vec<&str> = fixes
        .flat_map(|fix| &fix.changes)
        .filter_map(|change| change.new.as_deref())
        .collect();
    assert!(news.contains(&"v=spf1 a:gone.example ~all"), "{news:?}");
    assert!(news.contains(&"v=spf1 ~all"), "{news:?}");
}

#[test]
fn a_domain_that_nobody_has_comes_first_and_gets_no_records() {
    let check = DomainCheck::new(name("exmaple.com"));
    let (report, _) = run(&check, &zone(&["example.com A 5.9.100.8"]));
    assert_eq!(report.findings[0].id, "domain.missing");
    assert!(report.findings.iter().all(|it| it.fix.is_none()));
    assert_eq!(report.verdict.level, VerdictLevel::Bad);
    assert_eq!(
        report.verdict.sentence,
        "exmaple.com does not exist in the DNS"
    );
    // A name below a zone of one's own can still get records.
    let check = DomainCheck::new(name("auth.example.com"));
    let (report, _) = run(&check, &zone(&changed(&[], &[])));
    assert!(!ids(&report).contains(&"domain.missing"));
}

#[test]
fn a_mail_host_within_the_machine_is_named_as_such() {
    let report = told(
        &check(),
        &["mx.example.com A"],
        &["mx.example.com A 127.0.0.2"],
    );
    let private = finding(&report, "mx.private-address");
    assert_eq!(private.severity, Severity::Error);
    assert_eq!(
        private.message,
        "The mail host mx.example.com leads to 127.0.0.2, and that network is the machine itself"
    );
    assert!(!ids(&report).contains(&"mx.no-ptr"));
}
