//! Pseudo-classes (Selectors Level 4).

use super::selector::{
    Combinator, Compound, Nth, PseudoClass, Selector, SelectorList, Simple, SimpleKind, Specificity,
};
use super::selectors;
use super::value::{Value, ValueKind, text, trim, words};
use crate::domain::finding::Span;

/// The states that a mail at rest is not in, and those of form controls.
const STATES: [&str; 34] = [
    "active",
    "hover",
    "focus",
    "focus-visible",
    "focus-within",
    "visited",
    "target",
    "target-within",
    "checked",
    "disabled",
    "enabled",
    "indeterminate",
    "default",
    "valid",
    "invalid",
    "in-range",
    "out-of-range",
    "required",
    "optional",
    "read-only",
    "read-write",
    "placeholder-shown",
    "autofill",
    "fullscreen",
    "modal",
    "open",
    "playing",
    "paused",
    "defined",
    "host",
    "local-link",
    "user-valid",
    "user-invalid",
    "picture-in-picture",
];
fn nth(step: i32, offset: i32) -> Nth {
    Nth {
        step,
        offset,
        is_from_end: false,
        is_of_type: false,
        of: None,
    }
}

/// The pseudo-class `:name`.
pub(super) fn plain(name: String) -> PseudoClass {
    let first = nth(0, 1);
    match name.as_str() {
        "root" => PseudoClass::Root,
        "empty" => PseudoClass::Empty,
        "link" | "any-link" | "-webkit-any-link" => PseudoClass::Link,
        "first-child" => PseudoClass::Nth(first),
        "last-child" => PseudoClass::Nth(Nth {
            is_from_end: true,
            ..first
        }),
        "first-of-type" => PseudoClass::Nth(Nth {
            is_of_type: true,
            ..first
        }),
        "last-of-type" => PseudoClass::Nth(Nth {
            is_from_end: true,
            is_of_type: true,
            ..first
        }),
        "only-child" | "only-of-type" => {
            let is_of_type = name == "only-of-type";
            let one = |is_from_end| {
                let nth = Nth {
                    is_from_end,
                    is_of_type,
                    ..nth(0, 1)
                };
                Simple {
                    span: Span::new(0, 0),
                    kind: SimpleKind::PseudoClass(PseudoClass::Nth(nth)),
                }
            };
            // The first and the last one at once.
            PseudoClass::Is(SelectorList {
                selectors: vec![Selector {
                    span: Span::new(0, 0),
                    compounds: vec![Compound {
                        span: Span::new(0, 0),
                        combinator: Combinator::Descendant,
                        simples: vec![one(false), one(true)],
                    }],
                    specificity: Specificity::new(0, 1, 0),
                    is_invalid: false,
                }],
            })
        }
        other if STATES.contains(&other) => PseudoClass::State(name),
        _ => PseudoClass::Unknown(name),
    }
}

/// The pseudo-class `:name(…)`.
pub(super) fn functional(name: String, arguments: &[Value], span: Span) -> PseudoClass {
    let list = || selectors::parse(trim(arguments), span);
    match name.as_str() {
        "is" | "matches" | "-webkit-any" | "-moz-any" => PseudoClass::Is(list()),
        "where" => PseudoClass::Where(list()),
        "not" => PseudoClass::Not(list()),
        "has" => PseudoClass::Has(list()),
        "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" => {
            match an_plus_b(arguments, span) {
                Some(nth) => PseudoClass::Nth(Nth {
                    is_from_end: name.contains("last"),
                    is_of_type: name.ends_with("of-type"),
                    ..nth
                }),
                None => PseudoClass::Unknown(name),
            }
        }
        "lang" => PseudoClass::Lang(
            words(arguments)
                .filter_map(|value| match &value.kind {
                    ValueKind::Ident(text) | ValueKind::String(text) => {
                        Some(text.to_ascii_lowercase())
                    }
                    _ => None,
                })
                .collect(),
        ),
        "dir" => PseudoClass::Dir(text(trim(arguments)).to_ascii_lowercase()),
        _ => PseudoClass::Unknown(name),
    }
}

/// `2n+1`, `even`, `-n + 3 of .x`.
fn an_plus_b(arguments: &[Value], span: Span) -> Option<Nth> {
    let of = arguments.iter().position(|value| value.is_ident("of"));
    let (formula, list) = match of {
        Some(at) => {
            let (formula, rest) = arguments.split_at_checked(at)?;
            (formula, Some(selectors::parse(trim(rest.get(1..)?), span)))
        }
        None => (arguments, None),
    };
    // The sign of `+1` is lost in its number, so that it is put back.
    let mut written = String::new();
    for value in words(formula) {
        if let ValueKind::Number(number) = value.kind
            && number >= 0.0
            && written.ends_with('n')
        {
            written.push('+');
        }
        written.push_str(&text(std::slice::from_ref(value)).to_ascii_lowercase());
    }
    let (step, offset) = match written.as_str() {
        "even" => (2, 0),
        "odd" => (2, 1),
        other => match other.split_once('n') {
            None => (0, other.parse().ok()?),
            Some((step, offset)) => {
                let step = match step {
                    "" | "+" => 1,
                    "-" => -1,
                    other => other.parse().ok()?,
                };
                let offset = if offset.is_empty() {
                    0
                } else {
                    offset.parse().ok()?
                };
                (step, offset)
            }
        },
    };
    Some(Nth {
        of: list,
        ..nth(step, offset)
    })
}
