//! How often texts such as placeholders occur on each side.

use std::collections::HashMap;

use crate::domain::compare::Side;
use crate::domain::finding::Span;

/// Texts of both sides, counted.
pub(super) struct Tally<'a> {
    entries: Vec<Entry<'a>>,
    places: HashMap<&'a str, usize>,
}

/// One text.
pub(super) struct Entry<'a> {
    pub text: &'a str,
    /// How often it stands on the left and on the right.
    pub counts: [usize; 2],
    /// Where it stands first.
    pub first: [Option<Span>; 2],
}

impl<'a> Tally<'a> {
    pub fn new(sides: [Vec<(&'a str, Span)>; 2]) -> Self {
        let mut tally = Self {
            entries: Vec::new(),
            places: HashMap::new(),
        };
        let [left, right] = sides;
        for (side, texts) in [(Side::Left, left), (Side::Right, right)] {
            for (text, span) in texts {
                tally.count(text, side, span);
            }
        }
        tally
    }

    /// The texts in the order in which they first stand, those of the left first.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// Whether `side` has a text more often than the other one.
    pub fn is_missing(&self, side: Side, text: &str) -> bool {
        let entry = self.places.get(text).and_then(|at| self.entries.get(*at));
        entry.is_some_and(|entry| {
            let [left, right] = entry.counts;
            match side {
                Side::Left => left > right,
                Side::Right => right > left,
            }
        })
    }

    fn count(&mut self, text: &'a str, side: Side, span: Span) {
        let next = self.entries.len();
        let at = *self.places.entry(text).or_insert(next);
        if at == next {
            self.entries.push(Entry {
                text,
                counts: [0; 2],
                first: [None; 2],
            });
        }
        let Some(entry) = self.entries.get_mut(at) else {
            return;
        };
        let ([left_count, right_count], [left_first, right_first]) =
            (&mut entry.counts, &mut entry.first);
        let (count, first) = match side {
            Side::Left => (left_count, left_first),
            Side::Right => (right_count, right_first),
        };
        *count += 1;
        first.get_or_insert(span);
    }
}

impl Entry<'_> {
    /// The only side on which it stands, and where.
    pub const fn only(&self) -> Option<(Side, Span)> {
        match self.first {
            [Some(span), None] => Some((Side::Left, span)),
            [None, Some(span)] => Some((Side::Right, span)),
            _ => None,
        }
    }
}

/// The texts of `own` that `other` does not have as often, in order.
pub(super) fn missing_from<'t>(own: &'t [String], other: &[String]) -> Vec<&'t str> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for text in other {
        *left.entry(text).or_default() += 1;
    }
    let mut missing = Vec::new();
    for text in own {
        match left.get_mut(text.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => missing.push(text.as_str()),
        }
    }
    missing
}
