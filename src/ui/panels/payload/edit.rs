//! Changes of a payload by path; order and everything else stay.

use serde_json::{Map, Value};

use crate::domain::logto::{Kind, Variable};

/// The value at a path.
pub(super) fn get<'a>(payload: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(payload, |value, name| value.get(name))
}

/// Sets the value at a path; what stands in the way becomes an object.
///
/// A new key goes where `known`, the flow's variables at this level, has it: behind the nearest of
/// those before it that is there. A key that is no variable goes last.
pub(super) fn set(payload: &mut Value, path: &[String], new: Value, known: &[Variable]) {
    let Some((first, rest)) = path.split_first() else {
        *payload = new;
        return;
    };
    if !payload.is_object() {
        *payload = Value::Object(Map::new());
    }
    let Some(fields) = payload.as_object_mut() else {
        return;
    };
    if !fields.contains_key(first) {
        let index = place_of(fields, first, known);
        fields.shift_insert(index, first.clone(), Value::Null);
    }
    let below = known.iter().find(|variable| variable.name == first);
    if let Some(place) = fields.get_mut(first) {
        set(place, rest, new, below.map_or(&[], Variable::fields));
    }
}

/// Where a new key belongs.
fn place_of(fields: &Map<String, Value>, name: &str, known: &[Variable]) -> usize {
    let Some(rank) = known.iter().position(|variable| variable.name == name) else {
        return fields.len();
    };
    let mut before = known.iter().take(rank).rev();
    let nearest = before.find_map(|variable| fields.keys().position(|key| key == variable.name));
    nearest.map_or(0, |index| index + 1)
}

/// Takes the value at a path away.
pub(super) fn unset(payload: &mut Value, path: &[String]) {
    let Some((last, parents)) = path.split_last() else {
        return;
    };
    let parent = parents
        .iter()
        .try_fold(payload, |value, name| value.get_mut(name));
    if let Some(fields) = parent.and_then(Value::as_object_mut) {
        fields.shift_remove(last);
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

/// The paths of an object that are none of these variables nor fields of one, with their values.
pub(super) fn others<'a>(payload: &'a Value, known: &[Variable]) -> Vec<(Vec<&'a str>, &'a Value)> {
    let mut found = Vec::new();
    collect_others(payload, known, &mut Vec::new(), &mut found);
    found
}

fn collect_others<'a>(
    value: &'a Value,
    known: &[Variable],
    parents: &mut Vec<&'a str>,
    found: &mut Vec<(Vec<&'a str>, &'a Value)>,
) {
    for (key, value) in value.as_object().into_iter().flatten() {
        parents.push(key);
        match known.iter().find(|variable| variable.name == key.as_str()) {
            None => found.push((parents.clone(), value)),
            Some(variable) if !variable.fields().is_empty() => {
                collect_others(value, variable.fields(), parents, found);
            }
            Some(_) => {}
        }
        parents.pop();
    }
}

/// Whether the payload is one that Logto sends after a failed look-up: nothing that it looks up is
/// there.
pub(super) fn is_without_context(payload: &Value, known: &[Variable]) -> bool {
    looked_up(known).all(|variable| payload.get(variable.name).is_none())
}

/// The variables that Logto looks up for the mail.
pub(super) fn looked_up(known: &[Variable]) -> impl Iterator<Item = &Variable> {
    known.iter().filter(|variable| variable.from_context)
}

