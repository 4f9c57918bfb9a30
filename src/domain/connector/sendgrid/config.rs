//! The configuration of the connector and its guard (`connector-sendgrid-email/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, optional, required};
use super::super::kit::{ConfigTemplate, should_be_provided};
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// `Debug` shows the sender only.
#[derive(Clone, PartialEq)]
pub struct SendgridConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub api_key: Secret,
    pub from_email: String,
    pub from_name: Option<String>,
    pub templates: Vec<ConfigTemplate>,
}

impl SendgridConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "sendgrid-email-service";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The address all mails come from.
    pub fn sender(&self) -> &str {
        &self.fields.from_email
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for SendgridConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendgridConfig")
            .field("from_email", &self.fields.from_email)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let template = Check::Object(
        vec![
            required("usageType", Check::String),
            required("type", Check::Enum(&["text/plain", "text/html"])),
            required("subject", Check::String),
            required("content", Check::String),
        ],
        UnknownKeys::Kept,
    );
    Check::Object(
        vec![
            required("apiKey", Check::String),
            required("fromEmail", Check::String),
            optional("fromName", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
        ],
        UnknownKeys::Kept,
    )
}
