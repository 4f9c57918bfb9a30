//! How each part of a report stands: the tone of its mark and a few words.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::finding::Severity;
use crate::domain::sender_domain::alignment::Outcome;
use crate::domain::sender_domain::report::{
    DomainReport, ReportPart, Standing, Verdict, VerdictLevel,
};
use crate::domain::sender_domain::whole::{ProviderReport, Standing as RecordStanding};
use crate::model::{ChangesSince, DomainTab, DomainView};
use crate::ui::widgets::Tone;

/// The tone of a verdict.
pub(super) const fn tone(verdict: &Verdict) -> Tone {
    tone_of(verdict.level)
}

/// The tone of a level.
pub(super) const fn tone_of(level: VerdictLevel) -> Tone {
    match level {
        VerdictLevel::Good => Tone::Success,
        VerdictLevel::Weak => Tone::Warning,
        VerdictLevel::Bad => Tone::Error,
        VerdictLevel::Unknown => Tone::Neutral,
    }
}

/// A day of this machine's calendar.
pub(super) fn day(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::system());
    at.strftime("%d %B %Y").to_string()
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
    match tab {
        DomainTab::Findings => (worst(report, |_| true), counts(report)),
        DomainTab::Records => records(whole.provider.as_ref()),
        DomainTab::Spf => standing(report, ReportPart::Spf),
        DomainTab::Dkim => standing(report, ReportPart::Dkim),
        DomainTab::Dmarc => standing(report, ReportPart::Dmarc),
        DomainTab::Alignment => alignment(whole.alignment.as_deref(), report),
        DomainTab::Hosts => standing(report, ReportPart::Hosts),
        DomainTab::Receivers => standing(report, ReportPart::Receivers),
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
    let standings: Vec<RecordStanding> = provider.rows().map(|row| row.standing).collect();
    let wanted = standings.iter();
    let wanted = wanted.filter(|it| **it != RecordStanding::Unneeded).count();
    let fine = standings
        .iter()
        .filter(|it| **it == RecordStanding::Fine)
        .count();
    let tone = if standings.contains(&RecordStanding::Wrong) {
        Tone::Error
    } else if standings.contains(&RecordStanding::Better) {
        Tone::Warning
    } else if standings.contains(&RecordStanding::Open) {
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

/// The mark of a part, the same as everywhere else.
fn standing(report: &DomainReport, part: ReportPart) -> (Tone, String) {
    let Standing { level, words } = report.standing(part);
    (tone_of(level), words)
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
