//! The parser of selectors (Selectors Level 4).

use super::pseudo;
use super::selector::{
    AttributeOperator, AttributeSelector, Combinator, Compound, LetterCase, PseudoClass, Selector,
    SelectorList, Simple, SimpleKind, Specificity,
};
use super::token::Bracket;
use super::value::{Value, ValueKind, split_commas, text, words};
use crate::domain::finding::Span;

/// Longer selectors count as invalid, so that matching stays fast.
const MOST_COMPOUNDS: usize = 64;

/// Pseudo-elements that may have one colon.
const OLD_ELEMENTS: [&str; 4] = ["before", "after", "first-line", "first-letter"];
/// Pseudo-elements that browsers know; those with a prefix of a vendor are accepted too.
const ELEMENTS: [&str; 12] = [
    "before",
    "after",
    "first-line",
    "first-letter",
    "selection",
    "placeholder",
    "marker",
    "backdrop",
    "file-selector-button",
    "cue",
    "part",
    "slotted",
];

/// Reads a list of selectors; `around` is where it stands.
pub(super) fn parse(values: &[Value], around: Span) -> SelectorList {
    let mut selectors: Vec<Selector> = split_commas(values)
        .map(|part| selector(part, around))
        .collect();
    // What stands in brackets may be empty; a rule without any selector is invalid.
    if values.is_empty() {
        selectors.clear();
    }
    SelectorList { selectors }
}

fn selector(values: &[Value], around: Span) -> Selector {
    let span = match (values.first(), values.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => around,
    };
    let mut reader = Reader {
        values,
        at: 0,
        compounds: Vec::new(),
        is_invalid: values.is_empty(),
    };
    reader.read();
    let simples = reader
        .compounds
        .iter()
        .flat_map(|compound| &compound.simples);
    let specificity = simples.fold(Specificity::default(), |sum, simple| {
        sum.plus(specificity(&simple.kind))
    });
    let is_invalid = reader.is_invalid || reader.compounds.len() > MOST_COMPOUNDS;
    Selector {
        span,
        compounds: reader.compounds,
        specificity,
        is_invalid,
    }
}

fn specificity(kind: &SimpleKind) -> Specificity {
    match kind {
        SimpleKind::Id(_) => Specificity::new(1, 0, 0),
        SimpleKind::Class(_) | SimpleKind::Attribute(_) => Specificity::new(0, 1, 0),
        SimpleKind::Type(_) | SimpleKind::PseudoElement(_) => Specificity::new(0, 0, 1),
        SimpleKind::PseudoClass(pseudo) => match pseudo {
            PseudoClass::Is(list) | PseudoClass::Not(list) | PseudoClass::Has(list) => {
                list.specificity()
            }
            PseudoClass::Where(_) => Specificity::default(),
            PseudoClass::Nth(nth) => {
                let of = nth.of.as_ref().map(SelectorList::specificity);
                Specificity::new(0, 1, 0).plus(of.unwrap_or_default())
            }
            _ => Specificity::new(0, 1, 0),
        },
        SimpleKind::Universal
        | SimpleKind::Namespace(_)
        | SimpleKind::Nesting
        | SimpleKind::Unknown(_) => Specificity::default(),
    }
}

