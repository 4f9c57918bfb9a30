//! `letterhead explain-rule`

use std::io::Write;

use super::super::{CliError, write_json};
use crate::domain::checks::{Group, Rule, rules_with};
use crate::domain::clients::checks::MORE;
use crate::domain::finding::Severity;

/// Arguments of `letterhead explain-rule`.
#[derive(Debug, clap::Args)]
pub struct ExplainRule {
    /// The name that stands in brackets after a finding
    #[arg(
        value_name = "ID",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    id: Option<String>,
    /// Prints all rules
    #[arg(long)]
    all: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Prints tables for the README, one for each group
    #[arg(long, requires = "all", conflicts_with = "json")]
    markdown: bool,
}

pub(in super::super) fn run(arguments: &ExplainRule, out: &mut impl Write) -> Result<(), CliError> {
    let wanted: Vec<&Rule> = rules_with(MORE)
        .filter(|rule| arguments.id.as_deref().is_none_or(|id| rule.id == id))
        .collect();
    if wanted.is_empty() {
        let id = arguments.id.as_deref().unwrap_or_default();
        let message = format!("there is no rule {id}; letterhead explain-rule --all lists them");
        return Err(CliError::Input(message));
    }
    if arguments.json {
        return write_json(out, &wanted);
    }
    if arguments.markdown {
        return tables(out, &wanted);
    }
    for (index, rule) in wanted.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        one(out, rule)?;
    }
    Ok(())
}

fn one(out: &mut impl Write, rule: &Rule) -> Result<(), CliError> {
    let severity = severity(rule);
    writeln!(out, "{} ({severity}, {})", rule.id, rule.group.label())?;
    writeln!(out, "  {}", rule.title)?;
    writeln!(out, "  {}", rule.why)?;
    example(out, "Bad", rule.bad.text())?;
    example(out, "Good", rule.good.text())?;
    writeln!(out, "  Source: {}", rule.source)?;
    Ok(())
}

const fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The rules as the README lists them: folded groups, as there are many.
fn tables(out: &mut impl Write, rules: &[&Rule]) -> Result<(), CliError> {
    for group in Group::ALL {
        let mut members = rules.iter().filter(|rule| rule.group == group).peekable();
        if members.peek().is_none() {
            continue;
        }
        writeln!(out, "<details><summary>{}</summary>\n", group.label())?;
        writeln!(out, "| rule | at most | finds |\n|---|---|---|")?;
        for rule in members {
            let title = rule.title.replace('|', "\\|");
            writeln!(out, "| `{}` | {} | {title} |", rule.id, severity(rule))?;
        }
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn example(out: &mut impl Write, word: &str, text: &str) -> Result<(), CliError> {
    const LONGEST: usize = 300;
    let shown: String = text.chars().take(LONGEST).collect();
    let rest = if shown.len() < text.len() { "…" } else { "" };
    let lines = format!("{shown}{rest}").replace('\n', "\n        ");
    writeln!(out, "  {word}:  {lines}")?;
    Ok(())
}
