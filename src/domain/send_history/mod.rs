//! What was sent, to whom, and what came of it.
//!
//! A send makes two events: one when it starts, one when it ends. A [`SentRecord`] is what both say
//! together. Nothing in it is a secret: texts are masked before they come here, see [`mask`].

mod describe;
pub mod mask;
mod search;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::domain::fingerprint::fingerprint;
use crate::domain::logto::{Flow, TemplateDetails, UsageType};
use crate::domain::redact::Redactor;
use crate::domain::safety::Environment;

pub use describe::{Sending, redactor};
pub use search::{OutcomeKind, Search};

/// The name of one send; later ones sort after earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SendId(String);

impl SendId {
    /// A name made of the moment and something that no other send of that moment has.
    pub fn new(at: Timestamp, unique: &str) -> Self {
        Self(format!("{}-{unique}", at.strftime("%Y%m%dT%H%M%S%6fZ")))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SendId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a batch of sends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchId(pub String);

/// The language of a send.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SentLanguage {
    /// The tag that was asked for.
    pub requested: Option<String>,
    /// The tag of the template that Logto's rule came to.
    pub resolved: Option<String>,
}

/// The request of a send, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SentRequest {
    /// As people read it.
    pub text: String,
    /// The delivery as a value.
    pub json: Value,
}

/// The variables of a send.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SentPayload {
    /// The name of the payload set they came from.
    pub set: Option<String>,
    /// The variables; values that open a door are masked, see [`mask::payload`].
    pub value: Value,
    /// The places whose values are masked, as JSON Pointers (RFC 6901): `/code`. A new send has to
    /// fill them.
    pub masked: Vec<String>,
}

/// Which template it was, without keeping the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDigest {
    /// Its place: `SignIn/en`.
    pub place: String,
    /// Its subject as stored, placeholders unreplaced.
    pub subject: String,
    /// The fingerprint of all its fields, in hexadecimal digits. It tells that a template has
    /// changed since; it proves nothing.
    pub fingerprint: String,
}

impl TemplateDigest {
    /// The digest of a template at a place.
    pub fn of(place: &str, details: &TemplateDetails) -> Self {
        // As JSON, so that a text which moves from one field to the next is a change.
        let bytes = serde_json::to_vec(details).unwrap_or_default();
        Self {
            place: place.to_owned(),
            subject: details.subject.clone(),
            fingerprint: format!("{:016x}", fingerprint(&bytes)),
        }
    }
}

/// A send that has started: all that is known before any answer, and all that a new send needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendStarted {
    /// Its name.
    pub id: SendId,
    /// When it started.
    pub at: Timestamp,
    /// The name of the connector profile.
    pub profile: String,
    /// Logto's id of the connector.
    pub factory: String,
    /// What the profile is for.
    #[serde(default)]
    pub environment: Environment,
    /// Whether it went to the inbox of this program only.
    #[serde(default)]
    pub is_sandbox: bool,
    /// The kind of mail.
    pub usage_type: UsageType,
    /// Its language.
    #[serde(default)]
    pub language: SentLanguage,
    /// The flow it stands for; none if no flow was chosen, or one that is unknown here.
    #[serde(
        default,
        deserialize_with = "known_flow",
        skip_serializing_if = "Option::is_none"
    )]
    pub flow: Option<Flow>,
    /// The recipient.
    pub recipient: String,
    /// The request, masked.
    #[serde(default)]
    pub request: SentRequest,
    /// The variables, masked.
    #[serde(default)]
    pub payload: SentPayload,
    /// The template; none where the connector uses one of its own or of the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateDigest>,
    /// The batch it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
}

/// A newer version may know more flows; that is no reason to lose the record.
fn known_flow<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Flow>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// A send that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendEnded {
    /// Its name.
    pub id: SendId,
    /// When it ended.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// What was said, masked; empty where nothing was.
    #[serde(default)]
    pub transcript: String,
}

/// Something a provider told of a mail it took: “Message-ID”, “250 queued as 4F2”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What was told.
    pub value: String,
}

/// What came of a send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Outcome {
    /// The server or the provider took it. Whether it reached anybody is not known.
    Delivered {
        /// What was told.
        facts: Vec<Fact>,
    },
    /// Logto would count it as sent, but what answered is most likely not the provider. A reader
    /// that does not know this kind takes it for [`Self::Unknown`].
    Doubtful {
        /// Why it was most likely not sent.
        why: String,
        /// What was told.
        facts: Vec<Fact>,
    },
    /// It did not go.
    Failed {
        /// The code that Logto's API would answer with: `connector.general`.
        code: String,
        /// What failed, in a few words.
        title: String,
        /// Why, and what to do.
        why: String,
    },
    /// It was handed over and no answer came, so nobody knows whether it went. A reader that does
    /// not know this kind takes it for [`Self::Unknown`].
    InDoubt {
        /// The code that Logto's API would answer with.
        code: String,
        /// What happened, in a few words.
        title: String,
        /// Why, and what to do.
        why: String,
    },
    /// A person called it off before it was handed over.
    Cancelled,
    /// Nobody knows whether it went, and no reason was kept.
    #[serde(other)]
    Unknown,
}

