//! Finding sends again.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::{Outcome, SendEnd, SentRecord};
use crate::domain::logto::UsageType;

/// What came of a send, without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// It was taken.
    Delivered,
    /// It was most likely not sent, though Logto would count it as sent.
    Doubtful,
    /// It did not go.
    Failed,
    /// It was called off.
    Cancelled,
    /// Nobody knows.
    Unknown,
    /// The answer has not come yet.
    Waiting,
}

/// The text is no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown outcome {0:?}")]
pub struct UnknownOutcome(pub String);

impl OutcomeKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Delivered,
        Self::Doubtful,
        Self::Failed,
        Self::Cancelled,
        Self::Unknown,
        Self::Waiting,
    ];

    /// A stable id, as on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Doubtful => "doubtful",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
            Self::Waiting => "waiting",
        }
    }

    /// A word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Delivered => "Accepted",
            Self::Doubtful => "Doubtful",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Unknown => "Unknown",
            Self::Waiting => "Waiting",
        }
    }

    /// The kind of a record.
    pub const fn of(record: &SentRecord) -> Self {
        match &record.end {
            SendEnd::Waiting => Self::Waiting,
            SendEnd::Lost => Self::Unknown,
            SendEnd::Ended(ended) => Self::of_outcome(&ended.outcome),
        }
    }

    /// The kind of an outcome.
    pub const fn of_outcome(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Delivered { .. } => Self::Delivered,
            Outcome::Doubtful { .. } => Self::Doubtful,
            Outcome::Failed { .. } => Self::Failed,
            Outcome::Cancelled => Self::Cancelled,
            Outcome::InDoubt { .. } | Outcome::Unknown => Self::Unknown,
        }
    }
}

impl fmt::Display for OutcomeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for OutcomeKind {
    type Err = UnknownOutcome;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.id() == text)
            .ok_or_else(|| UnknownOutcome(text.to_owned()))
    }
}

/// What a record must be to be shown; the default shows all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    /// Words that must all occur, in any field and in any case; empty for all.
    pub text: String,
    /// The name of the connector profile.
    pub profile: Option<String>,
    /// The kind of mail.
    pub usage_type: Option<UsageType>,
    /// What came of it.
    pub outcome: Option<OutcomeKind>,
    /// The earliest moment.
    pub since: Option<Timestamp>,
    /// The batch it belongs to.
    pub batch: Option<super::BatchId>,
}

impl Search {
    /// Whether all records are shown.
    pub fn is_all(&self) -> bool {
        let Self {
            text,
            profile,
            usage_type,
            outcome,
            since,
            batch,
        } = self;
        text.trim().is_empty()
            && profile.is_none()
            && usage_type.is_none()
            && outcome.is_none()
            && since.is_none()
            && batch.is_none()
    }

    /// Whether a record is shown.
    pub fn matches(&self, record: &SentRecord) -> bool {
        let send = &record.send;
        self.since.is_none_or(|since| send.at >= since)
            && self
                .profile
                .as_ref()
                .is_none_or(|profile| *profile == send.profile)
            && self
                .usage_type
                .is_none_or(|usage_type| usage_type == send.usage_type)
            && self
                .outcome
                .is_none_or(|outcome| outcome == OutcomeKind::of(record))
            && self
                .batch
                .as_ref()
                .is_none_or(|batch| send.batch.as_ref() == Some(batch))
            && self.finds_words(record)
    }

    fn finds_words(&self, record: &SentRecord) -> bool {
        let words: Vec<String> = self
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        if words.is_empty() {
            return true;
        }
        let mut open: Vec<&str> = words.iter().map(String::as_str).collect();
        each_text(record, &mut |text| {
            let text = text.to_lowercase();
            open.retain(|word| !text.contains(word));
            !open.is_empty()
        });
        open.is_empty()
    }
}

/// Tells every text of a record until `more` says that it is enough.
fn each_text(record: &SentRecord, more: &mut dyn FnMut(&str) -> bool) {
    let send = &record.send;
    let language = &send.language;
    let flow = send.flow.map(|flow| [flow.id(), flow.label()]);
    let template = send.template.as_ref();
    let short = [
        Some(send.id.as_str()),
        Some(send.profile.as_str()),
        Some(send.factory.as_str()),
        Some(send.environment.as_str()),
        send.is_sandbox.then_some("sandbox"),
        Some(send.usage_type.as_str()),
        language.requested.as_deref(),
        language.resolved.as_deref(),
        flow.map(|[id, _]| id),
        flow.map(|[_, label]| label),
        Some(send.recipient.as_str()),
        send.payload.set.as_deref(),
        template.map(|template| template.place.as_str()),
        template.map(|template| template.subject.as_str()),
        template.map(|template| template.fingerprint.as_str()),
        send.batch.as_ref().map(|batch| batch.0.as_str()),
        Some(OutcomeKind::of(record).label()),
    ];
    let mut texts = short.into_iter().flatten();
    let _all_told = texts.all(&mut *more)
        && more(&send.at.to_string())
        && more(&record.summary())
        && end_texts(&record.end, more)
        && value_texts(&send.payload.value, more)
        && more(&send.request.text)
        && value_texts(&send.request.json, more);
}

fn end_texts(end: &SendEnd, more: &mut dyn FnMut(&str) -> bool) -> bool {
    let SendEnd::Ended(ended) = end else {
        return true;
    };
    let outcome = match &ended.outcome {
        Outcome::Delivered { facts } => facts
            .iter()
            .all(|fact| more(&fact.name) && more(&fact.value)),
        Outcome::Doubtful { why, facts } => {
            more(why)
                && facts
                    .iter()
                    .all(|fact| more(&fact.name) && more(&fact.value))
        }
        Outcome::Failed { code, title, why } | Outcome::InDoubt { code, title, why } => {
            more(code) && more(title) && more(why)
        }
        Outcome::Cancelled | Outcome::Unknown => true,
    };
    outcome && more(&ended.transcript)
}

/// Tells the texts and numbers of a value, and the names of its fields.
fn value_texts(value: &Value, more: &mut dyn FnMut(&str) -> bool) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => more(if *flag { "true" } else { "false" }),
        Value::Number(number) => more(&number.to_string()),
        Value::String(text) => more(text),
        Value::Array(items) => items.iter().all(|item| value_texts(item, more)),
        Value::Object(fields) => fields
            .iter()
            .all(|(key, value)| more(key) && value_texts(value, more)),
    }
}
