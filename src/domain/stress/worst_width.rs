//! Values of the same length in the widest letters and digits.

use serde_json::{Number, Value};

use super::fields::{Field, field, is_web_address};

/// The widest letters of most faces, taken in turns, word by word.
const WIDEST: [char; 2] = ['W', 'M'];

/// The code of six of the widest digits.
const CODE: &str = "888888";

/// From here on letters are as wide as a line is high, or their width is not known: Hangul Jamo and
/// what follows.
const WIDE_FROM: char = '\u{1100}';

/// The widest value of the same length for a text or number; none for other values.
pub(super) fn value(path: &[String], value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => widest_number(number).map(Value::Number),
        Value::String(text) => {
            let widest = match field(path, text) {
                Field::Language | Field::Picture => return None,
                Field::Code => CODE.to_owned(),
                Field::Page if is_web_address(text) => page(text),
                _ => widest(text),
            };
            Some(Value::String(widest))
        }
        _ => None,
    }
}

/// The address with its host, so that it still looks like a link of that site.
fn page(address: &str) -> String {
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = address.split_at_checked(after_scheme).unwrap_or_default();
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(path_at).unwrap_or_default();
    [scheme, host, &widest(path)].concat()
}

fn widest(text: &str) -> String {
    let mut letters = WIDEST.iter().copied().cycle();
    let mut letter = 'W';
    let mut in_word = false;
    let mut widen = |char: char| {
        let is_letter = char.is_alphabetic() && char < WIDE_FROM;
        if is_letter && !in_word {
            letter = letters.next().unwrap_or(letter);
        }
        in_word = is_letter;
        match char {
            _ if is_letter => letter,
            '0'..='9' => '8',
            _ => char,
        }
    };
    text.chars().map(&mut widen).collect()
}

/// The number with all digits 8; none where that is too large a number.
fn widest_number(number: &Number) -> Option<Number> {
    let digits = number.to_string();
    let is_plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_plain
        .then(|| widest(&digits).parse::<i64>().ok())
        .flatten()
        .map(Number::from)
}