/// An event, as it stands in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum HistoryEvent {
    /// A send has started.
    Started(Box<SendStarted>),
    /// A send has ended.
    Ended(Box<SendEnded>),
}

/// Where a send stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum SendEnd {
    /// A running program waits for the answer.
    Waiting,
    /// It ended.
    Ended(Box<SendEnded>),
    /// The program ended while it waited: the mail may have gone, or not.
    Lost,
}

/// One send with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentRecord {
    /// How it started.
    #[serde(flatten)]
    pub send: SendStarted,
    /// How it ended.
    pub end: SendEnd,
}

/// What a person has to give before a send is made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resend {
    /// The name of the connector profile.
    pub profile: String,
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The language asked for.
    pub language: Option<String>,
    /// The flow.
    pub flow: Option<Flow>,
    /// The recipient.
    pub recipient: String,
    /// The name of the payload set.
    pub payload_set: Option<String>,
    /// The variables; what is masked is missing.
    pub payload: Value,
    /// The places to fill anew, as JSON Pointers: a code is made up, a link is asked for.
    pub missing: Vec<String>,
}

impl SentRecord {
    /// What came of it. Of one that is waited for, nobody knows yet.
    pub fn outcome(&self) -> &Outcome {
        match &self.end {
            SendEnd::Ended(ended) => &ended.outcome,
            SendEnd::Waiting | SendEnd::Lost => &Outcome::Unknown,
        }
    }

    /// How long it took, in milliseconds; none if it has not ended.
    pub fn duration_ms(&self) -> Option<u64> {
        match &self.end {
            SendEnd::Ended(ended) => Some(ended.duration_ms),
            SendEnd::Waiting | SendEnd::Lost => None,
        }
    }

    /// What was said, masked; empty if nothing was kept.
    pub fn transcript(&self) -> &str {
        match &self.end {
            SendEnd::Ended(ended) => &ended.transcript,
            SendEnd::Waiting | SendEnd::Lost => "",
        }
    }

    /// What came of it, in one sentence for people.
    pub fn summary(&self) -> String {
        match &self.end {
            SendEnd::Waiting => "Waiting for the answer".to_owned(),
            SendEnd::Lost => "Unknown: the program ended while waiting".to_owned(),
            SendEnd::Ended(ended) => ended.outcome.summary(),
        }
    }

    /// What is needed to make the same send again.
    pub fn resend(&self) -> Resend {
        let send = &self.send;
        let mut payload = send.payload.value.clone();
        for path in &send.payload.masked {
            mask::remove(&mut payload, path);
        }
        Resend {
            profile: send.profile.clone(),
            usage_type: send.usage_type,
            language: send.language.requested.clone(),
            flow: send.flow,
            recipient: send.recipient.clone(),
            payload_set: send.payload.set.clone(),
            payload,
            missing: send.payload.masked.clone(),
        }
    }
}

impl Outcome {
    /// Without what the redactor knows, which a server may have repeated in its answer, be it a
    /// refusal or not.
    #[must_use]
    pub fn cleaned(self, redactor: &Redactor) -> Self {
        let clean = |text: String| redactor.clean(&text).into_owned();
        let cleaned_facts = |facts: Vec<Fact>| {
            let cleaned = facts.into_iter().map(|fact| Fact {
                name: clean(fact.name),
                value: clean(fact.value),
            });
            cleaned.collect()
        };
        match self {
            Self::Delivered { facts } => Self::Delivered {
                facts: cleaned_facts(facts),
            },
            Self::Failed { code, title, why } => Self::Failed {
                code,
                title: clean(title),
                why: clean(why),
            },
            Self::Doubtful { why, facts } => Self::Doubtful {
                why: clean(why),
                facts: cleaned_facts(facts),
            },
            Self::InDoubt { code, title, why } => Self::InDoubt {
                code,
                title: clean(title),
                why: clean(why),
            },
            outcome @ (Self::Cancelled | Self::Unknown) => outcome,
        }
    }

    /// In one sentence for people.
    pub fn summary(&self) -> String {
        match self {
            Self::Delivered { facts } => match facts.first() {
                Some(fact) => format!("Accepted ({}: {})", fact.name, fact.value),
                None => "Accepted".to_owned(),
            },
            Self::Doubtful { .. } => {
                "Most likely not sent, though Logto would count it as sent".to_owned()
            }
            Self::Failed { title, .. } => title.clone(),
            Self::InDoubt { title, .. } => format!("Nobody knows whether it was sent: {title}"),
            Self::Cancelled => "Cancelled before it was sent".to_owned(),
            Self::Unknown => "Unknown: no answer came".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
