//! Images that are not shown: switched off, or of a format that the client does not know.

use super::facts::{self, About};
use super::rule::Rule;
use super::sheets;
use super::work::Edits;
use crate::domain::markup::css::{self, Declaration};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// The rules of images that are switched off.
pub(super) const RULES: &[&Rule] = &[&OFF, &BACKGROUND_OFF];

static OFF: Rule = Rule::new(
    "images-off",
    "With images off the alternative text stands in a box of the image’s size",
    "https://www.caniemail.com/features/html-image-alt/ and email-bugs",
    "2026-05-13",
);
static BACKGROUND_OFF: Rule = Rule::new(
    "images-off-background",
    "With images off backgrounds lose their images",
    "https://www.caniemail.com/features/css-background-image/",
    "2023-07-24",
);

/// Puts boxes in the place of all images, and takes backgrounds away.
pub(super) fn off(document: &Document, edits: &mut Edits) {
    for id in document.elements() {
        let Some(element) = document.element(id) else {
            continue;
        };
        if element.start_tag.is_none() || element.reopened_from.is_some() {
            continue;
        }
        match element.kind {
            Kind::Img => {
                replace_image(document, id, edits, &OFF);
                continue;
            }
            Kind::Source => {
                if let Some(tag) = element.start_tag {
                    edits.replace(tag, "");
                }
                continue;
            }
            Kind::Style => sheet(document, id, edits),
            _ => {}
        }
        attributes(document, id, edits);
    }
}

fn attributes(document: &Document, id: NodeId, edits: &mut Edits) {
    for attribute in document.attributes(id) {
        let name = document.slice(attribute.name);
        if name.eq_ignore_ascii_case("background") || name.eq_ignore_ascii_case("poster") {
            let what = document.slice(attribute.span);
            edits.change(attribute.span, "", &BACKGROUND_OFF, what);
        } else if name.eq_ignore_ascii_case("style") && !attribute.is_duplicate {
            let value = document.value(attribute);
            for declaration in css::inline(&value).declarations {
                strip(document, &declaration, edits);
            }
        }
    }
}

fn sheet(document: &Document, id: NodeId, edits: &mut Edits) {
    if let Some((sheet, _)) = sheets::sheet_of(document, id) {
        for declaration in sheet.declarations() {
            strip(document, declaration, edits);
        }
    }
}

/// Takes the images of a declaration away; gradients are none.
fn strip(document: &Document, declaration: &Declaration, edits: &mut Edits) {
    let name = declaration.name.as_str();
    let is_drawn = name.starts_with("background") || name == "list-style" || name == "content";
    if !is_drawn && !name.ends_with("-image") {
        return;
    }
    for value in css::value::walk(&declaration.value) {
        if value.url().is_some() {
            edits.change(
                value.span,
                "none",
                &BACKGROUND_OFF,
                document.slice(declaration.span),
            );
        }
    }
}

/// Puts boxes in the place of images of formats that the client with a letter does not know.
pub(super) fn missing_formats(document: &Document, edits: &mut Edits, letter: char) {
    for id in document.elements_of(Kind::Img) {
        let Some(address) = document.attr(id, "src") else {
            continue;
        };
        if let Some(rule) = format_rule(&address, letter) {
            replace_image(document, id, edits, rule);
        }
    }
}

fn format_rule(address: &str, letter: char) -> Option<&'static Rule> {
    let address = address.trim_ascii();
    if address
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("data:"))
    {
        return facts::missing(letter, About::Image, "data:");
    }
    let path = address.split(['?', '#']).next()?;
    let (_, ending) = path.rsplit_once('.')?;
    if ending.len() > 5 {
        return None;
    }
    facts::missing(letter, About::Image, &ending.to_ascii_lowercase())
}

fn replace_image(document: &Document, id: NodeId, edits: &mut Edits, rule: &'static Rule) {
    let is_written = document
        .element(id)
        .is_some_and(|element| element.reopened_from.is_none());
    let Some(tag) = document.start_tag(id).filter(|_| is_written) else {
        return;
    };
    let what = document.slice(tag);
    edits.change(tag, placeholder(document, id), rule, what);
}

/// The box that stands for an image; nothing for one without a text and a size.
fn placeholder(document: &Document, id: NodeId) -> String {
    let alt = document.attr(id, "alt").unwrap_or_default();
    let style = document.attribute(id, "style");
    let style = style.map(|attribute| document.value(attribute));
    let declarations = style.as_ref().map(css::inline).unwrap_or_default();
    let side = |name: &str| {
        let attribute = document.attr(id, name).and_then(|text| pixels_of(&text));
        let mut all = declarations.declarations.iter().rev();
        let own = all
            .find(|one| one.name == name)
            .and_then(|one| pixels_of(&one.value_text()));
        own.or(attribute)
    };
    let (width, height) = (side("width"), side("height"));
    let is_tiny = |side: Option<f64>| side.is_some_and(|side| side <= 2.0);
    if is_tiny(width) || is_tiny(height) || (alt.is_empty() && width.is_none() && height.is_none())
    {
        return String::new();
    }
    let mut css = String::new();
    for (name, side) in [("width", width), ("height", height)] {
        if let Some(side) = side {
            css.push_str(&format_side(name, side));
        }
    }
    // What the author says of the text counts for the alternative text too.
    let own = style.map(|style| escaped(&style.text)).unwrap_or_default();
    let own = own.trim().trim_end_matches(';');
    let separator = if own.is_empty() { "" } else { ";" };
    format!(
        "<span data-letterhead=\"image\" style=\"{own}{separator}{css}display:inline-block;\
         box-sizing:border-box;max-width:100%;overflow:hidden;vertical-align:middle;\
         border:1px solid #9aa0a6\">{}</span>",
        escaped(&alt)
    )
}

fn format_side(name: &str, pixels: f64) -> String {
    format!("{name}:{pixels}px;")
}

/// A length in pixels as attributes and styles have it; `None` for others.
fn pixels_of(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = text.strip_suffix("px").unwrap_or(text);
    let number: f64 = number.trim().parse().ok()?;
    (number.is_finite() && (0.0..=10_000.0).contains(&number)).then_some(number)
}

/// A text that may stand in HTML and in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => output.push_str("&amp;"),
            '<' => output.push_str("&lt;"),
            '>' => output.push_str("&gt;"),
            '"' => output.push_str("&quot;"),
            _ => output.push(char),
        }
    }
    output
}
