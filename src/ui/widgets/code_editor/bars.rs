//! The bars above the text: find, replace, go to line.

use egui::{Align, Event, EventFilter, Frame, Id, Key, Layout, Margin, Modifiers, TextEdit, Ui};

use super::edit::Selection;
use super::keyboard::is_for_text;
use super::session::{Scroll, Session};
use super::state::Bar;
use super::strings::{COUNT, CURRENT, EditorStrings, LINES};
use crate::ui::theme::icons::{self, Icon};
use crate::ui::widgets::IconButton;

/// What a key pressed in a field asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pressed {
    #[default]
    Nothing,
    Enter,
    ShiftEnter,
    Escape,
}

/// Shows the open bar, if one is.
pub(super) fn show(ui: &mut Ui, id: Id, session: &mut Session<'_>, strings: &EditorStrings) {
    if session.state.bar == Bar::Closed {
        return;
    }
    Frame::NONE
        .fill(ui.visuals().panel_fill)
        .inner_margin(Margin::symmetric(6, 4))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            match session.state.bar {
                Bar::Closed => {}
                Bar::Find => find_ui(ui, id, session, strings),
                Bar::Replace => {
                    find_ui(ui, id, session, strings);
                    if !session.read_only {
                        replace_ui(ui, id, session, strings);
                    }
                }
                Bar::GoTo => go_to_ui(ui, id, session, strings),
            }
        });
}

/// The fields of the bars, by the id of their editor.
fn field_id(id: Id, name: &str) -> Id {
    id.with(("code_editor_field", name))
}

fn find_ui(ui: &mut Ui, id: Id, session: &mut Session<'_>, strings: &EditorStrings) {
    session.update_matches();
    row_ui(ui, |ui| {
        if button(ui, icons::CLOSE, &strings.close, Some("Esc")) {
            close(ui, session);
        }
        if button(ui, icons::NEXT, &strings.next, Some("F3")) {
            session.find_step(1);
        }
        if button(ui, icons::PREVIOUS, &strings.previous, Some("Shift+F3")) {
            session.find_step(-1);
        }
        let options = &mut session.state.find.options;
        let word = switch(
            ui,
            icons::MATCH_WORD,
            &strings.whole_word,
            &mut options.whole_word,
        );
        let case = switch(
            ui,
            icons::MATCH_CASE,
            &strings.match_case,
            &mut options.match_case,
        );
        if case || word {
            session.find_here();
        }
        ui.weak(count(session, strings));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            query_ui(ui, id, session, strings);
        });
    });
}

/// The field for what to find, in the space that the buttons leave.
fn query_ui(ui: &mut Ui, id: Id, session: &mut Session<'_>, strings: &EditorStrings) {
    let field = field_id(id, "find");
    if std::mem::take(&mut session.state.focus_bar) {
        focus_and_select(ui, field, &session.state.find.query);
        session.find_here();
    }
    let mut query = std::mem::take(&mut session.state.find.query);
    let (pressed, changed) = field_ui(ui, field, &mut query, &strings.find);
    session.state.find.query = query;
    if changed {
        session.find_here();
    }
    match pressed {
        Pressed::Nothing => {}
        Pressed::Enter => session.find_step(1),
        Pressed::ShiftEnter => session.find_step(-1),
        Pressed::Escape => close(ui, session),
    }
}

fn replace_ui(ui: &mut Ui, id: Id, session: &mut Session<'_>, strings: &EditorStrings) {
    row_ui(ui, |ui| {
        if ui.button(strings.replace_all.as_ref()).clicked() {
            session.replace_all();
        }
        if ui.button(strings.replace.as_ref()).clicked() {
            session.replace_one();
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let mut replacement = std::mem::take(&mut session.state.find.replacement);
            let field = field_id(id, "replace");
            let (pressed, _) = field_ui(ui, field, &mut replacement, &strings.replace_with);
            session.state.find.replacement = replacement;
            match pressed {
                Pressed::Nothing | Pressed::ShiftEnter => {}
                Pressed::Enter => session.replace_one(),
                Pressed::Escape => close(ui, session),
            }
        });
    });
}

/// A row whose buttons stand at the right, so that the field takes what they leave.
fn row_ui(ui: &mut Ui, row: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        row(ui);
    });
}

fn button(ui: &mut Ui, icon: Icon, name: &str, keys: Option<&str>) -> bool {
    ui.add(IconButton::new(icon, name).shortcut(keys).small())
        .clicked()
}

/// A button that is on or off; whether it was pressed.
fn switch(ui: &mut Ui, icon: Icon, name: &str, on: &mut bool) -> bool {
    let button = IconButton::new(icon, name).selected(*on).small();
    let pressed = ui.add(button).clicked();
    *on ^= pressed;
    pressed
}

