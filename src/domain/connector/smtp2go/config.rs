//! The configuration and its guard (`connector-smtp2go-email/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, Objection, UnknownKeys, optional, required};
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
        let issues = guard().issues(&source);
        if !issues.is_empty() {
            return Err(issues);
        }
        match serde_json::from_value(source.clone()) {
            Ok(fields) => Ok(Self { source, fields }),
            Err(error) => Err(vec![ConfigIssue::custom(error.to_string())]),
        }
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

fn guard() -> Check {
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
            required("sender", Check::Text(email)),
            optional("senderName", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
        ],
        UnknownKeys::Kept,
    )
}

fn email(text: &str) -> Option<Objection> {
    (!is_zod_email(text)).then_some(Objection::Format("email"))
}

/// zod's pattern of an address: no dot at either end of the local part nor two in a row, and a
/// domain that ends in letters.
fn is_zod_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"_'+-.".contains(&byte);
    let local_fits = !local.starts_with('.')
        && !local.contains("..")
        && !local.ends_with(['.', '\''])
        && !local.is_empty()
        && local.bytes().all(is_local);
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_label = |label: &str| {
        label.starts_with(|char: char| char.is_ascii_alphanumeric())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    local_fits
        && labels.split('.').all(is_label)
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}
