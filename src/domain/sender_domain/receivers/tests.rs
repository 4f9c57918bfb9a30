//! Tests of the rules of receivers.

use super::*;
use crate::domain::sender_domain::check::tests::{GOOD, changed, check, name, report, run, zone};
use crate::domain::sender_domain::report::DomainReport;

fn state(report: &DomainReport, pack: &str, rule: &str) -> RuleState {
    let pack = report.receivers.iter().find(|it| it.id == pack).unwrap();
    pack.rules.iter().find(|it| it.id == rule).unwrap().state
}

const PACKS: [&str; 3] = ["google-2024-02", "yahoo-2024-02", "microsoft-2025-05"];

#[test]
fn a_good_domain_meets_all_that_the_dns_can_tell() {
    let report = report(&GOOD);
    for receiver in &report.receivers {
        assert_eq!(receiver.passes, Some(true), "{}", receiver.id);
        let broken = receiver
            .rules
            .iter()
            .any(|it| it.state == RuleState::NotMet);
        assert!(!broken, "{receiver:#?}");
        // Alignment follows from the connector.
        assert_eq!(receiver.passes_bulk, None, "{}", receiver.id);
    }
    let ids: Vec<&str> = report.receivers.iter().map(|it| it.id).collect();
    assert_eq!(ids, PACKS);
}

#[test]
fn one_of_spf_and_dkim_is_enough_for_few_mails_but_not_for_many() {
    let report = report(&changed(
        &["s1._domainkey"],
        &["x._domainkey.example.com TXT KEY"],
    ));
    assert_eq!(state(&report, PACKS[0], "authentication"), RuleState::Met);
    assert_eq!(
        state(&report, PACKS[0], "authentication-bulk"),
        RuleState::NotMet
    );
    assert_eq!(state(&report, PACKS[2], "dkim"), RuleState::NotMet);
    assert_eq!(state(&report, PACKS[2], "spf"), RuleState::Met);
    let google = &report.receivers[0];
    assert_eq!(
        (google.passes, google.passes_bulk),
        (Some(true), Some(false))
    );
}

#[test]
fn neither_of_them_is_not() {
    let report = report(&changed(&["s1._domainkey", "example.com TXT"], &[]));
    for pack in &PACKS[..2] {
        assert_eq!(state(&report, pack, "authentication"), RuleState::NotMet);
    }
    let why = &report.receivers[0].rules[0].why;
    assert!(
        why.starts_with("There is no SPF record, and there is no usable DKIM key"),
        "{why}"
    );
}

#[test]
fn a_dmarc_record_is_demanded_of_those_who_send_much() {
    let none = report(&changed(&["_dmarc"], &[]));
    let weak = report(&changed(
        &["_dmarc"],
        &["_dmarc.example.com TXT v=DMARC1; p=none"],
    ));
    let broken = report(&changed(
        &["_dmarc"],
        &["_dmarc.example.com TXT v=DMARC1; p=x"],
    ));
    let silent = report(&changed(&["_dmarc"], &["_dmarc.example.com !timeout"]));
    for pack in PACKS {
        assert_eq!(state(&none, pack, "dmarc"), RuleState::NotMet);
        assert_eq!(state(&weak, pack, "dmarc"), RuleState::Met);
        assert_eq!(state(&broken, pack, "dmarc"), RuleState::NotMet);
        assert_eq!(state(&silent, pack, "dmarc"), RuleState::Unknown);
    }
}

#[test]
fn the_names_of_ones_own_servers_count() {
    let mut check = check();
    check.sending_ips = vec!["5.9.100.9".parse().unwrap()];
    let (without, _) = run(&check, &zone(&GOOD));
    assert_eq!(
        state(&without, PACKS[0], "reverse-names"),
        RuleState::NotMet
    );
    let lines = changed(
        &[],
        &[
            "9.100.9.5.in-addr.arpa PTR out.example.com",
            "out.example.com A 5.9.100.9",
        ],
    );
    let (with, _) = run(&check, &zone(&lines));
    assert_eq!(state(&with, PACKS[0], "reverse-names"), RuleState::Met);
    assert_eq!(
        state(&report(&GOOD), PACKS[0], "reverse-names"),
        RuleState::NotApplicable
    );
}

#[test]
fn yahoo_wants_a_domain_that_exists() {
    let none = report(&changed(&["example.com MX"], &[]));
    assert_eq!(state(&none, PACKS[1], "from-resolves"), RuleState::NotMet);
    assert_eq!(
        state(&report(&GOOD), PACKS[1], "from-resolves"),
        RuleState::Met
    );
    let null = report(&changed(&["example.com MX"], &["example.com MX 0 ."]));
    assert_eq!(state(&null, PACKS[2], "from-receives"), RuleState::NotMet);
}

#[test]
fn nobody_else_sends_as_gmail() {
    let check = crate::domain::sender_domain::check::DomainCheck::new(name("Gmail.com"));
    let (report, _) = run(&check, &zone(&["gmail.com MX 1 mx.example.com"]));
    assert_eq!(state(&report, PACKS[0], "impersonation"), RuleState::NotMet);
    assert_eq!(state(&report, PACKS[1], "impersonation"), RuleState::Met);
}

#[test]
fn sign_in_codes_need_no_unsubscribing() {
    let report = report(&GOOD);
    for pack in PACKS {
        assert_eq!(
            state(&report, pack, "unsubscribe"),
            RuleState::NotApplicable
        );
    }
}

#[test]
fn nothing_is_judged_before_it_is_known() {
    let check = check();
    let blank = check.partial(&crate::domain::sender_domain::check::DomainCheck::inquiry());
    for receiver in &blank.receivers {
        assert!(
            receiver
                .rules
                .iter()
                .all(|it| it.state != RuleState::NotMet),
            "{receiver:#?}"
        );
    }
}
