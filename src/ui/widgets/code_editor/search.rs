//! Finds text in text.

use memchr::{memchr2_iter, memmem};

use crate::domain::finding::Span;

/// What counts as a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct SearchOptions {
    /// Whether upper and lower case differ.
    pub match_case: bool,
    /// Whether a match must not touch letters, digits or `_`.
    pub whole_word: bool,
}

/// All matches of `query` in `text`, in order and without overlap.
pub(super) fn find_all(text: &str, query: &str, options: SearchOptions) -> Vec<Span> {
    if query.is_empty() {
        return Vec::new();
    }
    let candidates: Box<dyn Iterator<Item = Span>> = if options.match_case {
        Box::new(
            memmem::find_iter(text.as_bytes(), query)
                .map(|start| Span::new(start, start + query.len())),
        )
    } else if query.is_ascii() {
        Box::new(find_ascii(text.as_bytes(), query.as_bytes()))
    } else {
        Box::new(find_folded(text, query))
    };
    let mut end = 0;
    candidates
        .filter(|span| !options.whole_word || is_whole_word(text, *span))
        .filter(|span| {
            let apart = span.start >= end;
            if apart {
                end = span.end;
            }
            apart
        })
        .collect()
}

fn find_ascii<'t>(text: &'t [u8], query: &'t [u8]) -> impl Iterator<Item = Span> + 't {
    let first = query.first().copied().unwrap_or_default();
    memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
        .map(|start| Span::new(start, start + query.len()))
        .filter(|span| {
            text.get(span.range())
                .is_some_and(|found| found.eq_ignore_ascii_case(query))
        })
}

/// Compares character by character after lower-casing, since a lower-cased text may have another
/// length.
fn find_folded<'t>(text: &'t str, query: &str) -> impl Iterator<Item = Span> + 't {
    let wanted: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    text.char_indices().filter_map(move |(start, _)| {
        let mut left = wanted.as_slice();
        for (offset, c) in text.get(start..)?.char_indices() {
            for folded in c.to_lowercase() {
                let (first, rest) = left.split_first()?;
                if *first != folded {
                    return None;
                }
                left = rest;
            }
            if left.is_empty() {
                return Some(Span::new(start, start + offset + c.len_utf8()));
            }
        }
        None
    })
}

fn is_whole_word(text: &str, span: Span) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text
        .get(..span.start)
        .and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    !before.is_some_and(is_word) && !after.is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOSE: SearchOptions = SearchOptions {
        match_case: false,
        whole_word: false,
    };
    const CASE: SearchOptions = SearchOptions {
        match_case: true,
        ..LOOSE
    };
    const WORD: SearchOptions = SearchOptions {
        whole_word: true,
        ..CASE
    };

    fn found(text: &str, query: &str, options: SearchOptions) -> Vec<usize> {
        find_all(text, query, options)
            .into_iter()
            .map(|span| span.start)
            .collect()
    }

    #[test]
    fn case_matters_only_when_asked() {
        assert_eq!(found("Code code CODE", "code", LOOSE), [0, 5, 10]);
        assert_eq!(found("Code code CODE", "code", CASE), [5]);
        assert_eq!(found("ÄPFEL äpfel", "äpfel", LOOSE), [0, 7]);
    }

    #[test]
    fn whole_words_touch_no_letters() {
        assert_eq!(found("a ab _a a.", "a", WORD), [0, 8]);
        assert_eq!(found("über be", "be", WORD), [6]);
    }

    #[test]
    fn matches_do_not_overlap() {
        assert_eq!(found("aaaa", "aa", LOOSE), [0, 2]);
        assert_eq!(found("aaaa", "", LOOSE), [0_usize; 0]);
    }
}
