//! How large the mail is once the values are in, and what makes it large.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::logto::{Outcome, render};
use crate::domain::markup::html::{Document, Kind, NodeId};
use crate::domain::markup::style::{Origin, Styled};
use crate::domain::stress::{Stress, StressSet, stress_payload};

/// Where Gmail hides the rest of a mail. It was never settled: 102 KB by most accounts, 105 KB by a
/// measurement of January 2022 (spamresource.com), less with some special characters
/// (hteumeuleu/email-bugs, 41).
const CLIPPED: usize = 102 * 1024;
/// From here on a mail is near it.
const NEAR: usize = 90 * 1024;
/// What Gmail takes of style sheets, in total over all `<style>` elements
/// (hteumeuleu/email-bugs, 90; hteumeuleu/caniemail, 144).
const STYLES: usize = 16_384;

pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    clip(page, input, found);
    if page.is_html {
        styles(page, found);
        unread_styles(page, found);
        data_addresses(page, found);
    }
}

fn clip(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let content = &input.details.content;
    if !page.is_html {
        return;
    }
    let bytes = longest(page, input, content);
    let kilobytes = bytes.div_ceil(1024);
    let finding = if bytes > CLIPPED {
        Finding::new(
            Severity::Warning,
            "content-clipped",
            format!(
                "With the longest values the content has {kilobytes} KB; Gmail hides what comes after about 102 KB"
            ),
        )
    } else if bytes > NEAR {
        Finding::new(
            Severity::Info,
            "content-near-clip",
            format!(
                "With the longest values the content has {kilobytes} KB, near the 102 KB after which Gmail hides the rest"
            ),
        )
    } else {
        return;
    };
    let at = boundary(content, CLIPPED.min(content.len()));
    let finding = finding
        .hint("The limit was never settled: some measured 105 KB, some less. Shorten styles and comments, and keep pictures out of the text")
        .at(Span::new(at, at));
    found.content(finding);
}

/// The bytes of the content once the longest plausible values are in.
fn longest(page: &Page, input: &CheckInput<'_>, content: &str) -> usize {
    let is_replaced = |outcome: Outcome| outcome != Outcome::NotAPlaceholder;
    let count = page
        .placeholders
        .iter()
        .filter(|placeholder| is_replaced(placeholder.outcome))
        .count();
    // The longest value that Logto stores has 2048 characters, none with more than four bytes.
    if content.len() + count * 2048 * 4 < NEAR {
        return content.len();
    }
    let payload = stress_payload(StressSet::NONE.with(Stress::Longest), input.payload);
    render(content, &payload).map_or(content.len(), |text| text.len())
}

fn boundary(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn styles(page: &Page, found: &mut Found) {
    let document = &page.document;
    let mut sum = 0;
    for id in document.elements_of(Kind::Style) {
        let inner = document.inner(id).unwrap_or(Span::new(0, 0));
        sum += inner.end - inner.start;
        if sum > STYLES {
            found.content(
                Finding::new(
                    Severity::Warning,
                    "style-too-large",
                    format!("The style sheets have {sum} bytes up to here; Gmail takes 16,384 and drops the block that goes beyond"),
                )
                .hint("Put what every client needs first, and shorten the rest")
                .at(page.place(id)),
            );
            return;
        }
    }
}

/// What the bounds of the work leave out is told, so that nobody takes it for right.
fn unread_styles(page: &Page, found: &mut Found) {
    let is_complete = page.light.is_complete() && page.dark().is_none_or(Styled::is_complete);
    let style = page.document.elements_of(Kind::Style).next();
    if let Some(style) = style.filter(|_| !is_complete) {
        found.content(
            Finding::new(
                Severity::Warning,
                "styles-not-all-read",
                "There are so many rules for so many elements that not all of them were looked at: colours, sizes and hidden texts were checked without the rest",
            )
            .hint("Use fewer and simpler selectors, or less content; no client is quick with so many")
            .at(page.place(style)),
        );
    }
}

fn data_addresses(page: &Page, found: &mut Found) {
    let document = &page.document;
    for id in document.elements() {
        for name in ["src", "background", "srcset"] {
            let Some(attribute) = document.attribute(id, name) else {
                continue;
            };
            let written = attribute
                .value
                .map_or("", |value| document.slice(value.span));
            if starts_with_data(written) {
                let end = attribute.span.end.min(attribute.span.start + 40);
                let end = boundary(document.source(), end);
                found.content(data_address(
                    Span::new(attribute.span.start, end),
                    written.len(),
                ));
            }
        }
        if let Some(span) = data_background(page, document, id) {
            found.content(data_address(span, span.end - span.start));
        }
    }
}

fn data_background(page: &Page, document: &Document, id: NodeId) -> Option<Span> {
    let style = page.light.computed(id)?;
    if !style.has_background_image {
        return None;
    }
    let winner = page.light.winner(id, "background-image")?;
    let is_own = matches!(winner.origin, Origin::Inline);
    let is_data = winner
        .declaration
        .value
        .iter()
        .any(|value| value.url().is_some_and(starts_with_data));
    let span = winner.declaration.name_span;
    (is_own && is_data && span.end <= document.source().len()).then_some(span)
}

fn starts_with_data(address: &str) -> bool {
    let start = address.trim_start().get(..5);
    start.is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

fn data_address(span: Span, bytes: usize) -> Finding {
    Finding::new(
        Severity::Warning,
        "image-in-text",
        format!("The picture stands in the text itself ({bytes} bytes); Gmail and Outlook for Windows do not show it"),
    )
    .hint("Put the picture on a server and link to it")
    .at(span)
}
