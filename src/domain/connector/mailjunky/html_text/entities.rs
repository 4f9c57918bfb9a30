//! Character references, decoded as the package `entities` does.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The named references of HTML (WHATWG, 13.5): `name;=hex,hex` in each line, without the `&`.
const NAMED: &str = include_str!("entities.txt");
/// Of the longest name, its semicolon included.
const MAX_NAME: usize = 32;
/// What the numbers 0x80 to 0x9F stand for (WHATWG, 13.2.5.80); zero where they stay.
const C1: [u32; 32] = [
    0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
    0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
    0x203a, 0x153, 0, 0x17e, 0x178,
];

static BY_NAME: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let char = |hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    NAMED
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, codes)| (name, codes.split(',').filter_map(char).collect()))
        .collect()
});

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In text that goes on: some names need no semicolon.
    Text,
    /// In the last text of the document, where a lone `&#x` swallows what is before it.
    LastText,
    /// In the value of an attribute: the semicolon is needed.
    Attribute,
}

/// The text with its references replaced; what is none stays.
pub fn decode(text: &str, place: Place) -> String {
    let mut output = String::with_capacity(text.len());
    let mut after_reference = 0;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        output.push_str(before);
        let inner = reference.get(1..).unwrap_or_default();
        if place == Place::LastText && matches!(inner, "#x" | "#X") {
            output.truncate(after_reference);
            return output;
        }
        let found = match inner.strip_prefix('#') {
            Some(number) => numeric(number, place).map(|(char, len)| (char.to_string(), len + 1)),
            None => named(inner, place).map(|(chars, len)| (chars.to_owned(), len)),
        };
        if let Some((chars, len)) = found {
            output.push_str(&chars);
            after_reference = output.len();
            rest = inner.get(len..).unwrap_or_default();
        } else {
            output.push('&');
            rest = inner;
        }
    }
    output.push_str(rest);
    output
}

/// The longest name the text begins with, as characters and the length of the name.
fn named(text: &str, place: Place) -> Option<(&'static str, usize)> {
    (1..=MAX_NAME.min(text.len())).rev().find_map(|len| {
        let name = text.get(..len)?;
        let chars = BY_NAME.get(name)?;
        (place != Place::Attribute || name.ends_with(';')).then_some((chars.as_str(), len))
    })
}

/// The character of `65;` or `x41;`, and the length of that.
fn numeric(text: &str, place: Place) -> Option<(char, usize)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let count = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let number = digits.get(..count).filter(|number| !number.is_empty())?;
    let ends = digits
        .get(count..)
        .is_some_and(|rest| rest.starts_with(';'));
    if place == Place::Attribute && !ends {
        return None;
    }
    // A number too large for the type is no character either.
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    let len = text.len() - digits.len() + count + usize::from(ends);
    Some((character(code), len))
}

fn character(code: u32) -> char {
    let mapped = code
        .checked_sub(0x80)
        .and_then(|index| C1.get(index as usize))
        .copied()
        .filter(|mapped| *mapped != 0)
        .unwrap_or(code);
    char::from_u32(mapped)
        .filter(|char| *char != '\0')
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}
