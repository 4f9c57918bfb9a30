//! Shorthand properties: what they set, and their parts.

use crate::domain::markup::css::value::words;
use crate::domain::markup::css::{Value, ValueKind};

/// The longhand properties that a shorthand sets; empty for any other property.
pub(super) fn longhands(name: &str, value: &[Value]) -> &'static [&'static str] {
    match name {
        "background" => &["background-color", "background-image"],
        "padding" => &[
            "padding-top",
            "padding-right",
            "padding-bottom",
            "padding-left",
        ],
        "margin" => &["margin-top", "margin-right", "margin-bottom", "margin-left"],
        "font" if !is_system_font(value) => &[
            "font-style",
            "font-weight",
            "font-size",
            "line-height",
            "font-family",
        ],
        "text-decoration" | "text-decoration-line" => &["text-decoration"],
        _ => &[],
    }
}

fn is_system_font(value: &[Value]) -> bool {
    let words = [
        "caption",
        "icon",
        "menu",
        "message-box",
        "small-caption",
        "status-bar",
    ];
    matches!(value, [only] if words.iter().any(|word| only.is_ident(word)))
}

/// The part of four sides that is one side: 0 is the top, 3 the left.
pub(super) fn side(value: &[Value], side: usize) -> Option<&Value> {
    let parts: Vec<&Value> = words(value).collect();
    let index = match (parts.len(), side) {
        (1, _) | (_, 0) | (2, 2) => 0,
        (2 | 3, 3) => 1,
        (_, side) => side,
    };
    parts.get(index).copied()
}

/// The parts of `font` that checks need.
#[derive(Debug, Clone, Default)]
pub(super) struct Font<'a> {
    pub weight: Option<&'a Value>,
    pub is_italic: bool,
    pub size: Option<&'a Value>,
    pub line_height: Option<&'a Value>,
}

/// Takes `font` apart: what stands before the size, the size, and the height of lines after `/`.
pub(super) fn font(value: &[Value]) -> Font<'_> {
    let mut font = Font::default();
    let mut parts = words(value);
    while let Some(part) = parts.next() {
        if is_size(part) {
            font.size = Some(part);
            if parts
                .next()
                .is_some_and(|next| next.kind == ValueKind::Delim('/'))
            {
                font.line_height = parts.next();
            }
            break;
        }
        match &part.kind {
            ValueKind::Number(_) => font.weight = Some(part),
            ValueKind::Ident(word) => match word.to_ascii_lowercase().as_str() {
                "bold" | "bolder" | "lighter" => font.weight = Some(part),
                "italic" | "oblique" => font.is_italic = true,
                _ => {}
            },
            _ => {}
        }
    }
    font
}

fn is_size(value: &Value) -> bool {
    match &value.kind {
        ValueKind::Dimension { .. }
        | ValueKind::Percentage(_)
        | ValueKind::Function { .. }
        | ValueKind::Placeholder(_) => true,
        ValueKind::Ident(word) => super::compute::size_keyword(word).is_some(),
        _ => false,
    }
}
