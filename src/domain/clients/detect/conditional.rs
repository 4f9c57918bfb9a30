//! Conditional comments: what Outlook for Windows reads, and what all others do.

use crate::domain::finding::Span;
use crate::domain::markup::html::{CommentKind, Document, Kind, NodeKind};

/// Who reads a part of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Readers {
    /// The clients that Word lays out.
    pub word: bool,
    /// All others.
    pub others: bool,
}

impl Readers {
    /// Everybody.
    pub const ALL: Self = Self {
        word: true,
        others: true,
    };

    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            word: self.word && other.word,
            others: self.others && other.others,
        }
    }

    pub(super) const fn is_nobody(self) -> bool {
        !self.word && !self.others
    }
}

/// Who reads each part of a document, and how many bytes of style sheets it has.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What stands in all `<style>` elements together.
    pub(super) style_bytes: usize,
    /// Where a part starts, and who reads from there on; in order.
    starts: Vec<(usize, Readers)>,
}

impl Parts {
    /// The parts between `<!--[if …]><!-->` and `<!--<![endif]-->` of a document.
    pub(super) fn of(document: &Document) -> Self {
        let mut comments: Vec<(Span, CommentKind)> = document
            .walk()
            .filter_map(|id| match &document.node(id)?.kind {
                NodeKind::Comment(comment) => Some((document.span(id), comment.kind)),
                _ => None,
            })
            .collect();
        comments.sort_by_key(|(span, _)| *span);
        let mut starts = Vec::new();
        let mut around = Vec::new();
        let mut now = Readers::ALL;
        for (span, kind) in comments {
            match kind {
                CommentKind::RevealStart { expression } => {
                    around.push(now);
                    let word = holds(document.slice(expression));
                    now = now.and(Readers { word, others: true });
                }
                CommentKind::RevealEnd => now = around.pop().unwrap_or(Readers::ALL),
                _ => continue,
            }
            starts.push((span.end, now));
        }
        let styles = document.elements_of(Kind::Style);
        let sizes = styles.filter_map(|id| document.inner(id));
        Self {
            style_bytes: sizes.map(|inner| inner.end - inner.start).sum(),
            starts,
        }
    }

    pub(super) fn at(&self, place: usize) -> Readers {
        let index = self.starts.partition_point(|(start, _)| *start <= place);
        let before = index.checked_sub(1).and_then(|at| self.starts.get(at));
        before.map_or(Readers::ALL, |(_, readers)| *readers)
    }
}

/// Whether a condition such as `gte mso 9` or `!mso` is true in the newest Outlook for Windows that
/// Word lays out, which calls itself `mso 16`. It is no Internet Explorer. What is not known is
/// false, as there.
pub(super) fn holds(expression: &str) -> bool {
    any(&mut tokens(expression).into_iter().peekable(), 0).unwrap_or(false)
}

/// Brackets nest no deeper.
const DEEPEST: usize = 16;
const OUTLOOK: f64 = 16.0;

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

fn tokens(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_sign = matches!(first, '(' | ')' | '&' | '|' | '!');
        let length = if is_sign {
            1
        } else {
            rest.find(|char: char| char.is_whitespace() || "()&|!".contains(char))
                .unwrap_or(rest.len())
        };
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after.trim_start();
    }
    found
}

fn any(tokens: &mut Tokens<'_>, depth: usize) -> Option<bool> {
    let mut result = all(tokens, depth)?;
    while tokens.next_if_eq(&"|").is_some() {
        result |= all(tokens, depth)?;
    }
    Some(result)
}

fn all(tokens: &mut Tokens<'_>, depth: usize) -> Option<bool> {
    let mut result = one(tokens, depth)?;
    while tokens.next_if_eq(&"&").is_some() {
        result &= one(tokens, depth)?;
    }
    Some(result)
}

fn one(tokens: &mut Tokens<'_>, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let word = tokens.next()?.to_ascii_lowercase();
    match word.as_str() {
        "!" => one(tokens, depth + 1).map(|holds| !holds),
        "(" => {
            let inner = any(tokens, depth + 1)?;
            tokens.next_if_eq(&")").map(|_| inner)
        }
        "true" | "vml" => Some(true),
        "gt" | "gte" | "lt" | "lte" => {
            let feature = tokens.next()?.to_ascii_lowercase();
            let version: f64 = tokens.next()?.parse().ok()?;
            Some(match (feature.as_str(), word.as_str()) {
                ("mso", "gt") => OUTLOOK > version,
                ("mso", "gte") => OUTLOOK >= version,
                ("mso", "lt") => OUTLOOK < version,
                ("mso", _) => OUTLOOK <= version,
                _ => false,
            })
        }
        "mso" => Some(match tokens.next_if(|token| token.parse::<f64>().is_ok()) {
            Some(version) => version.parse() == Ok(OUTLOOK),
            None => true,
        }),
        _ => {
            tokens.next_if(|token| token.parse::<f64>().is_ok());
            Some(false)
        }
    }
}
