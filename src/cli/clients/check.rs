//! `letterhead clients FILE`

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::{CliError, write_json};
use super::{percent, read};
use crate::domain::clients::audience::{Audience, DEFAULT_SOURCE, NotUnderstood};
use crate::domain::clients::data::ClientData;
use crate::domain::clients::report::{Entry, Report};
use crate::domain::finding::Severity;
use crate::domain::markup::html::Document;

/// What to look at, and for whom.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The clients that count, all alike: ids such as `outlook.windows`, or families such as
    /// `gmail`, with commas between
    #[arg(long, value_name = "CLIENTS", value_delimiter = ',')]
    clients: Vec<String>,
    /// The shares of your readers: a file with a name and a share in each line, as CSV or text
    #[arg(long, value_name = "FILE", conflicts_with = "clients")]
    audience: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Output<'a> {
    #[serde(flatten)]
    report: &'a Report,
    not_understood: &'a [NotUnderstood],
}

pub(super) fn run(file: &Path, arguments: &Check, out: &mut impl Write) -> Result<(), CliError> {
    let data = ClientData::bundled();
    let audience = audience(arguments, data)?;
    let text = read(file)?;
    let report = Report::of(&Document::parse(text.as_str()), data, &audience);
    if arguments.json {
        let not_understood = audience.not_understood();
        return write_json(
            out,
            &Output {
                report: &report,
                not_understood,
            },
        );
    }
    for entry in &report.entries {
        write_entry(out, file, &text, entry)?;
    }
    for line in audience.not_understood() {
        writeln!(out, "not understood, line {}: {}", line.line, line.text)?;
    }
    writeln!(
        out,
        "{} features used; {} not shown by all of your readers; {} not tested in some of their \
         clients. Facts of {} from caniemail.com.",
        report.used,
        report.entries.len(),
        report.untested.len(),
        report.date
    )?;
    if report.unknown_readers > 0.005 {
        let share = percent(report.unknown_readers);
        writeln!(
            out,
            "Of {share} of your readers the mail client is not known."
        )?;
    }
    if arguments.clients.is_empty() && arguments.audience.is_none() {
        writeln!(out, "Readers: {DEFAULT_SOURCE}.")?;
    }
    Ok(())
}

fn audience(arguments: &Check, data: &ClientData) -> Result<Audience, CliError> {
    if let Some(path) = &arguments.audience {
        let audience = Audience::read(&read(path)?, data);
        if audience.shares().is_empty() {
            let path = path.display();
            return Err(CliError::Input(format!(
                "{path} names no mail client that is known; `letterhead clients` lists them"
            )));
        }
        return Ok(audience);
    }
    let mut ids = Vec::new();
    for name in &arguments.clients {
        let found = data.find(name);
        if found.is_empty() {
            return Err(CliError::Input(format!(
                "“{name}” is no mail client that is known; `letterhead clients` lists them"
            )));
        }
        ids.extend(found);
    }
    Ok(Audience::chosen(&ids, data))
}

fn write_entry(
    out: &mut impl Write,
    file: &Path,
    text: &str,
    entry: &Entry,
) -> Result<(), CliError> {
    let severity = match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let first = entry.spans.first().map_or(0, |span| span.start);
    let before = text.get(..first).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .chars()
        .rev()
        .take_while(|char| *char != '\n')
        .count()
        + 1;
    let place = file.display();
    writeln!(
        out,
        "{place}:{line}:{column}: {severity}: {}",
        entry.message
    )?;
    if entry.spans.len() > 1 {
        writeln!(out, "    and {} more places", entry.spans.len() - 1)?;
    }
    writeln!(out, "    {}", entry.hint)?;
    Ok(())
}
