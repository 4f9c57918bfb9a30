//! Whether a change solves what it is meant to: it is made in the recorded answers, and the same
//! check is run again.

use serde::Serialize;

use super::apply::apply;
use crate::domain::finding::Severity;
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

/// What a change is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProofVerdict {
    /// It solves the finding, and no error comes up by it.
    Solves,
    /// It solves the finding, but an error comes up that was hidden or not there.
    BringsUpErrors,
    /// The finding stays.
    FallsShort,
    /// Names it leads to gave no answer.
    Unknown,
}

impl Proof {
    /// The difference that a change makes for `finding`, between two reports.
    pub(in super::super) fn between(
        before: &DomainReport,
        after: DomainReport,
        needs: Vec<Question>,
        finding: &ReportFinding,
    ) -> Self {
        let is_new = |new: &&ReportFinding| !before.findings.iter().any(|old| is_same(old, new));
        let introduced = after.findings.iter().filter(is_new).cloned().collect();
        Self {
            solved: after.is_complete && count(&after, finding) < count(before, finding),
            introduced,
            remains: after.findings,
            needs,
        }
    }

    /// What the change is good for.
    pub fn verdict(&self) -> ProofVerdict {
        let is_error = |it: &ReportFinding| it.severity == Severity::Error;
        if !self.needs.is_empty() {
            ProofVerdict::Unknown
        } else if !self.solved {
            ProofVerdict::FallsShort
        } else if self.introduced.iter().any(is_error) {
            ProofVerdict::BringsUpErrors
        } else {
            ProofVerdict::Solves
        }
    }

    /// The same in short, for a report.
    pub fn summary(&self) -> ProofSummary {
        let serious = |findings: &[ReportFinding]| {
            let of = findings.iter().filter(|it| it.severity != Severity::Info);
            of.map(|it| it.message.clone()).collect()
        };
        ProofSummary {
            verdict: self.verdict(),
            brings_up: serious(&self.introduced),
            remains: serious(&self.remains),
        }
    }
}

/// What a change is good for, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofSummary {
    /// What it is good for.
    pub verdict: ProofVerdict,
    /// The messages of errors and warnings that were not there before.
    pub brings_up: Vec<String>,
    /// The messages of all errors and warnings after the change.
    pub remains: Vec<String>,
}

impl ProofSummary {
    /// What the change is good for, in one sentence without a period.
    pub fn sentence(&self) -> String {
        match self.verdict {
            ProofVerdict::Unknown => {
                "Whether this solves it is not known: names it leads to gave no answer".to_owned()
            }
            ProofVerdict::FallsShort => "Publishing this alone does not solve it".to_owned(),
            ProofVerdict::BringsUpErrors => {
                "Publishing this is a step, and not enough: an error comes up by it".to_owned()
            }
            ProofVerdict::Solves => {
                let rest = match self.remains.len() {
                    0 => "no error and no warning remains".to_owned(),
                    1 => "one error or warning remains".to_owned(),
                    count => format!("{count} errors and warnings remain"),
                };
                format!("Publishing this solves it, tried in memory with the same checks; {rest}")
            }
        }
    }

    /// What comes up by the change, in one sentence without a period; none if nothing does.
    pub fn brings_up_sentence(&self) -> Option<String> {
        (!self.brings_up.is_empty()).then(|| format!("It brings up: {}", self.brings_up.join("; ")))
    }
}

/// Makes a change in the recorded answers, runs the check again, and looks whether `finding` is gone.
pub fn prove(
    check: &DomainCheck,
    recorded: &Inquiry,
    finding: &ReportFinding,
    fix: &RecordFix,
) -> Proof {
    let mut changed = apply(recorded, fix);
    let (after, needs) = match check.step(&mut changed) {
        Step::Done(report) => (report, Vec::new()),
        Step::Ask(questions) => (check.partial(&changed), questions),
        Step::Wait => (check.partial(&changed), Vec::new()),
    };
    Proof::between(&check.partial(recorded), after, needs, finding)
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
