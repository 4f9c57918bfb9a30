//! The configuration and its guard (`connector-mailjunky/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, either, optional, required};
use super::super::kit::{ConfigTemplate, USAGE_TYPES, missing_types};
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the sender and no
/// secret.
#[derive(Clone, PartialEq)]
pub struct MailJunkyConfig {
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

impl MailJunkyConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "mailjunky-email-service";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The sender's address, unchecked.
    pub fn sender(&self) -> &str {
        &self.fields.from_email
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for MailJunkyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailJunkyConfig")
            .field("from_email", &self.fields.from_email)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let content_type = either(Check::Literal("text/html"), Check::Literal("text/plain"));
    let template = Check::Object(
        vec![
            required("usageType", Check::Enum(USAGE_TYPES)),
            optional("type", content_type),
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
            required("templates", Check::Array(Box::new(template), missing)),
        ],
        UnknownKeys::Kept,
    )
}

fn missing(templates: &[Value]) -> Option<String> {
    missing_types(templates)
        .map(|missing| format!("Missing required templates for usageType: {missing}"))
}
