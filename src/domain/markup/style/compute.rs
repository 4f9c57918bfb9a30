//! From declarations that won to computed values.

use super::colour::{self, Colour, ColourValue};
use super::computed::{Computed, Display, TextAlign};
use super::length::{Basis, Length, length, pixels};
use super::property::Property;
use super::shorthand::{Font, font, side};
use crate::domain::markup::css::value::{walk, words};
use crate::domain::markup::css::{Value, ValueKind};

/// What the values of an element depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub parent: &'a Computed,
    pub root_font_size: f64,
    pub width: f64,
}

impl Around<'_> {
    fn basis(&self, font_size: Option<f64>) -> Basis {
        Basis {
            font_size,
            root_font_size: self.root_font_size,
            width: self.width,
        }
    }
}

/// The pixels of a keyword of `font-size`.
pub(super) fn size_keyword(word: &str) -> Option<f64> {
    Some(match word.to_ascii_lowercase().as_str() {
        "xx-small" => 9.0,
        "x-small" => 10.0,
        "small" => 13.0,
        "medium" => 16.0,
        "large" => 18.0,
        "x-large" => 24.0,
        "xx-large" => 32.0,
        "xxx-large" => 48.0,
        _ => return None,
    })
}

/// Sets one longhand property of `style` to a value; `written` is the property as declared.
pub(super) fn apply(
    style: &mut Computed,
    property: Property,
    written: &str,
    value: &[Value],
    around: Around<'_>,
) {
    if let [only] = value
        && let Some(word) = only.ident()
        && apply_wide(style, property, word, around)
    {
        return;
    }
    match property {
        Property::Color | Property::BackgroundColor | Property::BackgroundImage => {
            apply_colour(style, property, written, value, around);
        }
        Property::FontSize | Property::FontWeight | Property::FontStyle | Property::LineHeight => {
            apply_font(style, property, written, value, around);
        }
        Property::Padding(side) => apply_padding(style, side, written, value, around),
        Property::Width | Property::Height | Property::MaxWidth | Property::MaxHeight => {
            let basis = around.basis(style.font_size);
            if let Some(length) = value.first().and_then(|value| length(value, basis)) {
                *size_slot(style, property) = length;
            }
        }
        Property::Opacity => match value.first().map(|value| &value.kind) {
            Some(ValueKind::Number(number)) => style.opacity = number.clamp(0.0, 1.0),
            Some(ValueKind::Percentage(number)) => {
                style.opacity = (number / 100.0).clamp(0.0, 1.0);
            }
            _ => {}
        },
        _ => apply_word(style, property, value),
    }
}

const fn size_slot(style: &mut Computed, property: Property) -> &mut Length {
    match property {
        Property::Width => &mut style.width,
        Property::Height => &mut style.height,
        Property::MaxWidth => &mut style.max_width,
        _ => &mut style.max_height,
    }
}

/// `inherit`, `initial`, `unset`, `revert`; whether the word is one of them.
fn apply_wide(style: &mut Computed, property: Property, word: &str, around: Around<'_>) -> bool {
    let is = |wide: &str| word.eq_ignore_ascii_case(wide);
    let made;
    let source = if is("inherit") {
        around.parent
    } else if is("initial") {
        made = Computed::initial();
        &made
    } else if is("unset") || is("revert") || is("revert-layer") {
        made = around.parent.inherited();
        &made
    } else {
        return false;
    };
    match property {
        Property::Color => style.color = source.color,
        Property::BackgroundColor => style.background_color = source.background_color,
        Property::BackgroundImage => style.has_background_image = source.has_background_image,
        Property::FontSize => style.font_size = source.font_size,
        Property::FontWeight => style.font_weight = source.font_weight,
        Property::FontStyle => style.is_italic = source.is_italic,
        Property::LineHeight => {
            style.line_height = source.line_height;
            style.line_factor = source.line_factor;
        }
        Property::Display => style.display = source.display,
        Property::Visibility => style.is_visible = source.is_visible,
        Property::Opacity => style.opacity = source.opacity,
        Property::TextDecoration => {
            style.is_underlined = source.is_underlined;
            style.is_struck = source.is_struck;
        }
        Property::Width => style.width = source.width,
        Property::Height => style.height = source.height,
        Property::MaxWidth => style.max_width = source.max_width,
        Property::MaxHeight => style.max_height = source.max_height,
        Property::Overflow => style.hides_overflow = source.hides_overflow,
        Property::Direction => style.is_rtl = source.is_rtl,
        Property::TextAlign => style.text_align = source.text_align,
        Property::Padding(side) => {
            if let (Some(slot), Some(value)) =
                (style.padding.get_mut(side), source.padding.get(side))
            {
                *slot = *value;
            }
        }
        Property::MsoHide => {}
    }
    true
}

fn is_unknown(value: &[Value]) -> bool {
    walk(value).any(|value| match &value.kind {
        ValueKind::Placeholder(_) => true,
        ValueKind::Function { name, .. } => matches!(name.as_str(), "var" | "env" | "attr"),
        _ => false,
    })
}

fn apply_colour(
    style: &mut Computed,
    property: Property,
    written: &str,
    value: &[Value],
    around: Around<'_>,
) {
    if property == Property::BackgroundImage {
        let has_image = walk(value).any(|value| {
            value.url().is_some()
                || value.function().is_some_and(|(name, _)| {
                    name.ends_with("gradient") || name.ends_with("image-set") || name == "image"
                })
        });
        style.has_background_image = has_image;
        return;
    }
    let unknown = is_unknown(value);
    let found = words(value).find_map(colour::parse);
    let resolved = match found {
        _ if unknown => None,
        Some(ColourValue::Colour(colour)) => Some(colour),
        Some(ColourValue::Current) if property == Property::Color => around.parent.color,
        Some(ColourValue::Current) => style.color,
        Some(ColourValue::Unknown) => None,
        // The shorthand without a colour sets it to its initial value.
        None if written == "background" => Some(Colour::TRANSPARENT),
        None => return,
    };
    if property == Property::Color {
        style.color = resolved;
    } else {
        style.background_color = resolved;
    }
}

