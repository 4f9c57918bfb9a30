//! Samsung Email.

use super::common;
use super::filter::{self, Family};
use super::rule::Rule;
use super::work::Work;

pub(super) const RULES: &[&Rule] = &[];

/// Shows a mail as Samsung Email does.
pub(super) fn show(work: &mut Work) {
    let family = Family::of('S');
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        filter::filter(document, edits, &family);
        super::images::missing_formats(document, edits, 'S');
    });
    work.note("With accounts of Microsoft, Samsung Email drops media queries, gradients and fonts");
}
