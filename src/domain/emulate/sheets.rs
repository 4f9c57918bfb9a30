//! What becomes of style sheets.

use super::facts::{self, About};
use super::filter::{Family, SheetUse, Site, Verdict, edit_declaration};
use super::rule::Rule;
use super::work::Edits;
use crate::domain::finding::Span;
use crate::domain::markup::css::{
    self, AtRule, Block, Combinator, MediaQueryList, Selector, SimpleKind, StyleRule, Stylesheet,
};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// The sheet of a `<style>` element, and where its text stands.
pub(super) fn sheet_of(document: &Document, id: NodeId) -> Option<(Stylesheet, Span)> {
    let text = document.first_child(id)?;
    let span = document.span(text);
    let sheet = css::stylesheet(document.slice(span), span.start);
    Some((sheet, span))
}

/// All style sheets of a mail with their elements, in order.
pub(super) fn all(document: &Document) -> impl Iterator<Item = (NodeId, Stylesheet, Span)> {
    document.elements_of(Kind::Style).filter_map(|id| {
        let (sheet, span) = sheet_of(document, id)?;
        Some((id, sheet, span))
    })
}

/// Takes a whole `<style>` element out.
pub(super) fn drop_whole(
    document: &Document,
    id: NodeId,
    edits: &mut Edits,
    rule: &'static Rule,
    what: &str,
) {
    edits.change(document.span(id), "", rule, what);
}

/// Takes out of the sheet of `<style>` what the client does not support.
pub(super) fn filter(document: &Document, id: NodeId, edits: &mut Edits, family: &Family) {
    if let SheetUse::Drop(rule) = family.sheets {
        drop_whole(document, id, edits, rule, "<style>");
        return;
    }
    let Some((sheet, _)) = sheet_of(document, id) else {
        return;
    };
    if let Some(rule) = (family.sheet)(&sheet) {
        drop_whole(document, id, edits, rule, "<style>");
        return;
    }
    let site = Site {
        source: document.source(),
        is_inline: false,
        on: None,
    };
    let poison =
        sheet
            .declarations()
            .into_iter()
            .find_map(|one| match (family.declaration)(one, site) {
                Some(Verdict::Poison(rule)) => Some((rule, one.span)),
                _ => None,
            });
    if let Some((rule, span)) = poison {
        drop_whole(document, id, edits, rule, document.slice(span));
        return;
    }
    let source = document.source();
    rules(source, &sheet.rules, edits, family);
}

/// Rules nest no deeper than the parser allows.
fn rules(source: &str, all: &[css::Rule], edits: &mut Edits, family: &Family) {
    for rule in all {
        match rule {
            css::Rule::Style(style) => style_rule(source, style, edits, family),
            css::Rule::At(at) => at_rule(source, at, edits, family),
        }
    }
}

fn at_rule(source: &str, at: &AtRule, edits: &mut Edits, family: &Family) {
    if let Some(rule) = (family.at_rule)(at).or_else(|| at_fact(at, family.letter)) {
        let head = Span::new(
            at.name_span.start,
            at.prelude_span.end.max(at.name_span.end),
        );
        let what = source.get(head.range()).unwrap_or_default();
        edits.change(at.span, "", rule, what);
        return;
    }
    if matches!(at.name.as_str(), "keyframes" | "-webkit-keyframes") {
        return;
    }
    if let Some(inner) = &at.block {
        block(source, inner, None, edits, family);
    }
}

fn at_fact(at: &AtRule, letter: char) -> Option<&'static Rule> {
    if let Some(rule) = facts::missing(letter, About::AtRule, &at.name) {
        return Some(rule);
    }
    if at.name != "media" {
        return None;
    }
    let queries = MediaQueryList::parse(&at.prelude);
    let features = queries
        .queries
        .iter()
        .filter_map(|query| query.condition.as_ref())
        .flat_map(|condition| condition.tests());
    features
        .into_iter()
        .find_map(|feature| facts::missing(letter, About::MediaFeature, &feature.name))
}

