//! Findings of templates in the files they were written in, for reports.

use std::path::PathBuf;

use serde::Serialize;

use super::ignore::ignored_by;
use crate::domain::authoring::{Composition, SourceFile, SourceFinding};
use crate::domain::finding::{Finding, Fix, Severity, Span};
use crate::domain::logto::{Field, FieldFinding};
use crate::domain::workspace::{TemplateKey, Workspace, line_and_column};

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
    let placed = findings.into_iter().map(|found| {
        let FieldFinding { field, finding } = found;
        let code = finding.code;
        let located = match field {
            Field::Content => of_content(workspace, key, composition, finding),
            _ => of_front_matter(workspace, key, field, finding),
        };
        let ignored = ignored_by(ignores, code, key.usage_type, &key.tag);
        Located {
            templates: vec![key.to_string()],
            ignored: ignored.map(|ignore| ignore.reason.clone()),
            ..located
        }
    });
    placed.collect()
}

fn of_content(
    workspace: &Workspace,
    key: &TemplateKey,
    composition: Option<&Composition>,
    mut finding: Finding,
) -> Located {
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
    in_file(workspace, key, &file, finding)
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
    mut finding: Finding,
) -> Located {
    let place = |at: usize| {
        let probe = Finding::new(Severity::Info, "", "").at(Span::new(at, at));
        let found = SourceFinding {
            file: file.clone(),
            finding: probe,
        };
        workspace.place_of(key, &found)
    };
    let start = place(finding.span.map_or(0, |span| span.start));
    let region = finding.span.and_then(|span| {
        let (line, column) = start.line_and_column?;
        let (end_line, end_column) = place(span.end).line_and_column?;
        Some(Region {
            line,
            column,
            end_line,
            end_column,
        })
    });
    if *file == SourceFile::Template {
        let written = Written::of(workspace, key);
        let moved = |span: Span| Span::new(written.at(span.start), written.at(span.end));
        finding.span = finding.span.map(moved);
        finding.fix = finding.fix.map(|fix| Fix {
            span: moved(fix.span),
            ..fix
        });
    }
    Located {
        region,
        ..Located::of_file(start.path, finding)
    }
}

/// How the content of a template stands in its file.
struct Written<'a> {
    content: &'a str,
    start: usize,
    /// Whether the file has a carriage return at the end of each line, which the content has not.
    has_returns: bool,
}

impl<'a> Written<'a> {
    fn of(workspace: &'a Workspace, key: &TemplateKey) -> Self {
        let Some(file) = workspace.templates.get(key) else {
            return Self {
                content: "",
                start: 0,
                has_returns: false,
            };
        };
        let content = file.details().content.as_str();
        let text = file.print();
        let has_returns = text.contains("\r\n") && !content.contains("\r\n");
        let returns = if has_returns {
            content.matches('\n').count()
        } else {
            0
        };
        Self {
            content,
            start: text.len().saturating_sub(content.len() + returns),
            has_returns,
        }
    }

    /// The byte of the file at a byte of the content.
    fn at(&self, at: usize) -> usize {
        let before = self.content.get(..at).unwrap_or(self.content);
        let returns = if self.has_returns {
            before.matches('\n').count()
        } else {
            0
        };
        self.start + at + returns
    }
}

/// A finding about a text of the front matter, at the line of its key.
fn of_front_matter(
    workspace: &Workspace,
    key: &TemplateKey,
    field: Field,
    finding: Finding,
) -> Located {
    let name = match field {
        Field::Subject => "subject",
        Field::ReplyTo => "replyTo",
        Field::SendFrom => "sendFrom",
        Field::Content => "",
    };
    let text = workspace
        .templates
        .get(key)
        .map(crate::domain::workspace::TemplateFile::print);
    let text = text.unwrap_or_default();
    let mut at = 0;
    let line = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let rest = line.trim_start().strip_prefix(name)?;
        rest.trim_start()
            .starts_with('=')
            .then(|| Span::new(start, start + line.trim_end().len()))
    });
    let region = line.map(|span| {
        let (line, column) = line_and_column(&text, span.start);
        let (end_line, end_column) = line_and_column(&text, span.end);
        Region {
            line,
            column,
            end_line,
            end_column,
        }
    });
    // Spans count in the value, which the file may write with escapes.
    let finding = Finding {
        span: line,
        fix: None,
        ..finding
    };
    Located {
        region,
        ..Located::of_file(key.file_path(), finding)
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
