//! HTML and CSS that browsers have to mend: what the reader of the mark-up noted, for people.
//!
//! An error is told only where content disappears. What stands in conditional comments is left out,
//! as it seldom stands alone, and so are the names of Office (`o:p`, `v:rect`).

mod properties;
mod references;
mod styles;

use super::found::Found;
use super::page::Page;
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::markup::html::{Defect, DefectKind, Document};

/// A finding marks no more bytes: what disappears may be all the rest.
const LONGEST: usize = 60;

/// Adds what is wrong.
pub(super) fn check(page: &Page, found: &mut Found) {
    if !page.is_html {
        return;
    }
    let document = &page.document;
    for defect in document.defects() {
        if let Some(finding) = finding(document, defect) {
            found.content(finding);
        }
    }
    references::check(document, found);
    styles::check(document, found);
}

fn finding(document: &Document, defect: &Defect) -> Option<Finding> {
    let text = document.slice(defect.span);
    let name = tag_name(text);
    // Names with a colon are of Office or XML; no rule of HTML is meant for them.
    if name.contains(':') {
        return None;
    }
    let told = match defect.kind {
        DefectKind::UnfinishedComment => error(
            "markup-unclosed-comment",
            "The comment is never closed, so readers see nothing of what follows",
            "Close it with -->",
        ),
        DefectKind::UnfinishedConditional => (
            Severity::Warning,
            "markup-unclosed-comment",
            "A comment within this conditional comment ends it too early".to_owned(),
            "Take the inner comment out",
        ),
        DefectKind::UnfinishedTag => error(
            "markup-unclosed-tag",
            "The tag is never closed, so readers see nothing from here on",
            "Close it with >; often a quotation mark is missing",
        ),
        DefectKind::UnclosedElement => unclosed(name),
        DefectKind::StrayEndTag | DefectKind::VoidEndTag | DefectKind::EmptyEndTag => info(
            "markup-stray-end",
            format!("{} ends nothing and is dropped", shown(text)),
            "Take it out, or write the start tag that it is to end",
        ),
        DefectKind::Misnested | DefectKind::NestedLink | DefectKind::NestedControl => info(
            "markup-misnested",
            format!("{} overlaps another element", shown(text)),
            "End first what began last",
        ),
        DefectKind::FosterParented => info(
            "markup-misplaced",
            "This stands in a table but in none of its cells, so it is shown before the table"
                .to_owned(),
            "Put it into a cell, or before the table",
        ),
        DefectKind::MisplacedStartTag => info(
            "markup-misplaced",
            format!("{} cannot stand here and is dropped", shown(text)),
            "Put it where it belongs: rows into a table, cells into a row",
        ),
        DefectKind::DuplicateAttribute => (
            Severity::Warning,
            "markup-duplicate-attribute",
            format!(
                "The tag has {} already; this one is dropped",
                first_word(text)
            ),
            "Put both into one",
        ),
        DefectKind::MissingBlank
        | DefectKind::UnexpectedCharacter
        | DefectKind::MissingValue
        | DefectKind::StraySlash
        | DefectKind::EndTagWithAttributes => attribute(defect.kind),
        _ => return None,
    };
    let (severity, code, message, hint) = told;
    let end = defect.span.start + shortened(text).len();
    let place = Span::new(defect.span.start, end);
    Some(Finding::new(severity, code, message).hint(hint).at(place))
}

type Told = (Severity, &'static str, String, &'static str);

fn error(code: &'static str, message: &str, hint: &'static str) -> Told {
    (Severity::Error, code, message.to_owned(), hint)
}

const fn info(code: &'static str, message: String, hint: &'static str) -> Told {
    (Severity::Info, code, message, hint)
}

fn unclosed(name: &str) -> Told {
    match name.to_ascii_lowercase().as_str() {
        "style" | "title" | "script" | "textarea" => (
            Severity::Error,
            "markup-unclosed-raw",
            format!("<{name}> is never closed, so readers see nothing of what follows"),
            "Write its end tag",
        ),
        "table" => (
            Severity::Warning,
            "markup-unclosed-table",
            "The table is never closed, so what follows stands within it".to_owned(),
            "Write </table>",
        ),
        _ => info(
            "markup-unclosed",
            format!("<{name}> has no end tag"),
            "Write it where the element is to end",
        ),
    }
}

fn attribute(kind: DefectKind) -> Told {
    let (message, hint) = match kind {
        DefectKind::MissingBlank => ("A blank is missing before this attribute", "Write it"),
        DefectKind::MissingValue => ("The attribute has = and no value", "Give it a value"),
        DefectKind::StraySlash => ("The slash in the tag means nothing", "Take it out"),
        DefectKind::EndTagWithAttributes => (
            "Attributes of an end tag are dropped",
            "Write them into the start tag",
        ),
        _ => (
            "This character does not belong here: mostly a quotation mark is missing before it",
            "Put values into quotation marks",
        ),
    };
    info("markup-attribute", message.to_owned(), hint)
}

/// The name of the tag that a text begins with; empty if it begins with none.
fn tag_name(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('<') else {
        return "";
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let is_end = |char: char| char.is_ascii_whitespace() || matches!(char, '/' | '>');
    rest.get(..rest.find(is_end).unwrap_or(rest.len()))
        .unwrap_or_default()
}

/// The tag without its attributes, to show.
fn shown(text: &str) -> String {
    let slash = if text.starts_with("</") { "/" } else { "" };
    match tag_name(text) {
        "" if text.starts_with("</") => "</>".to_owned(),
        "" => "This".to_owned(),
        name => format!("<{slash}{}>", name.get(..40).unwrap_or(name)),
    }
}

fn first_word(text: &str) -> &str {
    let is_end = |char: char| char == '=' || char.is_ascii_whitespace();
    let word = text.get(..text.find(is_end).unwrap_or(text.len()));
    shortened(word.unwrap_or_default())
}

/// The beginning of a text: its first line, and not much of that.
fn shortened(text: &str) -> &str {
    let line = text.split('\n').next().unwrap_or_default();
    line.get(..line.floor_char_boundary(LONGEST))
        .unwrap_or(line)
}

#[cfg(test)]
mod tests;
