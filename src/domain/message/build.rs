//! Builds the bytes of a mail the way nodemailer 8.0.11 does for Logto's SMTP connector.
//!
//! [`compose`] turns a [`MailDraft`] into a [`MailMessage`] and its [`Envelope`]; [`build`] prints
//! the message with CRLF line ends, before dot-stuffing. Where nodemailer would put something on
//! the wire that servers refuse or split, the output is safe instead: a bare CR becomes a line end,
//! a header folds only before a space or tab, and no line exceeds 998 bytes (RFC 5322, 2.1.1).

mod address;
mod body;
mod header;
mod punycode;
mod structured;
mod word;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use self::header::HeaderList;
use crate::domain::logto::ContentType;

pub use self::body::TransferEncoding;
pub(in crate::domain) use self::punycode::{
    to_ascii as domain_to_ascii, to_unicode as domain_to_unicode,
};

/// What varies between two mails of the same content; injected so that building is repeatable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageStamp {
    /// The `Date` header; printed in UTC with whole seconds.
    pub date: Timestamp,
    /// The part of the `Message-ID` before the `@`; the domain is that of the envelope sender.
    pub message_id: String,
    /// Goes into a `boundary` parameter, should a custom `Content-Type` header ask for one.
    pub boundary_seed: String,
}

/// The fields Logto hands to nodemailer's `sendMail` (`connector-smtp/src/index.ts`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDraft<'a> {
    /// The text of `from`; an address list as a human would type it.
    pub from: &'a str,
    /// The text of `to`.
    pub to: &'a str,
    /// The text of `replyTo`; empty counts as absent.
    pub reply_to: &'a str,
    /// The subject, unencoded.
    pub subject: &'a str,
    /// Whether `content` is sent as `text` or as `html`.
    pub content_type: ContentType,
    /// The body.
    pub content: &'a str,
    /// `customHeaders` of the connector, in their order, each with its values.
    pub custom_headers: &'a [(String, Vec<String>)],
    /// Date, id and boundary.
    pub stamp: &'a MessageStamp,
}

/// One header field, encoded but not yet folded; neither part contains CR or LF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeaderField {
    /// The name, in nodemailer's capitals.
    pub name: String,
    /// The value as it goes on the wire.
    pub value: String,
}

/// A mail with one part: ordered headers and a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailMessage {
    /// The header fields, first to last.
    pub headers: Vec<HeaderField>,
    /// The body before transfer encoding.
    pub content: String,
    /// How the body is encoded; an empty body has no encoding and no such header.
    pub encoding: Option<TransferEncoding>,
}

impl MailMessage {
    /// The value of the first field of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| field.value.as_str())
    }
}

/// Who the server is told the mail is from and for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The address of `MAIL FROM`; empty for the null sender `<>`.
    pub mail_from: String,
    /// The addresses of `RCPT TO`, each once, in the order of the headers.
    pub rcpt_to: Vec<String>,
}

/// The result of [`compose`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Composed {
    /// The mail.
    pub message: MailMessage,
    /// Its envelope.
    pub envelope: Envelope,
    /// The message id, in the form nodemailer reports it.
    pub message_id: String,
}

/// Arranges headers, encoding and envelope (nodemailer `mail-composer`, `mime-node`).
///
/// An empty content becomes an empty `text/plain` part whatever its type, as an empty string counts
/// as absent in JavaScript.
pub fn compose(draft: &MailDraft<'_>) -> Composed {
    let content_type = if draft.content.is_empty() {
        "text/plain"
    } else {
        match draft.content_type {
            ContentType::Html => "text/html; charset=utf-8",
            ContentType::Plain => "text/plain; charset=utf-8",
        }
    };
    let mut headers = HeaderList::new(content_type);
    for (name, values) in draft.custom_headers {
        for value in values {
            headers.add(name, value);
        }
    }
    for (name, value) in [
        ("From", draft.from),
        ("To", draft.to),
        ("Reply-To", draft.reply_to),
        ("Subject", draft.subject),
    ] {
        if !value.is_empty() {
            headers.set(name, value);
        }
    }
    let envelope = headers.envelope();
    let message_id = headers.ensure("Message-ID", || {
        let sender = match envelope.mail_from.as_str() {
            "" => "localhost",
            sender => sender,
        };
        let domain = sender.rsplit('@').next().unwrap_or(sender);
        format!("<{}@{domain}>", draft.stamp.message_id)
    });
    let encoding =
        TransferEncoding::choose(draft.content, headers.get("Content-Transfer-Encoding"));
    if let Some(encoding) = encoding {
        headers.set("Content-Transfer-Encoding", encoding.as_str());
    }
    headers.ensure("Date", || http_date(draft.stamp.date));
    headers.ensure("MIME-Version", || "1.0".to_owned());
    headers.move_content_type_last();
    Composed {
        message: MailMessage {
            headers: headers.encode(draft.content, &draft.stamp.boundary_seed),
            content: draft.content.to_owned(),
            encoding,
        },
        envelope,
        message_id,
    }
}

/// Prints a message as it is sent, headers folded at 76 characters, every line ended by CRLF.
pub fn build(message: &MailMessage) -> Vec<u8> {
    let mut output = String::new();
    for field in &message.headers {
        header::fold_into(&mut output, field);
        output.push_str("\r\n");
    }
    output.push_str("\r\n");
    body::encode_into(&mut output, &message.content, message.encoding);
    if !output.ends_with('\n') {
        output.push_str("\r\n");
    }
    output.into_bytes()
}

/// JavaScript's `toUTCString` with `+0000` for `GMT`.
fn http_date(date: Timestamp) -> String {
    date.to_zoned(TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S +0000")
        .to_string()
}

/// The number of UTF-16 code units, JavaScript's `length`.
fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// JavaScript's `\s`, which differs from Rust's white space in two characters.
fn is_js_space(character: char) -> bool {
    character != '\u{85}' && (character.is_whitespace() || character == '\u{feff}')
}

#[cfg(test)]
mod tests;
