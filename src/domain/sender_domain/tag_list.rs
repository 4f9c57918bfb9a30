//! The `tag=value;` lists of DKIM (RFC 6376 section 3.2), which DMARC, MTA-STS, TLS reporting and
//! BIMI borrowed.
//!
//! The list only takes the text apart and says where it is malformed. What a tag means, and whether
//! a flaw matters, is for the record to say.

use std::collections::BTreeSet;

use crate::domain::finding::{Finding, Fix, Severity, Span};

#[cfg(test)]
mod tests;

/// How many semicolons too much are told one by one; a text of nothing else can have thousands.
const MOST_FLAWS: usize = 100;

/// One `name=value` with its places in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The name, without white space around it.
    pub name: Span,
    /// The value, without white space around it; empty if nothing stands after the `=`.
    pub value: Span,
    /// Everything between the `=` and the next `;` or the end, white space included.
    pub raw_value: Span,
}

impl Tag {
    /// From the first byte of the name to the last byte of the value.
    pub const fn span(&self) -> Span {
        Span::new(self.name.start, self.value.end)
    }
}

/// A place where the text leaves the grammar of tag lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A part without `=`; the span is the part without white space around it.
    NoEquals(Span),
    /// A name that is empty, does not start with a letter, or has other than letters, digits and `_`.
    BadName(Span),
    /// A character that no value may hold: a control or a character outside ASCII.
    BadCharacter(Span),
    /// Nothing between two `;`.
    Empty(Span),
    /// A name that stood before already.
    Duplicate(Span),
}

impl Flaw {
    /// Where it is.
    pub const fn span(self) -> Span {
        match self {
            Self::NoEquals(span)
            | Self::BadName(span)
            | Self::BadCharacter(span)
            | Self::Empty(span)
            | Self::Duplicate(span) => span,
        }
    }

    /// A finding of this flaw under the code of the record it was met in.
    pub fn finding(self, text: &str, severity: Severity, code: &'static str) -> Finding {
        let shown = slice(text, self.span()).escape_debug();
        let (message, hint) = match self {
            Self::NoEquals(_) => (
                format!("“{shown}” is no tag, as it has no “=”"),
                "Write every tag as name=value, with “;” between them",
            ),
            Self::BadName(_) => (
                format!("“{shown}” cannot be the name of a tag"),
                "A name starts with a letter and has letters, digits and underscores only",
            ),
            Self::BadCharacter(_) => (
                format!("“{shown}” must not stand in a record"),
                "Remove the character, or type it again: it often comes along when text is copied",
            ),
            Self::Empty(_) => (
                "There is no tag between two semicolons".to_owned(),
                "Remove one of the semicolons",
            ),
            Self::Duplicate(_) => (
                format!("The tag “{shown}” stands here twice"),
                "Keep one of the two",
            ),
        };
        Finding::new(severity, code, message)
            .hint(hint)
            .at(self.span())
    }
}

/// A text taken apart into tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagList {
    text: String,
    tags: Vec<Tag>,
    flaws: Vec<Flaw>,
}

impl TagList {
    /// Takes `text` apart. Parts that are no tags become flaws; their text is kept.
    pub fn parse(text: &str) -> Self {
        let mut list = Self {
            text: text.to_owned(),
            ..Self::default()
        };
        let mut names = BTreeSet::new();
        let mut start = 0;
        for part in text.split(';') {
            let part = Span::new(start, start + part.len());
            list.read_part(text, part, &mut names);
            start = part.end + 1;
        }
        list
    }

