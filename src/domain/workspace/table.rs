//! Reading of a TOML table, with findings for what is odd.

use std::str::FromStr;

use serde_json::Value;
use toml_edit::{Item, Table, TableLike};

use super::json::to_json;
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

    /// Reads each table of a list, if it is there.
    pub fn each<T>(
        &mut self,
        key: &str,
        prefix: &'static str,
        mut read: impl FnMut(&mut Reader<'_>) -> T,
    ) -> Vec<T> {
        let Some(item) = self.table.get(key) else {
            return Vec::new();
        };
        let of_item = item.as_array_of_tables().map(|tables| {
            let tables = tables.iter().map(|table| -> &dyn TableLike { table });
            tables.collect::<Vec<_>>()
        });
        let of_value = || {
            let values = item.as_array()?.iter();
            let tables = values.map(|value| Some(value.as_inline_table()? as &dyn TableLike));
            tables.collect::<Option<Vec<_>>>()
        };
        let Some(tables) = of_item.or_else(of_value) else {
            self.wrong(key, "a list of tables", item);
            return Vec::new();
        };
        let mut all = Vec::new();
        for table in tables {
            let mut inner = Reader {
                table,
                prefix,
                offset: self.offset,
                findings: Vec::new(),
            };
            all.push(read(&mut inner));
            self.findings.append(&mut inner.findings);
        }
        all
    }

    /// Reports something about the value of a key.
    pub fn report(&mut self, finding: Finding, key: &str) {
        let span = self.table.get(key).and_then(Item::span);
        let span = self.span(span);
        self.findings.push(with_span(finding, span));
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

    /// Reports a key whose value is of another kind than it should be.
    pub fn wrong_kind(&mut self, key: &str, expected: &str) {
        if let Some(item) = self.table.get(key) {
            self.wrong(key, expected, item);
        }
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
