//! Findings of templates in the files they were written in, for reports.

mod files;

use std::path::PathBuf;

use serde::Serialize;

use super::ignore::ignored_by;
use super::own::in_own_content;
use crate::domain::authoring::{Composition, SourceFile};
use crate::domain::finding::{Finding, Fix, Severity};
use crate::domain::logto::{Field, FieldFinding};
use crate::domain::workspace::{TemplateKey, Workspace};
use files::Files;

/// A part of a file; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// The line of the first character.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// The line after the last character.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
}

/// A finding in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Located {
    /// The file, inside the workspace.
    pub path: PathBuf,
    /// Where in the file; nothing if it is about all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// What is wrong; the spans of it count in the file.
    #[serde(flatten)]
    pub finding: Finding,
    /// The templates that have it, as `SignIn/en`.
    pub templates: Vec<String>,
    /// Why nobody wants to hear of it, if nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignored: Option<String>,
}

impl Located {
    /// A finding about a whole file.
    pub const fn of_file(path: PathBuf, finding: Finding) -> Self {
        Self {
            path,
            region: None,
            finding,
            templates: Vec::new(),
            ignored: None,
        }
    }

    /// Whether it counts against the mail at this severity or a graver one.
    pub fn counts(&self, least: Severity) -> bool {
        self.ignored.is_none() && self.finding.severity <= least
    }
}

/// The findings of a template where they were written; `composition` is what the template was
/// composed to, if it names a layout.
pub fn locate(
    workspace: &Workspace,
    key: &TemplateKey,
    composition: Option<&Composition>,
    findings: Vec<FieldFinding>,
) -> Vec<Located> {
    let ignores = &workspace.settings.ignores;
    let mut files = Files::of(workspace, key);
    let placed = findings.into_iter().map(|found| {
        let FieldFinding { field, finding } = found;
        let code = finding.code;
        let located = match field {
            Field::Content => of_content(&mut files, composition, finding),
            _ => of_front_matter(&mut files, field, finding),
        };
        let ignored = ignored_by(ignores, code, key.usage_type, &key.tag);
        Located {
            templates: vec![format!("{}/{}", key.usage_type, key.tag)],
            ignored: ignored.map(|ignore| ignore.reason.clone()),
            ..located
        }
    });
    placed.collect()
}

fn of_content(
    files: &mut Files<'_>,
    composition: Option<&Composition>,
    mut finding: Finding,
) -> Located {
    if let Some(own) = in_own_content(&finding, composition, files.own_content()) {
        return files.located(&SourceFile::Template, own);
    }
    let mut file = SourceFile::Template;
    if let Some(composition) = composition {
        let place = finding
            .span
            .and_then(|span| composition.map.locate_span(span));
        finding.fix = finding
            .fix
            .and_then(|fix| written_fix(composition, fix, place.as_ref().map(|place| &place.file)));
        finding.span = place.as_ref().map(|place| place.span);
        if let Some(place) = place {
            file = place.file;
        }
    }
    files.located(&file, finding)
}

/// A fix of the composed text as one of the file it was written in; nothing if it is not written
/// there as it stands.
fn written_fix(composition: &Composition, fix: Fix, wanted: Option<&SourceFile>) -> Option<Fix> {
    let place = composition.map.locate_span(fix.span)?;
    let is_whole = place.span.end - place.span.start == fix.span.end - fix.span.start;
    (place.is_literal && is_whole && Some(&place.file) == wanted).then_some(Fix {
        span: place.span,
        ..fix
    })
}

/// A finding in a file that takes part in composing; its spans count in the content of a template.
pub fn in_file(
    workspace: &Workspace,
    key: &TemplateKey,
    file: &SourceFile,
    finding: Finding,
) -> Located {
    Files::of(workspace, key).located(file, finding)
}

/// A finding about a text of the front matter, at the line of its key.
fn of_front_matter(files: &mut Files<'_>, field: Field, finding: Finding) -> Located {
    let name = match field {
        Field::Subject => "subject",
        Field::ReplyTo => "replyTo",
        Field::SendFrom => "sendFrom",
        Field::Content => "",
    };
    let text = files.own();
    let line = text.line_of_key(name);
    let region = line.map(|span| text.region(span));
    // Spans count in the value, which the file may write with escapes.
    let finding = Finding {
        span: line,
        fix: None,
        ..finding
    };
    Located {
        region,
        ..Located::of_file(text.path.clone(), finding)
    }
}

/// The findings by file and place, those that many templates have from a shared file told once.
pub fn merged(findings: Vec<Located>) -> Vec<Located> {
    let mut merged: Vec<Located> = Vec::new();
    let mut by_place = std::collections::BTreeMap::new();
    for found in findings {
        let place = (
            found.path.clone(),
            found.region,
            found.finding.code,
            found.finding.message.clone(),
            found.ignored.is_some(),
        );
        let same = by_place
            .get(&place)
            .and_then(|index: &usize| merged.get_mut(*index));
        if let Some(same) = same {
            same.templates.extend(found.templates);
        } else {
            by_place.insert(place, merged.len());
            merged.push(found);
        }
    }
    merged.sort_by(|one, other| {
        let place = |found: &Located| (found.region, found.finding.severity);
        one.path
            .cmp(&other.path)
            .then_with(|| place(one).cmp(&place(other)))
    });
    merged
}
