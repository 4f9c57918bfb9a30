//! JSON as somebody wrote it: order of keys, spelling of numbers and escapes of texts are kept, so
//! that only white space changes between reading and writing.
//!
//! Numbers of any length survive this way (RFC 8259, 6, sets no limit), which a value in memory
//! does not promise.

mod parse;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use serde_json::{Map, Number, Value};

pub use parse::JsonError;

/// A JSON text, taken apart. `Debug` shows none of it, since it may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct SpelledJson(Node);

#[derive(Clone, PartialEq, Eq)]
enum Node {
    /// `null`, `true`, a number or a text, as written.
    Plain(Box<str>),
    Array(Vec<Self>),
    /// Keys as written, with their quotes.
    Object(Vec<(Box<str>, Self)>),
}

/// A key that stands twice in one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateKey {
    /// The key, read.
    pub key: String,
    /// The line of its second place, from 1.
    pub line: usize,
    /// The column there in characters, from 1.
    pub column: usize,
}

impl std::fmt::Debug for SpelledJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SpelledJson").finish_non_exhaustive()
    }
}

impl SpelledJson {
    /// Reads a text as strictly as the Console does: no comments, no trailing commas.
    ///
    /// Of a key that stands twice the last value counts, at the place of the first, as in
    /// JavaScript; all such keys are told.
    ///
    /// # Errors
    ///
    /// The first thing that is no JSON, with its place.
    pub fn parse(text: &str) -> Result<(Self, Vec<DuplicateKey>), JsonError> {
        let (root, duplicates) = parse::parse(text)?;
        Ok((Self(root), duplicates))
    }

    /// Reads a configuration: JSON as of [`Self::parse`], and an object.
    ///
    /// # Errors
    ///
    /// What is wrong first, with its place.
    pub fn parse_object(text: &str) -> Result<Self, JsonError> {
        let (json, _) = Self::parse(text)?;
        match json.0 {
            Node::Object(_) => Ok(json),
            Node::Plain(_) | Node::Array(_) => Err(JsonError {
                message: "Logto's Console takes an object, in braces".to_owned(),
                line: 1,
                column: 1,
            }),
        }
    }

    /// The value. A number that is too long for memory is rounded, as in JavaScript.
    pub fn value(&self) -> Value {
        self.0.value()
    }

    /// The part at a path of keys and positions.
    pub fn part(&self, path: &[&str]) -> Option<Self> {
        let part = path.iter().try_fold(&self.0, |node, key| match node {
            Node::Plain(_) => None,
            Node::Array(items) => items.get(key.parse::<usize>().ok()?),
            Node::Object(fields) => {
                let mut fields = fields.iter();
                fields
                    .find(|(raw, _)| text_of(raw) == *key)
                    .map(|(_, node)| node)
            }
        });
        part.cloned().map(Self)
    }

    /// This text, changed so that it says `value`: whatever it said already keeps its spelling.
    pub fn retold(&self, value: &Value) -> Self {
        Self(retell(Some(&self.0), value))
    }

    /// The text with two spaces for each level, as the Console shows it (`JSON.stringify(…, 2)`).
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        push_pretty(&mut out, &self.0, 0);
        out
    }

    /// The text without white space.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        push_compact(&mut out, &self.0);
        out
    }
}

impl From<&Value> for SpelledJson {
    /// The value in the plainest spelling.
    fn from(value: &Value) -> Self {
        Self(retell(None, value))
    }
}

impl Node {
    fn value(&self) -> Value {
        match self {
            Self::Plain(raw) => plain(raw),
            Self::Array(items) => Value::Array(items.iter().map(Self::value).collect()),
            Self::Object(fields) => {
                let fields = fields.iter();
                let fields = fields.map(|(raw, node)| (text_of(raw), node.value()));
                Value::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}

/// The value of a plain one. The parser lets nothing through that cannot be read here.
fn plain(raw: &str) -> Value {
    match serde_json::from_str(raw).unwrap_or_default() {
        // The standard library rounds as JavaScript does, serde_json may be off by the last bit.
        Value::Number(number) if number.is_f64() => {
            let exact = raw.parse().ok().and_then(Number::from_f64);
            Value::Number(exact.unwrap_or(number))
        }
        value => value,
    }
}

/// A text without its quotes and escapes.
fn text_of(raw: &str) -> String {
    serde_json::from_str(raw).unwrap_or_default()
}

fn retell(old: Option<&Node>, value: &Value) -> Node {
    match (value, old) {
        (Value::Object(fields), old) => {
            let known: Vec<(String, &(Box<str>, Node))> = match old {
                Some(Node::Object(fields)) => fields
                    .iter()
                    .map(|field| (text_of(&field.0), field))
                    .collect(),
                _ => Vec::new(),
            };
            let retold = fields.iter().map(|(key, value)| {
                let old = known
                    .iter()
                    .find(|(name, _)| name == key)
                    .map(|(_, old)| *old);
                let raw = old.map_or_else(|| quoted(key), |(raw, _)| raw.clone());
                (raw, retell(old.map(|(_, node)| node), value))
            });
            Node::Object(retold.collect())
        }
        (Value::Array(items), old) => {
            let known = match old {
                Some(Node::Array(items)) => items.as_slice(),
                _ => &[],
            };
            let retold = items.iter().enumerate();
            Node::Array(
                retold
                    .map(|(index, item)| retell(known.get(index), item))
                    .collect(),
            )
        }
        (plain, Some(Node::Plain(raw))) if Node::Plain(raw.clone()).value() == *plain => {
            Node::Plain(raw.clone())
        }
        (plain, _) => Node::Plain(plain.to_string().into()),
    }
}

fn quoted(key: &str) -> Box<str> {
    Value::from(key).to_string().into()
}

fn push_pretty(out: &mut String, node: &Node, depth: usize) {
    let line = |out: &mut String, depth: usize| {
        // Writing to a String does not fail.
        write!(out, "\n{:1$}", "", depth * 2).ok();
    };
    match node {
        Node::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                push_pretty(out, item, depth + 1);
            }
            line(out, depth);
            out.push(']');
        }
        Node::Object(fields) if !fields.is_empty() => {
            out.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, depth + 1);
                out.push_str(key);
                out.push_str(": ");
                push_pretty(out, value, depth + 1);
            }
            line(out, depth);
            out.push('}');
        }
        _ => push_compact(out, node),
    }
}

fn push_compact(out: &mut String, node: &Node) {
    match node {
        Node::Plain(raw) => out.push_str(raw),
        Node::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push_compact(out, item);
            }
            out.push(']');
        }
        Node::Object(fields) => {
            out.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(key);
                out.push(':');
                push_compact(out, value);
            }
            out.push('}');
        }
    }
}
