//! Media queries (Media Queries Level 4, with features of Level 5 as any others).

use super::condition::{self, Condition};
use super::token::Bracket;
use super::value::{Value, ValueKind, split_commas, trim, words};
use crate::domain::finding::Span;

/// A list of media queries; it holds if any of them does, and if there is none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MediaQueryList {
    /// The queries in order.
    pub queries: Vec<MediaQuery>,
}

/// A media query.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaQuery {
    /// Where it stands.
    pub span: Span,
    /// Whether it starts with `not` before a type.
    pub is_negated: bool,
    /// Whether it starts with `only`, which hides it from clients that know no queries.
    pub has_only: bool,
    /// The type, if one is named.
    pub media_type: Option<MediaType>,
    /// The condition, if there is one.
    pub condition: Option<Condition<MediaFeature>>,
}

/// A type of media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaType {
    /// `all`.
    All,
    /// `screen`.
    Screen,
    /// `print`.
    Print,
    /// Any other word, in lower case; no client has it.
    Other(String),
}

/// A test of a feature.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaFeature {
    /// The whole test, brackets included.
    pub span: Span,
    /// The name in lower case, without `min-` and `max-`.
    pub name: String,
    /// What the feature is compared with; empty for `(name)`.
    pub comparisons: Vec<(Comparison, Value)>,
}

/// How a feature is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// It is the value.
    Equal,
    /// It is smaller.
    Less,
    /// It is smaller or equal.
    LessOrEqual,
    /// It is greater.
    Greater,
    /// It is greater or equal.
    GreaterOrEqual,
}

impl Comparison {
    /// Whether a feature of this size compares so with a value.
    pub fn holds(self, feature: f64, value: f64) -> bool {
        match self {
            Self::Equal => (feature - value).abs() < 1e-6,
            Self::Less => feature < value,
            Self::LessOrEqual => feature <= value,
            Self::Greater => feature > value,
            Self::GreaterOrEqual => feature >= value,
        }
    }

    const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

impl MediaQueryList {
    /// Reads the prelude of `@media`, or the value of a `media` attribute.
    pub fn parse(prelude: &[Value]) -> Self {
        if trim(prelude).is_empty() {
            return Self::default();
        }
        let queries = split_commas(prelude).map(query).collect();
        Self { queries }
    }

    /// Whether the list holds; `feature` answers each test and `media_type` each type, with
    /// `None` for what is not known.
    pub fn holds(
        &self,
        media_type: &impl Fn(&MediaType) -> bool,
        feature: &impl Fn(&MediaFeature) -> Option<bool>,
    ) -> Option<bool> {
        if self.queries.is_empty() {
            return Some(true);
        }
        let mut any = Some(false);
        for query in &self.queries {
            match query.holds(media_type, feature) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => any = None,
            }
        }
        any
    }
}

impl MediaQuery {
    /// Whether the query holds; see [`MediaQueryList::holds`].
    pub fn holds(
        &self,
        media_type: &impl Fn(&MediaType) -> bool,
        feature: &impl Fn(&MediaFeature) -> Option<bool>,
    ) -> Option<bool> {
        let is_type = self.media_type.as_ref().is_none_or(media_type);
        let condition = self.condition.as_ref();
        let rest = condition.map_or(Some(true), |condition| condition.holds(feature));
        let holds = if is_type { rest } else { Some(false) };
        holds.map(|holds| holds != self.is_negated)
    }
}

