//! Text of a mail, safe to show.

/// The text in one line: line breaks and tabs become spaces, other control characters U+FFFD, so
/// that a reader sees that something is there. Marks that turn the direction of what follows are
/// left out, since they would turn the rest of the page as well.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| !turns_direction(*letter))
        .map(|letter| match letter {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            control if control.is_control() => '\u{FFFD}',
            other => other,
        })
        .collect()
}

/// The explicit embeddings, overrides and isolates of UAX #9, section 2.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A number with its noun: `1 mail`, `3 mails`.
pub fn counted(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_stays_in_one_line_and_shows_what_was_hidden() {
        assert_eq!(
            clean("Code\r\n\u{7}\u{202E}123\tok"),
            "Code  \u{FFFD}123 ok"
        );
    }

    #[test]
    fn a_number_agrees_with_its_noun() {
        assert_eq!(counted(1, "mail"), "1 mail");
        assert_eq!(counted(0, "mail"), "0 mails");
    }
}
