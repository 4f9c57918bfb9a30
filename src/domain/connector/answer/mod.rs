//! What a connector that speaks HTTP makes of an answer, or of there being none: what Logto would
//! report, what the provider said, and what to do about it.
//!
//! Nothing is asked here. What comes out may hold what the other side repeated, secrets included,
//! until it went through a [`Masker`].

mod aliyun_dm;
mod aws_ses;
mod client;
mod diagnose;
mod facts;
mod got_based;
mod http_answer;
mod mask;
mod postmark;
mod redirect;
mod retry;
mod smtp2go;
#[cfg(test)]
mod tests;
mod trouble;

use serde::Serialize;

use super::{
    AliyunDmConfig, AwsSesConfig, HttpEmailConfig, LogtoError, MailJunkyConfig, MailgunConfig,
    PostmarkConfig, SendgridConfig, Smtp2goConfig,
};
use crate::domain::finding::{Finding, Severity};

pub use client::HttpClient;
pub use diagnose::{RequestFacts, diagnose};
pub use http_answer::HttpAnswer;
pub use mask::Masker;
pub use redirect::{Redirect, redirect};
pub use retry::{Retry, retry};
pub use trouble::{HttpPhase, NetworkTrouble, TroubleKind};

/// A connector that speaks HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HttpConnector {
    /// `@logto/connector-aliyun-dm`
    AliyunDm,
    /// `@logto/connector-aws-ses`
    AwsSes,
    /// `@logto/connector-http-email`
    HttpEmail,
    /// `@logto/connector-mailgun`
    Mailgun,
    /// `@logto/connector-mailjunky`
    MailJunky,
    /// `@logto/connector-postmark`
    Postmark,
    /// `@logto/connector-sendgrid-email`
    Sendgrid,
    /// `@logto/connector-smtp2go-email`
    Smtp2go,
}

/// Something the provider said of a mail it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The provider's own name for it.
    pub label: &'static str,
    /// What it said.
    pub value: String,
}

/// A mail that Logto takes for sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Accepted {
    /// What the provider said, ids first.
    pub facts: Vec<Fact>,
    /// Why the mail may not have been sent all the same.
    pub findings: Vec<Finding>,
}

impl Accepted {
    /// Adds a fact; none without a value.
    fn fact(mut self, label: &'static str, value: Option<impl Into<String>>) -> Self {
        let value = value.map(Into::into);
        self.facts.extend(value.map(|value| Fact { label, value }));
        self
    }

    /// Adds a reason for doubt and what to do about it.
    fn doubt(mut self, code: &'static str, message: impl Into<String>, hint: &str) -> Self {
        let finding = Finding::new(Severity::Warning, code, message);
        self.findings.push(finding.hint(hint));
        self
    }
}

impl HttpConnector {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AliyunDm,
        Self::AwsSes,
        Self::HttpEmail,
        Self::Mailgun,
        Self::MailJunky,
        Self::Postmark,
        Self::Sendgrid,
        Self::Smtp2go,
    ];

    /// Logto's id of the connector's factory.
    pub const fn factory_id(self) -> &'static str {
        match self {
            Self::AliyunDm => AliyunDmConfig::FACTORY_ID,
            Self::AwsSes => AwsSesConfig::FACTORY_ID,
            Self::HttpEmail => HttpEmailConfig::FACTORY_ID,
            Self::Mailgun => MailgunConfig::FACTORY_ID,
            Self::MailJunky => MailJunkyConfig::FACTORY_ID,
            Self::Postmark => PostmarkConfig::FACTORY_ID,
            Self::Sendgrid => SendgridConfig::FACTORY_ID,
            Self::Smtp2go => Smtp2goConfig::FACTORY_ID,
        }
    }

    /// The name of whoever answers, for people.
    pub const fn provider(self) -> &'static str {
        match self {
            Self::AliyunDm => "Alibaba Cloud Direct Mail",
            Self::AwsSes => "Amazon SES",
            Self::HttpEmail => "your endpoint",
            Self::Mailgun => "Mailgun",
            Self::MailJunky => "MailJunky",
            Self::Postmark => "Postmark",
            Self::Sendgrid => "SendGrid",
            Self::Smtp2go => "SMTP2GO",
        }
    }

    /// The HTTP client that Logto's connector uses.
    pub const fn client(self) -> HttpClient {
        match self {
            Self::AwsSes => HttpClient::AwsSdk,
            Self::Postmark => HttpClient::Axios,
            _ => HttpClient::Got,
        }
    }

    /// What Logto makes of an answer, or of there being none.
    ///
    /// What it takes for sent is told as the provider tells it; where the provider says otherwise
    /// there is a finding. Of the errors of a client that Logto passes on whole, name and code are
    /// given and the request with its key is not.
    pub fn judge(
        self,
        outcome: Result<&HttpAnswer, &NetworkTrouble>,
    ) -> Result<Accepted, LogtoError> {
        match self {
            Self::AliyunDm => aliyun_dm::judge(outcome),
            Self::AwsSes => aws_ses::judge(outcome),
            Self::Postmark => postmark::judge(outcome),
            Self::HttpEmail | Self::Mailgun | Self::MailJunky | Self::Sendgrid | Self::Smtp2go => {
                got_based::judge(self, outcome)
            }
        }
    }
}

impl HttpConnector {
    /// What to know of the answer that Logto itself would give to a failure: it may hold the request
    /// and its key.
    pub fn leak(self, outcome: Result<&HttpAnswer, &NetworkTrouble>) -> Option<Finding> {
        got_based::leak(self, outcome)
    }
}

/// An error that is none of a connector: Logto's API answers nothing but its status.
const fn uncaught() -> LogtoError {
    LogtoError {
        code: "internal_server_error",
        status: 500,
        data: serde_json::Value::Null,
    }
}
