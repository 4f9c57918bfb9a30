//! CSS, lightly: enough to tell selectors, at-rules, properties and values apart.

use super::TokenKind;
use super::tokens::Tokens;

/// What stands at a place of a style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A selector or an at-rule; inside a group rule such as `@media` as well.
    Rule,
    /// The rest of an at-rule's head.
    Prelude,
    /// A property's name.
    Property,
    /// A property's value.
    Value,
}

/// Pushes the tokens of a style sheet from `at` to `end`.
pub(super) fn style_sheet(tokens: &mut Tokens<'_>, at: usize, end: usize) {
    Css {
        tokens,
        end,
        blocks: Vec::new(),
        group: false,
        expect: Expect::Rule,
    }
    .read(at);
}

/// Pushes the tokens of a `style` attribute's value from `at` to `end`.
pub(super) fn declarations(tokens: &mut Tokens<'_>, at: usize, end: usize) {
    Css {
        tokens,
        end,
        blocks: Vec::new(),
        group: false,
        expect: Expect::Property,
    }
    .read(at);
}

/// A reader of CSS up to `end`.
struct Css<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    end: usize,
    /// For each open block, what to expect after it.
    blocks: Vec<Expect>,
    /// Whether the at-rule being read holds rules.
    group: bool,
    expect: Expect,
}

impl Css<'_, '_> {
    fn read(&mut self, mut at: usize) {
        while at < self.end {
            at = self.one(at);
        }
    }

