//! Words, quoted strings and comments of structured header fields (RFC 5322 section 3.2), with
//! places.

use crate::domain::finding::Span;

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The text, quotation marks and escapes resolved, comments and white space inside left out.
    pub text: String,
    pub span: Span,
}

/// A place in a text, moving on as words are taken.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    /// From here to the end.
    pub fn rest(&self) -> Span {
        Span::new(self.at, self.text.len())
    }

    pub fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Moves over this character if it is here.
    pub fn take(&mut self, wanted: char) -> bool {
        let is_here = self.peek() == Some(wanted);
        if is_here {
            self.at += wanted.len_utf8();
        }
        is_here
    }

    /// Moves over white space and comments; the places of the comments.
    pub fn skip_white(&mut self) -> Vec<Span> {
        let mut comments = Vec::new();
        loop {
            match self.peek() {
                Some(character) if is_white(character) => {
                    self.take(character);
                }
                Some('(') => comments.push(self.comment()),
                _ => return comments,
            }
        }
    }

    /// A comment with those inside it; one that nobody closes goes to the end.
    fn comment(&mut self) -> Span {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(character) = self.next() {
            match character {
                '\\' => {
                    self.next();
                }
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        Span::new(start, self.at)
    }

    /// A word before an equals sign. Its dots and slashes may have white space and comments beside
    /// them.
    pub fn key(&mut self) -> Option<Word> {
        let start = self.at;
        let mut text = String::new();
        let mut end = start;
        loop {
            let joins = matches!(self.peek(), Some('.' | '/'))
                || text.is_empty()
                || text.ends_with(['.', '/']);
            let Some(character) = self.peek().filter(|it| joins && !ends_key(*it)) else {
                break;
            };
            text.push(character);
            self.take(character);
            while let Some(character) = self.peek().filter(|it| !ends_key(*it)) {
                text.push(character);
                self.take(character);
            }
            end = self.at;
            self.skip_white();
        }
        self.at = end;
        let span = Span::new(start, end);
        (start != end).then_some(Word { text, span })
    }

    /// A value: words and quoted strings without white space between them.
    pub fn value(&mut self) -> Option<Word> {
        let start = self.at;
        let mut text = String::new();
        while let Some(character) = self.peek() {
            match character {
                ';' | '(' => break,
                character if is_white(character) => break,
                '"' => self.quoted(&mut text),
                character => {
                    text.push(character);
                    self.take(character);
                }
            }
        }
        let span = Span::new(start, self.at);
        (start != self.at).then_some(Word { text, span })
    }

    /// A quoted string; one that nobody closes goes to the end.
    fn quoted(&mut self, text: &mut String) {
        self.take('"');
        while let Some(character) = self.next() {
            match character {
                '"' => return,
                '\\' => text.extend(self.next()),
                '\r' | '\n' => {}
                character => text.push(character),
            }
        }
    }

    /// Moves to the next semicolon or the end; what was passed, without white space after it.
    pub fn skip_part(&mut self) -> Span {
        let start = self.at;
        let mut end = start;
        let mut ignored = String::new();
        while let Some(character) = self.peek() {
            match character {
                ';' => break,
                '(' => {
                    self.comment();
                }
                '"' => self.quoted(&mut ignored),
                character => {
                    self.take(character);
                    if is_white(character) {
                        continue;
                    }
                }
            }
            end = self.at;
        }
        Span::new(start, end)
    }
}

fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

fn ends_key(character: char) -> bool {
    is_white(character) || matches!(character, ';' | '=' | '(' | ')' | '"')
}
