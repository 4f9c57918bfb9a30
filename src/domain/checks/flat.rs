//! The text of a mail without its tags, and where it was written.

use crate::domain::finding::Span;
use crate::domain::markup::html::{Document, NodeId};

/// The text of a node.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    node: NodeId,
    /// Where it stands in the source, if it stands there as it is.
    plain_at: Option<usize>,
}

/// The texts of the body one after the other, references replaced.
#[derive(Debug, Default)]
pub struct FlatText {
    /// The text.
    pub text: String,
    /// Where the text of each node begins.
    pieces: Vec<Piece>,
}

impl FlatText {
    /// The texts of these nodes.
    pub fn of(document: &Document, nodes: impl Iterator<Item = NodeId>) -> Self {
        let mut flat = Self::default();
        for node in nodes {
            if let Some(text) = document.text(node) {
                let is_plain = text.reference_count() == 0;
                flat.pieces.push(Piece {
                    start: flat.text.len(),
                    node,
                    plain_at: is_plain.then(|| document.span(node).start),
                });
                flat.text.push_str(&text.text);
            }
        }
        flat
    }

    /// Where a span of the text stands in the source, tags within included.
    pub fn source_span(&self, document: &Document, span: Span) -> Option<Span> {
        let last = span.end.checked_sub(1)?;
        let start = self.source_at(document, span.start)?.start;
        let end = self.source_at(document, last)?.end;
        (start <= end).then(|| Span::new(start, end))
    }

    /// Where the byte `at` of the text stands in the source; a reference counts whole.
    fn source_at(&self, document: &Document, at: usize) -> Option<Span> {
        let index = self.pieces.partition_point(|piece| piece.start <= at);
        let piece = self.pieces.get(index.checked_sub(1)?)?;
        let within = at - piece.start;
        match piece.plain_at {
            Some(source) => Some(Span::new(source + within, source + within + 1)),
            None => Some(document.text(piece.node)?.source_span(within, within + 1)),
        }
    }
}
