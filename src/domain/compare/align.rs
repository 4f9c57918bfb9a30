//! Which item of one outline is which of the other.
//!
//! Every order-keeping choice of counterparts is weighed by how alike they are: a translation shares
//! kinds, placeholders, links, elements and classes, and about the length; words do not matter. Long
//! outlines are first held together by items that are alone in what they mean, such as the button
//! with `{{link}}`, and only what stands between two of them is weighed.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::ops::Range;

use super::outline::Block;
use super::{Item, ItemKind};

/// Two outlines with no more pairs of items than this are weighed as a whole.
const MOST_PAIRS: usize = 250 * 250;

/// Most items per side of a stretch of longer outlines that are weighed at once; longer stretches
/// are cut, which bounds the time.
const MOST_AT_ONCE: usize = 48;

/// What counts when two items are held against each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    kind: ItemKind,
    /// Kind, placeholders, links and picture as one number.
    meaning: u64,
    /// The links as one number, if there are any.
    links: Option<u64>,
    look: u64,
    text: u64,
    chars: usize,
}

/// The indices of an item and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub left: Option<usize>,
    pub right: Option<usize>,
}

impl Key {
    pub fn of(block: &Block) -> Self {
        let item = &block.item;
        Self {
            kind: without_level(item.kind),
            meaning: meaning(item),
            links: (!item.links.is_empty()).then(|| hash(&item.links)),
            look: block.look,
            text: hash(&item.text),
            chars: item.text.chars().count(),
        }
    }

    /// How alike two items are; none if they can be no counterparts.
    fn likeness(&self, other: &Self) -> Option<u32> {
        let is_same_kind = self.kind == other.kind;
        let is_image = |key: &Self| key.kind == ItemKind::Image;
        let is_same_link = self.links.is_some()
            && self.links == other.links
            && !is_image(self)
            && !is_image(other);
        let base = match (is_same_kind, is_same_link) {
            (true, _) => 10,
            (false, true) => 6,
            (false, false) => return None,
        };
        let same_meaning = if self.meaning == other.meaning { 6 } else { 0 };
        let same_text = if self.text == other.text { 4 } else { 0 };
        let same_look = if self.look == other.look { 3 } else { 0 };
        Some(base + same_meaning + same_text + same_look + self.same_length(other))
    }

    /// 2 for about the same length, 0 for less than half of it.
    fn same_length(&self, other: &Self) -> u32 {
        let (short, long) = (self.chars.min(other.chars), self.chars.max(other.chars));
        u32::from(short * 2 >= long) + u32::from(short * 4 >= long * 3)
    }
}

fn meaning(item: &Item) -> u64 {
    let mut placeholders: Vec<&str> = item.placeholders.iter().map(String::as_str).collect();
    placeholders.sort_unstable();
    hash(&(
        without_level(item.kind),
        placeholders,
        &item.links,
        &item.source,
    ))
}

