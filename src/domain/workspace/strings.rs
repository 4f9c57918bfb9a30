//! The words of one language: `strings/<tag>.toml`.

use std::collections::BTreeMap;

use serde_json::Value;
use toml_edit::{Document, TableLike};

use super::json::to_json;
use super::problem::ParseError;
use crate::domain::authoring::Strings;
use crate::domain::finding::Span;

/// Reads a file.
///
/// # Errors
///
/// Where it is not TOML.
pub fn parse_strings(text: &str) -> Result<Strings, ParseError> {
    let document = Document::parse(text).map_err(|error| ParseError::toml(text, 0, &error))?;
    let mut places = BTreeMap::new();
    find_places("", document.as_table(), &mut places);
    let values = match to_json(document.as_item()) {
        Value::Object(values) => values,
        _ => serde_json::Map::new(),
    };
    Ok(Strings::new(values, places))
}

fn find_places(prefix: &str, table: &dyn TableLike, places: &mut BTreeMap<String, Span>) {
    for (key, item) in table.iter() {
        let path = if prefix.is_empty() {
            key.to_owned()
        } else {
            format!("{prefix}.{key}")
        };
        if let Some(span) = item.span().or_else(|| key_span(table, key)) {
            places.insert(path.clone(), span.into());
        }
        if let Some(inner) = item.as_table_like() {
            find_places(&path, inner, places);
        } else if let Some(items) = item.as_array() {
            for (index, value) in items.iter().enumerate() {
                let place = value.span().map(Span::from);
                places.extend(place.map(|place| (format!("{path}.{index}"), place)));
            }
        }
    }
}

fn key_span(table: &dyn TableLike, key: &str) -> Option<std::ops::Range<usize>> {
    table.key(key).and_then(toml_edit::Key::span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::logto::UsageType;

    #[test]
    fn words_are_read_with_their_places() {
        let text = "button = \"Go\"\nlinks = [\"a\", \"b\"]\n[SignIn]\ntitle = \"Sign in\"\n";
        let strings = parse_strings(text).unwrap();
        let word = |path: &str| {
            let place = strings.place(UsageType::SignIn, path).unwrap();
            &text[place.range()]
        };
        assert_eq!(word("button"), "\"Go\"");
        assert_eq!(word("title"), "\"Sign in\"");
        assert_eq!(word("links.1"), "\"b\"");
        assert_eq!(strings.place(UsageType::Register, "title"), None);
        assert_eq!(parse_strings("a = \n").unwrap_err().line, 1);
    }
}
