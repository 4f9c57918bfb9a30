//! What differs between two configurations: values by their place, templates by their type, and
//! secrets without ever showing one.

mod promotion;
mod secret;
mod template;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::{Map, Value};

use super::console::SpelledJson;
use super::form::{SecretAt, secrets_in};
use super::{PathPart, SecretReference};

pub use promotion::{Promotion, promotion};
pub use secret::Comparison;
pub use template::{TemplateChange, TemplateField};

/// A configuration to compare.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Logto's id of the connector.
    pub factory: &'a str,
    /// The configuration, with references in place of secrets or with secrets.
    pub json: &'a SpelledJson,
    /// The same with the secrets, where the references could be followed.
    pub resolved: Option<&'a Value>,
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Difference {
    /// The two connectors, if they are not the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factory: Option<(String, String)>,
    /// Values, in the order of the old configuration, then of the new one.
    pub changes: Vec<Change>,
    /// Templates, in the same order.
    pub templates: Vec<TemplateChange>,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The place as one would write it in JavaScript: `auth.pass`.
    pub path: String,
    /// The JSON pointer of the place (RFC 6901), for [`promotion`].
    pub pointer: String,
    /// What became of it.
    #[serde(flatten)]
    pub kind: ChangeKind,
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum ChangeKind {
    /// Only the new configuration has it.
    Added {
        /// What it is.
        new: Shown,
    },
    /// Only the old configuration has it.
    Removed {
        /// What it was.
        old: Shown,
    },
    /// Both have it, each otherwise.
    Changed {
        /// What it was.
        old: Shown,
        /// What it is.
        new: Shown,
        /// For secrets, whether they are the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        secrets: Option<Comparison>,
    },
}

/// A value as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// Any value that is no secret.
    Value(Value),
    /// A secret: its mask is all there is.
    Secret,
    /// Where a secret is kept.
    Reference(SecretReference),
}

impl Difference {
    /// Whether nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.factory.is_none() && self.changes.is_empty() && self.templates.is_empty()
    }
}

/// What differs from `old` to `new`.
///
/// Numbers are the same if JavaScript takes them for the same, however they are spelled, and the
/// order of keys does not matter. A secret is never shown; whether two are the same is told only if
/// both are known.
pub fn difference(old: &Side<'_>, new: &Side<'_>) -> Difference {
    let (old_config, new_config) = (old.json.value(), new.json.value());
    let walk = Walk {
        old: secret::Known::new(old, &old_config),
        new: secret::Known::new(new, &new_config),
    };
    let mut changes = Vec::new();
    let (one, other) = (rest_of(&old_config), rest_of(&new_config));
    walk.compare(&mut Vec::new(), Some(&one), Some(&other), &mut changes);
    let is_other = old.factory != new.factory;
    Difference {
        factory: is_other.then(|| (old.factory.to_owned(), new.factory.to_owned())),
        changes,
        templates: template::changes(&old_config, &new_config),
    }
}

/// A configuration without its templates; what stands in their place and is no list or map of them
/// stays.
fn rest_of(config: &Value) -> Value {
    let mut rest = config.clone();
    if let Some(fields) = rest.as_object_mut() {
        fields.retain(|key, value| {
            !(key == "templates" && value.is_array() || key == "deliveries" && value.is_object())
        });
    }
    rest
}

struct Walk<'a> {
    old: secret::Known<'a>,
    new: secret::Known<'a>,
}

impl Walk<'_> {
    /// Collects the changes below a place; they are told at values that hold no others.
    fn compare(
        &self,
        path: &mut Vec<PathPart>,
        old: Option<&Value>,
        new: Option<&Value>,
        out: &mut Vec<Change>,
    ) {
        let parts = parts(old, new);
        for part in &parts {
            path.push(part.clone());
            let inner = |value: Option<&Value>| step(value?, part).cloned();
            self.compare(path, inner(old).as_ref(), inner(new).as_ref(), out);
            path.pop();
        }
        let old = old.filter(|value| is_leaf(value));
        let new = new.filter(|value| is_leaf(value));
        // Where one side has grown something inside, there is nothing empty to lose.
        let is_grown = |value: Option<&Value>| {
            !parts.is_empty() && value.is_some_and(|value| value.is_object() || value.is_array())
        };
        let (old, new) = (
            old.filter(|_| !is_grown(old)),
            new.filter(|_| !is_grown(new)),
        );
        if let Some(kind) = self.leaf(path, old, new) {
            out.push(Change {
                path: PathPart::join(path),
                pointer: SecretAt::new(path).pointer,
                kind,
            });
        }
    }

    fn leaf(
        &self,
        path: &[PathPart],
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> Option<ChangeKind> {
        let pointer = SecretAt::new(path).pointer;
        let shown = |known: &secret::Known<'_>, value: &Value| known.shown(&pointer, value);
        match (old, new) {
            (None, None) => None,
            (None, Some(new)) => Some(ChangeKind::Added {
                new: shown(&self.new, new),
            }),
            (Some(old), None) => Some(ChangeKind::Removed {
                old: shown(&self.old, old),
            }),
            (Some(one), Some(other)) if is_same(one, other) => None,
            (Some(one), Some(other)) => {
                let is_secret = self.old.has(&pointer) || self.new.has(&pointer);
                Some(ChangeKind::Changed {
                    old: shown(&self.old, one),
                    new: shown(&self.new, other),
                    secrets: is_secret.then(|| secret::compare(&pointer, &self.old, &self.new)),
                })
            }
        }
    }
}

/// The keys or positions of both, those of the first one first.
fn parts(old: Option<&Value>, new: Option<&Value>) -> Vec<PathPart> {
    let mut parts: Vec<PathPart> = Vec::new();
    for part in [old, new].into_iter().flatten().flat_map(own_parts) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn own_parts(value: &Value) -> Vec<PathPart> {
    match value {
        Value::Object(fields) => fields.keys().cloned().map(PathPart::Key).collect(),
        Value::Array(items) => (0..items.len()).map(PathPart::Index).collect(),
        _ => Vec::new(),
    }
}

fn step<'a>(value: &'a Value, part: &PathPart) -> Option<&'a Value> {
    match (value, part) {
        (Value::Object(fields), PathPart::Key(key)) => fields.get(key),
        (Value::Array(items), PathPart::Index(index)) => items.get(*index),
        _ => None,
    }
}

/// Whether a value holds no others.
fn is_leaf(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    }
}

/// Whether JavaScript would take two values for the same.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => are_same(one, other),
        _ => one == other,
    }
}

fn are_same(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let mut fields = one.iter();
    one.len() == other.len()
        && fields.all(|(key, value)| other.get(key).is_some_and(|found| is_same(value, found)))
}
