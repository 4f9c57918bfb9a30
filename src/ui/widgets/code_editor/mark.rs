//! What the caller says about places of the text, and what may be typed there.

use crate::domain::finding::{Severity, Span};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// A placeholder that a value replaces.
    PlaceholderReplaced,
    /// A placeholder that stays in the mail as typed.
    PlaceholderKept,
    /// A placeholder that becomes empty.
    PlaceholderEmpty,
    /// A placeholder that reads a member every JavaScript object has.
    PlaceholderPrototype,
    /// Braces that look like a placeholder and are none.
    NotPlaceholder,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// A remark.
    Info,
}

impl MarkKind {
    /// How the mark shows beside the line number, if it does.
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::PlaceholderReplaced => None,
            Self::PlaceholderEmpty | Self::Info => Some(Severity::Info),
            Self::PlaceholderKept
            | Self::PlaceholderPrototype
            | Self::NotPlaceholder
            | Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl From<Severity> for MarkKind {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }
}

/// A place of the text that something is said about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where. A span that does not fit the text (it may be a keystroke old) is cut to fit.
    pub span: Span,
    /// What.
    pub kind: MarkKind,
    /// The words for it, shown when the pointer rests on the place; empty for none.
    pub message: String,
}

/// Something the editor offers between braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The path to insert, without braces.
    pub insert: String,
    /// What the list shows.
    pub label: String,
    /// A short remark beside the label, for example the value it would have now.
    pub detail: String,
    /// A sentence or two, shown for the selected entry.
    pub doc: String,
}
