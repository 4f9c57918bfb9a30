//! Keys that change the text or ask for history.

use egui::{Event, Key, Modifiers};
use letterhead::domain::syntax::Language;
use letterhead::ui::widgets::code_editor::{CodeEditorState, EditGroup, HistoryRequest};

use super::harness::Editor;

const CTRL_SHIFT: Modifiers = Modifiers {
    shift: true,
    ..Modifiers::COMMAND
};

fn groups(editor: &Editor) -> Vec<EditGroup> {
    let happened = &editor.harness.state().happened;
    happened.iter().filter_map(|output| output.group).collect()
}

#[test]
fn typed_text_lands_at_the_cursor_and_counts_as_typing() {
    let mut editor = Editor::new("a|c");
    editor.type_at_once("b");
    assert_eq!(editor.shown(), "ab|c");
    assert_eq!(groups(&editor), [EditGroup::Typing]);
}

#[test]
fn deleting_and_pasting_are_told_apart() {
    let mut editor = Editor::new("ab|");
    editor.press(Key::Backspace, Modifiers::NONE);
    editor.harness.event(Event::Paste("xyz".to_owned()));
    editor.harness.run();
    assert_eq!(editor.shown(), "axyz|");
    assert_eq!(groups(&editor), [EditGroup::Deleting, EditGroup::Pasting]);
}

#[test]
fn undo_and_redo_are_asked_for_and_change_nothing() {
    let mut editor = Editor::new("a|");
    editor.type_at_once("b");
    editor.press(Key::Z, Modifiers::COMMAND);
    editor.press(Key::Z, CTRL_SHIFT);
    editor.press(Key::Y, Modifiers::COMMAND);
    assert_eq!(editor.shown(), "ab|");
    let happened = &editor.harness.state().happened;
    let history: Vec<_> = happened
        .iter()
        .filter_map(|output| output.history)
        .collect();
    assert_eq!(
        history,
        [
            HistoryRequest::Undo,
            HistoryRequest::Redo,
            HistoryRequest::Redo
        ]
    );
}

#[test]
fn the_cursor_goes_to_what_undo_brought_back() {
    let mut editor = Editor::new("one two three|");
    editor.press(Key::Z, Modifiers::COMMAND);
    editor.state().text = "one 2 three".to_owned();
    editor.harness.run();
    assert_eq!(editor.shown(), "one 2| three");
}

#[test]
fn a_change_from_outside_leaves_the_cursor_with_its_text() {
    let mut editor = Editor::new("дн one [two| three");
    editor.state().text = "днем prefix one two three".to_owned();
    editor.harness.run();
    assert_eq!(editor.shown(), "днем prefix one [two| three");
}

#[test]
fn a_text_that_became_shorter_in_front_keeps_the_selection() {
    let mut editor = Editor::new("a long prefix one [two|");
    editor.state().text = "one two".to_owned();
    editor.harness.run();
    assert_eq!(editor.shown(), "one [two|");
}

#[test]
fn two_texts_under_one_id_keep_their_own_cursors() {
    let mut editor = Editor::new("first te|xt");
    let first = editor.state().state.clone();
    editor.state().text = "a second, longer text".to_owned();
    editor.state().state = CodeEditorState::default();
    editor.harness.run();
    editor.press(Key::End, Modifiers::NONE);
    assert_eq!(editor.shown(), "a second, longer text|");
    editor.state().text = "first text".to_owned();
    editor.state().state = first;
    editor.harness.run();
    assert_eq!(editor.shown(), "first te|xt");
}

#[test]
fn enter_indents_like_the_line_above_and_after_an_opened_tag() {
    let mut editor = Editor::new("  <td>|</td>");
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "  <td>\n    |\n  </td>");
}

#[test]
fn text_typed_around_enter_within_one_frame_stays_in_order() {
    let mut editor = Editor::new("|");
    for event in [
        Event::Text("a".to_owned()),
        Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        },
        Event::Text("b".to_owned()),
    ] {
        editor.harness.event(event);
    }
    editor.harness.run();
    assert_eq!(editor.shown(), "a\nb|");
}

#[test]
fn tab_indents_the_selection_and_shift_tab_takes_it_back() {
    let mut editor = Editor::new("a[b\ncd|");
    editor.press(Key::Tab, Modifiers::NONE);
    assert_eq!(editor.shown(), "  a[b\n  cd|");
    editor.press(Key::Tab, Modifiers::SHIFT);
    assert_eq!(editor.shown(), "a[b\ncd|");
    assert_eq!(editor.focused().as_deref(), Some("Template"));
}

#[test]
fn escape_lets_the_next_tab_leave_the_editor() {
    let mut editor = Editor::new("a|");
    editor.press(Key::Escape, Modifiers::NONE);
    assert_eq!(editor.focused().as_deref(), Some("Template"));
    editor.press(Key::Tab, Modifiers::NONE);
    assert_eq!(editor.focused().as_deref(), Some("After"));
    assert_eq!(editor.shown(), "a|");
}

