//! Outlook for Windows, which draws mails with Word.

mod conditions;
mod vml;

use super::common;
use super::filter::{self, Family, Site, Verdict, has_negative};
use super::rule::Rule;
use super::work::{Edits, Work};
use crate::domain::markup::css::{self, Declaration, Value};
use crate::domain::markup::html::{Document, Kind};
use crate::domain::markup::style::parse_colour;

pub(super) const RULES: &[&Rule] = &[
    &conditions::SHOWN,
    &conditions::HIDDEN,
    &vml::SHAPE,
    &vml::OFFICE,
    &PADDING,
    &MAX_WIDTH,
    &SIZE,
    &MARGIN_AUTO,
    &NEGATIVE,
    &DISPLAY,
    &HIDDEN_IMAGE,
    &MSO_HIDE,
    &MSO_PADDING,
    &BACKGROUND,
    &BACKGROUND_ATTRIBUTE,
    &IMPORTANT_INLINE,
];

static PADDING: Rule = Rule::new(
    "word-padding",
    "Padding counts on table cells only",
    "https://www.caniemail.com/features/css-padding/",
    "2019-07-25",
);
static MAX_WIDTH: Rule = Rule::new(
    "word-max-width",
    "max-width counts on tables only",
    "https://www.caniemail.com/features/css-max-width/",
    "2019-08-02",
);
static SIZE: Rule = Rule::new(
    "word-size",
    "width and height do not count on <body>, <div>, <p> and <span>, nor width on <img>, whose \
     attributes count instead",
    "https://www.caniemail.com/features/css-width/ and css-height",
    "2019-09-27",
);
static MARGIN_AUTO: Rule = Rule::new(
    "word-margin-auto",
    "margin: auto centres nothing; align=\"center\" does",
    "https://www.caniemail.com/features/css-margin/",
    "2019-10-01",
);
static NEGATIVE: Rule = Rule::new(
    "word-negative-margin",
    "Negative margins are dropped",
    "https://www.caniemail.com/features/css-margin/",
    "2019-10-01",
);
static DISPLAY: Rule = Rule::new(
    "word-display",
    "Of display only none counts",
    "https://www.caniemail.com/features/css-display/",
    "2021-12-01",
);
static HIDDEN_IMAGE: Rule = Rule::new(
    "word-hidden-image",
    "display: none does not hide an image",
    "https://www.caniemail.com/features/css-display-none/",
    "2019-02-28",
);
static MSO_HIDE: Rule = Rule::new(
    "word-mso-hide",
    "mso-hide: all hides it here, and nowhere else",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/",
    "2020",
);
static MSO_PADDING: Rule = Rule::new(
    "word-mso-padding",
    "mso-padding-alt is the padding of a cell here, and nowhere else",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/",
    "2020",
);
static BACKGROUND: Rule = Rule::new(
    "word-background",
    "Of background only the colour counts",
    "https://www.caniemail.com/features/css-background/",
    "2023-07-24",
);
static BACKGROUND_ATTRIBUTE: Rule = Rule::new(
    "word-background-attribute",
    "The attribute background counts on <body> only",
    "https://www.caniemail.com/features/html-background/",
    "2019-02-28",
);
static IMPORTANT_INLINE: Rule = Rule::new(
    "word-important-inline",
    "!important in a style attribute drops the declaration",
    "https://github.com/hteumeuleu/email-bugs/issues/31",
    "2021-11-30",
);

/// What holds for elements of any name cannot be decided in a style sheet: these rules undo what
/// the sheets of the mail say.
const GUARD: &str = "<style data-letterhead=\"word\">\
:not(td):not(th):not(ul):not(ol):not(dd):not([data-letterhead]):not(#_):not(#_){padding:0!important}\
:not(table):not([data-letterhead]):not(#_):not(#_){max-width:none!important}\
body:not(#_):not(#_),div:not([data-letterhead]):not(#_):not(#_),p:not(#_):not(#_),\
span:not([data-letterhead]):not(#_):not(#_){width:auto!important;height:auto!important}</style>";

