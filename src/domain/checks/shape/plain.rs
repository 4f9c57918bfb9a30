//! Mails of plain text.

use super::super::found::Found;
use super::super::input::CheckInput;
use super::super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::markup::html::{TokenKind, tokens};

/// Tags that are hardly ever meant as text.
const TAGS: [&str; 16] = [
    "p", "br", "a", "b", "strong", "div", "span", "table", "tr", "td", "html", "body", "h1", "h2",
    "img", "ul",
];

pub(super) fn check(_: &Page, input: &CheckInput<'_>, found: &mut Found) {
    let content = input.details.content.as_str();
    if let Some(span) = first_tag(content) {
        found.content(
            Finding::new(
                Severity::Warning,
                "plain-with-tags",
                "The content is plain text, so readers see its tags",
            )
            .hint("Take the tags out, or set the content type to text/html")
            .at(span),
        );
    }
    let reference = [
        "&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&copy;",
    ];
    let place = reference.iter().find_map(|word| {
        let at = content.find(word)?;
        Some(Span::new(at, at + word.len()))
    });
    if let Some(span) = place {
        found.content(
            Finding::new(
                Severity::Warning,
                "plain-with-references",
                format!(
                    "The content is plain text, so readers see {} as it stands",
                    content.get(span.range()).unwrap_or_default()
                ),
            )
            .hint("Write the character itself")
            .at(span),
        );
    }
}

fn first_tag(content: &str) -> Option<Span> {
    if !content.contains('<') {
        return None;
    }
    let tag = tokens(content).find(|token| match &token.kind {
        TokenKind::StartTag(tag) | TokenKind::EndTag(tag) => {
            let name = content.get(tag.name.range()).unwrap_or_default();
            TAGS.iter().any(|known| known.eq_ignore_ascii_case(name))
        }
        TokenKind::Doctype(_) => true,
        _ => false,
    })?;
    Some(tag.span)
}