#[test]
fn escape_counts_for_the_next_tab_only() {
    let mut editor = Editor::new("a|");
    editor.press(Key::Escape, Modifiers::NONE);
    editor.type_at_once("b");
    editor.press(Key::Tab, Modifiers::NONE);
    assert_eq!(editor.shown(), "ab  |");
}

#[test]
fn ctrl_m_makes_tab_move_the_focus_until_pressed_again() {
    let mut editor = Editor::new("a|");
    editor.press(Key::M, Modifiers::COMMAND);
    assert!(editor.sees("Tab moves the focus"));
    editor.press(Key::M, Modifiers::COMMAND);
    editor.press(Key::Tab, Modifiers::NONE);
    assert_eq!(editor.shown(), "a  |");
}

#[test]
fn lines_move_and_duplicate() {
    let mut editor = Editor::new("on|e\ntwo");
    editor.press(Key::ArrowDown, Modifiers::ALT);
    assert_eq!(editor.shown(), "two\non|e");
    editor.press(Key::ArrowUp, Modifiers::ALT);
    assert_eq!(editor.shown(), "on|e\ntwo");
    editor.press(Key::D, CTRL_SHIFT);
    assert_eq!(editor.shown(), "one\non|e\ntwo");
}

#[test]
fn a_comment_is_written_as_its_place_wants_it() {
    let mut editor = Editor::new("<p>|x</p>");
    editor.press(Key::Slash, Modifiers::COMMAND);
    assert_eq!(editor.shown(), "<!-- <p>|x</p> -->");
    editor.press(Key::Slash, Modifiers::COMMAND);
    assert_eq!(editor.shown(), "<p>|x</p>");

    let mut editor = Editor::new("<style>\na{col|or:red}\n</style>");
    editor.press(Key::Slash, Modifiers::COMMAND);
    assert_eq!(editor.shown(), "<style>\n/* a{col|or:red} */\n</style>");
}

#[test]
fn home_goes_to_the_text_then_to_the_start_of_the_line() {
    let mut editor = Editor::new("a\n  bc|");
    editor.press(Key::Home, Modifiers::NONE);
    assert_eq!(editor.shown(), "a\n  |bc");
    editor.press(Key::Home, Modifiers::NONE);
    assert_eq!(editor.shown(), "a\n|  bc");
    editor.press(Key::End, Modifiers::NONE);
    editor.press(Key::Home, Modifiers::SHIFT);
    assert_eq!(editor.shown(), "a\n  |bc[");
}

#[test]
fn home_in_a_wrapped_line_goes_to_the_start_of_its_row() {
    let line = "word ".repeat(60);
    let mut editor = Editor::new(&format!("{line}|"));
    editor.press(Key::ArrowUp, Modifiers::NONE);
    let byte = editor.output().cursor.byte;
    editor.press(Key::Home, Modifiers::NONE);
    let home = editor.output().cursor.byte;
    assert!(home > 0 && home <= byte, "{home} of {byte}");
}

#[test]
fn braces_come_in_pairs_and_are_stepped_over() {
    let mut editor = Editor::new("a|b");
    editor.type_at_once("{{code}}");
    assert_eq!(editor.shown(), "a{{code}}|b");
}

#[test]
fn backspace_takes_back_braces_that_came_along() {
    let mut editor = Editor::new("|");
    editor.type_at_once("{{");
    assert_eq!(editor.shown(), "{{|}}");
    editor.press(Key::Backspace, Modifiers::NONE);
    assert_eq!(editor.shown(), "{|");
}

#[test]
fn braces_of_json_are_left_alone() {
    let mut editor = Editor::new("|");
    editor.state().language = Language::Json;
    editor.harness.run();
    editor.type_at_once("{{");
    assert_eq!(editor.shown(), "{{|");
}

#[test]
fn a_read_only_text_can_be_read_and_searched_but_not_changed() {
    let mut editor = Editor::new("a[b|c");
    editor.state().read_only = true;
    editor.harness.run();
    for key in [Key::Enter, Key::Tab, Key::Backspace, Key::Delete] {
        editor.press(key, Modifiers::NONE);
    }
    editor.type_at_once("{x}");
    editor.press(Key::D, CTRL_SHIFT);
    editor.state().state.insert("no");
    editor.harness.run();
    assert_eq!(editor.harness.state().text, "abc");
    editor.press(Key::H, Modifiers::COMMAND);
    assert!(editor.sees("Find"));
    assert!(!editor.sees("Replace all"));
}

#[test]
fn text_can_be_inserted_from_outside() {
    let mut editor = Editor::new("a[b|c");
    editor.state().state.insert("{{code}}");
    editor.harness.run();
    assert_eq!(editor.shown(), "a{{code}}|c");
    assert_eq!(groups(&editor), [EditGroup::Pasting]);
}
