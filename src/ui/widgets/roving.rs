//! One stop for Tab in a row of choices; the arrows move among them.

use egui::{EventFilter, Id, Key, Modifiers, Response, Sense, Ui};

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

/// The controls of a row as one stop for Tab: Left, Right, Home and End move among them.
///
/// Each control is shown with [`RowStops::sense`] and then added, in the order people read.
#[derive(Debug)]
#[must_use = "the keys are taken when it is ended"]
pub struct RowStops {
    id: Id,
    current: usize,
    ids: Vec<Id>,
    clicked: Option<usize>,
}

/// What a row keeps for the next frame: the control that is the stop, and the ids of all.
#[derive(Debug, Clone, Default)]
struct Kept {
    current: usize,
    ids: Vec<Id>,
}

impl RowStops {
    /// The stops of the row that `id` names, which shows `count` controls in this frame.
    pub fn begin(ui: &Ui, id: Id, count: usize) -> Self {
        let kept: Kept = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let current = kept.current.min(count.saturating_sub(1));
        if let Some(stop) = kept.ids.get(current) {
            keep_on(ui, kept.ids.iter().copied(), *stop);
        }
        Self {
            id,
            current,
            ids: Vec::with_capacity(count),
            clicked: None,
        }
    }

    /// How the next control is sensed.
    pub fn sense(&self) -> Sense {
        sense(self.ids.len() == self.current)
    }

    /// Adds a control that was shown.
    pub fn add(&mut self, response: &Response) {
        if response.clicked() {
            self.clicked = Some(self.ids.len());
        }
        self.ids.push(response.id);
    }

    /// Takes the keys, once all controls are added.
    pub fn end(self, ui: &Ui) {
        let moved = self.moved(ui);
        if let Some(next) = moved.and_then(|index| self.ids.get(index)) {
            ui.memory_mut(|memory| memory.request_focus(*next));
        }
        let current = moved.or(self.clicked).unwrap_or(self.current);
        let kept = Kept {
            current,
            ids: self.ids,
        };
        ui.data_mut(|data| data.insert_temp(self.id, kept));
    }

    /// The control that the keys move to, if the row has the keyboard.
    fn moved(&self, ui: &Ui) -> Option<usize> {
        let stop = *self.ids.get(self.current)?;
        if !ui.memory(|memory| memory.has_focus(stop)) {
            return None;
        }
        target(ui, stop, self.current, self.ids.len())
    }
}
