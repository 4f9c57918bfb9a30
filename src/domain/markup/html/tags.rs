//! The inside of a tag: its name and its attributes.

use std::collections::HashSet;

use memchr::memchr;

use super::defect::DefectKind;
use super::token::{Attribute, AttributeValue, Quote, Tag};
use super::tokenizer::Tokenizer;
use crate::domain::finding::Span;

/// From here on, repeated names are looked for in a set, so that no tag takes quadratic time.
const FEW: usize = 12;

impl Tokenizer<'_> {
    /// The tag whose name starts at `at`, with its end; `None` if the text ends in it.
    pub(super) fn read_tag(&mut self, at: usize) -> Option<(Tag, usize)> {
        let name_end = self.word_end(at, |byte| matches!(byte, b'/' | b'>'));
        let mut attributes = Vec::new();
        let name = Span::new(at, name_end);
        let mut at = name_end;
        loop {
            let start = self.blanks(at);
            match self.byte(start)? {
                b'>' => {
                    self.mark_duplicates(&mut attributes);
                    let self_closing = false;
                    return Some((
                        Tag {
                            name,
                            attributes,
                            self_closing,
                        },
                        start + 1,
                    ));
                }
                b'/' if self.byte(start + 1) == Some(b'>') => {
                    self.mark_duplicates(&mut attributes);
                    let self_closing = true;
                    return Some((
                        Tag {
                            name,
                            attributes,
                            self_closing,
                        },
                        start + 2,
                    ));
                }
                b'/' => {
                    self.defect(DefectKind::StraySlash, Span::new(start, start + 1));
                    at = start + 1;
                }
                _ => {
                    let follows_value = attributes.last().is_some_and(|last: &Attribute| {
                        last.span.end == start && last.value.is_some()
                    });
                    if follows_value {
                        self.defect(DefectKind::MissingBlank, Span::new(start, start));
                    }
                    let attribute = self.attribute(start)?;
                    at = attribute.span.end;
                    attributes.push(attribute);
                }
            }
        }
    }

    /// The attribute that starts at `start`; `None` if the text ends in its value.
    fn attribute(&mut self, start: usize) -> Option<Attribute> {
        // The first byte belongs to the name whatever it is, even `=`.
        let first = if self.byte(start) == Some(b'=') {
            self.defect(DefectKind::UnexpectedCharacter, Span::new(start, start + 1));
            start + 1
        } else {
            start
        };
        let name_end = self.word_end(first, |byte| matches!(byte, b'/' | b'>' | b'='));
        let name = Span::new(start, name_end);
        self.odd_characters(first, name_end, b"\"'<");
        let equals = self.blanks(name_end);
        if self.byte(equals) != Some(b'=') {
            let (span, value, is_duplicate) = (name, None, false);
            return Some(Attribute {
                span,
                name,
                value,
                is_duplicate,
            });
        }
        let (value, end) = self.value(equals)?;
        Some(Attribute {
            span: Span::new(start, end),
            name,
            value: Some(value),
            is_duplicate: false,
        })
    }

    /// The value after the `=` at `equals`, with the end of its closing quotation mark.
    fn value(&mut self, equals: usize) -> Option<(AttributeValue, usize)> {
        let start = self.blanks(equals + 1);
        let quote = match self.byte(start)? {
            b'"' => Quote::Double,
            b'\'' => Quote::Single,
            b'>' => {
                self.defect(DefectKind::MissingValue, Span::new(equals, equals + 1));
                let span = Span::new(equals + 1, equals + 1);
                let quote = Quote::Unquoted;
                return Some((AttributeValue { span, quote }, equals + 1));
            }
            _ => {
                let end = self.word_end(start, |byte| byte == b'>');
                self.odd_characters(start, end, b"\"'<=`");
                let span = Span::new(start, end);
                let quote = Quote::Unquoted;
                return Some((AttributeValue { span, quote }, end));
            }
        };
        let mark = if quote == Quote::Double { b'"' } else { b'\'' };
        let length = memchr(mark, self.rest(start + 1).as_bytes())?;
        let span = Span::new(start + 1, start + 1 + length);
        Some((AttributeValue { span, quote }, span.end + 1))
    }

    /// The end of a word: a blank or what `ends` says; placeholders are part of it.
    fn word_end(&self, mut at: usize, ends: impl Fn(u8) -> bool) -> usize {
        while let Some(byte) = self.byte(at) {
            if byte == b'{'
                && let Some(end) = self.placeholder_end(at)
            {
                at = end;
            } else if is_blank(byte) || ends(byte) {
                return at;
            } else {
                at += 1;
            }
        }
        self.limit
    }

    /// Notes characters that mostly mean a lost quotation mark; one for each word is enough.
    fn odd_characters(&mut self, start: usize, end: usize, odd: &[u8]) {
        let word = self.slice(start, end).as_bytes();
        if let Some(found) = word.iter().position(|byte| odd.contains(byte)) {
            let at = start + found;
            self.defect(DefectKind::UnexpectedCharacter, Span::new(at, at + 1));
        }
    }

    fn blanks(&self, at: usize) -> usize {
        let rest = self.rest(at).as_bytes();
        let length = rest.iter().position(|byte| !is_blank(*byte));
        length.map_or(self.limit, |length| at + length)
    }

    fn mark_duplicates(&mut self, attributes: &mut [Attribute]) {
        if attributes.len() < 2 {
            return;
        }
        let name_of = |attribute: &Attribute| self.slice(attribute.name.start, attribute.name.end);
        let mut repeated = Vec::new();
        if attributes.len() <= FEW {
            for (index, attribute) in attributes.iter().enumerate() {
                let name = name_of(attribute);
                let mut before = attributes.iter().take(index);
                if before.any(|other| name_of(other).eq_ignore_ascii_case(name)) {
                    repeated.push(index);
                }
            }
        } else {
            let mut seen = HashSet::with_capacity(attributes.len());
            for (index, attribute) in attributes.iter().enumerate() {
                if !seen.insert(name_of(attribute).to_ascii_lowercase()) {
                    repeated.push(index);
                }
            }
        }
        for index in repeated {
            if let Some(attribute) = attributes.get_mut(index) {
                attribute.is_duplicate = true;
                let span = attribute.span;
                self.defect(DefectKind::DuplicateAttribute, span);
            }
        }
    }
}

/// What HTML takes for a blank between attributes.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 12)
}
