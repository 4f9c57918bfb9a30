//! Whether a change of records solves what it is meant to, with all checks of a domain.

use super::WholeCheck;
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dns::{Inquiry, Step};
use crate::domain::sender_domain::fix::{Proof, apply};
use crate::domain::sender_domain::report::{DomainReport, ReportFinding};

impl WholeCheck {
    /// Makes a change in the recorded answers, runs all checks again, and looks whether `finding` is
    /// gone.
    pub fn prove(&self, recorded: &Inquiry, finding: &ReportFinding, fix: &RecordFix) -> Proof {
        let before = self.partial(recorded).report;
        let mut changed = apply(recorded, fix);
        let (after, needs) = match self.step(&mut changed) {
            Step::Done(whole) => (whole.report, Vec::new()),
            Step::Ask(questions) => (self.partial(&changed).report, questions),
            Step::Wait => (self.partial(&changed).report, Vec::new()),
        };
        let is_known = |new: &&ReportFinding| {
            let is_same = |old: &ReportFinding| {
                old.id == new.id && old.subject == new.subject && old.message == new.message
            };
            before.findings.iter().any(is_same)
        };
        let introduced = after.findings.iter().filter(|new| !is_known(new));
        Proof {
            solved: after.is_complete && count(&after, finding) < count(&before, finding),
            introduced: introduced.cloned().collect(),
            remains: after.findings,
            needs,
        }
    }
}

/// How many findings of the same kind there are about the same name that weigh as much.
fn count(report: &DomainReport, finding: &ReportFinding) -> usize {
    let is_like = |it: &&ReportFinding| {
        it.id == finding.id && it.subject == finding.subject && it.severity <= finding.severity
    };
    report.findings.iter().filter(is_like).count()
}
