//! Component values: what preludes of rules and values of declarations are made of.

use std::fmt::Write as _;

use super::token::Bracket;
use crate::domain::finding::Span;

/// A component value (CSS Syntax Level 3, section 5).
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Where it stands in the source.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a component value is; escapes are replaced.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueKind {
    /// A word as written, but for escapes.
    Ident(String),
    /// `name( … )`.
    Function {
        /// The name in lower case.
        name: String,
        /// What stands in the brackets, blanks included.
        arguments: Vec<Value>,
    },
    /// `@name`, without the `@`.
    AtKeyword(String),
    /// `#name`, without the `#`.
    Hash(String),
    /// A string without its quotation marks.
    String(String),
    /// The address in `url( … )` without quotation marks.
    Url(String),
    /// A number.
    Number(f64),
    /// A percentage, 50 for `50%`.
    Percentage(f64),
    /// A number with a unit in lower case.
    Dimension {
        /// The number.
        value: f64,
        /// The unit.
        unit: String,
    },
    /// Blanks.
    Whitespace,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// `;`.
    Semicolon,
    /// Any other character.
    Delim(char),
    /// Brackets and what stands in them.
    Block {
        /// Which brackets.
        bracket: Bracket,
        /// What stands in them.
        content: Vec<Value>,
    },
    /// `{{ path }}` as written.
    Placeholder(String),
    /// A string or an address that is none, or a closing bracket that closes nothing.
    Bad,
}

impl Value {
    /// The word, if it is one.
    pub fn ident(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Ident(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it is this word, in whatever case.
    pub fn is_ident(&self, word: &str) -> bool {
        self.ident()
            .is_some_and(|name| name.eq_ignore_ascii_case(word))
    }

    /// The function's name in lower case and its arguments, if it is one.
    pub fn function(&self) -> Option<(&str, &[Self])> {
        match &self.kind {
            ValueKind::Function { name, arguments } => Some((name, arguments)),
            _ => None,
        }
    }

    /// Whether it is blanks.
    pub const fn is_whitespace(&self) -> bool {
        matches!(self.kind, ValueKind::Whitespace)
    }

    /// The address of `url(…)`, with quotation marks or without.
    pub fn url(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Url(address) => Some(address),
            ValueKind::Function { name, arguments } if name == "url" => {
                arguments.iter().find_map(|value| match &value.kind {
                    ValueKind::String(address) => Some(address.as_str()),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// What stands within it: arguments or the content of brackets.
    pub fn inner(&self) -> &[Self] {
        match &self.kind {
            ValueKind::Function { arguments, .. } => arguments,
            ValueKind::Block { content, .. } => content,
            _ => &[],
        }
    }
}

/// The values and all within them, depth first.
pub fn walk(values: &[Value]) -> impl Iterator<Item = &Value> {
    let mut waiting: Vec<&Value> = values.iter().rev().collect();
    std::iter::from_fn(move || {
        let value = waiting.pop()?;
        waiting.extend(value.inner().iter().rev());
        Some(value)
    })
}

/// The values without blanks at both ends.
pub fn trim(values: &[Value]) -> &[Value] {
    let start = values.iter().position(|value| !value.is_whitespace());
    let end = values.iter().rposition(|value| !value.is_whitespace());
    match (start, end) {
        (Some(start), Some(end)) => values.get(start..=end).unwrap_or_default(),
        _ => &[],
    }
}

/// The values between commas, each without blanks at both ends.
pub fn split_commas(values: &[Value]) -> impl Iterator<Item = &[Value]> {
    values
        .split(|value| matches!(value.kind, ValueKind::Comma))
        .map(trim)
}

/// The values without blanks.
pub fn words(values: &[Value]) -> impl Iterator<Item = &Value> {
    values.iter().filter(|value| !value.is_whitespace())
}

/// The values as text in a normal form: one blank where there were blanks, no comments.
pub fn text(values: &[Value]) -> String {
    let mut output = String::new();
    for value in values {
        push_text(value, &mut output);
    }
    output
}

/// Values nest no deeper than the parser allows, so that this ends soon.
fn push_text(value: &Value, output: &mut String) {
    match &value.kind {
        ValueKind::Ident(name) | ValueKind::Placeholder(name) => output.push_str(name),
        ValueKind::Function { name, arguments } => {
            output.push_str(name);
            output.push('(');
            for value in arguments {
                push_text(value, output);
            }
            output.push(')');
        }
        ValueKind::AtKeyword(name) => push_all(output, &["@", name]),
        ValueKind::Hash(name) => push_all(output, &["#", name]),
        ValueKind::String(text) => push_all(output, &["\"", &text.replace('"', "\\\""), "\""]),
        ValueKind::Url(address) => push_all(output, &["url(", address, ")"]),
        ValueKind::Number(number) => push_number(output, *number, ""),
        ValueKind::Percentage(number) => push_number(output, *number, "%"),
        ValueKind::Dimension { value, unit } => push_number(output, *value, unit),
        ValueKind::Whitespace => output.push(' '),
        ValueKind::Comma => output.push(','),
        ValueKind::Colon => output.push(':'),
        ValueKind::Semicolon => output.push(';'),
        ValueKind::Delim(char) => output.push(*char),
        ValueKind::Block { bracket, content } => {
            let (open, close) = match bracket {
                Bracket::Round => ('(', ')'),
                Bracket::Square => ('[', ']'),
                Bracket::Curly => ('{', '}'),
            };
            output.push(open);
            for value in content {
                push_text(value, output);
            }
            output.push(close);
        }
        ValueKind::Bad => {}
    }
}

fn push_all(output: &mut String, parts: &[&str]) {
    for part in parts {
        output.push_str(part);
    }
}

fn push_number(output: &mut String, number: f64, unit: &str) {
    // Writing to a string does not fail.
    write!(output, "{number}{unit}").ok();
}