fn go_to_ui(ui: &mut Ui, id: Id, session: &mut Session<'_>, strings: &EditorStrings) {
    row_ui(ui, |ui| {
        let field = field_id(id, "go_to");
        if std::mem::take(&mut session.state.focus_bar) {
            focus_and_select(ui, field, &session.state.go_to);
        }
        let mut typed = std::mem::take(&mut session.state.go_to);
        let lines = memchr::memchr_iter(b'\n', session.text.as_bytes()).count() + 1;
        ui.weak(strings.go_to_line_hint.replace(LINES, &lines.to_string()));
        let from_left = Layout::left_to_right(Align::Center);
        let shown = ui.with_layout(from_left, |ui| {
            field_ui(ui, field, &mut typed, &strings.go_to_line)
        });
        let (pressed, _) = shown.inner;
        let target = place(session.text, &typed);
        session.state.go_to = typed;
        match (pressed, target) {
            (Pressed::Enter | Pressed::ShiftEnter, Some(byte)) => {
                session.selection = Selection::at(byte);
                session.scroll = Some(Scroll::Center);
                close(ui, session);
            }
            (Pressed::Escape, _) => close(ui, session),
            _ => {}
        }
    });
}

/// A field with a name in front of it; returns the key pressed in it and whether it changed.
fn field_ui(ui: &mut Ui, id: Id, text: &mut String, name: &str) -> (Pressed, bool) {
    let pressed = if ui.memory(|memory| memory.has_focus(id)) {
        take_key(ui)
    } else {
        Pressed::Nothing
    };
    let label = ui.label(name);
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
        ..EventFilter::default()
    };
    let field = TextEdit::singleline(text)
        .id(id)
        .desired_width(f32::INFINITY)
        .event_filter(filter);
    let changed = ui.add(field).labelled_by(label.id).changed();
    (pressed, changed)
}

/// Takes Enter, Shift+Enter, F3 and Escape away from the field with the focus.
fn take_key(ui: &Ui) -> Pressed {
    let mut pressed = Pressed::Nothing;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } = event
            else {
                return true;
            };
            let plain = *modifiers == Modifiers::NONE || *modifiers == Modifiers::SHIFT;
            pressed = match key {
                Key::Enter | Key::F3 if plain && modifiers.shift => Pressed::ShiftEnter,
                Key::Enter | Key::F3 if plain => Pressed::Enter,
                Key::Escape => Pressed::Escape,
                _ => return true,
            };
            false
        });
    });
    pressed
}

fn focus_and_select(ui: &Ui, field: Id, text: &str) {
    ui.memory_mut(|memory| memory.request_focus(field));
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field).unwrap_or_default();
    state
        .cursor
        .set_char_range(Some(egui::text::CCursorRange::select_all_str(text)));
    state.store(ui.ctx(), field);
}

/// Closes the bar and gives the text the keyboard. What was typed into the field in this frame is
/// taken away, since the text would read it as well.
fn close(ui: &Ui, session: &mut Session<'_>) {
    session.state.bar = Bar::Closed;
    session.focus = true;
    ui.input_mut(|input| input.events.retain(|event| !is_for_text(event)));
}

/// “3 of 12”, “12 found” or “No match”.
fn count(session: &Session<'_>, strings: &EditorStrings) -> String {
    let matches = session.state.find.matches.len();
    if session.state.find.query.is_empty() {
        return String::new();
    }
    if matches == 0 {
        return strings.none.clone().into_owned();
    }
    match session.current_match() {
        Some(current) => strings
            .position
            .replace(CURRENT, &(current + 1).to_string())
            .replace(COUNT, &matches.to_string()),
        None => strings.count.replace(COUNT, &matches.to_string()),
    }
}

/// The byte `typed` names as `line` or `line:column`, both from 1; beyond the end is the end.
fn place(text: &str, typed: &str) -> Option<usize> {
    let mut parts = typed.trim().splitn(2, [':', ',']);
    let line: usize = parts.next()?.trim().parse().ok()?;
    let column: usize = match parts.next().map(str::trim) {
        Some("") | None => 1,
        Some(column) => column.parse().ok()?,
    };
    let mut start = 0;
    for _ in 1..line {
        match memchr::memchr(b'\n', text.as_bytes().get(start..)?) {
            Some(newline) => start += newline + 1,
            None => break,
        }
    }
    let line = text.get(start..)?.split('\n').next()?;
    let offset = line
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(line.len(), |c| c.0);
    Some(start + offset)
}

/// A line of words above the text.
pub(super) fn notice_ui(ui: &mut Ui, words: &str) {
    Frame::NONE
        .fill(ui.visuals().panel_fill)
        .inner_margin(Margin::symmetric(6, 2))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.weak(words);
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_line_or_a_line_and_a_column() {
        let text = "ab\nçde\nf";
        assert_eq!(place(text, "2"), Some(3));
        assert_eq!(place(text, " 2:2 "), Some(5));
        assert_eq!(place(text, "2,9"), Some(7));
        assert_eq!(place(text, "2:"), Some(3));
        assert_eq!(place(text, "0"), Some(0));
        assert_eq!(place(text, "99"), Some(8));
        assert_eq!(place(text, "x"), None);
        assert_eq!(place(text, "1:x"), None);
    }
}
