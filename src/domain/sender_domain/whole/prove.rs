//! Whether a change of records solves what it is meant to, with all checks of a domain.

use std::collections::BTreeMap;

use super::{WholeCheck, WholeReport};
use crate::domain::sender_domain::RecordFix;
use crate::domain::sender_domain::dns::{Inquiry, Step};
use crate::domain::sender_domain::fix::{Proof, apply};
use crate::domain::sender_domain::report::ReportFinding;

/// How many changes are proven: no more would be read.
const MOST_PROOFS: usize = 40;

impl WholeCheck {
    /// Makes a change in the recorded answers, runs all checks again, and looks whether `finding` is
    /// gone.
    pub fn prove(&self, recorded: &Inquiry, finding: &ReportFinding, fix: &RecordFix) -> Proof {
        let mut changed = apply(recorded, fix);
        let (after, needs) = match self.step(&mut changed) {
            Step::Done(whole) => (whole.report, Vec::new()),
            Step::Ask(questions) => (self.partial(&changed).report, questions),
            Step::Wait => (self.partial(&changed).report, Vec::new()),
        };
        Proof::between(&self.partial(recorded).report, after, needs, finding)
    }

    /// The proof of each change that findings bring along, by their places; of many the first ones.
    pub fn prove_all(
        &self,
        recorded: &Inquiry,
        findings: &[ReportFinding],
    ) -> BTreeMap<usize, Proof> {
        let fixes = findings.iter().enumerate().filter_map(|(index, finding)| {
            let fix = finding.fix.as_ref()?;
            Some((index, self.prove(recorded, finding, fix)))
        });
        fixes.take(MOST_PROOFS).collect()
    }
}

impl WholeReport {
    /// The same report that tells of each change what it is good for.
    #[must_use]
    pub fn with_proofs(mut self, proofs: &BTreeMap<usize, Proof>) -> Self {
        for (index, proof) in proofs {
            if let Some(finding) = self.report.findings.get_mut(*index) {
                finding.proof = Some(proof.summary());
            }
        }
        self
    }
}
