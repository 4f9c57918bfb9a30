//! What Logto makes of a configuration when it saves it: the guard first, then the cleaning.

use serde_json::{Map, Value};

use super::Traps;
use crate::domain::connector::guard::{Check, ConfigIssue, PathPart};
use crate::domain::finding::Severity;

/// What of a value is left when empty texts, lists and objects and nulls are dropped, from the
/// inside out (`core/src/routes/connector/index.ts`, with the package `clean-deep`); nothing if
/// the value itself is such.
fn cleaned(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| value.clone()),
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().filter_map(cleaned).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(map) => {
            let left = map
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), cleaned(value)?)));
            let map: Map<String, Value> = left.collect();
            (!map.is_empty()).then_some(Value::Object(map))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.clone()),
    }
}

/// Where in `source` a place of its cleaned form is: lists get shorter by what is dropped.
fn place_before(source: &Value, issue: &ConfigIssue) -> String {
    let mut issue = issue.clone();
    let mut here = Some(source);
    for part in &mut issue.path {
        match part {
            PathPart::Key(key) => here = here.and_then(|value| value.get(key.as_str())),
            PathPart::Index(index) => {
                let items = here.and_then(Value::as_array);
                let mut kept = items
                    .into_iter()
                    .flatten()
                    .enumerate()
                    .filter(|(_, item)| cleaned(item).is_some());
                let found = kept.nth(*index);
                here = found.map(|(_, item)| item);
                *index = found.map_or(*index, |(before, _)| before);
            }
        }
    }
    issue.path_text()
}

/// What a configuration that passes the guard lacks once it is saved.
pub(super) fn emptied(traps: &mut Traps, guard: &Check, source: &Value) {
    let stored = cleaned(source).unwrap_or_else(|| Value::Object(Map::new()));
    for issue in guard.issues(&stored) {
        traps.add(
            Severity::Error,
            "connector-emptied",
            &place_before(source, &issue),
            "Logto drops what is empty when it saves, and then refuses to send any mail",
            "Fill it in",
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::connector::guard::{UnknownKeys, required};

    #[test]
    fn what_is_empty_is_dropped_from_the_inside_out() {
        // As `clean-deep` 3.4.0 leaves it.
        let value = json!({
            "a": "", "b": " ", "c": null, "d": [], "e": {}, "f": {"g": {"h": [""]}},
            "i": [0, false, "", null, {"j": ""}, "x"], "k": 0, "l": false,
        });
        let left = json!({ "b": " ", "i": [0, false, "x"], "k": 0, "l": false });
        assert_eq!(cleaned(&value), Some(left));
        assert_eq!(cleaned(&json!({ "a": [""] })), None);
    }

    #[test]
    fn a_place_is_that_of_the_configuration_as_written() {
        let item = Check::Object(vec![required("a", Check::String)], UnknownKeys::Kept);
        let list = Check::Array(Box::new(item), |_| None);
        let guard = Check::Object(vec![required("list", list)], UnknownKeys::Kept);
        let source = json!({ "list": [{ "a": "" }, { "a": "x" }, { "a": "", "b": 1 }] });
        assert_eq!(guard.issues(&source), []);
        let findings = Traps::of(&guard, &source).findings();
        let messages: Vec<&str> = findings
            .iter()
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(messages.len(), 1);
        assert!(
            messages[0].starts_with("list[2].a: Logto drops"),
            "{messages:?}"
        );
    }
}
