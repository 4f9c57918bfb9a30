//! Yahoo Mail.

use super::common;
use super::filter::{self, Family, Site, Verdict, has_negative};
use super::rule::Rule;
use super::work::Work;
use crate::domain::markup::css::{AtRule, Declaration, MediaQueryList, ValueKind};

pub(super) const RULES: &[&Rule] = &[&POSITION, &NEGATIVE, &HEIGHT, &LAYERS, &ELLIPTIC, &QUERIES];

static POSITION: Rule = Rule::new(
    "yahoo-position",
    "Of position only relative counts",
    "https://www.caniemail.com/features/css-position/",
    "2021-05-16",
);
static NEGATIVE: Rule = Rule::new(
    "yahoo-negative-margin",
    "Negative margins are dropped",
    "https://www.caniemail.com/features/css-margin/",
    "2019-10-01",
);
static HEIGHT: Rule = Rule::new(
    "yahoo-height",
    "height becomes min-height",
    "https://www.caniemail.com/features/css-height/",
    "2019-09-27",
);
static LAYERS: Rule = Rule::new(
    "yahoo-background-layers",
    "A background of several images is dropped",
    "https://www.caniemail.com/features/css-background-image/",
    "2023-07-24",
);
static ELLIPTIC: Rule = Rule::new(
    "yahoo-elliptic-radius",
    "border-radius with a slash is dropped",
    "https://www.caniemail.com/features/css-border-radius/",
    "2021-03-09",
);
static QUERIES: Rule = Rule::new(
    "yahoo-media-queries",
    "Media queries count only if they are about screen, width or height",
    "https://www.caniemail.com/features/css-at-media/",
    "2023-12-13",
);

/// Shows a mail as Yahoo does.
pub(super) fn show(work: &mut Work) {
    let family = Family {
        declaration,
        at_rule,
        ..Family::of('Y')
    };
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        filter::filter(document, edits, &family);
        super::images::missing_formats(document, edits, 'Y');
    });
    work.note(
        "Until 2025 Yahoo’s Android app dropped the first <head> with its <style> (Can I email, \
         2023-01; the test of 2025-06 found it kept)",
    );
}

fn declaration(one: &Declaration, _: Site<'_>) -> Option<Verdict> {
    if one.has_placeholder() {
        return None;
    }
    let has_comma = one.value.iter().any(|value| value.kind == ValueKind::Comma);
    let has_slash = one
        .value
        .iter()
        .any(|value| value.kind == ValueKind::Delim('/'));
    let is_relative = one.value.iter().any(|value| value.is_ident("relative"));
    let rule = match one.name.as_str() {
        "position" if !is_relative => &POSITION,
        "height" => {
            return Some(Verdict::Rewrite(
                &HEIGHT,
                format!("min-height:{}", one.value_text()),
            ));
        }
        "background" | "background-image" if has_comma => &LAYERS,
        "border-radius" if has_slash => &ELLIPTIC,
        name if name.starts_with("margin") && has_negative(&one.value) => &NEGATIVE,
        _ => return None,
    };
    Some(Verdict::Drop(rule))
}

fn at_rule(at: &AtRule) -> Option<&'static Rule> {
    if at.name != "media" {
        return None;
    }
    let queries = MediaQueryList::parse(&at.prelude);
    let features = queries
        .queries
        .iter()
        .filter_map(|query| query.condition.as_ref())
        .flat_map(|condition| condition.tests());
    let mut unknown = features.into_iter().filter(|feature| {
        !matches!(
            feature.name.as_str(),
            "width" | "height" | "prefers-color-scheme"
        )
    });
    unknown.next().map(|_| &QUERIES)
}
