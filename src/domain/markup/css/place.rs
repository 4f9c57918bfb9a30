//! From places in the text of a style sheet to places in the source.

use crate::domain::finding::Span;
use crate::domain::markup::html::Decoded;

/// How a style sheet stands in the source.
#[derive(Debug, Clone, Copy)]
pub enum Places<'a> {
    /// As it is, from this byte on.
    At(usize),
    /// In the value of an attribute, with character references.
    Decoded(&'a Decoded<'a>),
}

impl Places<'_> {
    pub(super) fn span(self, start: usize, end: usize) -> Span {
        match self {
            Self::At(offset) => Span::new(offset + start, offset + end),
            Self::Decoded(decoded) => decoded.source_span(start, end),
        }
    }
}
