//! Findings as lines of text.

use std::io::Write;

use super::super::CliError;
use crate::domain::checks::Located;
use crate::domain::finding::Severity;

pub(super) fn write(out: &mut impl Write, findings: &[Located]) -> Result<(), CliError> {
    for found in findings.iter().filter(|found| found.ignored.is_none()) {
        one(out, found)?;
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
    let count = |severity: Severity| {
        let of = |found: &&Located| found.ignored.is_none() && found.finding.severity == severity;
        findings.iter().filter(of).count()
    };
    writeln!(
        out,
        "\n{} errors, {} warnings, {} remarks",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    )?;
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
