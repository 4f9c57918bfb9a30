//! A report as Markdown, for an issue or a message.

use super::document::Document;
use super::text::{proven, word};
use super::{DomainReport, ReportFinding};
use crate::domain::sender_domain::fix::diff;
use crate::domain::sender_domain::shown::shown;

impl DomainReport {
    /// The report as Markdown. What came from the DNS cannot become markup.
    pub fn to_markdown(&self) -> String {
        let document = Document::of(self);
        let mut text = format!(
            "# {}\n\n{}\n",
            escaped(&document.title),
            escaped(document.verdict)
        );
        for part in &document.sections {
            text.extend([format!("\n## {}\n\n", part.title)]);
            for (label, value) in &part.facts {
                text.extend([format!("- {}: {}\n", escaped(label), code(value))]);
            }
            if !part.facts.is_empty() && !part.findings.is_empty() {
                text.push('\n');
            }
            for finding in &part.findings {
                text.push_str(&of_finding(finding));
            }
        }
        text.extend([format!("\n{}\n", escaped(&document.footer))]);
        text
    }
}

fn of_finding(finding: &ReportFinding) -> String {
    let mut text = format!(
        "- **{}** {} (`{}`)\n",
        word(finding.severity),
        escaped(&finding.message),
        finding.id
    );
    if let Some(hint) = &finding.hint {
        text.extend([format!("  {}\n", escaped(hint))]);
    }
    if let Some(fix) = &finding.fix {
        let lines = diff(fix);
        let fence = fence(&lines);
        text.extend([format!(
            "\n  {}:\n\n  {fence}diff\n",
            escaped(&shown(&fix.title))
        )]);
        text.extend(lines.lines().map(|line| format!("  {line}\n")));
        text.extend([format!("  {fence}\n")]);
    }
    for sentence in proven(finding) {
        text.extend([format!("\n  {}\n", escaped(&sentence))]);
    }
    text
}

/// A fence longer than any row of backticks inside.
fn fence(lines: &str) -> String {
    "`".repeat(longest_row(lines).max(2) + 1)
}

/// A value between backticks, more of them than it has in a row.
fn code(value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let row = "`".repeat(longest_row(value) + 1);
    let space = if value.starts_with('`') || value.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{row}{space}{value}{space}{row}")
}

fn longest_row(text: &str) -> usize {
    let rows = text.split(|it| it != '`').map(str::len);
    rows.max().unwrap_or_default()
}

/// The text with a backslash before all that could be markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\`*_[]<>#|&~!@".contains(character) {
            safe.push('\\');
        }
        safe.push(character);
    }
    safe
}
