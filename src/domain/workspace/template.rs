//! A template file: TOML front matter between two lines `+++`, then the content.

use std::sync::Arc;

use serde_json::Value;
use toml_edit::{Document, DocumentMut};

use super::kept::{BYTE_ORDER_MARK, has_windows_line_ends, one_line, set, with_line_ends_of};
use super::problem::{ParseError, with_span};
use super::table::Reader;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{ContentType, TemplateDetails};

/// The line above and below the front matter.
const FENCE: &str = "+++";

/// The keys of the front matter that this program knows.
const KEYS: [&str; 7] = [
    "subject",
    "contentType",
    "replyTo",
    "sendFrom",
    "layout",
    "params",
    "translatedFrom",
];

/// From this size on a template is worth a remark: no mail program shows such a mail whole.
const LARGE_BYTES: usize = 1024 * 1024;

/// A template with all of its file that must survive a change: other keys, comments, order.
#[derive(Debug, Clone)]
pub struct TemplateFile {
    details: TemplateDetails,
    authoring: Authoring,
    /// The file as it was read.
    source: Option<Source>,
    header: DocumentMut,
}

/// What the front matter says that Logto does not store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authoring {
    /// The layout that the template is composed with; nothing leaves it as it stands.
    pub layout: Option<String>,
    /// Which version of the source language it was translated from: a fingerprint.
    pub translated_from: Option<String>,
    /// Values for the layout.
    pub params: Value,
}

/// A file as it was read.
#[derive(Debug, Clone)]
struct Source {
    text: Arc<str>,
    content_at: usize,
    /// What the front matter said; the content is empty here.
    fields: TemplateDetails,
    authoring: Authoring,
}

/// Something read, and what is odd about it; spans count in the whole file.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// What was read.
    pub value: T,
    /// What is odd about it.
    pub findings: Vec<Finding>,
}

