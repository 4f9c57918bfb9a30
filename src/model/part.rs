//! The texts that make up the open template, and what is wrong with them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::FileKey;
use crate::domain::authoring::{Composition, SourceFile, SourceKey};
use crate::domain::finding::{Finding, Fix, Span};
use crate::domain::logto::Field;
use crate::domain::workspace::TemplateKey;

/// What the editor shows of the open template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EditorPart {
    /// Its own content.
    #[default]
    Own,
    /// What composing makes of it; only to be read.
    Composed,
    /// A file that it is composed from.
    Source(SourceKey),
}

impl EditorPart {
    /// The file behind it.
    pub fn file(&self, template: &TemplateKey) -> FileKey {
        match self {
            Self::Own | Self::Composed => FileKey::Template(template.clone()),
            Self::Source(key) => FileKey::Source(key.clone()),
        }
    }

    /// The part that shows a file of a composition.
    pub fn of(file: &SourceFile) -> Self {
        match file {
            SourceFile::Template => Self::Own,
            SourceFile::Shared(key) => Self::Source(key.clone()),
        }
    }
}

/// A place in the texts of the open template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What the editor shows then.
    pub part: EditorPart,
    /// The text; all but the content stand above the editor.
    pub field: Field,
    /// The bytes.
    pub span: Span,
}

impl Target {
    /// A place in the content of the template itself, or in another of its texts.
    pub const fn own(field: Field, span: Span) -> Self {
        Self {
            part: EditorPart::Own,
            field,
            span,
        }
    }

    /// Where a place of the flat content was written: in the composed text, if that is not known.
    pub fn of_composed(composition: Option<&Composition>, span: Span) -> Self {
        let Some(composition) = composition.filter(|composition| !composition.is_failed) else {
            return Self::own(Field::Content, span);
        };
        match composition.map.locate_span(span) {
            Some(located) => Self {
                part: EditorPart::of(&located.file),
                field: Field::Content,
                span: located.span,
            },
            None => Self {
                part: EditorPart::Composed,
                field: Field::Content,
                span,
            },
        }
    }
}

/// One problem of the open template or of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is, in words: a field of the template, or a file.
    pub place: String,
    /// The line there, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub finding: Finding,
    /// The place, if it can be shown; the span of the finding counts there.
    pub target: Option<Target>,
    /// Why the workspace ignores it, if it does.
    pub ignored: Option<String>,
}

/// All problems of the open template, most severe first.
pub type Problems = Arc<Vec<Problem>>;

/// A fix of the flat content as one of the text it was written in; nothing if that is not one
/// piece.
pub fn written_fix(composition: &Composition, fix: &Fix) -> Option<Fix> {
    let located = composition.map.locate_span(fix.span)?;
    let is_whole = located.span.end - located.span.start == fix.span.end - fix.span.start;
    (located.is_literal && is_whole).then(|| Fix {
        span: located.span,
        ..fix.clone()
    })
}
