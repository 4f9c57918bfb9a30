//! The rules that count, with an index of the elements that each may match.

use std::collections::HashMap;

use super::entry::{Entry, Names, Origin};
use super::environment::{Environment, Sheets};
use super::facts::{Shape, Sort, mark};
use super::nested::{MOST_COPIES, nested_selectors, size};
use super::prepared::Prepared;
use crate::domain::markup::css::{
    Combinator, Declaration, Rule, Selector, SelectorList, SimpleKind, Specificity, StyleRule,
    Stylesheet,
};

/// A rule with more selectors lends them to no rule nested in it.
const MOST_PARENTS: usize = 32;

/// A selector and the declarations of its rule.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub selector: Selector,
    /// Its declarations among the entries of the set.
    pub first: usize,
    pub end: usize,
    /// Marks of the names that elements around the one meant must have.
    pub marks: u128,
    /// Whether what it asks for is part of the shape of an element.
    pub is_of_shape: bool,
}

impl Candidate {
    /// What decides between rules of one origin; later ones win among equals.
    pub const fn weight(&self) -> Specificity {
        self.selector.specificity
    }
}

/// Rules of one origin.
#[derive(Debug, Clone)]
pub(super) struct RuleSet {
    pub origin: Origin,
    pub entries: Vec<Entry>,
    pub candidates: Vec<Candidate>,
    /// Whether every rule was taken in.
    pub is_complete: bool,
    copies: usize,
    by_id: HashMap<String, Vec<usize>>,
    by_class: HashMap<String, Vec<usize>>,
    by_type: HashMap<String, Vec<usize>>,
    anywhere: Vec<usize>,
}

