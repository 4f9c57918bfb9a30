//! Reads a raw message as a mail client would: decoded headers, bodies, parts and what is wrong.
//!
//! Every sequence of bytes gives a result. The types of the MIME library stay inside this module.

mod defects;
mod fields;
mod parts;
mod render;

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use mail_parser::{HeaderName, Message, MessageParser};

use crate::domain::finding::{Finding, Severity};

pub use fields::{ParsedAddress, ParsedHeader};
pub use parts::{ParsedPart, PartRole, StructureNode};
pub use render::{MAX_INLINED_BYTES, RenderedBody};

/// How many times a message may say that a part is a message of its own before only its headers
/// are read. The MIME library frees such messages recursively, so the nesting must stay shallow.
const MAX_NESTED_MESSAGES: usize = 64;

/// A message, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedMessage {
    /// `Subject`, decoded; absent if the header is.
    pub subject: Option<String>,
    /// `From`.
    pub from: Vec<ParsedAddress>,
    /// `To`.
    pub to: Vec<ParsedAddress>,
    /// `Cc`.
    pub cc: Vec<ParsedAddress>,
    /// `Reply-To`.
    pub reply_to: Vec<ParsedAddress>,
    /// `Date`, if it can be read.
    pub date: Option<Timestamp>,
    /// `Message-ID` without its angle brackets.
    pub message_id: Option<String>,
    /// All headers of the message in the order of the message, repeated ones included.
    pub headers: Vec<ParsedHeader>,
    /// The HTML body, decoded.
    pub html: Option<String>,
    /// The plain text body, decoded; several inline text parts are joined by a line break.
    pub text: Option<String>,
    /// Attachments and inline parts: everything that is neither body nor container.
    pub parts: Vec<ParsedPart>,
    /// The tree of parts, in document order, each with its depth.
    pub structure: Vec<StructureNode>,
    /// What is wrong with the message as MIME, for example a line that is too long.
    pub defects: Vec<Finding>,
}

impl ParsedMessage {
    /// Reads `raw`, a message as it travelled after dot-unstuffing (RFC 5321, section 4.5.2).
    ///
    /// Never fails and never panics: what cannot be read is left out and told in
    /// [`Self::defects`].
    pub fn parse(raw: &[u8]) -> Self {
        let split = fields::split(raw);
        let mut defects = defects::scan(raw, &split);
        let mut parsed = Self {
            headers: split.fields.iter().map(fields::Field::decode).collect(),
            ..Self::default()
        };
        let body_wanted = nested_messages(raw) <= MAX_NESTED_MESSAGES;
        if !body_wanted {
            defects.push(Finding::new(
                Severity::Warning,
                "mime-nested-too-deep",
                "The message contains too many messages inside messages; only its headers are read",
            ));
        }
        match parse_mime(raw, body_wanted) {
            Ok(Some(message)) => parsed.fill(&message, &mut defects),
            Ok(None) => {}
            Err(ParserPanicked) => defects.push(Finding::new(
                Severity::Error,
                "mime-unreadable",
                "The MIME structure of the message cannot be read",
            )),
        }
        if split.fields.is_empty() && parsed.text.is_none() && !split.body(raw).is_empty() {
            // Without a single header there is no MIME: what remains is text.
            parsed.text = Some(String::from_utf8_lossy(split.body(raw)).into_owned());
        }
        parsed.defects = defects;
        parsed
    }

    /// The first header called `name`, in any case.
    pub fn header(&self, name: &str) -> Option<&ParsedHeader> {
        self.headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The HTML body as text, if there is no plain text body: what a search should look at.
    pub fn searchable_text(&self) -> String {
        match (&self.text, &self.html) {
            (Some(text), _) => text.clone(),
            (None, Some(html)) => mail_parser::decoders::html::html_to_text(html),
            (None, None) => String::new(),
        }
    }

    fn fill(&mut self, message: &Message<'_>, defects: &mut Vec<Finding>) {
        self.subject = self.header("Subject").map(|header| header.value.clone());
        self.from = fields::addresses(message, HeaderName::From);
        self.to = fields::addresses(message, HeaderName::To);
        self.cc = fields::addresses(message, HeaderName::Cc);
        self.reply_to = fields::addresses(message, HeaderName::ReplyTo);
        self.date = message
            .date()
            .filter(|date| date.is_valid())
            .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok());
        self.message_id = message.message_id().map(str::to_owned);
        self.html = parts::html_body(message);
        self.text = parts::text_body(message);
        self.parts = parts::attached(message);
        self.structure = parts::structure(message);
        defects::of_parts(&self.structure, defects);
    }
}

/// The MIME library failed an inner check.
struct ParserPanicked;

/// Runs the MIME library. Its arithmetic on offsets is not checked for every malformed input, and
/// one hostile message must not take the window with it, so a panic becomes an error here.
fn parse_mime(raw: &[u8], body_wanted: bool) -> Result<Option<Message<'_>>, ParserPanicked> {
    catch_unwind(AssertUnwindSafe(|| {
        let parser = MessageParser::new()
            .with_mime_headers()
            .with_date_headers()
            .with_address_headers()
            .with_message_ids();
        if body_wanted {
            parser.parse(raw)
        } else {
            parser.parse_headers(raw)
        }
    }))
    .map_err(|_panic| ParserPanicked)
}

/// How often `raw` announces a nested message: `message/rfc822`, `message/global` or
/// `multipart/digest`, counted without regard to where they stand.
fn nested_messages(raw: &[u8]) -> usize {
    memchr::memchr_iter(b'/', raw)
        .filter(|&slash| {
            let after = raw.get(slash + 1..).unwrap_or_default();
            let after = after.get(..80.min(after.len())).unwrap_or_default();
            let word = after.trim_ascii_start();
            [&b"rfc822"[..], b"global", b"digest", b"("]
                .iter()
                .any(|name| starts_with_ignoring_case(word, name))
                && announces_container(raw.get(..slash).unwrap_or_default())
        })
        .count()
}

/// Whether the text before a slash ends with `message` or `multipart`, or with a comment.
fn announces_container(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    [&b"message"[..], b"multipart", b")"].iter().any(|name| {
        before
            .len()
            .checked_sub(name.len())
            .and_then(|start| before.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    })
}

fn starts_with_ignoring_case(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests;
