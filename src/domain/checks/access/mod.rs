//! Whether everybody can read the mail (WCAG 2.2; the yearly study of emailmarkup.org, 2025).

mod contrast;
mod language;
mod names;
mod sizes;
mod structure;

use super::found::Found;
use super::input::CheckInput;
use super::page::Page;
use crate::domain::finding::{Fix, Span};
use crate::domain::markup::html::{Attribute, NodeId};

/// Adds what is wrong.
pub(super) fn check(page: &Page, input: &CheckInput<'_>, found: &mut Found) {
    if !page.is_html {
        return;
    }
    language::check(page, input, found);
    names::check(page, found);
    structure::check(page, found);
    sizes::check(page, found);
    contrast::check(page, input, found);
}

/// Puts an attribute into the tag of an element.
fn insert(page: &Page, id: NodeId, attribute: &str) -> Option<Fix> {
    let at = page.after_name(id)?;
    Some(Fix {
        title: format!("Add {attribute}"),
        span: Span::new(at, at),
        replacement: format!(" {attribute}"),
    })
}

/// Writes another value into an attribute.
fn replace(attribute: &Attribute, name: &str, value: &str) -> Fix {
    Fix {
        title: format!("Write {name}=\"{value}\""),
        span: attribute.span,
        replacement: format!("{name}=\"{value}\""),
    }
}