fn apply_font(
    style: &mut Computed,
    property: Property,
    written: &str,
    value: &[Value],
    around: Around<'_>,
) {
    let parts = if written == "font" {
        font(value)
    } else {
        let first = value.first();
        Font {
            weight: first,
            is_italic: first.is_some_and(|value| !value.is_ident("normal")),
            size: first,
            line_height: first,
        }
    };
    match property {
        Property::FontSize => {
            if let Some(size) = parts.size {
                apply_font_size(style, size, around);
            }
        }
        Property::FontWeight => apply_font_weight(style, parts.weight, around),
        Property::FontStyle => style.is_italic = parts.is_italic,
        _ => apply_line_height(style, parts.line_height, around),
    }
}

fn apply_font_size(style: &mut Computed, size: &Value, around: Around<'_>) {
    let parent = around.parent.font_size;
    style.font_size = match &size.kind {
        ValueKind::Dimension { value, .. } if *value < 0.0 => return,
        ValueKind::Dimension { value, unit } => pixels(*value, unit, around.basis(parent)),
        ValueKind::Percentage(percent) => parent.map(|parent| parent * percent / 100.0),
        ValueKind::Number(number) if *number == 0.0 => Some(0.0),
        ValueKind::Placeholder(_) | ValueKind::Function { .. } => None,
        ValueKind::Ident(word) => match word.to_ascii_lowercase().as_str() {
            "smaller" => parent.map(|parent| parent / 1.2),
            "larger" => parent.map(|parent| parent * 1.2),
            word => match size_keyword(word) {
                Some(size) => Some(size),
                None => return,
            },
        },
        _ => return,
    };
}

/// `bolder` and `lighter` step as CSS Fonts Level 4, 2.2.1 has it.
fn apply_font_weight(style: &mut Computed, weight: Option<&Value>, around: Around<'_>) {
    let parent = around.parent.font_weight;
    style.font_weight = match weight.map(|weight| &weight.kind) {
        // The shorthand without a weight sets it to its initial value.
        None => 400,
        Some(ValueKind::Number(number)) if (1.0..=1000.0).contains(number) => *number as u16,
        Some(ValueKind::Ident(word)) => match word.to_ascii_lowercase().as_str() {
            "normal" => 400,
            "bold" => 700,
            "bolder" => match parent {
                0..350 => 400,
                350..550 => 700,
                _ => parent.max(900),
            },
            "lighter" => match parent {
                0..550 => parent.min(100),
                550..750 => 400,
                _ => 700,
            },
            _ => return,
        },
        Some(_) => return,
    };
}

fn apply_line_height(style: &mut Computed, height: Option<&Value>, around: Around<'_>) {
    let size = style.font_size;
    let (height, factor) = match height.map(|height| &height.kind) {
        Some(ValueKind::Number(number)) => (size.map(|size| size * number), Some(*number)),
        Some(ValueKind::Percentage(percent)) => (size.map(|size| size * percent / 100.0), None),
        Some(ValueKind::Dimension { value, unit }) => {
            (pixels(*value, unit, around.basis(size)), None)
        }
        _ => (None, None),
    };
    style.line_height = height;
    style.line_factor = factor;
}

fn apply_padding(
    style: &mut Computed,
    which: usize,
    written: &str,
    value: &[Value],
    around: Around<'_>,
) {
    let part = if written == "padding" {
        side(value, which)
    } else {
        value.first()
    };
    let basis = around.basis(style.font_size);
    if let Some(length) = part.and_then(|part| length(part, basis))
        && let Some(slot) = style.padding.get_mut(which)
    {
        *slot = length;
    }
}

fn apply_word(style: &mut Computed, property: Property, value: &[Value]) {
    let has = |word: &str| words(value).any(|value| value.is_ident(word));
    match property {
        Property::Display => {
            if let Some(word) = value.first().and_then(Value::ident) {
                style.display = display(&word.to_ascii_lowercase());
            }
        }
        Property::Visibility => style.is_visible = !has("hidden") && !has("collapse"),
        Property::TextDecoration => {
            style.is_underlined = has("underline");
            style.is_struck = has("line-through");
        }
        Property::Overflow => style.hides_overflow = has("hidden") || has("clip"),
        Property::Direction => style.is_rtl = has("rtl"),
        Property::MsoHide => style.is_hidden_from_outlook = has("all"),
        Property::TextAlign => {
            style.text_align = if has("center") || has("-webkit-center") {
                TextAlign::Center
            } else if has("left") {
                TextAlign::Left
            } else if has("right") {
                TextAlign::Right
            } else if has("start") {
                TextAlign::Start
            } else {
                TextAlign::Other
            };
        }
        _ => {}
    }
}

fn display(word: &str) -> Display {
    match word {
        "none" => Display::None,
        "inline" => Display::Inline,
        "block" | "flow-root" => Display::Block,
        "inline-block" => Display::InlineBlock,
        "list-item" => Display::ListItem,
        "flex" | "inline-flex" => Display::Flex,
        "grid" | "inline-grid" => Display::Grid,
        "table" | "inline-table" => Display::Table,
        "table-row" => Display::TableRow,
        "table-cell" => Display::TableCell,
        "contents" => Display::Contents,
        _ if word.starts_with("table-") => Display::TablePart,
        _ => Display::Other,
    }
}
