//! The list of active formatting elements and the adoption agency (WHATWG, 13.2.4.3, 13.2.6.4.7).

use super::super::defect::DefectKind;
use super::super::document::NodeId;
use super::super::names::Kind;
use super::insert::At;
use super::{Builder, Event, Open};
use crate::domain::finding::Span;

/// The most entries of the list; the oldest make room. The rules know no limit, browsers do.
const MOST: usize = 64;
/// The most entries with markers; cells nested deeper than this lose what is to be reopened.
const MOST_WITH_MARKERS: usize = 256;
/// Elements reopened beyond this number and twice those written are left out.
const FREELY_REOPENED: usize = 4096;

/// An entry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// The edge of a table cell, a caption or an object.
    Marker,
    Element {
        id: NodeId,
        kind: Kind,
        tag: Span,
    },
}

impl Entry {
    fn is(self, node: NodeId) -> bool {
        matches!(self, Self::Element { id, .. } if id == node)
    }
}

impl Builder {
    /// Notes the element that was just opened as one to reopen.
    pub(super) fn push_formatting(&mut self, id: NodeId) {
        let (kind, tag) = (self.tag.kind, self.span);
        let written = self.document.slice(tag);
        let since_marker = self.formatting.iter().enumerate().rev();
        let same: Vec<usize> = since_marker
            .take_while(|(_, entry)| **entry != Entry::Marker)
            .filter(|(_, entry)| match entry {
                Entry::Element {
                    kind: other, tag, ..
                } => *other == kind && self.document.slice(*tag) == written,
                Entry::Marker => false,
            })
            .map(|(index, _)| index)
            .collect();
        // Of three equal ones the earliest goes.
        if let Some(third) = same.get(2) {
            self.formatting.remove(*third);
        }
        if self.formatting.len() >= MOST
            && let Some(oldest) = self
                .formatting
                .iter()
                .position(|entry| *entry != Entry::Marker)
        {
            self.formatting.remove(oldest);
        }
        self.formatting.push(Entry::Element { id, kind, tag });
    }

    pub(super) fn push_marker(&mut self) {
        // Elements closed for their depth leave their markers behind.
        if self.formatting.len() >= MOST_WITH_MARKERS {
            self.formatting.remove(0);
        }
        self.formatting.push(Entry::Marker);
    }

    pub(super) fn clear_to_marker(&mut self) {
        while let Some(entry) = self.formatting.pop() {
            if entry == Entry::Marker {
                return;
            }
        }
    }

    /// Opens again what was ended before its time.
    pub(super) fn reconstruct(&mut self) {
        let needs = |builder: &Self, entry: &Entry| match entry {
            Entry::Marker => false,
            Entry::Element { id, .. } => !builder.is_open(*id),
        };
        let count = self.formatting.len();
        let closed = self
            .formatting
            .iter()
            .rev()
            .take_while(|entry| needs(self, entry))
            .count();
        for index in count - closed..count {
            if self.reopened
                >= FREELY_REOPENED + 2 * self.document.nodes.len().saturating_sub(self.reopened)
            {
                self.defect(DefectKind::TooManyReopened);
                return;
            }
            let Some(Entry::Element { id, kind, tag }) = self.formatting.get(index).copied() else {
                continue;
            };
            let Some(copy) = self.reopen(id) else {
                continue;
            };
            if let Some(entry) = self.formatting.get_mut(index) {
                *entry = Entry::Element {
                    id: copy,
                    kind,
                    tag,
                };
            }
        }
    }

    /// The formatting element of a kind since the last marker.
    pub(super) fn formatting_of(&self, kind: Kind) -> Option<(usize, NodeId)> {
        for (index, entry) in self.formatting.iter().enumerate().rev() {
            match entry {
                Entry::Marker => return None,
                Entry::Element {
                    id, kind: other, ..
                } if *other == kind => {
                    return Some((index, *id));
                }
                Entry::Element { .. } => {}
            }
        }
        None
    }

    pub(super) fn forget_formatting(&mut self, id: NodeId) {
        self.formatting.retain(|entry| !entry.is(id));
    }

    /// Ends a formatting element whose tags do not nest with those of others.
    pub(super) fn adopt(&mut self, event: Event) {
        let kind = self.tag.kind;
        if let Some(open) = self.open.last().copied()
            && open.is(kind)
            && !self.formatting.iter().any(|entry| entry.is(open.id))
        {
            self.pop_until(&[kind], event);
            return;
        }
        for round in 0..8 {
            if !self.adopt_once(event, round) {
                return;
            }
        }
    }

    /// One round of the algorithm; whether another one is needed.
    fn adopt_once(&mut self, event: Event, round: usize) -> bool {
        let Some((_, formatting)) = self.formatting_of(self.tag.kind) else {
            if round == 0 && event == Event::End {
                self.any_other_end_tag();
            } else if round == 0 {
                self.pop_until(&[self.tag.kind], event);
            }
            return false;
        };
        let Some(index) = self.open.iter().rposition(|open| open.id == formatting) else {
            self.stray();
            self.forget_formatting(formatting);
            return false;
        };
        if !self.node_in_scope(formatting) {
            self.stray();
            return false;
        }
        if round == 0 && index + 1 < self.open.len() && event == Event::End {
            self.defect(DefectKind::Misnested);
        }
        let Some(furthest) = self.special_above(index) else {
            self.end_formatting(index, formatting, event);
            return false;
        };
        self.move_blocks(index, furthest, event);
        true
    }