fn query(values: &[Value]) -> MediaQuery {
    let span = match (values.first(), values.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::new(0, 0),
    };
    let mut words: Vec<&Value> = words(values).collect();
    let next_is_word = words.get(1).is_some_and(|value| value.ident().is_some());
    let first_is = |word: &str| words.first().is_some_and(|value| value.is_ident(word));
    let is_negated = first_is("not") && next_is_word;
    let has_only = first_is("only") && next_is_word;
    if is_negated || has_only {
        words.remove(0);
    }
    let media_type = words
        .first()
        .and_then(|value| value.ident())
        .map(str::to_ascii_lowercase)
        .filter(|word| word != "not");
    let mut condition = None;
    if media_type.is_some() {
        condition = match words.get(1..) {
            None | Some([]) => None,
            Some([and, rest @ ..]) if and.is_ident("and") => {
                Some(condition::parse(rest, span, &feature))
            }
            Some(_) => Some(Condition::Unknown(span)),
        };
    } else if !words.is_empty() {
        condition = Some(condition::parse(&words, span, &feature));
    } else {
        condition.replace(Condition::Unknown(span));
    }
    MediaQuery {
        span,
        is_negated,
        has_only,
        media_type: media_type.map(|word| match word.as_str() {
            "all" => MediaType::All,
            "screen" => MediaType::Screen,
            "print" => MediaType::Print,
            _ => MediaType::Other(word),
        }),
        condition,
    }
}

/// `(name)`, `(name: value)`, `(name < value)`, `(value <= name < value)`.
fn feature(value: &Value) -> Option<MediaFeature> {
    let ValueKind::Block {
        bracket: Bracket::Round,
        content,
    } = &value.kind
    else {
        return None;
    };
    let span = value.span;
    let content: Vec<&Value> = words(content).collect();
    if let [name] = content.as_slice() {
        return Some(MediaFeature {
            span,
            name: name.ident()?.to_ascii_lowercase(),
            comparisons: Vec::new(),
        });
    }
    if content
        .get(1)
        .is_some_and(|value| value.kind == ValueKind::Colon)
    {
        let name = content.first()?.ident()?.to_ascii_lowercase();
        let (name, comparison) = if let Some(name) = name.strip_prefix("min-") {
            (name.to_owned(), Comparison::GreaterOrEqual)
        } else if let Some(name) = name.strip_prefix("max-") {
            (name.to_owned(), Comparison::LessOrEqual)
        } else {
            (name, Comparison::Equal)
        };
        let value = (*content.get(2)?).clone();
        let comparisons = vec![(comparison, value)];
        return Some(MediaFeature {
            span,
            name,
            comparisons,
        });
    }
    range(&content, span)
}

fn range(content: &[&Value], span: Span) -> Option<MediaFeature> {
    // Operands and the signs between them, in turn.
    let mut operands: Vec<&Value> = Vec::new();
    let mut signs = Vec::new();
    let mut rest = content;
    while let Some((operand, after)) = rest.split_first() {
        operands.push(operand);
        rest = after;
        if rest.is_empty() {
            break;
        }
        let (sign, length) = sign(rest)?;
        signs.push(sign);
        rest = rest.get(length..)?;
    }
    let (name, comparisons) = match (operands.as_slice(), signs.as_slice()) {
        ([first, second], [sign]) => match (first.ident(), second.ident()) {
            (Some(name), _) if is_feature(name) => (name, vec![(*sign, (*second).clone())]),
            (_, Some(name)) => (name, vec![(sign.mirrored(), (*first).clone())]),
            _ => return None,
        },
        ([low, name, high], [before, after]) => (
            name.ident()?,
            vec![
                (before.mirrored(), (*low).clone()),
                (*after, (*high).clone()),
            ],
        ),
        _ => return None,
    };
    Some(MediaFeature {
        span,
        name: name.to_ascii_lowercase(),
        comparisons,
    })
}

/// A word that is a value stands at the other side.
fn is_feature(name: &str) -> bool {
    !name.eq_ignore_ascii_case("infinite")
}

/// A sign of comparison and how many values it takes.
fn sign(values: &[&Value]) -> Option<(Comparison, usize)> {
    let is = |index: usize, char: char| {
        values
            .get(index)
            .is_some_and(|value| value.kind == ValueKind::Delim(char))
    };
    match (is(0, '<'), is(0, '>'), is(0, '='), is(1, '=')) {
        (true, _, _, true) => Some((Comparison::LessOrEqual, 2)),
        (true, ..) => Some((Comparison::Less, 1)),
        (_, true, _, true) => Some((Comparison::GreaterOrEqual, 2)),
        (_, true, ..) => Some((Comparison::Greater, 1)),
        (_, _, true, _) => Some((Comparison::Equal, 1)),
        _ => None,
    }
}
