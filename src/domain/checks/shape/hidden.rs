//! Text that is not shown, and mails that are nothing but pictures.

use super::super::found::Found;
use super::super::page::{Page, is_filler};
use crate::domain::finding::{Finding, Severity};
use crate::domain::markup::html::{Kind, NodeId};
use crate::domain::markup::style::{Background, contrast};

/// What clients show of a preview text at most, in characters (Outlook for Windows 35, Gmail on
/// Android 90, Mail on iPhone 90; Emailens, April 2026).
const LONGEST_PREVIEW: usize = 150;
/// A preview text with less is filled up with what follows it.
const SHORTEST_PREVIEW: usize = 30;
/// Less text than this beside a picture is none.
const LITTLE_TEXT: usize = 20;
/// Where hidden text is no preview text any more.
const MUCH_HIDDEN: usize = 400;

pub(super) fn check(page: &Page, found: &mut Found) {
    pictures_only(page, found);
    let hidden: Vec<NodeId> = page
        .texts()
        .filter(|id| is_hidden_text(page, *id))
        .collect();
    preview(page, &hidden, found);
    much_hidden(page, &hidden, found);
    invisible(page, found);
}

/// Whether a text of the body is there and not seen.
fn is_hidden_text(page: &Page, id: NodeId) -> bool {
    !page.outline.is_unseen(id) && !page.is_read(id)
}

fn pictures_only(page: &Page, found: &mut Found) {
    let document = &page.document;
    let Some(picture) = document
        .elements_of(Kind::Img)
        .find(|id| page.is_drawn(*id))
    else {
        return;
    };
    let shown: usize = page
        .texts()
        .filter(|id| page.is_read(*id))
        .map(|id| page.outline.letters(id))
        .sum();
    if shown < LITTLE_TEXT {
        found.content(
            Finding::new(
                Severity::Warning,
                "image-only",
                format!("Beside its pictures the mail has {shown} characters of text"),
            )
            .hint("Where pictures are blocked nothing is left, and filters distrust such mails: write the message as text")
            .at(page.place(picture)),
        );
    }
}

/// The text that is hidden before all others is meant for the list of mails.
fn preview(page: &Page, hidden: &[NodeId], found: &mut Found) {
    let document = &page.document;
    let Some(first) = page.texts().next().filter(|id| hidden.contains(id)) else {
        return;
    };
    let text = document.text(first);
    let length = text.map_or(0, |text| {
        text.text
            .trim()
            .chars()
            .filter(|char| !is_zero_width(*char))
            .count()
    });
    let span = document.span(first);
    if length > LONGEST_PREVIEW {
        found.content(
            Finding::new(
                Severity::Info,
                "preview-long",
                format!("The preview text has {length} characters; clients show 35 to 140"),
            )
            .hint("Say what matters first")
            .at(span),
        );
    } else if length < SHORTEST_PREVIEW && !is_filled(page, first) {
        found.content(
            Finding::new(
                Severity::Info,
                "preview-short",
                format!("The preview text has {length} characters, so clients show after it whatever comes next"),
            )
            .hint("Write a longer one, or put &#8199;&#847; after it a hundred times to fill the line")
            .at(span),
        );
    }
}

const fn is_zero_width(char: char) -> bool {
    is_filler(char) && !char.is_whitespace()
}

/// Whether something invisible after the preview text keeps what follows away.
fn is_filled(page: &Page, first: NodeId) -> bool {
    let document = &page.document;
    let after = document.walk().skip_while(|id| *id != first).take(40);
    let count: usize = after
        .take_while(|id| *id == first || !is_written(page, *id))
        .filter_map(|id| document.text(id))
        .map(|text| {
            text.text
                .chars()
                .filter(|char| is_zero_width(*char))
                .count()
        })
        .sum();
    count >= 10
}

/// Whether a node is a text with something to read.
fn is_written(page: &Page, id: NodeId) -> bool {
    let text = page.document.text(id);
    text.is_some_and(|text| !text.text.chars().all(is_filler))
}

fn much_hidden(page: &Page, hidden: &[NodeId], found: &mut Found) {
    let sum: usize = hidden.iter().map(|id| page.outline.letters(*id)).sum();
    if let Some(first) = hidden.first().filter(|_| sum > MUCH_HIDDEN) {
        found.content(
            Finding::new(
                Severity::Warning,
                "text-hidden-much",
                format!("{sum} characters of text are hidden, which filters take for an attempt to deceive them"),
            )
            .hint("Hide a short preview text and nothing else")
            .at(page.document.span(*first)),
        );
    }
}

/// Text in the colour of what is behind it, which is not hidden otherwise.
fn invisible(page: &Page, found: &mut Found) {
    let document = &page.document;
    let mut last = None;
    for id in page.texts().filter(|id| page.is_read(*id)) {
        let behind = page.painted.behind(id);
        let text = page.painted.text_colour(document, &page.light, id);
        let (Some(Background::Colour(behind)), Some(text)) = (behind, text) else {
            continue;
        };
        // Most texts have the colours of the one before.
        if last.replace((text, behind)) == Some((text, behind)) {
            continue;
        }
        if contrast(text.over(behind), behind) < 1.05 {
            found.content(
                Finding::new(
                    Severity::Warning,
                    "text-invisible",
                    "The text has the colour of what is behind it, so nobody sees it",
                )
                .hint("Filters take it for an attempt to deceive them. Hide a preview text with display:none")
                .at(document.span(id)),
            );
            return;
        }
    }
}
