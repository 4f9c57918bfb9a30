//! What the character references of HTML stand for (WHATWG HTML, 13.2.5 and 13.5).
//!
//! Where a reference is one at all depends on who reads: each reader decides that for itself.

use std::sync::LazyLock;

/// The named references: `name;=hex,hex` in each line, without the `&`, in the order of their bytes.
const NAMED: &str = include_str!("names.txt");
/// Bytes of the longest name, its semicolon included.
pub const LONGEST_NAME: usize = 32;
/// What the numbers 0x80 to 0x9F stand for (WHATWG, 13.2.5.80); zero where they stay.
const C1: [u32; 32] = [
    0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
    0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
    0x203a, 0x153, 0, 0x17e, 0x178,
];

static BY_NAME: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let char = |hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    NAMED
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, codes)| (name, codes.split(',').filter_map(char).collect()))
        .collect()
});

/// What a name stands for, written without the `&`, with its semicolon if it has one.
pub fn named(name: &str) -> Option<&'static str> {
    let index = BY_NAME.binary_search_by_key(&name, |(name, _)| name).ok()?;
    BY_NAME.get(index).map(|(_, text)| text.as_str())
}

/// A reference by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// What it stands for.
    pub char: char,
    /// Its bytes after `&#`, the semicolon included.
    pub length: usize,
    /// Whether it has a semicolon.
    pub has_end: bool,
}

/// The number that a text after `&#` begins with, as in `65;` or `x41;`.
pub fn number(text: &str) -> Option<Number> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let count = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let number = digits.get(..count).filter(|number| !number.is_empty())?;
    let has_end = digits.as_bytes().get(count) == Some(&b';');
    // A number too large for the type is no character either.
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    Some(Number {
        char: character(code),
        length: text.len() - digits.len() + count + usize::from(has_end),
        has_end,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_they_are_written() {
        assert_eq!(named("amp;"), Some("&"));
        assert_eq!(named("amp"), Some("&"));
        assert_eq!(named("Amp;"), None);
        assert_eq!(named("NotEqualTilde;"), Some("\u{2242}\u{338}"));
        assert!(BY_NAME.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(
            BY_NAME.iter().map(|it| it.0.len()).max(),
            Some(LONGEST_NAME)
        );
    }

    #[test]
    fn numbers_are_read_to_their_end() {
        let read = |text| number(text).map(|it| (it.char, it.length, it.has_end));
        assert_eq!(read("65;b"), Some(('A', 3, true)));
        assert_eq!(read("x41b"), Some(('\u{41b}', 4, false)));
        assert_eq!(read("128;"), Some(('€', 4, true)));
        assert_eq!(read("0;"), Some(('\u{fffd}', 2, true)));
        assert_eq!(read("99999999999;"), Some(('\u{fffd}', 12, true)));
        assert_eq!(read("x;"), None);
    }
}
