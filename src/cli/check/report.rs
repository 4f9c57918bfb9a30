//! Findings as lines of text.

use std::collections::HashMap;
use std::io::Write;

use super::super::CliError;
use crate::domain::checks::Located;
use crate::domain::finding::Severity;

/// Of equal findings no more lines are listed.
const MOST_LINES: usize = 12;

pub(super) fn write(out: &mut impl Write, findings: &[Located]) -> Result<(), CliError> {
    for equal in &grouped(findings) {
        several(out, equal)?;
    }
    let ignored: Vec<&Located> = findings
        .iter()
        .filter(|found| found.ignored.is_some())
        .collect();
    if !ignored.is_empty() {
        writeln!(out, "\nIgnored, as letterhead.toml asks:")?;
        for found in ignored {
            let reason = found.ignored.as_deref().unwrap_or_default();
            writeln!(out, "  {}: {} ({reason})", place(found), found.finding.code)?;
        }
    }
    writeln!(out, "\n{}", counted(findings, Severity::Info))?;
    Ok(())
}

/// How many there are of each severity up to `least`, those left out that nobody wants to hear of:
/// `1 error, 3 warnings, 0 remarks`.
pub(super) fn counted(findings: &[Located], least: Severity) -> String {
    let words = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Info, "remark"),
    ];
    let counts = words.into_iter().filter(|(severity, _)| *severity <= least);
    let counts = counts.map(|(severity, word)| {
        let of = |found: &&Located| found.ignored.is_none() && found.finding.severity == severity;
        match findings.iter().filter(of).count() {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        }
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// The findings that are told, those of one file that say the same together, at the first of them.
fn grouped(findings: &[Located]) -> Vec<Vec<&Located>> {
    let mut groups: Vec<Vec<&Located>> = Vec::new();
    let mut known = HashMap::new();
    for found in findings.iter().filter(|found| found.ignored.is_none()) {
        let finding = &found.finding;
        let same = (
            &found.path,
            finding.code,
            finding.severity,
            &finding.message,
        );
        let index = *known.entry(same).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

/// Equal findings of one file: the first, and where the others are.
fn several(out: &mut impl Write, equal: &[&Located]) -> Result<(), CliError> {
    let Some((first, others)) = equal.split_first() else {
        return Ok(());
    };
    one(out, first)?;
    if others.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<usize> = others
        .iter()
        .filter_map(|found| found.region.map(|region| region.line))
        .collect();
    lines.dedup();
    let shown: Vec<String> = lines
        .iter()
        .take(MOST_LINES)
        .map(usize::to_string)
        .collect();
    let rest = if lines.len() > MOST_LINES {
        ", …"
    } else {
        ""
    };
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let count = others.len();
    if shown.is_empty() {
        writeln!(out, "    and {count} more like it")?;
    } else {
        let shown = shown.join(", ");
        writeln!(out, "    and {count} more like it: {word} {shown}{rest}")?;
    }
    Ok(())
}

fn one(out: &mut impl Write, found: &Located) -> Result<(), CliError> {
    let finding = &found.finding;
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    writeln!(
        out,
        "{}: {severity}: {} [{}]",
        place(found),
        finding.message,
        finding.code,
    )?;
    if let Some(hint) = &finding.hint {
        writeln!(out, "    {hint}")?;
    }
    if let [first, _, ..] = found.templates.as_slice() {
        let more = found.templates.len() - 1;
        writeln!(out, "    In {first} and {more} more templates")?;
    }
    Ok(())
}

fn place(found: &Located) -> String {
    let path = found.path.display();
    match found.region {
        Some(region) => format!("{path}:{}:{}", region.line, region.column),
        None => path.to_string(),
    }
}
