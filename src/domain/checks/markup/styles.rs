//! Properties that are likely misspelt, and colours that are none.

use super::super::found::Found;
use super::properties::{USUAL, is_known};
use crate::domain::finding::{Finding, Fix, Severity};
use crate::domain::markup::css::{Declaration, ValueKind, inline, stylesheet};
use crate::domain::markup::html::{Document, Kind};
use crate::domain::spelling::distance;

/// Adds what is wrong in style attributes and style sheets.
pub(super) fn check(document: &Document, found: &mut Found) {
    for id in document.elements() {
        if let Some(attribute) = document.attribute(id, "style") {
            let inline = inline(&document.value(attribute));
            tell(
                &inline.declarations.iter().collect::<Vec<_>>(),
                document,
                found,
            );
        }
        if document.is(id, Kind::Style)
            && let Some(text) = document.first_child(id)
        {
            let span = document.span(text);
            let sheet = stylesheet(document.slice(span), span.start);
            tell(&sheet.declarations(), document, found);
        }
    }
}

fn tell(declarations: &[&Declaration], document: &Document, found: &mut Found) {
    for declaration in declarations {
        if let Some(finding) = misspelt(declaration, document) {
            found.content(finding);
        }
        if let Some(finding) = no_colour(declaration) {
            found.content(finding);
        }
    }
}

/// The finding of a name that is nearly a usual one. Names with a mark of a vendor or of a hack,
/// and whatever is not close to any, are left alone: one may well know them.
fn misspelt(declaration: &Declaration, document: &Document) -> Option<Finding> {
    let name = declaration.name.as_str();
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !is_plain || name.starts_with('-') || name.starts_with("mso-") || is_known(name) {
        return None;
    }
    // A text with escapes in it is not what the name says.
    if !document
        .slice(declaration.name_span)
        .eq_ignore_ascii_case(name)
    {
        return None;
    }
    let allowed = if name.len() < 5 { 1 } else { 2 };
    let meant = USUAL
        .iter()
        .filter(|usual| usual.len().abs_diff(name.len()) <= allowed)
        .map(|usual| (distance(usual, name), *usual))
        .filter(|(distance, _)| *distance <= allowed)
        .min()?
        .1;
    let message = format!("No mail client knows the property {name}, so it has no effect");
    Some(
        Finding::new(Severity::Info, "markup-misspelt-property", message)
            .hint(format!("{meant} is probably meant"))
            .at(declaration.name_span)
            .fix(Fix {
                title: format!("Rename to {meant}"),
                span: declaration.name_span,
                replacement: meant.to_owned(),
            }),
    )
}

/// The finding of a `#` colour with another count of digits, or with letters that are none.
fn no_colour(declaration: &Declaration) -> Option<Finding> {
    let takes_colour =
        declaration.name.ends_with("color") || matches!(&*declaration.name, "background");
    if !takes_colour || declaration.has_placeholder() {
        return None;
    }
    let wrong = declaration
        .value
        .iter()
        .find_map(|value| match &value.kind {
            ValueKind::Hash(digits) if !is_colour(digits) => Some((value.span, digits)),
            _ => None,
        })?;
    let (span, digits) = wrong;
    let message = format!("#{digits} is no colour, so it has no effect");
    let finding = Finding::new(Severity::Info, "markup-invalid-colour", message);
    Some(
        finding
            .hint("After # stand three or six digits of 0 to 9 and a to f")
            .at(span),
    )
}

fn is_colour(digits: &str) -> bool {
    matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