/// All headings are one kind here.
const fn without_level(kind: ItemKind) -> ItemKind {
    match kind {
        ItemKind::Heading(_) => ItemKind::Heading(1),
        other => other,
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Aligns two outlines: every index of both occurs once and in order.
pub(super) fn align(left: &[Key], right: &[Key]) -> Vec<Pair> {
    let is_same = left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.meaning == right.meaning);
    if is_same {
        return (0..left.len()).map(|index| pair(index, index)).collect();
    }
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    if left.len().saturating_mul(right.len()) <= MOST_PAIRS {
        Stretch { left, right }.align(0, 0, &mut pairs);
        return pairs;
    }
    let (mut left_at, mut right_at) = (0, 0);
    for (left_anchor, right_anchor) in anchors(left, right) {
        align_stretch(
            left,
            left_at..left_anchor,
            right,
            right_at..right_anchor,
            &mut pairs,
        );
        pairs.push(pair(left_anchor, right_anchor));
        (left_at, right_at) = (left_anchor + 1, right_anchor + 1);
    }
    let (left_rest, right_rest) = (left_at..left.len(), right_at..right.len());
    align_stretch(left, left_rest, right, right_rest, &mut pairs);
    pairs
}

const fn pair(left: usize, right: usize) -> Pair {
    Pair {
        left: Some(left),
        right: Some(right),
    }
}

/// Pairs of items that mean what nothing else on their side means, as many as go in order.
fn anchors(left: &[Key], right: &[Key]) -> Vec<(usize, usize)> {
    let left_places = places(left);
    let right_places = places(right);
    let alone = |places: &HashMap<u64, Option<usize>>, key: &Key| {
        places.get(&key.meaning).copied().flatten()
    };
    let candidates: Vec<(usize, usize)> = left
        .iter()
        .filter_map(|key| Some((alone(&left_places, key)?, alone(&right_places, key)?)))
        .collect();
    longest_increasing(&candidates)
}

/// Where each meaning stands, or none if it stands more than once.
fn places(keys: &[Key]) -> HashMap<u64, Option<usize>> {
    let mut places = HashMap::with_capacity(keys.len());
    for (index, key) in keys.iter().enumerate() {
        places
            .entry(key.meaning)
            .and_modify(|place| *place = None)
            .or_insert(Some(index));
    }
    places
}

/// The longest part of `pairs` in which the second numbers grow as well; patience sorting.
fn longest_increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the index of the pair that ends such a part with the smallest number.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |index: usize| pairs.get(index).map(|pair| pair.1);
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < Some(pair.1));
        let before = length.checked_sub(1);
        previous.push(before.and_then(|before| ends.get(before).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut next = ends.last().copied();
    let mut found = Vec::with_capacity(ends.len());
    while let Some(index) = next {
        found.extend(pairs.get(index));
        next = previous.get(index).copied().flatten();
    }
    found.reverse();
    found
}

/// Aligns what stands between two anchors, cut into pieces if it is long.
fn align_stretch(
    left: &[Key],
    left_range: Range<usize>,
    right: &[Key],
    right_range: Range<usize>,
    pairs: &mut Vec<Pair>,
) {
    let longest = left_range.len().max(right_range.len());
    let pieces = longest.div_ceil(MOST_AT_ONCE);
    for piece in 0..pieces {
        let cut = |range: &Range<usize>| {
            let at = |piece| range.start + range.len() * piece / pieces;
            at(piece)..at(piece + 1)
        };
        let (left_piece, right_piece) = (cut(&left_range), cut(&right_range));
        Stretch {
            left: left.get(left_piece.clone()).unwrap_or_default(),
            right: right.get(right_piece.clone()).unwrap_or_default(),
        }
        .align(left_piece.start, right_piece.start, pairs);
    }
}

/// A piece small enough to hold every item against every other.
struct Stretch<'k> {
    left: &'k [Key],
    right: &'k [Key],
}

impl Stretch<'_> {
    fn align(&self, left_start: usize, right_start: usize, pairs: &mut Vec<Pair>) {
        let best = self.best();
        let at = |i: usize, j: usize| best.get(self.cell(i, j)).copied().unwrap_or_default();
        let (mut i, mut j) = (0, 0);
        while i < self.left.len() || j < self.right.len() {
            let (left, right) = (Some(left_start + i), Some(right_start + j));
            let both = self
                .likeness(i, j)
                .map(|likeness| likeness + at(i + 1, j + 1));
            if both == Some(at(i, j)) {
                pairs.push(Pair { left, right });
                (i, j) = (i + 1, j + 1);
            } else if i < self.left.len() && (j >= self.right.len() || at(i + 1, j) == at(i, j)) {
                pairs.push(Pair { left, right: None });
                i += 1;
            } else {
                pairs.push(Pair { left: None, right });
                j += 1;
            }
        }
    }

    /// For each pair of places the most likeness that what follows them can have in all.
    fn best(&self) -> Vec<u32> {
        let mut best = vec![0; (self.left.len() + 1) * (self.right.len() + 1)];
        for i in (0..self.left.len()).rev() {
            for j in (0..self.right.len()).rev() {
                let at = |i, j| best.get(self.cell(i, j)).copied().unwrap_or_default();
                let alone = at(i + 1, j).max(at(i, j + 1));
                let both = self
                    .likeness(i, j)
                    .map(|likeness| likeness + at(i + 1, j + 1));
                let value = both.map_or(alone, |both| both.max(alone));
                if let Some(cell) = best.get_mut(self.cell(i, j)) {
                    *cell = value;
                }
            }
        }
        best
    }

    const fn cell(&self, i: usize, j: usize) -> usize {
        i * (self.right.len() + 1) + j
    }

    fn likeness(&self, i: usize, j: usize) -> Option<u32> {
        self.left.get(i)?.likeness(self.right.get(j)?)
    }
}
