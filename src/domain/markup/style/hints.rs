//! Attributes that mean styles (WHATWG HTML, section 15).

use super::colour::parse_legacy;
use crate::domain::finding::Span;
use crate::domain::markup::css::{Declaration, Places, Value, ValueKind, values};
use crate::domain::markup::html::{Attribute, Document, Kind, NodeId};

/// The longest name of an attribute that means a style.
const LONGEST_NAME: usize = "background".len();
/// A length is not written longer than this.
const LONGEST_LENGTH: usize = 64;

/// What is the same for all elements of a document.
pub(super) struct Hints {
    /// The colour of links that the body asks for.
    link: Option<Declaration>,
}

impl Hints {
    pub fn of(document: &Document) -> Self {
        Self {
            link: link_colour(document),
        }
    }

    /// The declarations that the attributes of an element mean.
    pub fn of_element(&self, document: &Document, id: NodeId) -> Vec<Declaration> {
        let mut found = Vec::new();
        let Some(kind) = document.kind(id) else {
            return found;
        };
        if has_hints(kind) {
            let attributes = document.attributes(id);
            for attribute in attributes.iter().filter(|one| !one.is_duplicate) {
                let mut buffer = [0; LONGEST_NAME];
                let name = lower_case(document.slice(attribute.name), &mut buffer);
                if let Some((property, value)) =
                    name.and_then(|name| hint(document, kind, name, attribute))
                {
                    found.push(declaration(property, value, attribute));
                }
            }
        }
        if matches!(kind, Kind::Td | Kind::Th) {
            found.extend(cell_padding(document, id));
        }
        if kind == Kind::A && self.link.is_some() && document.has_attribute(id, "href") {
            found.extend(self.link.clone());
        }
        found
    }
}

const fn is_table_part(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Table | Kind::Thead | Kind::Tbody | Kind::Tfoot | Kind::Tr | Kind::Td | Kind::Th
    )
}

/// Whether any attribute of such an element means a style.
const fn has_hints(kind: Kind) -> bool {
    is_table_part(kind)
        || matches!(
            kind,
            Kind::Body | Kind::Font | Kind::Img | Kind::Col | Kind::Hr | Kind::Div | Kind::P
        )
        || matches!(
            kind,
            Kind::H1 | Kind::H2 | Kind::H3 | Kind::H4 | Kind::H5 | Kind::H6
        )
}

/// A short name in lower case; `None` for a longer one.
fn lower_case<'b>(name: &str, buffer: &'b mut [u8; LONGEST_NAME]) -> Option<&'b str> {
    let slot = buffer.get_mut(..name.len())?;
    slot.copy_from_slice(name.as_bytes());
    slot.make_ascii_lowercase();
    std::str::from_utf8(slot).ok()
}

fn hint(
    document: &Document,
    kind: Kind,
    name: &str,
    attribute: &Attribute,
) -> Option<(&'static str, Vec<Value>)> {
    let is_table_part = is_table_part(kind);
    let is_known = matches!(
        name,
        "bgcolor"
            | "text"
            | "color"
            | "background"
            | "width"
            | "height"
            | "align"
            | "valign"
            | "size"
            | "face"
    );
    if !is_known {
        return None;
    }
    let text = document.value(attribute).text;
    match (name, kind) {
        ("bgcolor", _) if is_table_part || kind == Kind::Body => {
            Some(("background-color", colour(&text, attribute)?))
        }
        ("text", Kind::Body) | ("color", Kind::Font) => Some(("color", colour(&text, attribute)?)),
        ("background", _) if is_table_part || kind == Kind::Body => {
            let kind = ValueKind::Url(text.into_owned());
            Some((
                "background-image",
                vec![Value {
                    span: attribute.span,
                    kind,
                }],
            ))
        }
        ("width", Kind::Table | Kind::Td | Kind::Th | Kind::Img | Kind::Col | Kind::Hr) => {
            Some(("width", dimension(&text, attribute)?))
        }
        ("height", Kind::Table | Kind::Tr | Kind::Td | Kind::Th | Kind::Img) => {
            Some(("height", dimension(&text, attribute)?))
        }
        (
            "align",
            Kind::Div
            | Kind::P
            | Kind::Td
            | Kind::Th
            | Kind::Tr
            | Kind::H1
            | Kind::H2
            | Kind::H3
            | Kind::H4
            | Kind::H5
            | Kind::H6,
        ) => Some(("text-align", word(&text, attribute))),
        ("valign", _) if is_table_part => Some(("vertical-align", word(&text, attribute))),
        ("size", Kind::Font) => Some(("font-size", font_size(&text, attribute)?)),
        ("face", Kind::Font) => {
            let places = Places::At(attribute.span.start);
            Some(("font-family", values(&text, places)))
        }
        _ => None,
    }
}

