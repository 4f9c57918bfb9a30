//! What holds for any zone.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::ids::proven;
use super::{check, name, run, zone};
use crate::domain::sender_domain::check::{DomainCheck, MOST_QUESTIONS};
use crate::domain::sender_domain::dns::{Question, RecordData, Step, TxtData, Zone};
use crate::domain::sender_domain::report::Snapshot;
use crate::domain::sender_domain::vocabulary::is_known;

const OWNERS: [&str; 10] = [
    "example.com",
    "_dmarc.example.com",
    "_dmarc.com",
    "s1._domainkey.example.com",
    "_mta-sts.example.com",
    "_smtp._tls.example.com",
    "default._bimi.example.com",
    "mx.example.com",
    "other.example",
    "8.100.9.5.in-addr.arpa",
];

const WORDS: [&str; 40] = [
    "v=spf1",
    "v=DMARC1;",
    "v=DKIM1;",
    "v=STSv1;",
    "v=TLSRPTv1;",
    "v=BIMI1;",
    "p=none;",
    "p=reject;",
    "p=",
    "p=x;",
    "sp=none;",
    "np=reject;",
    "t=y;",
    "t=s;",
    "pct=5;",
    "psd=y;",
    "fo=1;",
    "adkim=x;",
    "rua=mailto:a@example.com;",
    "rua=a@other.example;",
    "rua=mailto:a@other.example,x;",
    "id=1;",
    "id=-;",
    "include:other.example",
    "include:example.com",
    "a",
    "mx",
    "mx:other.example",
    "ptr",
    "ip4:5.9.100.8",
    "ip4:10.0.0.0/8",
    "exists:%{i}.x",
    "redirect=other.example",
    "-all",
    "~all",
    "+all",
    "k=rsa;",
    "h=sha1;",
    "s=x;",
    "l=http://x;",
];

fn record() -> impl Strategy<Value = String> {
    let text = vec(select(&WORDS[..]), 0..7).prop_map(|words| format!("TXT {}", words.join(" ")));
    let others = select(
        &[
            "A 5.9.100.8",
            "AAAA 2a01::1",
            "MX 10 mx.example.com",
            "MX 0 .",
            "MX 5 other.example",
            "CNAME other.example",
            "PTR mx.example.com",
            "PTR dyn1.isp.example",
            "NS ns.example",
            "SOA ns.example",
            "!timeout",
            "!servfail TXT",
            "!refused",
            "!bogus A",
            "SPF v=spf1 -all",
        ][..],
    );
    prop_oneof![3 => text, 2 => others.prop_map(str::to_owned)]
}

fn any_zone() -> impl Strategy<Value = Zone> {
    vec((select(&OWNERS[..]), record()), 0..24).prop_map(|lines| {
        let lines: Vec<String> = lines
            .into_iter()
            .map(|(owner, record)| format!("{owner} {record}"))
            .collect();
        zone(&lines)
    })
}

fn checks() -> impl Strategy<Value = DomainCheck> {
    (any::<bool>(), any::<bool>()).prop_map(|(has_selector, has_server)| {
        let mut check = check();
        if !has_selector {
            check.selectors.clear();
        }
        if has_server {
            check.sending_ips = vec!["5.9.100.8".parse().unwrap()];
            check.helo = Some(name("mx.example.com"));
        }
        check
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_zone_is_reported_within_the_budget(zone in any_zone(), check in checks()) {
        let (report, inquiry) = run(&check, &zone);
        prop_assert!(report.is_complete);
        prop_assert!(report.queries.count <= MOST_QUESTIONS);
        prop_assert!((1..=12).contains(&report.queries.levels));
        for finding in &report.findings {
            prop_assert!(is_known(finding.id), "{}", finding.id);
            prop_assert!(!finding.refs.is_empty(), "{}", finding.id);
            for question in &finding.evidence {
                prop_assert!(inquiry.get(question).is_some(), "{} {question}", finding.id);
            }
        }
        // Printing the same twice gives the same, and what is printed can be read again.
        let json = serde_json::to_string(&report).unwrap();
        let snapshot = Snapshot::from_json(&json).unwrap();
        prop_assert_eq!(&snapshot, &Snapshot::of(&report));
        prop_assert!(snapshot.changes_to(&Snapshot::of(&report)).is_empty());
        prop_assert!(!report.to_text().is_empty());
    }

    #[test]
    fn every_change_that_is_offered_solves_its_finding_in_any_zone(zone in any_zone(), check in checks()) {
        let (report, inquiry) = run(&check, &zone);
        for finding in report.findings.iter().filter(|it| it.fix.is_some()) {
            let proof = proven(&check, &zone, &inquiry, finding);
            let remains: Vec<_> = proof.remains.iter().map(|it| (it.id, &it.message)).collect();
            prop_assert!(
                proof.solved,
                "{} {:?}\n{:?}\n{remains:?}",
                finding.id, finding.record, finding.fix
            );
        }
    }

    #[test]
    fn nothing_is_told_too_early(zone in any_zone(), order in any::<u64>()) {
        let check = check();
        let (last, _) = run(&check, &zone);
        let mut inquiry = DomainCheck::inquiry();
        let mut open: Vec<Question> = Vec::new();
        let mut seed = order;
        loop {
            match check.step(&mut inquiry) {
                Step::Done(report) => {
                    prop_assert_eq!(&report.findings, &last.findings);
                    break;
                }
                Step::Ask(questions) => open.extend(questions),
                Step::Wait => {}
            }
            for told in check.partial(&inquiry).findings {
                let stays = last.findings.iter().any(|it| it.id == told.id && it.message == told.message);
                // A finding about the zone as a whole may grow with what is found.
                prop_assert!(stays || told.id.starts_with("dnssec"), "{} {}", told.id, told.message);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let question = open.swap_remove((seed >> 33) as usize % open.len());
            let answer = zone.answer(&question);
            inquiry.answer(question, answer);
        }
    }

    #[test]
    fn bytes_of_any_kind_are_survived(texts in vec(vec(any::<u8>(), 0..300), 0..6)) {
        let mut zone = Zone::new();
        for (bytes, owner) in texts.into_iter().zip(OWNERS) {
            zone.insert(name(owner), RecordData::Txt(TxtData::new(bytes.chunks(255))));
        }
        let (report, _) = run(&check(), &zone);
        let is_bad = |it: char| it.is_control() && it != '\n';
        prop_assert!(!report.to_text().contains(is_bad));
        prop_assert!(!report.to_html().contains(is_bad));
    }
}
