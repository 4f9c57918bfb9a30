//! One stop for Tab in a row of choices; the arrows move among them.

use egui::{EventFilter, Id, Key, Modifiers, Sense, Ui};

/// How a choice is sensed: only the current one is a stop for Tab.
pub fn sense(current: bool) -> Sense {
    if current {
        Sense::click()
    } else {
        Sense::CLICK
    }
}

/// The choice the keys move to from `current`, the one with the keyboard, among `count`.
pub fn target(ui: &Ui, current: Id, index: usize, count: usize) -> Option<usize> {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(current, filter));
    let last = count.checked_sub(1)?;
    let target = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::ArrowRight) {
            Some(if index == last { 0 } else { index + 1 })
        } else if pressed(Key::ArrowLeft) {
            Some(index.checked_sub(1).unwrap_or(last))
        } else if pressed(Key::Home) {
            Some(0)
        } else if pressed(Key::End) {
            Some(last)
        } else {
            None
        }
    });
    target.filter(|target| *target != index)
}

/// Hands the keyboard on to `current` when a choice that is no longer the current one has it. Call
/// before the choices are shown: one that is no stop for Tab drops the keyboard when it is.
pub fn keep_on(ui: &Ui, mut ids: impl Iterator<Item = Id>, current: Id) {
    ui.memory_mut(|memory| {
        if ids.any(|id| id != current && memory.has_focus(id)) {
            memory.request_focus(current);
        }
    });
}
