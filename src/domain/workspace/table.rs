//! Reading of a TOML table, with findings for what is odd.

use std::str::FromStr;

use serde_json::{Map, Number, Value};
use toml_edit::{Item, Table, TableLike};

use super::problem::{unknown_key, with_span, wrong_type};
use crate::domain::finding::{Finding, Severity, Span};

/// A table being read.
pub(super) struct Reader<'a> {
    table: &'a dyn TableLike,
    /// Put before the names of keys in findings: `languages.`
    prefix: &'static str,
    /// Where the TOML begins in its file.
    offset: usize,
    /// What was found odd.
    pub findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    pub fn new(table: &'a Table, offset: usize) -> Self {
        Self {
            table,
            prefix: "",
            offset,
            findings: Vec::new(),
        }
    }

    /// Reads a table inside this one, if it is there.
    pub fn inner(&mut self, key: &str, prefix: &'static str, read: impl FnOnce(&mut Self)) {
        match self.table.get(key).map(|item| (item, item.as_table_like())) {
            Some((_, Some(table))) => {
                let mut inner = Self {
                    table,
                    prefix,
                    offset: self.offset,
                    findings: Vec::new(),
                };
                read(&mut inner);
                self.findings.append(&mut inner.findings);
            }
            Some((item, None)) => self.wrong(key, "a table", item),
            None => {}
        }
    }

    fn read<T>(
        &mut self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Option<T> {
        let item = self.table.get(key)?;
        let value = read(item);
        if value.is_none() {
            self.wrong(key, expected, item);
        }
        value
    }

    fn wrong(&mut self, key: &str, expected: &str, item: &Item) {
        let span = self.span(item.span());
        let key = format!("{}{key}", self.prefix);
        self.findings.push(wrong_type(&key, expected, span));
    }

    fn span(&self, span: Option<std::ops::Range<usize>>) -> Option<Span> {
        span.map(|span| Span::new(span.start + self.offset, span.end + self.offset))
    }

    pub fn text(&mut self, key: &str) -> Option<String> {
        self.read(key, "a text", |item| item.as_str().map(str::to_owned))
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        self.read(key, "true or false", Item::as_bool)
    }

    pub fn number<N: TryFrom<i64>>(&mut self, key: &str, expected: &str) -> Option<N> {
        self.read(key, expected, |item| item.as_integer()?.try_into().ok())
    }

    pub fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        self.read(key, "a list of texts", |item| {
            let texts = item.as_array()?.iter();
            texts.map(|text| text.as_str().map(str::to_owned)).collect()
        })
    }

    /// A list of names; those that are no name of `T` are reported and left out.
    pub fn names<T: FromStr>(&mut self, key: &str, what: &str) -> Vec<T> {
        let mut names = Vec::new();
        for text in self.texts(key).unwrap_or_default() {
            if let Ok(name) = text.parse() {
                names.push(name);
                continue;
            }
            let span = self.table.get(key).and_then(Item::span);
            let span = self.span(span);
            let message = format!("{text:?} in {}{key} is no {what}", self.prefix);
            let finding = Finding::new(Severity::Warning, "file-unknown-name", message);
            self.findings.push(with_span(finding, span));
        }
        names
    }

    /// Any value, as JSON.
    pub fn json(&self, key: &str) -> Option<Value> {
        self.table.get(key).map(to_json)
    }

    /// Reports all keys but these.
    pub fn report_unknown(&mut self, known: &[&str]) {
        let unknown: Vec<Finding> = self
            .table
            .iter()
            .filter(|(key, _)| !known.contains(key))
            .map(|(key, item)| {
                let place = self.table.key(key).and_then(toml_edit::Key::span);
                let span = self.span(place.or_else(|| item.span()));
                unknown_key(&format!("{}{key}", self.prefix), span)
            })
            .collect();
        self.findings.extend(unknown);
    }
}

/// A TOML value as JSON: dates become texts, and what JSON has no number for becomes null.
fn to_json(item: &Item) -> Value {
    if let Some(table) = item.as_table_like() {
        let fields = table.iter();
        let fields = fields.map(|(key, item)| (key.to_owned(), to_json(item)));
        return Value::Object(fields.collect::<Map<_, _>>());
    }
    if let Some(tables) = item.as_array_of_tables() {
        let tables = tables
            .iter()
            .map(|table| to_json(&Item::Table(table.clone())));
        return Value::Array(tables.collect());
    }
    item.as_value().map_or(Value::Null, value_to_json)
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
        toml_edit::Value::InlineTable(table) => {
            let fields = table.iter();
            let fields = fields.map(|(key, value)| (key.to_owned(), value_to_json(value)));
            Value::Object(fields.collect())
        }
    }
}

/// A JSON value as TOML. Nulls, which TOML has not, become empty texts; their paths go to `nulls`.
pub(super) fn to_toml(value: &Value, path: &str, nulls: &mut Vec<String>) -> toml_edit::Value {
    let below = |key: &dyn std::fmt::Display| {
        if path.is_empty() {
            key.to_string()
        } else {
            format!("{path}.{key}")
        }
    };
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
            let items = items.map(|(index, item)| to_toml(item, &below(&index), nulls));
            toml_edit::Value::Array(items.collect())
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(key, value)| {
                let value = to_toml(value, &below(key), nulls);
                (key.as_str(), value)
            });
            toml_edit::Value::InlineTable(fields.collect())
        }
    }
}

/// Makes the value at a dotted path null. Keys that are not there are added.
///
/// False if something that is no object stands in the way.
pub(super) fn set_null(value: &mut Value, path: &str) -> bool {
    let mut place = value;
    for name in path.split('.') {
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
