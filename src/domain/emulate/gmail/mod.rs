//! Gmail: in a browser, in its app, and in its app with an account of another provider.

mod clip;
mod rules;

use crate::domain::emulate::common;
use crate::domain::emulate::filter::{self, Family, SheetUse, Site, Verdict, has_negative};
use crate::domain::emulate::rule::Rule;
use crate::domain::emulate::sheets;
use crate::domain::emulate::work::{Edits, Work};
use crate::domain::finding::Span;
use crate::domain::markup::css::{self, Declaration, SimpleKind, ValueKind};
use crate::domain::markup::html::Document;
use clip::clip;
pub(super) use rules::{APP_RULES, OTHER_RULES, WEB_RULES};
use rules::{
    BODY, DATA_URI, HEIGHT_QUERY, IMPORTANT, NEGATIVE, NESTED_AT, OTHER_BACKGROUND, OTHER_DISPLAY,
    OTHER_FUNCTION, OTHER_STYLE, PREFIXED, SPACED_COLOUR, STYLE_BYTES, STYLE_IN_BODY,
};

/// All style sheets of a mail together have no more bytes than this.
const MOST_STYLE_BYTES: usize = 16_384;

/// Before the names of classes and ids.
const PREFIX: &str = "m_";

/// Gmail in a browser.
pub(super) fn web(work: &mut Work) {
    google(work, 'G');
}

/// The app with a Google account.
pub(super) fn app(work: &mut Work) {
    google(work, 'A');
}

fn google(work: &mut Work, letter: char) {
    let family = Family {
        declaration,
        sheet: |sheet| has_nested_at_rule(&sheet.rules).then_some(&NESTED_AT),
        at_rule: height_query,
        ..Family::of(letter)
    };
    clip(work);
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        drop_sheets(document, edits);
        filter::filter(document, edits, &family);
        crate::domain::emulate::images::missing_formats(document, edits, letter);
        body(document, edits);
        prefix(document, edits);
    });
}

/// The app with an account of another provider.
pub(super) fn app_other(work: &mut Work) {
    let family = Family {
        sheets: SheetUse::Drop(&OTHER_STYLE),
        declaration: other_declaration,
        attribute: |_, name, _| (name == "background").then_some(&OTHER_BACKGROUND),
        ..Family::of('A')
    };
    clip(work);
    work.edit(|document, edits| {
        common::remove_scripts(document, edits);
        filter::filter(document, edits, &family);
        crate::domain::emulate::images::missing_formats(document, edits, 'A');
        body(document, edits);
    });
}

/// Drops `<style>` in the body, and those past the length.
fn drop_sheets(document: &Document, edits: &mut Edits) {
    let body = document.body();
    let mut total = 0;
    for (id, _, span) in sheets::all(document) {
        let in_body =
            body.is_some_and(|body| document.ancestors(id).any(|ancestor| ancestor == body));
        if in_body {
            sheets::drop_whole(document, id, edits, &STYLE_IN_BODY, "<style>");
            continue;
        }
        total += span.end - span.start;
        if total > MOST_STYLE_BYTES {
            let what = format!("<style> of {} bytes", span.end - span.start);
            sheets::drop_whole(document, id, edits, &STYLE_BYTES, &what);
        }
    }
}

fn has_nested_at_rule(rules: &[css::Rule]) -> bool {
    rules.iter().any(|rule| match rule {
        css::Rule::At(at) => at
            .block
            .iter()
            .flat_map(|block| &block.rules)
            .any(|inner| matches!(inner, css::Rule::At(_))),
        css::Rule::Style(_) => false,
    })
}

fn height_query(at: &css::AtRule) -> Option<&'static Rule> {
    if at.name != "media" {
        return None;
    }
    let queries = css::MediaQueryList::parse(&at.prelude);
    let conditions = queries
        .queries
        .iter()
        .filter_map(|query| query.condition.as_ref());
    conditions
        .flat_map(|condition| condition.tests())
        .any(|feature| matches!(feature.name.as_str(), "height" | "device-height"))
        .then_some(&HEIGHT_QUERY)
}

