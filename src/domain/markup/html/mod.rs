//! HTML as browsers read it, with the place of everything in the source.
//!
//! [`Document::parse`] makes the tree; [`tokens`] gives the pieces it is made from. The rules are
//! those of WHATWG HTML, section 13, with scripts disabled as in mail. Placeholders are text of no
//! further meaning, and one in a tag is never cut.

mod builder;
mod comment;
mod defect;
mod document;
mod names;
mod read;
mod references;
mod tags;
mod token;
mod tokenizer;

use std::sync::Arc;

use crate::domain::finding::Span;

pub use builder::DEEPEST;
pub use defect::{Defect, DefectKind};
pub use document::{Document, Element, Mode, Namespace, Node, NodeId, NodeKind, TextKind};
pub use names::Kind;
pub use read::Descendants;
pub use references::{Decoded, Place, decode};
pub use token::{
    Attribute, AttributeValue, Comment, CommentKind, Doctype, Quote, Tag, Token, TokenKind,
};
pub use tokenizer::Tokenizer;

/// The pieces of a text, in order; together they cover it without gap or overlap.
pub fn tokens(source: &str) -> Tokenizer<'_> {
    Tokenizer::new(source)
}

impl Document {
    /// Reads a whole document.
    pub fn parse(source: impl Into<Arc<str>>) -> Self {
        let source = source.into();
        let tokenizer = Tokenizer::new(&source);
        builder::build(Arc::clone(&source), tokenizer, false)
    }

    /// Reads a part of this document's text as the content of a `<body>`, for example the content
    /// of a conditional comment; spans count from the start of the whole text.
    pub fn parse_part(&self, part: Span) -> Self {
        let placeholders = Arc::clone(&self.placeholders);
        let tokenizer = Tokenizer::with_placeholders(&self.source, part, placeholders);
        builder::build(Arc::clone(&self.source), tokenizer, true)
    }

    /// Reads the content of a conditional comment; `None` for other nodes.
    ///
    /// It mostly does not stand alone: a table that starts in one comment ends in another, so its
    /// defects mean little.
    pub fn conditional_content(&self, id: NodeId) -> Option<Self> {
        match self.node(id)?.kind {
            NodeKind::Comment(Comment {
                kind: CommentKind::Conditional { inner, .. },
                ..
            }) => Some(self.parse_part(inner)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
