//! JSON as typed (RFC 8259), with what cannot stand there marked as an error.

use super::TokenKind;
use super::tokens::Tokens;

/// Pushes the tokens of the whole text.
pub(super) fn tokenize(tokens: &mut Tokens<'_>) {
    let mut at = 0;
    while let Some((kind, end)) = token(tokens.text, at) {
        tokens.push(kind, end);
        at = end;
    }
}

/// The token at `at` with its end; none at the end of the text.
fn token(text: &str, at: usize) -> Option<(TokenKind, usize)> {
    let bytes = text.as_bytes().get(at..)?;
    let length =
        |stop: &dyn Fn(u8) -> bool| bytes.iter().position(|b| stop(*b)).unwrap_or(bytes.len());
    let (kind, length) = match bytes.first()? {
        b' ' | b'\t' | b'\r' | b'\n' => (
            TokenKind::Whitespace,
            length(&|b| !matches!(b, b' ' | b'\t' | b'\r' | b'\n')),
        ),
        b'{' | b'}' | b'[' | b']' | b',' | b':' => (TokenKind::JsonPunctuation, 1),
        b'"' => string(bytes),
        b'-' | b'0'..=b'9' => {
            let length =
                length(&|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.')));
            let word = text.get(at..at + length)?;
            let kind = if is_number(word) {
                TokenKind::JsonNumber
            } else {
                TokenKind::Error
            };
            (kind, length)
        }
        _ => {
            let length = length(&|b| {
                b.is_ascii_whitespace()
                    || matches!(b, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"')
            })
            .max(1);
            let kind = match text.get(at..at + length) {
                Some("true" | "false" | "null") => TokenKind::JsonLiteral,
                _ => TokenKind::Error,
            };
            (kind, length)
        }
    };
    Some((kind, at + length))
}

/// The string `bytes` start with, and its length; an unfinished one ends with its line.
fn string(bytes: &[u8]) -> (TokenKind, usize) {
    let mut at = 1;
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => return (TokenKind::Error, at),
            Some(b'\\') if matches!(bytes.get(at + 1), Some(b'"' | b'\\')) => at += 2,
            Some(b'"') => break,
            Some(_) => at += 1,
        }
    }
    let end = at + 1;
    let next = bytes
        .get(end..)
        .and_then(|rest| rest.iter().find(|b| !b.is_ascii_whitespace()));
    let kind = if next == Some(&b':') {
        TokenKind::JsonKey
    } else {
        TokenKind::JsonString
    };
    (kind, end)
}

/// Whether `word` is a number of RFC 8259, section 6.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(integer)
        && (integer == "0" || !integer.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::super::testing::pieces;
    use super::TokenKind::{
        Error, JsonKey, JsonLiteral, JsonNumber, JsonPunctuation, JsonString, Placeholder,
    };

    #[test]
    fn keys_strings_numbers_and_literals_are_told_apart() {
        assert_eq!(
            pieces("{\"a\\\"\" : [\"b\", -1.5e+3, true]}", Language::Json),
            [
                (JsonPunctuation, "{"),
                (JsonKey, "\"a\\\"\""),
                (JsonPunctuation, ":"),
                (JsonPunctuation, "["),
                (JsonString, "\"b\""),
                (JsonPunctuation, ","),
                (JsonNumber, "-1.5e+3"),
                (JsonPunctuation, ","),
                (JsonLiteral, "true"),
                (JsonPunctuation, "]"),
                (JsonPunctuation, "}"),
            ]
        );
    }

    #[test]
    fn what_json_does_not_allow_is_an_error() {
        for text in ["01", "1.", "-", "1e", "tru", "'a'", "\"open\n"] {
            let found = pieces(text, Language::Json);
            assert_eq!(found.first().map(|piece| piece.0), Some(Error), "{text}");
        }
    }

    #[test]
    fn a_placeholder_in_a_string_stands_out() {
        assert_eq!(
            pieces("\"a {{code}}\"", Language::Json),
            [
                (JsonString, "\"a "),
                (Placeholder, "{{code}}"),
                (JsonString, "\"")
            ]
        );
    }
}
