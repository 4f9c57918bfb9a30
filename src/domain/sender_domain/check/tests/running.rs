//! How the check goes: what it asks when, and what it says in between.

use super::{GOOD, check, finding, ids, name, run, zone};
use crate::domain::sender_domain::check::{DomainCheck, MOST_QUESTIONS};
use crate::domain::sender_domain::dns::{Inquiry, LookupOutcome, Question, RecordType, Step};
use crate::domain::sender_domain::report::{SectionState, VerdictLevel};

/// The questions of each round, if all of one are answered before the next step.
fn rounds(check: &DomainCheck, lines: &[&str]) -> Vec<Vec<Question>> {
    let zone = zone(lines);
    let mut inquiry = DomainCheck::inquiry();
    let mut rounds = Vec::new();
    while let Step::Ask(questions) = check.step(&mut inquiry) {
        for question in &questions {
            inquiry.answer(question.clone(), zone.answer(question));
        }
        rounds.push(questions);
    }
    rounds
}

#[test]
fn all_that_follows_from_the_domain_is_asked_at_once() {
    let mut lines = GOOD.to_vec();
    lines.push("spf.provider.example TXT v=spf1 include:deep.provider.example -all");
    lines.push("deep.provider.example TXT v=spf1 ip4:5.9.114.0/24 -all");
    let rounds = rounds(&check(), &lines[..]);
    let first: Vec<String> = rounds[0].iter().map(Question::to_string).collect();
    for wanted in [
        "example.com TXT",
        "example.com MX",
        "_dmarc.example.com TXT",
        "_dmarc.com TXT",
        "s1._domainkey.example.com TXT",
        "_domainkey.example.com TXT",
        "example.com SOA",
        "example.com NS",
        "example.com DS",
        "_mta-sts.example.com TXT",
        "_smtp._tls.example.com TXT",
        "default._bimi.example.com TXT",
    ] {
        assert!(
            first.contains(&wanted.to_owned()),
            "{wanted} not in {first:?}"
        );
    }
    // Then includes and mail hosts, then names of addresses, and no more.
    assert_eq!(rounds.iter().map(Vec::len).collect::<Vec<_>>(), [17, 3, 1]);
    let (report, _) = run(&check(), &zone(&GOOD));
    assert_eq!(report.queries.levels, 3);
    assert_eq!(report.queries.count, 21);
}

#[test]
fn the_report_does_not_depend_on_the_order_of_answers() {
    let zone = zone(&GOOD);
    let (expected, _) = run(&check(), &zone);
    for turn in 0..7 {
        let mut inquiry = DomainCheck::inquiry();
        let mut open: Vec<Question> = Vec::new();
        let report = loop {
            match check().step(&mut inquiry) {
                Step::Done(report) => break report,
                Step::Ask(questions) => open.extend(questions),
                Step::Wait => {}
            }
            // One answer at a time, from another place in each turn.
            let index = turn * 5 % open.len();
            let question = open.swap_remove(index);
            let answer = zone.answer(&question);
            inquiry.answer(question, answer);
        };
        assert_eq!(report, expected);
    }
}

#[test]
fn a_section_without_all_its_answers_waits_and_tells_nothing() {
    let zone = zone(&GOOD);
    let mut inquiry = DomainCheck::inquiry();
    let check = check();
    let blank = check.partial(&inquiry);
    assert_eq!(blank.verdict.level, VerdictLevel::Unknown);
    assert!(!blank.is_complete);
    assert_eq!(ids(&blank), [""; 0]);
    assert!(blank.sections.spf.is_waiting());
    assert_eq!(blank.spf.verdict, None);
    let Step::Ask(questions) = check.step(&mut inquiry) else {
        panic!("nothing is asked");
    };
    for question in questions
        .iter()
        .filter(|it| it.name.to_string().starts_with("_dmarc"))
    {
        inquiry.answer(question.clone(), zone.answer(question));
    }
    let partial = check.partial(&inquiry);
    // The address for reports lies in the domain, whose mail hosts are not known yet.
    assert!(partial.sections.dmarc.is_waiting());
    assert_eq!(partial.dmarc.effective, Some("reject"));
    assert!(partial.sections.dkim.is_waiting());
    for question in questions
        .iter()
        .filter(|it| it.record_type == RecordType::Mx)
    {
        inquiry.answer(question.clone(), zone.answer(question));
    }
    let partial = check.partial(&inquiry);
    assert_eq!(partial.sections.dmarc, SectionState::Known);
    assert!(ids(&partial).contains(&"dmarc.effective"));
    assert!(partial.sections.spf.is_waiting());
    assert_eq!(partial.exit_code(), 3);
    assert_eq!(check.step(&mut inquiry.clone()), check.step(&mut inquiry));
}

