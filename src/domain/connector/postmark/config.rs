//! The configuration of the Postmark connector and its guard (`connector-postmark/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, required};
use super::super::kit::should_be_provided;
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// `Debug` shows the sender only.
#[derive(Clone, PartialEq)]
pub struct PostmarkConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// Which of Postmark's own templates is for a usage type; Logto holds no texts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostmarkTemplate {
    /// Any text; Logto looks for the name of a usage type.
    pub usage_type: String,
    /// The template's alias in Postmark.
    pub template_alias: String,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub server_token: Secret,
    pub from_email: String,
    pub templates: Vec<PostmarkTemplate>,
}

impl PostmarkConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "postmark-mail";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The sender of all mails: an address or a mailbox.
    pub fn sender(&self) -> &str {
        &self.fields.from_email
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[PostmarkTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for PostmarkConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostmarkConfig")
            .field("from_email", &self.fields.from_email)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let template = Check::Object(
        vec![
            required("usageType", Check::String),
            required("templateAlias", Check::String),
        ],
        UnknownKeys::Kept,
    );
    Check::Object(
        vec![
            required("serverToken", Check::String),
            required("fromEmail", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
        ],
        UnknownKeys::Kept,
    )
}
