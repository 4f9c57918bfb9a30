//! What passes a connector's guard and fails or surprises later, as far as several have it.
//!
//! A finding begins with the place in the configuration, written as in [`ConfigIssue::path_text`],
//! or in the template.
//!
//! [`ConfigIssue::path_text`]: super::ConfigIssue::path_text

mod custom;
mod stored;
mod templates;
mod texts;

use serde_json::{Map, Value};

use super::guard::Check;
use crate::domain::finding::{Finding, Severity};

/// The findings of one configuration or of one template.
#[derive(Default)]
pub(super) struct Traps(Vec<Finding>);

impl Traps {
    /// Begins with what every configuration may run into: Logto drops what is empty when it saves.
    pub fn of(guard: &Check, source: &Value) -> Self {
        let mut traps = Self::default();
        stored::emptied(&mut traps, guard, source);
        traps
    }

    /// Adds a finding about the place `path`, with what to do; an empty path is the whole.
    pub fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        path: &str,
        message: &str,
        hint: &str,
    ) {
        let message = match path {
            "" => message.to_owned(),
            _ => format!("{path}: {message}"),
        };
        self.0
            .push(Finding::new(severity, code, message).hint(hint));
    }

    /// The findings in the order they were added.
    pub fn findings(self) -> Vec<Finding> {
        self.0
    }

    /// Keys that are none of the guard's, at the top and in the objects of its lists; in those,
    /// nothing is said of `also`.
    pub fn unread(&mut self, guard: &Check, source: &Value, also: &[&str]) {
        let keys: Vec<&str> = guard.keys().map(|(name, _)| name).collect();
        self.unread_keys("", source, &keys);
        for (name, check) in guard.keys() {
            let Some(item) = check.item() else {
                continue;
            };
            let known: Vec<&str> = item.keys().map(|(name, _)| name).collect();
            let listed = source.get(name).and_then(Value::as_array);
            for (index, object) in listed.into_iter().flatten().enumerate() {
                let path = format!("{name}[{index}]");
                self.unread_but(&path, object, &known, also);
            }
        }
    }

    /// Keys that nobody reads; `path` is that of the object, empty for the whole.
    pub fn unread_keys(&mut self, path: &str, object: &Value, known: &[&str]) {
        self.unread_but(path, object, known, &[]);
    }

    fn unread_but(&mut self, path: &str, object: &Value, known: &[&str], also: &[&str]) {
        let keys = object.as_object().into_iter().flat_map(Map::keys);
        let is_told = |key: &str| known.contains(&key) || also.contains(&key);
        for key in keys.filter(|key| !is_told(key)) {
            let path = match path {
                "" => key.clone(),
                _ => format!("{path}.{key}"),
            };
            self.add(
                Severity::Warning,
                "connector-key-unread",
                &path,
                "The connector does not read this key",
                &format!(
                    "Remove it, or check its spelling; known are {}",
                    known.join(", ")
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests;
