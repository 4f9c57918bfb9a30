//! Tables that only lay out, and headings.

use super::super::found::Found;
use super::super::page::Page;
use super::insert;
use crate::domain::finding::{Finding, Fix, Severity};
use crate::domain::markup::html::{Kind, NodeId};

pub(super) fn check(page: &Page, found: &mut Found) {
    tables(page, found);
    headings(page, found);
}

fn tables(page: &Page, found: &mut Found) {
    let document = &page.document;
    for id in document.elements_of(Kind::Table) {
        if document.start_tag(id).is_none() || !page.is_drawn(id) {
            continue;
        }
        let role = document.attribute(id, "role");
        let value = role.map(|role| document.value(role).text.trim().to_ascii_lowercase());
        let says_layout = matches!(value.as_deref(), Some("presentation" | "none"));
        let is_data = is_data(page, id);
        match role {
            None if !is_data => found.content(Finding {
                fix: insert(page, id, "role=\"presentation\""),
                ..Finding::new(
                    Severity::Warning,
                    "table-role-missing",
                    "A table that only lays out is read aloud as one, with its rows and columns counted",
                )
                .hint("Add role=\"presentation\"")
                .at(page.place(id))
            }),
            Some(role) if says_layout && is_data => found.content(
                Finding::new(
                    Severity::Warning,
                    "table-role-wrong",
                    "The table has headers or a caption, but role=\"presentation\" hides them from screen readers",
                )
                .at(role.span)
                .fix(Fix {
                    title: "Remove the role".to_owned(),
                    span: role.span,
                    replacement: String::new(),
                }),
            ),
            _ => {}
        }
    }
}

/// Whether a table says by itself that it holds data: header cells, a caption, a summary.
fn is_data(page: &Page, table: NodeId) -> bool {
    let document = &page.document;
    if document
        .attr(table, "summary")
        .is_some_and(|text| !text.trim().is_empty())
    {
        return true;
    }
    let mut walk = document.descendants(table);
    while let Some(id) = walk.next() {
        match document.kind(id) {
            // What a table within it says is about that one.
            Some(Kind::Table) if id != table => walk.skip_children(id),
            Some(Kind::Th | Kind::Caption) if !is_empty(page, id) => return true,
            Some(Kind::Td) if document.has_attribute(id, "headers") => return true,
            _ => {}
        }
    }
    false
}

fn is_empty(page: &Page, id: NodeId) -> bool {
    let outline = &page.outline;
    outline.has_table(id) || outline.has_picture(id) || outline.letters(id) == 0
}

const fn level(kind: Option<Kind>) -> Option<u8> {
    match kind {
        Some(Kind::H1) => Some(1),
        Some(Kind::H2) => Some(2),
        Some(Kind::H3) => Some(3),
        Some(Kind::H4) => Some(4),
        Some(Kind::H5) => Some(5),
        Some(Kind::H6) => Some(6),
        _ => None,
    }
}

fn headings(page: &Page, found: &mut Found) {
    let document = &page.document;
    let mut before: Option<u8> = None;
    for id in document.elements() {
        let Some(level) = level(document.kind(id)) else {
            continue;
        };
        if !page.is_drawn(id) {
            continue;
        }
        if !page.outline.has_picture(id) && page.outline.letters(id) == 0 {
            found.content(
                Finding::new(
                    Severity::Warning,
                    "heading-empty",
                    "The heading has no text, and screen readers stop at it",
                )
                .hint("Use padding for space")
                .at(page.place(id)),
            );
            continue;
        }
        if let Some(before) = before
            && level > before + 1
        {
            found.content(
                Finding::new(
                    Severity::Info,
                    "heading-skips",
                    format!("After <h{before}> comes <h{level}>: who moves by headings thinks that one is missing"),
                )
                .hint(format!("Use <h{}> and set its size with CSS", before + 1))
                .at(page.place(id)),
            );
        }
        before = Some(level);
    }
}
