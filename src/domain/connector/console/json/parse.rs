//! A strict reader of JSON (RFC 8259) that says what is wrong in words of its own.

use std::collections::HashMap;

use super::{DuplicateKey, Node, text_of};
use crate::domain::workspace::line_and_column;

/// Deeper nesting is refused, since reading it would need too much of the stack.
const DEEPEST: usize = 100;

/// Why a text is no JSON. What stands there is not repeated: it may be a secret without its quotes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct JsonError {
    /// What is wrong and what to do, for people.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

type Read<T> = Result<T, JsonError>;

/// The value, and the keys that stand twice.
pub(super) fn parse(text: &str) -> Read<(Node, Vec<DuplicateKey>)> {
    let mut parser = Parser {
        text,
        // Some programs put a byte order mark before UTF-8.
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        duplicates: Vec::new(),
    };
    parser.skip_space()?;
    if parser.peek().is_none() {
        return Err(parser.wrong("There is nothing here"));
    }
    let root = parser.value(0)?;
    parser.skip_space()?;
    match parser.peek() {
        None => Ok((root, parser.duplicates)),
        Some(_) => Err(parser.wrong("The JSON is complete before this; remove the rest")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    duplicates: Vec<DuplicateKey>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong(&self, message: impl Into<String>) -> JsonError {
        self.wrong_at(self.at, message)
    }

    fn wrong_at(&self, at: usize, message: impl Into<String>) -> JsonError {
        let (line, column) = line_and_column(self.text, at);
        JsonError {
            message: message.into(),
            line,
            column,
        }
    }

    /// Goes on to the next sign that matters; a comment is one.
    fn skip_space(&mut self) -> Read<()> {
        let rest = self.rest();
        let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.at += space;
        let rest = self.rest();
        if rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#') {
            return Err(self.wrong("JSON has no comments, and Logto refuses them; remove this one"));
        }
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Read<Node> {
        if depth > DEEPEST {
            return Err(self.wrong(format!("This is nested deeper than {DEEPEST} levels")));
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => self.text().map(Node::Plain),
            Some('-' | '+' | '.' | '0'..='9') => self.number(),
            Some('\'' | '‘' | '’' | '“' | '”') => {
                Err(self.wrong("Texts stand between straight double quotes: \"text\""))
            }
            Some(_) => self.word(),
            None => Err(self.wrong("The JSON ends before it is complete")),
        }
    }

    fn word(&mut self) -> Read<Node> {
        let rest = self.rest();
        let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_');
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let node = match word {
            "null" | "true" | "false" => Node::Plain(word.into()),
            "" => {
                let sign = self.peek().unwrap_or_default();
                return Err(self.wrong(format!("A value is missing before {sign:?}")));
            }
            "undefined" | "None" | "nil" => {
                return Err(self.wrong("What has no value is null in JSON"));
            }
            "True" | "False" | "TRUE" | "FALSE" => {
                return Err(self.wrong("JSON writes true and false in small letters"));
            }
            "NaN" | "Infinity" => return Err(self.wrong("JSON has no such number")),
            _ => return Err(self.wrong("This text must stand between double quotes")),
        };
        self.at += word.len();
        Ok(node)
    }

    fn array(&mut self, depth: usize) -> Read<Node> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space()?;
            if items.is_empty() && self.peek() == Some(']') {
                break;
            }
            items.push(self.value(depth + 1)?);
            if self.is_last(']')? {
                break;
            }
        }
        self.at += 1;
        Ok(Node::Array(items))
    }

    fn object(&mut self, depth: usize) -> Read<Node> {
        self.at += 1;
        let mut fields: Vec<(Box<str>, Node)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        loop {
            self.skip_space()?;
            if fields.is_empty() && self.peek() == Some('}') {
                break;
            }
            let key_at = self.at;
            let raw = self.key()?;
            self.skip_space()?;
            if self.peek() != Some(':') {
                return Err(self.wrong("A colon is missing after the key"));
            }
            self.at += 1;
            self.skip_space()?;
            let value = self.value(depth + 1)?;
            let key = text_of(&raw);
            if let Some(field) = places.get(&key).and_then(|place| fields.get_mut(*place)) {
                field.1 = value;
                let (line, column) = line_and_column(self.text, key_at);
                self.duplicates.push(DuplicateKey { key, line, column });
            } else {
                places.insert(key, fields.len());
                fields.push((raw, value));
            }
            if self.is_last('}')? {
                break;
            }
        }
        self.at += 1;
        Ok(Node::Object(fields))
    }

    fn key(&mut self) -> Read<Box<str>> {
        match self.peek() {
            Some('"') => self.text(),
            None => Err(self.wrong("The JSON ends before it is complete")),
            Some(',') => Err(self.wrong("There is a comma too many here")),
            Some(_) => Err(self.wrong("A key stands between double quotes: \"key\"")),
        }
    }

    /// Whether the list or object ends here; if not, the comma is behind us.
    fn is_last(&mut self, end: char) -> Read<bool> {
        self.skip_space()?;
        match self.peek() {
            Some(char) if char == end => Ok(true),
            Some(',') => {
                let comma = self.at;
                self.at += 1;
                self.skip_space()?;
                if self.peek() == Some(end) {
                    let message = "The last comma is one too many, and Logto refuses it; remove it";
                    return Err(self.wrong_at(comma, message));
                }
                Ok(false)
            }
            Some(_) => Err(self.wrong(format!("A comma or {end} is missing here"))),
            None => Err(self.wrong(format!(
                "The JSON ends before it is complete; {end} is missing"
            ))),
        }
    }

    fn number(&mut self) -> Read<Node> {
        let rest = self.rest();
        let is_of_number = |char: char| char.is_alphanumeric() || "+-.".contains(char);
        let end = rest.find(|char| !is_of_number(char)).unwrap_or(rest.len());
        let raw = rest.get(..end).unwrap_or_default();
        if !is_number(raw) {
            return Err(self.wrong("JSON writes numbers otherwise: 30, 0.5, -1, 1e3"));
        }
        // What is too large for memory could be kept, but not be used.
        if serde_json::from_str::<serde_json::Number>(raw).is_err() {
            return Err(self.wrong("This number is too large"));
        }
        let node = Node::Plain(raw.into());
        self.at += end;
        Ok(node)
    }

    /// A text with its quotes.
    fn text(&mut self) -> Read<Box<str>> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                None => {
                    let message = "The text that begins here has no closing quote";
                    return Err(self.wrong_at(start, message));
                }
                Some(b'"') => break,
                Some(b'\\') => at += 2,
                Some(b'\n' | b'\r') => {
                    let message = "A text ends on its line; write \\n for a line break in it";
                    return Err(self.wrong_at(at, message));
                }
                Some(byte) if *byte < b' ' => {
                    let message = "A text cannot hold this control character; write \\t for a tab";
                    return Err(self.wrong_at(at, message));
                }
                Some(_) => at += 1,
            }
        }
        let raw = self.text.get(start..=at).unwrap_or_default();
        if let Err(error) = serde_json::from_str::<String>(raw) {
            // On one line the column of the error is a byte of the text.
            let place = start + error.column().saturating_sub(1);
            let message = "A backslash in a text must begin one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, \
                           and \\u a whole character";
            return Err(self.wrong_at(place.min(at), message));
        }
        self.at = at + 1;
        Ok(raw.into())
    }
}

/// `-? int frac? exp?` (RFC 8259, 6).
fn is_number(raw: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = raw.strip_prefix('-').unwrap_or(raw);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
