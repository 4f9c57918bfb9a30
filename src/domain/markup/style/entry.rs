//! Declarations that take part in the cascade, and numbers for the names of properties.

use std::collections::HashMap;

use super::property::Property;
use super::shorthand::longhands;
use super::variables::asks;
use crate::domain::markup::css::Declaration;

/// A shorthand sets no more longhand properties.
const MOST_LONGHANDS: usize = 5;

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
    /// Whether it counts: a colour that is none leaves the one before it in force.
    pub is_valid: bool,
    /// Whether its value asks for a custom property.
    pub asks: bool,
    properties: [u32; MOST_LONGHANDS],
    count: usize,
}

impl Entry {
    pub fn new(declaration: Declaration, origin: Origin, names: &mut Names) -> Self {
        let longhands = longhands(&declaration.name, &declaration.value);
        let mut properties = [0; MOST_LONGHANDS];
        let mut count = 0;
        for (slot, name) in properties.iter_mut().zip(longhands) {
            *slot = names.number(name);
            count += 1;
        }
        if count == 0 {
            count = 1;
            if let Some(slot) = properties.first_mut() {
                *slot = names.number(&declaration.name);
            }
        }
        let asks = asks(&declaration.value);
        Self {
            is_valid: is_valid(&declaration, asks),
            declaration,
            origin,
            asks,
            properties,
            count,
        }
    }

    /// The longhand properties it sets, by number.
    pub fn properties(&self) -> &[u32] {
        self.properties.get(..self.count).unwrap_or_default()
    }

    /// What decides between declarations of one property before all else, from the weakest to the
    /// strongest (CSS Cascade Level 4, section 6.1).
    pub const fn layer(&self) -> u8 {
        let important = if self.declaration.important.is_some() {
            4
        } else {
            0
        };
        important + self.origin as u8
    }
}

/// Numbers for the names of properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    by_name: HashMap<String, u32>,
    names: Vec<(String, Option<Property>)>,
}

impl Names {
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.by_name.insert(name.to_owned(), number);
        self.names.push((name.to_owned(), Property::of(name)));
        number
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub fn name(&self, number: u32) -> &str {
        self.names
            .get(number as usize)
            .map_or("", |(name, _)| name.as_str())
    }

    pub fn property(&self, number: u32) -> Option<Property> {
        self.names.get(number as usize)?.1
    }

    pub const fn len(&self) -> usize {
        self.names.len()
    }
}

/// Whether a declaration counts; `asks` is whether it asks for a custom property.
fn is_valid(declaration: &Declaration, asks: bool) -> bool {
    if !matches!(declaration.name.as_str(), "color" | "background-color") {
        return !declaration.value.is_empty() || declaration.name.starts_with("--");
    }
    let [value] = declaration.value.as_slice() else {
        return asks || declaration.has_placeholder();
    };
    super::colour::parse(value).is_some()
        || asks
        || declaration.has_placeholder()
        || ["inherit", "initial", "unset", "revert", "revert-layer"]
            .iter()
            .any(|word| value.is_ident(word))
}
