//! From a failure and the settings to what a person can do about it.

mod connection;
mod token;

use super::error::{DeliveryError, Failure};
use super::transcript::Reply;
use crate::domain::connector::smtp::{ServerAnswer, Step};
use crate::domain::connector::{Diagnosis, SmtpSubmission};

impl DeliveryError {
    /// What failed, why, and what to change in the configuration of `submission`.
    ///
    /// What Logto would report beside it is [`DeliveryError::logto`].
    pub fn diagnosis(&self, submission: &SmtpSubmission) -> Diagnosis {
        self.failure.diagnosis(submission)
    }
}

impl Failure {
    /// What failed, why, and what to change in the configuration of `submission`.
    pub fn diagnosis(&self, submission: &SmtpSubmission) -> Diagnosis {
        if let Some((step, reply)) = self.refusal() {
            let text = reply.lines.join("\n");
            let answer = ServerAnswer {
                step,
                code: reply.code,
                text: &text,
            };
            return submission.diagnose(&answer);
        }
        match self {
            Self::Token(error) => token::diagnosis(error, submission),
            Self::MissingCredentials { mechanism } => missing_credentials(mechanism, submission),
            _ => connection::diagnosis(self, submission).unwrap_or_else(|| self.plain_diagnosis()),
        }
    }

    /// The refusal that ended the delivery, if one did.
    fn refusal(&self) -> Option<(Step, &Reply)> {
        match self {
            Self::Greeting(reply) => Some((Step::Greeting, reply)),
            Self::Hello(reply) | Self::EhloEnds(reply) | Self::EhloRequired(reply) => {
                Some((Step::Hello, reply))
            }
            Self::StartTls { reply, .. } => Some((Step::StartTls, reply)),
            Self::Auth { reply, .. } | Self::LoginSequence { reply, .. } => {
                Some((Step::Login, reply))
            }
            Self::Sender(reply) => Some((Step::Sender, reply)),
            Self::Recipients(refusals) => {
                let last = refusals.last()?;
                Some((Step::Recipient, &last.reply))
            }
            Self::Data(reply) => Some((Step::Data, reply)),
            Self::Message(reply) => Some((Step::Message, reply)),
            _ => None,
        }
    }

    /// Meaning and advice, where the settings add nothing to them.
    fn plain_diagnosis(&self) -> Diagnosis {
        let title = match self {
            Self::Cancelled => "The delivery was cancelled",
            Self::Http(_) | Self::HttpSettings(_) => "The request failed",
            Self::UnsupportedMechanism { .. } => "The login method is not known",
            Self::LocalAddress { .. } => "The local address cannot reach the host",
            Self::TlsSettings(_) => "The TLS settings cannot be used",
            _ => "The mail was not delivered",
        };
        new(title, format!("{}.", self.meaning()), [self.advice()])
    }
}

fn missing_credentials(mechanism: &str, submission: &SmtpSubmission) -> Diagnosis {
    let provider = submission.provider();
    let named = provider.map_or_else(|| submission.host.clone(), str::to_owned);
    let why = format!(
        "{named} offers a login, so Logto's mailer insists on one ({mechanism}), but the user or the \
         password is empty.",
    );
    let fix = [
        "Fill in “auth.user” and “auth.pass”",
        "Set “auth” to {} to send without a login, if the server allows it",
    ];
    new("User or password is missing", why, fix)
}

fn new<const N: usize>(title: &str, why: impl Into<String>, fix: [&str; N]) -> Diagnosis {
    Diagnosis {
        title: title.to_owned(),
        why: why.into(),
        fix: fix.into_iter().map(str::to_owned).collect(),
        provider_code: None,
        link: None,
    }
}
