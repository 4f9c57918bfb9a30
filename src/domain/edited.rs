//! Where places of a text are after it was changed.

use std::ops::Range;

use super::finding::Span;

/// What differs between two texts: the bytes of `old`, and of `new`, after the common start and
/// before the common end.
pub fn difference(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let prefix = old
        .bytes()
        .zip(new.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let start = old
        .floor_char_boundary(prefix)
        .min(new.floor_char_boundary(prefix));
    let limit = old.len().min(new.len()) - start;
    let suffix = old
        .bytes()
        .rev()
        .zip(new.bytes().rev())
        .take(limit)
        .take_while(|(a, b)| a == b)
        .count();
    let mut old_end = old.len() - suffix;
    let mut new_end = new.len() - suffix;
    while !(old.is_char_boundary(old_end) && new.is_char_boundary(new_end)) {
        old_end += 1;
        new_end += 1;
    }
    (start..old_end, start..new_end)
}

/// A text that was changed at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    removed: Range<usize>,
    added: Range<usize>,
}

impl Edited {
    /// What made `new` of `old`; nothing if they are the same.
    pub fn between(old: &str, new: &str) -> Option<Self> {
        // Comparing is quicker than looking for the place.
        if old == new {
            return None;
        }
        let (removed, added) = difference(old, new);
        Some(Self { removed, added })
    }

    /// Where a span of the old text is in the new one. What was changed inside it belongs to it;
    /// of what was cut through, the changed part does too.
    pub const fn span(&self, span: Span) -> Span {
        if span.end <= self.removed.start {
            return span;
        }
        if span.start >= self.removed.end {
            return Span::new(self.moved(span.start), self.moved(span.end));
        }
        let start = if span.start < self.removed.start {
            span.start
        } else {
            self.added.start
        };
        let end = if span.end > self.removed.end {
            self.moved(span.end)
        } else {
            self.added.end
        };
        Span::new(start, end)
    }

    /// Whether a span of the old text reads the same in the new one.
    pub const fn leaves(&self, span: Span) -> bool {
        span.end <= self.removed.start || span.start >= self.removed.end
    }

    const fn moved(&self, behind: usize) -> usize {
        behind - self.removed.end + self.added.end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_difference_turns_one_text_into_the_other(
            old in "[ab日ä\n]{0,12}",
            new in "[ab日ä\n]{0,12}",
        ) {
            let (removed, added) = difference(&old, &new);
            let mut text = old;
            text.replace_range(removed, &new[added]);
            prop_assert_eq!(text, new);
        }

        #[test]
        fn what_is_left_reads_the_same_where_it_is_now(
            old in "[ab日ä]{0,12}",
            new in "[ab日ä]{0,12}",
        ) {
            let Some(edited) = Edited::between(&old, &new) else {
                return Ok(());
            };
            let places: Vec<usize> = (0..=old.len()).filter(|at| old.is_char_boundary(*at)).collect();
            for start in &places {
                for end in places.iter().filter(|end| *end >= start) {
                    let span = Span::new(*start, *end);
                    let now = edited.span(span);
                    let text = new.get(now.range());
                    prop_assert!(text.is_some(), "{:?} of {}", now, new);
                    if edited.leaves(span) {
                        prop_assert_eq!(text, old.get(span.range()));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_typed_before_a_place_moves_it_and_what_is_typed_behind_does_not() {
        let edited = |new| Edited::between("one two three", new).unwrap();
        let two = Span::new(4, 7);
        assert_eq!(edited("one xtwo three").span(two), Span::new(5, 8));
        assert_eq!(edited("one two xthree").span(two), two);
        assert_eq!(edited("one txwo three").span(two), Span::new(4, 8));
        assert_eq!(edited("ontwo three").span(two), Span::new(2, 5));
    }
}