impl TemplateFile {
    /// A new file.
    pub fn new(details: TemplateDetails) -> Self {
        Self {
            details,
            authoring: Authoring::default(),
            source: None,
            header: DocumentMut::new(),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where the front matter is not TOML or has no end.
    pub fn parse(text: &str) -> Result<Parsed<Self>, ParseError> {
        let Parts {
            header,
            header_at,
            content,
        } = Parts::of(text)?;
        let document = Document::parse(header.unwrap_or_default())
            .map_err(|error| ParseError::toml(text, header_at, &error))?;
        let mut reader = Reader::new(document.as_table(), header_at);
        let fields = TemplateDetails {
            subject: reader.text("subject").unwrap_or_default(),
            content: String::new(),
            content_type: content_type(&mut reader),
            reply_to: reader.text("replyTo"),
            send_from: reader.text("sendFrom"),
        };
        let authoring = Authoring {
            layout: reader.text("layout").filter(|name| !name.is_empty()),
            translated_from: reader.text("translatedFrom"),
            params: reader.json("params").unwrap_or_default(),
        };
        reader.report_unknown(&KEYS);
        let mut findings = reader.findings;
        if !document.contains_key("subject") {
            findings.push(no_subject(header.is_some(), header_at));
        }
        if content.len() > LARGE_BYTES {
            let message = format!("The content has {} KB", content.len() / 1024);
            findings.push(Finding::new(Severity::Warning, "file-large", message));
        }
        let file = Self {
            details: TemplateDetails {
                content: content.to_owned(),
                ..fields.clone()
            },
            authoring: authoring.clone(),
            source: Some(Source {
                text: text.into(),
                content_at: text.len() - content.len(),
                fields,
                authoring,
            }),
            header: document.into_mut(),
        };
        Ok(Parsed {
            value: file,
            findings,
        })
    }

    /// What Logto stores of it.
    pub const fn details(&self) -> &TemplateDetails {
        &self.details
    }

    /// What the file says beside that.
    pub const fn authoring(&self) -> &Authoring {
        &self.authoring
    }

    /// Changes what Logto stores of it; all else in the file stays.
    pub fn set_details(&mut self, details: TemplateDetails) {
        write(&mut self.header, Some(&self.details), &details);
        self.details = details;
    }

    /// Changes the layout and the version that it was translated from.
    pub fn set_authoring(&mut self, layout: Option<&str>, translated_from: Option<&str>) {
        let mut write = |key, old: &mut Option<String>, new: Option<&str>| {
            if old.as_deref() != new {
                set(&mut *self.header, key, new.map(one_line));
                *old = new.map(str::to_owned);
            }
        };
        write("layout", &mut self.authoring.layout, layout);
        write(
            "translatedFrom",
            &mut self.authoring.translated_from,
            translated_from,
        );
    }

    /// The file; byte for byte as it was read if nothing was changed.
    pub fn print(&self) -> String {
        let details = &self.details;
        let Some(source) = &self.source else {
            let mut header = self.header.clone();
            write(&mut header, None, details);
            let header = header.to_string();
            return [FENCE, "\n", &header, FENCE, "\n", &details.content].concat();
        };
        if source.says(details, &self.authoring) {
            return source.text.to_string();
        }
        let before = source.text.get(..source.content_at).unwrap_or_default();
        let end = if has_windows_line_ends(before) {
            "\r\n"
        } else {
            "\n"
        };
        let mut header = self.header.clone();
        if !header.contains_key("subject") {
            set(&mut *header, "subject", Some(one_line(&details.subject)));
        }
        let mut header = header.to_string();
        if !header.is_empty() && !header.ends_with('\n') {
            header.push('\n');
        }
        let header = with_line_ends_of(before, header);
        let mark = if before.starts_with(BYTE_ORDER_MARK) {
            "\u{feff}"
        } else {
            ""
        };
        [mark, FENCE, end, &header, FENCE, end, &details.content].concat()
    }
}

impl Source {
    /// Whether the file says exactly this.
    fn says(&self, details: &TemplateDetails, authoring: &Authoring) -> bool {
        let TemplateDetails {
            subject,
            content,
            content_type,
            reply_to,
            send_from,
        } = details;
        *authoring == self.authoring
            && *subject == self.fields.subject
            && *content_type == self.fields.content_type
            && *reply_to == self.fields.reply_to
            && *send_from == self.fields.send_from
            && self.text.get(self.content_at..) == Some(content)
    }
}

/// Writes the fields that differ from `old` into the front matter; all of them if there is no old.
fn write(header: &mut DocumentMut, old: Option<&TemplateDetails>, new: &TemplateDetails) {
    let mut write = |key, of: fn(&TemplateDetails) -> Option<&str>| {
        if old.is_none_or(|old| of(old) != of(new)) {
            set(&mut **header, key, of(new).map(one_line));
        }
    };
    write("subject", |details| Some(&details.subject));
    write("contentType", |details| {
        details.content_type.map(ContentType::as_str)
    });
    write("replyTo", |details| details.reply_to.as_deref());
    write("sendFrom", |details| details.send_from.as_deref());
}

fn content_type(reader: &mut Reader<'_>) -> Option<ContentType> {
    let text = reader.text("contentType")?;
    match text.as_str() {
        "text/html" => Some(ContentType::Html),
        "text/plain" => Some(ContentType::Plain),
        _ => {
            let message = format!("contentType {text:?} is neither text/html nor text/plain");
            let finding = Finding::new(Severity::Error, "file-content-type", message)
                .hint("Logto refuses any other; it is taken as not set here");
            reader.findings.push(finding);
            None
        }
    }
}

fn no_subject(has_header: bool, header_at: usize) -> Finding {
    let message = if has_header {
        "The front matter has no subject; it is empty"
    } else {
        "The file has no front matter; the subject is empty"
    };
    let finding = Finding::new(Severity::Error, "file-no-subject", message)
        .hint("Logto asks for a subject in every template");
    with_span(finding, Some(Span::new(header_at, header_at)))
}

/// A file cut at its fences.
struct Parts<'a> {
    header: Option<&'a str>,
    header_at: usize,
    content: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, ParseError> {
        let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let start = text.len() - body.len();
        let Some(after_fence) = line_is_fence(body) else {
            return Ok(Self {
                header: None,
                header_at: start,
                content: body,
            });
        };
        let header_at = start + after_fence;
        let rest = text.get(header_at..).unwrap_or_default();
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if let Some(length) = line_is_fence(line) {
                return Ok(Self {
                    header: rest.get(..at),
                    header_at,
                    content: rest.get(at + length..).unwrap_or_default(),
                });
            }
            at += line.len();
        }
        Err(ParseError {
            message: format!("The front matter is not closed; a line {FENCE} is missing after it"),
            line: 1,
            column: 1,
        })
    }
}

/// The length of the first line with its line feed, if it is a fence.
fn line_is_fence(text: &str) -> Option<usize> {
    let line_end = memchr::memchr(b'\n', text.as_bytes());
    let line = text.get(..line_end.unwrap_or(text.len()))?;
    let length = line_end.map_or(text.len(), |end| end + 1);
    (line.trim_end() == FENCE).then_some(length)
}

#[cfg(test)]
mod tests;