    /// Ends a formatting element that no block breaks.
    fn end_formatting(&mut self, index: usize, formatting: NodeId, event: Event) {
        while self.open.len() > index + 1 {
            let inner = self.open.last().copied();
            let is_kept =
                inner.is_some_and(|open| self.formatting.iter().any(|entry| entry.is(open.id)));
            if is_kept {
                // It is reopened, so its own end tag is still to come.
                if let Some(open) = self.open.pop() {
                    self.set_end(open.id, self.span.start);
                }
            } else {
                self.pop();
            }
        }
        if event == Event::End {
            self.pop_closed();
        } else {
            self.pop();
        }
        self.forget_formatting(formatting);
    }

    /// Moves the block at `furthest` out of the formatting element at `index`, and its content
    /// into a copy of that element.
    fn move_blocks(&mut self, index: usize, furthest: usize, event: Event) {
        let (Some(formatting), Some(block)) = (
            self.open.get(index).copied(),
            self.open.get(furthest).copied(),
        ) else {
            return;
        };
        let ancestor = index.checked_sub(1).and_then(|above| self.open.get(above));
        let ancestor = ancestor.map_or(NodeId::ROOT, |open| open.id);
        let mut bookmark = self
            .formatting
            .iter()
            .position(|entry| entry.is(formatting.id));
        let mut last = block.id;
        let mut at = furthest;
        for counter in 1.. {
            at -= 1;
            let Some(node) = self.open.get(at).copied() else {
                break;
            };
            if node.id == formatting.id {
                break;
            }
            let mut listed = self.formatting.iter().position(|entry| entry.is(node.id));
            if counter > 3
                && let Some(place) = listed.take()
            {
                self.formatting.remove(place);
                bookmark = bookmark.map(|mark| if place < mark { mark - 1 } else { mark });
            }
            let Some(place) = listed else {
                self.open.remove(at);
                self.set_end(node.id, self.span.start);
                continue;
            };
            let Some(copy) = self.replace_by_copy(at, place) else {
                break;
            };
            if last == block.id {
                bookmark = Some(place + 1);
            }
            self.unlink(last);
            self.link(last, At::LastIn(copy));
            last = copy;
        }
        self.unlink(last);
        let place = self.place(Some(ancestor));
        self.link(last, place);
        self.adopt_content(formatting, block, bookmark, event);
    }

    /// Puts a copy of an element in its place in the stack and in the list.
    fn replace_by_copy(&mut self, at: usize, place: usize) -> Option<NodeId> {
        let node = self.open.get(at)?.id;
        let copy = self.copy_of(node)?;
        self.set_end(node, self.span.start);
        self.open.get_mut(at)?.id = copy;
        if let Some(Entry::Element { id, .. }) = self.formatting.get_mut(place) {
            *id = copy;
        }
        Some(copy)
    }

    /// Moves the content of `block` into a copy of `formatting`, which takes its place.
    fn adopt_content(
        &mut self,
        formatting: Open,
        block: Open,
        bookmark: Option<usize>,
        event: Event,
    ) {
        let Some(copy) = self.copy_of(formatting.id) else {
            return;
        };
        self.move_children(block.id, copy);
        self.link(copy, At::LastIn(block.id));
        let listed = self
            .formatting
            .iter()
            .position(|entry| entry.is(formatting.id));
        if let (Some(place), Some(mark)) = (listed, bookmark) {
            let entry = self.formatting.remove(place);
            let mark = if place < mark { mark - 1 } else { mark };
            let entry = match entry {
                Entry::Element { kind, tag, .. } => Entry::Element {
                    id: copy,
                    kind,
                    tag,
                },
                Entry::Marker => Entry::Marker,
            };
            self.formatting
                .insert(mark.min(self.formatting.len()), entry);
        }
        if let Some(open) = self.remove_open(formatting.id) {
            if event == Event::End {
                self.close(open);
            } else {
                self.set_end(open.id, self.span.start);
                self.report_unclosed(open);
            }
        }
        if let Some(index) = self.open.iter().rposition(|open| open.id == block.id) {
            let open = Open {
                id: copy,
                ..formatting
            };
            self.open.insert(index + 1, open);
        }
    }

    /// Opens a copy of an element at the current place.
    fn reopen(&mut self, id: NodeId) -> Option<NodeId> {
        let copy = self.copy_of(id)?;
        let element = self.document.element(copy)?;
        let (kind, namespace) = (element.kind, element.namespace);
        self.make_room();
        let at = self.place(None);
        self.link(copy, at);
        self.open.push(Open {
            id: copy,
            kind,
            namespace,
        });
        Some(copy)
    }
}
