//! Transfer encodings of the body, chosen and wrapped as nodemailer does.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::utf16_length;
use super::word::{self, TextEncoding};

/// The longest encoded line, without its line end.
const LINE_LENGTH: usize = 76;
/// In the last third of a line nodemailer looks for a place to break.
const LINE_MARGIN: usize = LINE_LENGTH / 3;
/// Texts longer than this are not searched for long lines; they count as having some.
const SEARCH_LIMIT: usize = 128 * 1024;

/// How a body is written in seven bits (RFC 2045, 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TransferEncoding {
    /// As it is: ASCII without long lines.
    #[serde(rename = "7bit")]
    SevenBit,
    /// Mostly Latin text.
    #[serde(rename = "quoted-printable")]
    QuotedPrintable,
    /// Anything else.
    #[serde(rename = "base64")]
    Base64,
}

impl TransferEncoding {
    /// The value of `Content-Transfer-Encoding`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::QuotedPrintable => "quoted-printable",
            Self::Base64 => "base64",
        }
    }

    /// nodemailer's choice; a custom header may ask for the latter two. None for an empty text.
    pub(super) fn choose(content: &str, custom: Option<&str>) -> Option<Self> {
        if content.is_empty() {
            return None;
        }
        match custom
            .map(|value| value.trim().to_ascii_lowercase())
            .as_deref()
        {
            Some("quoted-printable") => return Some(Self::QuotedPrintable),
            Some("base64") => return Some(Self::Base64),
            _ => {}
        }
        let is_plain = content.is_ascii() && !content.chars().any(word::is_unprintable);
        let has_long_lines =
            || utf16_length(content) > SEARCH_LIMIT || word::longest_line(content) > LINE_LENGTH;
        Some(if is_plain && !has_long_lines() {
            Self::SevenBit
        } else {
            match TextEncoding::preferred(content) {
                TextEncoding::Q => Self::QuotedPrintable,
                TextEncoding::B => Self::Base64,
            }
        })
    }
}

/// Appends the encoded body, line ends CRLF; the last line may lack its own.
pub(super) fn encode_into(output: &mut String, content: &str, encoding: Option<TransferEncoding>) {
    match encoding {
        Some(TransferEncoding::Base64) => {
            let encoded = STANDARD.encode(content);
            let mut rest = encoded.as_str();
            while let Some((line, more)) = rest.split_at_checked(LINE_LENGTH)
                && !more.is_empty()
            {
                output.push_str(line);
                output.push_str("\r\n");
                rest = more;
            }
            output.push_str(rest);
        }
        Some(TransferEncoding::QuotedPrintable) => {
            let encoded = quoted_printable(&without_bare_cr(content));
            push_with_crlf(output, &wrap_quoted_printable(&encoded));
        }
        Some(TransferEncoding::SevenBit) | None => {
            push_with_crlf(output, &without_bare_cr(content));
        }
    }
}

/// A CR alone is neither text nor a line end on the wire (RFC 5321, 2.3.8); it becomes a line end.
fn without_bare_cr(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        output.push(character);
        if character == '\r' && characters.peek() != Some(&'\n') {
            output.push('\n');
        }
    }
    output
}

fn push_with_crlf(output: &mut String, text: &str) {
    let mut previous = '\n';
    for character in text.chars() {
        if character == '\n' && previous != '\r' {
            output.push('\r');
        }
        output.push(character);
        previous = character;
    }
}

fn quoted_printable(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut output = String::with_capacity(text.len());
    for (index, &byte) in bytes.iter().enumerate() {
        let ends_line = || matches!(bytes.get(index + 1), None | Some(b'\n' | b'\r'));
        let keep = match byte {
            b' ' | b'\t' => !ends_line(),
            b'\n' | b'\r' => true,
            _ => matches!(byte, b'!'..=b'<' | b'>'..=b'~'),
        };
        if keep {
            output.push(char::from(byte));
        } else {
            output.extend(word::escaped('=', byte));
        }
    }
    output
}

/// Breaks lines after a space or punctuation, never inside an escape or a character.
fn wrap_quoted_printable(text: &str) -> String {
    if text.len() <= LINE_LENGTH {
        return text.to_owned();
    }
    let mut output = String::with_capacity(text.len() + text.len() / 38);
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest
            .split_at_checked(LINE_LENGTH)
            .map_or(rest, |(line, _)| line);
        let (taken, is_soft) = take_line(line, rest.len());
        let (taken, more) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        output.push_str(taken);
        if is_soft {
            output.push_str("=\r\n");
        }
        rest = more;
    }
    output
}

/// How many bytes of `line`, the next 76 of `remaining`, go on the next line, and whether a soft
/// line break follows them.
fn take_line(line: &str, remaining: usize) -> (usize, bool) {
    if let Some(end) = line.find("\r\n") {
        return (end + 2, false);
    }
    if line.ends_with('\n') {
        return (line.len(), false);
    }
    let margin = line.len().saturating_sub(LINE_MARGIN);
    let tail = line.get(margin..).unwrap_or(line);
    if let Some(newline) = tail.rfind('\n')
        && !tail
            .get(newline..)
            .is_some_and(|after| after.contains('\r'))
    {
        return (margin + newline + 1, false);
    }
    let mut end = line.len();
    let breakable = |character: char| " \t.,!?".contains(character);
    if line.len() > LINE_LENGTH - LINE_MARGIN
        && let Some(last) = tail.rfind(breakable)
    {
        end = margin + last + 1;
    } else if ends_in_escape(line) {
        end = before_split_character(line, remaining);
    }
    let is_soft = end < remaining && !line.get(..end).is_some_and(|line| line.ends_with('\n'));
    if is_soft && end == LINE_LENGTH {
        end -= match line.get(..end).and_then(last_escape) {
            Some(_) => 3,
            None => 1,
        };
    }
    (end, is_soft)
}

fn ends_in_escape(line: &str) -> bool {
    incomplete_escape(line) > 0 || last_escape(line).is_some()
}

/// The length of `=` or `=X` at the end.
fn incomplete_escape(line: &str) -> usize {
    let bytes = line.as_bytes();
    match bytes {
        [.., b'='] => 1,
        [.., b'=', digit] if digit.is_ascii_hexdigit() => 2,
        _ => 0,
    }
}

/// The byte of a complete `=XX` at the end.
fn last_escape(line: &str) -> Option<u8> {
    let escape = line.get(line.len().checked_sub(3)?..)?;
    u8::from_str_radix(escape.strip_prefix('=')?, 16).ok()
}

/// The end of the line without a partial escape and without part of a character.
fn before_split_character(line: &str, remaining: usize) -> usize {
    let mut end = line.len() - incomplete_escape(line);
    while end > 3 && end < remaining {
        let kept = line.get(..end).unwrap_or_default();
        let is_one_character = end <= 12
            && end.is_multiple_of(3)
            && kept
                .as_bytes()
                .chunks(3)
                .all(|escape| escape.first() == Some(&b'='));
        let Some(byte) = last_escape(kept) else { break };
        if is_one_character || byte < 0x80 {
            break;
        }
        end -= 3;
        if byte >= 0xc0 {
            break;
        }
    }
    end
}
