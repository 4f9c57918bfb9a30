//! The condition of `@supports` (CSS Conditional Rules Level 4).

use super::condition::{self, Condition};
use super::token::Bracket;
use super::value::{Value, ValueKind, text, trim, words};
use crate::domain::finding::Span;

/// One test of an `@supports` condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupportsTest {
    /// `(property: value)`.
    Declaration {
        /// The property in lower case.
        name: String,
        /// The value as text in a normal form.
        value: String,
        /// The whole test.
        span: Span,
    },
    /// `selector(…)`, `font-tech(…)` and other functions.
    Function {
        /// The name in lower case.
        name: String,
        /// The arguments as text in a normal form.
        arguments: String,
        /// The whole test.
        span: Span,
    },
}

/// Reads the prelude of an `@supports` rule.
pub fn supports(prelude: &[Value], span: Span) -> Condition<SupportsTest> {
    let values: Vec<&Value> = words(prelude).collect();
    condition::parse(&values, span, &test)
}

fn test(value: &Value) -> Option<SupportsTest> {
    let span = value.span;
    match &value.kind {
        ValueKind::Function { name, arguments } => Some(SupportsTest::Function {
            name: name.clone(),
            arguments: text(trim(arguments)),
            span,
        }),
        ValueKind::Block {
            bracket: Bracket::Round,
            content,
        } => {
            let content = trim(content);
            let colon = content
                .iter()
                .position(|value| value.kind == ValueKind::Colon)?;
            let (name, rest) = content.split_at_checked(colon)?;
            let [name] = trim(name) else {
                return None;
            };
            Some(SupportsTest::Declaration {
                name: name.ident()?.to_ascii_lowercase(),
                value: text(trim(rest.get(1..).unwrap_or_default())),
                span,
            })
        }
        _ => None,
    }
}
