//! Payloads made from the shapes, to preview and test with.

use serde_json::{Map, Value};

use super::variable::{Kind, Presence, Variable, variables};
use super::{Flow, UsageType};

/// A payload in which everything the flow can carry is there, with realistic values.
pub fn sample_payload(flow: Flow, usage_type: UsageType) -> Value {
    build(variables(flow, usage_type), &|_| true, Nulls::Filled)
}

/// A payload of only what is always there; whatever can be null is null.
pub fn minimal_payload(flow: Flow, usage_type: UsageType) -> Value {
    let always = |variable: &Variable| variable.presence == Presence::Always;
    build(variables(flow, usage_type), &always, Nulls::Null)
}

/// The full payload after a failed look-up: Logto drops the application, the organization and the
/// people, and sends the rest (`core/src/libraries/passcode.ts`, `buildVerificationCodeContext`).
pub fn context_failed_payload(flow: Flow, usage_type: UsageType) -> Value {
    let given = |variable: &Variable| !variable.from_context;
    build(variables(flow, usage_type), &given, Nulls::Filled)
}

/// The payload of a mail in a language: where Logto puts the resolved locale and the `ui_locales` that
/// were asked for, stands that tag. Nothing is added, as what a flow does not carry is not there.
pub fn in_language(mut payload: Value, tag: &str) -> Value {
    for name in ["locale", "uiLocales"] {
        if let Some(value) = payload.get_mut(name) {
            *value = Value::String(tag.to_owned());
        }
    }
    payload
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Filled,
    Null,
}

fn build(variables: &[Variable], wanted: &dyn Fn(&Variable) -> bool, nulls: Nulls) -> Value {
    let fields: Map<String, Value> = variables
        .iter()
        .filter(|variable| wanted(variable))
        .map(|variable| (variable.name.to_owned(), value(variable, wanted, nulls)))
        .collect();
    Value::Object(fields)
}

fn value(variable: &Variable, wanted: &dyn Fn(&Variable) -> bool, nulls: Nulls) -> Value {
    match variable.kind {
        Kind::Object(fields) => build(fields, wanted, nulls),
        Kind::NullableText | Kind::NullableUrl if nulls == Nulls::Null => Value::Null,
        _ => Value::String(variable.sample.to_owned()),
    }
}
