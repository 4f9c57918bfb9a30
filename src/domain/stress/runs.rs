//! Where the visible texts of a template are, and how they are replaced.

use std::ops::Range;

use crate::domain::syntax::{Attribute, Language, Part, Token, TokenKind, parts, tokenize};

/// Attributes whose text people read: instead of a picture, and under the pointer.
const READ_ATTRIBUTES: [&str; 2] = ["alt", "title"];

/// A visible text between two tags or line ends, or in an attribute.
#[derive(Clone, Copy)]
pub(super) struct Run<'t> {
    /// The whole template.
    pub text: &'t str,
    /// Words, character references and placeholders, without gaps; never empty.
    pub pieces: &'t [Token],
    /// Whether `&` starts a character reference.
    pub markup: bool,
}

impl<'t> Run<'t> {
    /// The text of a piece.
    pub fn piece(&self, piece: &Token) -> &'t str {
        self.text.get(piece.span.range()).unwrap_or_default()
    }

    /// The characters that may belong to a reference, to leave alone.
    pub const fn references(&self) -> References {
        References {
            markup: self.markup,
            inside: false,
        }
    }

    fn range(&self) -> Range<usize> {
        let start = self.pieces.first().map_or(0, |piece| piece.span.start);
        let end = self.pieces.last().map_or(start, |piece| piece.span.end);
        start..end
    }
}

/// Whether a piece holds words, not a reference or placeholder.
pub(super) const fn has_words(piece: &Token) -> bool {
    matches!(piece.kind, TokenKind::Text | TokenKind::AttributeValue)
}

/// Tells characters after a `&` from words: browsers decode `&copy` without its semicolon too
/// (WHATWG, section 13.2.5.73).
pub(super) struct References {
    markup: bool,
    inside: bool,
}

impl References {
    /// Whether `char`, the next one, may belong to a reference.
    pub fn take(&mut self, char: char) -> bool {
        let continues = self.inside && (char.is_ascii_alphanumeric() || char == '#');
        self.inside = self.markup && (char == '&' || continues);
        self.inside
    }
}

/// `text` with every run replaced by what `change` writes for it.
pub(super) fn rewrite(text: &str, language: Language, change: fn(&Run<'_>, &mut String)) -> String {
    let markup = language == Language::Html;
    let tokens = tokenize(text, language);
    let (tokens, runs) = if markup {
        let runs = runs_of_markup(text, &tokens);
        (tokens, runs)
    } else {
        runs_of_lines(text, &tokens)
    };
    let mut out = String::with_capacity(text.len() * 2);
    let mut copied = 0;
    for pieces in runs.into_iter().filter_map(|run| tokens.get(run)) {
        let run = Run {
            text,
            pieces,
            markup,
        };
        let range = run.range();
        out.push_str(text.get(copied..range.start).unwrap_or_default());
        change(&run, &mut out);
        copied = range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

fn runs_of_markup(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    for part in parts(text, tokens) {
        match part {
            Part::Text(run) => runs.push(run),
            Part::Tag(tag) if tag.is_end => {}
            Part::Tag(tag) => {
                let read = tag.attributes.iter().filter(|attribute| {
                    READ_ATTRIBUTES.iter().any(|name| attribute.is(text, name))
                });
                runs.extend(read.filter_map(|attribute| run_of_value(tokens, attribute)));
            }
        }
    }
    runs
}

/// The run of an attribute's value.
fn run_of_value(tokens: &[Token], attribute: &Attribute) -> Option<Range<usize>> {
    let value = attribute.value.as_ref()?;
    let run = value.tokens.clone();
    let pieces = tokens.get(run.clone())?;
    // Without quotation marks the blanks of `{{ path }}` end the value, unless it stands first.
    let is_changeable = value.quoted
        || pieces
            .iter()
            .all(|piece| piece.kind != TokenKind::Placeholder);
    (is_changeable && !pieces.is_empty()).then_some(run)
}

/// Plain text, cut into lines; a placeholder may hold line breaks of its own.
fn runs_of_lines(text: &str, tokens: &[Token]) -> (Vec<Token>, Vec<Range<usize>>) {
    let mut pieces = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.kind != TokenKind::Text {
            pieces.push(*token);
            continue;
        }
        let mut start = token.span.start;
        let lines = text.get(token.span.range()).unwrap_or_default();
        for line in lines.split_inclusive('\n') {
            let end = start + line.len();
            let break_at = end - usize::from(line.ends_with('\n'));
            pieces.extend(piece(TokenKind::Text, start..break_at));
            pieces.extend(piece(TokenKind::Whitespace, break_at..end));
            start = end;
        }
    }
    let mut runs = Vec::new();
    let mut first = 0;
    for (index, piece) in pieces.iter().enumerate() {
        if piece.kind == TokenKind::Whitespace {
            runs.push(first..index);
            first = index + 1;
        }
    }
    runs.push(first..pieces.len());
    runs.retain(|run| !run.is_empty());
    (pieces, runs)
}

fn piece(kind: TokenKind, range: Range<usize>) -> Option<Token> {
    (!range.is_empty()).then(|| Token {
        kind,
        span: range.into(),
    })
}
