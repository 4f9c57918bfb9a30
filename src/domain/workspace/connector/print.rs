//! Writing of profiles: what was not changed stays as it is written.

use serde_json::Value;
use toml_edit::{Array, Item, Table};

use super::super::json::{to_item, to_json, write_fields};
use super::super::kept::{one_line, set};
use super::{ConnectorProfile, Environment};

impl ConnectorProfile {
    /// The file; byte for byte as it was read if nothing was changed, else with its comments and
    /// unknown keys.
    pub fn print(&self) -> String {
        let text = self.kept.text();
        let old = text.and_then(|text| Some(Self::parse(&self.name, text).ok()?.value));
        match (text, old) {
            (Some(text), Some(old)) if old == *self && same(&old.config, &self.config) => {
                text.to_owned()
            }
            (_, old) => self.kept.changed(|table| self.write(table, old.as_ref())),
        }
    }

    fn write(&self, table: &mut Table, old: Option<&Self>) {
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
        if changed(|old, new| !same(&old.config, &new.config)) {
            self.write_config(table);
        }
    }

    fn write_config(&self, table: &mut Table) {
        let mut nulls = Vec::new();
        let mut config = table.remove("config").unwrap_or(Item::None);
        match (config.as_table_like_mut(), &self.config) {
            (Some(table), Value::Object(fields)) => write_fields(table, fields, "", &mut nulls),
            _ => config = to_item(&self.config, "", &mut nulls),
        }
        if !nulls.is_empty() || to_json(&config) != self.config {
            config = Item::Value(json_text(&self.config));
        }
        table.insert("config", config);
    }
}

/// Whether two configurations say the same in the same order.
fn same(one: &Value, other: &Value) -> bool {
    let [one, other] = [one, other].map(Value::to_string);
    one == other
}

fn json_text(config: &Value) -> toml_edit::Value {
    format!("{config:#}\n").into()
}
