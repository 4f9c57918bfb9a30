//! Logto's e-mail connectors: typed configuration, and the delivery each would make.
//!
//! Nothing is sent here. [`Connector::plan`] turns a configuration and one message into a
//! [`Delivery`], a value that can be shown, compared and executed.

pub mod aliyun_dm;
pub mod answer;
pub mod aws_ses;
pub mod console;
mod diagnosis;
pub mod difference;
mod endpoint;
mod error;
mod field_use;
pub mod form;
mod got;
mod guard;
pub mod http_email;
mod http_request;
mod inspection;
mod js;
mod kit;
pub mod logto_email;
pub mod mailgun;
pub mod mailjunky;
pub mod postmark;
#[cfg(test)]
mod recorded;
mod secret;
mod secret_reference;
pub mod sendgrid;
pub mod smtp;
pub mod smtp2go;
mod traps;
mod url;

use serde::Serialize;
use serde_json::Value;

use crate::domain::finding::Finding;
use crate::domain::logto::{self, TemplateDetails, UsageType};
use crate::domain::message::MessageStamp;

pub use aliyun_dm::AliyunDmConfig;
pub use answer::{Accepted, HttpAnswer, HttpConnector, NetworkTrouble};
pub use aws_ses::AwsSesConfig;
pub use diagnosis::Diagnosis;
pub use endpoint::{EndpointError, EndpointOverride, overridden};
pub use error::{LogtoError, PlanError, RenderFailure};
pub use field_use::FieldUse;
pub use guard::{ConfigIssue, PathPart};
pub use http_email::HttpEmailConfig;
pub use http_request::{HttpBody, HttpRequest};
pub use inspection::Inspection;
pub use kit::ConfigTemplate;
pub use logto_email::LogtoEmailConfig;
pub use mailgun::MailgunConfig;
pub use mailjunky::MailJunkyConfig;
pub use postmark::PostmarkConfig;
pub use secret::{Secret, hide};
pub use secret_reference::SecretReference;
pub use sendgrid::SendgridConfig;
pub use smtp::{SmtpAuth, SmtpConfig, SmtpSubmission};
pub use smtp2go::Smtp2goConfig;

/// A connector with its configuration, one variant per Logto package.
#[derive(Debug, Clone, PartialEq)]
pub enum Connector {
    /// `@logto/connector-aliyun-dm`
    AliyunDm(Box<AliyunDmConfig>),
    /// `@logto/connector-aws-ses`
    AwsSes(Box<AwsSesConfig>),
    /// `@logto/connector-http-email`
    HttpEmail(Box<HttpEmailConfig>),
    /// `@logto/connector-logto-email`
    LogtoEmail(Box<LogtoEmailConfig>),
    /// `@logto/connector-mailgun`
    Mailgun(Box<MailgunConfig>),
    /// `@logto/connector-mailjunky`
    MailJunky(Box<MailJunkyConfig>),
    /// `@logto/connector-postmark`
    Postmark(Box<PostmarkConfig>),
    /// `@logto/connector-sendgrid-email`
    Sendgrid(Box<SendgridConfig>),
    /// `@logto/connector-smtp`
    Smtp(Box<SmtpConfig>),
    /// `@logto/connector-smtp2go-email`
    Smtp2go(Box<Smtp2goConfig>),
}

/// Why a configuration makes no connector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// No connector of this program has that factory id.
    #[error("the connector {0} is not known here")]
    UnknownFactory(String),
    /// Logto's guard refuses the configuration; all problems are listed.
    #[error("Logto refuses the configuration ({} problems)", .0.len())]
    InvalidConfig(Vec<ConfigIssue>),
    /// The connector with that factory id cannot be led to the inbox of this program.
    #[error("only SMTP can be a sandbox; {0} would send for real, so nothing is sent with it")]
    NoSandbox(String),
}

/// Replaces the placeholders of a template by the values of a payload, as Logto does.
pub type Render<'a> = &'a (dyn Fn(&str, &Value) -> Result<String, RenderFailure> + Sync);

/// Logto's own renderer, as [`PlanInput::render`] wants it.
pub fn render_as_logto(text: &str, payload: &Value) -> Result<String, RenderFailure> {
    logto::render(text, payload).map_err(|error| RenderFailure(error.to_string()))
}

/// Stands for the address of the person's computer, which Logto gives to its HTTP connector
/// (RFC 5737).
pub const SAMPLE_IP: &str = "203.0.113.7";

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
    /// One HTTP request.
    Http(Box<HttpRequest>),
    /// One mail over one SMTP connection.
    Smtp(Box<SmtpSubmission>),
}

impl PlanInput<'_> {
    /// A template with the values of the message.
    fn rendered(&self, template: &str) -> Result<String, PlanError> {
        (self.render)(template, self.payload).map_err(PlanError::Render)
    }
}

