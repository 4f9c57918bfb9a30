//! What clients do not support, from the table of facts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::rule::Rule;

/// The day of the data (Can I email, package `caniemail` 2.0.2).
pub const DATE: &str = "2026-05-13";

const TABLE: &str = include_str!("facts.txt");

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum About {
    /// A property.
    Property,
    /// An at-rule.
    AtRule,
    /// A feature of media queries.
    MediaFeature,
    /// A pseudo-class.
    PseudoClass,
    /// A pseudo-element.
    PseudoElement,
    /// A sort of selector: `>`, `+`, `~`, `*`, `[]` or `.a.b`.
    Selector,
    /// A function of values.
    Function,
    /// A unit.
    Unit,
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// A format of images: the end of its name, or `data:`.
    Image,
}

impl About {
    fn of(word: &str) -> Option<(Self, &'static str)> {
        Some(match word {
            "Property" => (Self::Property, "The property"),
            "AtRule" => (Self::AtRule, "The at-rule"),
            "MediaFeature" => (Self::MediaFeature, "The media feature"),
            "PseudoClass" => (Self::PseudoClass, "The pseudo-class"),
            "PseudoElement" => (Self::PseudoElement, "The pseudo-element"),
            "Selector" => (Self::Selector, "This sort of selector"),
            "Function" => (Self::Function, "The function"),
            "Unit" => (Self::Unit, "The unit"),
            "Element" => (Self::Element, "The element"),
            "Attribute" => (Self::Attribute, "The attribute"),
            "Image" => (Self::Image, "The image format"),
            _ => return None,
        })
    }
}

/// Something that some clients do not support.
#[derive(Debug)]
pub(super) struct Fact {
    /// What it is about.
    pub about: About,
    /// The names it goes by.
    pub names: Vec<&'static str>,
    /// The letters of the clients without it.
    clients: &'static str,
    /// The fact as a rule.
    pub rule: Rule,
}

static FACTS: LazyLock<Vec<Fact>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(fact).collect()
});

static BY_NAME: LazyLock<HashMap<(About, &'static str), &'static Fact>> = LazyLock::new(|| {
    let names = |fact: &'static Fact| {
        fact.names
            .iter()
            .map(move |name| ((fact.about, *name), fact))
    };
    FACTS.iter().flat_map(names).collect()
});

fn fact(line: &'static str) -> Option<Fact> {
    let mut words = line.split(' ');
    let (about, start) = About::of(words.next()?)?;
    let id = words.next()?;
    let date = words.next()?;
    let clients = words.next()?;
    let names: Vec<&str> = words.next()?.split(',').collect();
    let text = format!("{start} {} is not supported", names.first()?);
    let page = format!("https://www.caniemail.com/features/{id}/");
    Some(Fact {
        about,
        names,
        clients,
        rule: Rule {
            id,
            text: Cow::Owned(text),
            source: Cow::Owned(page),
            date,
        },
    })
}

/// The facts of the client with a letter.
pub(super) fn of(letter: char) -> impl Iterator<Item = &'static Fact> {
    FACTS
        .iter()
        .filter(move |fact| fact.clients.contains(letter))
}

/// The rule by which the client with a letter does not support something.
pub(super) fn missing(letter: char, about: About, name: &str) -> Option<&'static Rule> {
    let fact = BY_NAME.get(&(about, name))?;
    fact.clients.contains(letter).then_some(&fact.rule)
}
