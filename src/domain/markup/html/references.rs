//! Character references, decoded with a map back to where they were written.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr;

use crate::domain::finding::Span;

/// The named references of HTML (WHATWG, 13.5): `name;=hex,hex` in each line, without the `&`,
/// in the order of their bytes.
const NAMED: &str = include_str!("../../connector/mailjunky/html_text/entities.txt");
/// Of the longest name, its semicolon included.
const LONGEST_NAME: usize = 32;
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

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In text.
    Text,
    /// In the value of an attribute, where `&copy=1` is not a reference.
    Attribute,
}

/// A text with its references replaced, and where each part of it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where the text starts in the source.
    start: usize,
    /// The references, in order.
    swaps: Vec<Swap>,
}

/// A reference: bytes of the source, and the bytes of the text they stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Swap {
    text: Span,
    source: Span,
}

impl<'a> Decoded<'a> {
    /// A text without references that stands at `start` of the source.
    pub const fn plain(text: &'a str, start: usize) -> Self {
        Self {
            text: Cow::Borrowed(text),
            start,
            swaps: Vec::new(),
        }
    }

    /// Where the bytes `start..end` of the text stand in the source; a reference counts whole.
    pub fn source_span(&self, start: usize, end: usize) -> Span {
        let from = self.source_at(start, |swap| swap.source.start);
        let to = self.source_at(end, |swap| swap.source.end);
        Span::new(from, to.max(from))
    }

    /// How many references there are.
    pub fn reference_count(&self) -> usize {
        self.swaps.len()
    }

    fn source_at(&self, at: usize, within: impl Fn(&Swap) -> usize) -> usize {
        let index = self.swaps.partition_point(|swap| swap.text.start < at);
        let before = index.checked_sub(1).and_then(|index| self.swaps.get(index));
        match before {
            Some(swap) if at < swap.text.end => within(swap),
            Some(swap) => swap.source.end + (at - swap.text.end),
            None => self.start + at,
        }
    }
}

/// Replaces the references of `text`, which stands at `start` of the source; what is none stays.
pub fn decode(text: &str, start: usize, place: Place) -> Decoded<'_> {
    let bytes = text.as_bytes();
    let Some(first) = memchr(b'&', bytes) else {
        return Decoded::plain(text, start);
    };
    let mut output = String::new();
    let mut swaps = Vec::new();
    // Up to here the text is in the output.
    let mut done = 0;
    let mut at = first;
    loop {
        let inner = text.get(at + 1..).unwrap_or_default();
        if let Some(reference) = reference(inner, place) {
            output.push_str(text.get(done..at).unwrap_or_default());
            let text_start = output.len();
            reference.push_to(&mut output);
            done = at + 1 + reference.length;
            swaps.push(Swap {
                text: Span::new(text_start, output.len()),
                source: Span::new(start + at, start + done),
            });
            at = done;
        } else {
            at += 1;
        }
        match bytes.get(at..).and_then(|rest| memchr(b'&', rest)) {
            Some(found) => at += found,
            None => break,
        }
    }
    if swaps.is_empty() {
        return Decoded::plain(text, start);
    }
    output.push_str(text.get(done..).unwrap_or_default());
    Decoded {
        text: Cow::Owned(output),
        start,
        swaps,
    }
}

/// What a reference means, and its length without the `&`.
struct Reference {
    meaning: Meaning,
    length: usize,
}

enum Meaning {
    Named(&'static str),
    Number(char),
}

impl Reference {
    fn push_to(&self, output: &mut String) {
        match self.meaning {
            Meaning::Named(text) => output.push_str(text),
            Meaning::Number(char) => output.push(char),
        }
    }
}

fn reference(inner: &str, place: Place) -> Option<Reference> {
    match inner.strip_prefix('#') {
        Some(number) => numeric(number),
        None => named(inner, place),
    }
}

/// The longest name the text begins with.
fn named(inner: &str, place: Place) -> Option<Reference> {
    let bytes = inner.as_bytes();
    let word = bytes
        .iter()
        .take(LONGEST_NAME)
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or_else(|| bytes.len().min(LONGEST_NAME));
    let with_end = word + usize::from(bytes.get(word) == Some(&b';'));
    (1..=with_end).rev().find_map(|length| {
        let name = inner.get(..length)?;
        let index = BY_NAME.binary_search_by_key(&name, |(name, _)| name).ok()?;
        let next = bytes.get(length);
        let goes_on = next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
        if place == Place::Attribute && !name.ends_with(';') && goes_on {
            return None;
        }
        let meaning = Meaning::Named(BY_NAME.get(index)?.1.as_str());
        Some(Reference { meaning, length })
    })
}

/// The character of `65;` or `x41;`; the semicolon may lack.
fn numeric(text: &str) -> Option<Reference> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let count = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    let number = digits.get(..count).filter(|number| !number.is_empty())?;
    let ends = digits.as_bytes().get(count) == Some(&b';');
    // A number too large for the type is no character either.
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    Some(Reference {
        meaning: Meaning::Number(character(code)),
        length: 1 + text.len() - digits.len() + count + usize::from(ends),
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
