//! The configuration and its guard (`connector-logto-email/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::super::guard::{Check, ConfigIssue, TextRule, UnknownKeys, optional};
use super::branding::looks_like_url;

const SENDER_NAME: &[TextRule] = &[TextRule::Not(
    looks_like_url,
    "URL is not allowed in sender name.",
)];
const COMPANY_INFORMATION: &[TextRule] = &[TextRule::Not(
    looks_like_url,
    "URL is not allowed in company information.",
)];

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// It is made from JSON only, so it always prints as it was read. `Debug` shows the branding and no
/// secret.
#[derive(Clone, PartialEq)]
pub struct LogtoEmailConfig {
    source: Value,
    pub(super) fields: Fields,
}

/// The branding, in Logto's names; the rest is for Logto Cloud's own use.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub sender_name: Option<String>,
    pub company_information: Option<String>,
    pub app_logo: Option<String>,
}

impl LogtoEmailConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "logto-email";
    /// The address all mails come from.
    pub const SENDER: &'static str = "no-reply@logtoemailservice.com";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields = guard().read(&source)?;
        Ok(Self { source, fields })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The name before the address, if one is set.
    pub fn sender_name(&self) -> Option<&str> {
        self.fields.sender_name.as_deref()
    }
}

impl fmt::Debug for LogtoEmailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogtoEmailConfig")
            .field("sender_name", &self.fields.sender_name)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    Check::Object(
        vec![
            optional("endpoint", Check::String),
            optional("tokenEndpoint", Check::String),
            optional("resource", Check::String),
            optional("appId", Check::String),
            optional("appSecret", Check::String),
            optional("senderName", Check::TextThat(SENDER_NAME)),
            optional("companyInformation", Check::TextThat(COMPANY_INFORMATION)),
            optional("appLogo", Check::TextThat(&[TextRule::Url])),
        ],
        UnknownKeys::Kept,
    )
}
