//! The text of a mail without its tags, and where it was written.

use crate::domain::finding::Span;
use crate::domain::markup::html::{Document, NodeId};

/// The texts of the body one after the other, references replaced.
#[derive(Debug, Default)]
pub struct FlatText {
    /// The text.
    pub text: String,
    /// Where the text of each node begins.
    pieces: Vec<(usize, NodeId)>,
}

impl FlatText {
    /// The texts of these nodes.
    pub fn of(document: &Document, nodes: impl Iterator<Item = NodeId>) -> Self {
        let mut flat = Self::default();
        for node in nodes {
            if let Some(text) = document.text(node) {
                flat.pieces.push((flat.text.len(), node));
                flat.text.push_str(&text.text);
            }
        }
        flat
    }

    /// Where a span of the text stands in the source, tags within included.
    pub fn source_span(&self, document: &Document, span: Span) -> Option<Span> {
        let start = self.node_at(span.start)?;
        let last = self.node_at(span.end.checked_sub(1)?)?;
        let start_at = document
            .text(start.1)?
            .source_span(span.start - start.0, span.start - start.0 + 1)
            .start;
        let end_at = document
            .text(last.1)?
            .source_span(span.end - 1 - last.0, span.end - last.0)
            .end;
        (start_at <= end_at).then(|| Span::new(start_at, end_at))
    }

    fn node_at(&self, at: usize) -> Option<(usize, NodeId)> {
        let index = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces.get(index.checked_sub(1)?).copied()
    }
}
