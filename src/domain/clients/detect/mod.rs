//! Which features a document uses, and where.
//!
//! HTML and CSS are read as browsers read them, so that case, blanks, comments, escapes and quotes
//! do not matter, and a word in a text is no property. What only Outlook for Windows reads is told
//! apart from what only others read ([`Readers`]).
//!
//! What is not counted, so that no false alarm is raised:
//! - a value or property whose earlier stand-in is in the same block (`background: #fff;
//!   background: linear-gradient(…)`), a `<picture>`, `<video>`, `<audio>` or `<object>` with
//!   something else within, and all in `@supports`: the hit has `has_fallback`;
//! - a use that the notes on partial support are not about (`margin: 0`, where negative values fail):
//!   the hit has them as `spared`;
//! - names with a vendor's prefix, which nobody has tested.

mod attributes;
mod blocks;
mod catalogue;
mod conditional;
mod elements;
mod images;
mod notes;
mod properties;
mod selectors;
mod sheet;
mod values;

use std::collections::HashMap;

use crate::domain::finding::Span;
use crate::domain::markup::html::Document;

pub use catalogue::{Detector, detector, implied, undetectable};
pub use conditional::Readers;
pub use notes::Notes;

/// A use of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Where: a property, a value, a selector, the name of an element, an attribute.
    pub span: Span,
    /// Who reads it.
    pub readers: Readers,
    /// What it stands in.
    pub within: Within,
    /// Whether something stands in for it where it is dropped.
    pub has_fallback: bool,
    /// The notes on partial support that do not concern it.
    pub spared: Notes,
}

/// The uses of a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The feature, as [`super::data::Feature::slug`].
    pub slug: &'static str,
    /// Where, by place; never empty.
    pub hits: Vec<Hit>,
}

/// What a use stands in. A client that drops that drops the use too, and is told of once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Within(u8);

impl Within {
    const PARTS: [(u8, &'static str); 4] = [
        (1, "html-style"),
        (2, "css-at-media"),
        (4, "css-at-supports"),
        (8, "css-at-keyframes"),
    ];
    pub(super) const STYLE: Self = Self(1);
    pub(super) const MEDIA: Self = Self(2);
    pub(super) const SUPPORTS: Self = Self(4);
    pub(super) const KEYFRAMES: Self = Self(8);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The features that it stands in.
    pub fn slugs(self) -> impl Iterator<Item = &'static str> {
        Self::PARTS
            .into_iter()
            .filter(move |(bit, _)| self.0 & bit != 0)
            .map(|(_, slug)| slug)
    }
}

/// What holds for all uses in a part of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) readers: Readers,
    pub(super) within: Within,
    pub(super) has_fallback: bool,
}

impl Around {
    pub(super) const fn inside(self, within: Within) -> Self {
        Self {
            within: self.within.and(within),
            ..self
        }
    }

    pub(super) const fn guarded(self, is_guarded: bool) -> Self {
        Self {
            has_fallback: self.has_fallback || is_guarded,
            ..self
        }
    }
}

/// Collects uses.
#[derive(Debug, Default)]
pub(super) struct Hits {
    by_slug: HashMap<&'static str, Vec<Hit>>,
}

impl Hits {
    pub(super) fn add(&mut self, slug: &'static str, span: Span, around: Around) {
        self.add_form(slug, span, around, Notes::default());
    }

    pub(super) fn add_form(
        &mut self,
        slug: &'static str,
        span: Span,
        around: Around,
        spared: Notes,
    ) {
        self.by_slug.entry(slug).or_default().push(Hit {
            span,
            readers: around.readers,
            within: around.within,
            has_fallback: around.has_fallback,
            spared,
        });
    }
}

/// The features that a document uses, by slug.
pub fn detect(document: &Document) -> Vec<Used> {
    let mut hits = Hits::default();
    elements::document(document, &mut hits);
    let mut used: Vec<Used> = hits
        .by_slug
        .into_iter()
        .map(|(slug, mut hits)| {
            hits.sort_by_key(|hit| hit.span);
            hits.dedup();
            Used { slug, hits }
        })
        .collect();
    used.sort_by_key(|used| used.slug);
    used
}

#[cfg(test)]
mod tests;
