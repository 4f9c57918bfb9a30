//! Encoded words (RFC 2047) in nodemailer's choice of encoding and length.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::utf16_length;

/// Encoded characters in one word: 52 less the frame `=?UTF-8?Q?…?=`.
const WORD_LENGTH: usize = 40;
/// The same for base64, in bytes before encoding.
const WORD_BYTES: usize = 30;

/// The two encodings of RFC 2047, which nodemailer also weighs for a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextEncoding {
    /// Readable where most is ASCII.
    Q,
    /// Base64.
    B,
}

impl TextEncoding {
    /// Q if there are more Latin letters than control and non-ASCII code units, else B.
    pub(super) fn preferred(text: &str) -> Self {
        let (mut latin, mut other) = (0, 0);
        for character in text.chars() {
            if character.is_ascii_alphabetic() {
                latin += 1;
            } else if is_unprintable(character) || !is_seven_bit(character) {
                other += character.len_utf16();
            }
        }
        if other < latin { Self::Q } else { Self::B }
    }
}

/// Control characters other than tab, line feed and carriage return.
pub(super) fn is_unprintable(character: char) -> bool {
    character < ' ' && !matches!(character, '\t' | '\n' | '\r')
}

/// U+0000 to U+007F.
pub(super) fn is_seven_bit(character: char) -> bool {
    character.is_ascii()
}

/// The value itself, or all of it as encoded words if it has a quote or a non-ASCII character.
pub(super) fn encode_if_needed(value: &str) -> String {
    if value.is_ascii() && !value.contains('"') {
        value.to_owned()
    } else {
        encode(value)
    }
}

/// The text as encoded words, separated by spaces.
pub(super) fn encode(text: &str) -> String {
    let (letter, words) = match TextEncoding::preferred(text) {
        TextEncoding::Q => ('Q', q_words(text)),
        TextEncoding::B => ('B', b_words(text)),
    };
    words
        .iter()
        .map(|word| format!("=?UTF-8?{letter}?{word}?="))
        .collect::<Vec<_>>()
        .join(" ")
}

fn q_words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // A word holds whole characters only (RFC 2047, 5 (3)).
        let encoded = match character {
            ' ' if characters.peek().is_none() => "=20".to_owned(),
            _ => q_encode(character),
        };
        match words.last_mut() {
            Some(word) if word.is_empty() || word.len() + encoded.len() <= WORD_LENGTH => {
                word.push_str(&encoded);
            }
            _ => words.push(encoded),
        }
    }
    words
}

fn q_encode(character: char) -> String {
    if character == ' ' {
        return "_".to_owned();
    }
    if character.is_ascii_alphanumeric() || "!*+-/".contains(character) {
        return character.to_string();
    }
    let mut bytes = [0; 4];
    character
        .encode_utf8(&mut bytes)
        .bytes()
        .flat_map(|byte| escaped('=', byte))
        .collect()
}

/// A byte as a mark and two hexadecimal digits.
pub(super) fn escaped(mark: char, byte: u8) -> [char; 3] {
    let digit = |value: u8| {
        char::from_digit(u32::from(value), 16)
            .unwrap_or_default()
            .to_ascii_uppercase()
    };
    [mark, digit(byte >> 4), digit(byte & 0xf)]
}

fn b_words(text: &str) -> Vec<String> {
    // nodemailer compares the encoded length with the limit for unencoded bytes; kept as it is.
    if STANDARD.encode(text).len() <= WORD_BYTES {
        return vec![STANDARD.encode(text)];
    }
    let mut parts = vec![String::new()];
    for character in text.chars() {
        match parts.last_mut() {
            Some(part) if part.is_empty() || part.len() + character.len_utf8() <= WORD_BYTES => {
                part.push(character);
            }
            _ => parts.push(character.to_string()),
        }
    }
    parts.iter().map(|part| STANDARD.encode(part)).collect()
}

/// The longest line of a text in UTF-16 units, as JavaScript's `.` and `^` in `m` mode see lines.
pub(super) fn longest_line(text: &str) -> usize {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(utf16_length)
        .max()
        .unwrap_or(0)
}
