//! Writing of profiles: what was not changed stays as it is written.

use serde_json::Value;
use toml_edit::{Array, Item, Table};

use super::super::json::{to_item, write_fields};
use super::super::kept::{one_line, set};
use super::{ConnectorProfile, Environment, UNFINISHED};
use crate::domain::connector::console::SpelledJson;

/// How a configuration is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A table, in which its keys can be read and commented on.
    Table,
    /// A text of JSON, which holds everything exactly.
    Json,
}

impl ConnectorProfile {
    /// The file; byte for byte as it was read if nothing was changed, else with its comments and
    /// unknown keys.
    ///
    /// The configuration becomes a table, or stays one, if that says the same: no nulls, no
    /// numbers that TOML spells otherwise, and its keys in their order. A table that was there
    /// already may have new keys in another place.
    pub fn print(&self) -> String {
        let text = self.kept.text();
        let old = text.and_then(|text| Some(Self::parse(&self.name, text).ok()?.value));
        if let (Some(text), Some(old)) = (text, &old)
            && old == self
            && old.config_json() == self.config_json()
        {
            return text.to_owned();
        }
        let old = old.as_ref();
        let printed = self
            .kept
            .changed(|table| self.write(table, old, Form::Table));
        if self.is_said_by(&printed, old) {
            return printed;
        }
        self.kept
            .changed(|table| self.write(table, old, Form::Json))
    }

    /// Whether a file says the configuration exactly.
    fn is_said_by(&self, printed: &str, old: Option<&Self>) -> bool {
        let Ok(read) = Self::parse(&self.name, printed) else {
            return false;
        };
        let (read, wanted) = (read.value.config_json(), self.config_json());
        if read == wanted {
            return true;
        }
        // Number for number and key for key, but for the places of keys that are new.
        let values = read.value();
        values == self.config
            && wanted.retold(&values) == SpelledJson::from(&values)
            && old.is_some_and(|old| keeps_order(&old.config, &self.config))
    }

    fn write(&self, table: &mut Table, old: Option<&Self>, form: Form) {
        let changed =
            |is_changed: fn(&Self, &Self) -> bool| old.is_none_or(|old| is_changed(old, self));
        if changed(|old, new| old.title != new.title) {
            set(table, "title", Some(one_line(&self.title)));
        }
        if changed(|old, new| old.factory != new.factory) {
            set(table, "factory", Some(one_line(&self.factory)));
        }
        if changed(|old, new| old.environment != new.environment) {
            let is_told = self.environment != Environment::default() || old.is_some();
            let name = is_told.then(|| self.environment.as_str().into());
            set(table, "environment", name);
        }
        if changed(|old, new| old.sandbox != new.sandbox) {
            set(table, "sandbox", self.sandbox.then(|| true.into()));
        }
        if changed(|old, new| old.allow != new.allow) {
            let entries: Array = self.allow.entries().iter().collect();
            set(
                table,
                "allow",
                (!entries.is_empty()).then(|| entries.into()),
            );
        }
        if changed(|old, new| old.endpoint != new.endpoint) {
            set(table, "endpoint", self.endpoint.as_deref().map(one_line));
        }
        if changed(|old, new| old.accept_invalid_certificates != new.accept_invalid_certificates) {
            let accepts = self.accept_invalid_certificates.then(|| true.into());
            set(table, "accept-invalid-certificates", accepts);
        }
        // A text that can be read by now is the configuration, which the file has elsewhere.
        let is_finished = self.unfinished.is_none() && table.contains_key(UNFINISHED);
        if is_finished || changed(|old, new| old.config_json() != new.config_json()) {
            self.write_config(table, form);
        }
        set(table, UNFINISHED, self.unfinished.as_deref().map(as_typed));
    }

    fn write_config(&self, table: &mut Table, form: Form) {
        let is_text = table.get("config").is_some_and(Item::is_str);
        if form == Form::Json || is_text {
            let json = format!("\n{}\n", self.config_json().pretty());
            // The line feed behind the opening quotes is none of the text's own.
            set(
                table,
                "config",
                Some(multi_line(json.trim_start_matches('\n'))),
            );
            return;
        }
        let mut nulls = Vec::new();
        let mut config = table.remove("config").unwrap_or(Item::None);
        match (config.as_table_like_mut(), &self.config) {
            (Some(table), Value::Object(fields)) => write_fields(table, fields, "", &mut nulls),
            _ => config = to_item(&self.config, "", &mut nulls),
        }
        table.insert("config", config);
    }
}

/// Whether the keys that both have stand in the same order, at every level.
fn keeps_order(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let before = old.keys().filter(|key| new.contains_key(*key));
            let after = new.keys().filter(|key| old.contains_key(*key));
            let mut both = old
                .iter()
                .filter_map(|(key, value)| Some((value, new.get(key)?)));
            before.eq(after) && both.all(|(old, new)| keeps_order(old, new))
        }
        (Value::Array(old), Value::Array(new)) => {
            let mut both = old.iter().zip(new);
            both.all(|(old, new)| keeps_order(old, new))
        }
        _ => true,
    }
}

/// A text exactly as it was typed, readable where it can be.
fn as_typed(text: &str) -> toml_edit::Value {
    let lines = multi_line(text);
    match lines.as_str() {
        Some(read) if read == text => lines,
        _ => one_line(text),
    }
}

/// A text of several lines between three quotes each, `'''` where nothing in it forbids that.
fn multi_line(text: &str) -> toml_edit::Value {
    let is_literal = !text.contains("'''")
        && !text.contains(|char: char| char.is_control() && char != '\n' && char != '\t');
    let literal = is_literal.then(|| format!("'''\n{text}'''").parse().ok());
    literal.flatten().unwrap_or_else(|| text.into())
}