fn declaration(name: &str, value: Vec<Value>, attribute: &Attribute) -> Declaration {
    let value_span = attribute.value.map_or(attribute.name, |value| value.span);
    Declaration {
        span: attribute.span,
        name: name.to_owned(),
        name_span: attribute.name,
        value,
        value_span,
        important: None,
    }
}

fn at(kind: ValueKind, span: Span) -> Vec<Value> {
    vec![Value { span, kind }]
}

fn colour(text: &str, attribute: &Attribute) -> Option<Vec<Value>> {
    if text.contains("{{") {
        return Some(at(ValueKind::Placeholder(text.to_owned()), attribute.span));
    }
    let hex = parse_legacy(text)?.hex();
    let digits = hex.trim_start_matches('#').to_owned();
    Some(at(ValueKind::Hash(digits), attribute.span))
}

fn word(text: &str, attribute: &Attribute) -> Vec<Value> {
    at(
        ValueKind::Ident(text.trim().to_ascii_lowercase()),
        attribute.span,
    )
}

/// `600`, `600px` and `50%` (WHATWG HTML, 2.3.4.4).
fn dimension(text: &str, attribute: &Attribute) -> Option<Vec<Value>> {
    if text.contains("{{") {
        return Some(at(ValueKind::Placeholder(text.to_owned()), attribute.span));
    }
    let text = text.trim_ascii_start();
    let length = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit() && byte != b'.')
        .unwrap_or(text.len());
    let value: f64 = text.get(..length)?.parse().ok()?;
    let kind = if text.get(length..)?.starts_with('%') {
        ValueKind::Percentage(value)
    } else {
        let unit = "px".to_owned();
        ValueKind::Dimension { value, unit }
    };
    Some(at(kind, attribute.span))
}

/// `<font size>`: one to seven, or relative to three.
fn font_size(text: &str, attribute: &Attribute) -> Option<Vec<Value>> {
    const WORDS: [&str; 7] = [
        "x-small",
        "small",
        "medium",
        "large",
        "x-large",
        "xx-large",
        "xxx-large",
    ];
    let text = text.trim();
    let number: i32 = text.trim_start_matches('+').parse().ok()?;
    let is_relative = text.starts_with(['+', '-']);
    let size = if is_relative {
        3_i32.saturating_add(number)
    } else {
        number
    };
    let index = usize::try_from(size.clamp(1, 7) - 1).ok()?;
    let word = (*WORDS.get(index)?).to_owned();
    Some(at(ValueKind::Ident(word), attribute.span))
}

/// `cellpadding` of the table around a cell.
fn cell_padding(document: &Document, id: NodeId) -> Option<Declaration> {
    let table = document
        .ancestors(id)
        .take(4)
        .find(|node| document.is(*node, Kind::Table))?;
    let attribute = document.attribute(table, "cellpadding")?;
    let span = attribute.value?.span;
    if span.end - span.start > LONGEST_LENGTH {
        return None;
    }
    let value = dimension(&document.value(attribute).text, attribute)?;
    Some(declaration("padding", value, attribute))
}

/// `link` of the body.
fn link_colour(document: &Document) -> Option<Declaration> {
    let attribute = document.attribute(document.body()?, "link")?;
    let value = colour(&document.value(attribute).text, attribute)?;
    Some(declaration("color", value, attribute))
}
