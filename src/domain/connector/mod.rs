//! Logto's e-mail connectors: typed configuration, and the delivery each would make.
//!
//! Nothing is sent here. [`Connector::plan`] turns a configuration and one message into a
//! [`Delivery`], a value that can be shown, compared and executed.

mod error;
mod guard;
mod http_request;
mod secret;
pub mod smtp;

use serde::Serialize;
use serde_json::Value;

use crate::domain::logto::{self, TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

pub use error::{LogtoError, PlanError, RenderFailure};
pub use guard::{ConfigIssue, PathPart};
pub use http_request::{HttpBody, HttpRequest};
pub use secret::Secret;
pub use smtp::{SmtpConfig, SmtpSubmission};

/// A connector with its configuration, one variant per Logto package.
#[derive(Debug, Clone, PartialEq)]
pub enum Connector {
    /// `@logto/connector-smtp`
    Smtp(Box<SmtpConfig>),
}

/// Replaces the placeholders of a template by the values of a payload, as Logto does.
pub type Render<'a> = &'a (dyn Fn(&str, &Value) -> Result<String, RenderFailure> + Sync);

/// Logto's own renderer, as [`PlanInput::render`] wants it.
pub fn render_as_logto(text: &str, payload: &Value) -> Result<String, RenderFailure> {
    logto::render(text, payload).map_err(|error| RenderFailure(error.to_string()))
}

/// One message as Logto's core hands it to a connector, and what the plan may not look up itself.
#[derive(Clone, Copy)]
pub struct PlanInput<'a> {
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The recipient, unchanged.
    pub to: &'a str,
    /// The variables.
    pub payload: &'a Value,
    /// The client's address, where the flow has one; only the HTTP connector sends it.
    pub ip: Option<&'a str>,
    /// The result of Logto's look-up of a custom template.
    pub custom_template: Option<&'a TemplateDetails>,
    /// Date and ids of the mail.
    pub stamp: &'a MessageStamp,
    /// The name of the machine that would send, for `EHLO`; one without a dot counts as none.
    pub hostname: Option<&'a str>,
    /// The renderer.
    pub render: Render<'a>,
}

/// What a connector would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Delivery {
    /// One mail over one SMTP connection.
    Smtp(Box<SmtpSubmission>),
}

impl Connector {
    /// Logto's id of the connector's factory, as it stands in its database and API.
    pub const fn factory_id(&self) -> &'static str {
        match self {
            Self::Smtp(_) => SmtpConfig::FACTORY_ID,
        }
    }

    /// What this connector would do with a message.
    pub fn plan(&self, input: &PlanInput<'_>) -> Result<Delivery, PlanError> {
        match self {
            Self::Smtp(config) => smtp::plan(config, input).map(Box::new).map(Delivery::Smtp),
        }
    }
}

/// nodemailer and Logto take an empty string for an absent one.
fn non_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
