//! `letterhead languages`

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::open::{Context, factory, refuse_broken};
use super::{CliError, write_json};
use crate::domain::authoring::{source_text, version};
use crate::domain::coverage::{CellState, Feature, Grid, Verdict, coverage_of_grid, grid};
use crate::domain::language::english_name;
use crate::domain::logto::{Place, TemplateSupport, UsageType};
use crate::domain::workspace::{TEMPLATES, TemplateKey, Workspace};

/// Arguments of `letterhead languages`.
#[derive(Debug, clap::Args)]
pub struct Languages {
    /// The workspace [default: the current folder, else the one the window starts with]
    #[arg(long, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// The connector that sends, by Logto's factory id, which decides on the templates looked at
    #[arg(long, value_name = "ID", value_parser = factory)]
    factory: Option<TemplateSupport>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Usage types by languages.
#[derive(Serialize)]
struct Report {
    languages: Vec<Language>,
    cells: Vec<Cell>,
    features: Vec<FeatureReport>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Language {
    tag: String,
    name: String,
    is_fallback: bool,
    is_reachable: bool,
    templates: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cell {
    usage_type: UsageType,
    language_tag: String,
    /// `own`, `fallsBack`, `notFound` or `notNeeded`.
    state: &'static str,
    /// What readers get instead.
    to: Option<Place>,
    is_stale: bool,
    is_unreachable: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FeatureReport {
    feature: Feature,
    /// `complete`, `fallsBack` or `breaks`; null if the tenant does not use it.
    verdict: Option<&'static str>,
    breaks: Vec<String>,
}

pub(super) fn run(
    arguments: &Languages,
    context: &Context,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let workspace = context.workspace(arguments.workspace.as_deref())?;
    refuse_broken(&workspace, |path| path.starts_with(TEMPLATES))?;
    let support = arguments
        .factory
        .unwrap_or(TemplateSupport::CustomAndConfig);
    let grid = grid(&workspace, &workspace.settings.languages, support);
    let report = report(&workspace, &grid);
    if arguments.json {
        write_json(out, &report)?;
    } else {
        write_text(&report, out)?;
    }
    let broken = report.features.iter();
    let broken: Vec<&str> = broken
        .filter(|one| one.verdict == Some("breaks"))
        .map(|one| one.feature.name())
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    Err(CliError::Refused(format!(
        "no mail for: {}",
        broken.join(", ")
    )))
}

fn report(workspace: &Workspace, grid: &Grid) -> Report {
    let languages = grid.columns.iter().map(|column| Language {
        tag: column.tag.clone(),
        name: english_name(&column.tag),
        is_fallback: column.is_fallback,
        is_reachable: column.is_reachable,
        templates: column.templates,
    });
    let stale = stale(workspace);
    let mut cells = Vec::new();
    for usage_type in UsageType::ALL {
        for (index, column) in grid.columns.iter().enumerate() {
            let cell = grid.cell(usage_type, index);
            let (state, to) = match &cell.state {
                CellState::Own => ("own", None),
                CellState::FallsBack { to } => ("fallsBack", Some(to.clone())),
                CellState::NotFound => ("notFound", None),
                CellState::NotNeeded => ("notNeeded", None),
            };
            cells.push(Cell {
                usage_type,
                language_tag: column.tag.clone(),
                state,
                to,
                is_stale: stale.contains(&TemplateKey::new(usage_type, column.tag.as_str())),
                is_unreachable: cell.is_unreachable,
            });
        }
    }
    let off = &workspace.settings.features_off;
    let on: BTreeSet<Feature> = Feature::ALL
        .into_iter()
        .filter(|one| !off.contains(one))
        .collect();
    let features = coverage_of_grid(grid, &on)
        .into_iter()
        .map(|one| FeatureReport {
            feature: one.feature,
            verdict: one.verdict.map(|verdict| match verdict {
                Verdict::Complete => "complete",
                Verdict::FallsBack => "fallsBack",
                Verdict::Breaks => "breaks",
            }),
            breaks: one
                .breaks
                .into_iter()
                .map(|broken| broken.message)
                .collect(),
        });
    Report {
        languages: languages.collect(),
        cells,
        features: features.collect(),
    }
}

/// The translations that were made from another text than the source language has now.
fn stale(workspace: &Workspace) -> BTreeSet<TemplateKey> {
    let language = workspace.settings.source_language();
    let strings = workspace.strings.get(language).map(AsRef::as_ref);
    let now = |usage_type| {
        let file = workspace
            .templates
            .get(&TemplateKey::new(usage_type, language))?;
        let strings = file.authoring().layout.as_ref().and(strings);
        Some(version(&source_text(usage_type, file.details(), strings)))
    };
    let templates = workspace.templates.iter();
    let stale = templates.filter(|(key, file)| {
        let from = file.authoring().translated_from.as_ref();
        let now = now(key.usage_type);
        key.tag != language && from.zip(now).is_some_and(|(from, now)| *from != now)
    });
    stale.map(|(key, _)| key.clone()).collect()
}

fn write_text(report: &Report, out: &mut impl Write) -> Result<(), CliError> {
    for language in &report.languages {
        let cells = report.cells.iter();
        let cells: Vec<&Cell> = cells
            .filter(|cell| cell.language_tag == language.tag)
            .collect();
        let count =
            |wanted: &dyn Fn(&Cell) -> bool| cells.iter().filter(|cell| wanted(cell)).count();
        let own = count(&|cell| cell.state == "own");
        let stale = count(&|cell| cell.is_stale);
        let missing = count(&|cell| cell.state == "notFound");
        let mut notes = Vec::new();
        if language.is_fallback {
            notes.push("fallback".to_owned());
        }
        if !language.is_reachable {
            notes.push("no sign-in request resolves to it".to_owned());
        }
        if stale > 0 {
            notes.push(format!("{stale} stale"));
        }
        if missing > 0 {
            notes.push(format!("{missing} without any mail"));
        }
        let (tag, name, notes) = (&language.tag, &language.name, notes.join(", "));
        let line = format!("{tag:<12} {name:<28} {own} of 9 own   {notes}");
        writeln!(out, "{}", line.trim_end())?;
    }
    for feature in &report.features {
        for broken in &feature.breaks {
            if feature.verdict == Some("breaks") {
                writeln!(out, "{}: {broken}", feature.feature.name())?;
            }
        }
    }
    Ok(())
}
