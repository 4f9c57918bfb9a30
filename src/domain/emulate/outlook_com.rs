//! Outlook.com, and the new Outlook that shows the same.

use super::common;
use super::filter::{self, Family, Site, Verdict, has_negative};
use super::rule::Rule;
use super::work::Work;
use crate::domain::markup::css::Declaration;

pub(super) const RULES: &[&Rule] = &[&POSITION, &NEGATIVE, &DARK_MARKS];

static POSITION: Rule = Rule::new(
    "outlook-com-position",
    "Of position only sticky counts",
    "https://www.caniemail.com/features/css-position/",
    "2021-05-16",
);
static NEGATIVE: Rule = Rule::new(
    "outlook-com-negative-margin",
    "Negative margins are dropped",
    "https://www.caniemail.com/features/css-margin/",
    "2019-10-01",
);
/// What dark mode leaves behind; used by the dark models.
pub(super) static DARK_MARKS: Rule = Rule::new(
    "outlook-com-dark-marks",
    "Outlook.com rewrites the colour and keeps the original in data-ogsc or data-ogsb, which \
     selectors of the mail can ask for",
    "https://www.caniemail.com/features/css-at-media-prefers-color-scheme/",
    "2023-03-08",
);

/// Shows a mail as Outlook.com does.
pub(super) fn show(work: &mut Work) {
    let family = Family {
        declaration,
        ..Family::of('O')
    };
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        filter::filter(document, edits, &family);
        super::images::missing_formats(document, edits, 'O');
    });
}

fn declaration(one: &Declaration, _: Site<'_>) -> Option<Verdict> {
    if one.has_placeholder() {
        return None;
    }
    let is_sticky = one.value.iter().any(|value| value.is_ident("sticky"));
    let rule = match one.name.as_str() {
        "position" if !is_sticky => &POSITION,
        name if name.starts_with("margin") && has_negative(&one.value) => &NEGATIVE,
        _ => return None,
    };
    Some(Verdict::Drop(rule))
}
