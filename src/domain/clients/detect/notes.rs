//! Notes on partial support that do not concern a use.
//!
//! “`margin` in part: negative values are not supported” says nothing about `margin: 0`. The numbers
//! are those of the notes on caniemail's pages as of 13 May 2026.

use crate::domain::finding::Span;
use crate::domain::markup::css::value::{text, trim, walk, words};
use crate::domain::markup::css::{Declaration, MediaQueryList, ValueKind};
use crate::domain::markup::html::Kind;

/// Numbers of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Notes(u16);

impl Notes {
    /// These numbers; none is greater than 15.
    pub(super) const fn of(numbers: &[u8]) -> Self {
        let mut bits = 0;
        let mut rest = numbers;
        while let [first, more @ ..] = rest {
            bits |= 1_u16 << (*first & 15);
            rest = more;
        }
        Self(bits)
    }

    const fn and_if(self, is_so: bool, number: u8) -> Self {
        if is_so {
            Self(self.0 | (1 << (number & 15)))
        } else {
            self
        }
    }

    /// Whether all these notes are among them, and there is one.
    pub fn cover(self, notes: &[u8]) -> bool {
        !notes.is_empty()
            && notes
                .iter()
                .all(|note| *note < 16 && self.0 >> note & 1 == 1)
    }
}

/// The notes on the property that are about other values than this.
pub(super) fn of_property(declaration: &Declaration) -> Notes {
    let none = Notes::default();
    let value = || text(trim(&declaration.value)).to_ascii_lowercase();
    let is_one_of = |list: &[&str]| list.contains(&value().as_str());
    let has_unit = |wanted: &str| {
        walk(&declaration.value)
            .any(|value| matches!(&value.kind, ValueKind::Dimension { unit, .. } if unit == wanted))
    };
    match declaration.name.as_str() {
        "display" if is_one_of(&["none"]) => Notes::of(&[1, 2, 3, 5, 6, 7]),
        "display" if is_one_of(&DISPLAY) => Notes::of(&[1, 2, 3, 4, 6, 7]),
        "text-align" if is_one_of(&["left", "right", "center", "justify"]) => {
            Notes::of(&[1, 2, 3, 4, 5])
        }
        "white-space" if is_one_of(&["normal", "nowrap"]) => Notes::of(&[2]),
        "list-style" if is_one_of(&["none", "disc", "circle", "square", "decimal"]) => {
            Notes::of(&[1, 2, 3, 4])
        }
        "margin" | "margin-top" | "margin-right" | "margin-bottom" | "margin-left" => {
            let is_auto = words(&declaration.value).any(|value| value.is_ident("auto"));
            none.and_if(!is_negative(declaration), 1)
                .and_if(!is_auto, 4)
        }
        "overflow" | "overflow-x" | "overflow-y" => Notes::of(&[3, 4]),
        "border-radius" => {
            let has_slash =
                walk(&declaration.value).any(|value| value.kind == ValueKind::Delim('/'));
            none.and_if(!has_slash, 2)
        }
        "font-size" => {
            let is_absolute = has_unit("px") || has_unit("pt");
            none.and_if(!has_unit("rem"), 1).and_if(is_absolute, 2)
        }
        "font-weight" => {
            let is_bold_or_not = is_one_of(&["normal", "bold", "400", "700"]);
            let is_hundred = value().len() == 3 && value().ends_with("00");
            none.and_if(is_bold_or_not || is_hundred, 1)
                .and_if(is_bold_or_not, 2)
        }
        "line-height" => {
            let is_length = has_unit("px") || has_unit("em");
            none.and_if(!is_length, 1)
                .and_if(!is_one_of(&["normal"]), 2)
        }
        "letter-spacing" => none
            .and_if(!is_negative(declaration), 1)
            .and_if(!has_unit("em"), 2),
        _ => none,
    }
}

const DISPLAY: [&str; 7] = [
    "block",
    "inline",
    "inline-block",
    "table",
    "table-row",
    "table-cell",
    "list-item",
];

fn is_negative(declaration: &Declaration) -> bool {
    walk(&declaration.value).any(|value| match value.kind {
        ValueKind::Number(number)
        | ValueKind::Percentage(number)
        | ValueKind::Dimension { value: number, .. } => number < 0.0,
        // What stands there is not known.
        ValueKind::Placeholder(_) | ValueKind::Function { .. } => true,
        _ => false,
    })
}

