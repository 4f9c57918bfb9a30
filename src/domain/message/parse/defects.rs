//! What is wrong with a message as a sequence of bytes, before anyone looks at its meaning.

use super::fields::Split;
use super::parts::StructureNode;
use crate::domain::finding::{Finding, Severity};

/// Longest line without its line break, in bytes (RFC 5322, section 2.1.1).
const MAX_LINE_BYTES: usize = 998;

/// Headers that may stand only once (RFC 5322, section 3.6).
const SINGLE: [&str; 9] = [
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "Subject",
];

/// Defects of the bytes and of the head.
pub(super) fn scan(raw: &[u8], split: &Split<'_>) -> Vec<Finding> {
    let mut defects = Vec::new();
    line_defects(raw, &mut defects);
    if raw.contains(&0) {
        defects.push(
            Finding::new(
                Severity::Warning,
                "mime-nul-byte",
                "The message contains NUL bytes",
            )
            .hint("RFC 5322 forbids them; many servers refuse or cut such a message"),
        );
    }
    header_defects(raw, split, &mut defects);
    defects
}

fn line_defects(raw: &[u8], defects: &mut Vec<Finding>) {
    let mut bare_feeds = 0_usize;
    let mut long_lines = 0_usize;
    let mut longest = 0;
    let mut start = 0;
    for feed in memchr::memchr_iter(b'\n', raw).chain(std::iter::once(raw.len())) {
        let line = raw.get(start..feed).unwrap_or_default();
        let is_ended = feed < raw.len();
        if is_ended && !line.ends_with(b"\r") {
            bare_feeds += 1;
        }
        let length = line.strip_suffix(b"\r").unwrap_or(line).len();
        if length > MAX_LINE_BYTES {
            long_lines += 1;
            longest = longest.max(length);
        }
        start = feed + 1;
    }
    let bare_returns = memchr::memchr_iter(b'\r', raw)
        .filter(|&at| raw.get(at + 1) != Some(&b'\n'))
        .count();
    if bare_feeds + bare_returns > 0 {
        defects.push(
            Finding::new(
                Severity::Warning,
                "mime-bare-line-break",
                format!(
                    "{} line breaks are a single LF or CR instead of CRLF",
                    bare_feeds + bare_returns
                ),
            )
            .hint("Servers that guard against smuggled messages refuse such a message"),
        );
    }
    if long_lines > 0 {
        defects.push(
            Finding::new(
                Severity::Warning,
                "mime-long-line",
                format!("{long_lines} lines are longer than 998 bytes, the longest {longest}"),
            )
            .hint("Send the body as quoted-printable or base64"),
        );
    }
}

fn header_defects(raw: &[u8], split: &Split<'_>, defects: &mut Vec<Finding>) {
    if split.stray_lines > 0 {
        defects.push(Finding::new(
            Severity::Error,
            "mime-stray-header-line",
            format!("{} lines of the head are no header", split.stray_lines),
        ));
    }
    let head = raw.get(..split.body_start).unwrap_or_default();
    if !head.is_ascii() {
        defects.push(
            Finding::new(
                Severity::Warning,
                "mime-8bit-header",
                "Headers contain characters outside ASCII that are not encoded",
            )
            .hint("Only servers that know SMTPUTF8 take such headers (RFC 6532)"),
        );
    }
    for name in SINGLE {
        let count = split
            .fields
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
            .count();
        if count > 1 {
            defects.push(Finding::new(
                Severity::Warning,
                "mime-repeated-header",
                format!("The header {name} stands {count} times"),
            ));
        } else if count == 0 && matches!(name, "Date" | "From") {
            defects.push(
                Finding::new(
                    Severity::Warning,
                    "mime-missing-header",
                    format!("The header {name} is missing"),
                )
                .hint("RFC 5322, section 3.6, requires it"),
            );
        }
    }
}

/// Defects of single parts.
pub(super) fn of_parts(structure: &[StructureNode], defects: &mut Vec<Finding>) {
    for node in structure.iter().filter(|node| node.is_encoding_broken) {
        defects.push(Finding::new(
            Severity::Error,
            "mime-broken-encoding",
            format!(
                "The content of a {} part is not what its encoding announces",
                node.content_type
            ),
        ));
    }
    for node in structure.iter().filter(|node| node.has_lost_characters) {
        defects.push(
            Finding::new(
                Severity::Warning,
                "mime-lost-characters",
                format!(
                    "Characters of a {} part cannot be read as {}",
                    node.content_type,
                    node.charset.as_deref().unwrap_or("UTF-8")
                ),
            )
            .hint("Declare the charset the text is written in, best UTF-8"),
        );
    }
}