struct Reader<'a> {
    values: &'a [Value],
    at: usize,
    compounds: Vec<Compound>,
    is_invalid: bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Value> {
        self.values.get(self.at)
    }

    fn is_delim(&self, char: char) -> bool {
        self.peek()
            .is_some_and(|value| value.kind == ValueKind::Delim(char))
    }

    fn read(&mut self) {
        while self.at < self.values.len() {
            let combinator = self.combinator();
            let start = self.at;
            let mut simples = Vec::new();
            while let Some(simple) = self.simple() {
                self.is_invalid |= is_unknown(&simple.kind);
                simples.push(simple);
            }
            if simples.is_empty() {
                // A combinator with nothing after it.
                self.is_invalid = true;
                self.at = self.at.max(start + 1);
                continue;
            }
            let span = match (simples.first(), simples.last()) {
                (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
                _ => Span::new(0, 0),
            };
            self.compounds.push(Compound {
                span,
                combinator,
                simples,
            });
        }
    }

    fn combinator(&mut self) -> Combinator {
        self.blanks();
        let combinator = match self.peek().map(|value| &value.kind) {
            Some(ValueKind::Delim('>')) => Combinator::Child,
            Some(ValueKind::Delim('+')) => Combinator::NextSibling,
            Some(ValueKind::Delim('~')) => Combinator::LaterSibling,
            _ => return Combinator::Descendant,
        };
        self.at += 1;
        self.blanks();
        combinator
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(Value::is_whitespace) {
            self.at += 1;
        }
    }

    /// The next simple selector of the compound; `None` where the compound ends.
    fn simple(&mut self) -> Option<Simple> {
        let value = self.peek()?;
        let start = value.span.start;
        let kind = match &value.kind {
            ValueKind::Whitespace | ValueKind::Delim('>' | '+' | '~') => return None,
            ValueKind::Ident(name) => self.take(SimpleKind::Type(name.to_ascii_lowercase())),
            ValueKind::Hash(name) => self.take(SimpleKind::Id(name.clone())),
            ValueKind::Delim('*') => self.take(SimpleKind::Universal),
            ValueKind::Delim('&') => self.take(SimpleKind::Nesting),
            ValueKind::Delim('.') => self.class(),
            ValueKind::Delim('|') => self.take(SimpleKind::Namespace(String::new())),
            ValueKind::Colon => self.pseudo(),
            ValueKind::Block {
                bracket: Bracket::Square,
                content,
            } => {
                let kind = match attribute(content) {
                    Some(attribute) => SimpleKind::Attribute(attribute),
                    None => SimpleKind::Unknown(text(content)),
                };
                self.take(kind)
            }
            _ => self.take(SimpleKind::Unknown(text(std::slice::from_ref(value)))),
        };
        let kind = self.namespace(kind);
        let last = self.at.checked_sub(1).and_then(|at| self.values.get(at));
        let span = Span::new(start, last.map_or(start, |value| value.span.end));
        Some(Simple { span, kind })
    }

    fn take(&mut self, kind: SimpleKind) -> SimpleKind {
        self.at += 1;
        kind
    }

    /// `name|` and `*|` are no types but namespaces.
    fn namespace(&mut self, kind: SimpleKind) -> SimpleKind {
        let next = self.values.get(self.at + 1).map(|value| &value.kind);
        let names_one = matches!(next, Some(ValueKind::Ident(_) | ValueKind::Delim('*')));
        if !self.is_delim('|') || !names_one {
            return kind;
        }
        match kind {
            SimpleKind::Type(name) => self.take(SimpleKind::Namespace(name)),
            SimpleKind::Universal => self.take(SimpleKind::Namespace("*".to_owned())),
            other => other,
        }
    }

    fn class(&mut self) -> SimpleKind {
        self.at += 1;
        match self.peek().and_then(Value::ident) {
            Some(name) => {
                let kind = SimpleKind::Class(name.to_owned());
                self.take(kind)
            }
            None => SimpleKind::Unknown(".".to_owned()),
        }
    }

    fn pseudo(&mut self) -> SimpleKind {
        self.at += 1;
        let is_element = self
            .peek()
            .is_some_and(|value| value.kind == ValueKind::Colon);
        if is_element {
            self.at += 1;
        }
        let Some(value) = self.peek() else {
            return SimpleKind::Unknown(":".to_owned());
        };
        let (name, arguments) = match &value.kind {
            ValueKind::Ident(name) => (name.to_ascii_lowercase(), None),
            ValueKind::Function { name, arguments } => (name.clone(), Some(arguments)),
            _ => return SimpleKind::Unknown(":".to_owned()),
        };
        self.at += 1;
        if is_element || (arguments.is_none() && OLD_ELEMENTS.contains(&name.as_str())) {
            let is_known = ELEMENTS.contains(&name.as_str()) || name.starts_with("-webkit-");
            return if is_known {
                SimpleKind::PseudoElement(name)
            } else {
                SimpleKind::Unknown(format!("::{name}"))
            };
        }
        SimpleKind::PseudoClass(match arguments {
            None => pseudo::plain(name),
            Some(arguments) => pseudo::functional(name, arguments, value.span),
        })
    }
}

fn is_unknown(kind: &SimpleKind) -> bool {
    match kind {
        SimpleKind::Unknown(_) | SimpleKind::PseudoClass(PseudoClass::Unknown(_)) => true,
        SimpleKind::PseudoClass(PseudoClass::Not(list)) => !list.is_valid(),
        _ => false,
    }
}

/// What stands in `[ … ]`.
fn attribute(content: &[Value]) -> Option<AttributeSelector> {
    let values: Vec<&Value> = words(content).collect();
    let mut values = values.as_slice();
    // A namespace before the name says nothing in HTML.
    if let [_, bar, rest @ ..] = values
        && bar.kind == ValueKind::Delim('|')
        && rest.first().is_some_and(|value| value.ident().is_some())
    {
        values = rest;
    }
    let (name, rest) = values.split_first()?;
    let name = name.ident()?.to_ascii_lowercase();
    let mut letter_case = LetterCase::Default;
    if rest.is_empty() {
        let test = None;
        return Some(AttributeSelector {
            name,
            test,
            letter_case,
        });
    }
    let (operator, rest) = operator(rest)?;
    let (value, rest) = rest.split_first()?;
    let value = match &value.kind {
        ValueKind::Ident(text) | ValueKind::String(text) => text.clone(),
        _ => return None,
    };
    match rest {
        [] => {}
        [flag] if flag.is_ident("i") => letter_case = LetterCase::Insensitive,
        [flag] if flag.is_ident("s") => letter_case = LetterCase::Sensitive,
        _ => return None,
    }
    let test = Some((operator, value));
    Some(AttributeSelector {
        name,
        test,
        letter_case,
    })
}

fn operator<'a>(values: &'a [&'a Value]) -> Option<(AttributeOperator, &'a [&'a Value])> {
    let (first, rest) = values.split_first()?;
    let ValueKind::Delim(char) = first.kind else {
        return None;
    };
    let operator = match char {
        '=' => return Some((AttributeOperator::Equals, rest)),
        '~' => AttributeOperator::HasWord,
        '|' => AttributeOperator::HasLanguage,
        '^' => AttributeOperator::StartsWith,
        '$' => AttributeOperator::EndsWith,
        '*' => AttributeOperator::Contains,
        _ => return None,
    };
    let (equals, rest) = rest.split_first()?;
    (equals.kind == ValueKind::Delim('=')).then_some((operator, rest))
}
