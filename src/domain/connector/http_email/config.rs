//! The configuration of the HTTP connector and its guard (`connector-http-email/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, optional, required};
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// `Debug` shows nothing of it: the address may hold a password.
#[derive(Clone, PartialEq)]
pub struct HttpEmailConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub endpoint: String,
    pub authorization: Option<Secret>,
}

impl HttpEmailConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "http-email";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }
}

impl fmt::Debug for HttpEmailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpEmailConfig").finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    Check::Object(
        vec![
            required("endpoint", Check::String),
            optional("authorization", Check::String),
        ],
        UnknownKeys::Kept,
    )
}
