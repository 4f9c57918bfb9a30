//! The tree of a document: nodes in an arena, with the places they were written at.

use std::borrow::Cow;
use std::sync::Arc;

use super::defect::Defect;
use super::names::Kind;
use super::token::{Attribute, Comment, Doctype};
use crate::domain::finding::Span;

/// A node of a [`Document`]; it means nothing in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The document itself, the root of the tree.
    pub const ROOT: Self = Self(0);

    /// The place of the node in tables with one entry for each node.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node and its place in the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// From the start of its first tag to the end of its last one; of an implied element from the
    /// first to the last of what made it.
    pub span: Span,
    pub(super) parent: Option<NodeId>,
    pub(super) previous: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) first_child: Option<NodeId>,
    pub(super) last_child: Option<NodeId>,
}

impl Node {
    pub(super) const fn new(kind: NodeKind, span: Span) -> Self {
        Self {
            kind,
            span,
            parent: None,
            previous: None,
            next: None,
            first_child: None,
            last_child: None,
        }
    }
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// The root.
    Document,
    /// `<!doctype …>`.
    Doctype(Doctype),
    /// An element.
    Element(Box<Element>),
    /// Text.
    Text(TextKind),
    /// A comment.
    Comment(Comment),
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Character references count.
    WithReferences,
    /// It stands as it is, as in `<style>`.
    Raw,
}

/// An element.
#[derive(Debug, Clone)]
pub struct Element {
    /// The element, for quick comparison.
    pub kind: Kind,
    /// The name in lower case.
    pub name: Cow<'static, str>,
    /// HTML, SVG or `MathML`.
    pub namespace: Namespace,
    /// The start tag; `None` if the element is implied or reopened.
    pub start_tag: Option<Span>,
    /// The end tag, if there is one.
    pub end_tag: Option<Span>,
    /// For an element that browsers open once more after its end, since its end tag was
    /// misnested: the element as written, which has the attributes.
    pub reopened_from: Option<NodeId>,
    pub(super) attributes: Vec<Attribute>,
}

/// The language of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// HTML; the shapes of VML count as HTML, as browsers have it.
    Html,
    /// SVG.
    Svg,
    /// `MathML`.
    MathMl,
}

/// How browsers lay a document out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// As the standards say.
    #[default]
    Standards,
    /// As the standards say, but for the height of table cells with pictures.
    LimitedQuirks,
    /// As browsers of the last century did.
    Quirks,
}

/// A document as browsers read it.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) source: Arc<str>,
    pub(super) nodes: Vec<Node>,
    pub(super) defects: Vec<Defect>,
    pub(super) mode: Mode,
    /// The placeholders of the whole source, for the parts that are read apart.
    pub(super) placeholders: Arc<[Span]>,
}

impl Document {
    /// The text that was read; all spans count its bytes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text at a span; empty if it is none of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// What is wrong with the markup, by place.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// How browsers lay it out.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// How many nodes there are; every [`NodeId::index`] is smaller.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The node; `None` for one of another document.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The element; `None` if the node is none.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id)?.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of the element in lower case; empty if the node is none.
    pub fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name)
    }

    /// The element for quick comparison; `None` if the node is none.
    pub fn kind(&self, id: NodeId) -> Option<Kind> {
        self.element(id).map(|element| element.kind)
    }

    /// Whether the node is the HTML element `kind`.
    pub fn is(&self, id: NodeId, kind: Kind) -> bool {
        self.element(id)
            .is_some_and(|element| element.kind == kind && element.namespace == Namespace::Html)
    }

    /// The parent.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.parent
    }

    /// The node before it under the same parent.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.previous
    }

    /// The node after it under the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.next
    }

    /// The first child.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.first_child
    }

    /// The last child.
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.last_child
    }

    /// The whole node; see [`Node::span`].
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).map_or(Span::new(0, 0), |node| node.span)
    }

    /// The start tag as written; of a reopened element that of the original.
    pub fn start_tag(&self, id: NodeId) -> Option<Span> {
        self.written(id)?.start_tag
    }

    /// What stands between the tags of the element, or up to where it was ended.
    pub fn inner(&self, id: NodeId) -> Option<Span> {
        let element = self.element(id)?;
        let span = self.span(id);
        let start = element.start_tag.map_or(span.start, |tag| tag.end);
        let end = element.end_tag.map_or(span.end, |tag| tag.start);
        Some(Span::new(start, end.max(start)))
    }

    /// The element as written: the original of a reopened one, else itself.
    pub(super) fn written(&self, id: NodeId) -> Option<&Element> {
        let element = self.element(id)?;
        match element.reopened_from {
            Some(original) => self.element(original),
            None => Some(element),
        }
    }
}
