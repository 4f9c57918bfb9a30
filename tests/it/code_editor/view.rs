//! Scrolling, marks, long texts.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use letterhead::domain::finding::Span;
use letterhead::ui::widgets::code_editor::{EditorLimits, Limit, Mark, MarkKind};

use super::harness::{Editor, NAME};

/// So many lines, each with its number.
fn numbered(lines: usize) -> String {
    let lines: Vec<String> = (1..=lines).map(|line| format!("line {line}")).collect();
    lines.join("\n")
}

#[test]
fn the_text_field_has_its_name_and_value() {
    let editor = Editor::new("hello|");
    let field = editor.harness.get_by_label(NAME);
    assert_eq!(field.value().as_deref(), Some("hello"));
}

#[test]
fn the_text_is_painted_where_the_field_is() {
    let editor = Editor::new("<b>hello</b>|");
    let painted = editor.harness.output().shapes.iter().any(|clipped| {
        matches!(&clipped.shape, egui::Shape::Text(text)
            // A galley that says it is empty is not painted, whatever its rows hold.
            if text.galley.text() == "<b>hello</b>" && !text.galley.is_empty())
    });
    assert!(painted);
}

#[test]
fn revealing_selects_and_scrolls() {
    let text = numbered(500);
    let start = text.find("line 400").unwrap();
    let mut editor = Editor::new(&format!("|{text}"));
    let top = editor.harness.get_by_label(NAME).rect().top();
    editor.state().state.reveal(Span::new(start, start + 8));
    editor.harness.run();
    assert_eq!(editor.output().selection, Span::new(start, start + 8));
    let scrolled = top - editor.harness.get_by_label(NAME).rect().top();
    assert!(scrolled > 390.0 * 10.0, "scrolled by {scrolled}");
}

#[test]
fn typing_far_below_keeps_the_cursor_in_view() {
    let mut editor = Editor::new(&format!("{}|", numbered(200)));
    editor.press(Key::Enter, Modifiers::NONE);
    let field = editor.harness.get_by_label(NAME).rect();
    let rect = editor.output().rect;
    assert!(
        field.bottom() <= rect.bottom() + 8.0,
        "{field:?} in {rect:?}"
    );
}

#[test]
fn a_mark_says_its_message_under_the_pointer() {
    let mut editor = Editor::new("|<p>{{cdoe}}</p>");
    editor.state().marks = vec![Mark {
        span: Span::new(3, 11),
        kind: MarkKind::PlaceholderKept,
        message: "cdoe is not a variable".to_owned(),
    }];
    editor.harness.run();
    let rect = editor.output().rect;
    editor
        .harness
        .hover_at(rect.min + egui::vec2(44.0 + 8.0 * 6.0, 12.0));
    for _ in 0..40 {
        editor.harness.step();
    }
    assert!(editor.sees("cdoe is not a variable"));
}

#[test]
fn marks_of_an_older_text_do_no_harm() {
    let mut editor = Editor::new("дн|");
    editor.state().marks = [0..1, 1..2, 4..900, 700..800]
        .map(|range| Mark {
            span: range.into(),
            kind: MarkKind::Error,
            message: "wrong".to_owned(),
        })
        .into();
    editor.harness.run();
    editor.press(Key::Backspace, Modifiers::NONE);
    assert_eq!(editor.shown(), "д|");
}

#[test]
fn one_long_line_wraps_and_stays_one_line() {
    let line = "<td style=\"color:red\">x</td>".repeat(2000);
    for wrap in [true, false] {
        let mut editor = Editor::new(&format!("{line}|\nnext"));
        editor.state().state.set_wrap(wrap);
        editor.harness.run();
        editor.type_at_once("é");
        let cursor = editor.output().cursor;
        assert_eq!((cursor.line, cursor.column), (1, line.len() + 2));
        editor.press(Key::ArrowDown, Modifiers::NONE);
        assert_eq!(editor.output().cursor.line, 2);
        assert_eq!(editor.state().text, format!("{line}é\nnext"));
    }
}

#[test]
fn long_lines_scroll_sideways_when_they_do_not_wrap() {
    let mut editor = Editor::new(&format!("|{}", "x".repeat(500)));
    editor.state().state.set_wrap(false);
    editor.harness.run();
    editor.press(Key::End, Modifiers::NONE);
    editor.type_at_once("y");
    let field = editor.harness.get_by_label(NAME).rect();
    assert!(field.left() < 0.0, "{field:?}");
    assert!(field.width() > 3000.0, "{field:?}");
}

#[test]
fn a_long_text_loses_its_colours_first_and_then_its_keys() {
    let limits = EditorLimits {
        plain_above: 10,
        read_only_above: 20,
    };
    let mut editor = Editor::new("|<p>1</p>");
    editor.state().limits = limits;
    editor.harness.run();
    assert_eq!(editor.output().limit, None);
    editor.type_at_once("<b>");
    assert_eq!(editor.output().limit, Some(Limit::Plain));
    assert!(editor.sees("too long to be coloured"));
    editor.state().state.insert("<i>and more</i>");
    editor.harness.run();
    assert_eq!(editor.output().limit, Some(Limit::ReadOnly));
    assert!(editor.sees("too long to be edited"));
    editor.type_at_once("y");
    assert!(editor.state().text.starts_with("<b><i>and more</i><p>"));
}

#[test]
fn a_text_that_can_only_be_read_is_searched_and_scrolled() {
    let mut editor = Editor::new(&format!("|{}", numbered(5000)));
    editor.state().limits.read_only_above = 1000;
    editor.harness.run();
    editor.harness.get_by_label(NAME).click();
    editor.harness.run();
    editor.press(Key::F, Modifiers::COMMAND);
    editor.fill("Find", "line 4000");
    assert!(editor.sees("1 of 1"));
    assert_eq!(editor.output().cursor.line, 4000);
    let shown = editor.harness.output().shapes.iter().any(|clipped| {
        matches!(&clipped.shape, egui::Shape::Text(text) if text.galley.text() == "line 4000")
    });
    assert!(shown);
}
