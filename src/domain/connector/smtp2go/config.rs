//! The configuration and its guard (`connector-smtp2go-email/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, TextRule, UnknownKeys, optional, required};
use super::super::kit::{ConfigTemplate, USAGE_TYPES, should_be_provided};
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the sender and no
/// secret.
#[derive(Clone, PartialEq)]
pub struct Smtp2goConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub api_key: Secret,
    pub sender: String,
    pub sender_name: Option<String>,
    pub templates: Vec<ConfigTemplate>,
}

impl Smtp2goConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "smtp2go-email-service";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The sender's address.
    pub fn sender(&self) -> &str {
        &self.fields.sender
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for Smtp2goConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp2goConfig")
            .field("sender", &self.fields.sender)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let template = Check::Object(
        vec![
            required("usageType", Check::Enum(USAGE_TYPES)),
            required("type", Check::Enum(&["text/plain", "text/html"])),
            required("subject", Check::String),
            required("content", Check::String),
        ],
        UnknownKeys::Kept,
    );
    Check::Object(
        vec![
            required("apiKey", Check::String),
            required("sender", Check::TextThat(&[TextRule::Email])),
            optional("senderName", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
        ],
        UnknownKeys::Kept,
    )
}
