//! Reads texts with macros (RFC 7208 section 7.1).

use super::super::macro_string::{Macro, MacroLetter, MacroPart, MacroString};
use super::super::problem::{Problem, ProblemKind};
use crate::domain::finding::Span;

/// The characters that may part the labels of a macro's value.
const DELIMITERS: [char; 7] = ['.', '-', '+', ',', '/', '_', '='];

/// Where a text with macros stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MacroUse {
    /// It names a domain.
    Domain,
    /// The value of a modifier that receivers ignore.
    Modifier,
    /// The text that `exp` points to.
    Explanation,
}

/// Reads `text`, which starts at byte `start` of the record. What is no macro stays as literal text.
pub(super) fn read_macros(
    text: &str,
    start: usize,
    place: MacroUse,
    problems: &mut Vec<Problem>,
) -> MacroString {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from_percent) = rest.split_at(at);
        literal.push_str(before);
        let offset = start + text.len() - from_percent.len();
        match read_part(from_percent, offset, place) {
            Ok((part, length)) => {
                if !literal.is_empty() {
                    parts.push(MacroPart::Literal(std::mem::take(&mut literal)));
                }
                parts.push(part);
                rest = from_percent.split_at(length).1;
            }
            Err(problem) => {
                problems.push(problem);
                literal.push('%');
                rest = from_percent.split_at(1).1;
            }
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(MacroPart::Literal(literal));
    }
    MacroString {
        span: Span::new(start, start + text.len()),
        parts,
    }
}

/// The part that starts with the percent sign of `text`, and its length in bytes.
fn read_part(text: &str, start: usize, place: MacroUse) -> Result<(MacroPart, usize), Problem> {
    let problem = |from: usize, to: usize, kind| Problem {
        span: Span::new(start + from, start + to),
        kind,
        fix: None,
    };
    match text.chars().nth(1) {
        Some('%') => return Ok((MacroPart::Percent, 2)),
        Some('_') => return Ok((MacroPart::Space, 2)),
        Some('-') => return Ok((MacroPart::UrlSpace, 2)),
        Some('{') => {}
        next => {
            let to = 1 + next.map_or(0, char::len_utf8);
            return Err(problem(0, to, ProblemKind::Percent));
        }
    }
    let Some(close) = text.find('}') else {
        return Err(problem(0, text.len(), ProblemKind::UnclosedMacro));
    };
    let inside = text.get(2..close).unwrap_or_default();
    let mut rest = inside.chars();
    let written = rest.next();
    let letter_end = 2 + written.map_or(0, char::len_utf8);
    let Some((written, letter)) =
        written.and_then(|written| Some((written, MacroLetter::from_char(written)?)))
    else {
        return Err(problem(2, letter_end, ProblemKind::MacroLetter));
    };
    if place == MacroUse::Domain && letter.is_for_explanation() {
        return Err(problem(
            2,
            letter_end,
            ProblemKind::MacroLetterOfExplanation,
        ));
    }
    let behind = rest.as_str();
    let after_digits = behind.trim_start_matches(|character: char| character.is_ascii_digit());
    let (digits, _) = behind.split_at(behind.len() - after_digits.len());
    if !digits.is_empty() && digits.chars().all(|digit| digit == '0') {
        let end = letter_end + digits.len();
        return Err(problem(letter_end, end, ProblemKind::MacroDigits));
    }
    let reverse = after_digits
        .chars()
        .next()
        .filter(|first| first.eq_ignore_ascii_case(&'r'));
    let delimiters = after_digits.split_at(reverse.map_or(0, char::len_utf8)).1;
    let stray = delimiters.find(|character| !DELIMITERS.contains(&character));
    if let Some(stray) = stray {
        let from = close - delimiters.len() + stray;
        return Err(problem(from, close, ProblemKind::MacroDelimiter));
    }
    let found = Macro {
        span: Span::new(start, start + close + 1),
        letter,
        is_url_escaped: written.is_ascii_uppercase(),
        digits: digits.to_owned(),
        reverse,
        delimiters: delimiters.to_owned(),
    };
    Ok((MacroPart::Expand(found), close + 1))
}

/// Whether a text ends as a domain must: in a macro, or in a dot and a top-level label, with or
/// without a dot behind it.
pub(super) fn ends_as_domain(text: &MacroString) -> bool {
    let Some(MacroPart::Literal(last)) = text.parts.last() else {
        return !text.parts.is_empty();
    };
    let last = last.strip_suffix('.').unwrap_or(last);
    last.rsplit_once('.')
        .is_some_and(|(_, label)| is_top_level_label(label))
}

/// Letters, digits and hyphens, the hyphens inside only, and not digits alone.
fn is_top_level_label(label: &str) -> bool {
    let is_inner = |character: char| character.is_ascii_alphanumeric() || character == '-';
    !label.is_empty()
        && label.chars().all(is_inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
        && !label.chars().all(|character| character.is_ascii_digit())
}
