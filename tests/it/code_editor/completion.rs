//! The list of variables between braces.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::harness::{Editor, completion};

fn editor(marked: &str) -> Editor {
    let mut editor = Editor::new(marked);
    editor.state().completions = ["code", "user.name", "user.primaryEmail", "link"]
        .map(completion)
        .into();
    editor.harness.run();
    editor
}

fn entries(editor: &Editor) -> Vec<&'static str> {
    ["code", "user.name", "user.primaryEmail", "link"]
        .into_iter()
        .filter(|path| {
            editor.harness.query_by_label(path).is_some() || editor.sees(&format!("{path} text"))
        })
        .collect()
}

#[test]
fn typing_braces_opens_the_list_and_typing_narrows_it() {
    let mut editor = editor("<p>|</p>");
    editor.type_at_once("{{");
    assert_eq!(entries(&editor).len(), 4);
    editor.type_at_once("us");
    assert_eq!(entries(&editor), ["user.name", "user.primaryEmail"]);
    assert!(editor.sees("What user.name means"));
    assert_eq!(editor.focused().as_deref(), Some("Template"));
}

#[test]
fn arrows_choose_and_enter_accepts() {
    let mut editor = editor("<p>|</p>");
    editor.type_at_once("{{us");
    editor.press(Key::ArrowDown, Modifiers::NONE);
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "<p>{{user.primaryEmail}}|</p>");
    assert!(entries(&editor).is_empty());
}

#[test]
fn tab_accepts_into_braces_that_are_closed_already() {
    let mut editor = editor("{{ |x }} tail");
    editor.press(Key::Delete, Modifiers::NONE);
    editor.type_at_once("co");
    editor.press(Key::Tab, Modifiers::NONE);
    assert_eq!(editor.shown(), "{{ code }}| tail");
}

#[test]
fn escape_closes_the_list_and_keeps_the_text() {
    let mut editor = editor("|");
    editor.type_at_once("{{co");
    editor.press(Key::Escape, Modifiers::NONE);
    assert!(entries(&editor).is_empty());
    assert_eq!(editor.shown(), "{{co|}}");
    assert_eq!(editor.focused().as_deref(), Some("Template"));
}

#[test]
fn ctrl_space_opens_the_list_inside_braces_only() {
    let mut editor = editor("{{ user.n|ame }}");
    editor.press(Key::Space, Modifiers::CTRL);
    assert_eq!(entries(&editor), ["user.name"]);
    editor.press(Key::Enter, Modifiers::NONE);
    assert_eq!(editor.shown(), "{{ user.name }}|");
    editor.press(Key::Space, Modifiers::CTRL);
    assert!(entries(&editor).is_empty());
}

#[test]
fn the_list_closes_when_the_cursor_leaves_the_braces() {
    let mut editor = editor("ab|");
    editor.type_at_once("{{");
    for _ in 0..3 {
        editor.press(Key::ArrowLeft, Modifiers::NONE);
    }
    assert!(entries(&editor).is_empty());
}

#[test]
fn a_click_accepts_and_the_text_keeps_the_keyboard() {
    let mut editor = editor("|");
    editor.type_at_once("{{li");
    let entry = editor.harness.get_by_label_contains("link text");
    entry.click();
    editor.harness.run();
    editor.harness.run();
    assert_eq!(editor.shown(), "{{link}}|");
    assert_eq!(editor.focused().as_deref(), Some("Template"));
}

#[test]
fn the_list_stays_inside_the_window() {
    let mut editor = editor(&format!("{}|", "\n".repeat(100)));
    editor.type_at_once(&format!("{}{{{{", "x".repeat(70)));
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(640.0, 400.0));
    let entry = editor.harness.get_by_label_contains("code text").rect();
    assert!(window.contains_rect(entry), "{entry:?}");
}
