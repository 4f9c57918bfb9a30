//! Text for HTML.

use super::super::clean::clean;

/// Text that shows as itself between tags and inside quoted attributes, in one line.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Escaped text that may break before the capital letters of `OrganizationInvitation`.
pub fn broken_at_words(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut was_small = false;
    for letter in text.chars() {
        if was_small && letter.is_uppercase() {
            broken.push_str("<wbr>");
        }
        was_small = letter.is_lowercase();
        broken.push_str(&escaped(letter.encode_utf8(&mut [0; 4])));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(
            escaped("<b a=\"x\" c='y'>&amp;\u{0}"),
            "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;\u{FFFD}"
        );
    }

    #[test]
    fn a_long_name_may_break_between_its_words() {
        assert_eq!(broken_at_words("SignIn<B"), "Sign<wbr>In&lt;B");
    }
}
