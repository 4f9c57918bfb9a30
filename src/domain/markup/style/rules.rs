//! The rules that count, with an index of the elements that each may match.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::environment::{Environment, Sheets};
use super::facts::{Sort, mark};
use super::shorthand::longhands;
use crate::domain::markup::css::{
    Combinator, Compound, Declaration, MediaQueryList, Places, PseudoClass, Rule, Selector,
    SelectorList, Simple, SimpleKind, Specificity, StyleRule, Stylesheet, stylesheet, values,
};
use crate::domain::markup::html::{Document, Kind, NodeId};

static DEFAULTS: LazyLock<Stylesheet> = LazyLock::new(|| stylesheet(super::defaults::SHEET, 0));

/// A rule with more selectors lends them to no rule nested in it.
const MOST_PARENTS: usize = 32;

/// Where a declaration comes from, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// What clients start from.
    Default,
    /// An attribute such as `bgcolor`.
    Attribute,
    /// A `<style>` element.
    Sheet,
    /// The `style` attribute.
    Inline,
}

/// A declaration, and what it sets.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub declaration: Declaration,
    pub origin: Origin,
    /// The longhand properties it sets.
    pub properties: Vec<u32>,
}

/// Numbers for the names of properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    by_name: HashMap<String, u32>,
    pub names: Vec<String>,
}

impl Names {
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.by_name.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        number
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }
}

/// A selector and the declarations of its rule.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub selector: Selector,
    pub origin: Origin,
    /// Its declarations among all entries.
    pub first: usize,
    pub end: usize,
    /// Marks of the names that elements around the one meant must have.
    pub marks: u128,
}

impl Candidate {
    /// What decides between rules of one origin; later ones win among equals.
    pub const fn weight(&self) -> Specificity {
        self.selector.specificity
    }
}

/// All rules that count.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub names: Names,
    pub entries: Vec<Entry>,
    pub candidates: Vec<Candidate>,
    by_id: HashMap<String, Vec<usize>>,
    by_class: HashMap<String, Vec<usize>>,
    by_type: HashMap<String, Vec<usize>>,
    anywhere: Vec<usize>,
}

impl Rules {
    pub fn of(document: &Document, environment: &Environment) -> Self {
        let mut rules = Self::default();
        rules.add_sheet(&DEFAULTS, Origin::Default, environment);
        if environment.sheets != Sheets::InlineOnly {
            for id in document.elements_of(Kind::Style) {
                if let Some(sheet) = sheet_of(document, id, environment) {
                    rules.add_sheet(&sheet, Origin::Sheet, environment);
                }
            }
        }
        for index in 0..rules.candidates.len() {
            rules.file(index);
        }
        rules
    }

