//! What matching asks of each element, found once.

use std::collections::HashMap;

use crate::domain::markup::html::{Document, Mode, NodeId};

/// Facts of all elements.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    elements: Vec<Option<ElementFacts>>,
    /// Whether the document is in quirks mode.
    pub is_quirky: bool,
}

/// Facts of an element.
#[derive(Debug, Clone, Default)]
pub(super) struct ElementFacts {
    pub id: Option<String>,
    pub classes: Vec<String>,
    /// The element before it.
    pub previous: Option<NodeId>,
    /// Marks of its names and those of all elements around it.
    pub marks: u128,
    /// Among all elements of its parent.
    pub place: Place,
    /// Among those of its name.
    pub place_of_type: Place,
}

/// A place among siblings, counted from one at either end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub start: u32,
    pub end: u32,
}

impl ElementFacts {
    /// The same facts with the marks of all names.
    fn marked(mut self, around: u128, name: &str) -> Self {
        self.marks = around | mark(Sort::Type, name);
        for class in &self.classes {
            self.marks |= mark(Sort::Class, class);
        }
        if let Some(id) = &self.id {
            self.marks |= mark(Sort::Id, id);
        }
        self
    }
}

/// What a name is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sort {
    Type = 1,
    Class = 2,
    Id = 3,
}

/// One bit out of 128 for a name, whatever its case: two names may share one, so that a mark that
/// is missing says that the name is missing, and one that is there says nothing.
pub(super) fn mark(sort: Sort, name: &str) -> u128 {
    // FNV-1a, for its brevity.
    let seed = 0xcbf2_9ce4_8422_2325_u64 ^ sort as u64;
    let hash = name.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    1 << (hash >> 57)
}

impl Facts {
    pub fn of(document: &Document) -> Self {
        let mut facts = Self {
            elements: vec![None; document.node_count()],
            is_quirky: document.mode() == Mode::Quirks,
        };
        for id in document.walk() {
            if document.element(id).is_some() {
                let classes = document.attr(id, "class").unwrap_or_default();
                let parent = document.parent(id).and_then(|parent| facts.get(parent));
                let around = parent.map_or(0, |parent| parent.marks);
                let element = ElementFacts {
                    id: document.attr(id, "id").map(std::borrow::Cow::into_owned),
                    classes: classes
                        .split_ascii_whitespace()
                        .map(str::to_owned)
                        .collect(),
                    ..ElementFacts::default()
                };
                let element = element.marked(around, document.name(id));
                if let Some(slot) = facts.elements.get_mut(id.index()) {
                    *slot = Some(element);
                }
            }
        }
        for parent in document.walk() {
            facts.place_children(document, parent);
        }
        facts
    }

    pub fn get(&self, id: NodeId) -> Option<&ElementFacts> {
        self.elements.get(id.index())?.as_ref()
    }

    fn place_children(&mut self, document: &Document, parent: NodeId) {
        let children: Vec<NodeId> = document
            .children(parent)
            .filter(|child| document.element(*child).is_some())
            .collect();
        let mut by_name: HashMap<&str, u32> = HashMap::new();
        let mut previous = None;
        for (child, place) in children.iter().zip(1_u32..) {
            let of_type = by_name.entry(document.name(*child)).or_default();
            *of_type += 1;
            let of_type = *of_type;
            if let Some(facts) = self.get_mut(*child) {
                facts.previous = previous;
                facts.place.start = place;
                facts.place_of_type.start = of_type;
            }
            previous = Some(*child);
        }
        by_name.clear();
        for (child, place) in children.iter().rev().zip(1_u32..) {
            let of_type = by_name.entry(document.name(*child)).or_default();
            *of_type += 1;
            let of_type = *of_type;
            if let Some(facts) = self.get_mut(*child) {
                facts.place.end = place;
                facts.place_of_type.end = of_type;
            }
        }
    }

    fn get_mut(&mut self, id: NodeId) -> Option<&mut ElementFacts> {
        self.elements.get_mut(id.index())?.as_mut()
    }
}
