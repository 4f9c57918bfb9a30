//! `letterhead compose`

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::open::{Context, refuse_broken};
use super::{CliError, write_finding, write_json};
use crate::domain::authoring::Composer;
use crate::domain::finding::Finding;
use crate::domain::workspace::{SETTINGS_FILE, TEMPLATES, TemplateFile, Workspace};
use crate::services::workspace::write_atomic;

/// Arguments of `letterhead compose`.
#[derive(Debug, clap::Args)]
pub struct Compose {
    /// The folder to write the flat templates into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The workspace [default: the current folder, else the one the window starts with]
    #[arg(long, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// Prints the result as JSON
    #[arg(long)]
    json: bool,
}

/// What became of all templates.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    composed: usize,
    without_layout: usize,
    failed: usize,
    findings: Vec<Found>,
}

#[derive(Serialize, PartialEq)]
struct Found {
    place: String,
    #[serde(flatten)]
    finding: Finding,
}

pub(super) fn run(
    arguments: &Compose,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let workspace = context.workspace(arguments.workspace.as_deref())?;
    let folders = ["layouts", "partials", "strings", TEMPLATES];
    refuse_broken(&workspace, |path| {
        folders.iter().any(|folder| path.starts_with(folder))
    })?;
    let out_path = std::path::absolute(&arguments.out).unwrap_or_else(|_| arguments.out.clone());
    if out_path
        .ancestors()
        .any(|folder| folder.join(SETTINGS_FILE).exists())
    {
        let advice = "choose another folder, so that what you wrote is not replaced";
        let folder = arguments.out.display();
        return Err(CliError::Refused(format!(
            "{folder} is a workspace, or in one; {advice}"
        )));
    }
    let report = compose_all(&workspace, &arguments.out)?;
    if arguments.json {
        write_json(out, &report)?;
    } else {
        write_report(&report, &arguments.out, out)?;
    }
    if report.failed > 0 {
        let message = format!("{} templates could not be composed", report.failed);
        return Err(CliError::Refused(message));
    }
    Ok(())
}

fn compose_all(workspace: &Workspace, folder: &Path) -> Result<Report, CliError> {
    let mut composer = Composer::new();
    composer.set_sources(workspace.composing_sources());
    let mut report = Report::default();
    for (key, file) in &workspace.templates {
        let details = match workspace.compose(key, &mut composer) {
            None => {
                report.without_layout += 1;
                file.details().clone()
            }
            Some(composition) => {
                let found = composition.findings.iter().map(|found| Found {
                    place: workspace.place_of(key, found).to_string(),
                    finding: found.finding.clone(),
                });
                for found in found {
                    if !report.findings.contains(&found) {
                        report.findings.push(found);
                    }
                }
                if composition.is_failed {
                    report.failed += 1;
                    continue;
                }
                report.composed += 1;
                composition.details.clone()
            }
        };
        let path = folder.join(key.file_path());
        write(&path, &TemplateFile::new(details).print())?;
    }
    Ok(report)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error| CliError::Input(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    write_atomic(path, text.as_bytes()).map_err(failed)
}

fn write_report(report: &Report, folder: &Path, out: &mut impl Write) -> Result<(), CliError> {
    for found in &report.findings {
        write_finding(out, &found.place, &found.finding)?;
    }
    let flat = match report.without_layout {
        0 => String::new(),
        count => format!(", {count} copied that have no layout"),
    };
    let folder = folder.display();
    Ok(writeln!(
        out,
        "{} templates composed into {folder}{flat}",
        report.composed
    )?)
}