/// Whether a template that prints the paths in `used` prints the variable at `path` or a part of it.
pub(super) fn is_used(used: &[&str], path: &str) -> bool {
    used.iter().any(|used| {
        let rest = used.strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// What a value is called.
pub(super) const fn kind_word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value as it is edited in one line: a text without quotation marks, all else as JSON.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The value that a line stands for: JSON where it reads as such, and a text otherwise.
pub(super) fn text_or_json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|_| Value::String(line.to_owned()))
}

/// Whether a placeholder can name this key: one or more of A–Z, a–z, 0–9 and `_`
/// (`connector-kit/src/index.ts`, the regex of `replaceSendMessageHandlebars`).
pub(super) fn can_be_named(key: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !key.is_empty() && key.bytes().all(is_word)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::logto::{Flow, UsageType, sample_payload, variables};

    fn path(text: &str) -> Vec<String> {
        text.split('.').map(str::to_owned).collect()
    }

    fn account() -> (&'static [Variable], Value) {
        let usage_type = UsageType::UserPermissionValidation;
        (
            variables(Flow::Account, usage_type),
            sample_payload(Flow::Account, usage_type),
        )
    }

    #[test]
    fn setting_and_taking_away_keeps_the_order() {
        let mut payload = json!({"b": 1, "a": {"x": "1", "y": "2"}, "c": 3});
        set(&mut payload, &path("a.x"), json!("new"), &[]);
        unset(&mut payload, &path("a.y"));
        set(&mut payload, &path("d.e"), json!(null), &[]);
        assert_eq!(
            payload.to_string(),
            r#"{"b":1,"a":{"x":"new"},"c":3,"d":{"e":null}}"#
        );
        assert_eq!(get(&payload, &["a", "x"]), Some(&json!("new")));
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        let mut payload = json!({"a": "text"});
        unset(&mut payload, &path("a.b.c"));
        assert_eq!(payload, json!({"a": "text"}));
        set(&mut payload, &path("a.b"), json!(1), &[]);
        assert_eq!(payload, json!({"a": {"b": 1}}));
    }

    #[test]
    fn what_is_switched_off_and_on_stands_where_it_stood() {
        let (known, full) = account();
        for name in ["code", "user", "user.name", "user.profile.address.region"] {
            let mut payload = full.clone();
            let names: Vec<&str> = name.split('.').collect();
            let value = get(&full, &names).unwrap().clone();
            unset(&mut payload, &path(name));
            assert_ne!(payload, full, "{name}");
            set(&mut payload, &path(name), value, known);
            assert_eq!(payload.to_string(), full.to_string(), "{name}");
        }
    }

    #[test]
    fn a_key_of_the_caller_goes_last() {
        let (known, mut payload) = account();
        set(&mut payload, &path("plan"), json!("pro"), known);
        let last = payload.as_object().unwrap().keys().next_back();
        assert_eq!(last.map(String::as_str), Some("plan"));
        set(&mut payload, &path("user.profile.age"), json!(42), known);
        assert_eq!(
            others(&payload, known),
            [
                (vec!["user", "profile", "age"], &json!(42)),
                (vec!["plan"], &json!("pro")),
            ]
        );
    }

    #[test]
    fn a_failed_look_up_leaves_nothing_that_was_looked_up() {
        let (known, mut payload) = account();
        assert!(!is_without_context(&payload, known));
        for variable in looked_up(known) {
            unset(&mut payload, &path(variable.name));
        }
        assert!(is_without_context(&payload, known));
        let keys: Vec<&String> = payload.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["code", "locale", "uiLocales"]);
    }

    #[test]
    fn an_object_is_used_if_one_of_its_fields_is() {
        let used = ["application.name", "code"];
        for (path, expected) in [
            ("application", true),
            ("application.name", true),
            ("application.names", false),
            ("app", false),
            ("code", true),
            ("user", false),
        ] {
            assert_eq!(is_used(&used, path), expected, "{path}");
        }
    }

    #[test]
    fn a_line_is_json_where_it_reads_as_such() {
        assert_eq!(text_or_json("12"), json!(12));
        assert_eq!(text_or_json("\"12\""), json!("12"));
        assert_eq!(text_or_json("[1"), json!("[1"));
        assert_eq!(text_or_json("Zoë"), json!("Zoë"));
        assert_eq!(text_or_json(""), json!(""));
    }
}
