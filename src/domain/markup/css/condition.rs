//! Conditions joined by `and`, `or` and `not`, as media queries and `@supports` have them.

use super::token::Bracket;
use super::value::{Value, ValueKind};
use crate::domain::finding::Span;

/// A condition over tests of the type `T`.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<T> {
    /// One test.
    Test(T),
    /// True if the inner one is not.
    Not(Box<Self>),
    /// True if all are.
    All(Vec<Self>),
    /// True if any is.
    Any(Vec<Self>),
    /// Something the parser does not know.
    Unknown(Span),
}

impl<T> Condition<T> {
    /// Whether the condition holds, by the logic of three values: `None` is unknown.
    pub fn holds(&self, test: &impl Fn(&T) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Test(inner) => test(inner),
            Self::Not(inner) => inner.holds(test).map(|holds| !holds),
            Self::All(parts) => {
                let parts = parts.iter().map(|part| part.holds(test));
                decided(parts, false)
            }
            Self::Any(parts) => {
                let parts = parts.iter().map(|part| part.holds(test));
                decided(parts, true)
            }
            Self::Unknown(_) => None,
        }
    }

    /// All tests in the condition, in order.
    pub fn tests(&self) -> Vec<&T> {
        match self {
            Self::Test(test) => vec![test],
            Self::Not(inner) => inner.tests(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
            Self::Unknown(_) => Vec::new(),
        }
    }
}

/// `decisive` if any part is, its opposite if all parts are that, else unknown.
fn decided(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for part in parts {
        match part {
            Some(holds) if holds == decisive => return part,
            Some(_) => {}
            None => result = None,
        }
    }
    result
}

/// Reads a condition; `test` makes a test of what is neither a condition in brackets nor a word.
pub(super) fn parse<T>(
    values: &[&Value],
    around: Span,
    test: &impl Fn(&Value) -> Option<T>,
) -> Condition<T> {
    let operand = |value: &Value| operand(value, test);
    if let [word, inner] = values
        && word.is_ident("not")
    {
        return Condition::Not(Box::new(operand(inner)));
    }
    let mut parts = Vec::new();
    let mut joint = None;
    for (index, value) in values.iter().enumerate() {
        if index % 2 == 0 {
            parts.push(operand(value));
            continue;
        }
        let word = value.ident().unwrap_or_default().to_ascii_lowercase();
        let is_joint = matches!(word.as_str(), "and" | "or");
        if !is_joint || joint.as_ref().is_some_and(|joint| *joint != word) {
            return Condition::Unknown(around);
        }
        joint = Some(word);
    }
    if values.len().is_multiple_of(2) {
        return Condition::Unknown(around);
    }
    match joint.as_deref() {
        Some("or") => Condition::Any(parts),
        Some(_) => Condition::All(parts),
        None => parts.pop().unwrap_or(Condition::Unknown(around)),
    }
}

/// A test, or a condition in brackets. Brackets nest no deeper than the parser of CSS allows.
fn operand<T>(value: &Value, test: &impl Fn(&Value) -> Option<T>) -> Condition<T> {
    if let Some(test) = test(value) {
        return Condition::Test(test);
    }
    match &value.kind {
        ValueKind::Block {
            bracket: Bracket::Round,
            content,
        } => {
            let inner: Vec<&Value> = super::value::words(content).collect();
            parse(&inner, value.span, test)
        }
        _ => Condition::Unknown(value.span),
    }
}
