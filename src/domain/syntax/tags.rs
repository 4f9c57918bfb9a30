//! Which end tag belongs to which start tag.

use crate::domain::finding::Span;

use super::html::is_tag_name;
use super::{Token, TokenKind};

/// The spans of the tag name at `byte` and of the name of its counterpart.
///
/// `tokens` are those of `text`. Only tags of the same name are counted, so markup that is broken
/// elsewhere does not matter. None if no tag name is at `byte`, or its counterpart is missing.
pub fn matching_tag(text: &str, tokens: &[Token], byte: usize) -> Option<[Span; 2]> {
    let after = tokens.partition_point(|token| token.span.start <= byte);
    let index = (after.saturating_sub(2)..after).rev().find(|index| {
        tokens
            .get(*index)
            .is_some_and(|token| token.kind == TokenKind::TagName && byte <= token.span.end)
    })?;
    let own = tokens.get(index)?;
    let name = text.get(own.span.range())?;
    let counterpart = if is_end(text, own) {
        let before = tokens.get(..index)?.iter().rev();
        counterpart(text, before, name, |token| is_end(text, token))
    } else {
        let later = tokens.get(index + 1..)?.iter();
        counterpart(text, later, name, |token| !is_end(text, token))
    }?;
    Some([own.span, counterpart])
}

/// The first tag of `name` that is not taken by one for which `nests` is true.
fn counterpart<'t>(
    text: &str,
    tokens: impl Iterator<Item = &'t Token>,
    name: &str,
    nests: impl Fn(&Token) -> bool,
) -> Option<Span> {
    let mut depth = 0_usize;
    for token in tokens.filter(|token| is_tag_name(text, token, name)) {
        if nests(token) {
            depth += 1;
        } else if depth == 0 {
            return Some(token.span);
        } else {
            depth -= 1;
        }
    }
    None
}

fn is_end(text: &str, name: &Token) -> bool {
    text.get(..name.span.start)
        .is_some_and(|before| before.ends_with("</"))
}

#[cfg(test)]
mod tests {
    use super::super::{Language, tokenize};
    use super::*;

    fn matched(text: &str, byte: usize) -> Option<(usize, usize)> {
        let tokens = tokenize(text, Language::Html);
        matching_tag(text, &tokens, byte).map(|[own, other]| (own.start, other.start))
    }

    #[test]
    fn nested_tags_of_one_name_find_their_own_end() {
        let text = "<td><td></td></TD>";
        assert_eq!(matched(text, 2), Some((1, 15)));
        assert_eq!(matched(text, 5), Some((5, 10)));
        assert_eq!(matched(text, 16), Some((15, 1)));
    }

    #[test]
    fn a_tag_without_end_or_a_place_in_text_matches_nothing() {
        assert_eq!(matched("<br>a", 2), None);
        assert_eq!(matched("<b>text</b>", 5), None);
    }
}
