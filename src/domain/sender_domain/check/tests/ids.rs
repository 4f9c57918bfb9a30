//! Every id of the check in both states: a domain that earns it, and the good domain that does not;
//! and every change that is offered for it solves it.

use super::{changed, check, ids, name, run, zone};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::check::{DomainCheck, FetchedText, Wanted};
use crate::domain::sender_domain::dns::{Inquiry, Zone};
use crate::domain::sender_domain::fix::{Proof, ProofVerdict, prove};
use crate::domain::sender_domain::report::{DomainReport, ReportFinding};

/// One id, and how a domain earns it.
#[derive(Debug, Default)]
pub(super) struct Case {
    id: &'static str,
    severity: &'static str,
    is_fixed: bool,
    without: Vec<&'static str>,
    with: Vec<&'static str>,
    told: Vec<&'static str>,
}

/// The cases of the list, parted by empty lines.
pub(super) fn cases() -> Vec<Case> {
    let blocks = include_str!("cases.txt").split("\n\n").skip(1);
    blocks.map(|block| Case::parse(block.trim_end())).collect()
}

impl Case {
    fn parse(block: &'static str) -> Self {
        let mut case = Self::default();
        for line in block.lines().filter(|line| !line.is_empty()) {
            match line.split_once(' ').unwrap() {
                ("-", rest) => case.without.push(rest),
                ("+", rest) => case.with.push(rest),
                ("@", rest) => case.told.push(rest),
                (id, rest) => {
                    case.id = id;
                    case.severity = rest.split(' ').next().unwrap();
                    case.is_fixed = rest.ends_with(" fix");
                }
            }
        }
        case
    }

    /// What the check is told besides the domain and its selector.
    fn tell(&self, check: &mut DomainCheck) {
        let policy = |text: &str| FetchedText::Fetched(text.to_owned());
        for told in &self.told {
            match told.split_once(' ').unwrap_or((told, "")) {
                ("ip", _) => {
                    check.sending_ips = vec!["5.9.100.9".parse().unwrap()];
                    check.helo = Some(name("out.example.com"));
                }
                ("guess", _) => check.selectors.clear(),
                ("selector", selector) => check.selectors.push(selector.to_owned()),
                ("smtp", _) => check.smtp_hosts = vec![name("smtp.example.com")],
                ("dane", _) => check.options.dane = Wanted::Yes,
                ("policy-other", _) => {
                    check.options.mta_sts_policy = policy(
                        "version: STSv1\nmode: enforce\nmx: other.example.com\nmax_age: 2592000\n",
                    );
                }
                ("policy-weak", _) => {
                    check.options.mta_sts_policy = policy(
                        "version: STSv1\nmode: testing\nmx: mx.example.com\nmax_age: 3600\n",
                    );
                }
                ("policy-bad", _) => check.options.mta_sts_policy = policy("<html>"),
                ("policy-failed", _) => {
                    let why = "the server is not there".to_owned();
                    check.options.mta_sts_policy = FetchedText::Failed(why);
                }
                ("logo-bad", _) => check.options.bimi_logo = policy("<svg>"),
                ("logo-failed", _) => {
                    let why = "the server is not there".to_owned();
                    check.options.bimi_logo = FetchedText::Failed(why);
                }
                other => panic!("no such word: {other:?}"),
            }
        }
    }

    fn run(&self) -> (DomainCheck, Zone, DomainReport, Inquiry) {
        let mut check = check();
        self.tell(&mut check);
        let zone = zone(&changed(&self.without, &self.with));
        let (report, inquiry) = run(&check, &zone);
        (check, zone, report, inquiry)
    }
}

/// The word of the list for a severity.
const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The proof of a change, with what it needs besides asked in the zone.
pub(super) fn proven(
    check: &DomainCheck,
    zone: &Zone,
    recorded: &Inquiry,
    finding: &ReportFinding,
) -> Proof {
    let fix = finding.fix.as_ref().unwrap();
    let mut recorded = recorded.clone();
    for _ in 0..12 {
        let proof = prove(check, &recorded, finding, fix);
        if proof.needs.is_empty() {
            return proof;
        }
        for question in proof.needs {
            let answer = zone.answer(&question);
            recorded.answer(question, answer);
        }
    }
    panic!("{}: the proof never ends", finding.id);
}

#[test]
fn every_id_is_told_of_a_domain_that_earns_it() {
    let mut failed = Vec::new();
    for case in cases() {
        let (_, _, report, _) = case.run();
        let found = report
            .findings
            .iter()
            .find(|it| it.id == case.id && word(it.severity) == case.severity);
        match found {
            None => {
                let found: Vec<_> = report
                    .findings
                    .iter()
                    .map(|it| (it.id, it.severity))
                    .collect();
                failed.push(format!("{} {:?}: {found:?}", case.id, case.with));
            }
            Some(found) if found.fix.is_some() != case.is_fixed => {
                failed.push(format!("{} {:?}: fix {:?}", case.id, case.with, found.fix));
            }
            Some(_) => {}
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_good_domain_earns_none_but_what_all_have() {
    let (report, _) = run(&check(), &zone(&super::GOOD));
    assert_eq!(
        ids(&report),
        ["dmarc.tree-walk", "dmarc.effective", "dnssec.unsigned"]
    );
}

#[test]
fn every_change_that_is_offered_solves_its_finding() {
    let mut failed = Vec::new();
    let mut count = 0;
    for case in cases() {
        let (check, zone, report, inquiry) = case.run();
        for finding in report.findings.iter().filter(|it| it.fix.is_some()) {
            count += 1;
            let proof = proven(&check, &zone, &inquiry, finding);
            if proof.verdict() != ProofVerdict::Solves {
                failed.push((finding.id, case.with.clone(), finding.fix.clone()));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(count > 100, "{count}");
}

#[test]
fn every_finding_has_a_known_id_a_reference_and_something_to_show() {
    use crate::domain::sender_domain::vocabulary::is_known;
    for case in cases() {
        let (_, _, report, inquiry) = case.run();
        for finding in &report.findings {
            assert!(is_known(finding.id), "{}", finding.id);
            assert!(!finding.refs.is_empty(), "{}", finding.id);
            assert!(!finding.message.ends_with('.'), "{}", finding.message);
            assert!(finding.message.len() < 400, "{}", finding.message);
            let asked = finding
                .evidence
                .iter()
                .all(|question| inquiry.get(question).is_some());
            assert!(asked, "{}: {:?}", finding.id, finding.evidence);
            if let (Some(record), Some(span)) = (&finding.record, finding.span) {
                assert!(record.get(span.range()).is_some(), "{}", finding.id);
            }
        }
    }
}

/// Ids that no zone alone can earn: checks of a mail, of the connector, or of the largest sizes.
const EARNED_ELSEWHERE: [&str; 12] = [
    "authres.differs",
    "authres.syntax",
    "dane.unusable",
    "dkim.body-length",
    "dkim.key-too-long",
    "dkim.none",
    "dkim.signature",
    "dkim.too-many",
    "dkim.unsigned-headers",
    "spf.string-255",
    "spf.too-long",
    "spf.unchecked",
];

#[test]
fn no_id_of_the_check_is_left_out() {
    use crate::domain::sender_domain::vocabulary::IDS;
    let cases = cases();
    let left_out: Vec<_> = IDS
        .iter()
        .filter(|id| !id.starts_with("provider.") && !id.starts_with("align."))
        .filter(|id| !EARNED_ELSEWHERE.contains(id))
        .filter(|id| !cases.iter().any(|case| case.id == **id))
        .collect();
    assert!(left_out.is_empty(), "{left_out:?}");
}
