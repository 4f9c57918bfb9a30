//! Finds what Logto's placeholder regex `{{\s*([\w.]+)\s*}}` finds, without a regex.
//!
//! The three parts inside the braces share no character, so the regex never has to backtrack: each
//! byte is looked at once. In a run of braces only the last two can start a match.

use memchr::memmem::Finder;

use crate::domain::finding::Span;
use crate::domain::logto::white_space::is_js_white_space;

/// What stands at the next `{{`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// The regex matches.
    Match {
        /// From the braces to the braces.
        span: Span,
        /// The captured path.
        path: Span,
    },
    /// The regex does not match at this run of braces.
    Miss {
        /// The first brace of the run.
        start: usize,
        /// Just after the last brace of the run.
        inside: usize,
        /// Where the match failed; nothing before it can start another one.
        failed_at: usize,
    },
}

/// All tokens of a text, from left to right.
pub(super) struct Tokens<'t> {
    text: &'t str,
    finder: Finder<'static>,
    position: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            finder: Finder::new(b"{{"),
            position: 0,
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let start = self.position + self.finder.find(bytes.get(self.position..)?)?;
        let inside = skip(bytes, start, |byte| byte == b'{');
        let path_start = skip_white_space(self.text, inside);
        let path_end = skip(bytes, path_start, is_path_byte);
        let close = skip_white_space(self.text, path_end);
        let closed = bytes
            .get(close..)
            .is_some_and(|rest| rest.starts_with(b"}}"));
        if closed && path_end > path_start {
            self.position = close + 2;
            return Some(Token::Match {
                span: Span::new(inside - 2, close + 2),
                path: Span::new(path_start, path_end),
            });
        }
        self.position = close;
        Some(Token::Miss {
            start,
            inside,
            failed_at: close,
        })
    }
}

/// JavaScript's `[\w.]` without flags: ASCII only.
const fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.'
}

fn skip(bytes: &[u8], from: usize, accepted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .position(|&byte| !accepted(byte))
        .unwrap_or(rest.len())
}

fn skip_white_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest
        .find(|char| !is_js_white_space(char))
        .unwrap_or(rest.len())
}
