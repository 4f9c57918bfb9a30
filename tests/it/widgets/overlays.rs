//! Dialogs and notices.

use std::time::Duration;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use letterhead::ui::widgets::{Dialog, DialogAnswer, Notice, Notices, Tone, quiet_button};

use super::harness::{Drive as _, id, window};

#[derive(Default)]
struct Question {
    open: bool,
    danger: bool,
    disabled: bool,
    text: String,
    answers: Vec<DialogAnswer>,
}

fn question() -> Harness<'static, Question> {
    window(Question::default(), |ui, state| {
        if quiet_button(ui, "Ask").clicked() {
            state.open = true;
        }
        if !state.open {
            return;
        }
        let mut dialog = Dialog::new(id("question"), "Save changes?", "Save", "Cancel")
            .alternative("Discard")
            .enabled(!state.disabled);
        if state.danger {
            dialog = dialog.danger();
        }
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            let label = ui.label("Name");
            ui.text_edit_singleline(&mut state.text)
                .labelled_by(label.id);
        });
        if let Some(answer) = answer {
            state.open = false;
            state.answers.push(answer);
        }
    })
}

#[test]
fn a_dialog_takes_the_keyboard_keeps_it_and_gives_it_back() {
    let mut window = question();
    window.key(Key::Tab);
    window.key(Key::Enter);
    assert!(window.has(Role::Dialog, "Save changes?"));
    assert_eq!(window.focused().as_deref(), Some("Save"));
    let mut stops = Vec::new();
    for _ in 0..4 {
        window.key(Key::Tab);
        stops.extend(window.focused());
    }
    stops.sort();
    assert_eq!(stops, ["Cancel", "Discard", "Name", "Save"]);
    window.key(Key::Escape);
    assert_eq!(window.state().answers, [DialogAnswer::Cancel]);
    assert_eq!(window.focused().as_deref(), Some("Ask"));
}

#[test]
fn a_click_outside_closes_a_dialog_unless_something_was_typed_into_it() {
    let outside = egui::pos2(4.0, 4.0);
    for (typed, answers) in [
        (None, vec![DialogAnswer::Cancel]),
        (Some(egui::Event::Text("a".to_owned())), Vec::new()),
        (Some(egui::Event::Paste("b".to_owned())), Vec::new()),
    ] {
        let mut window = question();
        window.key(Key::Tab);
        window.key(Key::Enter);
        window
            .get_by_role_and_label(Role::TextInput, "Name")
            .focus();
        window.run();
        let is_typed = typed.is_some();
        if let Some(event) = typed {
            window.event(event);
            window.run();
        }
        for pressed in [true, false] {
            window.event(egui::Event::PointerMoved(outside));
            window.event(egui::Event::PointerButton {
                pos: outside,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: egui::Modifiers::NONE,
            });
        }
        window.run();
        assert_eq!(window.state().answers, answers);
        assert_eq!(window.has(Role::Dialog, "Save changes?"), is_typed);
        if is_typed {
            window.key(Key::Escape);
            assert_eq!(window.state().answers, [DialogAnswer::Cancel]);
        }
    }
}

#[test]
fn enter_answers_and_presses_the_button_it_is_on() {
    let mut window = question();
    window.key(Key::Tab);
    window.key(Key::Enter);
    window.key(Key::Enter);
    assert_eq!(window.state().answers, [DialogAnswer::Primary]);
    window.key(Key::Enter);
    window.key(Key::Tab);
    assert_eq!(window.focused().as_deref(), Some("Discard"));
    window.key(Key::Enter);
    assert_eq!(window.state().answers[1..], [DialogAnswer::Alternative]);
}

#[test]
fn enter_in_a_field_of_a_dialog_answers_once() {
    let mut window = question();
    window.state_mut().open = true;
    window.run();
    window.click(Role::TextInput, "Name");
    window.shift_tab();
    while window.focused().as_deref() != Some("Name") {
        window.key(Key::Tab);
    }
    window.key(Key::Enter);
    assert_eq!(window.state().answers, [DialogAnswer::Primary]);
}

#[test]
fn what_cannot_be_undone_starts_on_cancel() {
    let mut window = question();
    window.state_mut().danger = true;
    window.click(Role::Button, "Ask");
    assert_eq!(window.focused().as_deref(), Some("Cancel"));
}

#[test]
fn a_disabled_answer_is_not_given_by_enter() {
    let mut window = question();
    window.state_mut().disabled = true;
    window.click(Role::Button, "Ask");
    while window.focused().as_deref() != Some("Name") {
        window.key(Key::Tab);
    }
    window.key(Key::Enter);
    assert_eq!(window.state().answers, []);
}

#[derive(Default)]
struct Messages {
    notices: Notices<&'static str>,
    now: Duration,
    pressed: Vec<&'static str>,
}

fn messages() -> Harness<'static, Messages> {
    window(Messages::default(), |ui, state| {
        quiet_button(ui, "Before");
        let pressed = state.notices.show(ui.ctx(), 24.0, state.now);
        state.pressed.extend(pressed);
    })
}

#[test]
fn an_error_stays_and_anything_else_goes() {
    let mut window = messages();
    let notices = &mut window.state_mut().notices;
    notices.push(Notice::new(Tone::Success, "Sent"));
    notices.push(Notice::new(Tone::Error, "Refused").detail("550 5.7.1"));
    window.run_steps(3);
    assert!(window.has(Role::Status, "Sent"));
    assert!(window.has(Role::Alert, "Refused"));
    window.state_mut().now = Duration::from_secs(7);
    window.run_steps(3);
    assert!(!window.has(Role::Status, "Sent"));
    assert!(window.has(Role::Alert, "Refused"));
    window.click(Role::Button, "Dismiss");
    assert!(window.state().notices.is_empty());
}

#[test]
fn a_notice_takes_the_keyboard_only_when_asked() {
    let mut window = messages();
    window.key(Key::Tab);
    let notice = Notice::new(Tone::Error, "Refused").action("Show transcript", "transcript");
    window.state_mut().notices.push(notice);
    window.run_steps(3);
    assert_eq!(window.focused().as_deref(), Some("Before"));
    window.state_mut().notices.focus();
    window.run_steps(3);
    assert_eq!(window.focused().as_deref(), Some("Show transcript"));
    window.key(Key::Enter);
    assert_eq!(window.state().pressed, ["transcript"]);
    assert!(window.state().notices.is_empty());
}
