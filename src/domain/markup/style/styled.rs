//! The styles of all elements of a document in one client.

use std::sync::Arc;

use super::cascade::{Base, Cascade, Won};
use super::computed::Computed;
use super::entry::{Entry, Names, Origin};
use super::environment::Environment;
use super::matching::Matcher;
use super::prepared::{DEFAULTS, Prepared};
use super::rules::RuleSet;
use super::steps::Steps;
use super::variables::Variables;
use crate::domain::markup::css::{Declaration, Selector};
use crate::domain::markup::html::{Document, NodeId};

/// No style: the node is no element.
const NONE: u32 = u32::MAX;

/// The styles of all elements of a document in one client.
#[derive(Debug, Clone)]
pub struct Styled {
    prepared: Arc<Prepared>,
    names: Names,
    rules: Arc<RuleSet>,
    bases: Vec<Base>,
    styles: Vec<ElementStyle>,
    /// The style of each node, by number.
    of_node: Vec<u32>,
    is_complete: bool,
}

/// A style, which elements share that are alike.
#[derive(Debug, Clone)]
pub(super) struct ElementStyle {
    pub computed: Computed,
    /// What style sheets give it, by number.
    pub base: u32,
    /// What its own attributes give it beyond that, by property.
    pub own: Box<[Won]>,
    pub variables: Option<Variables>,
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
    ///
    /// The time is linear in its length: what is beyond a bound is left out, see
    /// [`Self::is_complete`].
    pub fn new(document: &Document, environment: &Environment) -> Self {
        Self::of(Arc::new(Prepared::of(document)), document, environment)
    }

    /// The styles of the same document in another client, for less than [`Self::new`] takes.
    pub fn in_environment(&self, document: &Document, environment: &Environment) -> Self {
        Self::of(Arc::clone(&self.prepared), document, environment)
    }

    fn of(prepared: Arc<Prepared>, document: &Document, environment: &Environment) -> Self {
        let mut names = prepared.names.clone();
        let rules = RuleSet::of_document(&prepared, environment, &mut names);
        let mut of_node = vec![NONE; document.node_count()];
        let mut cascade = Cascade::new(document, environment, &prepared, &rules, &names);
        for id in document.elements() {
            let parent = document
                .parent(id)
                .and_then(|parent| of_node.get(parent.index()))
                .copied()
                .filter(|parent| *parent != NONE);
            let style = cascade.style(id, parent);
            if let Some(slot) = of_node.get_mut(id.index()) {
                *slot = style;
            }
        }
        let is_complete = cascade.is_complete() && rules.is_complete;
        let (bases, styles) = cascade.into_parts();
        Self {
            prepared,
            names,
            rules: Arc::new(rules),
            bases,
            styles,
            of_node,
            is_complete,
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
        let number = self.names.find(property)?;
        let won = self.won(self.element(id)?, number)?;
        self.as_winner(won)
    }

    /// Whether any declaration won a longhand property, for many questions about one property.
    pub(super) fn has_winner(&self, id: NodeId, number: u32) -> bool {
        self.element(id)
            .is_some_and(|element| self.won(element, number).is_some())
    }

    /// The number of a property that anything declares.
    pub(super) fn property_number(&self, property: &str) -> Option<u32> {
        self.names.find(property)
    }

    /// All declarations that won a property of the element, by property.
    pub fn winners(&self, id: NodeId) -> impl Iterator<Item = Winner<'_>> {
        let element = self.element(id);
        let own = element.map_or(&[][..], |element| &element.own);
        let base = element.and_then(|element| self.bases.get(element.base as usize));
        let base = base.map_or(&[][..], |base| base.won.as_slice());
        let is_own = |won: &&Won| {
            own.binary_search_by_key(&won.property, |own| own.property)
                .is_ok()
        };
        own.iter()
            .chain(base.iter().filter(move |won| !is_own(won)))
            .filter_map(|won| self.as_winner(*won))
    }

    /// The declarations that won a property of borders, at most a hundred.
    pub fn border_winners(&self, id: NodeId) -> impl Iterator<Item = Winner<'_>> {
        let element = self.element(id);
        let own = element.map_or(&[][..], |element| &element.own);
        let base = element.and_then(|element| self.bases.get(element.base as usize));
        let base = base.map_or(&[][..], |base| base.borders.as_slice());
        let is_own = |won: &&Won| {
            own.binary_search_by_key(&won.property, |own| own.property)
                .is_ok()
        };
        own.iter()
            .filter(|won| self.names.name(won.property).starts_with("border"))
            .chain(base.iter().filter(move |won| !is_own(won)))
            .filter_map(|won| self.as_winner(*won))
            .take(100)
    }

    /// Whether the element matches a selector.
    pub fn matches(&self, document: &Document, id: NodeId, selector: &Selector) -> bool {
        let matcher = Matcher {
            document,
            facts: &self.prepared.facts,
            steps: &Steps::new(u64::MAX),
        };
        matcher.matches(id, selector)
    }

    /// Whether every selector was compared with every element it may match, and every rule was
    /// taken in; false only for mails far beyond any that is sent.
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn element(&self, id: NodeId) -> Option<&ElementStyle> {
        let style = *self.of_node.get(id.index())?;
        self.styles.get(style as usize)
    }

    fn won(&self, element: &ElementStyle, property: u32) -> Option<Won> {
        let find = |all: &[Won]| {
            let index = all.binary_search_by_key(&property, |won| won.property);
            all.get(index.ok()?).copied()
        };
        let base = || find(&self.bases.get(element.base as usize)?.won);
        find(&element.own).or_else(base)
    }

    fn as_winner(&self, won: Won) -> Option<Winner<'_>> {
        let entry = entry(won.entry as usize, &self.rules, &self.prepared)?;
        Some(Winner {
            property: self.names.name(won.property),
            declaration: &entry.declaration,
            origin: entry.origin,
        })
    }
}

/// A declaration by its number: first those of clients, then those of the sheets, then those of
/// attributes.
pub(super) fn entry<'a>(
    number: usize,
    rules: &'a RuleSet,
    prepared: &'a Prepared,
) -> Option<&'a Entry> {
    let defaults = &DEFAULTS.0.entries;
    let Some(number) = number.checked_sub(defaults.len()) else {
        return defaults.get(number);
    };
    match number.checked_sub(rules.entries.len()) {
        None => rules.entries.get(number),
        Some(number) => prepared.own.get(number),
    }
}
