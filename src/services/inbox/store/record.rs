//! What is known about a captured message, and its form on disk.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::CaptureId;
use crate::domain::message::{ParsedAddress, ParsedMessage};

/// Version of the `.json` beside each message. A file with a newer version is listed as such and
/// not interpreted.
pub(super) const FORMAT_VERSION: u32 = 1;

/// How much of a message the search looks at, in bytes of lower-case text.
const MAX_SEARCH_BYTES: usize = 16 * 1024;

/// Most bytes of a subject or an address list in the message list.
const MAX_FIELD_BYTES: usize = 1_000;

/// A line of the message list. Long fields are cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageSummary {
    /// The name in the store.
    pub id: CaptureId,
    /// When the last byte had arrived.
    #[serde(with = "timestamp_text")]
    pub received_at: Timestamp,
    /// The header `From`, or the envelope's sender if there is none.
    pub from: String,
    /// The header `To`, or the envelope's recipients if there is none.
    pub to: String,
    /// The header `Subject`, decoded; empty if there is none.
    pub subject: String,
    /// Size of the raw message in bytes.
    pub size: u64,
    /// Whether there is an HTML body.
    pub has_html: bool,
    /// Whether there is a plain text body.
    pub has_text: bool,
    /// How many attachments and inline parts there are.
    pub attachments: usize,
    /// Whether the message came over TLS.
    pub tls: bool,
    /// The user the client signed in as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_user: Option<String>,
    /// The path of the file that the message was added from; none if a program handed it in. Since
    /// older programs pass over a field they do not know, the format keeps its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_from: Option<String>,
    /// What is wrong with the files of this message.
    #[serde(skip)]
    pub flaw: Option<MessageFlaw>,
}

/// What is wrong with the files of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageFlaw {
    /// The description is missing: envelope and transcript are unknown.
    DescriptionMissing,
    /// The description cannot be read: envelope and transcript are unknown.
    DescriptionUnreadable,
    /// The description was written by a newer version of this program.
    NewerFormat,
    /// The message itself is missing.
    RawMissing,
}

/// What the client said about the message outside of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The name from HELO or EHLO.
    pub helo: String,
    /// The address of MAIL FROM; empty for a bounce.
    pub mail_from: String,
    /// The addresses of RCPT TO in order.
    pub rcpt_to: Vec<String>,
    /// The user the client signed in as. Passwords are not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_user: Option<String>,
    /// Whether the connection was encrypted when the message came.
    pub tls: bool,
    /// Whether the client announced SMTPUTF8 (RFC 6531).
    pub smtp_utf8: bool,
    /// The client's address and port.
    pub peer: String,
}

/// Who said a line of the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The program that sends.
    Client,
    /// The inbox.
    Server,
    /// Nobody: a remark, for example that the connection is encrypted from here on.
    Note,
}

/// One line of the dialogue, with secrets replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptLine {
    /// Who said it.
    pub speaker: Speaker,
    /// The line without its line break.
    pub text: String,
}

/// A message with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// The line of the list.
    pub summary: MessageSummary,
    /// The envelope; absent if its file is broken or the message was added from a file.
    pub envelope: Option<Envelope>,
    /// The dialogue from the greeting to the answer to this message.
    pub transcript: Vec<TranscriptLine>,
    /// The message, byte for byte.
    pub raw: Vec<u8>,
}

/// The `.json` beside each message.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    pub version: u32,
    pub summary: MessageSummary,
    pub envelope: Envelope,
    pub transcript: Vec<TranscriptLine>,
    /// What the search looks at, so that opening the store need not read the messages.
    pub search_text: String,
}

/// What is read first, to tell the version.
#[derive(Deserialize)]
pub(super) struct VersionOnly {
    pub version: u32,
}

/// Summary and search text of a raw message. Without an envelope, sender and recipients come from
/// the headers only.
pub(super) fn describe(
    id: CaptureId,
    received_at: Timestamp,
    raw: &[u8],
    envelope: Option<&Envelope>,
) -> (MessageSummary, String) {
    let parsed = ParsedMessage::parse(raw);
    let or_envelope = |header: String, other: fn(&Envelope) -> String| match envelope {
        Some(envelope) if header.is_empty() => other(envelope),
        _ => header,
    };
    let from = or_envelope(join(&parsed.from), |envelope| envelope.mail_from.clone());
    let to = or_envelope(join(&parsed.to), |envelope| envelope.rcpt_to.join(", "));
    let subject = parsed.subject.as_deref().unwrap_or_default();
    let summary = MessageSummary {
        id,
        received_at,
        from: cut(&from, MAX_FIELD_BYTES).to_owned(),
        to: cut(&to, MAX_FIELD_BYTES).to_owned(),
        subject: cut(subject, MAX_FIELD_BYTES).to_owned(),
        size: raw.len() as u64,
        has_html: parsed.html.is_some(),
        has_text: parsed.text.is_some(),
        attachments: parsed.parts.len(),
        tls: envelope.is_some_and(|envelope| envelope.tls),
        auth_user: envelope.and_then(|envelope| envelope.auth_user.clone()),
        added_from: None,
        flaw: None,
    };
    let recipients = envelope
        .map(|envelope| envelope.rcpt_to.join(" "))
        .unwrap_or_default();
    let text = parsed.searchable_text();
    let text = format!(
        "{}\n{}\n{}\n{recipients}\n{}",
        summary.subject,
        summary.from,
        summary.to,
        cut(&text, MAX_SEARCH_BYTES)
    );
    let search_text = cut(&text.to_lowercase(), MAX_SEARCH_BYTES).to_owned();
    (summary, search_text)
}

/// The path of a file as text, for people.
pub(super) fn file_text(path: &Path) -> String {
    cut(&path.to_string_lossy(), MAX_FIELD_BYTES).to_owned()
}

fn join(addresses: &[ParsedAddress]) -> String {
    let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    addresses.join(", ")
}

/// At most `limit` bytes of `text`, up to a character boundary.
fn cut(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}

/// Times as RFC 3339 text.
mod timestamp_text {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(time)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}
