//! How each part of a report stands: one source for marks in lists, pages and the verdict.

#[cfg(test)]
mod tests;

use super::verdict::Fate;
use super::{DomainReport, KeyState, SectionState, VerdictLevel};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::receivers::{ReceiverReport, RuleState, dkim_state, spf_state};
use crate::domain::sender_domain::spf::MOST_LOOKUPS;

/// A part of a report that stands well or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportPart {
    /// Which servers may send.
    Spf,
    /// The keys.
    Dkim,
    /// What happens to mail that fails.
    Dmarc,
    /// Mail hosts, encryption, and the rest around them.
    Hosts,
    /// What the big receivers make of it.
    Receivers,
}

/// How a part stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// For a colour and an icon.
    pub level: VerdictLevel,
    /// A word or two, such as `reject` or `1 of 3`; empty if there is nothing to add.
    pub words: String,
}

/// The families of findings about mail hosts and what goes with them.
pub const HOST_FAMILIES: [&str; 8] = [
    "mx", "ip", "mtasts", "tlsrpt", "bimi", "dnssec", "ns", "dane",
];

impl DomainReport {
    /// How a part stands; unknown while answers are to come.
    pub fn standing(&self, part: ReportPart) -> Standing {
        let sections = &self.sections;
        let (state, standing) = match part {
            ReportPart::Spf => (&sections.spf, spf(self)),
            ReportPart::Dkim => (&sections.dkim, dkim(self)),
            ReportPart::Dmarc => (&sections.dmarc, dmarc(self)),
            ReportPart::Hosts => (&sections.mx, hosts(self)),
            ReportPart::Receivers => (&sections.receivers, receivers(&self.receivers)),
        };
        if state.is_waiting() {
            return told(VerdictLevel::Unknown, "…");
        }
        standing
    }

    /// The level of the worst finding of some families: good, if none is worse than a note.
    pub fn worst_of(&self, families: &[&str]) -> VerdictLevel {
        let of = self.findings.iter().filter(|finding| {
            let family = finding.id.split('.').next().unwrap_or_default();
            families.contains(&family)
        });
        match of.map(|finding| finding.severity).min() {
            Some(Severity::Error) => VerdictLevel::Bad,
            Some(Severity::Warning) => VerdictLevel::Weak,
            Some(Severity::Info) | None => VerdictLevel::Good,
        }
    }
}

fn told(level: VerdictLevel, words: impl Into<String>) -> Standing {
    Standing {
        level,
        words: words.into(),
    }
}

/// The level that follows from the rules, no better than the findings say.
fn level(state: RuleState, findings: VerdictLevel) -> VerdictLevel {
    match state {
        RuleState::Met => findings,
        RuleState::NotMet => findings.max(VerdictLevel::Weak),
        RuleState::Unknown | RuleState::NotApplicable => VerdictLevel::Unknown,
    }
}

fn spf(report: &DomainReport) -> Standing {
    let level = level(spf_state(report), report.worst_of(&["spf"]));
    match (&report.spf.record, level) {
        (_, VerdictLevel::Unknown) => told(level, "not checked"),
        (Some(_), _) => told(level, format!("{} of {MOST_LOOKUPS}", report.spf.lookups)),
        (None, _) if report.findings.iter().any(|it| it.id == "spf.multiple") => {
            told(level, "several")
        }
        (None, _) => told(level, "none"),
    }
}

fn dkim(report: &DomainReport) -> Standing {
    let state = dkim_state(report);
    let level = level(state, report.worst_of(&["dkim"]));
    let usable = report.dkim.iter().filter(|key| key.usable).count();
    let known = report.dkim.iter();
    let known = known.filter(|key| key.state != KeyState::Waiting).count();
    match (state, known) {
        (RuleState::Unknown, _)
            if matches!(report.sections.dkim, SectionState::Unchecked { .. }) =>
        {
            told(level, "not checked")
        }
        (RuleState::Unknown, _) => told(level, "not known"),
        (_, 0) => told(level, "none"),
        (_, known) => told(level, format!("{usable} of {known}")),
    }
}

fn dmarc(report: &DomainReport) -> Standing {
    let findings = report.worst_of(&["dmarc"]);
    let (least, words) = match Fate::of(report) {
        Fate::Rejected | Fate::Quarantined => {
            (findings, report.dmarc.effective.unwrap_or_default())
        }
        Fate::Nothing => (
            findings.max(VerdictLevel::Weak),
            report.dmarc.effective.unwrap_or("not applied"),
        ),
        Fate::NoRecord => (findings.max(VerdictLevel::Weak), "no record"),
        Fate::Unknown => (VerdictLevel::Unknown, "not checked"),
    };
    told(least, words)
}

fn hosts(report: &DomainReport) -> Standing {
    let findings = report.worst_of(&HOST_FAMILIES);
    let is_open = matches!(report.sections.mx, SectionState::Unchecked { .. });
    if is_open && findings == VerdictLevel::Good {
        told(VerdictLevel::Unknown, "not checked")
    } else {
        told(findings, "")
    }
}

fn receivers(receivers: &[ReceiverReport]) -> Standing {
    let levels = receivers.iter().map(ReceiverReport::level);
    let levels: Vec<VerdictLevel> = levels.collect();
    let count = |level| levels.iter().filter(|it| **it == level).count();
    let open = count(VerdictLevel::Unknown);
    let all = levels.len();
    if all == 0 || open == all {
        return told(VerdictLevel::Unknown, "not known");
    }
    let takes = count(VerdictLevel::Good) + count(VerdictLevel::Weak);
    let refuses = count(VerdictLevel::Bad);
    // What is not known is no worse than what is wrong.
    let known = levels.iter().filter(|it| **it != VerdictLevel::Unknown);
    let worst = known.max().copied().unwrap_or(VerdictLevel::Unknown);
    match (refuses, open) {
        (0, 0) => told(worst, format!("{takes} of {all}")),
        (0, open) => told(VerdictLevel::Unknown, format!("{open} not known")),
        (_, _) => told(VerdictLevel::Bad, format!("{takes} of {all}")),
    }
}

impl ReceiverReport {
    /// How the receiver takes the domain's mail: weak, if it takes little of it.
    pub const fn level(&self) -> VerdictLevel {
        match (self.passes, self.passes_bulk) {
            (Some(false), _) => VerdictLevel::Bad,
            (None, _) => VerdictLevel::Unknown,
            (Some(true), Some(false)) => VerdictLevel::Weak,
            (Some(true), Some(true) | None) => VerdictLevel::Good,
        }
    }

    /// The same in one sentence without a period.
    pub const fn sentence(&self) -> &'static str {
        match (self.passes, self.passes_bulk) {
            (Some(true), Some(true)) => "Takes mail of this domain, also in bulk",
            (Some(true), Some(false)) => "Takes mail of this domain, not more than 5,000 a day",
            (Some(true), None) => "Takes mail of this domain; in bulk it is not known",
            (Some(false), _) => "Will refuse mail of this domain, or mistrust it",
            (None, _) => "Not known, as not every rule can be judged",
        }
    }
}
