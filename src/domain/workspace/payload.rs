//! A payload set: `payloads/<name>.toml`.

use serde_json::Value;
use toml_edit::{Array, Document, DocumentMut, Item, Table};

use super::problem::{ParseError, with_span};
use super::table::{Reader, set_null, to_toml};
use super::template::Parsed;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{Flow, UsageType};

const KEYS: [&str; 5] = ["title", "flows", "usageTypes", "nulls", "payload"];

/// A named set of variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadSet {
    /// The name of its file, without the ending.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The flows it is for; none means all.
    pub flows: Vec<Flow>,
    /// The usage types it is for; none means all.
    pub usage_types: Vec<UsageType>,
    /// The variables.
    pub payload: Value,
}

impl PayloadSet {
    /// A new set for all flows and usage types.
    pub fn new(name: impl Into<String>, title: impl Into<String>, payload: Value) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            flows: Vec::new(),
            usage_types: Vec::new(),
            payload,
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it is not TOML.
    pub fn parse(name: &str, text: &str) -> Result<Parsed<Self>, ParseError> {
        let document = Document::parse(text).map_err(|error| ParseError::toml(text, 0, &error))?;
        let mut reader = Reader::new(document.as_table(), 0);
        let mut set = Self {
            name: name.to_owned(),
            title: reader.text("title").unwrap_or_else(|| name.to_owned()),
            flows: reader.names("flows", "flow of Logto"),
            usage_types: reader.names("usageTypes", "usage type of Logto"),
            payload: reader
                .json("payload")
                .unwrap_or_else(|| Value::Object(serde_json::Map::new())),
        };
        for path in reader.texts("nulls").unwrap_or_default() {
            if !set_null(&mut set.payload, &path) {
                let message = format!("nulls names {path}, but something on the way is no table");
                let finding = Finding::new(Severity::Warning, "payload-null-path", message);
                let span = document.get("nulls").and_then(Item::span).map(Span::from);
                reader.findings.push(with_span(finding, span));
            }
        }
        reader.report_unknown(&KEYS);
        Ok(Parsed {
            value: set,
            findings: reader.findings,
        })
    }

    /// The file.
    pub fn print(&self) -> String {
        let mut document = DocumentMut::new();
        let table = document.as_table_mut();
        table.insert("title", toml_edit::value(&self.title));
        let flows = self.flows.iter().map(|flow| flow.id());
        let usage_types = self
            .usage_types
            .iter()
            .map(|usage_type| usage_type.as_str());
        insert_names(table, "flows", flows.collect());
        insert_names(table, "usageTypes", usage_types.collect());
        let mut nulls = Vec::new();
        let payload = match to_toml(&self.payload, "", &mut nulls) {
            toml_edit::Value::InlineTable(fields) => Item::Table(expanded(fields)),
            other => Item::Value(other),
        };
        if !nulls.is_empty() {
            let nulls: Array = nulls.iter().map(String::as_str).collect();
            table.insert("nulls", toml_edit::value(nulls));
        }
        table.insert("payload", payload);
        document.to_string()
    }
}

fn insert_names(table: &mut Table, key: &str, names: Array) {
    if !names.is_empty() {
        table.insert(key, toml_edit::value(names));
    }
}

/// A table with a line for each key, as a person would write it.
fn expanded(fields: toml_edit::InlineTable) -> Table {
    let mut table = fields.into_table();
    for (_, item) in table.iter_mut() {
        if let Item::Value(toml_edit::Value::InlineTable(inner)) = item {
            *item = Item::Table(expanded(std::mem::take(inner)));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_set_is_read_with_its_nulls() {
        let text = "title = \"Long names\"\nflows = [\"invitation\", \"nonsense\"]\nnulls = [\"user.name\", \"code.x\"]\n[payload]\ncode = \"1\"\n";
        let parsed = PayloadSet::parse("long", text).unwrap();
        assert_eq!(parsed.value.flows, [Flow::Invitation]);
        assert_eq!(
            parsed.value.payload,
            json!({"code": "1", "user": {"name": null}})
        );
        let codes: Vec<_> = parsed.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["file-unknown-name", "payload-null-path"]);
    }

    fn payload() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(Value::String),
        ];
        let values = leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("[a-zA-Z0-9_-]{1,6}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        });
        prop::collection::btree_map("[a-zA-Z0-9_-]{1,6}", values, 0..5)
            .prop_map(|fields| Value::Object(fields.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_the_same(payload in payload(), title in any::<String>()) {
            let mut set = PayloadSet::new("x", title, payload);
            set.flows = vec![Flow::Experience];
            let parsed = PayloadSet::parse("x", &set.print()).unwrap();
            prop_assert_eq!(parsed.value, set);
            prop_assert!(parsed.findings.is_empty());
        }
    }
}
