//! How each part of a report stands: the tone of its mark and a few words.

use super::hosts::FAMILIES;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::alignment::Outcome;
use crate::domain::sender_domain::report::{
    DomainReport, KeyState, SectionState, Verdict, VerdictLevel,
};
use crate::domain::sender_domain::spf::MOST_LOOKUPS;
use crate::domain::sender_domain::whole::{ProviderReport, Standing};
use crate::model::{ChangesSince, DomainTab, DomainView};
use crate::ui::widgets::Tone;

/// The tone of a verdict.
pub(super) const fn tone(verdict: &Verdict) -> Tone {
    match verdict.level {
        VerdictLevel::Good => Tone::Success,
        VerdictLevel::Weak => Tone::Warning,
        VerdictLevel::Bad => Tone::Error,
        VerdictLevel::Unknown => Tone::Neutral,
    }
}

/// The verdict in a word or two.
pub(super) const fn word(verdict: &Verdict) -> &'static str {
    match verdict.level {
        VerdictLevel::Good => "Good",
        VerdictLevel::Weak => "Could be better",
        VerdictLevel::Bad => "Needs work",
        VerdictLevel::Unknown => "Not known",
    }
}

/// How a part stands, with a few words; nothing to say while nothing is known.
pub(super) fn of(tab: DomainTab, view: Option<&DomainView>) -> (Tone, String) {
    let Some((view, checked)) = view.and_then(|view| Some((view, view.checked.as_ref()?))) else {
        return (Tone::Neutral, String::new());
    };
    let whole = &checked.whole;
    let report = &whole.report;
    let sections = &report.sections;
    match tab {
        DomainTab::Findings => (worst(report, |_| true), counts(report)),
        DomainTab::Records => records(whole.provider.as_ref()),
        DomainTab::Spf => {
            let words = match &report.spf.record {
                Some(_) => format!("{} of {MOST_LOOKUPS}", report.spf.lookups),
                None => String::new(),
            };
            of_section(report, &sections.spf, &["spf"], words)
        }
        DomainTab::Dkim => {
            let usable = report.dkim.iter().filter(|key| key.usable).count();
            let asked = report.dkim.iter();
            let asked = asked.filter(|key| key.state != KeyState::Waiting).count();
            let words = match (usable, asked) {
                (0, 0) => String::new(),
                (usable, asked) => format!("{usable} of {asked}"),
            };
            of_section(report, &sections.dkim, &["dkim"], words)
        }
        DomainTab::Dmarc => {
            let words = report.dmarc.effective.unwrap_or_default().to_owned();
            of_section(report, &sections.dmarc, &["dmarc"], words)
        }
        DomainTab::Alignment => alignment(whole.alignment.as_deref(), report),
        DomainTab::Hosts => of_section(report, &sections.mx, &FAMILIES, String::new()),
        DomainTab::Receivers => {
            let judged = report.receivers.iter().filter_map(|it| it.passes);
            let judged: Vec<bool> = judged.collect();
            let passed = judged.iter().filter(|passes| **passes).count();
            let tone = match judged.len() {
                0 => Tone::Neutral,
                count if count == passed => Tone::Success,
                _ => Tone::Error,
            };
            (tone, format!("{passed} of {}", report.receivers.len()))
        }
        DomainTab::Changes => match view.changes.as_deref() {
            Some(ChangesSince::Since(_, changes)) => {
                let count = changes.records.len()
                    + changes.appeared.len()
                    + changes.gone.len()
                    + changes.changed.len();
                let tone = if count == 0 {
                    Tone::Neutral
                } else {
                    Tone::Accent
                };
                (tone, count.to_string())
            }
            _ => (Tone::Neutral, String::new()),
        },
        DomainTab::Trace => (Tone::Neutral, checked.trace.len().to_string()),
    }
}

fn records(provider: Option<&ProviderReport>) -> (Tone, String) {
    let Some(provider) = provider else {
        return (Tone::Neutral, "no provider".to_owned());
    };
    let standings: Vec<Standing> = provider.rows().map(|row| row.standing).collect();
    let wanted = standings.iter();
    let wanted = wanted.filter(|it| **it != Standing::Unneeded).count();
    let fine = standings.iter().filter(|it| **it == Standing::Fine).count();
    let tone = if standings.contains(&Standing::Wrong) {
        Tone::Error
    } else if standings.contains(&Standing::Better) {
        Tone::Warning
    } else if standings.contains(&Standing::Open) {
        Tone::Neutral
    } else {
        Tone::Success
    };
    (tone, format!("{fine} of {wanted}"))
}

fn alignment(
    uses: Option<&[crate::domain::sender_domain::alignment::UseReport]>,
    report: &DomainReport,
) -> (Tone, String) {
    let Some(uses) = uses else {
        return (Tone::Neutral, String::new());
    };
    let passes = |outcome| matches!(outcome, Outcome::Both | Outcome::BySpf | Outcome::ByDkim);
    let passing = uses.iter().filter(|it| passes(it.outcome)).count();
    let tone = match worst(report, |family| family == "align") {
        Tone::Success if uses.iter().any(|it| it.outcome == Outcome::Unknown) => Tone::Neutral,
        tone => tone,
    };
    (tone, format!("{passing} of {}", uses.len()))
}

fn of_section(
    report: &DomainReport,
    state: &SectionState,
    families: &[&str],
    words: String,
) -> (Tone, String) {
    match state {
        SectionState::Waiting => (Tone::Neutral, "…".to_owned()),
        SectionState::Unchecked { .. } => (Tone::Warning, "not checked".to_owned()),
        SectionState::Known | SectionState::NotWanted => {
            let tone = worst(report, |family| families.contains(&family));
            (tone, words)
        }
    }
}

/// The tone of the worst finding of some families.
fn worst(report: &DomainReport, is_meant: impl Fn(&str) -> bool) -> Tone {
    let of = report.findings.iter().filter(|finding| {
        let family = finding.id.split('.').next().unwrap_or_default();
        is_meant(family)
    });
    match of.map(|finding| finding.severity).min() {
        Some(Severity::Error) => Tone::Error,
        Some(Severity::Warning) => Tone::Warning,
        Some(Severity::Info) | None if report.is_complete => Tone::Success,
        Some(Severity::Info) | None => Tone::Neutral,
    }
}

/// How many findings there are of each severity, in words; the worst kinds only, to be short.
fn counts(report: &DomainReport) -> String {
    let count = |severity| {
        let findings = report.findings.iter();
        findings.filter(|it| it.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, warnings) => (errors + warnings).to_string(),
    }
}
