//! The pseudo-language: readable, but accented, 40 % longer, and in brackets.
//!
//! What shows without accents does not come from the template, what lacks a bracket is cut off,
//! and where two brackets meet a sentence is put together from parts.

use std::ops::Range;

use super::runs::{Run, has_words, rewrite};
use crate::domain::finding::Span;
use crate::domain::syntax::{Language, TokenKind};

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// What makes texts longer: it is no letter, and lines break as they would without it.
const PADDING: char = '~';

/// How much is added, in fifths of the characters: translations from English into German or
/// Finnish grow by about that much.
const ADDED_FIFTHS: usize = 2;

/// `text` in the pseudo-language.
pub(super) fn text(text: &str, language: Language) -> String {
    rewrite(text, language, write)
}

fn write(run: &Run<'_>, out: &mut String) {
    let Some(core) = Core::of(run) else {
        run.pieces
            .iter()
            .for_each(|piece| out.push_str(run.piece(piece)));
        return;
    };
    out.push_str(run.text.get(core.before.clone()).unwrap_or_default());
    out.push(OPEN);
    Writer {
        core: &core,
        out,
        seen: 0,
        padded: 0,
        in_word: false,
    }
    .write(run);
    out.push(CLOSE);
    out.push_str(run.text.get(core.after).unwrap_or_default());
}

/// What of a run stands between the brackets.
struct Core {
    before: Range<usize>,
    span: Span,
    after: Range<usize>,
    /// Where the last letter starts.
    last_letter: usize,
    /// How many characters the text has, without references and placeholders.
    chars: usize,
}

impl Core {
    /// From the first to the last thing that is no blank; none if no letter in between changes.
    fn of(run: &Run<'_>) -> Option<Self> {
        let mut references = run.references();
        let (mut start, mut end, mut last_letter) = (None, 0, 0);
        let (mut count, mut chars, mut has_word) = (0, 0, false);
        for piece in run.pieces {
            if piece.kind == TokenKind::Placeholder {
                start.get_or_insert(piece.span.start);
                (end, chars) = (piece.span.end, count);
            }
            if !has_words(piece) {
                references = run.references();
                continue;
            }
            for (offset, char) in run.piece(piece).char_indices() {
                let at = piece.span.start + offset;
                let is_word = !references.take(char) && char.is_alphabetic();
                has_word |= is_word;
                if start.is_none() && is_edge(char) {
                    continue;
                }
                start.get_or_insert(at);
                count += 1;
                if !is_edge(char) {
                    (end, chars) = (at + char.len_utf8(), count);
                }
                if char.is_alphabetic() {
                    last_letter = at;
                }
            }
        }
        let start = start.filter(|_| has_word)?;
        Some(Self {
            before: run.pieces.first()?.span.start..start,
            span: Span::new(start, end),
            after: end..run.pieces.last()?.span.end,
            last_letter,
            chars,
        })
    }
}

struct Writer<'a> {
    core: &'a Core,
    out: &'a mut String,
    /// Characters written, and padding among them.
    seen: usize,
    padded: usize,
    in_word: bool,
}

impl Writer<'_> {
    fn write(&mut self, run: &Run<'_>) {
        let mut references = run.references();
        for piece in run.pieces {
            let start = piece.span.start.max(self.core.span.start);
            let end = piece.span.end.min(self.core.span.end);
            let part = run.text.get(start..end).unwrap_or_default();
            if !has_words(piece) {
                references = run.references();
                self.out.push_str(part);
                continue;
            }
            for (offset, char) in part.char_indices() {
                let is_reference = references.take(char);
                if ends_word(char) {
                    self.pad(start + offset);
                }
                self.in_word |= char.is_alphanumeric();
                self.out
                    .push(if is_reference { char } else { accented(char) });
                self.seen += 1;
            }
            self.pad(end);
        }
    }

    /// Lengthens the word that ends at `at`; the last one gets all that is still missing.
    fn pad(&mut self, at: usize) {
        if !self.in_word {
            return;
        }
        self.in_word = false;
        let wanted = if at > self.core.last_letter {
            (self.core.chars * ADDED_FIFTHS).div_ceil(5)
        } else {
            self.seen * ADDED_FIFTHS / 5
        };
        let missing = wanted.saturating_sub(self.padded);
        self.out.extend(std::iter::repeat_n(PADDING, missing));
        self.padded += missing;
    }
}

/// Whether no bracket may separate `char` from a tag beside it: `</` at the end of a text, or `<`
/// after an unfinished tag, means nothing, but with a bracket beside it, it does.
fn is_edge(char: char) -> bool {
    char.is_whitespace() || matches!(char, '<' | '/')
}

/// Whether padding may stand before `char`; never before a mark that joins the letter before it.
fn ends_word(char: char) -> bool {
    char.is_whitespace() || (char.is_ascii_punctuation() && !matches!(char, '\'' | '-' | '_'))
}

/// A letter that looks like `char`, and never an ASCII one; other characters stay.
const fn accented(char: char) -> char {
    match char {
        'a' => 'å',
        'b' => 'ƀ',
        'c' => 'ç',
        'd' => 'ð',
        'e' => 'é',
        'f' => 'ƒ',
        'g' => 'ĝ',
        'h' => 'ĥ',
        'i' => 'î',
        'j' => 'ĵ',
        'k' => 'ķ',
        'l' => 'ļ',
        'm' => 'ɱ',
        'n' => 'ñ',
        'o' => 'ö',
        'p' => 'þ',
        'q' => 'ʠ',
        'r' => 'ŕ',
        's' => 'š',
        't' => 'ţ',
        'u' => 'û',
        'v' => 'ṽ',
        'w' => 'ŵ',
        'x' => 'ẋ',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Å',
        'B' => 'Ɓ',
        'C' => 'Ç',
        'D' => 'Ð',
        'E' => 'É',
        'F' => 'Ƒ',
        'G' => 'Ĝ',
        'H' => 'Ĥ',
        'I' => 'Î',
        'J' => 'Ĵ',
        'K' => 'Ķ',
        'L' => 'Ļ',
        'M' => 'Ṁ',
        'N' => 'Ñ',
        'O' => 'Ö',
        'P' => 'Þ',
        'Q' => 'Ǫ',
        'R' => 'Ŕ',
        'S' => 'Š',
        'T' => 'Ţ',
        'U' => 'Û',
        'V' => 'Ṽ',
        'W' => 'Ŵ',
        'X' => 'Ẋ',
        'Y' => 'Ý',
        'Z' => 'Ž',
        _ => char,
    }
}
