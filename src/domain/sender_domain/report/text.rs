//! A report for the terminal.

use super::document::{Document, Part};
use super::{DomainReport, ReportFinding};
use crate::domain::finding::Severity;
use crate::domain::sender_domain::fix::diff;
use crate::domain::sender_domain::shown::shown;

impl DomainReport {
    /// The report as plain text: the verdict first, then each part with its facts and findings.
    pub fn to_text(&self) -> String {
        let document = Document::of(self);
        let mut text = format!("{}\n{}\n", document.title, document.verdict);
        for part in &document.sections {
            text.push_str(&of_part(part));
        }
        text.push('\n');
        text.push_str(&document.footer);
        text.push('\n');
        text
    }
}

fn of_part(part: &Part<'_>) -> String {
    let mut text = format!("\n{}\n", part.title);
    for (label, value) in &part.facts {
        text.extend([format!("  {label}: {value}\n")]);
    }
    for finding in &part.findings {
        text.push_str(&of_finding(finding));
    }
    text
}

fn of_finding(finding: &ReportFinding) -> String {
    let mut text = format!(
        "  {:<7}  {}  [{}]\n",
        word(finding.severity),
        finding.message,
        finding.id
    );
    if let Some(underlined) = underlined(finding) {
        text.push_str(&underlined);
    }
    if let Some(hint) = &finding.hint {
        text.extend([format!("           {hint}\n")]);
    }
    if !finding.refs.is_empty() {
        text.extend([format!("           {}\n", finding.refs.join(", "))]);
    }
    if let Some(fix) = &finding.fix {
        text.extend([format!("           {}:\n", shown(&fix.title))]);
        let lines = diff(fix);
        text.extend(lines.lines().map(|line| format!("             {line}\n")));
    }
    for sentence in proven(finding) {
        text.extend([format!("           {sentence}\n")]);
    }
    text
}

/// What the change of a finding is good for, in sentences; none if it was not tried.
pub(super) fn proven(finding: &ReportFinding) -> Vec<String> {
    let Some(proof) = &finding.proof else {
        return Vec::new();
    };
    let first = std::iter::once(proof.sentence());
    first.chain(proof.brings_up_sentence()).collect()
}

/// The part of the record that is meant, on a line of its own.
fn underlined(finding: &ReportFinding) -> Option<String> {
    let (record, span) = (finding.record.as_ref()?, finding.span?);
    let meant = record.get(span.range()).filter(|meant| !meant.is_empty())?;
    Some(format!("           at “{}”\n", shown(meant)))
}

/// The word for a severity.
pub(super) const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
