//! A payload set: `payloads/<name>.toml`.

use serde_json::{Map, Value};
use toml_edit::{Array, Document, Item, Table};

use super::json::{set_null, to_item, write_fields};
use super::kept::{Kept, one_line, set};
use super::problem::{ParseError, with_span};
use super::table::Reader;
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
    kept: Kept,
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
            kept: Kept::default(),
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
                .unwrap_or_else(|| Value::Object(Map::new())),
            kept: Kept::new(text),
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

    /// This set, to be written in place of `old`: with its comments and the keys that are unknown
    /// here.
    pub fn in_place_of(mut self, old: &Self) -> Self {
        self.kept = old.kept.clone();
        self
    }

    /// The file; byte for byte as it was read if nothing was changed, else with its comments and
    /// unknown keys.
    pub fn print(&self) -> String {
        let text = self.kept.text();
        let old = text.and_then(|text| Some(Self::parse(&self.name, text).ok()?.value));
        match (text, old) {
            (Some(text), Some(old)) if old == *self => text.to_owned(),
            (_, old) => self.kept.changed(|table| self.write(table, old.as_ref())),
        }
    }

    fn write(&self, table: &mut Table, old: Option<&Self>) {
        if old.is_none_or(|old| old.title != self.title) {
            set(table, "title", Some(one_line(&self.title)));
        }
        if old.is_none_or(|old| old.flows != self.flows) {
            let names = self.flows.iter().map(|flow| flow.id());
            set(table, "flows", list(names.collect()));
        }
        if old.is_none_or(|old| old.usage_types != self.usage_types) {
            let names = self.usage_types.iter().map(|kind| kind.as_str());
            set(table, "usageTypes", list(names.collect()));
        }
        if old.is_some_and(|old| old.payload == self.payload) {
            return;
        }
        let mut nulls = Vec::new();
        let mut payload = table.remove("payload").unwrap_or(Item::None);
        match (payload.as_table_like_mut(), &self.payload) {
            (Some(table), Value::Object(fields)) => write_fields(table, fields, "", &mut nulls),
            _ => payload = to_item(&self.payload, "", &mut nulls),
        }
        set(
            table,
            "nulls",
            list(nulls.iter().map(String::as_str).collect()),
        );
        table.insert("payload", payload);
    }
}

/// A list of names; nothing for none.
fn list(names: Array) -> Option<toml_edit::Value> {
    (!names.is_empty()).then(|| toml_edit::Value::Array(names))
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

    #[test]
    fn a_set_written_in_place_of_another_keeps_its_comments_and_unknown_keys() {
        let text = "# ours\ntitle = \"Old\"\nowner = \"Ann\"\nnulls = [\"a\"]\n\n# who\n[payload]\ncode = \"1\" # six digits\n\n[payload.user]\n# first\nname = \"x\"\n";
        let old = PayloadSet::parse("x", text).unwrap().value;
        assert_eq!(old.print(), text);
        let payload = json!({"code": "2", "user": {"name": "x", "phone": null}});
        let new = PayloadSet::new("x", "Old", payload).in_place_of(&old);
        let expected = text
            .replace("\"1\"", "\"2\"")
            .replace("[\"a\"]", "[\"user.phone\"]");
        assert_eq!(new.print(), expected);
    }

    #[test]
    fn nulls_are_left_out_of_tables() {
        let set = PayloadSet::new(
            "x",
            "X",
            json!({"a": null, "b": {"c.d": null}, "e": [null]}),
        );
        let expected = "title = \"X\"\nnulls = [\"a\", \"b.\\\"c.d\\\"\", \"e.0\"]\n\n[payload]\ne = [\"\"]\n\n[payload.b]\n";
        let printed = set.print();
        assert_eq!(PayloadSet::parse("x", &printed).unwrap().value, set);
        assert_eq!(printed.replace('\'', "\""), expected.replace("\\\"", "\""));
    }

    fn payload() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(|number| json!(number)),
            any::<f64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(Value::String),
            "(\n|\r\n|\r|\"|'|\"\"\"|\\\\|\u{7f}|a){0,8}".prop_map(Value::String),
        ];
        let values = leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("[a-z0-9_.\" é-]{0,4}", inner, 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        });
        prop::collection::btree_map("[a-z0-9_.\" é-]{0,4}", values, 0..5)
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

        #[test]
        fn what_is_written_in_place_of_another_reads_the_same(before in payload(), after in payload()) {
            let old = PayloadSet::new("x", "Old", before).print();
            let old = PayloadSet::parse("x", &old).unwrap().value;
            let new = PayloadSet::new("x", "New", after).in_place_of(&old);
            let parsed = PayloadSet::parse("x", &new.print()).unwrap();
            prop_assert_eq!(parsed.value, new);
        }
    }
}
