//! Comments, the conditional ones of Outlook among them, and doctypes.

use memchr::{memchr, memmem};

use super::tags::is_blank;
use super::token::{CommentKind, Doctype};
use crate::domain::finding::Span;

/// What ends the content of a conditional comment.
const ENDIF: &str = "<![endif]";

/// The length of the data of a comment, `text` being what follows `<!--`, and of the delimiter
/// after it; the delimiter is empty if the text ends first.
pub(super) fn end(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    if bytes.starts_with(b">") {
        return (0, 1);
    }
    if bytes.starts_with(b"->") {
        return (0, 2);
    }
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memmem::find(rest, b"--")) {
        let at = from + found;
        match (bytes.get(at + 2), bytes.get(at + 3)) {
            (Some(b'>'), _) => return (at, 3),
            (Some(b'!'), Some(b'>')) => return (at, 4),
            _ => from = at + 1,
        }
    }
    (text.len(), 0)
}

/// The sort of the comment `<!--data-->`, whose data starts at `at`.
pub(super) fn kind(data: &str, at: usize) -> CommentKind {
    if let Some(revealed) = bare(data, at) {
        return match revealed {
            Bare::EndIf => CommentKind::RevealEnd,
            Bare::If { expression, rest } => opened(data, at, expression, rest),
        };
    }
    CommentKind::Plain
}

/// `<![if …]>` and `<![endif]>`, `data` being what stands between `<!` and `>`.
pub(super) fn revealed(data: &str, at: usize) -> Option<CommentKind> {
    let word = data.strip_prefix('[')?;
    if starts_with_word(word, "endif") {
        return Some(CommentKind::RevealEnd);
    }
    if !starts_with_word(word, "if") {
        return None;
    }
    let close = memchr(b']', data.as_bytes())?;
    Some(CommentKind::RevealStart {
        expression: trimmed(data, 3, close, at),
    })
}

/// What a comment that takes part in conditions holds.
enum Bare {
    EndIf,
    If { expression: Span, rest: usize },
}

fn bare(data: &str, at: usize) -> Option<Bare> {
    let blanks = data.len() - data.trim_start().len();
    let text = data.trim_start();
    if text
        .get(..ENDIF.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(ENDIF))
    {
        return Some(Bare::EndIf);
    }
    let word = text.strip_prefix('[')?;
    if !starts_with_word(word, "if") {
        return None;
    }
    let close = memmem::find(text.as_bytes(), b"]>")?;
    Some(Bare::If {
        expression: trimmed(data, blanks + 3, blanks + close, at),
        rest: blanks + close + 2,
    })
}

/// The sort of a comment that starts with `[if …]>`, with `rest` as the start of what follows it.
fn opened(data: &str, at: usize, expression: Span, rest: usize) -> CommentKind {
    let content = data.get(rest..).unwrap_or_default();
    let trimmed = content.trim();
    let before = content.trim_end();
    let without_end = before.len().checked_sub(ENDIF.len());
    if let Some(length) = without_end
        && before
            .get(length..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(ENDIF))
    {
        let start = at + rest;
        let inner = Span::new(start, start + length);
        return CommentKind::Conditional { expression, inner };
    }
    // `<!--[if !mso]><!-->` and the spellings `-->` and `<!-- -->` of its end.
    if matches!(trimmed, "" | "<!" | "<!--") {
        return CommentKind::RevealStart { expression };
    }
    CommentKind::UnfinishedConditional { expression }
}

fn trimmed(data: &str, start: usize, end: usize, at: usize) -> Span {
    let text = data.get(start..end).unwrap_or_default();
    let from = start + text.len() - text.trim_start().len();
    Span::new(at + from, at + from + text.trim().len())
}

/// Whether `text` starts with `word`, in whatever case, and the word ends there.
fn starts_with_word(text: &str, word: &str) -> bool {
    let head = text.get(..word.len());
    let next = text.as_bytes().get(word.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(word))
        && !next.is_some_and(u8::is_ascii_alphanumeric)
}

/// The parts of a doctype, `text` being what follows `<!doctype` up to `>`.
pub(super) fn doctype(text: &str, at: usize) -> Doctype {
    let bytes = text.as_bytes();
    let skip = |from: usize, wanted: bool| {
        let rest = bytes.get(from..).unwrap_or_default();
        let length = rest.iter().position(|byte| is_blank(*byte) != wanted);
        from + length.unwrap_or(rest.len())
    };
    let name_start = skip(0, true);
    let name_end = skip(name_start, false);
    let keyword_start = skip(name_end, true);
    let keyword = text
        .get(keyword_start..keyword_start + 6)
        .unwrap_or_default();
    let after = keyword_start + keyword.len();
    let (public_id, system_id) = if keyword.eq_ignore_ascii_case("public") {
        let public = quoted(text, skip(after, true));
        let system = public.and_then(|span| quoted(text, skip(span.end + 1, true)));
        (public, system)
    } else if keyword.eq_ignore_ascii_case("system") {
        (None, quoted(text, skip(after, true)))
    } else {
        (None, None)
    };
    let moved = |span: Span| Span::new(at + span.start, at + span.end);
    Doctype {
        name: Span::new(at + name_start, at + name_end),
        public_id: public_id.map(moved),
        system_id: system_id.map(moved),
    }
}

/// The text in quotation marks that starts at `at`; one without an end goes to the end.
fn quoted(text: &str, at: usize) -> Option<Span> {
    let mark = *text.as_bytes().get(at)?;
    if !matches!(mark, b'"' | b'\'') {
        return None;
    }
    let rest = text.as_bytes().get(at + 1..)?;
    let length = memchr(mark, rest).unwrap_or(rest.len());
    Some(Span::new(at + 1, at + 1 + length))
}
