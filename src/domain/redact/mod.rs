//! Takes secrets out of a text, in whatever spelling they stand there.
//!
//! ```text
//! view      the text as a decoder would read it, with a map back to the bytes as written
//! spelling  what to look for in a view
//! ```
//!
//! For logs, errors, transcripts and the history. It is the second line: whoever builds a text
//! leaves the secrets out first.

mod spelling;
mod view;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use self::spelling::Spellings;
use self::view::View;
use crate::domain::connector::Secret;

/// Knows secrets and cleans texts of them.
///
/// Found are the secret as it is, in Base64 (also in the middle of other bytes, as in `user:secret`,
/// also with the URL alphabet and broken into lines), percent-encoded in any manner, as a part of a
/// form, JSON-escaped once or twice, and in quoted-printable. Of a secret with several lines, such
/// as a key in PEM, each longer line counts too.
#[derive(Clone, Default)]
pub struct Redactor {
    spellings: Spellings,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// Knows these secrets; empty ones count for nothing, and those of up to three bytes only where
    /// they stand as a word of their own.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let mut spellings = Spellings::default();
        for secret in secrets {
            spellings.add(secret.as_ref());
        }
        Self { spellings }
    }

    /// Whether it knows no secret.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// The text with a mask in place of every secret; the very text if there is none.
    pub fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut found = Vec::new();
        View::each(text, &mut |view| {
            self.spellings.find(view, text, &mut found);
        });
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(masked(text, found))
    }

    /// Cleans all texts of a value, names of fields included. Numbers whose digits are a secret
    /// become masks.
    pub fn clean_json(&self, value: &mut serde_json::Value) {
        use serde_json::Value;
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(number) => {
                let text = number.to_string();
                if let Cow::Owned(clean) = self.clean(&text) {
                    *value = Value::String(clean);
                }
            }
            Value::String(text) => {
                if let Cow::Owned(clean) = self.clean(text) {
                    *text = clean;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean_json(item)),
            Value::Object(fields) => {
                let old = std::mem::take(fields);
                for (key, mut value) in old {
                    self.clean_json(&mut value);
                    fields.insert(self.clean(&key).into_owned(), value);
                }
            }
        }
    }
}

/// The text with each range, and what it touches, as one mask.
fn masked(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut clean = String::with_capacity(text.len());
    let mut done = 0;
    let mut open: Option<Range<usize>> = None;
    for range in ranges {
        match &mut open {
            Some(open) if range.start <= open.end => open.end = open.end.max(range.end),
            _ => {
                if let Some(range) = open.replace(range) {
                    push_mask(&mut clean, text, &mut done, &range);
                }
            }
        }
    }
    if let Some(range) = open {
        push_mask(&mut clean, text, &mut done, &range);
    }
    clean.push_str(text.get(done..).unwrap_or_default());
    clean
}

fn push_mask(clean: &mut String, text: &str, done: &mut usize, range: &Range<usize>) {
    let (start, end) = (
        text.floor_char_boundary(range.start),
        text.ceil_char_boundary(range.end),
    );
    clean.push_str(text.get(*done..start).unwrap_or_default());
    clean.push_str(Secret::MASK);
    *done = end.max(*done);
}

#[cfg(test)]
mod tests;
