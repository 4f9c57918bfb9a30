//! The files that a template is made from, each printed and searched for its lines once, however
//! many findings lie in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Located, Region};
use crate::domain::authoring::{SourceFile, SourceKey};
use crate::domain::finding::{Finding, Fix, Span};
use crate::domain::workspace::{TemplateFile, TemplateKey, Workspace};

/// The files of one template.
pub(super) struct Files<'a> {
    workspace: &'a Workspace,
    key: &'a TemplateKey,
    own: Option<Text>,
    shared: BTreeMap<SourceKey, Text>,
}

impl<'a> Files<'a> {
    pub(super) const fn of(workspace: &'a Workspace, key: &'a TemplateKey) -> Self {
        Self {
            workspace,
            key,
            own: None,
            shared: BTreeMap::new(),
        }
    }

    /// What the template itself says.
    pub(super) fn own_content(&self) -> &'a str {
        let file = self.workspace.templates.get(self.key);
        file.map_or("", |file| file.details().content.as_str())
    }

    /// The file of the template.
    pub(super) fn own(&mut self) -> &Text {
        let (workspace, key) = (self.workspace, self.key);
        self.own.get_or_insert_with(|| {
            let file = workspace.templates.get(key);
            let text = file.map(TemplateFile::print).unwrap_or_default();
            let content = file.map_or("", |file| file.details().content.as_str());
            Text::new(key.file_path(), text, content)
        })
    }

    fn text(&mut self, file: &SourceFile) -> &Text {
        let workspace = self.workspace;
        match file {
            SourceFile::Template => self.own(),
            SourceFile::Shared(key) => self.shared.entry(key.clone()).or_insert_with(|| {
                let text = workspace.sources.get(key);
                let text = text.map(ToString::to_string).unwrap_or_default();
                let content = text.clone();
                Text::new(key.file_path(), text, &content)
            }),
        }
    }

    /// A finding in a file; its spans count in the content of a template.
    pub(super) fn located(&mut self, file: &SourceFile, mut finding: Finding) -> Located {
        let text = self.text(file);
        let moved = |span: Span| Span::new(text.at(span.start), text.at(span.end));
        finding.span = finding.span.map(moved);
        finding.fix = finding.fix.map(|fix| Fix {
            span: moved(fix.span),
            ..fix
        });
        Located {
            region: finding.span.map(|span| text.region(span)),
            ..Located::of_file(text.path.clone(), finding)
        }
    }
}

/// A file as it is written, and how the content of a template stands in it.
pub(super) struct Text {
    pub(super) path: PathBuf,
    text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    /// Where the content begins.
    start: usize,
    /// Where the lines of the content end, if the file has a carriage return there, which the
    /// content has not.
    returns: Vec<usize>,
}

impl Text {
    fn new(path: PathBuf, text: String, content: &str) -> Self {
        let ends = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).collect::<Vec<_>>();
        let has_returns = text.contains("\r\n") && !content.contains("\r\n");
        let returns = if has_returns {
            ends(content)
        } else {
            Vec::new()
        };
        let lines = ends(&text).into_iter().map(|end| end + 1);
        Self {
            path,
            lines: core::iter::once(0).chain(lines).collect(),
            start: text.len().saturating_sub(content.len() + returns.len()),
            returns,
            text,
        }
    }

    /// The byte of the file at a byte of the content.
    fn at(&self, at: usize) -> usize {
        self.start + at + self.returns.partition_point(|end| *end < at)
    }

    /// Lines and columns of a span of the file.
    pub(super) fn region(&self, span: Span) -> Region {
        let (line, column) = self.line_and_column(span.start);
        let (end_line, end_column) = self.line_and_column(span.end);
        Region {
            line,
            column,
            end_line,
            end_column,
        }
    }

    fn line_and_column(&self, at: usize) -> (usize, usize) {
        let at = self.text.floor_char_boundary(at);
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let before = self.text.get(start.copied().unwrap_or(0)..at);
        let column = before.map_or(0, |before| before.chars().count()) + 1;
        (line.max(1), column)
    }

    /// The line of a key of the front matter.
    pub(super) fn line_of_key(&self, name: &str) -> Option<Span> {
        let mut at = 0;
        self.text.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            let rest = line.trim_start().strip_prefix(name)?;
            rest.trim_start()
                .starts_with('=')
                .then(|| Span::new(start, start + line.trim_end().len()))
        })
    }
}