/// Shows a mail as Word draws it.
pub(super) fn show(work: &mut Work) {
    work.edit(conditions::resolve);
    let family = Family {
        declaration,
        attribute: |kind, name, _| {
            (name == "background" && kind != Kind::Body).then_some(&BACKGROUND_ATTRIBUTE)
        },
        ..Family::of('W')
    };
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        vml::draw(document, edits);
        filter::filter(document, edits, &family);
        super::images::missing_formats(document, edits, 'W');
        guard(document, edits);
    });
    work.note(
        "Word’s own spacing of lines and paragraphs, its scaling on dense screens and mso- \
         properties other than mso-hide and mso-padding-alt are not modelled",
    );
}

/// Puts the guard where it counts for all that follows.
fn guard(document: &Document, edits: &mut Edits) {
    if document.elements_of(Kind::Style).next().is_none() {
        return;
    }
    let body = document.body().and_then(|body| document.start_tag(body));
    let at = body.map_or_else(|| document.source().len(), |tag| tag.end);
    edits.insert(at, GUARD);
}

fn declaration(one: &Declaration, site: Site<'_>) -> Option<Verdict> {
    if one.has_placeholder() {
        return Some(Verdict::Keep);
    }
    let is_any_of = |kinds: &[Kind]| site.on.is_some_and(|on| kinds.contains(&on));
    // Of a rule that may be about any element nothing is taken; the guard sees to it.
    let is_known = site.on.is_some();
    let name = one.name.as_str();
    let has_word = |word: &str| one.value.iter().any(|value| value.is_ident(word));
    let rule = match name {
        "mso-hide" if has_word("all") => {
            return Some(Verdict::Rewrite(&MSO_HIDE, "display:none".to_owned()));
        }
        "mso-padding-alt" if is_any_of(&[Kind::Td, Kind::Th]) => {
            let padding = format!("padding:{}", one.value_text());
            return Some(Verdict::Rewrite(&MSO_PADDING, padding));
        }
        "display" if !has_word("none") => &DISPLAY,
        "display" if is_any_of(&[Kind::Img]) => &HIDDEN_IMAGE,
        "background" => return background(one),
        "max-width" if is_known && !is_any_of(&[Kind::Table]) => &MAX_WIDTH,
        "width" if is_any_of(&[Kind::Body, Kind::Span, Kind::Div, Kind::P, Kind::Img]) => &SIZE,
        "height" if is_any_of(&[Kind::Body, Kind::Span, Kind::Div, Kind::P]) => &SIZE,
        _ if is_padding(name) && is_known && !is_any_of(PADDED) => &PADDING,
        _ if is_margin(name) && has_word("auto") => &MARGIN_AUTO,
        _ if is_margin(name) && has_negative(&one.value) => &NEGATIVE,
        _ if one.important.is_some() && site.is_inline => &IMPORTANT_INLINE,
        _ => return None,
    };
    Some(Verdict::Drop(rule))
}

/// Elements that have padding, lists among them, whose indent is one.
const PADDED: &[Kind] = &[Kind::Td, Kind::Th, Kind::Ul, Kind::Ol, Kind::Dd];

fn is_padding(name: &str) -> bool {
    matches!(
        name,
        "padding" | "padding-top" | "padding-right" | "padding-bottom" | "padding-left"
    )
}

fn is_margin(name: &str) -> bool {
    matches!(
        name,
        "margin" | "margin-top" | "margin-right" | "margin-bottom" | "margin-left"
    )
}

/// Of `background` the colour stays.
fn background(one: &Declaration) -> Option<Verdict> {
    let is_picture = |value: &Value| {
        value.url().is_some()
            || value
                .function()
                .is_some_and(|(name, _)| name.ends_with("gradient"))
    };
    if !css::value::walk(&one.value).any(is_picture) {
        return None;
    }
    let colour = one.value.iter().find(|value| parse_colour(value).is_some());
    Some(match colour {
        Some(colour) => {
            let text = css::value::text(std::slice::from_ref(colour));
            Verdict::Rewrite(&BACKGROUND, format!("background-color:{text}"))
        }
        None => Verdict::Drop(&BACKGROUND),
    })
}
