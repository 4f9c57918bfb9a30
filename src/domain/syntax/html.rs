//! HTML as typed: close to the tokenizer of the HTML standard (WHATWG, section 13.2.5), with the
//! recoveries an editor wants, so that an unfinished tag does not swallow the next one.

use memchr::{memchr, memchr2, memmem};

use super::css;
use super::tokens::Tokens;
use super::{Token, TokenKind};

/// The text that ends a conditional comment.
const ENDIF: &str = "<![endif]-->";

/// The longest character reference, `&CounterClockwiseContourIntegral;`, has 33 bytes.
const LONGEST_REFERENCE: usize = 40;

/// Pushes the tokens of the whole text.
pub(super) fn tokenize(tokens: &mut Tokens<'_>) {
    let limit = tokens.text.len();
    Html { tokens, limit }.markup(0);
}

/// A reader of the text up to `limit`.
struct Html<'t, 'a> {
    tokens: &'t mut Tokens<'a>,
    limit: usize,
}

impl<'a> Html<'_, 'a> {
    /// Text and tags from `at` to the limit.
    fn markup(&mut self, mut at: usize) {
        while at < self.limit {
            at = match self.byte(at) {
                Some(b'<') => self.after_less_than(at),
                Some(b'&') => self.entity(at, TokenKind::Text),
                _ => {
                    let end = self.find(at, |rest| memchr2(b'<', b'&', rest));
                    self.tokens.push(TokenKind::Text, end);
                    end
                }
            };
        }
    }

    /// What starts with the `<` at `at`; returns where it ends.
    fn after_less_than(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let second = rest.as_bytes().get(1).copied();
        let third = rest.as_bytes().get(2).copied();
        match (second, third) {
            (Some(letter), _) if letter.is_ascii_alphabetic() => self.tag(at, 1),
            (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => self.tag(at, 2),
            (Some(b'!'), _) if rest.starts_with("<!--") => self.comment(at),
            (Some(b'!'), Some(b'[')) => self.declaration(at, TokenKind::Conditional),
            (Some(b'!'), _) if starts_with_word(rest, 2, "doctype") => {
                self.declaration(at, TokenKind::Doctype)
            }
            (Some(b'!' | b'?'), _) | (Some(b'/'), Some(_)) => {
                self.declaration(at, TokenKind::Comment)
            }
            _ => {
                self.tokens.push(TokenKind::Text, at + 1);
                at + 1
            }
        }
    }

    /// `<!…>`, `<?…>` and `</…>` without a name; returns its end.
    fn declaration(&mut self, at: usize, kind: TokenKind) -> usize {
        let end = if self.rest(at).starts_with(ENDIF) {
            at + ENDIF.len()
        } else {
            (self.find(at, |rest| memchr(b'>', rest)) + 1).min(self.limit)
        };
        self.tokens.push(kind, end);
        end
    }

    /// A comment; what stands in a conditional comment is read as markup.
    fn comment(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        let end = end_of_comment(rest).map_or(self.limit, |length| at + length);
        let whole = self.tokens.text.get(at..end).unwrap_or_default();
        if !starts_with_word(whole, 4, "[if") {
            self.tokens.push(TokenKind::Comment, end);
            return end;
        }
        if let Some(inner) = whole.strip_suffix(ENDIF)
            && let Some(head) = memmem::find(inner.as_bytes(), b"]>")
        {
            let outer_limit = self.limit;
            self.limit = at + inner.len();
            self.tokens.push(TokenKind::Conditional, at + head + 2);
            self.markup(at + head + 2);
            self.limit = outer_limit;
        }
        self.tokens.push(TokenKind::Conditional, end);
        end
    }

    /// A tag whose name starts `skip` bytes after `at`; returns its end, or that of the raw text
    /// it opens.
    fn tag(&mut self, at: usize, skip: usize) -> usize {
        self.tokens.push(TokenKind::TagPunctuation, at + skip);
        let name_end = self.find(at + skip, |rest| rest.iter().position(|b| ends_name(*b)));
        let name = self
            .tokens
            .text
            .get(at + skip..name_end)
            .unwrap_or_default();
        self.tokens.push(TokenKind::TagName, name_end);
        let end = self.attributes(name_end);
        let opened =
            skip == 1 && self.tokens.text.as_bytes().get(end.wrapping_sub(1)) == Some(&b'>');
        if opened {
            self.raw_text(end, name)
        } else {
            end
        }
    }

    /// Attributes up to and including the `>`; returns the end.
    fn attributes(&mut self, mut at: usize) -> usize {
        loop {
            at = self.blanks(at);
            match self.byte(at) {
                None | Some(b'<') => return at,
                Some(b'>') => {
                    self.tokens.push(TokenKind::TagPunctuation, at + 1);
                    return at + 1;
                }
                Some(b'/') => {
                    self.tokens.push(TokenKind::TagPunctuation, at + 1);
                    at += 1;
                }
                Some(_) => at = self.attribute(at),
            }
        }
    }

    /// One attribute with its value; returns the end.
    fn attribute(&mut self, at: usize) -> usize {
        if let Some(end) = self.placeholder(at) {
            return end;
        }
        // The first byte belongs to the name whatever it is: a stray `=` must not stop progress.
        let name_end = self.find(at, |rest| {
            rest.iter()
                .skip(1)
                .position(|b| ends_name(*b) || *b == b'=')
                .map(|length| length + 1)
        });
        let name = self.tokens.text.get(at..name_end).unwrap_or_default();
        self.tokens.push(TokenKind::AttributeName, name_end);
        let equals = self.blanks(name_end);
        if self.byte(equals) != Some(b'=') {
            return equals;
        }
        self.tokens.push(TokenKind::TagPunctuation, equals + 1);
        let value = self.blanks(equals + 1);
        match self.byte(value) {
            Some(quote @ (b'"' | b'\'')) => {
                self.tokens.push(TokenKind::Quote, value + 1);
                let end = self.find(value + 1, |rest| memchr(quote, rest));
                self.value(value + 1, end, name);
                let after = (end + 1).min(self.limit);
                self.tokens.push(TokenKind::Quote, after);
                after
            }
            Some(b'>') | None => value,
            Some(_) => {
                let end = self.placeholder(value).unwrap_or(value);
                let end = self.find(end, |rest| rest.iter().position(|b| ends_unquoted(*b)));
                self.value(value, end, name);
                end
            }
        }
    }

    /// The value of the attribute `name`: declarations for `style`, else text with entities.
    fn value(&mut self, mut at: usize, end: usize, name: &str) {
        if name.eq_ignore_ascii_case("style") {
            css::declarations(self.tokens, at, end);
            return;
        }
        let outer_limit = self.limit;
        self.limit = end;
        while at < end {
            at = if self.byte(at) == Some(b'&') {
                self.entity(at, TokenKind::AttributeValue)
            } else {
                let text_end = self.find(at, |rest| memchr(b'&', rest));
                self.tokens.push(TokenKind::AttributeValue, text_end);
                text_end
            };
        }
        self.limit = outer_limit;
    }

    /// The content of elements that hold no tags; returns where their end tag starts.
    fn raw_text(&mut self, at: usize, name: &str) -> usize {
        let is = |other| name.eq_ignore_ascii_case(other);
        if !(is("style") || is("script") || is("title") || is("textarea")) {
            return at;
        }
        let end = self.end_tag(at, name);
        if is("style") {
            css::style_sheet(self.tokens, at, end);
        } else if is("script") {
            self.tokens.push(TokenKind::Script, end);
        } else {
            self.tokens.push(TokenKind::Text, end);
        }
        end
    }

    /// Where `</name` starts at or after `at`, else the limit.
    fn end_tag(&self, mut at: usize, name: &str) -> usize {
        while at < self.limit {
            at = self.find(at, |rest| memmem::find(rest, b"</"));
            let rest = self.rest(at);
            let after = rest.as_bytes().get(2 + name.len()).copied();
            if starts_with_word(rest, 2, name) && after.is_none_or(ends_name) {
                return at;
            }
            at = (at + 2).min(self.limit);
        }
        self.limit
    }

    /// The character reference at the `&` at `at`, or the `&` alone as `kind`; returns the end.
    fn entity(&mut self, at: usize, kind: TokenKind) -> usize {
        let rest = self.rest(at).as_bytes();
        let digits = if rest.get(1) == Some(&b'#') { 2 } else { 1 };
        let length = rest
            .iter()
            .take(LONGEST_REFERENCE)
            .skip(digits)
            .position(|b| !b.is_ascii_alphanumeric())
            .unwrap_or(0);
        if length > 0 && rest.get(digits + length) == Some(&b';') {
            let end = at + digits + length + 1;
            self.tokens.push(TokenKind::Entity, end);
            end
        } else {
            self.tokens.push(kind, at + 1);
            at + 1
        }
    }

    /// Blanks from `at`; returns where they end.
    fn blanks(&mut self, at: usize) -> usize {
        let end = self.find(at, |rest| {
            rest.iter().position(|b| !b.is_ascii_whitespace())
        });
        self.tokens.push(TokenKind::Whitespace, end);
        end
    }

    /// The placeholder at `at`, if one starts there; returns its end.
    fn placeholder(&mut self, at: usize) -> Option<usize> {
        let end = self.tokens.placeholder_at(at)?.min(self.limit);
        self.tokens.push(TokenKind::Placeholder, end);
        Some(end)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        if at < self.limit {
            self.tokens.text.as_bytes().get(at).copied()
        } else {
            None
        }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.tokens.text.get(at..self.limit).unwrap_or_default()
    }

    /// The place `search` finds in the rest from `at`, else the limit.
    fn find(&self, at: usize, search: impl FnOnce(&[u8]) -> Option<usize>) -> usize {
        self.tokens
            .text
            .as_bytes()
            .get(at..self.limit)
            .and_then(search)
            .map_or(self.limit, |found| at + found)
    }
}

/// The length of the comment `rest` starts with, if it is closed.
fn end_of_comment(rest: &str) -> Option<usize> {
    // `<!-->` and `<!--->` are whole comments.
    if rest.starts_with("<!-->") {
        return Some(5);
    }
    let body = rest.as_bytes().get(2..)?;
    let plain = memmem::find(body, b"-->").map(|found| found + 2 + 3);
    let searched = plain.and_then(|end| body.get(..end)).unwrap_or(body);
    let bang = memmem::find(searched, b"--!>").map(|found| found + 2 + 4);
    match (plain, bang) {
        (Some(plain), Some(bang)) => Some(plain.min(bang)),
        (plain, bang) => plain.or(bang),
    }
}

/// Whether `word` stands `skip` bytes into `text`, in any case.
fn starts_with_word(text: &str, skip: usize, word: &str) -> bool {
    text.as_bytes()
        .get(skip..skip + word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<')
}

fn ends_unquoted(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'>'
}

/// Whether `token` is the name of an element in `text` that equals `name`.
pub(super) fn is_tag_name(text: &str, token: &Token, name: &str) -> bool {
    token.kind == TokenKind::TagName
        && text
            .get(token.span.range())
            .is_some_and(|other| other.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests;
