//! `letterhead clients recall`

use std::io::Write;
use std::path::PathBuf;

use super::super::CliError;
use super::read;
use crate::domain::clients::data::ClientData;
use crate::domain::clients::detect::undetectable;
use crate::domain::clients::recall::{Recall as Measured, samples};

/// The documents that the tests use, so that the figures can be had anywhere.
const DOCUMENTS: &str = include_str!("../../../tests/fixtures/clients/features.txt");

/// Arguments of `letterhead clients recall`.
#[derive(Debug, clap::Args)]
pub struct Recall {
    /// The documents: after `== slug` one that has the feature, after `-- slug` one that seems so
    /// [default: those that the program carries]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(arguments: &Recall, out: &mut impl Write) -> Result<(), CliError> {
    let text = arguments.file.as_deref().map(read).transpose()?;
    let text = text.as_deref().unwrap_or(DOCUMENTS);
    let measured = Measured::of(&samples(text));
    writeln!(
        out,
        "{:<14} {:>9} {:>6} {:>6} {:>6} {:>9}",
        "group", "documents", "found", "twins", "false", "confused"
    )?;
    let mut sums = [0; 5];
    for (group, found) in &measured.groups {
        let row = [
            found.positive,
            found.positive - found.missed.len(),
            found.negative,
            found.false_alarms.len(),
            found.confused.len(),
        ];
        write_row(out, group.name(), row)?;
        for (sum, number) in sums.iter_mut().zip(row) {
            *sum += number;
        }
        for slug in &found.missed {
            writeln!(out, "    missed: {slug}")?;
        }
        for slug in &found.false_alarms {
            writeln!(out, "    false alarm: {slug}")?;
        }
        for (slug, other) in &found.confused {
            writeln!(out, "    in the document of {slug}: {other}")?;
        }
    }
    write_row(out, "all", sums)?;
    for feature in &ClientData::bundled().features {
        if let Some(reason) = undetectable(&feature.slug) {
            writeln!(out, "not looked for: {}: {reason}", feature.slug)?;
        }
    }
    if measured.is_exact() {
        return Ok(());
    }
    Err(CliError::Refused(
        "some features were missed, or found where they are not".to_owned(),
    ))
}

fn write_row(out: &mut impl Write, name: &str, row: [usize; 5]) -> Result<(), CliError> {
    let [documents, found, twins, wrong, confused] = row;
    Ok(writeln!(
        out,
        "{name:<14} {documents:>9} {found:>6} {twins:>6} {wrong:>6} {confused:>9}"
    )?)
}
