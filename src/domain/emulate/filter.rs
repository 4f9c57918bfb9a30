//! What all families have in common: elements, attributes and declarations that go.

use super::facts::{self, About};
use super::rule::Rule;
use super::sheets;
use super::work::Edits;
use crate::domain::finding::Span;
use crate::domain::markup::css::{self, Declaration, Value, ValueKind};
use crate::domain::markup::html::{Attribute, Document, Kind, NodeId};

/// What becomes of a declaration.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It stays, whatever the facts say.
    Keep,
    /// It goes.
    Drop(&'static Rule),
    /// Another one stands in its place.
    Rewrite(&'static Rule, String),
    /// All that stands with it goes: the attribute, or the whole style sheet.
    Poison(&'static Rule),
}

/// What becomes of style sheets.
#[derive(Debug, Clone, Copy)]
pub(super) enum SheetUse {
    /// They count.
    Keep,
    /// They go.
    Drop(&'static Rule),
}

/// Where a declaration stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'a> {
    /// The text that spans count in.
    pub source: &'a str,
    /// Whether it stands in a `style` attribute.
    pub is_inline: bool,
    /// The element that it is about; `None` where it may be any.
    pub on: Option<Kind>,
}

/// What a client does to markup and styles beyond the facts about it.
pub(super) struct Family {
    /// The letter in the table of facts.
    pub letter: char,
    /// What becomes of style sheets.
    pub sheets: SheetUse,
    /// What becomes of a declaration.
    pub declaration: fn(&Declaration, Site<'_>) -> Option<Verdict>,
    /// Whether a whole style sheet goes.
    pub sheet: fn(&css::Stylesheet) -> Option<&'static Rule>,
    /// Whether an at-rule goes.
    pub at_rule: fn(&css::AtRule) -> Option<&'static Rule>,
    /// Whether a selector goes.
    pub selector: fn(&css::Selector) -> Option<&'static Rule>,
    /// Whether an attribute goes: the element, its name in lower case and its value.
    pub attribute: fn(Kind, &str, &str) -> Option<&'static Rule>,
}

impl Family {
    /// A client that does what the facts say.
    pub const fn of(letter: char) -> Self {
        Self {
            letter,
            sheets: SheetUse::Keep,
            declaration: |_, _| None,
            sheet: |_| None,
            at_rule: |_| None,
            selector: |_| None,
            attribute: |_, _, _| None,
        }
    }

    /// The verdict about a declaration.
    pub fn judge(&self, declaration: &Declaration, site: Site<'_>) -> Option<Verdict> {
        if let Some(verdict) = (self.declaration)(declaration, site) {
            return Some(verdict);
        }
        let property = facts::missing(self.letter, About::Property, &declaration.name);
        let rule = property.or_else(|| {
            css::value::walk(&declaration.value).find_map(|value| self.value_rule(value))
        });
        rule.map(Verdict::Drop)
    }

    fn value_rule(&self, value: &Value) -> Option<&'static Rule> {
        let (about, name) = match &value.kind {
            ValueKind::Function { name, .. } => (About::Function, name.as_str()),
            ValueKind::Dimension { unit, .. } => (About::Unit, unit.as_str()),
            _ => return None,
        };
        let name = name.strip_prefix("repeating-").unwrap_or(name);
        facts::missing(self.letter, about, name)
    }
}

/// Takes out of the mail what the client does not support.
pub(super) fn filter(document: &Document, edits: &mut Edits, family: &Family) {
    for id in document.elements() {
        let Some(element) = document.element(id) else {
            continue;
        };
        if element.reopened_from.is_some() || element.start_tag.is_none() {
            continue;
        }
        if document.is(id, Kind::Style) {
            sheets::filter(document, id, edits, family);
        }
        if let Some(rule) = facts::missing(family.letter, About::Element, &element.name) {
            drop_element(document, id, edits, rule);
            continue;
        }
        for attribute in document.attributes(id) {
            filter_attribute(document, element.kind, attribute, edits, family);
        }
    }
}

/// Takes an element out: what draws by itself goes whole, of others the tags.
pub(super) fn drop_element(
    document: &Document,
    id: NodeId,
    edits: &mut Edits,
    rule: &'static Rule,
) {
    let Some(element) = document.element(id) else {
        return;
    };
    let Some(tag) = element.start_tag else {
        return;
    };
    let name = format!("<{}>", element.name);
    let goes_whole = matches!(
        element.kind,
        Kind::Svg | Kind::Script | Kind::Iframe | Kind::Dialog | Kind::Select
    );
    if goes_whole {
        let end = element
            .end_tag
            .map_or_else(|| document.span(id).end, |end| end.end);
        edits.change(Span::new(tag.start, end.max(tag.end)), "", rule, name);
        return;
    }
    edits.change(tag, "", rule, name);
    if let Some(end) = element.end_tag {
        edits.replace(end, "");
    }
}

fn filter_attribute(
    document: &Document,
    kind: Kind,
    attribute: &Attribute,
    edits: &mut Edits,
    family: &Family,
) {
    let name = document.slice(attribute.name).to_ascii_lowercase();
    let value = document.value(attribute);
    let fact = facts::missing(family.letter, About::Attribute, &name);
    if let Some(rule) = (family.attribute)(kind, &name, &value.text).or(fact) {
        edits.change(attribute.span, "", rule, document.slice(attribute.span));
        return;
    }
    if name != "style" || attribute.is_duplicate {
        return;
    }
    let site = Site {
        source: document.source(),
        is_inline: true,
        on: Some(kind),
    };
    let style = css::inline(&value);
    let verdicts: Vec<_> = style
        .declarations
        .iter()
        .filter_map(|one| Some((one, family.judge(one, site)?)))
        .collect();
    let poison = verdicts.iter().find_map(|(_, verdict)| match verdict {
        Verdict::Poison(rule) => Some(*rule),
        _ => None,
    });
    if let Some(rule) = poison {
        edits.change(attribute.span, "", rule, document.slice(attribute.span));
        return;
    }
    for (declaration, verdict) in verdicts {
        edit_declaration(document.source(), declaration, verdict, edits);
    }
}

/// Makes what a verdict says of a declaration.
pub(super) fn edit_declaration(
    source: &str,
    declaration: &Declaration,
    verdict: Verdict,
    edits: &mut Edits,
) {
    let span = declaration.span;
    let written = source.get(span.range()).unwrap_or_default();
    match verdict {
        Verdict::Keep | Verdict::Poison(_) => {}
        Verdict::Drop(rule) => {
            let end = end_of_declaration(source, span.end);
            edits.change(Span::new(span.start, end), "", rule, written);
        }
        Verdict::Rewrite(rule, text) => {
            let important = if declaration.important.is_some() {
                " !important"
            } else {
                ""
            };
            edits.change(span, format!("{text}{important}"), rule, written);
        }
    }
}

/// One past the semicolon after a declaration, if there is one.
fn end_of_declaration(source: &str, end: usize) -> usize {
    let rest = source.get(end..).unwrap_or_default();
    let trimmed = rest.trim_ascii_start();
    if trimmed.starts_with(';') {
        end + (rest.len() - trimmed.len()) + 1
    } else {
        end
    }
}

/// The lengths among the values are negative somewhere.
pub(super) fn has_negative(values: &[Value]) -> bool {
    css::value::walk(values).any(|value| match value.kind {
        ValueKind::Number(number) | ValueKind::Percentage(number) => number < 0.0,
        ValueKind::Dimension { value, .. } => value < 0.0,
        _ => false,
    })
}
