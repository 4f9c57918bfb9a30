//! Character references, decoded with a map back to where they were written.

use std::borrow::Cow;

use memchr::memchr;

use crate::domain::character_reference::{self, LONGEST_NAME};
use crate::domain::finding::Span;

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
        let text = character_reference::named(name)?;
        let next = bytes.get(length);
        let goes_on = next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
        if place == Place::Attribute && !name.ends_with(';') && goes_on {
            return None;
        }
        let meaning = Meaning::Named(text);
        Some(Reference { meaning, length })
    })
}

/// The character of `65;` or `x41;`; the semicolon may lack.
fn numeric(text: &str) -> Option<Reference> {
    let number = character_reference::number(text)?;
    Some(Reference {
        meaning: Meaning::Number(number.char),
        length: 1 + number.length,
    })
}
