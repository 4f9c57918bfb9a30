//! Tests of how parts stand: the marks, the pages and the verdict say the same.

use super::*;
use crate::domain::sender_domain::check::tests::{
    GOOD, changed, check, finding, report, run, zone,
};

fn standing(report: &DomainReport, part: ReportPart) -> (VerdictLevel, String) {
    let Standing { level, words } = report.standing(part);
    (level, words)
}

#[test]
fn a_policy_that_is_known_is_told_though_names_above_are_silent() {
    let report = report(&changed(&[], &["_dmarc.com !refused"]));
    let (level, words) = standing(&report, ReportPart::Dmarc);
    assert_eq!((level, words.as_str()), (VerdictLevel::Weak, "reject"));
    assert_ne!(report.verdict.level, VerdictLevel::Unknown);
    assert!(report.verdict.sentence.ends_with("forged mail is rejected"));
    let fates: Vec<_> = report.dmarc.fates().map(|(_, it)| it.words()).collect();
    assert_eq!(
        fates,
        [
            "reject: mail that fails is refused",
            "could not be checked",
            "could not be checked"
        ]
    );
    assert_eq!(
        finding(&report, "dmarc.effective").message,
        "Forged mail from example.com is rejected; from subdomains and from names that do not \
         exist it could not be checked"
    );
}

#[test]
fn a_policy_that_nobody_knows_is_not_told_anywhere() {
    let report = report(&changed(&["_dmarc"], &["_dmarc.example.com !timeout"]));
    let (level, words) = standing(&report, ReportPart::Dmarc);
    assert_eq!(
        (level, words.as_str()),
        (VerdictLevel::Unknown, "not checked")
    );
    assert_eq!(report.verdict.level, VerdictLevel::Unknown);
    assert!(report.verdict.sentence.contains("could not be checked"));
    assert!(
        report
            .dmarc
            .fates()
            .all(|(_, it)| it.words() == "could not be checked")
    );
}

#[test]
fn keys_that_do_not_work_are_no_good_mark() {
    let missing = report(&changed(&["s1._domainkey"], &[]));
    let (level, words) = standing(&missing, ReportPart::Dkim);
    assert_ne!(level, VerdictLevel::Good);
    assert_eq!(words, "0 of 1");
    assert!(missing.verdict.sentence.contains("no DKIM key that works"));
    let good = report(&GOOD);
    let (level, words) = standing(&good, ReportPart::Dkim);
    assert_eq!((level, words.as_str()), (VerdictLevel::Good, "1 of 1"));
}

#[test]
fn the_mark_of_receivers_follows_each_of_them() {
    let mut report = report(&GOOD);
    let mut marks = Vec::new();
    for passes in [
        [(Some(true), Some(true)); 3],
        [
            (Some(true), Some(true)),
            (Some(true), Some(false)),
            (Some(true), None),
        ],
        [(Some(true), Some(true)), (None, None), (None, None)],
        [(Some(true), Some(true)), (Some(false), None), (None, None)],
        [(None, None); 3],
    ] {
        for (receiver, passes) in report.receivers.iter_mut().zip(passes) {
            (receiver.passes, receiver.passes_bulk) = passes;
        }
        marks.push(standing(&report, ReportPart::Receivers));
    }
    let marks: Vec<_> = marks
        .iter()
        .map(|(it, words)| (*it, words.as_str()))
        .collect();
    assert_eq!(
        marks,
        [
            (VerdictLevel::Good, "3 of 3"),
            (VerdictLevel::Weak, "3 of 3"),
            (VerdictLevel::Unknown, "2 not known"),
            (VerdictLevel::Bad, "1 of 3"),
            (VerdictLevel::Unknown, "not known"),
        ]
    );
}

#[test]
fn a_part_is_never_better_than_its_findings() {
    let zones: [&[&str]; 4] = [
        &["example.com TXT v=spf1 +all"],
        &["_dmarc.example.com TXT v=DMARC1; p=none"],
        &["example.com MX 10 gone.example.com"],
        &["s1._domainkey.example.com TXT v=DKIM1; p="],
    ];
    for with in zones {
        let without: Vec<&str> = with.iter().filter_map(|it| it.split(' ').next()).collect();
        let lines = changed(&without, with);
        let (report, _) = run(&check(), &zone(&lines));
        for (part, families) in [
            (ReportPart::Spf, &["spf"][..]),
            (ReportPart::Dkim, &["dkim"]),
            (ReportPart::Dmarc, &["dmarc"]),
            (ReportPart::Hosts, &HOST_FAMILIES),
        ] {
            let level = report.standing(part).level;
            assert!(level >= report.worst_of(families), "{part:?} {level:?}");
        }
    }
}
