//! Which key means what, and taking those keys away before egui's text field sees them.
//!
//! Events keep their order: when a command comes after typed text within one frame, it waits with
//! everything behind it for the next frame, because the text field handles its events later.

use egui::{Event, ImeEvent, Key, Modifiers, Ui};

use super::edit::EditGroup;
use super::lines::Direction;
use super::session::Session;
use super::state::{Bar, HistoryRequest, TabKey};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    History(HistoryRequest),
    Open(Bar),
    FindNext,
    FindPrevious,
    Indent,
    Unindent,
    NewLine,
    Move(Direction),
    Duplicate,
    Comment,
    ToggleTab,
    Complete,
    Escape,
    Home { select: bool },
    OpenBrace,
    CloseBrace,
    Backspace,
    PopupStep(isize),
    PopupAccept,
    PopupClose,
}

/// What decides how a key is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Modes {
    /// Whether the list of completions is open and has entries.
    pub popup: bool,
    /// Whether the text cannot be changed.
    pub read_only: bool,
    /// What Tab does.
    pub tab: TabKey,
}

/// What `event` may ask for; the session decides whether it applies.
pub(super) fn command(event: &Event, modes: Modes) -> Option<Command> {
    match event {
        Event::Text(text) if !modes.read_only => match text.as_str() {
            "{" => Some(Command::OpenBrace),
            "}" => Some(Command::CloseBrace),
            _ => None,
        },
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => popup_command(*key, *modifiers, modes)
            .or_else(|| reading_command(*key, *modifiers))
            .or_else(|| writing_command(*key, *modifiers, modes).filter(|_| !modes.read_only)),
        _ => None,
    }
}

fn popup_command(key: Key, modifiers: Modifiers, modes: Modes) -> Option<Command> {
    if !modes.popup || modifiers.any() {
        return None;
    }
    match key {
        Key::ArrowDown => Some(Command::PopupStep(1)),
        Key::ArrowUp => Some(Command::PopupStep(-1)),
        Key::PageDown => Some(Command::PopupStep(8)),
        Key::PageUp => Some(Command::PopupStep(-8)),
        Key::Enter | Key::Tab => Some(Command::PopupAccept),
        Key::Escape => Some(Command::PopupClose),
        _ => None,
    }
}

/// Commands that change nothing.
fn reading_command(key: Key, modifiers: Modifiers) -> Option<Command> {
    let Modifiers { alt, shift, .. } = modifiers;
    let command = modifiers.command || modifiers.ctrl;
    match (key, command, shift, alt) {
        (Key::F, true, false, false) => Some(Command::Open(Bar::Find)),
        (Key::H, true, false, false) => Some(Command::Open(Bar::Replace)),
        (Key::G, true, false, false) => Some(Command::Open(Bar::GoTo)),
        (Key::M, true, false, false) => Some(Command::ToggleTab),
        (Key::F3, false, false, false) => Some(Command::FindNext),
        (Key::F3, false, true, false) => Some(Command::FindPrevious),
        (Key::Escape, false, false, false) => Some(Command::Escape),
        (Key::Home, false, select, false) => Some(Command::Home { select }),
        (Key::Z, true, false, false) => Some(Command::History(HistoryRequest::Undo)),
        (Key::Z, true, true, false) | (Key::Y, true, false, false) => {
            Some(Command::History(HistoryRequest::Redo))
        }
        _ => None,
    }
}

/// Commands that change the text.
fn writing_command(key: Key, modifiers: Modifiers, modes: Modes) -> Option<Command> {
    let Modifiers { alt, shift, .. } = modifiers;
    let command = modifiers.command || modifiers.ctrl;
    let indents = modes.tab == TabKey::Indents;
    match (key, command, shift, alt) {
        (Key::Enter, false, _, false) => Some(Command::NewLine),
        (Key::Tab, false, false, false) if indents => Some(Command::Indent),
        (Key::Tab, false, true, false) if indents => Some(Command::Unindent),
        (Key::ArrowUp, false, false, true) => Some(Command::Move(Direction::Up)),
        (Key::ArrowDown, false, false, true) => Some(Command::Move(Direction::Down)),
        (Key::D, true, true, false) => Some(Command::Duplicate),
        (Key::Slash, true, false, false) => Some(Command::Comment),
        (Key::Space, true, false, false) => Some(Command::Complete),
        (Key::Backspace, false, false, false) => Some(Command::Backspace),
        _ => None,
    }
}