impl Delivery {
    /// The same delivery without its secrets, as it may be shown.
    pub fn masked(&self) -> Self {
        match self {
            Self::Http(request) => Self::Http(Box::new(request.masked())),
            // A submission hides its secrets wherever it is printed.
            Self::Smtp(_) => self.clone(),
        }
    }
}

impl Connector {
    /// Logto's ids of the connectors known here.
    pub const FACTORY_IDS: [&'static str; 10] = [
        AliyunDmConfig::FACTORY_ID,
        AwsSesConfig::FACTORY_ID,
        HttpEmailConfig::FACTORY_ID,
        LogtoEmailConfig::FACTORY_ID,
        MailgunConfig::FACTORY_ID,
        MailJunkyConfig::FACTORY_ID,
        PostmarkConfig::FACTORY_ID,
        SendgridConfig::FACTORY_ID,
        SmtpConfig::FACTORY_ID,
        Smtp2goConfig::FACTORY_ID,
    ];

    /// Reads a configuration of the connector with Logto's id `factory_id`.
    pub fn from_json(factory_id: &str, config: Value) -> Result<Self, ConnectorError> {
        let read = match factory_id {
            AliyunDmConfig::FACTORY_ID => {
                AliyunDmConfig::from_json(config).map(|read| Self::AliyunDm(Box::new(read)))
            }
            AwsSesConfig::FACTORY_ID => {
                AwsSesConfig::from_json(config).map(|read| Self::AwsSes(Box::new(read)))
            }
            HttpEmailConfig::FACTORY_ID => {
                HttpEmailConfig::from_json(config).map(|read| Self::HttpEmail(Box::new(read)))
            }
            LogtoEmailConfig::FACTORY_ID => {
                LogtoEmailConfig::from_json(config).map(|read| Self::LogtoEmail(Box::new(read)))
            }
            MailgunConfig::FACTORY_ID => {
                MailgunConfig::from_json(config).map(|read| Self::Mailgun(Box::new(read)))
            }
            MailJunkyConfig::FACTORY_ID => {
                MailJunkyConfig::from_json(config).map(|read| Self::MailJunky(Box::new(read)))
            }
            PostmarkConfig::FACTORY_ID => {
                PostmarkConfig::from_json(config).map(|read| Self::Postmark(Box::new(read)))
            }
            SendgridConfig::FACTORY_ID => {
                SendgridConfig::from_json(config).map(|read| Self::Sendgrid(Box::new(read)))
            }
            SmtpConfig::FACTORY_ID => {
                SmtpConfig::from_json(config).map(|read| Self::Smtp(Box::new(read)))
            }
            Smtp2goConfig::FACTORY_ID => {
                Smtp2goConfig::from_json(config).map(|read| Self::Smtp2go(Box::new(read)))
            }
            _ => return Err(ConnectorError::UnknownFactory(factory_id.to_owned())),
        };
        read.map_err(ConnectorError::InvalidConfig)
    }

    /// The connector of a sandbox: of `config` all that shapes the mail, led to the inbox at `port`
    /// on this machine.
    ///
    /// # Errors
    ///
    /// [`ConnectorError::NoSandbox`] of any factory but SMTP: the mail is made by the provider or
    /// goes out by a request of its own, which the inbox cannot take.
    pub fn sandboxed(factory_id: &str, config: &Value, port: u16) -> Result<Self, ConnectorError> {
        if factory_id != SmtpConfig::FACTORY_ID {
            return Err(ConnectorError::NoSandbox(factory_id.to_owned()));
        }
        smtp::sandboxed(Some(config), port)
            .map(|config| Self::Smtp(Box::new(config)))
            .map_err(ConnectorError::InvalidConfig)
    }

