//! What every client takes out of a mail.

use super::filter::drop_element;
use super::rule::Rule;
use super::work::Edits;
use crate::domain::markup::html::{Document, Kind};

/// The rules of all clients.
pub(super) const RULES: &[&Rule] = &[&SCRIPT];

static SCRIPT: Rule = Rule::new(
    "no-scripts",
    "Mail clients remove scripts and frames; none runs them",
    "https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa338201(v=office.12)",
    "2006",
);

/// Takes scripts and frames out, and attributes that start scripts.
pub(super) fn remove_scripts(document: &Document, edits: &mut Edits) {
    for id in document.elements() {
        let Some(element) = document.element(id) else {
            continue;
        };
        if matches!(
            element.kind,
            Kind::Script | Kind::Iframe | Kind::Applet | Kind::Embed
        ) {
            drop_element(document, id, edits, &SCRIPT);
            continue;
        }
        if element.start_tag.is_none() || element.reopened_from.is_some() {
            continue;
        }
        for attribute in document.attributes(id) {
            let name = document.slice(attribute.name);
            let starts_script = name
                .get(..2)
                .is_some_and(|on| on.eq_ignore_ascii_case("on"))
                && name.len() > 3;
            if starts_script {
                edits.change(attribute.span, "", &SCRIPT, document.slice(attribute.span));
            }
        }
    }
}
