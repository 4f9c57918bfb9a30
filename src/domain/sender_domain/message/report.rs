//! What a check of a message comes to. The JSON of these types is stable: fields may be added, none
//! is renamed or removed without a new `schema`.

use core::net::IpAddr;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::alignment::DmarcReport;
use super::arc::ArcReport;
use super::claims::ClaimedResults;
use super::dkim::SignatureReport;
use super::received::Hop;
use crate::domain::finding::Severity;
use crate::domain::sender_domain::RfcSection;
use crate::domain::sender_domain::spf::{EvaluationOutcome, SpfResult};

/// A result, in the word of `Authentication-Results` (RFC 8601 section 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum ResultWord {
    /// There was nothing to check.
    #[default]
    None,
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// It probably does not hold; of SPF only.
    SoftFail,
    /// It says nothing, or cannot be read.
    Neutral,
    /// It holds, but in a way that receivers do not accept.
    Policy,
    /// It could not be checked now, as the DNS did not answer.
    TempError,
    /// It can never be checked.
    PermError,
}

impl ResultWord {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::Neutral => "neutral",
            Self::Policy => "policy",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

impl fmt::Display for ResultWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl From<SpfResult> for ResultWord {
    fn from(result: SpfResult) -> Self {
        match result {
            SpfResult::None => Self::None,
            SpfResult::Neutral => Self::Neutral,
            SpfResult::Pass => Self::Pass,
            SpfResult::Fail => Self::Fail,
            SpfResult::SoftFail => Self::SoftFail,
            SpfResult::TempError => Self::TempError,
            SpfResult::PermError => Self::PermError,
        }
    }
}

/// A result with its reason and the rules behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Ruling {
    /// The result.
    pub result: ResultWord,
    /// Why, as a sentence without a period.
    pub reason: String,
    /// Where the rules stand.
    pub refs: Vec<RfcSection>,
}

impl Ruling {
    /// A result with its reason.
    pub fn new(result: ResultWord, reason: impl Into<String>, refs: &[RfcSection]) -> Self {
        Self {
            result,
            reason: reason.into(),
            refs: refs.to_vec(),
        }
    }
}

/// Where a fact about the sender comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// From whoever asked for the check.
    Given,
    /// From the header of the message; true if the receiving server wrote it.
    Header,
}

/// Who handed the message in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Sender {
    /// The address of the client.
    pub ip: Option<IpAddr>,
    /// Where that comes from.
    pub ip_source: Option<Source>,
    /// The name it gave in HELO or EHLO.
    pub helo: Option<String>,
    /// The envelope sender; empty for bounces.
    pub mail_from: Option<String>,
    /// Where that comes from.
    pub mail_from_source: Option<Source>,
}

/// What SPF says (RFC 7208).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpfReport {
    /// The result and why.
    #[serde(flatten)]
    pub ruling: Ruling,
    /// Whether there was a client to check.
    pub evaluated: bool,
    /// The domain that was checked; that of the envelope sender, or of HELO.
    pub domain: Option<String>,
    /// The path that was taken.
    pub outcome: Option<EvaluationOutcome>,
}

/// The fields of the header that people go by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Headline {
    /// The addresses in From.
    pub from: Vec<String>,
    /// `Subject`, decoded.
    pub subject: Option<String>,
    /// `Message-ID`.
    pub message_id: Option<String>,
    /// `Date`, if it can be read.
    pub date: Option<Timestamp>,
    /// The size of the message as it was given.
    pub bytes: u64,
    /// Whether line feeds stood alone and were read as CRLF, as in files on disk.
    pub line_ends_mended: bool,
}

/// A problem of the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageFinding {
    /// A stable name, for example `dkim.signature`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about: a domain, a field or a server.
    pub subject: String,
    /// What is wrong, in one sentence without a period.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where the rules stand.
    pub refs: Vec<RfcSection>,
}

/// What a message proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageReport {
    /// The version of this form, 1.
    pub schema: u32,
    /// What the message says of itself.
    pub message: Headline,
    /// Who handed it in.
    pub sender: Sender,
    /// Whether it speaks for the domain in From.
    pub dmarc: DmarcReport,
    /// Its signatures, the topmost first.
    pub dkim: Vec<SignatureReport>,
    /// Signatures that were not looked at, as there are too many.
    pub dkim_skipped: usize,
    /// Whether the client may send for the envelope sender.
    pub spf: SpfReport,
    /// Who passed it on and sealed it.
    pub arc: ArcReport,
    /// The servers on its way, the first one first.
    pub received: Vec<Hop>,
    /// What receivers wrote about it, beside our own results.
    pub authentication_results: Vec<ClaimedResults>,
    /// What is wrong, the worst first.
    pub findings: Vec<MessageFinding>,
}

impl MessageReport {
    /// Whether something is wrong.
    pub fn has_errors(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.severity == Severity::Error)
    }

    /// Whether the result is open, since the DNS did not answer.
    pub fn is_open(&self) -> bool {
        self.dmarc.ruling.result == ResultWord::TempError
    }
}
