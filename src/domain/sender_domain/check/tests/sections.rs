//! What the sections say beyond their findings.

use super::{GOOD, changed, check, finding, ids, name, report, run, zone};
use crate::domain::sender_domain::check::{DomainCheck, Wanted};
use crate::domain::sender_domain::dns::{Answer, RecordType};
use crate::domain::sender_domain::report::{
    DaneState, DnssecState, Existence, KeyState, SelectorSource,
};
use crate::domain::sender_domain::spf::SpfResult;

#[test]
fn a_subdomain_takes_the_policy_of_its_organization() {
    let check = DomainCheck::new(name("auth.example.com"));
    let mut lines = GOOD.to_vec();
    lines.push("auth.example.com TXT v=spf1 include:spf.provider.example -all");
    let (report, _) = run(&check, &zone(&lines));
    assert_eq!(report.dmarc.location.as_deref(), Some("example.com"));
    assert_eq!(report.dmarc.organization.as_deref(), Some("example.com"));
    assert_eq!(report.dmarc.effective, Some("reject"));
    assert_eq!(report.zone, Some(name("example.com")));
    let walked: Vec<&str> = report
        .dmarc
        .walk
        .iter()
        .map(|it| it.domain.as_str())
        .collect();
    assert_eq!(walked, ["auth.example.com", "example.com", "com"]);
}

#[test]
fn a_name_that_does_not_exist_has_a_policy_too() {
    let lines = changed(
        &["_dmarc"],
        &[
            "_dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine; np=none; rua=mailto:a@example.com",
        ],
    );
    let (report, _) = run(&DomainCheck::new(name("ghost.example.com")), &zone(&lines));
    assert_eq!(report.dmarc.effective, Some("none"));
    let (report, _) = run(&DomainCheck::new(name("mx.example.com")), &zone(&lines));
    assert_eq!(report.dmarc.effective, Some("quarantine"));
}

#[test]
fn guessed_selectors_follow_the_services_of_the_spf_record() {
    let lines = changed(
        &["example.com TXT", "s1._domainkey"],
        &[
            "example.com TXT v=spf1 include:servers.mcsv.net include:_spf.google.com ~all",
            "servers.mcsv.net TXT v=spf1 ip4:5.9.113.0/24 -all",
            "_spf.google.com TXT v=spf1 ip4:5.9.114.0/24 -all",
            "k2._domainkey.example.com CNAME dkim2.mcsv.net",
            "dkim2.mcsv.net TXT KEY",
        ],
    );
    let (report, _) = run(&DomainCheck::new(name("example.com")), &zone(&lines));
    assert_eq!(report.dkim_names.guessed[..4], ["k1", "k2", "k3", "google"]);
    assert!(report.dkim_names.guessed.len() <= 14);
    let key = &report.dkim[0];
    assert_eq!(
        (key.selector.as_str(), key.source),
        ("k2", SelectorSource::Guessed)
    );
    assert_eq!((key.bits, key.usable), (Some(2048), true));
    assert_eq!(key.cname, Some(name("dkim2.mcsv.net")));
    assert_eq!(report.dkim.len(), 1);
    assert!(report.streams.shares_marketing);
    let services: Vec<_> = report
        .streams
        .services
        .iter()
        .map(|it| it.service)
        .collect();
    assert_eq!(services, [Some("Mailchimp"), Some("Google Workspace")]);
}

#[test]
fn nothing_is_guessed_where_no_name_exists_or_every_one_answers() {
    for lines in [
        changed(&["s1._domainkey"], &[]),
        changed(&[], &["*._domainkey.example.com TXT KEY"]),
    ] {
        let (report, _) = run(&DomainCheck::new(name("example.com")), &zone(&lines));
        assert_eq!(report.dkim_names.guessed, [""; 0]);
        assert!(!ids(&report).contains(&"dkim.discovery"));
    }
    let none = report(&changed(&["s1._domainkey"], &[]));
    assert_eq!(none.dkim_names.below, Existence::No);
    assert_eq!(none.dkim[0].state, KeyState::Missing);
}

#[test]
fn a_signed_zone_is_told_by_who_vouches_for_it() {
    let signed = changed(&[], &["example.com DS 1 13 2 AB"]);
    assert_eq!(report(&signed).dnssec.state, DnssecState::Signed);
    assert_eq!(report(&GOOD).dnssec.state, DnssecState::Unsigned);
    let zone = zone(&signed);
    let (validated, _) = check().run(|question| Answer {
        authenticated: true,
        ..zone.answer(question)
    });
    assert_eq!(validated.dnssec.state, DnssecState::Validated);
    assert!(!ids(&validated).iter().any(|id| id.starts_with("dnssec")));
}

