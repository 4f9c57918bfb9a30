//! From tokens to the component values that consist of one token.

use super::token::{Token, TokenKind};
use super::tokenizer::unescape;
use super::value::ValueKind;

/// The value that a token of the text makes; brackets and functions are made elsewhere.
pub(super) fn value_kind(token: Token, text: &str) -> ValueKind {
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    let written = slice(token.start, token.end);
    match token.kind {
        TokenKind::Ident => ValueKind::Ident(unescape(written)),
        TokenKind::AtKeyword => ValueKind::AtKeyword(unescape(slice(token.start + 1, token.end))),
        TokenKind::Hash => ValueKind::Hash(unescape(slice(token.start + 1, token.end))),
        TokenKind::String => ValueKind::String(unescape(string_content(written))),
        TokenKind::Url => ValueKind::Url(unescape(url_content(written))),
        TokenKind::Number(number) => ValueKind::Number(number),
        TokenKind::Percentage(number) => ValueKind::Percentage(number),
        TokenKind::Dimension { value, unit } => ValueKind::Dimension {
            value,
            unit: unescape(slice(unit, token.end)).to_ascii_lowercase(),
        },
        TokenKind::Whitespace | TokenKind::Comment => ValueKind::Whitespace,
        TokenKind::Comma => ValueKind::Comma,
        TokenKind::Colon => ValueKind::Colon,
        TokenKind::Semicolon => ValueKind::Semicolon,
        TokenKind::Placeholder => ValueKind::Placeholder(written.to_owned()),
        TokenKind::Delim(char) => ValueKind::Delim(char),
        TokenKind::Function
        | TokenKind::Open(_)
        | TokenKind::Close(_)
        | TokenKind::BadString
        | TokenKind::BadUrl
        | TokenKind::Cdo
        | TokenKind::Cdc => ValueKind::Bad,
    }
}

fn string_content(written: &str) -> &str {
    let mut chars = written.chars();
    let quote = chars.next().unwrap_or('"');
    let inner = chars.as_str();
    inner.strip_suffix(quote).unwrap_or(inner)
}

fn url_content(written: &str) -> &str {
    let inner = written.get("url(".len()..).unwrap_or_default();
    inner.strip_suffix(')').unwrap_or(inner).trim_ascii()
}