/// The notes on `rgb()` and `rgba()` that are about blanks and opacity, if all are of the old form
/// `rgb(1, 2, 3)` and `rgba(1, 2, 3, 0.4)`.
pub(super) fn of_colour(declaration: &Declaration) -> Notes {
    let is_plain = walk(&declaration.value).all(|value| {
        let wanted = match value.function() {
            Some(("rgb", _)) => 2,
            Some(("rgba", _)) => 3,
            _ => return true,
        };
        let commas = value.inner().iter();
        let commas = commas.filter(|value| value.kind == ValueKind::Comma);
        commas.count() == wanted
    });
    if is_plain {
        Notes::of(&[1, 2, 3])
    } else {
        Notes::default()
    }
}

/// The notes on `!important` that are not about this one: its case, the blank before it, and that a
/// client without style sheets knows it in attributes only, which the entry of `<style>` tells.
pub(super) fn of_important(source: &str, span: Span, is_in_sheet: bool) -> Notes {
    let written = source.get(span.range()).unwrap_or_default();
    let before = source.get(..span.start).unwrap_or_default();
    let has_blank = before.ends_with(|char: char| char.is_ascii_whitespace());
    let is_lower = !written.contains(|char: char| char.is_ascii_uppercase());
    Notes::of(&[2, 6])
        .and_if(is_lower, 1)
        .and_if(is_lower, 8)
        .and_if(!is_lower, 9)
        .and_if(has_blank, 3)
        .and_if(has_blank, 4)
        .and_if(has_blank, 7)
        .and_if(is_in_sheet, 5)
}

/// The notes on `@media` that are about other queries, and those on accounts whose style sheets are
/// dropped as a whole, which the entry of `<style>` tells.
pub(super) fn of_media(queries: &MediaQueryList, is_nested: bool) -> Notes {
    let conditions = queries.queries.iter().flat_map(|query| &query.condition);
    let tests: Vec<&str> = conditions
        .flat_map(|condition| condition.tests())
        .map(|test| test.name.as_str())
        .collect();
    let is_size = |name: &&str| matches!(*name, "width" | "height");
    let is_known = queries
        .queries
        .iter()
        .flat_map(|query| &query.condition)
        .all(|condition| !condition.tests().is_empty());
    Notes::of(&[6])
        .and_if(!is_nested, 1)
        .and_if(!is_nested, 10)
        .and_if(is_known && tests.iter().all(is_size), 2)
        .and_if(is_known && !tests.contains(&"height"), 7)
        .and_if(!tests.contains(&"orientation"), 8)
}

/// The most bytes of style sheets that Gmail reads, by note 6 on `<style>`.
const GMAIL_STYLES: usize = 16_384;

/// The notes on `<style>` about sheets outside of `<head>`, which may also come after what they are
/// for, and about too many bytes of them.
pub(super) fn of_style(is_in_head: bool, bytes: usize) -> Notes {
    Notes::default()
        .and_if(is_in_head, 1)
        .and_if(is_in_head, 4)
        .and_if(bytes <= GMAIL_STYLES, 6)
}

/// The note on selectors about accounts whose style sheets are dropped as a whole, which the entry
/// of `<style>` tells.
pub(super) fn of_selector(slug: &str) -> Notes {
    match slug {
        "css-selector-attribute" => Notes::of(&[6]),
        "css-pseudo-class-hover"
        | "css-selector-adjacent-sibling"
        | "css-selector-chaining"
        | "css-selector-child"
        | "css-selector-class"
        | "css-selector-descendant"
        | "css-selector-general-sibling"
        | "css-selector-grouping"
        | "css-selector-id"
        | "css-selector-type"
        | "css-selector-universal" => Notes::of(&[1]),
        _ => Notes::default(),
    }
}

/// The notes on an attribute that are about other elements than this.
pub(super) const fn of_attribute(slug: &str, kind: Kind) -> Notes {
    let is_dir = matches!(slug.as_bytes(), b"html-dir");
    let is_align = matches!(slug.as_bytes(), b"html-align");
    let none = Notes(0);
    if is_dir {
        none.and_if(!matches!(kind, Kind::Table | Kind::Td), 2)
            .and_if(!matches!(kind, Kind::A), 3)
    } else if is_align && !matches!(kind, Kind::Img | Kind::Table) {
        Notes::of(&[1, 2, 3])
    } else {
        none
    }
}
