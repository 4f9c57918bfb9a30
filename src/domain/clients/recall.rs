//! How exact the detection is, measured on small documents that say what is in them.
//!
//! The documents are written anew from caniemail's list of features: for each one a document that
//! uses it, and a twin that only looks so (the word in a text, a comment, another property).

use std::collections::BTreeMap;

use super::detect::{Detector, detect, detector, implied};
use crate::domain::markup::html::Document;

/// A document of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample<'a> {
    /// The feature that it is about.
    pub slug: &'a str,
    /// Whether the feature is in it, or only seems so.
    pub is_positive: bool,
    /// HTML.
    pub text: &'a str,
}

/// Reads samples: `== slug` starts the one that has the feature and `-- slug` its twin; each goes
/// up to the next such line.
pub fn samples(text: &str) -> Vec<Sample<'_>> {
    let mut found: Vec<Sample<'_>> = Vec::new();
    let mut at = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let head = line.trim_end();
        let slug = |sign: &str| {
            head.strip_prefix(sign)
                .filter(|slug| detector(slug).is_some())
        };
        let next = match (slug("== "), slug("-- ")) {
            (Some(slug), _) => Some((slug, true)),
            (_, Some(slug)) => Some((slug, false)),
            _ => None,
        };
        if let Some((slug, is_positive)) = next {
            if let Some(last) = found.last_mut() {
                last.text = text.get(start..at).unwrap_or_default();
            }
            start = at + line.len();
            found.push(Sample {
                slug,
                is_positive,
                text: "",
            });
        }
        at += line.len();
    }
    if let Some(last) = found.last_mut() {
        last.text = text.get(start..).unwrap_or_default();
    }
    found
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recall {
    /// By group.
    pub groups: BTreeMap<Detector, Group>,
}

/// What was measured for the features of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Documents that have their feature.
    pub positive: usize,
    /// Features that were not found in their document.
    pub missed: Vec<String>,
    /// Twins.
    pub negative: usize,
    /// Features that were found in a twin that does not have them.
    pub false_alarms: Vec<String>,
    /// A feature, and another one of the group that was found in its document.
    pub confused: Vec<(String, String)>,
}

impl Recall {
    /// Measures.
    pub fn of(samples: &[Sample<'_>]) -> Self {
        let mut recall = Self::default();
        for sample in samples {
            let Some(group) = detector(sample.slug) else {
                continue;
            };
            let used = detect(&Document::parse(sample.text));
            let is_found = used.iter().any(|used| used.slug == sample.slug);
            let entry = recall.groups.entry(group).or_default();
            if sample.is_positive {
                entry.positive += 1;
                if !is_found {
                    entry.missed.push(sample.slug.to_owned());
                }
            } else {
                entry.negative += 1;
                if is_found {
                    entry.false_alarms.push(sample.slug.to_owned());
                }
            }
            if !sample.is_positive {
                continue;
            }
            let others = used.iter().map(|used| used.slug).filter(|other| {
                *other != sample.slug
                    && detector(other) == Some(group)
                    && !implied(sample.slug).contains(other)
                    && !is_frame(other)
            });
            let confused = others.map(|other| (sample.slug.to_owned(), other.to_owned()));
            entry.confused.extend(confused);
        }
        recall
    }

    /// Whether every feature was found in its document and in no other.
    pub fn is_exact(&self) -> bool {
        self.groups.values().all(|group| {
            group.missed.is_empty() && group.false_alarms.is_empty() && group.confused.is_empty()
        })
    }
}

/// What nearly every document of the measurement needs so that it can have anything else.
fn is_frame(slug: &str) -> bool {
    matches!(
        slug,
        "html-style" | "html-p" | "html-div" | "css-selector-type"
    )
}