    fn add_sheet(&mut self, sheet: &Stylesheet, origin: Origin, environment: &Environment) {
        // Blocks nest no deeper than the parser allows, so that the stack stays small.
        let mut waiting: Vec<&Rule> = sheet.rules.iter().rev().collect();
        while let Some(rule) = waiting.pop() {
            match rule {
                Rule::Style(style) => self.add_rule(style, origin, environment),
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
    fn add_rule(&mut self, rule: &StyleRule, origin: Origin, environment: &Environment) {
        self.add_selectors(&rule.selectors, &rule.block.declarations, origin);
        if rule.block.rules.is_empty() || rule.selectors.selectors.len() > MOST_PARENTS {
            return;
        }
        for nested in &rule.block.rules {
            match nested {
                Rule::Style(nested) => {
                    let list = nested_selectors(&nested.selectors, &rule.selectors);
                    self.add_selectors(&list, &nested.block.declarations, origin);
                }
                Rule::At(at) => {
                    if let Some(block) = &at.block
                        && environment.admits(at)
                    {
                        self.add_selectors(&rule.selectors, &block.declarations, origin);
                    }
                }
            }
        }
    }

    fn add_selectors(&mut self, list: &SelectorList, declarations: &[Declaration], origin: Origin) {
        if !list.is_valid() || declarations.is_empty() {
            return;
        }
        let first = self.entries.len();
        for declaration in declarations {
            self.add_entry(declaration.clone(), origin);
        }
        let end = self.entries.len();
        for selector in &list.selectors {
            if selector.pseudo_element().is_none() {
                self.candidates.push(Candidate {
                    selector: selector.clone(),
                    origin,
                    first,
                    end,
                    marks: marks_around(selector),
                });
            }
        }
    }

    /// Adds a declaration; returns its number.
    pub fn add_entry(&mut self, declaration: Declaration, origin: Origin) -> usize {
        let names = longhands(&declaration.name, &declaration.value);
        let properties = if names.is_empty() {
            vec![self.names.number(&declaration.name)]
        } else {
            names.iter().map(|name| self.names.number(name)).collect()
        };
        self.entries.push(Entry {
            declaration,
            origin,
            properties,
        });
        self.entries.len() - 1
    }

    /// Puts a candidate where elements look for it.
    fn file(&mut self, index: usize) {
        let Some(candidate) = self.candidates.get(index) else {
            return;
        };
        let last = candidate.selector.compounds.last();
        let simples = last.map_or(&[][..], |compound| compound.simples.as_slice());
        let mut by_class = None;
        let mut by_type = None;
        for simple in simples {
            match &simple.kind {
                SimpleKind::Id(id) => {
                    let id = id.to_ascii_lowercase();
                    self.by_id.entry(id).or_default().push(index);
                    return;
                }
                SimpleKind::Class(class) => by_class = Some(class.to_ascii_lowercase()),
                SimpleKind::Type(name) => by_type = Some(name.clone()),
                _ => {}
            }
        }
        match (by_class, by_type) {
            (Some(class), _) => self.by_class.entry(class).or_default().push(index),
            (None, Some(name)) => self.by_type.entry(name).or_default().push(index),
            (None, None) => self.anywhere.push(index),
        }
    }

    /// The candidates that an element may match, by number.
    pub fn for_element(
        &self,
        name: &str,
        id: Option<&str>,
        classes: &[String],
        out: &mut Vec<usize>,
    ) {
        out.clear();
        out.extend_from_slice(&self.anywhere);
        out.extend(self.by_type.get(name).into_iter().flatten());
        if let Some(id) = id {
            out.extend(
                self.by_id
                    .get(&id.to_ascii_lowercase())
                    .into_iter()
                    .flatten(),
            );
        }
        for class in classes {
            out.extend(
                self.by_class
                    .get(&class.to_ascii_lowercase())
                    .into_iter()
                    .flatten(),
            );
        }
    }
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

/// The sheet of a `<style>` element that counts.
fn sheet_of(document: &Document, id: NodeId, environment: &Environment) -> Option<Stylesheet> {
    if let Some(media) = document.attr(id, "media") {
        let queries = MediaQueryList::parse(&values(&media, Places::At(0)));
        if environment.matches_media(&queries) != Some(true) {
            return None;
        }
    }
    let kind = document.attr(id, "type").unwrap_or_default();
    if !kind.is_empty() && !kind.eq_ignore_ascii_case("text/css") {
        return None;
    }
    let text = document.first_child(id)?;
    Some(stylesheet(
        &document.text(text)?.text,
        document.span(text).start,
    ))
}

/// The selectors of a nested rule, with those of the rule around it in the place of `&`.
fn nested_selectors(list: &SelectorList, parent: &SelectorList) -> SelectorList {
    let around = || SimpleKind::PseudoClass(PseudoClass::Is(parent.clone()));
    let mut list = list.clone();
    for selector in &mut list.selectors {
        let mut is_explicit = false;
        for simple in selector
            .compounds
            .iter_mut()
            .flat_map(|compound| &mut compound.simples)
        {
            if simple.kind == SimpleKind::Nesting {
                simple.kind = around();
                is_explicit = true;
            }
        }
        if !is_explicit {
            let simple = Simple {
                span: selector.span,
                kind: around(),
            };
            let compound = Compound {
                span: selector.span,
                combinator: Combinator::Descendant,
                simples: vec![simple],
            };
            selector.compounds.insert(0, compound);
        }
        let more = parent.specificity();
        selector.specificity = Specificity::new(
            selector.specificity.ids.saturating_add(more.ids),
            selector.specificity.classes.saturating_add(more.classes),
            selector.specificity.types.saturating_add(more.types),
        );
    }
    list
}
