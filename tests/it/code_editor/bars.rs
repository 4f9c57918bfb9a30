//! Find, replace, go to line.

use egui::{Key, Modifiers};
use letterhead::ui::widgets::code_editor::EditGroup;

use super::harness::Editor;

#[test]
fn the_selection_seeds_the_search_and_the_count_is_shown() {
    let mut editor = Editor::new("a [code| b code c Code");
    editor.press(Key::F, Modifiers::COMMAND);
    assert_eq!(editor.focused().as_deref(), Some("Find"));
    assert!(editor.sees("1 of 3"));
    assert_eq!(editor.shown(), "a [code| b code c Code");
}

#[test]
fn enter_goes_through_the_matches_and_around() {
    let mut editor = Editor::new("|x a x a");
    editor.press(Key::F, Modifiers::COMMAND);
    editor.fill("Find", "a");
    assert_eq!(editor.shown(), "x [a| x a");
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "x a x [a|");
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "x [a| x a");
    editor.press(Key::Enter, Modifiers::SHIFT);
    assert!(editor.sees("2 of 2"));
    assert_eq!(editor.focused().as_deref(), Some("Find"));
}

#[test]
fn escape_closes_the_bar_and_gives_the_keyboard_back() {
    let mut editor = Editor::new("|a b");
    editor.press(Key::F, Modifiers::COMMAND);
    editor.fill("Find", "b");
    editor.press(Key::Escape, Modifiers::NONE);
    assert!(!editor.sees("Find"));
    assert_eq!(editor.focused().as_deref(), Some("Template"));
    assert_eq!(editor.shown(), "a [b|");
}

#[test]
fn f3_goes_on_from_the_text_with_the_last_query() {
    let mut editor = Editor::new("|a b a b");
    editor.press(Key::F, Modifiers::COMMAND);
    editor.fill("Find", "b");
    editor.press(Key::Escape, Modifiers::NONE);
    editor.press(Key::F3, Modifiers::NONE);
    assert_eq!(editor.shown(), "a b a [b|");
    editor.press(Key::F3, Modifiers::SHIFT);
    assert_eq!(editor.shown(), "a [b| a b");
}

#[test]
fn case_and_whole_words_narrow_the_search() {
    let mut editor = Editor::new("|Code code codes");
    editor.press(Key::F, Modifiers::COMMAND);
    editor.fill("Find", "code");
    assert!(editor.sees("1 of 3"));
    editor.click("Match case");
    assert!(editor.sees("1 of 2"));
    editor.click("Whole word");
    assert!(editor.sees("1 of 1"));
    editor.fill("Find", "cod");
    assert!(editor.sees("No match"));
}

#[test]
fn replace_goes_match_by_match() {
    let mut editor = Editor::new("|a b a");
    editor.press(Key::H, Modifiers::COMMAND);
    editor.fill("Find", "a");
    editor.fill("Replace with", "xx");
    editor.click("Replace");
    assert_eq!(editor.shown(), "xx b [a|");
    editor.click("Replace");
    assert_eq!(editor.state().text, "xx b xx");
}

#[test]
fn replacing_all_is_one_change_and_keeps_the_place() {
    let mut editor = Editor::new("a b a c|d a");
    editor.press(Key::H, Modifiers::COMMAND);
    editor.fill("Find", "a");
    editor.fill("Replace with", "xyz");
    editor.state().happened.clear();
    editor.click("Replace all");
    assert_eq!(editor.state().text, "xyz b xyz cd xyz");
    let groups: Vec<_> = editor
        .state()
        .happened
        .iter()
        .map(|output| output.group)
        .collect();
    assert_eq!(groups, [Some(EditGroup::Replacing)]);
}

#[test]
fn going_to_a_line_takes_a_column_as_well() {
    let mut editor = Editor::new("|one\ntwo\nthree");
    editor.press(Key::G, Modifiers::COMMAND);
    assert_eq!(editor.focused().as_deref(), Some("Go to line"));
    editor.fill("Go to line", "3:4");
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "one\ntwo\nthr|ee");
    assert_eq!(editor.focused().as_deref(), Some("Template"));
    let cursor = editor.output().cursor;
    assert_eq!((cursor.line, cursor.column), (3, 4));
}

#[test]
fn the_bars_open_from_outside_too() {
    let mut editor = Editor::new("|a");
    editor.state().state.open_replace();
    editor.harness.run();
    assert_eq!(editor.focused().as_deref(), Some("Find"));
    assert!(editor.sees("Replace with"));
}
