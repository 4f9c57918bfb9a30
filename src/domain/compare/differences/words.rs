//! Words of the findings.

use icu_locale::{LanguageIdentifier, LocaleDirectionality};

use crate::domain::compare::{Item, ItemKind};
use crate::domain::finding::{Finding, Severity};

/// Most characters of a text that a sentence cites.
const MOST_CITED: usize = 40;

/// The direction of a language, where that is a tag of one.
pub(super) fn direction_of(language: &str) -> Option<&'static str> {
    let language: LanguageIdentifier = language.trim().parse().ok()?;
    let directions = LocaleDirectionality::new_common();
    if directions.is_right_to_left(&language) {
        Some("rtl")
    } else if directions.is_left_to_right(&language) {
        Some("ltr")
    } else {
        None
    }
}

/// An item as the subject of a sentence.
pub(super) fn described(item: &Item) -> String {
    let text = cited(&item.text);
    let target = item.links.first().map(|link| shortened(link));
    match item.kind {
        ItemKind::Heading(_) => format!("The heading {text}"),
        ItemKind::Text => format!("The paragraph {text}"),
        ItemKind::Image if item.text.is_empty() => {
            format!(
                "The picture {}",
                cited(item.source.as_deref().unwrap_or(""))
            )
        }
        ItemKind::Image => format!("The picture {text}"),
        kind => match target {
            Some(target) => format!("The {} {text} to {target}", kind_name(kind)),
            None => format!("The {} {text}", kind_name(kind)),
        },
    }
}

pub(super) const fn kind_name(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Heading(1) => "heading of level 1",
        ItemKind::Heading(2) => "heading of level 2",
        ItemKind::Heading(3) => "heading of level 3",
        ItemKind::Heading(4) => "heading of level 4",
        ItemKind::Heading(5) => "heading of level 5",
        ItemKind::Heading(_) => "heading of level 6",
        ItemKind::Text => "paragraph",
        ItemKind::Link => "link",
        ItemKind::Button => "button",
        ItemKind::Image => "picture",
    }
}

pub(super) fn cited(text: &str) -> String {
    format!("“{}”", shortened(text))
}

pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_CITED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

pub(super) fn braced(path: &str) -> String {
    format!("{{{{{path}}}}}")
}

pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

pub(super) fn warning(code: &'static str, message: String) -> Finding {
    Finding::new(Severity::Warning, code, message)
}

pub(super) fn info(code: &'static str, message: String) -> Finding {
    Finding::new(Severity::Info, code, message)
}
