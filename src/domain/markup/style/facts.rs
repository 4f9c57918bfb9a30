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

impl Facts {
    pub fn of(document: &Document) -> Self {
        let mut facts = Self {
            elements: vec![None; document.node_count()],
            is_quirky: document.mode() == Mode::Quirks,
        };
        for id in document.walk() {
            if document.element(id).is_some() {
                let classes = document.attr(id, "class").unwrap_or_default();
                let element = ElementFacts {
                    id: document.attr(id, "id").map(std::borrow::Cow::into_owned),
                    classes: classes
                        .split_ascii_whitespace()
                        .map(str::to_owned)
                        .collect(),
                    ..ElementFacts::default()
                };
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