#[test]
fn a_provider_may_ask_along() {
    let mut check = check();
    let question = Question::new(name("bounce.example.com"), RecordType::Mx);
    check.expected = vec![question.clone()];
    let rounds = rounds(&check, &GOOD);
    assert!(rounds[0].contains(&question));
}

#[test]
fn silence_is_never_taken_for_absence() {
    for outcome in ["!timeout", "!servfail", "!refused", "!bogus"] {
        let lines = [
            format!("example.com {outcome}"),
            format!("_dmarc.example.com {outcome}"),
            format!("s1._domainkey.example.com {outcome}"),
            format!("_domainkey.example.com {outcome}"),
            format!("_mta-sts.example.com {outcome}"),
            format!("_smtp._tls.example.com {outcome}"),
        ];
        let (report, _) = run(&check(), &zone(&lines));
        let absent: Vec<_> = ids(&report)
            .into_iter()
            .filter(|id| {
                id.contains("missing") || id.contains("unreceivable") || id.contains("none")
            })
            .collect();
        assert_eq!(absent, [""; 0], "{outcome}");
        assert!(matches!(
            report.sections.spf,
            SectionState::Unchecked { .. }
        ));
        assert!(matches!(
            report.sections.dmarc,
            SectionState::Unchecked { .. }
        ));
        assert!(matches!(
            report.sections.dkim,
            SectionState::Unchecked { .. }
        ));
        assert_eq!(report.dmarc.verdict, Some("temperror"));
        assert_eq!(report.spf.verdict.map(|it| it.word()), Some("temperror"));
        let wanted = if outcome == "!bogus" { 1 } else { 3 };
        assert_eq!(report.exit_code(), wanted, "{outcome} {:?}", ids(&report));
    }
}

#[test]
fn the_exit_code_tells_wrong_from_unknown_from_fine() {
    let (good, _) = run(&check(), &zone(&GOOD));
    assert_eq!(good.exit_code(), 0);
    assert_eq!(good.verdict.level, VerdictLevel::Good);
    let mut lines = GOOD.to_vec();
    lines.push("_mta-sts.example.com !timeout TXT");
    let (unknown, _) = run(&check(), &zone(&lines));
    assert_eq!(unknown.exit_code(), 3);
    assert_eq!(
        unknown.sections.mta_sts,
        SectionState::Unchecked {
            why: "TXT of _mta-sts.example.com: no server answered in time".to_owned()
        }
    );
    lines.push("example.com TXT v=spf1 -all");
    let (wrong, _) = run(&check(), &zone(&lines));
    assert_eq!(wrong.exit_code(), 1);
    assert_eq!(finding(&wrong, "spf.multiple").args["count"], 2);
}

#[test]
fn a_budget_that_is_used_up_leaves_the_rest_unchecked() {
    let zone = zone(&GOOD);
    let mut inquiry = Inquiry::new(6);
    let check = check();
    let report = loop {
        match check.step(&mut inquiry) {
            Step::Done(report) => break report,
            Step::Ask(questions) => {
                for question in questions {
                    let answer = zone.answer(&question);
                    inquiry.answer(question, answer);
                }
            }
            Step::Wait => {}
        }
    };
    assert_eq!(report.queries.count, 6);
    assert_eq!(report.exit_code(), 3);
    assert!(report.findings.iter().all(|it| !it.id.ends_with("missing")));
    let kept_back = report
        .records
        .iter()
        .filter(|it| it.outcome == LookupOutcome::NotAsked);
    assert!(kept_back.count() > 5);
    assert_eq!(MOST_QUESTIONS, 100);
}
