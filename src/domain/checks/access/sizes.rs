//! Text that is hard to read and targets that are hard to hit.

use super::super::found::Found;
use super::super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::markup::html::{Kind, NodeId};
use crate::domain::markup::style::{Computed, Display, Length, Origin};

/// Advice for the text of a mail, in CSS pixels.
const GOOD_TEXT: f64 = 14.0;
/// Below this nobody reads with ease.
const TINY_TEXT: f64 = 11.0;
/// The least width and height of a target (WCAG 2.2, 2.5.8).
const TARGET: f64 = 24.0;
/// The height of a line where the style says nothing, as a factor of the font's size.
const USUAL_LINE: f64 = 1.2;

pub(super) fn check(page: &Page, found: &mut Found) {
    texts(page, found);
    targets(page, found);
}

fn texts(page: &Page, found: &mut Found) {
    let document = &page.document;
    let mut told: Vec<Span> = Vec::new();
    let mut by_client: Vec<f64> = Vec::new();
    for id in page.texts().filter(|id| page.is_read(*id)) {
        let size = page
            .light
            .around(document, id)
            .and_then(|style| style.font_size);
        let Some(size) = size.filter(|size| *size < GOOD_TEXT - 0.01) else {
            continue;
        };
        if page.outline.is_raised(id) || !page.outline.has_words(id) {
            continue;
        }
        let written = written_at(page, id);
        // What a client makes smaller by itself, such as <small>, is told once for each size.
        let is_told = match written {
            Some(place) => told.contains(&place),
            None => by_client.contains(&(size * 10.0).round()),
        };
        if is_told || told.len() > 200 {
            continue;
        }
        let place = written.unwrap_or_else(|| document.span(id));
        match written {
            Some(place) => told.push(place),
            None => by_client.push((size * 10.0).round()),
        }
        let severity = if size < TINY_TEXT {
            Severity::Warning
        } else {
            Severity::Info
        };
        found.content(
            Finding::new(
                severity,
                "text-small",
                format!("Text of {} px is hard to read on a phone", pixels(size)),
            )
            .hint("14 px or more is easy to read for most people")
            .at(place),
        );
    }
}

/// The declaration that sets the size of a text.
fn written_at(page: &Page, id: NodeId) -> Option<Span> {
    let sized_by = page.painted.sized_by(id)?;
    let winner = page.light.winner(sized_by, "font-size")?;
    (winner.origin != Origin::Default).then_some(winner.declaration.span)
}

fn targets(page: &Page, found: &mut Found) {
    let document = &page.document;
    for id in document.elements_of(Kind::A) {
        if !document.has_attribute(id, "href") || !page.is_drawn(id) {
            continue;
        }
        let Some(style) = page.light.computed(id) else {
            continue;
        };
        // A link in a line of text may be as high as the line (2.5.8, “Inline”).
        let is_box = matches!(
            style.display,
            Display::Block | Display::InlineBlock | Display::TableCell | Display::Flex
        );
        let height = match only_picture(page, id) {
            Some(picture) => page.light.computed(picture).and_then(picture_height),
            None if is_box => box_height(style),
            None => None,
        };
        if let Some(height) = height.filter(|height| *height < TARGET - 0.5) {
            found.content(
                Finding::new(
                    Severity::Info,
                    "target-small",
                    format!(
                        "The link is {} px high and hard to hit with a finger",
                        pixels(height)
                    ),
                )
                .hint("24 px is the least; 44 px is comfortable. Give it padding")
                .at(page.place(id)),
            );
        }
    }
}

/// The picture that is all the link has.
fn only_picture(page: &Page, id: NodeId) -> Option<NodeId> {
    let picture = page.outline.first_picture(id);
    picture.filter(|_| page.outline.is_white(id))
}

/// The height of a picture, if it is known.
const fn picture_height(style: &Computed) -> Option<f64> {
    match style.height {
        Length::Px(height) if height > 1.0 => Some(height),
        _ => None,
    }
}

/// The height of a box with one line, if it is known.
fn box_height(style: &Computed) -> Option<f64> {
    let pixels = |length: Length| match length {
        Length::Px(pixels) => Some(pixels),
        _ => None,
    };
    let [top, _, bottom, _] = style.padding;
    let line = style
        .line_height
        .or_else(|| Some(style.font_size? * USUAL_LINE))?;
    let inner = pixels(style.height).map_or(line, |height| height.max(line));
    Some(inner + pixels(top)? + pixels(bottom)?)
}

/// A size without needless digits.
fn pixels(size: f64) -> String {
    let rounded = (size * 10.0).round() / 10.0;
    format!("{rounded}")
}
