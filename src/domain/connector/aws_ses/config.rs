//! The configuration and its guard (`connector-aws-ses/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, UnknownKeys, optional, required};
use super::super::kit::{ConfigTemplate, should_be_provided};
use super::super::secret::Secret;

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the region and no
/// secret.
#[derive(Clone, PartialEq)]
pub struct AwsSesConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub access_key_id: String,
    pub access_key_secret: Secret,
    pub region: String,
    pub email_address: Option<String>,
    pub email_address_identity_arn: Option<String>,
    pub feedback_forwarding_email_address: Option<String>,
    pub feedback_forwarding_email_address_identity_arn: Option<String>,
    pub configuration_set_name: Option<String>,
    pub templates: Vec<ConfigTemplate>,
}

impl AwsSesConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "aws-ses-mail";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The region of SES, as it was given.
    pub fn region(&self) -> &str {
        &self.fields.region
    }

    /// The sender, an address or a mailbox; SES refuses a mail without.
    pub fn sender(&self) -> Option<&str> {
        self.fields.email_address.as_deref()
    }

    /// The templates, in their order.
    pub fn templates(&self) -> &[ConfigTemplate] {
        &self.fields.templates
    }
}

impl fmt::Debug for AwsSesConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsSesConfig")
            .field("region", &self.fields.region)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let template = Check::Object(
        vec![
            required("usageType", Check::String),
            required("subject", Check::String),
            required("content", Check::String),
        ],
        UnknownKeys::Kept,
    );
    Check::Object(
        vec![
            required("accessKeyId", Check::String),
            required("accessKeySecret", Check::String),
            required("region", Check::String),
            optional("emailAddress", Check::String),
            optional("emailAddressIdentityArn", Check::String),
            required(
                "templates",
                Check::Array(Box::new(template), should_be_provided),
            ),
            optional("feedbackForwardingEmailAddress", Check::String),
            optional("feedbackForwardingEmailAddressIdentityArn", Check::String),
            optional("configurationSetName", Check::String),
        ],
        UnknownKeys::Kept,
    )
}
