//! Changes of a payload by path; order and everything else stay.

use serde_json::{Map, Value};

use crate::domain::logto::{Kind, Variable};

/// The value at a path.
pub(super) fn get<'a>(payload: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(payload, |value, name| value.get(name))
}

/// Sets the value at a path; what stands in the way becomes an object.
pub(super) fn set(payload: &mut Value, path: &[&str], new: Value) {
    let Some((first, rest)) = path.split_first() else {
        *payload = new;
        return;
    };
    if !payload.is_object() {
        *payload = Value::Object(Map::new());
    }
    if let Some(fields) = payload.as_object_mut() {
        let place = fields.entry(*first).or_insert(Value::Null);
        set(place, rest, new);
    }
}

/// Takes the value at a path away.
pub(super) fn unset(payload: &mut Value, path: &[&str]) {
    let Some((last, parents)) = path.split_last() else {
        return;
    };
    let parent = parents
        .iter()
        .try_fold(payload, |value, name| value.get_mut(*name));
    if let Some(fields) = parent.and_then(Value::as_object_mut) {
        fields.shift_remove(*last);
    }
}

/// What a variable holds when it is switched on.
pub(super) fn sample(variable: &Variable) -> Value {
    match variable.kind {
        Kind::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|field| (field.name.to_owned(), sample(field)));
            Value::Object(fields.collect())
        }
        _ => Value::String(variable.sample.to_owned()),
    }
}

/// The keys of an object that are none of these variables.
pub(super) fn others<'a>(payload: &'a Value, known: &[Variable]) -> Vec<(&'a str, &'a Value)> {
    let fields = payload.as_object().into_iter().flatten();
    fields
        .filter(|(key, _)| !known.iter().any(|variable| variable.name == key.as_str()))
        .map(|(key, value)| (key.as_str(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn setting_and_taking_away_keeps_the_order() {
        let mut payload = json!({"b": 1, "a": {"x": "1", "y": "2"}, "c": 3});
        set(&mut payload, &["a", "x"], json!("new"));
        unset(&mut payload, &["a", "y"]);
        set(&mut payload, &["d", "e"], json!(null));
        assert_eq!(
            payload.to_string(),
            r#"{"b":1,"a":{"x":"new"},"c":3,"d":{"e":null}}"#
        );
        assert_eq!(get(&payload, &["a", "x"]), Some(&json!("new")));
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        let mut payload = json!({"a": "text"});
        unset(&mut payload, &["a", "b", "c"]);
        assert_eq!(payload, json!({"a": "text"}));
        set(&mut payload, &["a", "b"], json!(1));
        assert_eq!(payload, json!({"a": {"b": 1}}));
    }
}
