//! Character references, decoded as the package `entities` does.

use crate::domain::character_reference::{self, LONGEST_NAME};

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
    (1..=LONGEST_NAME.min(text.len())).rev().find_map(|len| {
        let name = text.get(..len)?;
        let chars = character_reference::named(name)?;
        (place != Place::Attribute || name.ends_with(';')).then_some((chars, len))
    })
}

/// The character of `65;` or `x41;`, and the length of that.
fn numeric(text: &str, place: Place) -> Option<(char, usize)> {
    let number = character_reference::number(text)?;
    (place != Place::Attribute || number.has_end).then_some((number.char, number.length))
}
