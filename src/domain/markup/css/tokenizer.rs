//! The tokenizer of CSS Syntax Level 3, section 4, with placeholders as tokens of their own.

use memchr::{memchr2, memmem};

use super::token::{Bracket, Token, TokenKind};
use crate::domain::finding::Span;
use crate::domain::syntax::placeholder_spans;

/// The pieces of a style sheet, in order; together they cover it without gap or overlap.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        placeholders: placeholder_spans(text),
    };
    // Sheets of mails have about one token in four bytes.
    let mut tokens = Vec::with_capacity(text.len() / 4);
    while let Some(first) = reader.byte(0) {
        let start = reader.at;
        let kind = reader.token(first);
        tokens.push(Token {
            start,
            end: reader.at,
            kind,
        });
    }
    tokens
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    placeholders: Vec<Span>,
}

impl Reader<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.at = (self.at + length).min(self.bytes.len());
        kind
    }

    fn token(&mut self, first: u8) -> TokenKind {
        match first {
            b' ' | b'\t' | b'\n' | b'\r' | 12 => {
                self.skip_while(is_blank);
                TokenKind::Whitespace
            }
            b'"' | b'\'' => self.string(first),
            b'#' if self.is_name(1) => {
                self.at += 1;
                self.skip_name();
                TokenKind::Hash
            }
            b'/' if self.byte(1) == Some(b'*') => self.comment(),
            b'@' if self.starts_ident(1) => {
                self.at += 1;
                self.skip_name();
                TokenKind::AtKeyword
            }
            b'-' if self.rest().starts_with(b"-->") => self.take(3, TokenKind::Cdc),
            b'<' if self.rest().starts_with(b"<!--") => self.take(4, TokenKind::Cdo),
            b'0'..=b'9' | b'+' | b'-' | b'.' if self.starts_number() => self.number(),
            b'{' => match self.placeholder_end() {
                Some(end) => {
                    self.at = end;
                    TokenKind::Placeholder
                }
                None => self.take(1, TokenKind::Open(Bracket::Curly)),
            },
            b'(' => self.take(1, TokenKind::Open(Bracket::Round)),
            b'[' => self.take(1, TokenKind::Open(Bracket::Square)),
            b')' => self.take(1, TokenKind::Close(Bracket::Round)),
            b']' => self.take(1, TokenKind::Close(Bracket::Square)),
            b'}' => self.take(1, TokenKind::Close(Bracket::Curly)),
            b':' => self.take(1, TokenKind::Colon),
            b';' => self.take(1, TokenKind::Semicolon),
            b',' => self.take(1, TokenKind::Comma),
            _ if self.starts_ident(0) => self.word(),
            _ => {
                let char = self
                    .text
                    .get(self.at..)
                    .and_then(|rest| rest.chars().next());
                let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
                self.take(char.len_utf8(), TokenKind::Delim(char))
            }
        }
    }

    fn placeholder_end(&self) -> Option<usize> {
        let index = self
            .placeholders
            .binary_search_by_key(&self.at, |span| span.start)
            .ok()?;
        Some(self.placeholders.get(index)?.end)
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !wanted(*byte));
        self.at += length.unwrap_or(rest.len());
    }

    fn comment(&mut self) -> TokenKind {
        let inner = self.bytes.get(self.at + 2..).unwrap_or_default();
        let length = memmem::find(inner, b"*/").map_or(inner.len(), |found| found + 2);
        self.take(2 + length, TokenKind::Comment)
    }

    fn string(&mut self, quote: u8) -> TokenKind {
        self.at += 1;
        loop {
            match self.byte(0) {
                None => return TokenKind::String,
                Some(byte) if byte == quote => return self.take(1, TokenKind::String),
                Some(b'\n' | b'\r' | 12) => return TokenKind::BadString,
                // A placeholder in a string needs no care: it holds no quotation mark.
                Some(b'\\') => self.skip_escape(),
                Some(_) => self.at += 1,
            }
        }
    }

    /// A backslash and what it escapes.
    fn skip_escape(&mut self) {
        self.at += 1;
        let length = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            None => 0,
            Some('\r') if self.byte(1) == Some(b'\n') => 2,
            Some(char) => char.len_utf8(),
        };
        self.at += length;
    }

    /// Whether a character of a name, or an escape, stands `ahead`.
    fn is_name(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            Some(b'\\') => self.is_escape(ahead),
            Some(byte) => is_name_byte(byte),
            None => false,
        }
    }

    fn is_escape(&self, ahead: usize) -> bool {
        self.byte(ahead) == Some(b'\\')
            && !matches!(self.byte(ahead + 1), None | Some(b'\n' | b'\r' | 12))
    }

    fn starts_ident(&self, ahead: usize) -> bool {
        match self.byte(ahead) {
            Some(b'-') => match self.byte(ahead + 1) {
                Some(b'-') => true,
                Some(b'\\') => self.is_escape(ahead + 1),
                Some(byte) => is_name_start(byte),
                None => false,
            },
            Some(b'\\') => self.is_escape(ahead),
            Some(byte) => is_name_start(byte),
            None => false,
        }
    }

    fn starts_number(&self) -> bool {
        let digit = |ahead| {
            self.byte(ahead)
                .is_some_and(|byte: u8| byte.is_ascii_digit())
        };
        match self.byte(0) {
            Some(b'+' | b'-') => digit(1) || (self.byte(1) == Some(b'.') && digit(2)),
            Some(b'.') => digit(1),
            _ => digit(0),
        }
    }

    fn skip_name(&mut self) {
        loop {
            self.skip_while(is_name_byte);
            if !self.is_escape(0) {
                return;
            }
            self.skip_escape();
        }
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        if matches!(self.byte(0), Some(b'+' | b'-')) {
            self.at += 1;
        }
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.byte(0) == Some(b'.') && self.byte(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        if matches!(self.byte(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
            if self
                .byte(1 + sign)
                .is_some_and(|byte| byte.is_ascii_digit())
            {
                self.at += 1 + sign;
                self.skip_while(|byte| byte.is_ascii_digit());
            }
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        let value: f64 = written.parse().unwrap_or_default();
        // A number too large for the type is as large as can be.
        let value = value.clamp(f64::MIN, f64::MAX);
        if self.byte(0) == Some(b'%') {
            return self.take(1, TokenKind::Percentage(value));
        }
        if self.starts_ident(0) {
            let unit = self.at;
            self.skip_name();
            return TokenKind::Dimension { value, unit };
        }
        TokenKind::Number(value)
    }

    /// A word, a function, or an address.
    fn word(&mut self) -> TokenKind {
        let start = self.at;
        self.skip_name();
        if self.byte(0) != Some(b'(') {
            return TokenKind::Ident;
        }
        let name = self.text.get(start..self.at).unwrap_or_default();
        let is_url = name.eq_ignore_ascii_case("url");
        self.at += 1;
        if !is_url {
            return TokenKind::Function;
        }
        let rest = self.rest();
        let inner = rest.iter().find(|byte| !is_blank(**byte));
        if matches!(inner, Some(b'"' | b'\'')) {
            return TokenKind::Function;
        }
        self.url()
    }

    /// An address without quotation marks, up to and including `)`.
    fn url(&mut self) -> TokenKind {
        self.skip_while(is_blank);
        loop {
            match self.byte(0) {
                None => return TokenKind::Url,
                Some(b')') => return self.take(1, TokenKind::Url),
                Some(b'{') => match self.placeholder_end() {
                    Some(end) => self.at = end,
                    None => self.at += 1,
                },
                Some(byte) if is_blank(byte) => {
                    self.skip_while(is_blank);
                    match self.byte(0) {
                        None => return TokenKind::Url,
                        Some(b')') => return self.take(1, TokenKind::Url),
                        Some(_) => return self.bad_url(),
                    }
                }
                Some(b'\\') if self.is_escape(0) => self.skip_escape(),
                Some(b'"' | b'\'' | b'(' | b'\\' | 0..=8 | 11 | 14..=31 | 127) => {
                    return self.bad_url();
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn bad_url(&mut self) -> TokenKind {
        loop {
            let rest = self.rest();
            let Some(found) = memchr2(b')', b'\\', rest) else {
                return self.take(rest.len(), TokenKind::BadUrl);
            };
            self.at += found;
            if self.byte(0) == Some(b')') {
                return self.take(1, TokenKind::BadUrl);
            }
            self.skip_escape();
        }
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 12)
}

const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 || byte == 0
}

const fn is_name_byte(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || byte == b'-'
}

/// The text of a name or string, with its escapes replaced (CSS Syntax Level 3, 4.3.7).
pub(super) fn unescape(written: &str) -> String {
    let mut output = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, escape)) = rest.split_once('\\') {
        output.push_str(before);
        let digits = escape
            .bytes()
            .take(6)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        if digits > 0 {
            let (code, after) = escape.split_at(digits);
            let char = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            output.push(
                char.filter(|c| *c != '\0')
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
            );
            rest = after
                .strip_prefix("\r\n")
                .or_else(|| after.strip_prefix([' ', '\t', '\n', '\r', '\u{c}']))
                .unwrap_or(after);
        } else if let Some(after) = escape.strip_prefix("\r\n") {
            rest = after;
        } else {
            let mut chars = escape.chars();
            // A line break after a backslash is left out of a string.
            output.extend(chars.next().filter(|c| !matches!(c, '\n' | '\r' | '\u{c}')));
            rest = chars.as_str();
        }
    }
    output.push_str(rest);
    output
}
