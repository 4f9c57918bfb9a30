//! Changes of a configuration by the rules of the Console's form.
//!
//! What the Console does when it saves (`console/src/utils/connector-form.ts`): an empty text and a
//! number field without a number leave their key out, and JSON that cannot be read becomes `{}`.
//! Unlike the Console, keys without a field are kept, and so is the order of the keys.

use serde_json::{Map, Number, Value};

/// What somebody put into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// A text, also an option of a list; an empty one removes the key.
    Text(String),
    /// What stands in a number field; what is no number removes the key.
    Number(String),
    /// The state of a switch.
    Switch(bool),
    /// What stands in a field for JSON; what cannot be read becomes `{}`.
    Json(String),
    /// Any value, as it is.
    Value(Value),
}

impl FieldValue {
    /// What is stored; nothing where the key is left out.
    pub fn stored(&self) -> Option<Value> {
        match self {
            Self::Text(text) => (!text.is_empty()).then(|| Value::from(text.as_str())),
            Self::Number(text) => number(text.trim()).map(Value::Number),
            Self::Switch(is_on) => Some(Value::Bool(*is_on)),
            Self::Json(text) => {
                Some(serde_json::from_str(text).unwrap_or_else(|_| Value::Object(Map::new())))
            }
            Self::Value(value) => Some(value.clone()),
        }
    }
}

/// The number that a number field of a browser holds: 12, -1.5, .5, 1e3.
fn number(text: &str) -> Option<Number> {
    if let Ok(number) = text.parse::<Number>() {
        return Some(number);
    }
    let is_written_as_one = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_written_as_one
        .then(|| text.parse::<f64>().ok().and_then(Number::from_f64))
        .flatten()
}

/// Puts a value at a path of keys, or removes it where [`FieldValue::stored`] is nothing.
///
/// Objects on the way are made where there are none; in a list a key is a position, and one that
/// the list has not is left alone.
pub fn set(config: &mut Value, path: &[&str], value: &FieldValue) {
    match value.stored() {
        Some(value) => put(config, path, value),
        None => {
            remove(config, path);
        }
    }
}

/// As [`set`]; a key that is new stands where `order`, the keys of its object, has it.
pub fn set_in_order(config: &mut Value, path: &[&str], value: &FieldValue, order: &[&str]) {
    let is_new = get(config, path).is_none();
    set(config, path, value);
    if is_new
        && let Some((key, parents)) = path.split_last()
        && let Some(place) = parents
            .iter()
            .try_fold(config, |value, key| step(value, key))
        && let Value::Object(fields) = place
    {
        move_to(fields, key, order);
    }
}

/// Moves a key behind the nearest one that comes before it in `order`, else before the nearest that
/// comes after it.
fn move_to(fields: &mut Map<String, Value>, key: &str, order: &[&str]) {
    let Some(at) = order.iter().position(|other| *other == key) else {
        return;
    };
    let place = |other: &&str| fields.keys().position(|key| key == other);
    let (before, after) = order.split_at(at);
    let behind = before.iter().rev().find_map(place).map(|place| place + 1);
    let ahead = || after.iter().skip(1).find_map(place);
    let Some(index) = behind.or_else(ahead) else {
        return;
    };
    if let Some(value) = fields.shift_remove(key) {
        fields.shift_insert(index.min(fields.len()), key.to_owned(), value);
    }
}

/// The value at a path of keys.
pub fn get<'a>(config: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(config, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => value.get(*key),
    })
}

/// Takes the value at a path of keys out, if there is one. The order of the others stays.
pub fn remove(config: &mut Value, path: &[&str]) -> Option<Value> {
    let (last, parents) = path.split_last()?;
    let place = parents
        .iter()
        .try_fold(config, |value, key| step(value, key))?;
    match place {
        // A plain remove would put the last key in its place.
        Value::Object(fields) => fields.shift_remove(*last),
        Value::Array(items) => {
            let index = last.parse().ok().filter(|index| *index < items.len())?;
            Some(items.remove(index))
        }
        _ => None,
    }
}

fn put(place: &mut Value, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else {
        *place = value;
        return;
    };
    if place.is_array() {
        if let Some(item) = step(place, key) {
            put(item, rest, value);
        }
        return;
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(fields) = place {
        let entry = fields.entry((*key).to_owned());
        put(entry.or_insert(Value::Null), rest, value);
    }
}

fn step<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    match value {
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => value.get_mut(key),
    }
}
