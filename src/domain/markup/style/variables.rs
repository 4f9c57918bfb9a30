//! Custom properties and `var()` (CSS Custom Properties Level 1), without what few mails need.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::markup::css::value::trim;
use crate::domain::markup::css::{Value, ValueKind};

/// The custom properties of an element with those it inherits: by the number of the name that of
/// the declaration.
pub(super) type Variables = Arc<HashMap<u32, u32>>;

/// More custom properties than this are left out for one element.
pub(super) const MOST_VARIABLES: usize = 256;
/// `var()` within the value of another: no deeper.
const DEEPEST: usize = 8;
/// A value grows no longer than this by substitution, what stands in brackets included.
const LONGEST: usize = 1000;

/// Whether a value asks for a custom property.
pub(super) fn asks(values: &[Value]) -> bool {
    crate::domain::markup::css::value::walk(values)
        .any(|value| value.function().is_some_and(|(name, _)| name == "var"))
}

/// The value with each `var()` replaced by what `look_up` says; one that is not set and has no
/// fallback stays, so that the value counts as unknown.
pub(super) fn substituted<'a>(
    values: &'a [Value],
    look_up: &dyn Fn(&str) -> Option<&'a [Value]>,
) -> Vec<Value> {
    let mut output = Vec::new();
    let mut left = LONGEST;
    substitute(values, look_up, 0, &mut left, &mut output);
    output
}

fn substitute<'a>(
    values: &'a [Value],
    look_up: &dyn Fn(&str) -> Option<&'a [Value]>,
    depth: usize,
    left: &mut usize,
    output: &mut Vec<Value>,
) {
    for value in values {
        let Some(fewer) = left.checked_sub(1) else {
            return;
        };
        *left = fewer;
        match &value.kind {
            ValueKind::Function { name, arguments } if name == "var" => {
                match replacement(arguments, look_up) {
                    Some(inner) if depth < DEEPEST => {
                        substitute(inner, look_up, depth + 1, left, output);
                    }
                    _ => output.push(value.clone()),
                }
            }
            ValueKind::Function { name, arguments } if asks(arguments) => {
                let mut inner = Vec::new();
                substitute(arguments, look_up, depth + 1, left, &mut inner);
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
fn replacement<'a>(
    arguments: &'a [Value],
    look_up: &dyn Fn(&str) -> Option<&'a [Value]>,
) -> Option<&'a [Value]> {
    let name = arguments.iter().find_map(Value::ident)?;
    if let Some(value) = look_up(name) {
        return Some(value);
    }
    let comma = arguments
        .iter()
        .position(|value| value.kind == ValueKind::Comma)?;
    Some(trim(arguments.get(comma + 1..)?))
}
