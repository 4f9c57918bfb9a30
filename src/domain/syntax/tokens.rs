//! Collects tokens and lets placeholders win over whatever they stand in.

use crate::domain::finding::Span;

use super::{Token, TokenKind, placeholder_spans};

/// The tokens so far: they cover the text up to `end`.
pub(super) struct Tokens<'a> {
    /// The text being cut.
    pub text: &'a str,
    placeholders: Vec<Span>,
    next_placeholder: usize,
    tokens: Vec<Token>,
    end: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            placeholders: placeholder_spans(text),
            next_placeholder: 0,
            tokens: Vec::with_capacity(text.len() / 6),
            end: 0,
        }
    }

    /// The end of the placeholder that starts at `start`, if one does.
    pub fn placeholder_at(&self, start: usize) -> Option<usize> {
        let index = self
            .placeholders
            .binary_search_by_key(&start, |span| span.start)
            .ok()?;
        self.placeholders.get(index).map(|span| span.end)
    }

    /// Covers the text from where the last token ended up to `end`, as `kind`.
    ///
    /// Placeholders in between become tokens of their own. One that reaches beyond `end` is taken
    /// whole, and what is pushed next starts after it.
    pub fn push(&mut self, kind: TokenKind, end: usize) {
        while let Some(&placeholder) = self.placeholders.get(self.next_placeholder) {
            if placeholder.start >= end {
                break;
            }
            self.push_plain(kind, placeholder.start);
            self.push_plain(TokenKind::Placeholder, placeholder.end);
            self.next_placeholder += 1;
        }
        self.push_plain(kind, end);
    }

    /// The tokens of the whole text; what nobody covered is text.
    pub fn finish(mut self) -> Vec<Token> {
        self.push(TokenKind::Text, self.text.len());
        self.tokens
    }

    fn push_plain(&mut self, kind: TokenKind, end: usize) {
        if end > self.end {
            self.tokens.push(Token {
                kind,
                span: Span::new(self.end, end),
            });
            self.end = end;
        }
    }
}
