//! The configuration of the Mailgun connector and its guard (`connector-mailgun/src/types.ts`).

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::guard::{Check, ConfigIssue, TextRule, UnknownKeys, either, optional, required};
use super::super::kit::by_type;
use super::super::secret::Secret;
use crate::domain::logto::UsageType;

/// Where mails go if the configuration names no endpoint.
pub(super) const DEFAULT_ENDPOINT: &str = "https://api.mailgun.net";

/// A configuration that passes Logto's guard, with unknown keys kept.
///
/// `Debug` shows domain and sender only.
#[derive(Clone, PartialEq)]
pub struct MailgunConfig {
    source: Value,
    pub(super) fields: Fields,
    deliveries: Vec<(String, MailgunDelivery)>,
}

/// What is sent for one usage type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailgunDelivery {
    /// The subject, placeholders unreplaced.
    pub subject: Option<String>,
    /// The Reply-To address, in which placeholders are never replaced.
    pub reply_to: Option<String>,
    /// Where the body comes from.
    pub source: MailgunSource,
}

/// Where a body comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailgunSource {
    /// The configuration itself.
    Raw {
        /// The body, placeholders unreplaced.
        html: String,
        /// The same as plain text, placeholders unreplaced.
        text: Option<String>,
    },
    /// A template stored at Mailgun; it wins over `html` and `text` beside it.
    Template {
        /// Its name. If there is `html` too, the guard lets any value pass.
        name: Value,
        /// Variables besides those of the message, which win over them.
        variables: Value,
    },
}

/// What the connector reads, in Logto's names.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields {
    pub endpoint: Option<String>,
    pub domain: String,
    pub api_key: Secret,
    pub from: String,
    deliveries: Map<String, Value>,
}

impl MailgunConfig {
    /// Logto's id of this connector.
    pub const FACTORY_ID: &'static str = "mailgun-email";

    /// Reads a configuration; all problems the guard finds if it is not valid.
    pub fn from_json(source: Value) -> Result<Self, Vec<ConfigIssue>> {
        let fields: Fields = guard().read(&source)?;
        let deliveries = fields.deliveries.iter();
        Ok(Self {
            deliveries: deliveries
                .map(|(name, value)| (name.clone(), MailgunDelivery::read(value)))
                .collect(),
            source,
            fields,
        })
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        &self.source
    }

    /// The sender of all mails: an address or a mailbox.
    pub fn sender(&self) -> &str {
        &self.fields.from
    }

    /// The deliveries with the names they stand under, in their order.
    pub fn deliveries(&self) -> &[(String, MailgunDelivery)] {
        &self.deliveries
    }

    /// The delivery for that type, else the one for `Generic`, with the name it stands under.
    pub fn delivery(&self, usage_type: UsageType) -> Option<(&str, &MailgunDelivery)> {
        let (_, (name, delivery)) = by_type(&self.deliveries, usage_type, |(name, _)| name)?;
        Some((name, delivery))
    }
}

impl MailgunDelivery {
    /// Reads what has passed the guard.
    fn read(value: &Value) -> Self {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Self {
            subject: text("subject"),
            reply_to: text("replyTo"),
            source: match value.get("template") {
                Some(name) => MailgunSource::Template {
                    name: name.clone(),
                    variables: value.get("variables").cloned().unwrap_or_default(),
                },
                None => MailgunSource::Raw {
                    html: text("html").unwrap_or_default(),
                    text: text("text"),
                },
            },
        }
    }
}

impl fmt::Debug for MailgunConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailgunConfig")
            .field("domain", &self.fields.domain)
            .field("from", &self.fields.from)
            .finish_non_exhaustive()
    }
}

pub(in crate::domain::connector) fn guard() -> Check {
    let raw = vec![
        required("html", Check::String),
        optional("text", Check::String),
        optional("subject", Check::String),
        optional("replyTo", Check::String),
    ];
    let template = vec![
        required("template", Check::String),
        optional("variables", Check::Record(Box::new(Check::Anything))),
        optional("subject", Check::String),
        optional("replyTo", Check::String),
    ];
    let delivery = either(
        Check::Object(raw, UnknownKeys::Kept),
        Check::Object(template, UnknownKeys::Kept),
    );
    let endpoint = &[TextRule::Url, TextRule::EndsWith(".mailgun.net")];
    Check::Object(
        vec![
            optional("endpoint", Check::TextThat(endpoint)),
            required("domain", Check::String),
            required("apiKey", Check::String),
            required("from", Check::String),
            required("deliveries", Check::Record(Box::new(delivery))),
        ],
        UnknownKeys::Kept,
    )
}
