//! Apple Mail, which shows nearly everything.

use super::common;
use super::filter::{self, Family};
use super::rule::Rule;
use super::work::{Edits, Work};
use crate::domain::finding::Span;
use crate::domain::markup::html::{Document, Kind, NodeId};

pub(super) const RULES: &[&Rule] = &[&DETECTED];

static DETECTED: Rule = Rule::new(
    "apple-data-detectors",
    "Apple Mail may make a link of this number, blue and underlined, unless it is in a link",
    "https://www.litmus.com/blog/update-banning-blue-links-on-ios-devices",
    "2019",
);

/// As many digits make a number that may be called.
const CALLED_DIGITS: usize = 7;

/// Shows a mail as Apple Mail does.
pub(super) fn show(work: &mut Work) {
    let family = Family::of('P');
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        filter::filter(document, edits, &family);
        super::images::missing_formats(document, edits, 'P');
        detect(document, edits);
    });
}

/// Tells of numbers that look like those of phones; how they are shown is up to the device.
fn detect(document: &Document, edits: &mut Edits) {
    let Some(body) = document.body() else {
        return;
    };
    let mut walk = document.descendants(body);
    while let Some(id) = walk.next() {
        if is_apart(document, id) {
            walk.skip_children(id);
            continue;
        }
        let Some(text) = document.text(id) else {
            continue;
        };
        for (start, end) in numbers(&text.text) {
            let span: Span = text.source_span(start, end);
            edits.tell(span, &DETECTED, document.slice(span));
        }
    }
}

fn is_apart(document: &Document, id: NodeId) -> bool {
    matches!(document.kind(id), Some(Kind::A | Kind::Style | Kind::Title))
}

/// Runs of digits with the signs that phone numbers have between them.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    let (mut end, mut digits) = (0, 0);
    let ends = std::iter::once((text.len(), '\n'));
    for (at, char) in text.char_indices().chain(ends) {
        if char.is_ascii_digit() {
            start = start.or(Some(at));
            (end, digits) = (at + 1, digits + 1);
            continue;
        }
        if start.is_some() && matches!(char, ' ' | '-' | '(' | ')' | '.' | '/') {
            continue;
        }
        if let Some(from) = start.take()
            && (CALLED_DIGITS..=15).contains(&digits)
        {
            found.push((from, end));
        }
        digits = 0;
    }
    found
}
