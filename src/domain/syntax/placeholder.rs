//! Where the placeholders are.

use memchr::memchr;

use crate::domain::finding::Span;

/// The spans of all placeholders in `text`, in order.
///
/// A placeholder is what Logto's connectors replace: `/{{\s*([\w.]+)\s*}}/g` of
/// `@logto/connector-kit` (`replaceSendMessageHandlebars`), with JavaScript's `\s` and `\w`.
pub fn placeholder_spans(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr(b'{', rest)) {
        let start = from + found;
        from = match end_of_placeholder(text, start) {
            Some(end) => {
                spans.push(Span::new(start, end));
                end
            }
            None => start + 1,
        };
    }
    spans
}

/// The end of the placeholder at `start`, where a `{` stands.
fn end_of_placeholder(text: &str, start: usize) -> Option<usize> {
    let inner = text.get(start..)?.strip_prefix("{{")?;
    let path = inner.trim_start_matches(is_blank);
    let rest = path.trim_start_matches(is_path_char);
    if rest.len() == path.len() {
        return None;
    }
    let end = rest.trim_start_matches(is_blank).strip_prefix("}}")?;
    Some(text.len() - end.len())
}

/// JavaScript's `[\w.]`.
fn is_path_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '.'
}

/// JavaScript's `\s` (ECMA-262, `WhiteSpace` and `LineTerminator`).
fn is_blank(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        placeholder_spans(text)
            .into_iter()
            .map(|span| &text[span.range()])
            .collect()
    }

    #[test]
    fn blanks_of_javascript_may_stand_around_the_path() {
        assert_eq!(
            found("{{code}} {{ a.b_1 }} {{\u{feff}\n x\u{a0}}} {{\u{85}y}}"),
            ["{{code}}", "{{ a.b_1 }}", "{{\u{feff}\n x\u{a0}}}"]
        );
    }

    #[test]
    fn a_third_brace_stays_outside() {
        assert_eq!(found("{{{code}}}"), ["{{code}}"]);
    }

    #[test]
    fn helpers_blocks_and_unfinished_braces_are_none() {
        let none: [&str; 0] = [];
        assert_eq!(found("{{#if x}} {{a b}} {{é}} {{}} {{code} {{"), none);
    }

    #[test]
    fn an_unfinished_one_does_not_hide_the_next() {
        assert_eq!(found("{{ {{code}}"), ["{{code}}"]);
    }
}
