//! Whether an element matches a selector, from right to left.

use super::facts::Facts;
use super::steps::Steps;
use crate::domain::markup::css::{
    AttributeOperator, AttributeSelector, Combinator, Compound, LetterCase, Nth, PseudoClass,
    Selector, SelectorList, SimpleKind,
};
use crate::domain::markup::html::{Document, Kind, NodeId};

/// Siblings further away than this are not looked at, so that no list takes quadratic time.
const FARTHEST_SIBLING: usize = 1000;
/// So many bytes are compared in the time of one step.
const BYTES_IN_STEP: usize = 16;

/// Attributes whose values HTML compares without regard to case (WHATWG HTML, 4.16.2).
const CASELESS: [&str; 16] = [
    "align", "bgcolor", "charset", "color", "dir", "face", "lang", "link", "media", "method",
    "nowrap", "rel", "text", "type", "valign", "vlink",
];

/// What came of matching compounds from the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Matched,
    /// An element further up may match the compound that failed.
    TryAncestor,
    /// A sibling further back may.
    TrySibling,
    /// Nothing else can help.
    Never,
}

/// A document and what matching needs to know of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matcher<'a> {
    pub document: &'a Document,
    pub facts: &'a Facts,
    /// What matching may cost; once it is used up nothing matches any more.
    pub steps: &'a Steps,
}

