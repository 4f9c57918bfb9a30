//! What keys do to whole lines: indent, break, move, duplicate, comment.

use std::ops::Range;

use super::edit::{Edit, EditGroup, Selection, line_end, line_start};
use crate::domain::syntax::Language;

/// One step of indentation.
pub(super) const INDENT: &str = "  ";

/// Elements without an end tag (HTML standard, section 13.1.2).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "param",
];

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Towards the first line.
    Up,
    /// Towards the last line.
    Down,
}

/// The marks around a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CommentMarks {
    /// In front.
    pub open: &'static str,
    /// Behind.
    pub close: &'static str,
}

/// The lines a selection touches, without the last line feed. A line of which only the start is
/// touched by the end of a selection is left out.
fn block(text: &str, selection: Selection) -> Range<usize> {
    let range = selection.range();
    let start = line_start(text, range.start);
    let ends_at_start = range.end > range.start && line_start(text, range.end) == range.end;
    let last = if ends_at_start {
        range.end - 1
    } else {
        range.end
    };
    start..line_end(text, last)
}

/// A line feed, with the indentation of the line, one step more after what opens something.
pub(super) fn new_line(text: &str, selection: Selection, language: Language) -> Edit {
    let range = selection.range();
    let start = line_start(text, range.start);
    let before = text.get(start..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let blanks = before.len() - before.trim_start_matches([' ', '\t']).len();
    let indent = before.get(..blanks).unwrap_or_default();
    let mut insert = format!("\n{indent}");
    if !opens(before, language) {
        return Edit::replace(range, insert, EditGroup::Typing);
    }
    insert.push_str(INDENT);
    let cursor = range.start + insert.len();
    let closes = match language {
        Language::Html => after.starts_with("</"),
        Language::Json => after.starts_with(['}', ']']),
        Language::Plain => false,
    };
    if closes {
        insert.push('\n');
        insert.push_str(indent);
    }
    Edit::replace(range, insert, EditGroup::Typing).cursor(cursor)
}

/// Whether the text before the cursor ends with what opens a level.
fn opens(before: &str, language: Language) -> bool {
    match language {
        Language::Plain => false,
        Language::Json => before.ends_with(['{', '[']),
        Language::Html => {
            if before.ends_with('{') && !before.ends_with("{{") {
                return true;
            }
            let Some(tag) = before
                .strip_suffix('>')
                .and_then(|tag| tag.rsplit_once('<'))
            else {
                return false;
            };
            let name = tag.1.split([' ', '\t', '/']).next().unwrap_or_default();
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && !tag.1.ends_with('/')
                && !VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
        }
    }
}

/// Moves the selected lines one step right, or inserts a step at the cursor.
pub(super) fn indent(text: &str, selection: Selection) -> Edit {
    if selection.is_empty() {
        return Edit::replace(selection.range(), INDENT, EditGroup::Typing);
    }
    rewrite_lines(text, selection, |line| {
        if line.is_empty() {
            (0, "")
        } else {
            (0, INDENT)
        }
    })
}

/// Moves the lines of the selection one step left.
pub(super) fn unindent(text: &str, selection: Selection) -> Edit {
    rewrite_lines(text, selection, |line| {
        let blanks = line
            .bytes()
            .take(INDENT.len())
            .take_while(|b| *b == b' ')
            .count();
        (if line.starts_with('\t') { 1 } else { blanks }, "")
    })
}

/// Replaces the start of each line: `change` says how many bytes go and what comes instead.
fn rewrite_lines(
    text: &str,
    selection: Selection,
    change: impl Fn(&str) -> (usize, &'static str),
) -> Edit {
    let block = block(text, selection);
    let mut insert = String::new();
    let mut moved = selection;
    let mut at = block.start;
    for line in text.get(block.clone()).unwrap_or_default().split('\n') {
        if at > block.start {
            insert.push('\n');
        }
        let (removed, added) = change(line);
        let shift = |end: usize, place: usize| {
            if end > at || (end == at && !added.is_empty() && selection.is_empty()) {
                place + added.len() - removed.min(end - at)
            } else {
                place
            }
        };
        moved = Selection {
            anchor: shift(selection.anchor, moved.anchor),
            head: shift(selection.head, moved.head),
        };
        insert.push_str(added);
        insert.push_str(line.get(removed..).unwrap_or_default());
        at += line.len() + 1;
    }
    Edit {
        replace: block,
        insert,
        selection: moved,
        group: EditGroup::Lines,
    }
}

/// Exchanges the lines of the selection with the line above or below, if there is one.
pub(super) fn move_lines(text: &str, selection: Selection, direction: Direction) -> Option<Edit> {
    let block = block(text, selection);
    let lines = text.get(block.clone())?;
    let (replace, insert, shift) = match direction {
        Direction::Up => {
            let above = line_start(text, block.start.checked_sub(1)?);
            let other = text.get(above..block.start - 1)?;
            let by = -(other.len() + 1).cast_signed();
            (above..block.end, format!("{lines}\n{other}"), by)
        }
        Direction::Down => {
            if block.end >= text.len() {
                return None;
            }
            let below = line_end(text, block.end + 1);
            let other = text.get(block.end + 1..below)?;
            let by = (other.len() + 1).cast_signed();
            (block.start..below, format!("{other}\n{lines}"), by)
        }
    };
    let end = replace.start + insert.len();
    let selection = selection.map(|place| place.saturating_add_signed(shift).min(end));
    Some(Edit {
        replace,
        insert,
        selection,
        group: EditGroup::Lines,
    })
}

/// Repeats the lines of the selection below and moves the selection there.
pub(super) fn duplicate_lines(text: &str, selection: Selection) -> Edit {
    let block = block(text, selection);
    let lines = text.get(block.clone()).unwrap_or_default();
    let insert = format!("\n{lines}");
    let selection = selection.map(|place| place + insert.len());
    Edit {
        replace: block.end..block.end,
        insert,
        selection,
        group: EditGroup::Lines,
    }
}

/// Puts comment marks around the lines of the selection, or takes them away.
///
/// None if there is nothing to comment, or a comment inside would end the outer one.
pub(super) fn toggle_comment(
    text: &str,
    selection: Selection,
    marks: CommentMarks,
) -> Option<Edit> {
    let block = block(text, selection);
    let lines = text.get(block.clone())?;
    let content = lines.trim();
    if content.is_empty() {
        return None;
    }
    let start = block.start + lines.len() - lines.trim_start().len();
    let replace = start..start + content.len();
    let commented = content
        .strip_prefix(marks.open)
        .and_then(|rest| rest.strip_suffix(marks.close))
        .filter(|inner| !inner.contains(marks.close));
    let (insert, removed, added) = match commented {
        Some(inner) => {
            let inner = inner.strip_prefix(' ').unwrap_or(inner);
            let front = content.len() - marks.close.len() - inner.len();
            (
                inner.strip_suffix(' ').unwrap_or(inner).to_owned(),
                front,
                0,
            )
        }
        None if content.contains(marks.open) || content.contains(marks.close) => return None,
        None => {
            let (open, close) = (marks.open, marks.close);
            (format!("{open} {content} {close}"), 0, open.len() + 1)
        }
    };
    let end = start + insert.len();
    let selection = selection.map(|place| {
        if place < start {
            place
        } else {
            let offset = place - start;
            (start + offset.saturating_sub(removed) + added).min(end)
        }
    });
    Some(Edit {
        replace,
        insert,
        selection,
        group: EditGroup::Lines,
    })
}

/// Where Home goes from `byte`: to the first character that is no blank, or from there to the
/// start of the line.
pub(super) fn smart_home(text: &str, byte: usize) -> usize {
    let start = line_start(text, byte);
    let line = text.get(start..line_end(text, byte)).unwrap_or_default();
    let first = start + line.len() - line.trim_start_matches([' ', '\t']).len();
    if byte == first { start } else { first }
}

#[cfg(test)]
mod tests {
    use super::super::edit::testing::{applied, parse};
    use super::*;

    const HTML: CommentMarks = CommentMarks {
        open: "<!--",
        close: "-->",
    };

    fn after(marked: &str, edit: impl FnOnce(&str, Selection) -> Edit) -> String {
        let (text, selection) = parse(marked);
        applied(&text, &edit(&text, selection))
    }

    #[test]
    fn enter_keeps_the_indentation() {
        let enter = |text: &str, selection| new_line(text, selection, Language::Html);
        assert_eq!(after("  a|b", enter), "  a\n  |b");
        assert_eq!(after("  <td>|", enter), "  <td>\n    |");
        assert_eq!(after("  <br>|", enter), "  <br>\n  |");
        assert_eq!(after("</td>|", enter), "</td>\n|");
        assert_eq!(after("<td>|</td>", enter), "<td>\n  |\n</td>");
    }

    #[test]
    fn enter_in_json_indents_inside_braces() {
        let enter = |text: &str, selection| new_line(text, selection, Language::Json);
        assert_eq!(after("{|}", enter), "{\n  |\n}");
    }

    #[test]
    fn tab_indents_every_line_of_the_selection_and_back() {
        assert_eq!(after("a[b\n\ncd|\ne", indent), "  a[b\n\n  cd|\ne");
        assert_eq!(after("  a[b\n\tcd\n e|", unindent), "a[b\ncd\ne|");
        assert_eq!(after("a[b\n|c", indent), "  a[b\n|c");
        assert_eq!(after("a|", indent), "a  |");
    }

    #[test]
    fn lines_move_up_and_down_with_the_cursor() {
        let up = |text: &str, selection| move_lines(text, selection, Direction::Up).unwrap();
        let down = |text: &str, selection| move_lines(text, selection, Direction::Down).unwrap();
        assert_eq!(after("one\ntw|o", up), "tw|o\none");
        assert_eq!(after("on|e\ntwo\n", down), "two\non|e\n");
        assert_eq!(move_lines("a\nb", Selection::at(0), Direction::Up), None);
        assert_eq!(move_lines("a\nb", Selection::at(2), Direction::Down), None);
    }

    #[test]
    fn a_duplicate_stands_below_and_has_the_cursor() {
        assert_eq!(after("a|b\nc", duplicate_lines), "ab\na|b\nc");
    }

    #[test]
    fn a_comment_goes_around_the_text_of_the_lines_and_away_again() {
        let toggle = |text: &str, selection| toggle_comment(text, selection, HTML).unwrap();
        assert_eq!(after("  <b>|x</b>", toggle), "  <!-- <b>|x</b> -->");
        assert_eq!(after("  <!-- <b>|x</b> -->", toggle), "  <b>|x</b>");
        let (text, selection) = parse("<!-- a --> b|");
        assert_eq!(toggle_comment(&text, selection, HTML), None);
    }

    #[test]
    fn home_goes_to_the_text_first() {
        assert_eq!(smart_home("a\n  bc", 5), 4);
        assert_eq!(smart_home("a\n  bc", 4), 2);
        assert_eq!(smart_home("a\n  bc", 2), 4);
    }
}
