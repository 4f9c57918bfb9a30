//! From our delimiters to those of Handlebars and back.
//!
//! Composing is written in square brackets, `[[brand.name]]`, so that every `{{placeholder}}` of
//! Logto's stays what it is. For the template engine brackets become braces, and the braces of the
//! author become characters that Unicode keeps free for such use; each character for one, so that
//! line and column stay the same. Between them stand marks that tell, after composing, where a
//! piece of the result was written.

use crate::domain::finding::Span;

/// Stand for `{`, `}`, `[` and for nothing while the engine works (Unicode noncharacters).
const BRACE: char = '\u{fdd0}';
const CLOSING_BRACE: char = '\u{fdd1}';
const BRACKET: char = '\u{fdd2}';
const NOTHING: char = '\u{fdd3}';

/// The characters that texts of the author may not hold: ours, and those used as marks.
pub(super) const fn is_reserved(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
}

/// The first characters used as marks: in layouts and partials, which are kept, and in the text
/// that is composed now.
const KEPT_MARKS: u32 = 0xf_0000;
const OWN_MARKS: u32 = 0x10_0000;

/// Marks of one kind that there can be.
const MOST_MARKS: u32 = 0xfff0;

/// Whether a character is a mark.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{f0000}'..='\u{10ffff}')
}

/// Gives out marks, each for one piece of text.
#[derive(Debug, Clone)]
pub(super) struct Marks<T> {
    base: u32,
    pieces: Vec<T>,
}

impl<T> Marks<T> {
    /// For layouts and partials.
    pub const fn kept() -> Self {
        Self {
            base: KEPT_MARKS,
            pieces: Vec::new(),
        }
    }

    /// For the text that is composed now.
    pub const fn own() -> Self {
        Self {
            base: OWN_MARKS,
            pieces: Vec::new(),
        }
    }

    /// The piece that a mark stands for.
    pub fn piece(&self, mark: char) -> Option<&T> {
        let index = u32::from(mark).checked_sub(self.base)?;
        self.pieces.get(usize::try_from(index).ok()?)
    }

    /// A mark for a piece; none if all are given out.
    pub fn give(&mut self, piece: T) -> Option<char> {
        let index = u32::try_from(self.pieces.len()).ok()?;
        let mark = char::from_u32(self.base + index).filter(|_| index < MOST_MARKS)?;
        self.pieces.push(piece);
        Some(mark)
    }

    /// Whether so many marks are given out that it is time to begin anew.
    pub const fn is_nearly_empty(&self) -> bool {
        self.pieces.len() as u32 > MOST_MARKS / 2
    }

    fn last_mut(&mut self) -> Option<&mut T> {
        self.pieces.last_mut()
    }
}

/// A text that stands in the result as it was written, without line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<F> {
    /// The file.
    pub file: F,
    /// The bytes of it.
    pub span: Span,
}

/// What is wrong with the brackets of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `[[` without `]]`.
    NotClosed,
    /// A placeholder of Logto's where the engine would read it.
    PlaceholderInExpression,
    /// A placeholder of Logto's in a comment, which is not part of the result.
    PlaceholderInComment,
    /// A character that [`is_reserved`].
    Reserved,
}

/// A text as the engine takes it.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    /// The text.
    pub text: String,
    /// What is wrong, and where in the author's text.
    pub faults: Vec<(Fault, Span)>,
}

/// Makes a text ready for the engine.
pub(super) fn prepare<F: Clone>(original: &str, file: &F, marks: &mut Marks<Piece<F>>) -> Prepared {
    let mut work = Preparing {
        original,
        file,
        marks,
        at: 0,
        in_piece: false,
        done: Prepared {
            text: String::with_capacity(original.len() + original.len() / 8),
            faults: Vec::new(),
        },
    };
    work.run();
    work.done
}

struct Preparing<'a, F> {
    original: &'a str,
    file: &'a F,
    marks: &'a mut Marks<Piece<F>>,
    at: usize,
    /// Whether the piece that was marked last goes on.
    in_piece: bool,
    done: Prepared,
}

