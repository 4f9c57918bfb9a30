//! The words of one language: `strings/<tag>.toml`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::finding::Span;
use crate::domain::logto::UsageType;

/// The words of one language.
///
/// A table named after a usage type holds the words of that type; they go before those outside of
/// such tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strings {
    values: Map<String, Value>,
    places: BTreeMap<String, Span>,
}

impl Strings {
    /// Words as a file says them; `places` are the bytes of each value by its path with dots.
    pub const fn new(values: Map<String, Value>, places: BTreeMap<String, Span>) -> Self {
        Self { values, places }
    }

    /// Where the word that a template of `usage_type` finds at `path` stands.
    pub fn place(&self, usage_type: UsageType, path: &str) -> Option<Span> {
        let own = format!("{usage_type}.{path}");
        let place = self.places.get(&own).or_else(|| self.places.get(path));
        place.copied()
    }

    /// The words outside of tables of usage types.
    fn shared(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.values.iter().filter(|(key, _)| !is_usage_type(key))
    }

    fn of_type(&self, usage_type: UsageType) -> Option<&Map<String, Value>> {
        self.values.get(usage_type.as_str())?.as_object()
    }

    /// Whether templates of `usage_type` find something at `path` in this language.
    pub fn has(&self, usage_type: UsageType, path: &str) -> bool {
        let own = self.of_type(usage_type);
        own.is_some_and(|own| get(own, path).is_some())
            || !is_usage_type(first(path)) && get(&self.values, path).is_some()
    }

    /// All single words that templates of `usage_type` find, by path, as text.
    pub fn words(&self, usage_type: UsageType) -> Vec<(String, String)> {
        let words = effective(usage_type, Some(self), None);
        let word = |path: String| {
            let value = match get(&words, &path)? {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some((path, value))
        };
        self.paths(usage_type)
            .into_iter()
            .filter_map(word)
            .collect()
    }

    /// The paths of all single words that templates of `usage_type` find.
    pub fn paths(&self, usage_type: UsageType) -> Vec<String> {
        let mut paths = Vec::new();
        for (key, value) in self.shared() {
            leaves(key, value, &mut paths);
        }
        for (key, value) in self.of_type(usage_type).into_iter().flatten() {
            leaves(key, value, &mut paths);
        }
        paths.sort();
        paths.dedup();
        paths
    }
}

/// The words for templates of a usage type; what `own` lacks is taken from `source`.
pub(super) fn effective(
    usage_type: UsageType,
    own: Option<&Strings>,
    source: Option<&Strings>,
) -> Map<String, Value> {
    let mut words = Map::new();
    // All shared words first: those of the type go before them, in whatever language they are.
    for strings in [source, own].into_iter().flatten() {
        for (key, value) in strings.shared() {
            overlay(&mut words, key, value);
        }
    }
    for strings in [source, own].into_iter().flatten() {
        for (key, value) in strings.of_type(usage_type).into_iter().flatten() {
            overlay(&mut words, key, value);
        }
    }
    words
}

/// Puts a value over another; of two tables each key.
fn overlay(words: &mut Map<String, Value>, key: &str, value: &Value) {
    match (words.get_mut(key), value) {
        (Some(Value::Object(old)), Value::Object(new)) => {
            for (key, value) in new {
                overlay(old, key, value);
            }
        }
        _ => {
            words.insert(key.to_owned(), value.clone());
        }
    }
}

/// The value at a path with dots.
pub(super) fn get<'a>(map: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let mut value = map.get(parts.next()?)?;
    for part in parts {
        value = match value {
            Value::Object(map) => map.get(part)?,
            Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(value)
}

fn leaves(path: &str, value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                leaves(&format!("{path}.{key}"), value, paths);
            }
        }
        _ => paths.push(path.to_owned()),
    }
}

fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn is_usage_type(key: &str) -> bool {
    key.parse::<UsageType>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn strings(value: Value) -> Strings {
        let Value::Object(values) = value else {
            panic!("not a table");
        };
        Strings::new(values, BTreeMap::new())
    }

    #[test]
    fn words_of_the_type_go_first_and_the_source_fills_the_gaps() {
        let en = strings(json!({
            "button": "Continue", "foot": {"help": "Help", "legal": "Legal"},
            "SignIn": {"title": "Sign in"}, "Register": {"title": "Welcome"}
        }));
        let fr =
            strings(json!({"button": "Continuer", "foot": {"help": "Aide"}, "title": "Titre"}));
        let words = effective(UsageType::SignIn, Some(&fr), Some(&en));
        let expected = json!({
            "button": "Continuer", "foot": {"help": "Aide", "legal": "Legal"}, "title": "Sign in"
        });
        assert_eq!(Value::Object(words), expected);
    }

    #[test]
    fn what_is_there_is_told_by_path() {
        let en = strings(json!({"a": {"b": "x"}, "SignIn": {"c": ["y"]}}));
        assert!(en.has(UsageType::SignIn, "a.b") && en.has(UsageType::SignIn, "c.0"));
        assert!(!en.has(UsageType::Register, "c") && !en.has(UsageType::SignIn, "SignIn.c"));
        assert_eq!(en.paths(UsageType::SignIn), ["a.b", "c"]);
        assert_eq!(en.paths(UsageType::Generic), ["a.b"]);
    }
}