/// Runs the commands among the events of this frame and leaves the rest to the text field.
///
/// Returns what kind of change the text field will make, if it changes anything.
pub(super) fn handle(ui: &Ui, session: &mut Session<'_>) -> Option<EditGroup> {
    let mut pending = std::mem::take(&mut session.state.deferred);
    pending.extend(ui.input_mut(|input| std::mem::take(&mut input.events)));
    let mut kept = Vec::with_capacity(pending.len());
    let mut typed = false;
    let mut group = None;
    let mut events = pending.into_iter();
    for event in events.by_ref() {
        note_composition(&event, &mut session.state.composing);
        let modes = session.modes();
        let found = command(&event, modes).filter(|_| !session.state.composing);
        if found.is_some() && typed {
            session.state.deferred.push(event);
            break;
        }
        if let Some(found) = found
            && session.run(found)
        {
            if session.history.is_some() {
                break;
            }
            continue;
        }
        group = group_of(&event).or(group);
        if is_for_text(&event) {
            typed = true;
            session.typed_other(&event);
        }
        kept.push(event);
    }
    for event in events {
        if is_for_text(&event) {
            session.state.deferred.push(event);
        } else {
            kept.push(event);
        }
    }
    if !session.state.deferred.is_empty() {
        ui.ctx().request_repaint();
    }
    ui.input_mut(|input| input.events = kept);
    group
}

/// Keeps arrows from moving the focus: in the frame after the text got it, egui does not know yet
/// that they belong to the text.
pub(super) fn keep_arrows(ui: &Ui) {
    let arrows = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ];
    let (arrow, tab) = ui.input(|input| {
        let arrow = arrows.iter().any(|key| input.key_pressed(*key));
        (arrow, input.key_pressed(Key::Tab))
    });
    if arrow && !tab {
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
    }
}

/// While an input method composes, its keys are its own.
fn note_composition(event: &Event, composing: &mut bool) {
    match event {
        Event::Ime(ImeEvent::Preedit { text, .. }) => *composing = !text.is_empty(),
        Event::Ime(ImeEvent::Commit(_)) => *composing = false,
        _ => {}
    }
}

/// Whether the text field reacts to it.
pub(super) fn is_for_text(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Paste(_)
            | Event::Cut
            | Event::Copy
            | Event::Ime(_)
            | Event::Key { pressed: true, .. }
    )
}

/// What kind of change the text field makes of `event`.
fn group_of(event: &Event) -> Option<EditGroup> {
    match event {
        Event::Text(_) | Event::Ime(_) => Some(EditGroup::Typing),
        Event::Paste(_) => Some(EditGroup::Pasting),
        Event::Cut
        | Event::Key {
            key: Key::Backspace | Key::Delete,
            pressed: true,
            ..
        } => Some(EditGroup::Deleting),
        Event::Key {
            key: Key::H | Key::K | Key::U | Key::W,
            pressed: true,
            modifiers,
            ..
        } if modifiers.ctrl => Some(EditGroup::Deleting),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITING: Modes = Modes {
        popup: false,
        read_only: false,
        tab: TabKey::Indents,
    };

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    #[test]
    fn undo_and_redo_never_reach_the_text_field() {
        let undo = key(Key::Z, Modifiers::COMMAND);
        let redo = key(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
        let other_redo = key(Key::Y, Modifiers::COMMAND);
        assert_eq!(
            command(&undo, WRITING),
            Some(Command::History(HistoryRequest::Undo))
        );
        assert_eq!(
            command(&redo, WRITING),
            Some(Command::History(HistoryRequest::Redo))
        );
        assert_eq!(
            command(&other_redo, WRITING),
            Some(Command::History(HistoryRequest::Redo))
        );
    }

    #[test]
    fn the_open_list_takes_arrows_enter_tab_and_escape_only() {
        let modes = Modes {
            popup: true,
            ..WRITING
        };
        assert_eq!(
            command(&key(Key::Tab, Modifiers::NONE), modes),
            Some(Command::PopupAccept)
        );
        assert_eq!(
            command(&key(Key::ArrowUp, Modifiers::ALT), modes),
            Some(Command::Move(Direction::Up))
        );
        assert_eq!(command(&key(Key::ArrowLeft, Modifiers::NONE), modes), None);
    }

    #[test]
    fn a_read_only_text_keeps_finding_and_loses_writing() {
        let modes = Modes {
            read_only: true,
            ..WRITING
        };
        assert_eq!(command(&key(Key::Enter, Modifiers::NONE), modes), None);
        assert_eq!(
            command(&key(Key::F, Modifiers::COMMAND), modes),
            Some(Command::Open(Bar::Find))
        );
    }

    #[test]
    fn tab_is_left_to_egui_when_it_moves_the_focus() {
        let modes = Modes {
            tab: TabKey::MovesFocus,
            ..WRITING
        };
        assert_eq!(command(&key(Key::Tab, Modifiers::NONE), modes), None);
    }
}
