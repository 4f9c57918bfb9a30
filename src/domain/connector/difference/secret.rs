//! Secrets beside each other.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::{SecretReference, Shown, Side, secrets_in};
use crate::domain::connector::form::secret_text;

/// Whether two secrets are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Comparison {
    /// They are the same.
    Equal,
    /// They differ.
    Different,
    /// At least one of them is not known here.
    Unknown,
}

/// What is known of the secrets of one side.
pub(super) struct Known<'a> {
    pointers: BTreeSet<String>,
    config: &'a Value,
    resolved: Option<&'a Value>,
}

impl<'a> Known<'a> {
    pub fn new(side: &Side<'a>, config: &'a Value) -> Self {
        let secrets = secrets_in(side.factory, config).into_iter();
        Self {
            pointers: secrets.map(|at| at.pointer).collect(),
            config,
            resolved: side.resolved,
        }
    }

    pub fn has(&self, pointer: &str) -> bool {
        self.pointers.contains(pointer)
    }

    pub fn shown(&self, pointer: &str, value: &Value) -> Shown {
        if !self.has(pointer) {
            return Shown::Value(value.clone());
        }
        let reference = value.as_str().and_then(SecretReference::parse);
        reference.map_or(Shown::Secret, Shown::Reference)
    }

    /// The text at a place, if it is no reference or the reference was followed.
    fn text(&self, pointer: &str) -> Option<Cow<'_, str>> {
        let text = secret_text(self.config.pointer(pointer)?)?;
        if SecretReference::parse(&text).is_none() {
            return Some(text);
        }
        let resolved = secret_text(self.resolved?.pointer(pointer)?)?;
        SecretReference::parse(&resolved)
            .is_none()
            .then_some(resolved)
    }
}

pub(super) fn compare(pointer: &str, old: &Known<'_>, new: &Known<'_>) -> Comparison {
    match (old.text(pointer), new.text(pointer)) {
        (Some(one), Some(other)) if one == other => Comparison::Equal,
        (Some(_), Some(_)) => Comparison::Different,
        _ => Comparison::Unknown,
    }
}
