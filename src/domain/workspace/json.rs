//! JSON in TOML files: payloads and the configurations of connectors.
//!
//! TOML has no null. A key whose value is null is left out, and its path stands in a list `nulls`;
//! in an array, where nothing can be left out, an empty text keeps the place.

use serde_json::{Map, Number, Value};
use toml_edit::{InlineTable, Item, Key, Table, TableLike};

/// A TOML value as JSON: dates become texts, and what JSON has no number for becomes null.
pub(super) fn to_json(item: &Item) -> Value {
    if let Some(table) = item.as_table_like() {
        return table_to_json(table);
    }
    if let Some(tables) = item.as_array_of_tables() {
        let tables = tables.iter().map(|table| table_to_json(table));
        return Value::Array(tables.collect());
    }
    item.as_value().map_or(Value::Null, value_to_json)
}

fn table_to_json(table: &dyn TableLike) -> Value {
    let fields = table.iter();
    let fields = fields.map(|(key, item)| (key.to_owned(), to_json(item)));
    Value::Object(fields.collect())
}

fn value_to_json(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => Value::String(text.value().clone()),
        toml_edit::Value::Integer(number) => Value::Number((*number.value()).into()),
        toml_edit::Value::Float(number) => {
            Number::from_f64(*number.value()).map_or(Value::Null, Value::Number)
        }
        toml_edit::Value::Boolean(flag) => Value::Bool(*flag.value()),
        toml_edit::Value::Datetime(time) => Value::String(time.value().to_string()),
        toml_edit::Value::Array(items) => Value::Array(items.iter().map(value_to_json).collect()),
        toml_edit::Value::InlineTable(table) => table_to_json(table),
    }
}

/// Changes `table` so that it says `fields`. What says the same already stays as it is written,
/// comments included. The paths of nulls, below `path`, go to `nulls`.
pub(super) fn write_fields(
    table: &mut dyn TableLike,
    fields: &Map<String, Value>,
    path: &str,
    nulls: &mut Vec<String>,
) {
    let gone: Vec<String> = table
        .iter()
        .filter(|(key, _)| fields.get(*key).is_none_or(Value::is_null))
        .map(|(key, _)| key.to_owned())
        .collect();
    for key in gone {
        table.remove(&key);
    }
    let mut has_new = false;
    for (key, value) in fields {
        let path = below(path, key);
        if value.is_null() {
            nulls.push(path);
            continue;
        }
        let Some(item) = table.get_mut(key) else {
            table.insert(key, to_item(value, &path, nulls));
            has_new = true;
            continue;
        };
        if let (Some(inner), Value::Object(fields)) = (item.as_table_like_mut(), value) {
            write_fields(inner, fields, &path, nulls);
        } else if let (Some(tables), Some(items)) = (item.as_array_of_tables_mut(), objects(value))
            && tables.len() == items.len()
        {
            for (index, (table, fields)) in tables.iter_mut().zip(items).enumerate() {
                write_fields(table, fields, &below(&path, &index.to_string()), nulls);
            }
        } else {
            write_value(item, value, &path, nulls);
        }
    }
    if has_new {
        order_values(table, fields);
    }
}

/// Brings the values of a table into the order of `fields`, each with the comment above it. Tables
/// stand behind the values in any case.
fn order_values(table: &mut dyn TableLike, fields: &Map<String, Value>) {
    let values = table.iter().filter(|(_, item)| item.is_value());
    let now: Vec<String> = values.map(|(key, _)| key.to_owned()).collect();
    let wanted = fields.keys().filter(|key| now.contains(key));
    let wanted: Vec<&String> = wanted.collect();
    let same = now
        .iter()
        .zip(&wanted)
        .take_while(|(one, other)| one == *other);
    let same = same.count();
    for key in wanted.into_iter().skip(same) {
        let decor = table.key(key).map(|key| key.leaf_decor().clone());
        let Some(item) = table.remove(key) else {
            continue;
        };
        table.insert(key, item);
        if let (Some(mut key), Some(decor)) = (table.key_mut(key), decor) {
            *key.leaf_decor_mut() = decor;
        }
    }
}

fn write_value(item: &mut Item, value: &Value, path: &str, nulls: &mut Vec<String>) {
    let before = nulls.len();
    let new = to_item(value, path, nulls);
    // A value that holds nulls is written anew: empty texts keep their places.
    if nulls.len() > before || to_json(item) != *value {
        replace(item, new);
    }
}

/// The objects of an array that holds nothing else.
fn objects(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let items = value.as_array().filter(|items| !items.is_empty())?;
    items.iter().map(Value::as_object).collect()
}

