//! The result of a check, and the path to it.

use std::fmt;

use serde::Serialize;

use super::super::problem::ProblemKind;
use super::super::record::Qualifier;
use crate::domain::finding::Span;
use crate::domain::sender_domain::dns::{LookupOutcome, Question};

/// The results of RFC 7208 section 2.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SpfResult {
    /// There is no record, or no name that could have one.
    None,
    /// The domain says nothing about the client.
    Neutral,
    /// The client may send for the domain.
    Pass,
    /// The client may not send for the domain.
    Fail,
    /// The client probably may not send for the domain.
    SoftFail,
    /// The DNS did not answer.
    TempError,
    /// The records of the domain cannot be used.
    PermError,
}

impl SpfResult {
    /// The word for it in the header fields of a receiver.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

impl From<Qualifier> for SpfResult {
    fn from(qualifier: Qualifier) -> Self {
        match qualifier {
            Qualifier::Pass => Self::Pass,
            Qualifier::Fail => Self::Fail,
            Qualifier::SoftFail => Self::SoftFail,
            Qualifier::Neutral => Self::Neutral,
        }
    }
}

impl fmt::Display for SpfResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvaluationOutcome {
    /// The result.
    pub result: SpfResult,
    /// What the domain tells the sender of a mail that fails, if it has a usable text for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The terms with look-ups that were evaluated.
    pub lookups: u32,
    /// The look-ups that found nothing.
    pub void_lookups: u32,
    /// The path: the first record, with the others below the terms that led to them.
    pub path: CheckedRecord,
}

/// A record on the path of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedRecord {
    /// Whose record it is, as it was written or expanded.
    pub domain: String,
    /// The text; none if there is no record, or not exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The terms as far as they were evaluated.
    pub terms: Vec<CheckedTerm>,
    /// What the record says about the mail.
    pub result: SpfResult,
    /// Why, if that is not the qualifier of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// A term on the path of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedTerm {
    /// Its bytes in the record.
    pub span: Span,
    /// The term as written.
    pub text: String,
    /// What it came to.
    pub verdict: TermVerdict,
    /// The name it looked at, its macros replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What it asked for, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// The look-ups so far, this term's included.
    pub lookups: u32,
    /// The look-ups so far that found nothing.
    pub void_lookups: u32,
    /// The record it led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<CheckedRecord>>,
}

/// What a term came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermVerdict {
    /// It does not match; the next term is looked at.
    NoMatch,
    /// It matches, and the qualifier is the result.
    Match(Qualifier),
    /// The record of another domain decides.
    Redirected,
    /// The check ends with an error here.
    Error,
}

/// Why a record ends in a result that no qualifier gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Cause {
    /// The name cannot have a record: not a domain name, or a single label (section 4.3).
    MalformedDomain,
    /// No text of the name is a record (section 4.5).
    NoRecord,
    /// More than one text is a record (section 4.5).
    SeveralRecords {
        /// How many.
        count: usize,
    },
    /// The record violates the grammar (section 4.6).
    Syntax {
        /// The first violation.
        problem: ProblemKind,
        /// Its bytes.
        span: Span,
    },
    /// No term matched, and there is no redirect (section 4.7).
    NoTermMatched,
    /// The DNS did not answer (section 4.4 and 5).
    LookupFailed {
        /// The question.
        question: Question,
        /// How it failed.
        outcome: LookupOutcome,
    },
    /// Too many terms with look-ups (section 4.6.4).
    TooManyLookups,
    /// Too many look-ups without a result (section 4.6.4).
    TooManyVoidLookups,
    /// Too many mail hosts in one term (section 4.6.4).
    TooManyMxHosts {
        /// How many.
        count: usize,
    },
    /// The target of an include or a redirect has no record (section 5.2 and 6.1).
    TargetWithoutRecord,
    /// The record of the target ended in an error, which it tells (section 5.2 and 6.1).
    TargetError,
}

impl Cause {
    /// The section of RFC 7208 with the rule.
    pub const fn section(&self) -> &'static str {
        match self {
            Self::MalformedDomain => "4.3",
            Self::NoRecord | Self::SeveralRecords { .. } => "4.5",
            Self::Syntax { problem, .. } => problem.section(),
            Self::NoTermMatched => "4.7",
            Self::LookupFailed { .. } => "4.4",
            Self::TooManyLookups | Self::TooManyVoidLookups | Self::TooManyMxHosts { .. } => {
                "4.6.4"
            }
            Self::TargetWithoutRecord | Self::TargetError => "5.2",
        }
    }
}
