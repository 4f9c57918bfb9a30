//! Whether a change solves what it is meant to: it is made in the recorded answers, and the same
//! check is run again.

use serde::Serialize;

use super::apply::apply;
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::check::DomainCheck;
use crate::domain::sender_domain::dns::{Inquiry, Question, Step};
use crate::domain::sender_domain::report::{DomainReport, ReportFinding};

/// What a check would say after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Whether the finding is gone. No, if answers are needed that nobody has.
    pub solved: bool,
    /// The findings after the change.
    pub remains: Vec<ReportFinding>,
    /// Those among them that were not there before.
    pub introduced: Vec<ReportFinding>,
    /// Questions that only the new records lead to. With their answers given to the recorded
    /// inquiry, the proof can be made.
    pub needs: Vec<Question>,
}

/// Makes a change in the recorded answers, runs the check again, and looks whether `finding` is gone.
pub fn prove(
    check: &DomainCheck,
    recorded: &Inquiry,
    finding: &ReportFinding,
    fix: &RecordFix,
) -> Proof {
    let before = check.partial(recorded);
    let mut changed = apply(recorded, fix);
    let (after, needs) = match check.step(&mut changed) {
        Step::Done(report) => (report, Vec::new()),
        Step::Ask(questions) => (check.partial(&changed), questions),
        Step::Wait => (check.partial(&changed), Vec::new()),
    };
    let introduced = after
        .findings
        .iter()
        .filter(|new| !before.findings.iter().any(|old| is_same(old, new)))
        .cloned()
        .collect();
    Proof {
        solved: after.is_complete && count(&after, finding) < count(&before, finding),
        introduced,
        remains: after.findings,
        needs,
    }
}

fn is_same(old: &ReportFinding, new: &ReportFinding) -> bool {
    old.id == new.id && old.subject == new.subject && old.message == new.message
}

/// How many findings of the same kind there are about the same name that weigh as much. One record
/// can have several.
fn count(report: &DomainReport, finding: &ReportFinding) -> usize {
    let is_like = |it: &&ReportFinding| {
        it.id == finding.id && it.subject == finding.subject && it.severity <= finding.severity
    };
    report.findings.iter().filter(is_like).count()
}
