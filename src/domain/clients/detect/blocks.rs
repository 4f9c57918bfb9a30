//! Blocks of declarations, with what stands in for what.

use super::notes::{self, Notes};
use super::values::{self, Found};
use super::{Around, Hits, Within, images, properties};
use crate::domain::markup::css::value::{walk, words};
use crate::domain::markup::css::{Declaration, ValueKind};

/// A stand-in is looked for among so many declarations before.
const LOOK_BACK: usize = 32;

/// The features of the declarations of a block; `source` is the text that their places count in.
pub(super) fn declarations(block: &[Declaration], source: &str, around: Around, hits: &mut Hits) {
    let mut found: Vec<Found> = Vec::new();
    let mut before: Vec<Found> = Vec::new();
    for (index, declaration) in block.iter().enumerate() {
        let start = index.saturating_sub(LOOK_BACK);
        let earlier = block.get(start..index).unwrap_or_default();
        let name = declaration.name.as_str();
        let stand_ins = properties::stand_ins(name);
        let has_stand_in = !stand_ins.is_empty()
            && earlier
                .iter()
                .any(|other| stand_ins.contains(&other.name.as_str()));
        found.clear();
        property(declaration, around.guarded(has_stand_in), hits);
        values::of(declaration, &mut found);
        for (slug, span) in &found {
            let is_guarded = has_stand_in
                || earlier
                    .iter()
                    .filter(|other| other.name == name)
                    .any(|other| {
                        before.clear();
                        values::of(other, &mut before);
                        before.iter().all(|(other, _)| other != slug)
                    });
            let spared = if matches!(*slug, "css-rgb" | "css-rgba") {
                notes::of_colour(declaration)
            } else {
                Notes::default()
            };
            hits.add_form(slug, *span, around.guarded(is_guarded), spared);
        }
        if let Some(span) = declaration.important {
            let is_in_sheet = around.within.has(Within::STYLE);
            let spared = notes::of_important(source, span, is_in_sheet);
            hits.add_form("css-important", span, around, spared);
        }
        if may_hold_picture(name) {
            for value in walk(&declaration.value) {
                if let Some(address) = value.url() {
                    images::address(address, value.span, around.guarded(has_stand_in), hits);
                }
            }
        }
    }
}

fn property(declaration: &Declaration, around: Around, hits: &mut Hits) {
    let span = declaration.name_span;
    match declaration.name.as_str() {
        // A colour alone is shown wherever `background-color` is.
        "background" if is_colour_only(declaration) => {
            hits.add("css-background-color", span, around);
        }
        "background" => hits.add("css-background", span, around),
        "mask" if has_picture(declaration) => hits.add("css-mask-image", span, around),
        "display" => {
            hits.add_form("css-display", span, around, notes::of_property(declaration));
        }
        name => {
            for slug in properties::of(name) {
                hits.add_form(slug, span, around, notes::of_property(declaration));
            }
        }
    }
}

fn has_picture(declaration: &Declaration) -> bool {
    walk(&declaration.value).any(|value| {
        value.url().is_some()
            || value
                .function()
                .is_some_and(|(name, _)| name.ends_with("gradient") || name == "image-set")
    })
}

fn may_hold_picture(name: &str) -> bool {
    name.starts_with("background")
        || name.starts_with("border-image")
        || name.starts_with("list-style")
        || name.starts_with("mask")
        || matches!(name, "content" | "cursor" | "shape-outside")
}

fn is_colour_only(declaration: &Declaration) -> bool {
    let mut words = words(&declaration.value);
    let (Some(value), None) = (words.next(), words.next()) else {
        return false;
    };
    match &value.kind {
        ValueKind::Hash(_) | ValueKind::Placeholder(_) => true,
        ValueKind::Ident(word) => !matches!(
            word.to_ascii_lowercase().as_str(),
            "fixed"
                | "scroll"
                | "local"
                | "repeat"
                | "center"
                | "left"
                | "right"
                | "top"
                | "bottom"
        ),
        ValueKind::Function { name, .. } => !name.ends_with("gradient") && !is_image(name),
        _ => false,
    }
}

fn is_image(name: &str) -> bool {
    matches!(
        name,
        "url" | "image-set" | "-webkit-image-set" | "image" | "cross-fade" | "var"
    )
}
