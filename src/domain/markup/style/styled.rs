//! The cascade: which declarations win for each element, and the values they lead to.

use std::sync::Arc;

use super::compute::{Around, apply, comes_first};
use super::computed::Computed;
use super::environment::Environment;
use super::facts::Facts;
use super::hints::hints;
use super::matching::Matcher;
use super::rules::{Entry, Origin, Rules};
use super::variables::{MOST_VARIABLES, Variables, asks, substituted};
use crate::domain::markup::css::{Declaration, Selector, inline};
use crate::domain::markup::html::{Document, NodeId};

/// Selectors are compared with elements no more often than this, so that no mail takes forever.
const MOST_COMPARISONS: usize = 20_000_000;

/// The styles of all elements of a document in one client.
#[derive(Debug, Clone)]
pub struct Styled {
    rules: Rules,
    facts: Facts,
    elements: Vec<Option<ElementStyle>>,
    is_complete: bool,
}

#[derive(Debug, Clone)]
struct ElementStyle {
    computed: Computed,
    /// The number of a property and of the entry that won it, by property.
    winners: Vec<(u32, u32)>,
    variables: Option<Variables>,
}

/// A declaration that won.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Winner<'a> {
    /// The longhand property that it won.
    pub property: &'a str,
    /// The declaration as written; for an attribute such as `bgcolor` what it means.
    pub declaration: &'a Declaration,
    /// Where it comes from; spans of [`Origin::Default`] mean nothing.
    pub origin: Origin,
}

impl Styled {
    /// Computes the styles of a document.
    pub fn new(document: &Document, environment: &Environment) -> Self {
        let facts = Facts::of(document);
        let rules = Rules::of(document, environment);
        let mut cascade = Cascade {
            document,
            environment,
            facts: &facts,
            rules,
            elements: vec![None; document.node_count()],
            slots: Vec::new(),
            round: 0,
            comparisons: 0,
            root_font_size: 16.0,
        };
        let mut possible = Vec::new();
        for id in document.elements() {
            cascade.style(id, &mut possible);
        }
        Self {
            is_complete: cascade.comparisons < MOST_COMPARISONS,
            elements: cascade.elements,
            rules: cascade.rules,
            facts,
        }
    }

    /// The computed style of an element; `None` if the node is none.
    pub fn computed(&self, id: NodeId) -> Option<&Computed> {
        self.element(id).map(|element| &element.computed)
    }

    /// The computed style that counts for a node: that of a text is its parent's.
    pub fn around(&self, document: &Document, id: NodeId) -> Option<&Computed> {
        self.computed(id)
            .or_else(|| self.computed(document.parent(id)?))
    }

    /// The declaration that won a longhand property (`text-decoration` counts as one).
    pub fn winner(&self, id: NodeId, property: &str) -> Option<Winner<'_>> {
        let number = self.rules.names.find(property)?;
        let winners = &self.element(id)?.winners;
        let index = winners
            .binary_search_by_key(&number, |(number, _)| *number)
            .ok()?;
        let (_, entry) = winners.get(index)?;
        self.as_winner(number, *entry)
    }

    /// All declarations that won a property of the element.
    pub fn winners(&self, id: NodeId) -> impl Iterator<Item = Winner<'_>> {
        let winners = self.element(id).map_or(&[][..], |element| &element.winners);
        winners
            .iter()
            .filter_map(|(property, entry)| self.as_winner(*property, *entry))
    }

    /// Whether the element matches a selector.
    pub fn matches(&self, document: &Document, id: NodeId, selector: &Selector) -> bool {
        let facts = &self.facts;
        Matcher { document, facts }.matches(id, selector)
    }

    /// Whether every selector was compared with every element it may match; false only for mails
    /// far beyond any size that is sent.
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn element(&self, id: NodeId) -> Option<&ElementStyle> {
        self.elements.get(id.index())?.as_ref()
    }

    fn as_winner(&self, property: u32, entry: u32) -> Option<Winner<'_>> {
        let entry = self.rules.entries.get(entry as usize)?;
        Some(Winner {
            property: self.rules.names.names.get(property as usize)?,
            declaration: &entry.declaration,
            origin: entry.origin,
        })
    }
}

struct Cascade<'a> {
    document: &'a Document,
    environment: &'a Environment,
    facts: &'a Facts,
    rules: Rules,
    elements: Vec<Option<ElementStyle>>,
    /// For each property the round in which it was won, and by which entry.
    slots: Vec<(u32, u32)>,
    round: u32,
    comparisons: usize,
    root_font_size: f64,
}