fn declaration(declaration: &Declaration, site: Site<'_>) -> Option<Verdict> {
    if has_spaced_colour(declaration) {
        return Some(Verdict::Poison(&SPACED_COLOUR));
    }
    let important = declaration
        .important
        .map(|span| site.source.get(span.range()));
    if important
        .flatten()
        .is_some_and(|mark| mark.bytes().any(|byte| byte.is_ascii_uppercase()))
    {
        return Some(Verdict::Drop(&IMPORTANT));
    }
    if declaration.name.starts_with("margin") && has_negative(&declaration.value) {
        return Some(Verdict::Drop(&NEGATIVE));
    }
    let has_data = css::value::walk(&declaration.value)
        .filter_map(|value| value.url())
        .any(is_data);
    if has_data {
        return Some(Verdict::Drop(&DATA_URI));
    }
    None
}

/// Whether an address is the data themselves.
fn is_data(address: &str) -> bool {
    let start = address.trim_ascii_start().get(..5);
    start.is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

fn other_declaration(one: &Declaration, site: Site<'_>) -> Option<Verdict> {
    if let Some(verdict) = declaration(one, site) {
        return Some(verdict);
    }
    let has_url = css::value::walk(&one.value).any(|value| value.url().is_some());
    if one.name.starts_with("background") && has_url
        || matches!(
            one.name.as_str(),
            "background-size" | "background-origin" | "background-clip"
        )
    {
        return Some(Verdict::Drop(&OTHER_BACKGROUND));
    }
    let has_function = css::value::walk(&one.value).any(|value| {
        value
            .function()
            .is_some_and(|(name, _)| name == "calc" || name.ends_with("-gradient"))
    });
    if has_function {
        return Some(Verdict::Drop(&OTHER_FUNCTION));
    }
    const UNKNOWN: [&str; 9] = [
        "flex",
        "inline-flex",
        "grid",
        "inline-grid",
        "flow-root",
        "contents",
        "initial",
        "revert",
        "unset",
    ];
    let is_unknown = one
        .value
        .iter()
        .any(|value| UNKNOWN.iter().any(|word| value.is_ident(word)));
    (one.name == "display" && is_unknown).then_some(Verdict::Drop(&OTHER_DISPLAY))
}

fn has_spaced_colour(declaration: &Declaration) -> bool {
    css::value::walk(&declaration.value).any(|value| {
        value.function().is_some_and(|(name, arguments)| {
            let has_comma = arguments.iter().any(|one| one.kind == ValueKind::Comma);
            let is_known = arguments.iter().all(|one| {
                !matches!(
                    one.kind,
                    ValueKind::Placeholder(_) | ValueKind::Function { .. }
                )
            });
            matches!(name, "rgb" | "rgba" | "hsl" | "hsla") && !has_comma && is_known
        })
    })
}

/// `<body>` becomes a `<div>`.
fn body(document: &Document, edits: &mut Edits) {
    let Some(element) = document.body().and_then(|body| document.element(body)) else {
        return;
    };
    let Some(tag) = element.start_tag else {
        return;
    };
    let name_end = tag.start + "<body".len();
    edits.change(
        Span::new(tag.start, name_end),
        "<u></u><div",
        &BODY,
        "<body>",
    );
    if let Some(end) = element.end_tag {
        edits.replace(end, "</div>");
    }
}

/// Classes and ids get a prefix.
fn prefix(document: &Document, edits: &mut Edits) {
    let mut first = None;
    for id in document.elements() {
        let is_written = document
            .element(id)
            .is_some_and(|element| element.start_tag.is_some() && element.reopened_from.is_none());
        if !is_written {
            continue;
        }
        for name in ["class", "id"] {
            let Some(attribute) = document.attribute(id, name) else {
                continue;
            };
            let Some(value) = attribute.value else {
                continue;
            };
            let written = document.slice(value.span);
            if written.contains("{{") {
                continue;
            }
            for (at, _) in words(written) {
                edits.insert(value.span.start + at, PREFIX);
            }
            first = first.or(Some(attribute.span));
        }
    }
    for (_, sheet, _) in sheets::all(document) {
        for (_, style) in sheet.style_rules() {
            for selector in &style.selectors.selectors {
                prefix_selector(selector, edits);
            }
        }
    }
    if let Some(first) = first {
        edits.tell(first, &PREFIXED, "class and id, here and everywhere");
    }
}

fn prefix_selector(selector: &css::Selector, edits: &mut Edits) {
    let simples = selector
        .compounds
        .iter()
        .flat_map(|compound| &compound.simples);
    for simple in simples {
        if matches!(simple.kind, SimpleKind::Class(_) | SimpleKind::Id(_)) {
            edits.insert(simple.span.start + 1, PREFIX);
        }
    }
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_ascii_whitespace()
        .map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}