fn style_rule(source: &str, style: &StyleRule, edits: &mut Edits, family: &Family) {
    let selectors = &style.selectors.selectors;
    let verdict = |selector: &Selector| {
        (family.selector)(selector).or_else(|| selector_fact(source, selector, family.letter))
    };
    let verdicts: Vec<Option<&'static Rule>> = selectors.iter().map(verdict).collect();
    let written = |span: Span| source.get(span.range()).unwrap_or_default();
    if let Some(Some(rule)) = verdicts.first()
        && verdicts.iter().all(Option::is_some)
    {
        let what = selectors.first().map_or("", |first| written(first.span));
        edits.change(style.span, "", rule, what);
        return;
    }
    for (index, rule) in verdicts.iter().enumerate() {
        let (Some(rule), Some(selector)) = (rule, selectors.get(index)) else {
            continue;
        };
        // A list that stays keeps its commas: what matches nothing stands in the place.
        edits.change(selector.span, "._", rule, written(selector.span));
    }
    block(source, &style.block, subject(selectors), edits, family);
}

fn block(source: &str, block: &Block, on: Option<Kind>, edits: &mut Edits, family: &Family) {
    let site = Site {
        source,
        is_inline: false,
        on,
    };
    for declaration in &block.declarations {
        if let Some(verdict) = family.judge(declaration, site) {
            edit_declaration(source, declaration, verdict, edits);
        }
    }
    rules(source, &block.rules, edits, family);
}

/// The element that all selectors are about, if they name one and the same.
fn subject(selectors: &[Selector]) -> Option<Kind> {
    let mut kinds = selectors.iter().map(|selector| {
        let last = selector.compounds.last()?;
        last.simples.iter().find_map(|simple| match &simple.kind {
            SimpleKind::Type(name) => Some(kind_of(name)),
            _ => None,
        })
    });
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

/// The kinds that rules of families tell apart, by name.
fn kind_of(name: &str) -> Kind {
    match name {
        "a" => Kind::A,
        "body" => Kind::Body,
        "div" => Kind::Div,
        "img" => Kind::Img,
        "li" => Kind::Li,
        "ol" => Kind::Ol,
        "p" => Kind::P,
        "span" => Kind::Span,
        "table" => Kind::Table,
        "td" => Kind::Td,
        "th" => Kind::Th,
        "ul" => Kind::Ul,
        _ => Kind::Other,
    }
}

fn selector_fact(source: &str, selector: &Selector, letter: char) -> Option<&'static Rule> {
    let missing = |about, name: &str| facts::missing(letter, about, name);
    for (index, compound) in selector.compounds.iter().enumerate() {
        let sign = match compound.combinator {
            _ if index == 0 => None,
            Combinator::Descendant => None,
            Combinator::Child => Some(">"),
            Combinator::NextSibling => Some("+"),
            Combinator::LaterSibling => Some("~"),
        };
        if let Some(rule) = sign.and_then(|sign| missing(About::Selector, sign)) {
            return Some(rule);
        }
        let classes = compound
            .simples
            .iter()
            .filter(|simple| matches!(simple.kind, SimpleKind::Class(_)));
        if classes.count() > 1
            && let Some(rule) = missing(About::Selector, ".a.b")
        {
            return Some(rule);
        }
        let found = compound
            .simples
            .iter()
            .find_map(|simple| match &simple.kind {
                SimpleKind::Universal => missing(About::Selector, "*"),
                SimpleKind::Attribute(_) => missing(About::Selector, "[]"),
                SimpleKind::PseudoClass(_) | SimpleKind::PseudoElement(_) => {
                    let written = source.get(simple.span.range()).unwrap_or_default();
                    let name = written.trim_start_matches(':').to_ascii_lowercase();
                    let name = name.split('(').next().unwrap_or_default();
                    missing(About::PseudoClass, name)
                        .or_else(|| missing(About::PseudoElement, name))
                }
                _ => None,
            });
        if found.is_some() {
            return found;
        }
    }
    None
}