    /// Reads what stands between two semicolons; `names` are those that stood before.
    fn read_part<'a>(&mut self, text: &'a str, part: Span, names: &mut BTreeSet<&'a str>) {
        let trimmed = trim(text, part);
        let inside = slice(text, trimmed);
        if inside.is_empty() {
            // The semicolon after the last tag is part of the grammar.
            if part.end < text.len() && self.flaws.len() < MOST_FLAWS {
                self.flaws.push(Flaw::Empty(part));
            }
            return;
        }
        let Some(equals) = inside.find('=') else {
            self.flaws.push(Flaw::NoEquals(trimmed));
            return;
        };
        let equals = trimmed.start + equals;
        let name = trim(text, Span::new(trimmed.start, equals));
        let raw_value = Span::new(equals + 1, part.end);
        let value = trim(text, raw_value);
        if !is_name(slice(text, name)) {
            self.flaws.push(Flaw::BadName(name));
        } else if !names.insert(slice(text, name)) {
            self.flaws.push(Flaw::Duplicate(name));
        }
        let stray = slice(text, value)
            .char_indices()
            .find(|&(_, character)| !is_value_character(character));
        if let Some((at, character)) = stray {
            let at = value.start + at;
            let span = Span::new(at, at + character.len_utf8());
            self.flaws.push(Flaw::BadCharacter(span));
        }
        self.tags.push(Tag {
            name,
            value,
            raw_value,
        });
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All tags in order, repeated ones and ones with a bad name included.
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The flaws in the order of the text.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The first tag of exactly this name.
    pub fn get(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| self.name(tag) == name)
    }

    /// The first tag of this name, in capitals or not.
    pub fn get_ignoring_case(&self, name: &str) -> Option<&Tag> {
        let is_it = |tag: &&Tag| self.name(tag).eq_ignore_ascii_case(name);
        self.tags.iter().find(is_it)
    }

    /// The value of the first tag of exactly this name.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        self.get(name).map(|tag| self.value(tag))
    }

    /// The name of one of its tags.
    pub fn name(&self, tag: &Tag) -> &str {
        slice(&self.text, tag.name)
    }

    /// The value of one of its tags.
    pub fn value(&self, tag: &Tag) -> &str {
        slice(&self.text, tag.value)
    }

    /// The bytes at a place of its text; empty if there is no such place.
    pub fn slice(&self, span: Span) -> &str {
        slice(&self.text, span)
    }

    /// The value of `tag` at each separator, without white space around the items.
    pub fn items<'a>(&'a self, tag: &Tag, separator: char) -> impl Iterator<Item = Span> + 'a {
        let mut start = tag.value.start;
        self.value(tag).split(separator).map(move |item| {
            let span = Span::new(start, start + item.len());
            start = span.end + separator.len_utf8();
            trim(&self.text, span)
        })
    }

    /// The list put together again from its tags, with all white space, flawed parts included.
    pub fn print(&self) -> String {
        let mut printed = String::with_capacity(self.text.len());
        let mut done = 0;
        for tag in &self.tags {
            let gap = slice(&self.text, Span::new(done, tag.name.start));
            let equals = slice(&self.text, Span::new(tag.name.end, tag.raw_value.start));
            let value = slice(&self.text, tag.raw_value);
            printed.extend([gap, self.name(tag), equals, value]);
            done = tag.raw_value.end;
        }
        printed.push_str(slice(&self.text, Span::new(done, self.text.len())));
        printed
    }

    /// Backslashes and quotation marks that a zone file or a form left in the text, with the text
    /// without them as the fix. No value of these records needs one; `except` names the tags whose
    /// values are free text.
    pub fn stray_escape(&self, code: &'static str, except: &[&str]) -> Option<Finding> {
        let is_free = |at: usize| {
            let holds = |tag: &&Tag| tag.value.range().contains(&at);
            let tag = self.tags.iter().find(holds);
            tag.is_some_and(|tag| except.contains(&self.name(tag)))
        };
        let is_stray =
            |&(at, character): &(usize, char)| matches!(character, '\\' | '"') && !is_free(at);
        let (at, character) = self.text.char_indices().find(is_stray)?;
        let kept = self.text.char_indices().filter(|pair| !is_stray(pair));
        let message = format!("There is a stray “{character}” in the record");
        let finding = Finding::new(Severity::Error, code, message)
            .hint("Escapes and quotation marks belong into zone files only; publish the bare text")
            .at(at..at + 1)
            .fix(Fix {
                title: "Remove backslashes and quotation marks".to_owned(),
                span: Span::new(0, self.text.len()),
                replacement: kept.map(|(_, character)| character).collect(),
            });
        Some(finding)
    }
}

/// The bytes of `text` at `span`; empty if the span does not lie on characters of the text.
pub fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// The span without folding white space (space, tab, line breaks) at its ends. A span of nothing
/// but white space becomes empty, at its start.
pub fn trim(text: &str, span: Span) -> Span {
    let inside = slice(text, span);
    let is_white = |character| matches!(character, ' ' | '\t' | '\r' | '\n');
    let left = inside.trim_start_matches(is_white);
    if left.is_empty() {
        return Span::new(span.start, span.start);
    }
    let start = span.end - left.len();
    Span::new(start, start + left.trim_end_matches(is_white).len())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `tval` of RFC 6376 section 3.2 with the white space that may stand inside a value. Line breaks
/// count as white space wherever they are: in a header they fold, in DNS nobody means them.
fn is_value_character(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | '!'..='~')
}
