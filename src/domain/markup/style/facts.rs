//! What matching asks of each element, found once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::domain::markup::html::{Document, Kind, Mode, NodeId};

/// No shape: the node is no element.
const NONE: u32 = u32::MAX;

/// Facts of all elements.
#[derive(Debug)]
pub(super) struct Facts {
    elements: Vec<ElementFacts>,
    shapes: Vec<Shape>,
    /// Places among siblings, made when a selector asks for them.
    places: OnceLock<Vec<Places>>,
    /// Whether the document is in quirks mode.
    pub is_quirky: bool,
}

/// Facts of an element.
#[derive(Debug, Clone, Copy)]
struct ElementFacts {
    shape: u32,
    /// Marks of its names and those of all elements around it.
    marks: u128,
}

/// What elements have in common that are alike: their name, their id and their classes.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub id: Option<String>,
    pub classes: Vec<String>,
    marks: u128,
}

/// Places of an element, among all elements of its parent and among those of its name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    pub all: Place,
    pub of_type: Place,
}

/// A place among siblings, counted from one at either end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub start: u32,
    pub end: u32,
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
        let none = ElementFacts {
            shape: NONE,
            marks: 0,
        };
        let mut shapes = Shapes::default();
        let mut elements = vec![none; document.node_count()];
        for id in document.walk() {
            let Some(element) = document.element(id) else {
                continue;
            };
            let of = |id: NodeId| elements.get(id.index());
            // A reopened element has the attributes of the one it was opened for.
            let original = element.reopened_from.and_then(of);
            let shape = match original.filter(|original| original.shape != NONE) {
                Some(original) => original.shape,
                None => shapes.number(document, id, element.kind),
            };
            let around = document.parent(id).and_then(of);
            let around = around.map_or(0, |parent| parent.marks);
            let own = shapes.all.get(shape as usize).map_or(0, |own| own.marks);
            if let Some(slot) = elements.get_mut(id.index()) {
                *slot = ElementFacts {
                    shape,
                    marks: around | own,
                };
            }
        }
        Self {
            elements,
            shapes: shapes.all,
            places: OnceLock::new(),
            is_quirky: document.mode() == Mode::Quirks,
        }
    }

    /// The number of the shape of an element; `None` if the node is none.
    pub fn shape_number(&self, id: NodeId) -> Option<usize> {
        let shape = self.elements.get(id.index())?.shape;
        (shape != NONE).then_some(shape as usize)
    }

    /// The shape of an element; `None` if the node is none.
    pub fn shape(&self, id: NodeId) -> Option<&Shape> {
        self.shapes.get(self.shape_number(id)?)
    }

    /// How many shapes there are.
    pub const fn shape_count(&self) -> usize {
        self.shapes.len()
    }

    /// The marks of all names of a node and of what is around it.
    pub fn marks(&self, id: NodeId) -> u128 {
        self.elements.get(id.index()).map_or(0, |facts| facts.marks)
    }

    /// Where an element stands among its siblings.
    pub fn places(&self, document: &Document, id: NodeId) -> Places {
        let places = self.places.get_or_init(|| all_places(document));
        places.get(id.index()).copied().unwrap_or_default()
    }
}

/// Shapes by what they consist of.
#[derive(Default)]
struct Shapes {
    all: Vec<Shape>,
    by_key: HashMap<String, u32>,
    /// Those of elements with neither id nor classes, by kind.
    plain: HashMap<Kind, u32>,
    key: String,
}

impl Shapes {
    fn number(&mut self, document: &Document, id: NodeId, kind: Kind) -> u32 {
        let (own_id, class) = names(document, id);
        let is_plain = own_id.is_none() && class.is_none() && kind != Kind::Other;
        if is_plain && let Some(number) = self.plain.get(&kind) {
            return *number;
        }
        let name = document.name(id);
        self.key.clear();
        self.key.push_str(name);
        for (sign, part) in [('#', &own_id), ('.', &class)] {
            if let Some(part) = part {
                // The length keeps apart what a value may hold of the signs.
                self.key.push(sign);
                self.key.push_str(&part.len().to_string());
                self.key.push(sign);
                self.key.push_str(part);
            }
        }
        if let Some(number) = self.by_key.get(self.key.as_str()) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(NONE);
        self.all.push(shape(name, own_id, class));
        self.by_key.insert(self.key.clone(), number);
        if is_plain {
            self.plain.insert(kind, number);
        }
        number
    }
}

/// The values of `id` and `class`.
fn names(document: &Document, id: NodeId) -> (Option<Cow<'_, str>>, Option<Cow<'_, str>>) {
    let (mut own_id, mut class) = (None, None);
    for attribute in document.attributes(id) {
        let length = attribute.name.end - attribute.name.start;
        let slot = match length {
            2 => &mut own_id,
            5 => &mut class,
            _ => continue,
        };
        let wanted = if length == 2 { "id" } else { "class" };
        if slot.is_none() && document.slice(attribute.name).eq_ignore_ascii_case(wanted) {
            *slot = Some(document.value(attribute).text);
        }
    }
    (own_id, class)
}

fn shape(name: &str, id: Option<Cow<'_, str>>, class: Option<Cow<'_, str>>) -> Shape {
    let mut marks = mark(Sort::Type, name);
    let class = class.unwrap_or_default();
    let classes: Vec<String> = class.split_ascii_whitespace().map(str::to_owned).collect();
    for class in &classes {
        marks |= mark(Sort::Class, class);
    }
    let id = id.map(Cow::into_owned);
    if let Some(id) = &id {
        marks |= mark(Sort::Id, id);
    }
    Shape { id, classes, marks }
}

fn all_places(document: &Document) -> Vec<Places> {
    let mut places = vec![Places::default(); document.node_count()];
    for parent in document.walk() {
        let children: Vec<NodeId> = document
            .children(parent)
            .filter(|child| document.element(*child).is_some())
            .collect();
        let mut by_name: HashMap<&str, u32> = HashMap::new();
        for (child, place) in children.iter().zip(1_u32..) {
            let of_type = by_name.entry(document.name(*child)).or_default();
            *of_type += 1;
            if let Some(places) = places.get_mut(child.index()) {
                places.all.start = place;
                places.of_type.start = *of_type;
            }
        }
        by_name.clear();
        for (child, place) in children.iter().rev().zip(1_u32..) {
            let of_type = by_name.entry(document.name(*child)).or_default();
            *of_type += 1;
            if let Some(places) = places.get_mut(child.index()) {
                places.all.end = place;
                places.of_type.end = *of_type;
            }
        }
    }
    places
}
