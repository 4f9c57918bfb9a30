//! What is wrong with files of a workspace.

use std::path::PathBuf;

use serde::Serialize;

use crate::domain::finding::{Finding, Severity, Span};

/// A file that cannot be read as what it should be. It is never rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BrokenFile {
    /// Its path inside the workspace.
    pub path: PathBuf,
    /// What is wrong, for people.
    pub message: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
}

/// A finding and the file it is about; its span counts in the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileFinding {
    /// Its path inside the workspace.
    pub path: PathBuf,
    /// What is wrong.
    pub finding: Finding,
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct ParseError {
    /// What is wrong, for people.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl ParseError {
    /// An error of the TOML that begins at byte `offset` of `text`.
    pub(super) fn toml(text: &str, offset: usize, error: &toml_edit::TomlError) -> Self {
        let at = offset + error.span().map_or(0, |span| span.start);
        let (line, column) = line_and_column(text, at);
        Self {
            message: error.message().trim().replace('\n', ", "),
            line,
            column,
        }
    }

    /// The error as a broken file.
    pub fn in_file(self, path: PathBuf) -> BrokenFile {
        BrokenFile {
            path,
            message: self.message,
            line: Some(self.line),
            column: Some(self.column),
        }
    }
}

/// Line and column of a byte, both from 1; the column counts characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or(text);
    let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let column = before
        .get(line_start..)
        .map_or(0, |line| line.chars().count())
        + 1;
    (line, column)
}

/// A key that this program does not know. It is kept.
pub(super) fn unknown_key(key: &str, span: Option<Span>) -> Finding {
    let message = format!("The key {key} is not known here; it is kept");
    with_span(
        Finding::new(Severity::Info, "file-unknown-key", message),
        span,
    )
}

/// A key whose value is of another kind than it should be.
pub(super) fn wrong_type(key: &str, expected: &str, span: Option<Span>) -> Finding {
    let message = format!("{key} must be {expected}; it is ignored");
    with_span(
        Finding::new(Severity::Error, "file-wrong-type", message),
        span,
    )
}

pub(super) fn with_span(finding: Finding, span: Option<Span>) -> Finding {
    match span {
        Some(span) => finding.at(span),
        None => finding,
    }
}
