//! JSON, forms and objects as JavaScript makes them, so that a body is right to the byte.

use serde_json::{Map, Value};

use super::RenderFailure;
use crate::domain::logto::{self, push_js_number};

/// The entries of an object in JavaScript's order: array indices first, by number, then the other
/// keys as written (ECMA-262, `OrdinaryOwnPropertyKeys`).
pub(super) fn entries(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = map.iter().collect();
    // The sort is stable, so keys that are no index keep their order.
    entries.sort_by_key(|(key, _)| array_index(key).unwrap_or(u32::MAX));
    entries
}

/// The number a key stands for, if it is written as JavaScript writes an array index.
fn array_index(key: &str) -> Option<u32> {
    let is_canonical = key == "0" || !key.starts_with(['0', '+']);
    key.parse()
        .ok()
        .filter(|index| is_canonical && *index != u32::MAX)
}

/// `JSON.stringify`, without spaces.
pub(super) fn json(value: &Value) -> String {
    let mut out = String::new();
    push_json(&mut out, value);
    out
}

fn push_json(out: &mut String, value: &Value) {
    match value {
        Value::Number(number) => push_js_number(out, number.as_f64().unwrap_or_default()),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push_json(out, item);
            }
            out.push(']');
        }
        Value::Object(map) => {
            out.push('{');
            for (index, (key, item)) in entries(map).into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                // serde_json escapes what JavaScript escapes, and nothing more.
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                push_json(out, item);
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
    }
}

/// `String(value)`.
pub(super) fn text(value: &Value) -> Result<String, RenderFailure> {
    match value {
        Value::String(text) => Ok(text.clone()),
        // Where the renderer differs: it prints nothing for null.
        Value::Null => Ok("null".to_owned()),
        _ => {
            let variables = Value::from_iter([("value", value.clone())]);
            logto::render("{{value}}", &variables).map_err(|error| RenderFailure(error.to_string()))
        }
    }
}

/// `{ ...into, ...value }`; only objects and arrays have entries worth it.
pub(super) fn spread(into: &mut Map<String, Value>, value: &Value) {
    match value {
        Value::Object(map) => into.extend(map.clone()),
        Value::Array(items) => into.extend(
            items
                .iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item.clone())),
        ),
        _ => {}
    }
}

/// `new URLSearchParams(fields).toString()` (URL Standard, 5.2).
pub(super) fn form(fields: &[(String, String)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", form_text(name), form_text(value)))
        .collect();
    pairs.join("&")
}

fn form_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => push_percent(&mut out, byte),
        }
    }
    out
}

/// A byte as `%XX`.
pub(super) fn push_percent(out: &mut String, byte: u8) {
    out.push('%');
    for digit in [byte >> 4, byte & 0xf] {
        out.extend(char::from_digit(u32::from(digit), 16).map(|digit| digit.to_ascii_uppercase()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_that_are_indices_come_first() {
        let map = json!({
            "b": 1, "10": 2, "2": 3, "02": 4, "4294967295": 5, "4294967294": 6, "-1": 7, "0": 8, "+3": 9,
        });
        let keys: Vec<&str> = entries(map.as_object().unwrap())
            .into_iter()
            .map(|(key, _)| key.as_str())
            .collect();
        // As `Object.keys` gives them in Node.
        let expected = [
            "0",
            "2",
            "10",
            "4294967294",
            "b",
            "02",
            "4294967295",
            "-1",
            "+3",
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn json_is_written_as_javascript_writes_it() {
        let value: Value = serde_json::from_str(
            r#"{"a":[1.0,-0.0,1e21,1e-7,9007199254740993],"2":{},"q":"\"\\\u0001\b\f\n\r\t\u2028/ü"}"#,
        )
        .unwrap();
        assert_eq!(
            json(&value),
            "{\"2\":{},\"a\":[1,0,1e+21,1e-7,9007199254740992],\
             \"q\":\"\\\"\\\\\\u0001\\b\\f\\n\\r\\t\u{2028}/ü\"}"
        );
    }

    #[test]
    fn values_become_texts_as_javascript_makes_them() {
        for (value, expected) in [
            (json!(null), "null"),
            (json!(12.5), "12.5"),
            (json!(["a", null, 1]), "a,,1"),
            (json!({}), "[object Object]"),
            (json!(true), "true"),
        ] {
            assert_eq!(text(&value).unwrap(), expected);
        }
    }
}
