//! The keys of each action.

use egui::{Context, Key, KeyboardShortcut, ModifierNames, Modifiers};

use crate::model::{Action, Model, Screen};

const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const ALT: Modifiers = Modifiers::ALT;
const NONE: Modifiers = Modifiers::NONE;

const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

/// The keys of an action, the usual ones first.
pub const fn of(action: Action) -> &'static [KeyboardShortcut] {
    match action {
        Action::ShowPalette => &const { [keys(CTRL, Key::K), keys(SHIFT, Key::P)] },
        Action::ShowDesign => &const { [keys(CTRL, Key::Num1)] },
        Action::ShowLanguages => &const { [keys(CTRL, Key::Num2)] },
        Action::ShowConnectors => &const { [keys(CTRL, Key::Num3)] },
        Action::ShowInbox => &const { [keys(CTRL, Key::Num4)] },
        Action::ShowDeliverability => &const { [keys(CTRL, Key::Num5)] },
        Action::NewWorkspace => &const { [keys(SHIFT, Key::N)] },
        Action::OpenWorkspace => &const { [keys(CTRL, Key::O)] },
        Action::Reload | Action::RefreshInbox | Action::RecheckDomain => {
            &const { [keys(NONE, Key::F5)] }
        }
        Action::Save => &const { [keys(CTRL, Key::S)] },
        Action::SaveAll => &const { [keys(SHIFT, Key::S)] },
        Action::NewTemplate => &const { [keys(CTRL, Key::N)] },
        Action::PreviousTemplate => &const { [keys(CTRL, Key::PageUp)] },
        Action::NextTemplate => &const { [keys(CTRL, Key::PageDown)] },
        Action::PreviousText => &const { [keys(SHIFT, Key::PageUp)] },
        Action::NextText => &const { [keys(SHIFT, Key::PageDown)] },
        Action::Undo | Action::RestoreMessages => &const { [keys(CTRL, Key::Z)] },
        Action::Redo => &const { [keys(CTRL, Key::Y), keys(SHIFT, Key::Z)] },
        Action::Find | Action::SearchInbox => &const { [keys(CTRL, Key::F)] },
        Action::Replace => &const { [keys(CTRL, Key::H)] },
        Action::GoToLine => &const { [keys(CTRL, Key::G)] },
        Action::ToggleWrap => &const { [keys(ALT, Key::Z)] },
        Action::FocusTemplates => &const { [keys(CTRL, Key::T)] },
        Action::FocusSubject => &const { [keys(CTRL, Key::L)] },
        Action::FocusEditor => &const { [keys(CTRL, Key::E)] },
        Action::ShowProblems => &const { [keys(ALT, Key::Num1)] },
        Action::NextProblem => &const { [keys(NONE, Key::F8)] },
        Action::PreviousProblem => &const { [keys(Modifiers::SHIFT, Key::F8)] },
        Action::FixProblem => &const { [keys(CTRL, Key::Period)] },
        Action::ShowPayload => &const { [keys(ALT, Key::Num2)] },
        Action::ShowTrace => &const { [keys(ALT, Key::Num3)] },
        Action::ShowRendered => &const { [keys(ALT, Key::Num4)] },
        Action::ShowRequest => &const { [keys(ALT, Key::Num5)] },
        Action::TogglePanel => &const { [keys(CTRL, Key::J)] },
        Action::SendTest => &const { [keys(CTRL, Key::Enter)] },
        Action::WidthDesktop => &const { [keys(ALT, Key::D)] },
        Action::WidthPhone => &const { [keys(ALT, Key::P)] },
        Action::WidthFree => &const { [keys(ALT, Key::F)] },
        Action::ToggleImages => &const { [keys(ALT, Key::I)] },
        Action::ZoomIn => &const { [keys(ALT, Key::Plus), keys(ALT, Key::Equals)] },
        Action::ZoomOut => &const { [keys(ALT, Key::Minus)] },
        Action::ZoomReset => &const { [keys(ALT, Key::Num0)] },
        Action::OpenInBrowser => &const { [keys(CTRL, Key::B)] },
        Action::CopyText => &const { [keys(SHIFT, Key::C)] },
        Action::DeleteMessage => &const { [keys(NONE, Key::Delete)] },
        Action::ToggleProfile => &const { [keys(NONE, Key::F12)] },
        Action::Quit => &const { [keys(CTRL, Key::Q)] },
        _ => &[],
    }
}

/// The usual keys of an action, as people write them.
pub fn text(ctx: &Context, action: Action) -> Option<String> {
    let shortcut = of(action).first()?;
    let is_mac = ctx.os().is_mac();
    let names = if is_mac {
        ModifierNames::SYMBOLS
    } else {
        ModifierNames::NAMES
    };
    Some(shortcut.format(&names, is_mac))
}

/// The actions whose keys were pressed. `leaves` names those that what has the keyboard does itself.
pub fn pressed(ctx: &Context, model: &Model, leaves: impl Fn(Action) -> bool) -> Vec<Action> {
    let is_typing = ctx.text_edit_focused();
    let mut table: Vec<(Action, KeyboardShortcut)> = Action::ALL
        .into_iter()
        .filter(|action| belongs(*action, model.screen, is_typing) && !leaves(*action))
        .flat_map(|action| of(action).iter().map(move |keys| (action, *keys)))
        .collect();
    // egui takes Ctrl+Shift+S for Ctrl+S too, so the longer ones are asked first.
    table.sort_by_key(|(_, keys)| {
        let modifiers = keys.modifiers;
        !(modifiers.shift || (modifiers.alt && modifiers.command))
    });
    ctx.input_mut(|input| {
        let fired = table
            .into_iter()
            .filter(|(_, keys)| input.consume_shortcut(keys));
        let fired: Vec<(Action, KeyboardShortcut)> = fired.collect();
        if fired.iter().any(|(_, keys)| keys.modifiers.alt) {
            // Some systems tell the letter of Alt+letter as text too, which nobody means to type.
            input
                .events
                .retain(|event| !matches!(event, egui::Event::Text(_)));
        }
        fired.into_iter().map(|(action, _)| action).collect()
    })
}

/// Whether the keys of an action mean it on this screen.
const fn belongs(action: Action, screen: Screen, is_typing: bool) -> bool {
    match action {
        Action::SearchInbox | Action::RefreshInbox => matches!(screen, Screen::Inbox),
        Action::Find
        | Action::Replace
        | Action::GoToLine
        | Action::NextProblem
        | Action::PreviousProblem
        | Action::FixProblem
        | Action::Reload => {
            matches!(screen, Screen::Design)
        }
        Action::Undo | Action::Redo => matches!(screen, Screen::Design | Screen::Connectors),
        Action::RecheckDomain => matches!(screen, Screen::Deliverability),
        Action::RestoreMessages | Action::DeleteMessage => {
            matches!(screen, Screen::Inbox) && !is_typing
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_keys_mean_two_actions_on_the_same_screen() {
        for screen in [
            Screen::Design,
            Screen::Connectors,
            Screen::Inbox,
            Screen::Deliverability,
        ] {
            let mut seen = HashMap::new();
            for action in Action::ALL {
                for keys in of(action).iter().filter(|_| belongs(action, screen, false)) {
                    let before = seen.insert((keys.modifiers, keys.logical_key), action);
                    assert_eq!(before, None, "{action:?} on {screen:?}");
                }
            }
        }
    }
}
