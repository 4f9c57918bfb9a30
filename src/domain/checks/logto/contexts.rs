//! In what part of the markup a placeholder stands.

use super::super::page::Page;
use crate::domain::finding::Span;
use crate::domain::markup::html::{Kind, NodeId, NodeKind, TextKind};

/// A part of the markup that has placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Text that is or may be read.
    Text(NodeId),
    /// The content of `<style>` or `<script>`.
    Raw(NodeId),
    /// The title of the document.
    Title,
    /// The value of an attribute of the element, by the place of its name.
    Attribute(NodeId, Span),
    /// A comment.
    Comment,
}

/// The parts of a document that have placeholders, by place.
pub(super) struct Contexts(Vec<(Span, Context)>);

impl Contexts {
    pub(super) fn of(page: &Page) -> Self {
        let document = &page.document;
        let mut parts = Vec::new();
        for id in document.walk() {
            let Some(node) = document.node(id) else {
                continue;
            };
            match &node.kind {
                NodeKind::Element(_) => {
                    for attribute in document.attributes(id) {
                        if let Some(value) = attribute.value
                            && document.slice(value.span).contains("{{")
                        {
                            parts.push((value.span, Context::Attribute(id, attribute.name)));
                        }
                    }
                }
                NodeKind::Text(kind) if document.slice(node.span).contains("{{") => {
                    let parent = document.parent(id);
                    let context = match kind {
                        _ if parent.is_some_and(|id| document.is(id, Kind::Title)) => {
                            Context::Title
                        }
                        TextKind::Raw => Context::Raw(id),
                        TextKind::WithReferences => Context::Text(id),
                    };
                    parts.push((node.span, context));
                }
                NodeKind::Comment(_) => parts.push((node.span, Context::Comment)),
                NodeKind::Text(_) | NodeKind::Document | NodeKind::Doctype(_) => {}
            }
        }
        // A reopened element repeats the attributes of the original.
        parts.sort_by_key(|(span, _)| (span.start, span.end));
        parts.dedup_by_key(|(span, _)| span.start);
        Self(parts)
    }

    /// Where a placeholder stands; nothing for one in the name of a tag or attribute.
    pub(super) fn of_span(&self, span: Span) -> Option<Context> {
        let index = self.0.partition_point(|(part, _)| part.start <= span.start);
        let (part, context) = self.0.get(index.checked_sub(1)?)?;
        (span.end <= part.end).then_some(*context)
    }
}
