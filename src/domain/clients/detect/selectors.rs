//! From selectors to features.

use super::{Around, Hits, notes};
use crate::domain::finding::Span;
use crate::domain::markup::css::{Combinator, Compound, PseudoClass, SelectorList, SimpleKind};

/// The features of a list of selectors; `source` is the text that their places count in.
pub(super) fn list(list: &SelectorList, source: &str, around: Around, hits: &mut Hits) {
    if let [_, second, ..] = list.selectors.as_slice() {
        add("css-selector-grouping", second.span, around, hits);
    }
    inner(list, source, around, hits);
}

/// Lists nest no deeper than brackets do.
fn inner(list: &SelectorList, source: &str, around: Around, hits: &mut Hits) {
    for selector in &list.selectors {
        for (index, part) in selector.compounds.iter().enumerate() {
            if index > 0 || part.combinator != Combinator::Descendant {
                let slug = match part.combinator {
                    Combinator::Descendant => "css-selector-descendant",
                    Combinator::Child => "css-selector-child",
                    Combinator::NextSibling => "css-selector-adjacent-sibling",
                    Combinator::LaterSibling => "css-selector-general-sibling",
                };
                add(slug, part.span, around, hits);
            }
            compound(part, source, around, hits);
        }
    }
}

fn compound(compound: &Compound, source: &str, around: Around, hits: &mut Hits) {
    let named = compound
        .simples
        .iter()
        .filter(|simple| matches!(simple.kind, SimpleKind::Class(_) | SimpleKind::Id(_)));
    if named.count() > 1 {
        add("css-selector-chaining", compound.span, around, hits);
    }
    for simple in &compound.simples {
        let slug = match &simple.kind {
            SimpleKind::Universal => "css-selector-universal",
            SimpleKind::Type(_) => "css-selector-type",
            SimpleKind::Id(_) => "css-selector-id",
            SimpleKind::Class(_) => "css-selector-class",
            SimpleKind::Attribute(_) => "css-selector-attribute",
            SimpleKind::Nesting => "css-nesting",
            SimpleKind::PseudoElement(name) => match pseudo_element(name) {
                Some(slug) => slug,
                None => continue,
            },
            SimpleKind::PseudoClass(class) => {
                if let Some(list) = nested(class) {
                    inner(list, source, around, hits);
                }
                let written = source.get(simple.span.range()).unwrap_or_default();
                match pseudo_class(written, class) {
                    Some(slug) => slug,
                    None => continue,
                }
            }
            SimpleKind::Namespace(_) | SimpleKind::Unknown(_) => continue,
        };
        add(slug, simple.span, around, hits);
    }
}

fn nested(class: &PseudoClass) -> Option<&SelectorList> {
    match class {
        // `:only-child` is kept as a list of selectors that nobody wrote.
        PseudoClass::Is(list) | PseudoClass::Where(list) => {
            let is_written = list.selectors.iter().any(|selector| selector.span.end > 0);
            is_written.then_some(list)
        }
        PseudoClass::Not(list) | PseudoClass::Has(list) => Some(list),
        PseudoClass::Nth(nth) => nth.of.as_ref(),
        _ => None,
    }
}

fn pseudo_element(name: &str) -> Option<&'static str> {
    Some(match name {
        "after" => "css-pseudo-element-after",
        "before" => "css-pseudo-element-before",
        "first-letter" => "css-pseudo-element-first-letter",
        "first-line" => "css-pseudo-element-first-line",
        "marker" => "css-pseudo-element-marker",
        "placeholder" => "css-pseudo-element-placeholder",
        _ => return None,
    })
}

fn pseudo_class(written: &str, class: &PseudoClass) -> Option<&'static str> {
    // An invalid `:nth-child()` is none.
    if matches!(class, PseudoClass::Unknown(_)) {
        return None;
    }
    let name = written.trim_start_matches(':');
    let end = name.find('(').unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
    Some(match name.as_str() {
        "active" => "css-pseudo-class-active",
        "checked" => "css-pseudo-class-checked",
        "default" => "css-pseudo-class-default",
        "first-child" => "css-pseudo-class-first-child",
        "first-of-type" => "css-pseudo-class-first-of-type",
        "focus" => "css-pseudo-class-focus",
        "focus-visible" => "css-pseudo-class-focus-visible",
        "focus-within" => "css-pseudo-class-focus-within",
        "has" => "css-pseudo-class-has",
        "hover" => "css-pseudo-class-hover",
        "lang" => "css-pseudo-class-lang",
        "last-child" => "css-pseudo-class-last-child",
        "last-of-type" => "css-pseudo-class-last-of-type",
        "link" => "css-pseudo-class-link",
        "not" => "css-pseudo-class-not",
        "nth-child" => "css-pseudo-class-nth-child",
        "nth-last-child" => "css-pseudo-class-nth-last-child",
        "nth-last-of-type" => "css-pseudo-class-nth-last-of-type",
        "nth-of-type" => "css-pseudo-class-nth-of-type",
        "only-child" => "css-pseudo-class-only-child",
        "only-of-type" => "css-pseudo-class-only-of-type",
        "target" => "css-pseudo-class-target",
        "visited" => "css-pseudo-class-visited",
        _ => return None,
    })
}

fn add(slug: &'static str, span: Span, around: Around, hits: &mut Hits) {
    hits.add_form(slug, span, around, notes::of_selector(slug));
}
