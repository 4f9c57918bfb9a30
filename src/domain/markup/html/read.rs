//! Attributes, texts and walks of a document.

use std::borrow::Cow;

use super::defect::Defect;
use super::document::{Document, Namespace, NodeId, NodeKind, TextKind};
use super::names::Kind;
use super::references::{Decoded, Place, decode};
use super::token::Attribute;

impl Document {
    /// The attributes of the element in order, repeated ones included.
    pub fn attributes(&self, id: NodeId) -> &[Attribute] {
        self.written(id).map_or(&[], |element| &element.attributes)
    }

    /// The attribute of this name in lower case; the first one counts.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&Attribute> {
        self.attributes(id)
            .iter()
            .find(|attribute| self.slice(attribute.name).eq_ignore_ascii_case(name))
    }

    /// Whether the element has the attribute.
    pub fn has_attribute(&self, id: NodeId, name: &str) -> bool {
        self.attribute(id, name).is_some()
    }

    /// The value of the attribute with references replaced; empty if it has no value.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<Cow<'_, str>> {
        Some(self.value(self.attribute(id, name)?).text)
    }

    /// The value of an attribute with references replaced, and where it was written.
    pub fn value(&self, attribute: &Attribute) -> Decoded<'_> {
        match attribute.value {
            Some(value) => decode(self.slice(value.span), value.span.start, Place::Attribute),
            None => Decoded::plain("", attribute.name.end),
        }
    }

    /// The words of `class`.
    pub fn classes(&self, id: NodeId) -> Vec<String> {
        let value = self.attr(id, "class").unwrap_or_default();
        value.split_ascii_whitespace().map(str::to_owned).collect()
    }

    /// The text of a text node with references replaced, and where it was written.
    pub fn text(&self, id: NodeId) -> Option<Decoded<'_>> {
        let node = self.node(id)?;
        let written = self.slice(node.span);
        match node.kind {
            NodeKind::Text(TextKind::WithReferences) => {
                Some(decode(written, node.span.start, Place::Text))
            }
            NodeKind::Text(TextKind::Raw) => Some(Decoded::plain(written, node.span.start)),
            _ => None,
        }
    }

    /// All text in the node, with references replaced.
    pub fn text_content(&self, id: NodeId) -> String {
        let mut output = String::new();
        for node in self.descendants(id) {
            if let Some(text) = self.text(node) {
                output.push_str(&text.text);
            }
        }
        output
    }

    /// The children, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |child| self.next_sibling(*child))
    }

    /// The parent, its parent and so on; the document comes last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |node| self.parent(*node))
    }

    /// The node and all in it, in the order of the document.
    pub fn descendants(&self, id: NodeId) -> Descendants<'_> {
        Descendants {
            document: self,
            root: id,
            next: self.node(id).map(|_| id),
        }
    }

    /// All nodes in the order of the document.
    pub fn walk(&self) -> Descendants<'_> {
        self.descendants(NodeId::ROOT)
    }

    /// All elements in the order of the document.
    pub fn elements(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.walk().filter(|node| self.element(*node).is_some())
    }

    /// All HTML elements of a kind, in the order of the document.
    pub fn elements_of(&self, kind: Kind) -> impl Iterator<Item = NodeId> + '_ {
        self.walk().filter(move |node| self.is(*node, kind))
    }

    /// The `<html>` element.
    pub fn html(&self) -> Option<NodeId> {
        self.children(NodeId::ROOT)
            .find(|node| self.is(*node, Kind::Html))
    }

    /// The `<head>` element.
    pub fn head(&self) -> Option<NodeId> {
        self.children(self.html()?)
            .find(|node| self.is(*node, Kind::Head))
    }

    /// The `<body>` element.
    pub fn body(&self) -> Option<NodeId> {
        self.children(self.html()?)
            .find(|node| self.is(*node, Kind::Body))
    }

    /// Whether the node stands in SVG or `MathML`.
    pub fn is_foreign(&self, id: NodeId) -> bool {
        self.element(id)
            .is_some_and(|element| element.namespace != Namespace::Html)
    }

    pub(super) fn sort_defects(&mut self, more: Vec<Defect>) {
        self.defects.extend(more);
        self.defects
            .sort_by_key(|defect| (defect.span.start, defect.span.end, defect.kind));
    }
}

/// The walk through a part of a tree.
#[derive(Debug, Clone)]
pub struct Descendants<'a> {
    document: &'a Document,
    root: NodeId,
    next: Option<NodeId>,
}

impl Descendants<'_> {
    /// The node after `id` and all in it.
    fn after(&self, mut id: NodeId) -> Option<NodeId> {
        while id != self.root {
            if let Some(next) = self.document.next_sibling(id) {
                return Some(next);
            }
            id = self.document.parent(id)?;
        }
        None
    }

    /// Leaves out all that is in the node that was returned last.
    pub fn skip_children(&mut self, last: NodeId) {
        self.next = self.after(last);
    }
}

impl Iterator for Descendants<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.document.first_child(id).or_else(|| self.after(id));
        Some(id)
    }
}
