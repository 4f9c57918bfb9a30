//! Lengths (CSS Values Level 4, section 6).

use crate::domain::markup::css::{Value, ValueKind};

/// A width, a height or a padding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// `auto`, `none` and other words.
    Auto,
    /// CSS pixels.
    Px(f64),
    /// Of what is around it.
    Percent(f64),
    /// Only a client knows: a placeholder, `calc()`.
    Unknown,
}

/// What relative lengths depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basis {
    /// The size of the font in pixels, if it is known.
    pub font_size: Option<f64>,
    /// That of the root.
    pub root_font_size: f64,
    /// The width of the window.
    pub width: f64,
}

/// A length of an absolute unit in pixels.
pub(super) fn absolute(value: f64, unit: &str) -> Option<f64> {
    let factor = match unit {
        "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        _ => return None,
    };
    Some(value * factor)
}

/// A length in pixels; `None` if it is none or not known.
pub(super) fn pixels(value: f64, unit: &str, basis: Basis) -> Option<f64> {
    match unit {
        "em" => Some(value * basis.font_size?),
        // The fonts are not known; CSS says to take half an em.
        "ex" | "ch" => Some(value * basis.font_size? / 2.0),
        "rem" => Some(value * basis.root_font_size),
        "vw" => Some(value * basis.width / 100.0),
        _ => absolute(value, unit),
    }
}

/// The length that a value is; `None` if it is none.
pub(super) fn length(value: &Value, basis: Basis) -> Option<Length> {
    match &value.kind {
        ValueKind::Dimension { value, unit } => {
            Some(pixels(*value, unit, basis).map_or(Length::Unknown, Length::Px))
        }
        ValueKind::Percentage(percent) => Some(Length::Percent(*percent)),
        ValueKind::Number(number) if *number == 0.0 => Some(Length::Px(0.0)),
        ValueKind::Ident(_) => Some(Length::Auto),
        ValueKind::Placeholder(_) | ValueKind::Function { .. } => Some(Length::Unknown),
        _ => None,
    }
}