impl RuleSet {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            entries: Vec::new(),
            candidates: Vec::new(),
            is_complete: true,
            copies: 0,
            by_id: HashMap::new(),
            by_class: HashMap::new(),
            by_type: HashMap::new(),
            anywhere: Vec::new(),
        }
    }

    /// The rules of a sheet that is in force everywhere.
    pub fn of_sheet(sheet: &Stylesheet, origin: Origin, names: &mut Names) -> Self {
        let mut set = Self::new(origin);
        set.add_sheet(sheet, &Environment::default(), names);
        set.file();
        set
    }

    /// The rules of the `<style>` elements that count in a client.
    pub fn of_document(prepared: &Prepared, environment: &Environment, names: &mut Names) -> Self {
        let mut set = Self::new(Origin::Sheet);
        if environment.sheets != Sheets::InlineOnly {
            for (media, sheet) in &prepared.sheets {
                let counts = media
                    .as_ref()
                    .is_none_or(|media| environment.matches_media(media) == Some(true));
                if counts {
                    set.add_sheet(sheet, environment, names);
                }
            }
        }
        set.file();
        set
    }

    fn add_sheet(&mut self, sheet: &Stylesheet, environment: &Environment, names: &mut Names) {
        // Blocks nest no deeper than the parser allows, so that the stack stays small.
        let mut waiting: Vec<&Rule> = sheet.rules.iter().rev().collect();
        while let Some(rule) = waiting.pop() {
            match rule {
                Rule::Style(style) => self.add_rule(style, environment, names),
                Rule::At(at) => {
                    if let Some(block) = &at.block
                        && environment.admits(at)
                    {
                        waiting.extend(block.rules.iter().rev());
                    }
                }
            }
        }
    }

    /// Adds a rule and those nested directly in it.
    fn add_rule(&mut self, rule: &StyleRule, environment: &Environment, names: &mut Names) {
        self.add_selectors(&rule.selectors, &rule.block.declarations, names);
        if rule.block.rules.is_empty() || rule.selectors.selectors.len() > MOST_PARENTS {
            return;
        }
        let parent = size(&rule.selectors);
        for nested in &rule.block.rules {
            match nested {
                Rule::Style(nested) => {
                    let count = nested.selectors.selectors.len();
                    if self.may_copy(parent.saturating_mul(count)) {
                        let list = nested_selectors(&nested.selectors, &rule.selectors);
                        self.add_selectors(&list, &nested.block.declarations, names);
                    }
                }
                Rule::At(at) => {
                    if let Some(block) = &at.block
                        && environment.admits(at)
                        && self.may_copy(parent)
                    {
                        self.add_selectors(&rule.selectors, &block.declarations, names);
                    }
                }
            }
        }
    }

    /// Whether that many parts of selectors may be written once more.
    const fn may_copy(&mut self, count: usize) -> bool {
        self.copies = self.copies.saturating_add(count);
        let may = self.copies <= MOST_COPIES;
        self.is_complete &= may;
        may
    }

    fn add_selectors(
        &mut self,
        list: &SelectorList,
        declarations: &[Declaration],
        names: &mut Names,
    ) {
        if !list.is_valid() || declarations.is_empty() {
            return;
        }
        let first = self.entries.len();
        for declaration in declarations {
            let entry = Entry::new(declaration.clone(), self.origin, names);
            self.entries.push(entry);
        }
        let end = self.entries.len();
        for selector in &list.selectors {
            if selector.pseudo_element().is_none() {
                self.candidates.push(Candidate {
                    selector: selector.clone(),
                    first,
                    end,
                    marks: marks_around(selector),
                    is_of_shape: is_of_shape(selector),
                });
            }
        }
    }

    /// Puts all candidates where elements look for them.
    fn file(&mut self) {
        for (index, candidate) in self.candidates.iter().enumerate() {
            let last = candidate.selector.compounds.last();
            let simples = last.map_or(&[][..], |compound| compound.simples.as_slice());
            let mut by_id = None;
            let mut by_class = None;
            let mut by_type = None;
            for simple in simples {
                match &simple.kind {
                    SimpleKind::Id(id) => by_id = by_id.or(Some(id)),
                    SimpleKind::Class(class) => by_class = Some(class),
                    SimpleKind::Type(name) => by_type = Some(name),
                    _ => {}
                }
            }
            let (map, name) = match (by_id, by_class, by_type) {
                (Some(id), ..) => (&mut self.by_id, id),
                (None, Some(class), _) => (&mut self.by_class, class),
                (None, None, Some(name)) => (&mut self.by_type, name),
                (None, None, None) => {
                    self.anywhere.push(index);
                    continue;
                }
            };
            map.entry(name.to_ascii_lowercase())
                .or_default()
                .push(index);
        }
    }

    /// The candidates that elements of a name and shape may match.
    pub fn possible<'a>(
        &'a self,
        name: &str,
        shape: &'a Shape,
    ) -> impl Iterator<Item = usize> + 'a {
        let of_type = self.by_type.get(name).into_iter().flatten();
        let id = shape.id.as_deref().filter(|_| !self.by_id.is_empty());
        let of_id = id
            .and_then(|id| self.by_id.get(&id.to_ascii_lowercase()))
            .into_iter()
            .flatten();
        let classes = if self.by_class.is_empty() {
            &[][..]
        } else {
            shape.classes.as_slice()
        };
        let of_class = classes
            .iter()
            .filter_map(|class| self.by_class.get(&class.to_ascii_lowercase()))
            .flatten();
        let anywhere = self.anywhere.iter();
        anywhere
            .chain(of_type)
            .chain(of_id)
            .chain(of_class)
            .copied()
    }
}

/// Whether a selector asks for names of the element itself and nothing else.
fn is_of_shape(selector: &Selector) -> bool {
    let [only] = selector.compounds.as_slice() else {
        return false;
    };
    only.simples.iter().all(|simple| {
        matches!(
            simple.kind,
            SimpleKind::Universal
                | SimpleKind::Namespace(_)
                | SimpleKind::Type(_)
                | SimpleKind::Id(_)
                | SimpleKind::Class(_)
        )
    })
}

/// The marks of all names that a selector wants of elements around the one it means.
fn marks_around(selector: &Selector) -> u128 {
    let mut marks = 0;
    let mut compounds = selector.compounds.iter().rev();
    let mut last = compounds.next();
    for compound in compounds {
        let is_around = last.is_some_and(|last| {
            matches!(last.combinator, Combinator::Descendant | Combinator::Child)
        });
        if is_around {
            for simple in &compound.simples {
                marks |= match &simple.kind {
                    SimpleKind::Type(name) => mark(Sort::Type, name),
                    SimpleKind::Class(name) => mark(Sort::Class, name),
                    SimpleKind::Id(name) => mark(Sort::Id, name),
                    _ => 0,
                };
            }
        }
        last = Some(compound);
    }
    marks
}