#[test]
fn senders_use_signed_certificates_of_the_right_kind_only() {
    let digest = "ab".repeat(32);
    let mut check = check();
    check.options.dane = Wanted::Yes;
    for (record, state) in [
        (format!("3 1 1 {digest}"), DaneState::Usable),
        (format!("2 0 2 {digest}{digest}"), DaneState::Usable),
        (format!("1 1 1 {digest}"), DaneState::Unusable),
        (format!("3 1 2 {digest}"), DaneState::Unusable),
        ("3 1 1 xy".to_owned(), DaneState::Unusable),
        (String::new(), DaneState::Unusable),
    ] {
        let line = format!("_25._tcp.mx.example.com TLSA {record}");
        let zone = zone(&changed(&[], &[&line]));
        let (report, _) = check.run(|question| Answer {
            authenticated: true,
            ..zone.answer(question)
        });
        assert_eq!(report.dane[0].state, state, "{record}");
        let is_told = ids(&report).contains(&"dane.unusable");
        assert_eq!(is_told, state == DaneState::Unusable, "{record}");
        let (unsigned, _) = run(&check, &zone);
        assert_eq!(unsigned.dane[0].state, DaneState::Unusable);
    }
}

#[test]
fn each_address_that_sends_gets_its_result() {
    let mut check = check();
    check.sending_ips = vec!["5.9.113.7".parse().unwrap(), "5.9.200.7".parse().unwrap()];
    let (report, _) = run(&check, &zone(&GOOD));
    let results: Vec<_> = report.spf.results.iter().map(|it| it.result).collect();
    assert_eq!(results, [Some(SpfResult::Pass), Some(SpfResult::Fail)]);
    let told = finding(&report, "spf.ip-not-authorized");
    assert_eq!(told.args["ip"], "5.9.200.7");
    let new = told.fix.as_ref().unwrap().changes[0].new.as_deref();
    assert_eq!(
        new,
        Some("v=spf1 ip4:5.9.200.7 ip4:5.9.100.0/24 include:spf.provider.example -all")
    );
}

#[test]
fn several_spf_records_become_one() {
    let lines = changed(&[], &["example.com TXT v=spf1 mx include:two.example ~all"]);
    let report = report(&lines);
    let fix = finding(&report, "spf.multiple").fix.as_ref().unwrap();
    assert_eq!(
        fix.changes[0].new.as_deref(),
        Some("v=spf1 ip4:5.9.100.0/24 include:spf.provider.example mx include:two.example ~all")
    );
    assert_eq!((fix.changes.len(), &fix.changes[1].new), (2, &None));
}

#[test]
fn several_dmarc_records_become_the_mildest_one() {
    let lines = changed(
        &[],
        &["_dmarc.example.com TXT v=DMARC1; p=none; adkim=s; rua=mailto:b@example.com"],
    );
    let report = report(&lines);
    let fix = finding(&report, "dmarc.multiple").fix.as_ref().unwrap();
    assert_eq!(
        fix.changes[0].new.as_deref(),
        Some("v=DMARC1; p=none; adkim=s; rua=mailto:dmarc@example.com,mailto:b@example.com")
    );
}

#[test]
fn the_agreement_of_a_report_host_may_come_by_a_wildcard() {
    let lines = changed(
        &["_dmarc"],
        &[
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:b@reports.example",
            "*._report._dmarc.reports.example TXT v=DMARC1;",
            "reports.example MX 1 mx.example.com",
        ],
    );
    let report = report(&lines);
    assert!(!ids(&report).contains(&"dmarc.external-unauthorized"));
    // A host below the organization needs none.
    let inside = changed(
        &["_dmarc"],
        &[
            "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:b@reports.example.com",
            "reports.example.com MX 1 mx.example.com",
        ],
    );
    let report = super::report(&inside);
    assert!(!ids(&report).contains(&"dmarc.external-unauthorized"));
    assert!(
        report
            .records
            .iter()
            .all(|it| !it.question.name.to_string().contains("_report"))
    );
}

#[test]
fn a_server_of_ones_own_that_is_set_up_well_has_no_findings() {
    let mut check = check();
    check.sending_ips = vec!["5.9.100.9".parse().unwrap()];
    check.helo = Some(name("out.example.com"));
    let lines = changed(
        &[],
        &[
            "out.example.com A 5.9.100.9",
            "out.example.com TXT v=spf1 a -all",
            "9.100.9.5.in-addr.arpa PTR out.example.com",
        ],
    );
    let (report, _) = run(&check, &zone(&lines));
    let about_ip: Vec<_> = ids(&report)
        .into_iter()
        .filter(|id| id.starts_with("ip."))
        .collect();
    assert_eq!(about_ip, [""; 0]);
    assert!(ids(&report).contains(&"spf.eval"));
    let asked = report.records.iter().map(|it| it.question.record_type);
    assert!(asked.into_iter().any(|it| it == RecordType::Ptr));
}
