//! Tests of the joined check over zones in memory.

use super::*;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::alignment::Outcome;
use crate::domain::sender_domain::check::case::Case;
use crate::domain::sender_domain::dns::{RecordData, Zone};
use crate::domain::sender_domain::receivers::RuleState;

fn zone(records: &[(&str, &str, &str)]) -> Zone {
    let mut zone = Zone::new();
    for (name, kind, data) in records {
        let data = match *kind {
            "TXT" => RecordData::Txt((*data).into()),
            "CNAME" => RecordData::Cname(data.parse().unwrap()),
            "A" => RecordData::A(data.parse().unwrap()),
            "MX" => RecordData::Mx {
                preference: 10,
                exchange: data.parse().unwrap(),
            },
            other => panic!("{other}"),
        };
        zone.insert(name.parse().unwrap(), data);
    }
    zone
}

fn run(check: &WholeCheck, zone: &Zone) -> (WholeReport, Inquiry) {
    let mut inquiry = WholeCheck::inquiry();
    loop {
        match check.step(&mut inquiry) {
            Step::Done(report) => return (report, inquiry),
            Step::Ask(questions) => {
                for question in questions {
                    let answer = zone.answer(&question);
                    inquiry.answer(question, answer);
                }
            }
            Step::Wait => panic!("nothing is under way"),
        }
    }
}

fn check(case: &str) -> WholeCheck {
    let case = Case::parse(case).unwrap();
    CaseInputs::check(&case, "example.com".parse().unwrap())
}

const SES: &str = r#"{"provider": "aws-ses", "config": {"from": "no-reply@example.com",
    "region": "us-east-1", "dkim_tokens": ["abc"], "mail_from": "bounce.example.com"}}"#;

const GOOD: &[(&str, &str, &str)] = &[
    ("example.com", "TXT", "v=spf1 -all"),
    ("example.com", "MX", "mx.example.com"),
    ("mx.example.com", "A", "192.0.2.7"),
    (
        "_dmarc.example.com",
        "TXT",
        "v=DMARC1; p=reject; rua=mailto:d@example.com",
    ),
    (
        "abc._domainkey.example.com",
        "CNAME",
        "abc.dkim.amazonses.com",
    ),
    (
        "bounce.example.com",
        "TXT",
        "v=spf1 include:amazonses.com ~all",
    ),
    (
        "bounce.example.com",
        "MX",
        "feedback-smtp.us-east-1.amazonses.com",
    ),
    ("amazonses.com", "TXT", "v=spf1 ip4:199.255.192.0/22 -all"),
];

#[test]
fn the_provider_and_the_connector_are_judged_with_the_domain() {
    let (whole, inquiry) = run(&check(SES), &zone(GOOD));
    assert!(whole.report.is_complete);
    let provider = whole.provider.as_ref().unwrap();
    assert_eq!(provider.id, "aws-ses");
    let states = provider.records.iter();
    let found = states.filter(|one| matches!(one.state, State::Found { .. }));
    assert_eq!(found.count(), 4, "{:#?}", provider.records);
    let uses = whole.alignment.as_ref().unwrap();
    let [use_report] = uses.as_slice() else {
        panic!("{uses:?}");
    };
    assert_eq!(use_report.spf.passes(), Some(true), "{use_report:?}");
    assert_ne!(use_report.outcome, Outcome::None);
    assert!(inquiry.answers().count() <= 100);
    for receiver in &whole.report.receivers {
        let mut rules = receiver.rules.iter();
        let rule = rules.find(|rule| rule.id == "alignment").unwrap();
        assert_eq!(rule.state, RuleState::Met, "{rule:?}");
    }
    // The key behind the alias is not in the zone.
    let dangling = whole.report.findings.iter();
    let mut dangling = dangling.filter(|finding| finding.id == "dkim.cname-dangling");
    assert!(dangling.next().is_some(), "{:#?}", whole.report.findings);
}

#[test]
fn what_is_known_so_far_comes_to_the_same_in_the_end() {
    let (check, zone) = (check(SES), zone(GOOD));
    let (whole, inquiry) = run(&check, &zone);
    let mut partial = check.partial(&inquiry);
    partial.report.queries.levels = whole.report.queries.levels;
    assert_eq!(partial, whole);
    let nothing = check.partial(&WholeCheck::inquiry());
    assert!(!nothing.report.is_complete);
    assert_eq!(nothing.alignment, None);
    let missing = |finding: &&ReportFinding| finding.id.ends_with(".missing");
    assert_eq!(nothing.report.findings.iter().find(missing), None);
}

