//! How a check ends for a program that calls it.

use super::{DomainReport, ReportFinding, SectionState};
use crate::domain::finding::Severity;

impl ReportFinding {
    /// Whether a server said what the finding says; not so where an answer is missing.
    pub fn is_proven(&self) -> bool {
        !(self.id.ends_with(".unchecked") || self.id.ends_with(".temperror"))
    }
}

impl DomainReport {
    /// The exit code: 1 if something is wrong, else 3 if something could not be checked, else 0.
    pub fn exit_code(&self) -> u8 {
        let is_wrong = |it: &ReportFinding| it.severity == Severity::Error && it.is_proven();
        if self.findings.iter().any(is_wrong) {
            return 1;
        }
        let is_open = |state: &&SectionState| {
            matches!(
                state,
                SectionState::Unchecked { .. } | SectionState::Waiting
            )
        };
        if self.sections.all().iter().any(|(_, state)| is_open(state)) {
            3
        } else {
            0
        }
    }

    /// The same report with findings of other checks, such as those of the provider, sorted in.
    #[must_use]
    pub fn with_findings<F: Into<ReportFinding>>(
        mut self,
        others: impl IntoIterator<Item = F>,
    ) -> Self {
        self.findings.extend(others.into_iter().map(|other| {
            let mut other: ReportFinding = other.into();
            other.make_harmless();
            other
        }));
        self.findings.sort_by_key(ReportFinding::rank);
        self.verdict = super::verdict::of(&self);
        self
    }
}

impl super::Sections {
    /// Every section with its title.
    pub const fn all(&self) -> [(&'static str, &SectionState); 12] {
        [
            ("SPF", &self.spf),
            ("DKIM", &self.dkim),
            ("DMARC", &self.dmarc),
            ("Mail hosts", &self.mx),
            ("Sending servers", &self.ip),
            ("MTA-STS", &self.mta_sts),
            ("TLS reports", &self.tls_rpt),
            ("BIMI", &self.bimi),
            ("DNSSEC", &self.dnssec),
            ("DANE", &self.dane),
            ("Who sends", &self.streams),
            ("Receivers", &self.receivers),
        ]
    }
}
