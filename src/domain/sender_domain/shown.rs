//! Text from the DNS as it may be shown: nothing in it can move the cursor, hide, or turn letters
//! around.

use super::dns::Name;
use crate::domain::message::domain_to_unicode;

/// The text with every character that is not meant to be seen written as `\u{…}`.
///
/// These are controls, line breaks, marks of direction (Unicode TR 36), characters without width,
/// and replacement characters for bytes that were none.
pub fn shown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// The name as people write it beside its ASCII form, if it has other letters: `bücher.example
/// (xn--bcher-kva.example)`. A label that does not stand for harmless letters stays as it is.
pub fn shown_name(name: &Name) -> String {
    let ascii = name.to_string();
    let unicode = ascii
        .contains("xn--")
        .then(|| domain_to_unicode(&ascii.to_ascii_lowercase()))
        .flatten();
    match unicode {
        Some(unicode) if unicode != ascii && unicode.chars().all(is_letter) => {
            format!("{unicode} ({ascii})")
        }
        _ => ascii,
    }
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-' | '_')
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffd}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_turns_around_is_escaped() {
        assert_eq!(shown("v=spf1 -all"), "v=spf1 -all");
        assert_eq!(shown("bücher “日本”"), "bücher “日本”");
        assert_eq!(
            shown("a\u{202e}b\u{7}\r\nc\u{200b}"),
            r"a\u{202e}b\u{7}\u{d}\u{a}c\u{200b}"
        );
        assert_eq!(shown("\u{1b}[31mred"), r"\u{1b}[31mred");
    }

    #[test]
    fn names_in_other_letters_are_shown_both_ways() {
        let bad = crate::domain::message::domain_to_ascii("a\u{202e}b.example").unwrap();
        for (name, expected) in [
            (
                "xn--bcher-kva.example",
                "bücher.example (xn--bcher-kva.example)",
            ),
            ("example.com", "example.com"),
            // Neither what cannot be decoded nor what hides is shown decoded.
            ("xn--\\255.example", "xn--\\255.example"),
            (&bad, &bad),
        ] {
            assert_eq!(shown_name(&name.parse().unwrap()), expected);
        }
    }
}
