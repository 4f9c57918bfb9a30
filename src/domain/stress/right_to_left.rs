//! The look of a translation that reads from right to left.
//!
//! Letters become as many Arabic ones, so that the browser shapes and orders them itself: nothing is
//! turned by control characters.

use super::runs::{Run, has_words, rewrite};
use crate::domain::finding::Span;
use crate::domain::syntax::{Language, Part, Tag, Token, TokenKind, parts, tokenize};

/// Elements that lay out a mail. Their `dir="ltr"` only repeats the direction of the whole, and a
/// translation would turn it; on others it keeps a code or an address from being turned.
const CONTAINERS: [&str; 14] = [
    "div", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "center", "section", "article",
    "main", "header", "footer",
];

const OPENING: &str = "<div dir=\"rtl\">";
const CLOSING: &str = "</div>";

/// The letters of the Arabic alphabet that join others.
const ALPHABET: [char; 28] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ',
    'ف', 'ق', 'ك', 'ل', 'م', 'ن', 'ه', 'و', 'ي',
];

/// `text` with its Latin words in Arabic letters.
pub(super) fn letters(text: &str, language: Language) -> String {
    rewrite(text, language, write)
}

fn write(run: &Run<'_>, out: &mut String) {
    let mut references = run.references();
    for piece in run.pieces {
        let text = run.piece(piece);
        if !has_words(piece) {
            references = run.references();
            out.push_str(text);
            continue;
        }
        for word in text.split_inclusive(char::is_whitespace) {
            let keep = is_address(word);
            for char in word.chars() {
                let is_reference = references.take(char);
                out.push(if keep || is_reference {
                    char
                } else {
                    arabic(char)
                });
            }
        }
    }
}

/// Whether a word stays Latin in any translation.
fn is_address(word: &str) -> bool {
    word.contains('@') || word.contains("://") || word.starts_with("www.")
}

/// An Arabic letter of about the sound, for a Latin one; other characters stay.
fn arabic(char: char) -> char {
    match char.to_ascii_lowercase() {
        'a' => 'ا',
        'b' => 'ب',
        'c' => 'ط',
        'd' => 'د',
        'e' => 'ه',
        'f' => 'ف',
        'g' => 'غ',
        'h' => 'ح',
        'i' => 'ي',
        'j' => 'ج',
        'k' => 'ك',
        'l' => 'ل',
        'm' => 'م',
        'n' => 'ن',
        'o' => 'و',
        'p' => 'ص',
        'q' => 'ق',
        'r' => 'ر',
        's' => 'س',
        't' => 'ت',
        'u' => 'ع',
        'v' => 'ث',
        'w' => 'ش',
        'x' => 'خ',
        'y' => 'ئ',
        'z' => 'ز',
        other if is_latin(other) => {
            let index = other as usize % ALPHABET.len();
            ALPHABET.get(index).copied().unwrap_or(char)
        }
        _ => char,
    }
}

/// Latin letters beyond ASCII (Unicode blocks Latin-1 Supplement to Latin Extended-B, and
/// Latin Extended Additional).
fn is_latin(char: char) -> bool {
    matches!(char, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && char.is_alphabetic()
}

/// The content with its root, and the containers that say otherwise, turned to right to left.
///
/// A content without `<html>` and `<body>` gets an element around it.
pub(super) fn layout(content: &str) -> String {
    let tokens = tokenize(content, Language::Html);
    let mut has_root = false;
    let mut edits = Vec::new();
    for part in parts(content, &tokens) {
        let Part::Tag(tag) = part else { continue };
        if tag.is_end {
            continue;
        }
        let is_root = tag.is(content, "html") || tag.is(content, "body");
        has_root |= is_root;
        edits.extend(turn(content, &tag, is_root));
    }
    let turned = apply(content, &edits);
    if has_root || content.trim().is_empty() {
        return turned;
    }
    // A doctype stays in front, else browsers fall into quirks mode. It has no `dir` to turn, so
    // its place is the same in the turned content.
    let at = end_of_doctype(content, &tokens);
    let (head, body) = turned.split_at_checked(at).unwrap_or(("", &turned));
    [head, OPENING, body, CLOSING].concat()
}

/// What to write where, so that the tag says right to left.
fn turn(content: &str, tag: &Tag, is_root: bool) -> Option<(Span, &'static str)> {
    let Some(dir) = tag.attribute(content, "dir") else {
        let after_name = Span::new(tag.name.end, tag.name.end);
        return is_root.then_some((after_name, " dir=\"rtl\""));
    };
    let Some(value) = &dir.value else {
        return is_root.then_some((dir.name, "dir=\"rtl\""));
    };
    let written = content.get(value.span.range()).unwrap_or_default();
    let is_turned_container = written.trim().eq_ignore_ascii_case("ltr")
        && CONTAINERS.iter().any(|name| tag.is(content, name));
    (is_root || is_turned_container).then_some((value.span, "rtl"))
}

fn apply(content: &str, edits: &[(Span, &str)]) -> String {
    let mut out = String::with_capacity(content.len() + 64);
    let mut copied = 0;
    for (span, replacement) in edits {
        out.push_str(content.get(copied..span.start).unwrap_or_default());
        out.push_str(replacement);
        copied = span.end;
    }
    out.push_str(content.get(copied..).unwrap_or_default());
    out
}

/// Where the doctype ends, if one comes before any text or tag, else 0.
fn end_of_doctype(content: &str, tokens: &[Token]) -> usize {
    tokens
        .iter()
        .take_while(|token| match token.kind {
            TokenKind::Doctype | TokenKind::Comment => true,
            TokenKind::Text => content
                .get(token.span.range())
                .is_some_and(|text| text.trim_matches('\u{feff}').trim().is_empty()),
            _ => false,
        })
        .find(|token| token.kind == TokenKind::Doctype)
        .map_or(0, |token| token.span.end)
}