/// Puts `new` in the place of `item`, beside the same comments.
pub(super) fn replace(item: &mut Item, new: Item) {
    let Item::Value(old) = item else {
        *item = new;
        return;
    };
    // A table becomes an inline one: nothing else fits where a value stands.
    match new.into_value() {
        Ok(mut new) => {
            // The decor holds the white space and the comment around the value.
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        Err(new) => *item = new,
    }
}

/// Objects as tables with a line for each key, as a person would write them.
pub(super) fn to_item(value: &Value, path: &str, nulls: &mut Vec<String>) -> Item {
    if let Value::Object(fields) = value {
        return Item::Table(to_table(fields, path, nulls));
    }
    let Some(items) = objects(value) else {
        return Item::Value(to_value(value, path, nulls));
    };
    let items = items.into_iter().enumerate();
    let tables =
        items.map(|(index, fields)| to_table(fields, &below(path, &index.to_string()), nulls));
    Item::ArrayOfTables(tables.collect())
}

fn to_table(fields: &Map<String, Value>, path: &str, nulls: &mut Vec<String>) -> Table {
    let mut table = Table::new();
    write_fields(&mut table, fields, path, nulls);
    table
}

fn to_value(value: &Value, path: &str, nulls: &mut Vec<String>) -> toml_edit::Value {
    match value {
        Value::Null => {
            nulls.push(path.to_owned());
            "".into()
        }
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            let items =
                items.map(|(index, item)| to_value(item, &below(path, &index.to_string()), nulls));
            toml_edit::Value::Array(items.collect())
        }
        Value::Object(fields) => {
            let mut table = InlineTable::new();
            write_fields(&mut table, fields, path, nulls);
            toml_edit::Value::InlineTable(table)
        }
    }
}

/// The path of a key below another path, as TOML writes dotted keys: `user."full.name"`.
fn below(path: &str, key: &str) -> String {
    let key = Key::new(key);
    let key = key.display_repr();
    if path.is_empty() {
        key.into_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// Makes the value at a dotted path null; the empty path is the whole value. Keys that are not
/// there are added.
///
/// False if something that is no object stands in the way.
pub(super) fn set_null(value: &mut Value, path: &str) -> bool {
    let mut place = value;
    for name in names(path) {
        place = match place {
            Value::Object(fields) => fields
                .entry(name)
                .or_insert_with(|| Value::Object(Map::new())),
            Value::Array(items) => {
                let index = name.parse().ok();
                match index.and_then(|index: usize| items.get_mut(index)) {
                    Some(item) => item,
                    None => return false,
                }
            }
            _ => return false,
        };
    }
    *place = Value::Null;
    true
}

/// The names of a path. What TOML would not take without quotes, such as `user.prénom`, is cut at
/// its dots.
fn names(path: &str) -> Vec<String> {
    if path.is_empty() {
        return Vec::new();
    }
    match Key::parse(path) {
        Ok(keys) => keys.iter().map(|key| key.get().to_owned()).collect(),
        Err(_) => path.split('.').map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_null_is_found_below_keys_with_dots_and_in_arrays() {
        let mut value = json!({"a.b": {"c": 1}, "list": [1, 2]});
        assert!(set_null(&mut value, "\"a.b\".c"));
        assert!(set_null(&mut value, "list.1"));
        assert!(set_null(&mut value, "user.prénom"));
        assert!(!set_null(&mut value, "list.7"));
        let expected = json!({"a.b": {"c": null}, "list": [1, null], "user": {"prénom": null}});
        assert_eq!(value, expected);
    }

    #[test]
    fn a_new_key_stands_where_the_object_has_it() {
        let text = "# first\na = 1 # one\n# last\nc = 3\n\n[t]\nd = 1\n";
        let mut document: toml_edit::DocumentMut = text.parse().unwrap();
        let value = json!({"a": 1, "b": 2, "t": {"d": 1}, "c": 3});
        let fields = value.as_object().unwrap();
        write_fields(document.as_table_mut(), fields, "", &mut Vec::new());
        let expected = "# first\na = 1 # one\nb = 2\n# last\nc = 3\n\n[t]\nd = 1\n";
        assert_eq!(document.to_string(), expected);
    }

    #[test]
    fn what_did_not_change_stays_as_it_is_written() {
        let text = "# first\na = 0x10 # sixteen\nb = 'x'\n\n[c]\n# deep\nd = 1\n";
        let mut document: toml_edit::DocumentMut = text.parse().unwrap();
        let value = json!({"a": 16, "b": "y", "c": {"d": 1, "e": null}});
        let mut nulls = Vec::new();
        let fields = value.as_object().unwrap();
        write_fields(document.as_table_mut(), fields, "", &mut nulls);
        assert_eq!(document.to_string(), text.replace("'x'", "\"y\""));
        assert_eq!(nulls, ["c.e"]);
    }
}
