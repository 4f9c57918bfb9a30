//! What a report comes to, in one sentence.

use super::{DomainReport, SectionState, Verdict, VerdictLevel};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::receivers::{RuleState, dkim_state, spf_state};
use crate::domain::sender_domain::shown::shown_name;

/// The verdict while nothing is known.
pub fn undecided(domain: &Name) -> Verdict {
    Verdict {
        level: VerdictLevel::Unknown,
        sentence: format!("{} is still being looked at", shown_name(domain)),
    }
}

/// The verdict on what is known so far.
pub fn of(report: &DomainReport) -> Verdict {
    let sections = &report.sections;
    let deciding = [&sections.spf, &sections.dkim, &sections.dmarc];
    if deciding.iter().any(|state| state.is_waiting()) {
        return undecided(&report.domain);
    }
    let (spf, dkim) = (spf_state(report), dkim_state(report));
    let dmarc = Fate::of(report);
    let has = |id| report.findings.iter().any(|it| it.id == id);
    Verdict {
        level: level(report, spf, dkim, dmarc),
        sentence: if has("domain.missing") {
            format!("{} does not exist in the DNS", shown_name(&report.domain))
        } else if has("spf.all-pass") {
            open_sentence(&shown_name(&report.domain), dmarc)
        } else {
            sentence(&shown_name(&report.domain), spf, dkim, dmarc)
        },
    }
}

/// What happens to mail that fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Rejected,
    Quarantined,
    Nothing,
    NoRecord,
    Unknown,
}

impl Fate {
    pub(super) fn of(report: &DomainReport) -> Self {
        match (report.dmarc.verdict, report.dmarc.effective) {
            (Some("ok"), Some("reject")) => Self::Rejected,
            (Some("ok"), Some("quarantine")) => Self::Quarantined,
            (Some("ok"), _) => Self::Nothing,
            (Some("none"), _) => Self::NoRecord,
            _ => Self::Unknown,
        }
    }
}

/// The sentence where the record itself lets everybody pass: then DMARC stops nobody.
fn open_sentence(domain: &str, dmarc: Fate) -> String {
    let rest = match dmarc {
        Fate::Rejected | Fate::Quarantined | Fate::Nothing => "and DMARC lets that mail pass",
        Fate::NoRecord => "and there is no DMARC record",
        Fate::Unknown => "and its DMARC policy could not be checked",
    };
    format!("Anybody can send as {domain}: its SPF record lets every server pass, {rest}")
}

fn sentence(domain: &str, spf: RuleState, dkim: RuleState, dmarc: Fate) -> String {
    use RuleState::{Met, NotMet};
    let both = "its SPF and DKIM could not be checked";
    let (mail, passes) = match (spf, dkim) {
        (Met, Met) => (format!("Mail from {domain} can pass SPF and DKIM"), true),
        (Met, NotMet) => (
            format!("Mail from {domain} can pass SPF, has no DKIM key that works"),
            true,
        ),
        (Met, _) => (
            format!("Mail from {domain} can pass SPF, its DKIM key is not known"),
            true,
        ),
        (NotMet, Met) => (
            format!("Mail from {domain} can pass DKIM, cannot pass SPF"),
            true,
        ),
        (NotMet, NotMet) => (
            format!("Mail from {domain} can pass neither SPF nor DKIM"),
            false,
        ),
        (NotMet, _) => (
            format!("Mail from {domain} cannot pass SPF, its DKIM key is not known"),
            false,
        ),
        (_, Met) => (
            format!("Mail from {domain} can pass DKIM, its SPF could not be checked"),
            true,
        ),
        (_, NotMet) => (
            format!("{domain} has no DKIM key that works, its SPF could not be checked"),
            false,
        ),
        _ => (format!("Too little is known of {domain}, {both}"), false),
    };
    let rest = match (dmarc, passes) {
        (Fate::Rejected, true) => "and forged mail is rejected",
        (Fate::Rejected, false) => "and DMARC has it rejected",
        (Fate::Quarantined, true) => "and forged mail goes to the spam folder",
        (Fate::Quarantined, false) => "and DMARC sends it to the spam folder",
        (Fate::Nothing, true) => "but DMARC asks for nothing",
        (Fate::Nothing, false) => "and DMARC asks for nothing",
        (Fate::NoRecord, true) => "but there is no DMARC record",
        (Fate::NoRecord, false) => "and there is no DMARC record",
        (Fate::Unknown, _) => "and its DMARC policy could not be checked",
    };
    format!("{mail}, {rest}")
}

fn level(report: &DomainReport, spf: RuleState, dkim: RuleState, dmarc: Fate) -> VerdictLevel {
    let has = |severity| {
        report
            .findings
            .iter()
            .any(|it| it.is_proven() && it.severity == severity)
    };
    let is_unchecked = |state: &SectionState| matches!(state, SectionState::Unchecked { .. });
    let sections = &report.sections;
    if has(Severity::Error) {
        return VerdictLevel::Bad;
    }
    // What could not be checked matters where it leaves one of the three open.
    let is_open = spf == RuleState::Unknown
        || (dkim == RuleState::Unknown && is_unchecked(&sections.dkim))
        || dmarc == Fate::Unknown;
    if is_open {
        return VerdictLevel::Unknown;
    }
    let is_enforced = matches!(dmarc, Fate::Rejected | Fate::Quarantined);
    let passes = spf == RuleState::Met && dkim == RuleState::Met;
    if passes && is_enforced && !has(Severity::Warning) {
        VerdictLevel::Good
    } else {
        VerdictLevel::Weak
    }
}