impl<'a, F: Clone> Preparing<'a, F> {
    fn rest(&self) -> &'a str {
        self.original.get(self.at..).unwrap_or_default()
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            let rest = self.rest();
            if rest.starts_with("[[") {
                self.expression();
            } else if rest.starts_with("\\[[") {
                self.mark();
                self.done.text.extend([NOTHING, BRACKET, BRACKET]);
                self.at += 3;
                self.end_of_piece_is_here();
            } else if rest.starts_with("{{") {
                self.mark();
                self.done.text.extend([BRACE, BRACE]);
                self.at += 2;
                self.end_of_piece_is_here();
            } else {
                self.plain(c);
            }
        }
    }

    /// One character that means nothing to the engine.
    fn plain(&mut self, c: char) {
        if is_reserved(c) {
            let span = Span::new(self.at, self.at + c.len_utf8());
            self.done.faults.push((Fault::Reserved, span));
            self.done.text.push(' ');
            self.at += c.len_utf8();
            self.in_piece = false;
            return;
        }
        if c == '\n' {
            self.in_piece = false;
        } else if !c.is_whitespace() {
            self.mark();
        }
        self.done.text.push(c);
        self.at += c.len_utf8();
        if self.in_piece && !c.is_whitespace() {
            self.end_of_piece_is_here();
        }
    }

    /// Sets a mark before the first visible character of a line or after an expression. White
    /// space gets none: the engine takes it away around tags that stand alone in their line.
    fn mark(&mut self) {
        if self.in_piece {
            return;
        }
        let piece = Piece {
            file: self.file.clone(),
            span: Span::new(self.at, self.at),
        };
        self.done.text.extend(self.marks.give(piece));
        self.in_piece = true;
    }

    fn end_of_piece_is_here(&mut self) {
        let at = self.at;
        if let Some(piece) = self.marks.last_mut() {
            piece.span.end = at.max(piece.span.start);
        }
    }

    /// An expression from its brackets on.
    fn expression(&mut self) {
        self.in_piece = false;
        let start = self.at;
        let rest = self.rest();
        let Some(length) = expression_length(rest) else {
            let span = Span::new(start, start + 2);
            self.done.faults.push((Fault::NotClosed, span));
            self.done.text.extend([BRACKET, BRACKET]);
            self.at += 2;
            return;
        };
        let inner = rest.get(2..length - 2).unwrap_or_default();
        self.done.text.push_str("{{");
        if inner.starts_with('!') {
            self.comment(inner, start + 2);
        } else {
            self.inner(inner, start + 2);
        }
        self.done.text.push_str("}}");
        self.at = start + length;
    }

    fn comment(&mut self, inner: &str, at: usize) {
        if let Some(found) = inner.find("{{") {
            let span = Span::new(at + found, at + inner.len());
            self.done.faults.push((Fault::PlaceholderInComment, span));
        }
        let text = inner.chars().map(|c| match c {
            '{' => BRACE,
            '}' => CLOSING_BRACE,
            other => other,
        });
        self.done.text.extend(text);
    }

    /// What stands in the brackets: braces in quotes are the author's.
    fn inner(&mut self, inner: &str, at: usize) {
        let mut quote = Quote::default();
        let mut chars = inner.char_indices();
        while let Some((index, c)) = chars.next() {
            let is_double =
                |braces: &str| inner.get(index..).is_some_and(|s| s.starts_with(braces));
            let protects = quote.is_open();
            quote.pass(c);
            match c {
                '{' if protects => self.done.text.push(BRACE),
                '}' if protects => self.done.text.push(CLOSING_BRACE),
                '{' if index > 0 && is_double("{{") => {
                    let span = Span::new(at + index, at + inner.len());
                    self.done
                        .faults
                        .push((Fault::PlaceholderInExpression, span));
                    self.done.text.extend([BRACE, BRACE]);
                    chars.next();
                }
                _ if is_reserved(c) => {
                    let span = Span::new(at + index, at + index + c.len_utf8());
                    self.done.faults.push((Fault::Reserved, span));
                    self.done.text.push(' ');
                }
                _ => self.done.text.push(c),
            }
        }
    }
}

/// Whether one is inside of quotes, where `\` takes the meaning from the next character.
#[derive(Default)]
struct Quote {
    open: Option<char>,
    is_escaped: bool,
}

impl Quote {
    const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn pass(&mut self, c: char) {
        match self.open {
            _ if self.is_escaped => self.is_escaped = false,
            Some(_) if c == '\\' => self.is_escaped = true,
            Some(open) if c == open => self.open = None,
            None if c == '"' || c == '\'' => self.open = Some(c),
            _ => {}
        }
    }
}

/// The bytes of the expression that `text` begins with, brackets included.
fn expression_length(text: &str) -> Option<usize> {
    if text.starts_with("[[!--") {
        return text.find("--]]").map(|at| at + 4);
    }
    let inner = text.get(2..)?;
    if inner.starts_with('!') {
        return inner.find("]]").map(|at| at + 4);
    }
    let mut quote = Quote::default();
    for (index, c) in inner.char_indices() {
        let rest = inner.get(index..)?;
        if !quote.is_open() && rest.starts_with("[[") {
            return None;
        }
        // Of three brackets the first one ends a name: `[[strings.[a b]]]`.
        if !quote.is_open() && rest.starts_with("]]") && !rest.starts_with("]]]") {
            return Some(index + 4);
        }
        quote.pass(c);
    }
    None
}

/// The name and place of the last block of a text that is opened and not closed, if all others
/// are closed in order.
pub(super) fn unclosed_block(text: &str) -> Option<(&str, Span)> {
    let mut open: Vec<(&str, Span)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find("[[") {
        let start = at + found;
        let rest = text.get(start..)?;
        let Some(length) = expression_length(rest) else {
            at = start + 2;
            continue;
        };
        let inner = rest.get(2..length - 2)?.trim_start_matches('~');
        let name = |inner: &'_ str| -> usize {
            inner
                .find(|c: char| c.is_whitespace() || c == '~')
                .unwrap_or(inner.len())
        };
        if let Some(block) = inner.strip_prefix('#') {
            let block = block.trim_start_matches(['>', '*', ' ']);
            let block = block.get(..name(block))?;
            open.push((block, Span::new(start, start + length)));
        } else if let Some(closed) = inner.strip_prefix('/') {
            let closed = closed.get(..name(closed))?;
            if open.pop().is_none_or(|(block, _)| block != closed) {
                // The engine tells better what does not fit.
                return None;
            }
        }
        at = start + length;
    }
    open.pop()
}

/// Makes the engine's characters the author's again; marks stay.
pub(super) fn restored(c: char) -> Option<char> {
    match c {
        BRACE => Some('{'),
        CLOSING_BRACE => Some('}'),
        BRACKET => Some('['),
        NOTHING => None,
        other => Some(other),
    }
}

/// Where a place that the engine tells, line and column from 1 in the prepared text, is in the
/// author's text, in bytes.
pub(super) fn original_offset(original: &str, prepared: &str, line: usize, column: usize) -> usize {
    let before = prepared.split('\n').nth(line.saturating_sub(1));
    let before = before.unwrap_or_default().chars();
    let chars = before.take(column.saturating_sub(1));
    let chars = chars.filter(|c| !is_mark(*c)).count();
    let start: usize = original
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let text = original.get(start..).unwrap_or_default();
    let offset = text
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at);
    start + offset
}

#[cfg(test)]
mod tests;
