//! Changes of the tree: where nodes go, and how they are linked.

use std::borrow::Cow;

use super::super::defect::DefectKind;
use super::super::document::{Element, Namespace, Node, NodeId, NodeKind, TextKind};
use super::super::names::Kind;
use super::super::token::{Attribute, Comment};
use super::{Builder, DEEPEST, Flow, Insertion, Open};
use crate::domain::finding::Span;

/// A reopened element whose start tag is longer counts for more than one.
const BYTES_OF_REOPENED: usize = 1024;

/// Where a node goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    LastIn(NodeId),
    Before(NodeId),
}

impl Builder {
    fn add(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX));
        self.document.nodes.push(Node::new(kind, span));
        id
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.document.nodes.get_mut(id.index())
    }

    pub(super) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.node_mut(id)?.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(super) fn set_end(&mut self, id: NodeId, end: usize) {
        if let Some(node) = self.node_mut(id) {
            node.span.end = end.max(node.span.start);
        }
    }

    /// The appropriate place for a node (WHATWG, 13.2.6.1), in `target` or the current node.
    pub(super) fn place(&self, target: Option<NodeId>) -> At {
        let target = target.or_else(|| self.open.last().map(|open| open.id));
        let target = target.unwrap_or(NodeId::ROOT);
        let is_of_table = self.document.kind(target).is_some_and(|kind| {
            matches!(
                kind,
                Kind::Table | Kind::Tbody | Kind::Tfoot | Kind::Thead | Kind::Tr
            )
        });
        if !self.is_fostering || !is_of_table {
            return At::LastIn(target);
        }
        let table = self.open.iter().rposition(|open| open.kind == Kind::Table);
        let Some(table) = table else {
            return At::LastIn(self.open.first().map_or(NodeId::ROOT, |open| open.id));
        };
        let id = self.open.get(table).map_or(target, |open| open.id);
        if self.document.parent(id).is_some() {
            return At::Before(id);
        }
        let above = table.checked_sub(1).and_then(|index| self.open.get(index));
        At::LastIn(above.map_or(NodeId::ROOT, |open| open.id))
    }

    pub(super) fn link(&mut self, id: NodeId, at: At) {
        let (parent, previous, next) = match at {
            At::LastIn(parent) => (parent, self.document.last_child(parent), None),
            At::Before(next) => {
                let parent = self.document.parent(next).unwrap_or(NodeId::ROOT);
                (parent, self.document.previous_sibling(next), Some(next))
            }
        };
        if let Some(node) = self.node_mut(id) {
            node.parent = Some(parent);
            node.previous = previous;
            node.next = next;
        }
        self.join(parent, previous, Some(id));
        self.join(parent, Some(id), next);
    }

    /// Makes two nodes neighbours; one that lacks is the edge of the parent.
    fn join(&mut self, parent: NodeId, previous: Option<NodeId>, next: Option<NodeId>) {
        match previous {
            Some(previous) => {
                if let Some(node) = self.node_mut(previous) {
                    node.next = next;
                }
            }
            None => {
                if let Some(node) = self.node_mut(parent) {
                    node.first_child = next;
                }
            }
        }
        match next {
            Some(next) => {
                if let Some(node) = self.node_mut(next) {
                    node.previous = previous;
                }
            }
            None => {
                if let Some(node) = self.node_mut(parent) {
                    node.last_child = previous;
                }
            }
        }
    }

    pub(super) fn unlink(&mut self, id: NodeId) {
        let Some(node) = self.node_mut(id) else {
            return;
        };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        node.parent = None;
        node.previous = None;
        node.next = None;
        if let Some(parent) = parent {
            self.join(parent, previous, next);
        }
    }

    /// Moves all children of one node to the end of another.
    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.document.first_child(from) {
            self.unlink(child);
            self.link(child, At::LastIn(to));
        }
    }

    /// Inserts the element of the start tag and opens it.
    pub(super) fn insert(&mut self) -> NodeId {
        self.insert_in(Namespace::Html)
    }

    pub(super) fn insert_in(&mut self, namespace: Namespace) -> NodeId {
        let element = Element {
            kind: self.tag.kind,
            name: self.tag.name.clone(),
            namespace,
            start_tag: Some(self.span),
            end_tag: None,
            reopened_from: None,
            attributes: std::mem::take(&mut self.tag.attributes),
        };
        self.open_element(element)
    }

    /// Inserts an element that has no tag and opens it.
    pub(super) fn insert_implied(&mut self, kind: Kind) -> NodeId {
        let element = Element {
            kind,
            name: Cow::Borrowed(kind.name()),
            namespace: Namespace::Html,
            start_tag: None,
            end_tag: None,
            reopened_from: None,
            attributes: Vec::new(),
        };
        self.open_element(element)
    }

    fn open_element(&mut self, element: Element) -> NodeId {
        self.make_room();
        let (kind, namespace) = (element.kind, element.namespace);
        let id = self.add(NodeKind::Element(Box::new(element)), self.span);
        let at = self.place(None);
        self.link(id, at);
        self.open.push(Open {
            id,
            kind,
            namespace,
        });
        id
    }

    /// Closes the innermost element if too many are open, so that the next stands beside it.
    pub(super) fn make_room(&mut self) {
        if self.open.len() < DEEPEST {
            return;
        }
        self.defect(DefectKind::NestedTooDeep);
        let Some(open) = self.open.pop() else {
            return;
        };
        self.set_end(open.id, self.span.start);
        let was_of_table = matches!(
            open.kind,
            Kind::Table
                | Kind::Tbody
                | Kind::Thead
                | Kind::Tfoot
                | Kind::Tr
                | Kind::Td
                | Kind::Th
                | Kind::Caption
                | Kind::Colgroup
        );
        if was_of_table {
            self.reset_mode();
        }
    }

    /// Inserts the element of the start tag, which has no content.
    pub(super) fn insert_void(&mut self) -> Flow {
        let id = self.insert();
        self.open.pop();
        self.set_end(id, self.span.end);
        self.tag.is_slash_used = true;
        Flow::Done
    }

    /// Inserts the element of the start tag, whose content holds no tags.
    pub(super) fn insert_raw(&mut self) -> Flow {
        self.insert();
        self.original = self.mode;
        self.mode = Insertion::Text;
        Flow::Done
    }

    /// A copy of an element without its children, not yet in the tree.
    pub(super) fn copy_of(&mut self, id: NodeId) -> Option<NodeId> {
        let element = self.document.element(id)?;
        let copy = Element {
            kind: element.kind,
            name: element.name.clone(),
            namespace: element.namespace,
            start_tag: None,
            end_tag: None,
            reopened_from: element.reopened_from.or(Some(id)),
            attributes: Vec::new(),
        };
        let start = Span::new(self.span.start, self.span.start);
        let written = copy.reopened_from.and_then(|id| self.document.element(id));
        let length = written
            .and_then(|element| element.start_tag)
            .map_or(0, |tag| tag.end - tag.start);
        // What reads attributes reads those of each copy.
        self.reopened += 1 + length / BYTES_OF_REOPENED;
        Some(self.add(NodeKind::Element(Box::new(copy)), start))
    }

    pub(super) fn insert_text(&mut self, span: Span, kind: TextKind) -> Flow {
        if span.start >= span.end {
            return Flow::Done;
        }
        let at = self.place(None);
        let before = match at {
            At::LastIn(parent) => self.document.last_child(parent),
            At::Before(next) => self.document.previous_sibling(next),
        };
        if let Some(node) = before.and_then(|id| self.node_mut(id))
            && matches!(&node.kind, NodeKind::Text(other) if *other == kind)
            && node.span.end == span.start
        {
            node.span.end = span.end;
            return Flow::Done;
        }
        let id = self.add(NodeKind::Text(kind), span);
        self.link(id, at);
        Flow::Done
    }

    pub(super) fn insert_comment(&mut self, comment: Comment, parent: Option<NodeId>) -> Flow {
        let id = self.add(NodeKind::Comment(comment), self.span);
        let at = parent.map_or_else(|| self.place(None), At::LastIn);
        self.link(id, at);
        Flow::Done
    }

    /// Gives the attributes of the start tag to an element that lacks them.
    pub(super) fn merge_attributes(&mut self, id: NodeId) {
        let more = std::mem::take(&mut self.tag.attributes);
        if more.is_empty() {
            return;
        }
        let document = &self.document;
        let name = |attribute: &Attribute| document.slice(attribute.name).to_ascii_lowercase();
        // Tags of the body can come by the thousand, so that the names are collected once.
        let known = self
            .merged
            .entry(id)
            .or_insert_with(|| document.attributes(id).iter().map(name).collect());
        let new: Vec<Attribute> = more
            .into_iter()
            .filter(|attribute| !known.contains(&name(attribute)))
            .collect();
        known.extend(new.iter().map(name));
        if let Some(element) = self.element_mut(id) {
            element.attributes.extend(new);
        }
    }
}
