//! What becomes of a delivery over HTTP.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::domain::connector::answer::Fact;
use crate::domain::connector::{Diagnosis, HttpAnswer, HttpConnector, LogtoError, NetworkTrouble};
use crate::domain::finding::Finding;

/// One request and how it ended. Nothing in it is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpExchange {
    /// Which attempt it belongs to, from 1 on.
    pub attempt: usize,
    /// The verb.
    pub method: &'static str,
    /// Scheme, host and port; a path may hold a secret.
    pub origin: String,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// Why there was none.
    pub trouble: Option<NetworkTrouble>,
    /// How long it took.
    #[serde(rename = "milliseconds", serialize_with = "as_milliseconds")]
    pub took: Duration,
}

fn as_milliseconds<S: serde::Serializer>(
    took: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
}

impl fmt::Display for HttpExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {} {}: ", self.attempt, self.method, self.origin)?;
        match (&self.status, &self.trouble) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(trouble)) => write!(f, "{} ({})", trouble.code, trouble.message)?,
            (None, None) => f.write_str("called off")?,
        }
        write!(f, " after {} ms", self.took.as_millis())
    }
}

/// A mail that Logto would take for sent. Secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpReceipt {
    /// Who took it.
    pub connector: HttpConnector,
    /// What the provider said of it, ids first.
    pub facts: Vec<Fact>,
    /// Why it may not have been sent all the same, and what was odd on the way.
    pub findings: Vec<Finding>,
    /// The answer itself.
    pub answer: HttpAnswer,
    /// All requests that were made.
    pub exchanges: Vec<HttpExchange>,
}

/// What an answer says that most likely is none of the provider, or says that it sent nothing.
const NOT_SENT: [&str; 4] = [
    "http-not-modified",
    "http-web-page",
    "postmark-error-in-200",
    "smtp2go-failed-in-200",
];

impl HttpReceipt {
    /// Why the mail was most likely not sent, though Logto would count it as sent.
    pub fn most_likely_not_sent(&self) -> Option<&Finding> {
        let mut findings = self.findings.iter();
        findings.find(|finding| NOT_SENT.contains(&finding.code))
    }
}

impl fmt::Display for HttpReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.answer.status, self.connector.provider())?;
        for fact in &self.facts {
            write!(f, ", {}: {}", fact.label, fact.value)?;
        }
        Ok(())
    }
}

/// A mail that Logto would report as failed. Secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpFailure {
    /// Whose request it was.
    pub connector: HttpConnector,
    /// What Logto would answer.
    pub logto: LogtoError,
    /// What it means and what to do.
    pub diagnosis: Diagnosis,
    /// The answer, if there was one.
    pub answer: Option<HttpAnswer>,
    /// Why there was none.
    pub trouble: Option<NetworkTrouble>,
    /// Whether the other side may have taken the mail all the same.
    pub may_be_sent: bool,
    /// What was odd on the way.
    pub findings: Vec<Finding>,
    /// All requests that were made.
    pub exchanges: Vec<HttpExchange>,
}

impl HttpFailure {
    /// The code that Logto's API would answer with; empty where only this program gave up, as Logto
    /// would have waited on.
    pub fn logto_code(&self) -> &'static str {
        let is_own = self
            .trouble
            .as_ref()
            .is_some_and(NetworkTrouble::is_own_limit);
        if is_own { "" } else { self.logto.code }
    }
}

impl fmt::Display for HttpFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let provider = self.connector.provider();
        match (&self.answer, &self.trouble) {
            (Some(answer), _) => write!(f, "{provider} answered {}", answer.status),
            (None, Some(trouble)) => write!(f, "no answer from {provider} ({})", trouble.code),
            (None, None) => write!(f, "no answer from {provider}"),
        }
    }
}

impl std::error::Error for HttpFailure {}
