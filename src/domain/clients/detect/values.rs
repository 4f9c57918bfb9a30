//! From values to features: functions, units, keywords.

use crate::domain::finding::Span;
use crate::domain::markup::css::value::words;
use crate::domain::markup::css::{Declaration, Value, ValueKind};

/// A feature of a value and where it stands.
pub(super) type Found = (&'static str, Span);

/// The features of a value.
pub(super) fn of(declaration: &Declaration, found: &mut Vec<Found>) {
    all(&declaration.value, false, found);
    keywords(declaration, found);
}

/// Values nest no deeper than the parser allows.
fn all(values: &[Value], in_colour: bool, found: &mut Vec<Found>) {
    for value in values {
        match &value.kind {
            ValueKind::Function { name, arguments } => {
                let name = name.as_str();
                if let Some(slug) = function(name) {
                    found.push((slug, value.span));
                }
                all(arguments, in_colour || is_colour(name), found);
            }
            ValueKind::Block { content, .. } => all(content, in_colour, found),
            // Parts of a colour are no lengths.
            ValueKind::Percentage(_) if !in_colour => found.push(("css-unit-percent", value.span)),
            ValueKind::Dimension { unit, .. } => {
                if let Some(slug) = unit_slug(unit) {
                    found.push((slug, value.span));
                }
            }
            _ => {}
        }
    }
}

fn function(name: &str) -> Option<&'static str> {
    Some(match name {
        "calc" => "css-unit-calc",
        "clamp" => "css-function-clamp",
        "max" => "css-function-max",
        "min" => "css-function-min",
        "light-dark" => "css-function-light-dark",
        "linear-gradient" | "repeating-linear-gradient" => "css-linear-gradient",
        "radial-gradient" | "repeating-radial-gradient" => "css-radial-gradient",
        "conic-gradient" | "repeating-conic-gradient" => "css-conic-gradient",
        "lch" | "oklch" | "lab" | "oklab" => "css-modern-color",
        "rgb" => "css-rgb",
        "rgba" => "css-rgba",
        "var" => "css-variables",
        _ => return None,
    })
}

fn is_colour(name: &str) -> bool {
    matches!(
        name,
        "rgb"
            | "rgba"
            | "hsl"
            | "hsla"
            | "hwb"
            | "lab"
            | "lch"
            | "oklab"
            | "oklch"
            | "color"
            | "color-mix"
    )
}

fn unit_slug(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "ch" => "css-unit-ch",
        "cm" => "css-unit-cm",
        "em" => "css-unit-em",
        "ex" => "css-unit-ex",
        "in" => "css-unit-in",
        "mm" => "css-unit-mm",
        "pc" => "css-unit-pc",
        "pt" => "css-unit-pt",
        "px" => "css-unit-px",
        "rem" => "css-unit-rem",
        "vh" => "css-unit-vh",
        "vmax" => "css-unit-vmax",
        "vmin" => "css-unit-vmin",
        "vw" => "css-unit-vw",
        _ => return None,
    })
}

/// Words that mean something in this property only.
fn keywords(declaration: &Declaration, found: &mut Vec<Found>) {
    let mut words = words(&declaration.value);
    if let (Some(only), None) = (words.next(), words.next())
        && only.is_ident("initial")
    {
        found.push(("css-unit-initial", only.span));
    }
    let word_slug = match declaration.name.as_str() {
        "display" => display,
        "flex-direction" | "flex-wrap" | "flex-flow" => flex,
        "font" | "font-family" => system_font,
        "width" | "height" | "min-width" | "min-height" | "max-width" | "max-height"
        | "inline-size" | "block-size" | "min-inline-size" | "min-block-size"
        | "max-inline-size" | "max-block-size" | "flex-basis" => intrinsic,
        _ => return,
    };
    for value in &declaration.value {
        let word = value.ident().map(str::to_ascii_lowercase);
        if let Some(slug) = word.and_then(|word| word_slug(&word)) {
            found.push((slug, value.span));
        }
    }
}

fn display(word: &str) -> Option<&'static str> {
    match word {
        "flex" | "inline-flex" => Some("css-display-flex"),
        "grid" | "inline-grid" => Some("css-display-grid"),
        "none" => Some("css-display-none"),
        _ => None,
    }
}

fn flex(word: &str) -> Option<&'static str> {
    match word {
        "column" | "column-reverse" => Some("css-flex-direction"),
        "wrap" | "wrap-reverse" => Some("css-flex-wrap"),
        _ => None,
    }
}

fn system_font(word: &str) -> Option<&'static str> {
    matches!(
        word,
        "system-ui" | "ui-serif" | "ui-sans-serif" | "ui-rounded" | "ui-monospace"
    )
    .then_some("css-sytem-ui")
}

fn intrinsic(word: &str) -> Option<&'static str> {
    matches!(word, "fit-content" | "min-content" | "max-content").then_some("css-intrinsic-size")
}
