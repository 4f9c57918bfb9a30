//! Conditional comments: what they put in, and what they take out.

use crate::domain::emulate::rule::Rule;
use crate::domain::emulate::work::Edits;
use crate::domain::finding::Span;
use crate::domain::markup::html::{CommentKind, Document, TokenKind, tokens};

pub(super) static SHOWN: Rule = Rule::new(
    "word-conditional-shown",
    "The content of a conditional comment that is about Outlook is shown",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/",
    "2020",
);
pub(super) static HIDDEN: Rule = Rule::new(
    "word-conditional-hidden",
    "What stands between <!--[if !mso]><!--> and <!--<![endif]--> is left out",
    "https://www.hteumeuleu.com/2020/outlook-rendering-engine/",
    "2020",
);

/// The version that Outlook 2016 and all later ones name.
const VERSION: f64 = 16.0;

/// Brackets in an expression nest no deeper than this.
const DEEPEST: usize = 16;

/// Takes the marks of comments away whose content counts, and the content of others.
pub(super) fn resolve(document: &Document, edits: &mut Edits) {
    let source = document.source();
    // Parts that are left out start here; nested ones count as parts of the outermost.
    let mut hidden: Option<usize> = None;
    let mut depth = 0_usize;
    for token in tokens(source) {
        let TokenKind::Comment(comment) = token.kind else {
            continue;
        };
        match comment.kind {
            CommentKind::Conditional { expression, inner } if hidden.is_none() => {
                let condition = document.slice(expression);
                if holds(condition) {
                    let what = format!("[if {condition}]");
                    edits.change(Span::new(token.span.start, inner.start), "", &SHOWN, what);
                    edits.replace(Span::new(inner.end, token.span.end), "");
                }
            }
            CommentKind::RevealStart { expression } => {
                if hidden.is_some() {
                    depth += 1;
                } else if !holds(document.slice(expression)) {
                    hidden = Some(token.span.start);
                    depth = 1;
                }
            }
            CommentKind::RevealEnd => {
                depth = depth.saturating_sub(1);
                if depth == 0
                    && let Some(start) = hidden.take()
                {
                    let span = Span::new(start, token.span.end);
                    edits.change(span, "", &HIDDEN, document.slice(span));
                }
            }
            _ => {}
        }
    }
}

/// Whether a condition holds in Outlook for Windows. What is not known does not.
pub(super) fn holds(expression: &str) -> bool {
    let mut reader = Reader {
        rest: expression,
        depth: 0,
    };
    reader.any().unwrap_or_default()
}

/// Reads `a | b`, `a & b`, `!a`, `(a)`, `mso`, `gte mso 9`.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn any(&mut self) -> Option<bool> {
        let mut result = self.all()?;
        while self.take("|") {
            result |= self.all()?;
        }
        Some(result)
    }

    fn all(&mut self) -> Option<bool> {
        let mut result = self.one()?;
        while self.take("&amp;") || self.take("&") {
            result &= self.one()?;
        }
        Some(result)
    }

    fn one(&mut self) -> Option<bool> {
        let mut is_negated = false;
        while self.take("!") {
            is_negated = !is_negated;
        }
        let result = if self.take("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return None;
            }
            let inner = self.any()?;
            self.depth -= 1;
            self.take(")").then_some(inner)?
        } else {
            self.feature()?
        };
        Some(result != is_negated)
    }

    fn feature(&mut self) -> Option<bool> {
        let mut word = self.word()?;
        let comparison = ["lte", "lt", "gte", "gt"]
            .into_iter()
            .find(|name| word.eq_ignore_ascii_case(name));
        if comparison.is_some() {
            word = self.word()?;
        }
        let is_mso = word.eq_ignore_ascii_case("mso");
        if !is_mso {
            // Word knows VML; it is no Internet Explorer.
            return Some(word.eq_ignore_ascii_case("vml") || word.eq_ignore_ascii_case("true"));
        }
        let Some(version) = self.word().and_then(|word| word.parse::<f64>().ok()) else {
            return Some(true);
        };
        Some(match comparison {
            Some("lt") => VERSION < version,
            Some("lte") => VERSION <= version,
            Some("gt") => VERSION > version,
            Some("gte") => VERSION >= version,
            _ => (VERSION - version).abs() < 0.5,
        })
    }

    fn take(&mut self, sign: &str) -> bool {
        self.rest = self.rest.trim_ascii_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self) -> Option<String> {
        self.rest = self.rest.trim_ascii_start();
        let is_part = |char: char| char.is_ascii_alphanumeric() || char == '.';
        let end = self
            .rest
            .find(|char| !is_part(char))
            .unwrap_or(self.rest.len());
        let (word, rest) = self
            .rest
            .split_at_checked(end)
            .filter(|(word, _)| !word.is_empty())?;
        self.rest = rest;
        Some(word.to_owned())
    }
}
