//! Selectors as data (Selectors Level 4).

use crate::domain::finding::Span;

/// A list of selectors; a rule with one that is invalid is dropped as a whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SelectorList {
    /// The selectors in order.
    pub selectors: Vec<Selector>,
}

impl SelectorList {
    /// Whether none of the selectors is invalid.
    pub fn is_valid(&self) -> bool {
        !self.selectors.is_empty() && self.selectors.iter().all(|selector| !selector.is_invalid)
    }

    /// The greatest specificity in the list.
    pub fn specificity(&self) -> Specificity {
        let each = self.selectors.iter().map(|selector| selector.specificity);
        each.max().unwrap_or_default()
    }
}

/// A selector.
#[derive(Debug, Clone, PartialEq)]
pub struct Selector {
    /// Where it stands.
    pub span: Span,
    /// The compounds from left to right.
    pub compounds: Vec<Compound>,
    /// How much it weighs.
    pub specificity: Specificity,
    /// Whether it is none, so that browsers drop the rule.
    pub is_invalid: bool,
}

impl Selector {
    /// The pseudo-element that it ends in.
    pub fn pseudo_element(&self) -> Option<&str> {
        let last = self.compounds.last()?;
        last.simples.iter().find_map(|simple| match &simple.kind {
            SimpleKind::PseudoElement(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// Simple selectors that hold for one element.
#[derive(Debug, Clone, PartialEq)]
pub struct Compound {
    /// Where it stands.
    pub span: Span,
    /// How its element relates to that of the compound before; of the first one, it means
    /// nothing unless the selector is a relative one.
    pub combinator: Combinator,
    /// The simple selectors in order.
    pub simples: Vec<Simple>,
}

/// How two elements relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Combinator {
    /// A blank: within.
    Descendant,
    /// `>`: directly within.
    Child,
    /// `+`: directly after.
    NextSibling,
    /// `~`: after.
    LaterSibling,
}

/// A simple selector.
#[derive(Debug, Clone, PartialEq)]
pub struct Simple {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: SimpleKind,
}

/// What a simple selector is.
#[derive(Debug, Clone, PartialEq)]
pub enum SimpleKind {
    /// `*`.
    Universal,
    /// An element's name, in lower case.
    Type(String),
    /// `ns|`, before a type or `*`.
    Namespace(String),
    /// `#id`.
    Id(String),
    /// `.class`.
    Class(String),
    /// `[name=value]`.
    Attribute(AttributeSelector),
    /// `:name`.
    PseudoClass(PseudoClass),
    /// `::name`, in lower case.
    PseudoElement(String),
    /// `&`.
    Nesting,
    /// Something that is no selector.
    Unknown(String),
}

/// `[name operator value flag]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeSelector {
    /// The attribute's name in lower case.
    pub name: String,
    /// How its value is compared; `None` if it only has to be there.
    pub test: Option<(AttributeOperator, String)>,
    /// Whether the case of letters counts.
    pub letter_case: LetterCase,
}

/// How the value of an attribute is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeOperator {
    /// `=`: is.
    Equals,
    /// `~=`: has the word.
    HasWord,
    /// `|=`: is, or starts with it and `-`.
    HasLanguage,
    /// `^=`: starts with.
    StartsWith,
    /// `$=`: ends with.
    EndsWith,
    /// `*=`: contains.
    Contains,
}

/// Whether the case of letters counts in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterCase {
    /// As HTML says for this attribute.
    Default,
    /// `i`: it does not.
    Insensitive,
    /// `s`: it does.
    Sensitive,
}

/// A pseudo-class.
#[derive(Debug, Clone, PartialEq)]
pub enum PseudoClass {
    /// `:is(…)`, `:matches(…)`, `:-webkit-any(…)` and `:-moz-any(…)`.
    Is(SelectorList),
    /// `:where(…)`.
    Where(SelectorList),
    /// `:not(…)`.
    Not(SelectorList),
    /// `:has(…)`.
    Has(SelectorList),
    /// `:nth-child(… of …)` and its kin.
    Nth(Nth),
    /// `:root`.
    Root,
    /// `:empty`.
    Empty,
    /// `:link` and `:any-link`.
    Link,
    /// `:lang(…)`, each in lower case.
    Lang(Vec<String>),
    /// `:dir(…)`, in lower case.
    Dir(String),
    /// `:hover`, `:visited` and other states that a mail at rest is not in.
    State(String),
    /// Any other; browsers drop the rule.
    Unknown(String),
}

/// `:nth-child(an+b)` and its kin.
#[derive(Debug, Clone, PartialEq)]
pub struct Nth {
    /// The step.
    pub step: i32,
    /// The offset.
    pub offset: i32,
    /// Whether it counts from the end.
    pub is_from_end: bool,
    /// Whether only elements of the same name count.
    pub is_of_type: bool,
    /// Which elements count, if it says so.
    pub of: Option<SelectorList>,
}

impl Nth {
    /// Whether the place `index`, counted from one, is meant.
    pub fn contains(&self, index: usize) -> bool {
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        let from_offset = index - i64::from(self.offset);
        match i64::from(self.step) {
            0 => from_offset == 0,
            step => from_offset % step == 0 && from_offset / step >= 0,
        }
    }
}

/// How much a selector weighs (Selectors Level 4, section 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Specificity {
    /// Ids.
    pub ids: u32,
    /// Classes, attributes and pseudo-classes.
    pub classes: u32,
    /// Types and pseudo-elements.
    pub types: u32,
}

impl Specificity {
    /// A specificity.
    pub const fn new(ids: u32, classes: u32, types: u32) -> Self {
        Self {
            ids,
            classes,
            types,
        }
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self {
            ids: self.ids.saturating_add(other.ids),
            classes: self.classes.saturating_add(other.classes),
            types: self.types.saturating_add(other.types),
        }
    }
}