#[test]
fn a_record_that_the_provider_wants_is_proven_to_solve_its_finding() {
    let without: Vec<_> = GOOD.iter().filter(|it| it.1 != "MX").copied().collect();
    let (check, zone) = (check(SES), zone(&without));
    let (whole, inquiry) = run(&check, &zone);
    let finding = whole.report.findings.iter();
    let bounce: Name = "bounce.example.com".parse().unwrap();
    let finding = finding
        .clone()
        .find(|it| it.id == "provider.missing" && it.subject == bounce)
        .unwrap_or_else(|| panic!("{:#?}", whole.report.findings));
    let mut known = inquiry;
    let proof = loop {
        let proof = check.prove(&known, finding, finding.fix.as_ref().unwrap());
        if proof.needs.is_empty() {
            break proof;
        }
        for question in &proof.needs {
            known.answer(question.clone(), zone.answer(question));
        }
    };
    assert!(proof.solved, "{proof:#?}");
    let is_worse = |it: &&ReportFinding| it.severity == Severity::Error;
    assert_eq!(proof.introduced.iter().find(is_worse), None);
}

#[test]
fn the_json_has_the_report_at_its_root() {
    let (whole, _) = run(&check(SES), &zone(GOOD));
    let json = serde_json::to_value(&whole).unwrap();
    for key in [
        "schema", "domain", "spf", "dkim", "dmarc", "findings", "queries",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["provider"]["id"], "aws-ses");
    assert_eq!(json["alignment"][0]["from"]["domain"], "example.com");
}

#[test]
fn without_provider_and_sender_the_domain_alone_is_checked() {
    let (whole, _) = run(&check("{}"), &zone(GOOD));
    assert_eq!((whole.provider, whole.alignment), (None, None));
    assert!(whole.report.is_complete);
}

#[test]
fn the_word_of_the_provider_is_held_against_the_dns() {
    let check = check(SES);
    let (good, _) = run(&check, &zone(GOOD));
    let without: Vec<_> = GOOD
        .iter()
        .filter(|record| !record.0.contains("_domainkey"))
        .copied()
        .collect();
    let (bad, _) = run(&check, &zone(&without));
    assert_eq!(good.contradiction(Some(true)), None);
    assert_eq!(bad.contradiction(Some(false)), None);
    let told = good.contradiction(Some(false)).unwrap();
    assert!(told.contains("every record"), "{told}");
    let told = bad.contradiction(Some(true)).unwrap();
    assert!(told.contains("missing or different"), "{told}");
    assert_eq!(good.contradiction(None), None);
}

#[test]
fn what_more_hangs_on_stands_first() {
    let (report, _) = run(&check(SES), &zone(&[("example.com", "A", "192.0.2.7")]));
    let findings = &report.report.findings;
    assert!(findings.is_sorted_by_key(ReportFinding::rank));
    let first = findings.first().map(|it| it.id.split('.').next());
    assert_eq!(first, Some(Some("spf")), "{findings:#?}");
}

#[test]
fn a_record_of_the_provider_that_gave_no_answer_leaves_the_outcome_open() {
    let (fine, _) = run(&check(SES), &zone(GOOD));
    let others = GOOD.iter().filter(|it| it.0 != "bounce.example.com");
    let mut zone = zone(&others.copied().collect::<Vec<_>>());
    let bounce: Name = "bounce.example.com".parse().unwrap();
    zone.fail(
        bounce,
        None,
        crate::domain::sender_domain::dns::LookupOutcome::Timeout,
    );
    let (mut open, _) = run(&check(SES), &zone);
    let states = open.provider.iter().flat_map(|it| &it.records);
    let unchecked = states.filter(|one| matches!(one.state, State::Unchecked { .. }));
    assert_eq!(unchecked.count(), 2);
    // Both have the same error of another section, which weighs more.
    assert_eq!((fine.exit_code(), open.exit_code()), (1, 1));
    open.report.findings.clear();
    open.report.sections = Default::default();
    let known = crate::domain::sender_domain::report::SectionState::Known;
    let sections = &mut open.report.sections;
    for section in [
        &mut sections.spf,
        &mut sections.dkim,
        &mut sections.dmarc,
        &mut sections.mx,
        &mut sections.ip,
        &mut sections.mta_sts,
        &mut sections.tls_rpt,
        &mut sections.bimi,
        &mut sections.dnssec,
        &mut sections.dane,
        &mut sections.streams,
        &mut sections.receivers,
    ] {
        section.clone_from(&known);
    }
    assert_eq!((open.report.exit_code(), open.exit_code()), (0, 3));
}

#[test]
fn keys_that_the_provider_names_are_looked_at_as_keys() {
    let case = r#"{"provider": "aliyun-dm", "config": {"region": "cn-hangzhou"}}"#;
    assert_eq!(check(case).check().selectors, ["aliyun-cn-hangzhou"]);
    // Of several forms one is enough, so that none is missed.
    let case = r#"{"provider": "sendgrid"}"#;
    assert_eq!(check(case).check().selectors, [""; 0]);
}
