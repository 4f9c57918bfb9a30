//! Custom properties and `var()` (CSS Custom Properties Level 1), without what few mails need.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::markup::css::value::trim;
use crate::domain::markup::css::{Value, ValueKind};

/// The custom properties of an element with those it inherits.
pub(super) type Variables = Arc<HashMap<String, Vec<Value>>>;

/// More custom properties than this are left out for one element.
pub(super) const MOST_VARIABLES: usize = 256;
/// `var()` within the value of another: no deeper.
const DEEPEST: usize = 8;
/// A value grows no longer than this by substitution.
const LONGEST: usize = 1000;

/// Whether a value asks for a custom property.
pub(super) fn asks(values: &[Value]) -> bool {
    crate::domain::markup::css::value::walk(values)
        .any(|value| value.function().is_some_and(|(name, _)| name == "var"))
}

/// The value with each `var()` replaced; one that is not set and has no fallback stays, so that
/// the value counts as unknown.
pub(super) fn substituted(values: &[Value], variables: &Variables) -> Vec<Value> {
    let mut output = Vec::new();
    substitute(values, variables, 0, &mut output);
    output
}

fn substitute(values: &[Value], variables: &Variables, depth: usize, output: &mut Vec<Value>) {
    for value in values {
        if output.len() >= LONGEST {
            return;
        }
        match &value.kind {
            ValueKind::Function { name, arguments } if name == "var" => {
                match replacement(arguments, variables) {
                    Some(inner) if depth < DEEPEST => {
                        substitute(inner, variables, depth + 1, output);
                    }
                    _ => output.push(value.clone()),
                }
            }
            ValueKind::Function { name, arguments } if asks(arguments) => {
                let mut inner = Vec::new();
                substitute(arguments, variables, depth + 1, &mut inner);
                output.push(Value {
                    span: value.span,
                    kind: ValueKind::Function {
                        name: name.clone(),
                        arguments: inner,
                    },
                });
            }
            _ => output.push(value.clone()),
        }
    }
}

/// What `var(--name, fallback)` stands for.
fn replacement<'a>(arguments: &'a [Value], variables: &'a Variables) -> Option<&'a [Value]> {
    let name = arguments.iter().find_map(Value::ident)?;
    if let Some(value) = variables.get(name) {
        return Some(value);
    }
    let comma = arguments
        .iter()
        .position(|value| value.kind == ValueKind::Comma)?;
    Some(trim(arguments.get(comma + 1..)?))
}
