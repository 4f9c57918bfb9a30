//! Rules within rules (CSS Nesting Level 1).

use crate::domain::markup::css::{
    Combinator, Compound, PseudoClass, Selector, SelectorList, Simple, SimpleKind, Specificity,
};

/// Nested rules repeat the selectors around them up to this many parts in all; those that come
/// later are left out, so that no sheet grows beyond bounds.
pub(super) const MOST_COPIES: usize = 100_000;

/// How many parts a list of selectors has. Lists nest no deeper than the parser allows.
pub(super) fn size(list: &SelectorList) -> usize {
    list.selectors.iter().map(selector_size).sum()
}

fn selector_size(selector: &Selector) -> usize {
    let simples = selector
        .compounds
        .iter()
        .flat_map(|compound| &compound.simples);
    let inner = |kind: &SimpleKind| match kind {
        SimpleKind::PseudoClass(
            PseudoClass::Is(list)
            | PseudoClass::Where(list)
            | PseudoClass::Not(list)
            | PseudoClass::Has(list),
        ) => size(list),
        SimpleKind::PseudoClass(PseudoClass::Nth(nth)) => nth.of.as_ref().map_or(0, size),
        SimpleKind::PseudoClass(PseudoClass::Lang(ranges)) => ranges.len(),
        _ => 0,
    };
    simples.map(|simple| 1 + inner(&simple.kind)).sum::<usize>() + 1
}

/// The selectors of a nested rule, with those of the rule around it in the place of `&`.
pub(super) fn nested_selectors(list: &SelectorList, parent: &SelectorList) -> SelectorList {
    let around = || SimpleKind::PseudoClass(PseudoClass::Is(parent.clone()));
    let mut list = list.clone();
    for selector in &mut list.selectors {
        let mut is_explicit = false;
        for simple in selector
            .compounds
            .iter_mut()
            .flat_map(|compound| &mut compound.simples)
        {
            if simple.kind == SimpleKind::Nesting {
                simple.kind = around();
                is_explicit = true;
            }
        }
        if !is_explicit {
            let simple = Simple {
                span: selector.span,
                kind: around(),
            };
            let compound = Compound {
                span: selector.span,
                combinator: Combinator::Descendant,
                simples: vec![simple],
            };
            selector.compounds.insert(0, compound);
        }
        let more = parent.specificity();
        selector.specificity = Specificity::new(
            selector.specificity.ids.saturating_add(more.ids),
            selector.specificity.classes.saturating_add(more.classes),
            selector.specificity.types.saturating_add(more.types),
        );
    }
    list
}
