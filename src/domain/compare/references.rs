//! Character references as the text they stand for, as far as telling texts apart needs it.

use crate::domain::syntax::{Token, TokenKind};

/// Named references that occur in mails.
const NAMED: [(&str, &str); 32] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("zwnj", ""),
    ("zwj", ""),
    ("shy", ""),
    ("lrm", ""),
    ("rlm", ""),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("euro", "€"),
    ("times", "×"),
];

/// What a reference such as `&nbsp;` shows: a blank for every kind of space, nothing for what has
/// no width; a reference not known here stays as written.
pub(super) fn shown(reference: &str, out: &mut String) {
    let name = reference.trim_start_matches('&').trim_end_matches(';');
    if let Some(number) = name.strip_prefix('#') {
        return shown_char(number, reference, out);
    }
    let named = NAMED.iter().find(|(known, _)| *known == name);
    out.push_str(named.map_or(reference, |(_, text)| text));
}

fn shown_char(number: &str, reference: &str, out: &mut String) {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    match code.ok().and_then(char::from_u32) {
        Some(char) if char.is_whitespace() => out.push(' '),
        Some(char) if is_invisible(char) => {}
        Some(char) => out.push(char),
        None => out.push_str(reference),
    }
}

/// Characters without width, with which mails fill the line after the preheader.
pub(super) const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
    )
}

/// The text of tokens, with references as what they show.
pub(super) fn shown_text(text: &str, tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        let written = text.get(token.span.range()).unwrap_or_default();
        if token.kind == TokenKind::Entity {
            shown(written, &mut out);
        } else {
            out.push_str(written);
        }
    }
    out
}

/// The path in a placeholder.
pub(super) fn path(placeholder: &str) -> &str {
    placeholder.trim_matches(|char: char| !(char.is_ascii_alphanumeric() || "_.".contains(char)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_blanks_and_what_has_no_width_is_nothing() {
        let show = |reference| {
            let mut out = String::new();
            shown(reference, &mut out);
            out
        };
        assert_eq!(show("&nbsp;"), " ");
        assert_eq!(show("&#xA0;"), " ");
        assert_eq!(show("&#847;"), "");
        assert_eq!(show("&amp;"), "&");
        assert_eq!(show("&#x1F600;"), "😀");
        assert_eq!(show("&#xD800;"), "&#xD800;");
        assert_eq!(show("&nope;"), "&nope;");
    }

    #[test]
    fn a_path_comes_without_braces_and_blanks() {
        assert_eq!(path("{{\u{feff} user.name }}"), "user.name");
    }
}