    /// One token from `at`; returns its end.
    fn one(&mut self, at: usize) -> usize {
        let bytes = self.tokens.text.as_bytes();
        let Some(&byte) = bytes.get(at) else {
            return self.end;
        };
        match byte {
            b'{' if self.tokens.placeholder_at(at).is_some() => self.placeholder(at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => self.comment(at),
            b'"' | b'\'' => self.string(at, byte),
            b'@' if self.expect == Expect::Rule => self.at_keyword(at),
            b'{' | b'}' | b';' => self.punctuation(at, byte),
            b':' if self.expect == Expect::Property => {
                self.expect = Expect::Value;
                self.push(TokenKind::CssPunctuation, at + 1)
            }
            _ if byte.is_ascii_whitespace() => {
                let end = self.until(at, |b| !b.is_ascii_whitespace());
                self.push(TokenKind::Whitespace, end)
            }
            // `<!--` and `-->` may stand in a style sheet and mean nothing there.
            _ => {
                let end = self.until(at + 1, |b| {
                    matches!(b, b'{' | b'}' | b';' | b':' | b'"' | b'\'' | b'/')
                        || b.is_ascii_whitespace()
                });
                self.push(self.kind(), end)
            }
        }
    }

    fn kind(&self) -> TokenKind {
        match self.expect {
            Expect::Rule => TokenKind::CssSelector,
            Expect::Property => TokenKind::CssProperty,
            Expect::Prelude | Expect::Value => TokenKind::CssValue,
        }
    }

    /// `{`, `}` or `;` and what it means for what follows.
    fn punctuation(&mut self, at: usize, byte: u8) -> usize {
        match byte {
            b'{' => {
                let (after, inside) = match self.expect {
                    Expect::Prelude if self.group => (Expect::Rule, Expect::Rule),
                    Expect::Prelude | Expect::Rule => (Expect::Rule, Expect::Property),
                    Expect::Property | Expect::Value => (Expect::Property, Expect::Property),
                };
                self.blocks.push(after);
                self.expect = inside;
            }
            b'}' => {
                let outermost = match self.expect {
                    Expect::Rule | Expect::Prelude => Expect::Rule,
                    Expect::Property | Expect::Value => Expect::Property,
                };
                self.expect = self.blocks.pop().unwrap_or(outermost);
            }
            _ => {
                self.expect = match self.expect {
                    Expect::Rule | Expect::Prelude => Expect::Rule,
                    Expect::Property | Expect::Value => Expect::Property,
                };
            }
        }
        self.push(TokenKind::CssPunctuation, at + 1)
    }

    fn at_keyword(&mut self, at: usize) -> usize {
        let end = self.until(at + 1, |b| !(b.is_ascii_alphanumeric() || b == b'-'));
        let keyword = self.tokens.text.get(at + 1..end).unwrap_or_default();
        self.group = [
            "media",
            "supports",
            "layer",
            "container",
            "document",
            "-moz-document",
        ]
        .iter()
        .any(|group| keyword.eq_ignore_ascii_case(group));
        self.expect = Expect::Prelude;
        self.push(TokenKind::CssAtRule, end)
    }

    fn comment(&mut self, at: usize) -> usize {
        let body = self.tokens.text.as_bytes().get(at + 2..self.end);
        let end = body
            .and_then(|body| memchr::memmem::find(body, b"*/"))
            .map_or(self.end, |found| at + 2 + found + 2);
        self.push(TokenKind::CssComment, end)
    }

    /// A string; an unfinished one ends with its line (CSS Syntax, section 4.3.5).
    fn string(&mut self, at: usize, quote: u8) -> usize {
        let stop = self.until(at + 1, |b| b == quote || b == b'\n');
        let closed = self.tokens.text.as_bytes().get(stop) == Some(&quote) && stop < self.end;
        let end = if closed { stop + 1 } else { stop };
        self.push(self.kind(), end)
    }

    fn placeholder(&mut self, at: usize) -> usize {
        let end = self
            .tokens
            .placeholder_at(at)
            .unwrap_or(at + 1)
            .min(self.end);
        self.push(TokenKind::Placeholder, end)
    }

    fn push(&mut self, kind: TokenKind, end: usize) -> usize {
        self.tokens.push(kind, end);
        end
    }

    fn until(&self, at: usize, stop: impl Fn(u8) -> bool) -> usize {
        let rest = self.tokens.text.as_bytes().get(at..self.end);
        rest.and_then(|rest| rest.iter().position(|b| stop(*b)))
            .map_or(self.end, |found| at + found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::super::testing::pieces;
    use super::TokenKind::{
        CssAtRule, CssComment, CssProperty, CssPunctuation, CssSelector, CssValue, Placeholder,
    };
    use super::*;

    fn sheet(css: &str) -> Vec<(TokenKind, String)> {
        let text = format!("<style>{css}</style>");
        let mut found: Vec<_> = pieces(&text, Language::Html)
            .into_iter()
            .map(|(kind, text)| (kind, text.to_owned()))
            .collect();
        found.drain(..3);
        found.truncate(found.len() - 3);
        found
    }

    fn expect(css: &str, pieces: &[(TokenKind, &str)]) {
        let expected: Vec<_> = pieces
            .iter()
            .map(|(kind, text)| (*kind, (*text).to_owned()))
            .collect();
        assert_eq!(sheet(css), expected);
    }

    #[test]
    fn rules_inside_a_media_query_are_rules() {
        expect(
            "@media print{a:hover{color:red}}b{}",
            &[
                (CssAtRule, "@media"),
                (CssValue, "print"),
                (CssPunctuation, "{"),
                (CssSelector, "a"),
                (CssSelector, ":hover"),
                (CssPunctuation, "{"),
                (CssProperty, "color"),
                (CssPunctuation, ":"),
                (CssValue, "red"),
                (CssPunctuation, "}"),
                (CssPunctuation, "}"),
                (CssSelector, "b"),
                (CssPunctuation, "{"),
                (CssPunctuation, "}"),
            ],
        );
    }

    #[test]
    fn the_braces_of_a_placeholder_open_no_block() {
        expect(
            "a{color:{{ brand.color }};font:x}",
            &[
                (CssSelector, "a"),
                (CssPunctuation, "{"),
                (CssProperty, "color"),
                (CssPunctuation, ":"),
                (Placeholder, "{{ brand.color }}"),
                (CssPunctuation, ";"),
                (CssProperty, "font"),
                (CssPunctuation, ":"),
                (CssValue, "x"),
                (CssPunctuation, "}"),
            ],
        );
    }

    #[test]
    fn a_font_face_holds_declarations_and_comments_are_comments() {
        expect(
            "@font-face{src:url(\"a;b\")}/* } */",
            &[
                (CssAtRule, "@font-face"),
                (CssPunctuation, "{"),
                (CssProperty, "src"),
                (CssPunctuation, ":"),
                (CssValue, "url("),
                (CssValue, "\"a;b\""),
                (CssValue, ")"),
                (CssPunctuation, "}"),
                (CssComment, "/* } */"),
            ],
        );
    }
}
