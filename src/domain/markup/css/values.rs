//! The parser of component values (CSS Syntax Level 3, section 5.4.7).

use super::parser::{DEEPEST, Parser};
use super::sheet::CssErrorKind;
use super::token::{Bracket, Token, TokenKind};
use super::value::{Value, ValueKind};
use super::words::value_kind;
use crate::domain::finding::Span;

impl Parser<'_> {
    /// A component value; moves on by one token at least.
    pub(super) fn value(&mut self) -> Value {
        let Some(token) = self.peek() else {
            let end = self.text.len();
            let span = self.places.span(end, end);
            return Value {
                span,
                kind: ValueKind::Bad,
            };
        };
        self.at += 1;
        let kind = match token.kind {
            TokenKind::Open(bracket) => {
                let content = self.bracketed(bracket, token);
                ValueKind::Block { bracket, content }
            }
            TokenKind::Function => {
                let name = self.slice(token.start, token.end.saturating_sub(1));
                let name = super::tokenizer::unescape(name).to_ascii_lowercase();
                let arguments = self.bracketed(Bracket::Round, token);
                ValueKind::Function { name, arguments }
            }
            _ => {
                self.note_bad(token);
                value_kind(token, self.text)
            }
        };
        let span = self.places.span(token.start, self.end_of_last());
        Value { span, kind }
    }

    fn note_bad(&mut self, token: Token) {
        let kind = match token.kind {
            TokenKind::BadString => CssErrorKind::UnclosedString,
            TokenKind::String if !is_whole_string(self.slice(token.start, token.end)) => {
                CssErrorKind::UnclosedString
            }
            TokenKind::BadUrl => CssErrorKind::BadUrl,
            TokenKind::Close(_) => CssErrorKind::StrayBracket,
            _ => return,
        };
        self.error(kind, token.start, token.end);
    }

    /// Values up to the closing bracket.
    fn bracketed(&mut self, bracket: Bracket, open: Token) -> Vec<Value> {
        let mut values = Vec::new();
        if self.depth >= DEEPEST {
            self.error(CssErrorKind::NestedTooDeep, open.start, open.end);
            self.skip_block(bracket);
            return values;
        }
        self.depth += 1;
        loop {
            match self.peek() {
                None => {
                    self.error(CssErrorKind::Unclosed, open.start, open.end);
                    break;
                }
                Some(token) if token.kind == TokenKind::Close(bracket) => {
                    self.at += 1;
                    break;
                }
                Some(_) => values.push(self.value()),
            }
        }
        self.depth -= 1;
        values
    }

    /// Skips to the end of a block that is open, whatever stands in it.
    pub(super) fn skip_block(&mut self, bracket: Bracket) {
        let mut depth = 1_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            match token.kind {
                TokenKind::Open(other) if other == bracket => depth += 1,
                TokenKind::Function if bracket == Bracket::Round => depth += 1,
                TokenKind::Close(other) if other == bracket => {
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a string has its closing quotation mark.
fn is_whole_string(written: &str) -> bool {
    let mut chars = written.chars();
    let first = chars.next();
    chars.next_back() == first && written.len() > 1
}

/// Takes `!important` from the end of a value.
pub(super) fn take_important(value: &mut Vec<Value>) -> Option<Span> {
    let mut words = value
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, value)| !value.is_whitespace());
    let (_, last) = words
        .next()
        .filter(|(_, value)| value.is_ident("important"))?;
    let (mark, exclamation) = words.next()?;
    if exclamation.kind != ValueKind::Delim('!') {
        return None;
    }
    let span = Span::new(exclamation.span.start, last.span.end);
    value.truncate(mark);
    Some(span)
}