    /// Logto's id of the connector's factory, as it stands in its database and API.
    pub const fn factory_id(&self) -> &'static str {
        match self {
            Self::AliyunDm(_) => AliyunDmConfig::FACTORY_ID,
            Self::AwsSes(_) => AwsSesConfig::FACTORY_ID,
            Self::HttpEmail(_) => HttpEmailConfig::FACTORY_ID,
            Self::LogtoEmail(_) => LogtoEmailConfig::FACTORY_ID,
            Self::Mailgun(_) => MailgunConfig::FACTORY_ID,
            Self::MailJunky(_) => MailJunkyConfig::FACTORY_ID,
            Self::Postmark(_) => PostmarkConfig::FACTORY_ID,
            Self::Sendgrid(_) => SendgridConfig::FACTORY_ID,
            Self::Smtp(_) => SmtpConfig::FACTORY_ID,
            Self::Smtp2go(_) => Smtp2goConfig::FACTORY_ID,
        }
    }

    /// The configuration as JSON, secrets included: for Logto and for a file, not for showing.
    pub const fn to_json(&self) -> &Value {
        match self {
            Self::AliyunDm(config) => config.to_json(),
            Self::AwsSes(config) => config.to_json(),
            Self::HttpEmail(config) => config.to_json(),
            Self::LogtoEmail(config) => config.to_json(),
            Self::Mailgun(config) => config.to_json(),
            Self::MailJunky(config) => config.to_json(),
            Self::Postmark(config) => config.to_json(),
            Self::Sendgrid(config) => config.to_json(),
            Self::Smtp(config) => config.to_json(),
            Self::Smtp2go(config) => config.to_json(),
        }
    }

    /// Problems of the configuration that no guard of Logto's reports. More of how SMTP connects
    /// shows in the submission, see [`SmtpSubmission::findings`].
    pub fn findings(&self) -> Vec<Finding> {
        match self {
            Self::AliyunDm(config) => config.findings(),
            Self::AwsSes(config) => config.findings(),
            Self::HttpEmail(config) => config.findings(),
            Self::LogtoEmail(config) => config.findings(),
            Self::Mailgun(config) => config.findings(),
            Self::MailJunky(config) => config.findings(),
            Self::Postmark(config) => config.findings(),
            Self::Sendgrid(config) => config.findings(),
            Self::Smtp(config) => config.findings(),
            Self::Smtp2go(config) => config.findings(),
        }
    }

    /// What of a custom template this connector ignores or takes otherwise than it is meant.
    ///
    /// Postmark, HTTP and Logto's own service use no custom template at all, which is among
    /// [`Self::findings`]; SMTP2GO uses all of it, and what it does to a mail over SMTP shows in the
    /// submission.
    pub fn template_findings(&self, template: &TemplateDetails) -> Vec<Finding> {
        match self {
            Self::AliyunDm(_) => aliyun_dm::template_findings(template),
            Self::AwsSes(_) => aws_ses::template_findings(template),
            Self::Mailgun(_) => mailgun::template_findings(template),
            Self::MailJunky(_) => mailjunky::template_findings(template),
            Self::Sendgrid(_) => sendgrid::template_findings(template),
            Self::HttpEmail(_)
            | Self::LogtoEmail(_)
            | Self::Postmark(_)
            | Self::Smtp(_)
            | Self::Smtp2go(_) => Vec::new(),
        }
    }

    /// Which of the connectors that speak HTTP it is; none for SMTP and Logto's own service.
    pub const fn over_http(&self) -> Option<HttpConnector> {
        match self {
            Self::AliyunDm(_) => Some(HttpConnector::AliyunDm),
            Self::AwsSes(_) => Some(HttpConnector::AwsSes),
            Self::HttpEmail(_) => Some(HttpConnector::HttpEmail),
            Self::Mailgun(_) => Some(HttpConnector::Mailgun),
            Self::MailJunky(_) => Some(HttpConnector::MailJunky),
            Self::Postmark(_) => Some(HttpConnector::Postmark),
            Self::Sendgrid(_) => Some(HttpConnector::Sendgrid),
            Self::Smtp2go(_) => Some(HttpConnector::Smtp2go),
            Self::LogtoEmail(_) | Self::Smtp(_) => None,
        }
    }

    /// What Logto makes of an answer to this connector's request, or of there being none; see
    /// [`HttpConnector::judge`]. None for a connector that makes no request over HTTP.
    pub fn judge(
        &self,
        outcome: Result<&HttpAnswer, &NetworkTrouble>,
    ) -> Option<Result<Accepted, LogtoError>> {
        self.over_http().map(|connector| connector.judge(outcome))
    }

    /// As [`Self::plan`], with a provider's place taken by another; SMTP stays as it is.
    pub fn plan_at(
        &self,
        input: &PlanInput<'_>,
        base: &EndpointOverride,
    ) -> Result<Delivery, PlanError> {
        if let Self::AwsSes(config) = self {
            let request = aws_ses::plan_at(config, input, Some(base))?;
            return Ok(Delivery::Http(Box::new(request)));
        }
        Ok(match self.plan(input)? {
            Delivery::Http(request) => Delivery::Http(Box::new(overridden(&request, base))),
            smtp @ Delivery::Smtp(_) => smtp,
        })
    }

    /// What this connector would do with a message.
    pub fn plan(&self, input: &PlanInput<'_>) -> Result<Delivery, PlanError> {
        let request = match self {
            Self::AliyunDm(config) => aliyun_dm::plan(config, input),
            Self::AwsSes(config) => aws_ses::plan(config, input),
            Self::HttpEmail(config) => http_email::plan(config, input),
            Self::LogtoEmail(config) => logto_email::plan(config, input),
            Self::Mailgun(config) => mailgun::plan(config, input),
            Self::MailJunky(config) => mailjunky::plan(config, input),
            Self::Postmark(config) => postmark::plan(config, input),
            Self::Sendgrid(config) => sendgrid::plan(config, input),
            Self::Smtp(config) => {
                let submission = smtp::plan(config, input);
                return submission.map(Box::new).map(Delivery::Smtp);
            }
            Self::Smtp2go(config) => smtp2go::plan(config, input),
        };
        request.map(Box::new).map(Delivery::Http)
    }
}

/// nodemailer and Logto take an empty string for an absent one.
fn non_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