impl Matcher<'_> {
    /// Whether the element matches; one with a pseudo-element does not.
    pub fn matches(self, id: NodeId, selector: &Selector) -> bool {
        !selector.is_invalid && self.match_compounds(id, &selector.compounds) == Outcome::Matched
    }

    fn matches_any(self, id: NodeId, list: &SelectorList) -> bool {
        list.selectors
            .iter()
            .any(|selector| self.matches(id, selector))
    }

    /// The compounds are at most 64, so that the recursion ends soon.
    fn match_compounds(self, id: NodeId, compounds: &[Compound]) -> Outcome {
        let Some((last, rest)) = compounds.split_last() else {
            return Outcome::Matched;
        };
        if !self.matches_compound(id, last) {
            return Outcome::TrySibling;
        }
        if rest.is_empty() {
            return Outcome::Matched;
        }
        match last.combinator {
            Combinator::Descendant => self.within(id, rest),
            Combinator::Child => match self.parent(id) {
                Some(parent) => match self.match_compounds(parent, rest) {
                    Outcome::TrySibling => Outcome::TryAncestor,
                    outcome => outcome,
                },
                None => Outcome::Never,
            },
            Combinator::NextSibling => match self.previous(id) {
                Some(previous) => self.match_compounds(previous, rest),
                None => Outcome::TryAncestor,
            },
            Combinator::LaterSibling => self.after(id, rest),
        }
    }

    fn within(self, mut id: NodeId, rest: &[Compound]) -> Outcome {
        while let Some(parent) = self.parent(id) {
            if self.steps.are_used_up() {
                break;
            }
            match self.match_compounds(parent, rest) {
                Outcome::TryAncestor | Outcome::TrySibling => id = parent,
                outcome => return outcome,
            }
        }
        Outcome::Never
    }

    fn after(self, mut id: NodeId, rest: &[Compound]) -> Outcome {
        for _ in 0..FARTHEST_SIBLING {
            let Some(previous) = self.previous(id) else {
                break;
            };
            if self.steps.are_used_up() {
                break;
            }
            match self.match_compounds(previous, rest) {
                Outcome::TrySibling => id = previous,
                outcome => return outcome,
            }
        }
        Outcome::TryAncestor
    }

    fn parent(self, id: NodeId) -> Option<NodeId> {
        let parent = self.document.parent(id)?;
        self.document.element(parent).map(|_| parent)
    }

    fn previous(self, id: NodeId) -> Option<NodeId> {
        let siblings = std::iter::successors(self.document.previous_sibling(id), |sibling| {
            self.document.previous_sibling(*sibling)
        });
        let mut elements = siblings.filter(|sibling| {
            self.steps.take(1);
            self.document.element(*sibling).is_some()
        });
        elements.next()
    }

    fn matches_compound(self, id: NodeId, compound: &Compound) -> bool {
        self.steps.take(1)
            && compound
                .simples
                .iter()
                .all(|simple| self.matches_simple(id, &simple.kind))
    }

    fn matches_simple(self, id: NodeId, simple: &SimpleKind) -> bool {
        let Some(shape) = self.facts.shape(id).filter(|_| self.steps.take(1)) else {
            return false;
        };
        match simple {
            SimpleKind::Universal | SimpleKind::Namespace(_) => true,
            SimpleKind::Type(name) => self.document.name(id) == name,
            SimpleKind::Id(wanted) => shape
                .id
                .as_deref()
                .is_some_and(|id| self.same_word(id, wanted)),
            SimpleKind::Class(wanted) => {
                self.steps.take(shape.classes.len());
                let mut classes = shape.classes.iter();
                classes.any(|class| self.same_word(class, wanted))
            }
            SimpleKind::Attribute(attribute) => self.matches_attribute(id, attribute),
            SimpleKind::PseudoClass(pseudo) => self.matches_pseudo(id, pseudo),
            SimpleKind::Nesting => self.is_root(id),
            SimpleKind::PseudoElement(_) | SimpleKind::Unknown(_) => false,
        }
    }

    /// In quirks mode the case of ids and classes does not count.
    fn same_word(self, one: &str, other: &str) -> bool {
        if self.facts.is_quirky {
            one.eq_ignore_ascii_case(other)
        } else {
            one == other
        }
    }

    fn is_root(self, id: NodeId) -> bool {
        self.document.parent(id) == Some(NodeId::ROOT)
    }

    fn matches_attribute(self, id: NodeId, attribute: &AttributeSelector) -> bool {
        let attributes = self.document.attributes(id).len();
        if attributes == 0 || !self.steps.take(attributes) {
            return false;
        }
        let Some(value) = self.document.attr(id, &attribute.name) else {
            return false;
        };
        let Some((operator, wanted)) = &attribute.test else {
            return true;
        };
        self.steps
            .take((value.len() + wanted.len()) / BYTES_IN_STEP);
        let is_caseless = match attribute.letter_case {
            LetterCase::Insensitive => true,
            LetterCase::Sensitive => false,
            LetterCase::Default => CASELESS.contains(&attribute.name.as_str()),
        };
        if is_caseless {
            compare(
                *operator,
                &value.to_ascii_lowercase(),
                &wanted.to_ascii_lowercase(),
            )
        } else {
            compare(*operator, &value, wanted)
        }
    }

    fn matches_pseudo(self, id: NodeId, pseudo: &PseudoClass) -> bool {
        match pseudo {
            PseudoClass::Is(list) | PseudoClass::Where(list) => self.matches_any(id, list),
            PseudoClass::Not(list) => !self.matches_any(id, list),
            PseudoClass::Nth(nth) => self.matches_nth(id, nth),
            PseudoClass::Root => self.is_root(id),
            PseudoClass::Empty => self.document.children(id).all(|child| {
                self.steps.take(1)
                    && self.document.element(child).is_none()
                    && self
                        .document
                        .text(child)
                        .is_none_or(|text| text.text.is_empty())
            }),
            PseudoClass::Link => {
                matches!(self.document.kind(id), Some(Kind::A | Kind::Area))
                    && self.document.has_attribute(id, "href")
            }
            PseudoClass::Lang(wanted) => {
                let language = self.inherited_attr(id, "lang");
                language.is_some_and(|language| {
                    wanted.iter().any(|range| has_language(&language, range))
                })
            }
            PseudoClass::Dir(wanted) => {
                let direction = self.inherited_attr(id, "dir");
                direction.as_deref().unwrap_or("ltr") == wanted
            }
            // A mail at rest is in none of the states, and what looks forward in the tree is
            // known to no mail client of note.
            PseudoClass::State(_) | PseudoClass::Has(_) | PseudoClass::Unknown(_) => false,
        }
    }

    fn inherited_attr(self, id: NodeId, name: &str) -> Option<String> {
        std::iter::once(id)
            .chain(self.document.ancestors(id))
            .take_while(|node| self.steps.take(1 + self.document.attributes(*node).len()))
            .find_map(|node| self.document.attr(node, name))
            .map(|value| {
                self.steps.take(value.len() / BYTES_IN_STEP);
                value.to_ascii_lowercase()
            })
    }

    fn matches_nth(self, id: NodeId, nth: &Nth) -> bool {
        if let Some(list) = &nth.of {
            return self.matches_any(id, list) && nth.contains(self.place_among(id, nth, list));
        }
        let places = self.facts.places(self.document, id);
        let place = match (nth.is_of_type, nth.is_from_end) {
            (false, false) => places.all.start,
            (false, true) => places.all.end,
            (true, false) => places.of_type.start,
            (true, true) => places.of_type.end,
        };
        nth.contains(place as usize)
    }

    /// The place among the siblings that match a list, counted from one.
    fn place_among(self, id: NodeId, nth: &Nth, list: &SelectorList) -> usize {
        let next = |id: &NodeId| {
            if nth.is_from_end {
                self.document.next_sibling(*id)
            } else {
                self.document.previous_sibling(*id)
            }
        };
        let others = std::iter::successors(next(&id), next).take(FARTHEST_SIBLING);
        1 + others
            .filter(|other| {
                self.facts.shape_number(*other).is_some() && self.matches_any(*other, list)
            })
            .count()
    }
}

fn compare(operator: AttributeOperator, value: &str, wanted: &str) -> bool {
    match operator {
        AttributeOperator::Equals => value == wanted,
        AttributeOperator::HasWord => value.split_ascii_whitespace().any(|word| word == wanted),
        AttributeOperator::HasLanguage => has_language(value, wanted),
        AttributeOperator::StartsWith => !wanted.is_empty() && value.starts_with(wanted),
        AttributeOperator::EndsWith => !wanted.is_empty() && value.ends_with(wanted),
        AttributeOperator::Contains => !wanted.is_empty() && value.contains(wanted),
    }
}

/// Whether a language is the wanted one or one of its regions.
fn has_language(language: &str, wanted: &str) -> bool {
    language
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
