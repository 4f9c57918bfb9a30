//! The parser of CSS Syntax Level 3, section 5, with the nesting of CSS Nesting Level 1.

use super::place::Places;
use super::selectors;
use super::sheet::{
    AtRule, Block, CssError, CssErrorKind, Declaration, Rule, StyleRule, Stylesheet,
};
use super::token::{Bracket, Token, TokenKind};
use super::tokenizer::tokens;
use super::value::{Value, trim};
use super::values::take_important;
use crate::domain::finding::Span;

/// Blocks and brackets nested deeper are dropped.
pub(super) const DEEPEST: usize = 32;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) places: Places<'a>,
    /// All but comments.
    tokens: Vec<Token>,
    pub(super) at: usize,
    pub(super) depth: usize,
    sheet: Stylesheet,
}

/// Where the rules being read stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Nested,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, places: Places<'a>) -> Self {
        let mut parser = Self {
            text,
            places,
            tokens: tokens(text),
            at: 0,
            depth: 0,
            sheet: Stylesheet::default(),
        };
        parser.set_comments_aside();
        parser
    }

    /// Reads a style sheet.
    pub(super) fn sheet(mut self) -> Stylesheet {
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Whitespace => self.at += 1,
                TokenKind::Cdo | TokenKind::Cdc => {
                    self.error(CssErrorKind::HtmlComment, token.start, token.end);
                    self.at += 1;
                }
                TokenKind::AtKeyword => {
                    let rule = self.at_rule(Level::Top);
                    self.sheet.rules.push(Rule::At(rule));
                }
                _ => {
                    if let Some(rule) = self.style_rule(Level::Top) {
                        self.sheet.rules.push(Rule::Style(rule));
                    }
                }
            }
        }
        self.finish()
    }

    /// Reads declarations, as in `style="…"`.
    pub(super) fn declarations(mut self) -> (Vec<Declaration>, Stylesheet) {
        let mut block = Block::default();
        while self.peek().is_some() {
            self.block_item(&mut block);
            if let Some(token) = self.peek()
                && token.kind == TokenKind::Close(Bracket::Curly)
            {
                self.error(CssErrorKind::StrayBracket, token.start, token.end);
                self.at += 1;
            }
        }
        self.sheet.rules = block.rules;
        (block.declarations, self.finish())
    }

    /// Reads component values up to the end.
    pub(super) fn values(mut self) -> (Vec<Value>, Stylesheet) {
        let mut values = Vec::new();
        while self.peek().is_some() {
            values.push(self.value());
        }
        (values, self.finish())
    }

    fn finish(mut self) -> Stylesheet {
        self.sheet
            .errors
            .sort_by_key(|error| (error.span, error.kind));
        self.sheet
    }

    fn set_comments_aside(&mut self) {
        let mut kept = Vec::with_capacity(self.tokens.len());
        for token in std::mem::take(&mut self.tokens) {
            if token.kind != TokenKind::Comment {
                kept.push(token);
                continue;
            }
            let span = self.places.span(token.start, token.end);
            self.sheet.comments.push(span);
            let written = self.slice(token.start, token.end);
            if written.len() < 4 || !written.ends_with("*/") {
                self.error(CssErrorKind::UnclosedComment, token.start, token.end);
            }
        }
        self.tokens = kept;
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn error(&mut self, kind: CssErrorKind, start: usize, end: usize) {
        let span = self.places.span(start, end);
        self.sheet.errors.push(CssError { kind, span });
    }

    /// Where the token before the current one ends.
    pub(super) fn end_of_last(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| token.end)
    }

    fn at_rule(&mut self, level: Level) -> AtRule {
        let (start, name_end) = self.peek().map_or((0, 0), |token| (token.start, token.end));
        self.at += 1;
        let name = super::tokenizer::unescape(self.slice(start + 1, name_end)).to_ascii_lowercase();
        let (prelude, prelude_span) = self.prelude(level, &[TokenKind::Semicolon], name_end);
        let block = match self.peek().map(|token| token.kind) {
            Some(TokenKind::Open(Bracket::Curly)) => Some(self.block()),
            Some(TokenKind::Semicolon) => {
                self.at += 1;
                None
            }
            _ => None,
        };
        AtRule {
            span: self.places.span(start, self.end_of_last()),
            name,
            name_span: self.places.span(start, name_end),
            prelude,
            prelude_span,
            block,
        }
    }

    /// Values up to a block or what else ends them, trimmed, and where they stand.
    fn prelude(&mut self, level: Level, ends: &[TokenKind], from: usize) -> (Vec<Value>, Span) {
        let mut values = Vec::new();
        while let Some(token) = self.peek() {
            let is_end = token.kind == TokenKind::Open(Bracket::Curly)
                || ends.contains(&token.kind)
                || (level == Level::Nested && token.kind == TokenKind::Close(Bracket::Curly));
            if is_end {
                break;
            }
            values.push(self.value());
        }
        let trimmed = trim(&values);
        let span = match (trimmed.first(), trimmed.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => self.places.span(from, from),
        };
        let trimmed = trimmed.to_vec();
        (trimmed, span)
    }

    fn style_rule(&mut self, level: Level) -> Option<StyleRule> {
        let start = self.peek()?.start;
        let ends: &[TokenKind] = match level {
            Level::Top => &[],
            Level::Nested => &[TokenKind::Semicolon],
        };
        let (prelude, span) = self.prelude(level, ends, start);
        if self.peek().map(|token| token.kind) != Some(TokenKind::Open(Bracket::Curly)) {
            let kind = match level {
                Level::Top => CssErrorKind::MissingBlock,
                Level::Nested => CssErrorKind::InvalidDeclaration,
            };
            self.sheet.errors.push(CssError { kind, span });
            return None;
        }
        let block = self.block();
        let selectors = selectors::parse(&prelude, span);
        for selector in &selectors.selectors {
            if selector.is_invalid {
                let (kind, span) = (CssErrorKind::InvalidSelector, selector.span);
                self.sheet.errors.push(CssError { kind, span });
            }
        }
        Some(StyleRule {
            span: self.places.span(start, self.end_of_last()),
            selectors,
            block,
        })
    }

    /// What stands between braces; the `{` is the current token.
    fn block(&mut self) -> Block {
        let Some(open) = self.peek() else {
            return Block::default();
        };
        self.at += 1;
        let mut block = Block::default();
        if self.depth >= DEEPEST {
            self.error(CssErrorKind::NestedTooDeep, open.start, open.end);
            self.skip_block(Bracket::Curly);
        } else {
            self.depth += 1;
            loop {
                match self.peek() {
                    None => {
                        self.error(CssErrorKind::Unclosed, open.start, open.end);
                        break;
                    }
                    Some(token) if token.kind == TokenKind::Close(Bracket::Curly) => {
                        self.at += 1;
                        break;
                    }
                    Some(_) => self.block_item(&mut block),
                }
            }
            self.depth -= 1;
        }
        block.span = Some(self.places.span(open.start, self.end_of_last()));
        block
    }

    /// A declaration or a rule within a block; moves on by one token at least, except at `}`.
    fn block_item(&mut self, block: &mut Block) {
        let Some(token) = self.peek() else {
            return;
        };
        match token.kind {
            // A placeholder here stands for whole declarations.
            TokenKind::Whitespace | TokenKind::Semicolon | TokenKind::Placeholder => self.at += 1,
            TokenKind::Close(Bracket::Curly) => {}
            TokenKind::AtKeyword => {
                let rule = self.at_rule(Level::Nested);
                block.rules.push(Rule::At(rule));
            }
            TokenKind::Ident if self.is_declaration() => {
                let declaration = self.declaration();
                block.declarations.push(declaration);
            }
            TokenKind::Cdo | TokenKind::Cdc => {
                self.error(CssErrorKind::HtmlComment, token.start, token.end);
                self.at += 1;
            }
            _ => {
                if let Some(rule) = self.style_rule(Level::Nested) {
                    block.rules.push(Rule::Style(rule));
                }
            }
        }
    }

    /// Whether a word is followed by a colon, and no block comes before the end of the value.
    fn is_declaration(&self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let mut rest = rest
            .iter()
            .skip(1)
            .skip_while(|token| token.kind == TokenKind::Whitespace);
        if rest.next().map(|token| token.kind) != Some(TokenKind::Colon) {
            return false;
        }
        let is_custom = self
            .peek()
            .is_some_and(|token| self.slice(token.start, token.end).starts_with("--"));
        is_custom
            || !rest
                .find(|token| {
                    matches!(
                        token.kind,
                        TokenKind::Semicolon
                            | TokenKind::Open(Bracket::Curly)
                            | TokenKind::Close(Bracket::Curly)
                    )
                })
                .is_some_and(|token| token.kind == TokenKind::Open(Bracket::Curly))
    }

    /// `property: value`, the word being the current token and a colon following.
    fn declaration(&mut self) -> Declaration {
        let (start, name_end) = self.peek().map_or((0, 0), |token| (token.start, token.end));
        let written = super::tokenizer::unescape(self.slice(start, name_end));
        let name = if written.starts_with("--") {
            written
        } else {
            written.to_ascii_lowercase()
        };
        self.at += 1;
        while self
            .peek()
            .is_some_and(|token| token.kind == TokenKind::Whitespace)
        {
            self.at += 1;
        }
        self.at += 1;
        let from = self.end_of_last();
        let mut value = Vec::new();
        while let Some(token) = self.peek() {
            if matches!(
                token.kind,
                TokenKind::Semicolon | TokenKind::Close(Bracket::Curly)
            ) {
                break;
            }
            value.push(self.value());
        }
        let important = take_important(&mut value);
        let value = trim(&value).to_vec();
        let value_span = match (value.first(), value.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => self.places.span(from, from),
        };
        let name_span = self.places.span(start, name_end);
        let end = important.map_or(value_span.end, |span| span.end);
        let span = Span::new(name_span.start, end);
        if value.is_empty() && !name.starts_with("--") {
            let kind = CssErrorKind::EmptyValue;
            self.sheet.errors.push(CssError { kind, span });
        }
        Declaration {
            span,
            name,
            name_span,
            value,
            value_span,
            important,
        }
    }
}