impl Cascade<'_> {
    fn style(&mut self, id: NodeId, possible: &mut Vec<usize>) {
        let matched = self.matched(id, possible);
        let own = self.own_entries(id);
        let winners = self.winners(&matched, &own);
        let parent = self
            .document
            .parent(id)
            .and_then(|parent| self.elements.get(parent.index())?.as_ref());
        let inherited = parent.and_then(|parent| parent.variables.clone());
        let parent = parent.map_or_else(Computed::initial, |parent| parent.computed.clone());
        let variables = self.variables(&winners, inherited);
        let computed = self.computed(&winners, variables.as_ref(), &parent);
        let is_root = self.document.parent(id) == Some(NodeId::ROOT);
        if is_root && let Some(size) = computed.font_size {
            self.root_font_size = size;
        }
        if let Some(slot) = self.elements.get_mut(id.index()) {
            *slot = Some(ElementStyle {
                computed,
                winners,
                variables,
            });
        }
    }

    /// The candidates that match, the weakest first.
    fn matched(&mut self, id: NodeId, possible: &mut Vec<usize>) -> Vec<usize> {
        let Some(facts) = self.facts.get(id) else {
            return Vec::new();
        };
        let name = self.document.name(id);
        self.rules
            .for_element(name, facts.id.as_deref(), &facts.classes, possible);
        let matcher = Matcher {
            document: self.document,
            facts: self.facts,
        };
        let parent = self.document.parent(id);
        let around = parent.and_then(|parent| self.facts.get(parent));
        let around = around.map_or(0, |parent| parent.marks);
        let mut matched = Vec::new();
        for index in possible.iter().copied() {
            if self.comparisons >= MOST_COMPARISONS {
                break;
            }
            self.comparisons += 1;
            if let Some(candidate) = self.rules.candidates.get(index)
                && candidate.marks & around == candidate.marks
                && matcher.matches(id, &candidate.selector)
            {
                matched.push(index);
            }
        }
        let candidates = &self.rules.candidates;
        matched.sort_by_key(|index| {
            let candidate = candidates.get(*index);
            (candidate.map(|one| (one.origin, one.weight())), *index)
        });
        matched.dedup();
        matched
    }

    /// The entries of the element's own attributes.
    fn own_entries(&mut self, id: NodeId) -> Vec<usize> {
        let mut own = Vec::new();
        for hint in hints(self.document, id) {
            own.push(self.rules.add_entry(hint, Origin::Attribute));
        }
        if let Some(attribute) = self.document.attribute(id, "style") {
            let style = inline(&self.document.value(attribute));
            for declaration in style.declarations {
                own.push(self.rules.add_entry(declaration, Origin::Inline));
            }
        }
        own
    }

    /// Which entry wins each property (CSS Cascade Level 4, section 6).
    fn winners(&mut self, matched: &[usize], own: &[usize]) -> Vec<(u32, u32)> {
        self.round += 1;
        self.slots.resize(self.rules.names.names.len(), (0, 0));
        let mut won = Vec::new();
        let candidates: Vec<(Origin, usize, usize)> = matched
            .iter()
            .filter_map(|index| self.rules.candidates.get(*index))
            .map(|candidate| (candidate.origin, candidate.first, candidate.end))
            .collect();
        for is_important in [false, true] {
            for origin in [
                Origin::Default,
                Origin::Attribute,
                Origin::Sheet,
                Origin::Inline,
            ] {
                for (_, first, end) in candidates.iter().filter(|(other, ..)| *other == origin) {
                    for entry in *first..*end {
                        self.take(entry, is_important, &mut won);
                    }
                }
                for entry in own {
                    let is_of = self
                        .rules
                        .entries
                        .get(*entry)
                        .is_some_and(|entry| entry.origin == origin);
                    if is_of {
                        self.take(*entry, is_important, &mut won);
                    }
                }
            }
        }
        won.sort_unstable();
        won.into_iter()
            .filter_map(|property| {
                let (_, entry) = self.slots.get(property as usize)?;
                Some((property, *entry))
            })
            .collect()
    }

    fn take(&mut self, index: usize, is_important: bool, won: &mut Vec<u32>) {
        let Some(entry) = self.rules.entries.get(index) else {
            return;
        };
        if entry.declaration.important.is_some() != is_important || !is_valid(entry) {
            return;
        }
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for property in &entry.properties {
            if let Some(slot) = self.slots.get_mut(*property as usize) {
                if slot.0 != self.round {
                    won.push(*property);
                }
                *slot = (self.round, index);
            }
        }
    }

    fn variables(&self, winners: &[(u32, u32)], inherited: Option<Variables>) -> Option<Variables> {
        let mut own = winners
            .iter()
            .filter_map(|(_, entry)| self.rules.entries.get(*entry as usize))
            .filter(|entry| entry.declaration.name.starts_with("--"))
            .peekable();
        if own.peek().is_none() {
            return inherited;
        }
        let mut all = inherited.as_deref().cloned().unwrap_or_default();
        for entry in own {
            if all.len() < MOST_VARIABLES {
                let declaration = &entry.declaration;
                all.insert(declaration.name.clone(), declaration.value.clone());
            }
        }
        Some(Arc::new(all))
    }

    fn computed(
        &self,
        winners: &[(u32, u32)],
        variables: Option<&Variables>,
        parent: &Computed,
    ) -> Computed {
        let mut style = parent.inherited();
        let around = Around {
            parent,
            root_font_size: self.root_font_size,
            width: self.environment.width,
        };
        for is_first in [true, false] {
            for (property, entry) in winners {
                let Some(property) = self.rules.names.names.get(*property as usize) else {
                    continue;
                };
                let Some(entry) = self.rules.entries.get(*entry as usize) else {
                    continue;
                };
                if comes_first(property) != is_first {
                    continue;
                }
                let Declaration { name, value, .. } = &entry.declaration;
                match variables {
                    Some(variables) if asks(value) => {
                        let value = substituted(value, variables);
                        apply(&mut style, property, name, &value, around);
                    }
                    _ => apply(&mut style, property, name, value, around),
                }
            }
            if is_first && let (Some(factor), Some(size)) = (style.line_factor, style.font_size) {
                style.line_height = Some(size * factor);
            }
        }
        style
    }
}

/// Whether a declaration counts: a colour that is none leaves the one before it in force.
fn is_valid(entry: &Entry) -> bool {
    let declaration = &entry.declaration;
    if !matches!(declaration.name.as_str(), "color" | "background-color") {
        return !declaration.value.is_empty() || declaration.name.starts_with("--");
    }
    let [value] = declaration.value.as_slice() else {
        return declaration.has_placeholder() || asks(&declaration.value);
    };
    super::colour::parse(value).is_some()
        || declaration.has_placeholder()
        || asks(&declaration.value)
        || ["inherit", "initial", "unset", "revert", "revert-layer"]
            .iter()
            .any(|word| value.is_ident(word))
}
