//! The keys of a grid that has the keyboard.

use egui::{Event, EventFilter, Key, Modifiers, Popup, Response, Ui};

use super::geometry::Geometry;
use super::state::{GridState, Pick, Place};

/// What keys asked for beyond moving and selecting.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keys {
    /// The cell to open.
    pub opened: Option<Place>,
    /// The cell to open the menu at.
    pub menu: Option<Place>,
}

/// Takes the keys of the grid away and does what they say.
pub(super) fn apply(ui: &Ui, grid: &Response, state: &mut GridState, geometry: &Geometry) -> Keys {
    let mut keys = Keys::default();
    let menu = Popup::default_response_id(grid);
    if !grid.has_focus() {
        return keys;
    }
    if Popup::is_id_open(ui.ctx(), menu) {
        // The keys are the menu's, to which the arrows take the keyboard.
        let filter = EventFilter::default();
        ui.memory_mut(|memory| memory.set_focus_lock_filter(grid.id, filter));
        return keys;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        // Escape gives the keyboard away only when there is nothing left to clear.
        escape: is_clearable(state),
        tab: false,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(grid.id, filter));
    for (key, modifiers) in take(ui, is_clearable(state)) {
        if !geometry.is_empty() {
            press(key, modifiers, state, geometry, &mut keys);
        }
    }
    keys
}

/// Whether more or something else is selected than the cell of the cursor.
fn is_clearable(state: &GridState) -> bool {
    !(state.selection().is_empty()
        || state.selection().len() == 1 && state.is_selected(state.cursor()))
}

fn take(ui: &Ui, clearable: bool) -> Vec<(Key, Modifiers)> {
    let mut taken = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } if is_ours(*key, *modifiers, clearable) => {
                taken.push((*key, *modifiers));
                false
            }
            _ => true,
        });
    });
    taken
}

fn is_ours(key: Key, modifiers: Modifiers, clearable: bool) -> bool {
    match key {
        Key::ArrowUp
        | Key::ArrowDown
        | Key::ArrowLeft
        | Key::ArrowRight
        | Key::Home
        | Key::End
        | Key::Space => !modifiers.alt,
        Key::PageUp | Key::PageDown => !modifiers.command,
        Key::Enter => modifiers.is_none(),
        Key::Escape => modifiers.is_none() && clearable,
        Key::A => modifiers.command_only(),
        Key::F10 => modifiers.shift_only(),
        _ => false,
    }
}

fn press(
    key: Key,
    modifiers: Modifiers,
    state: &mut GridState,
    geometry: &Geometry,
    keys: &mut Keys,
) {
    let (rows, columns) = (geometry.rows, geometry.columns);
    let cursor = state.cursor();
    match key {
        Key::Enter => keys.opened = Some(cursor),
        Key::F10 => {
            if !state.is_selected(cursor) {
                state.pick(cursor, Pick::Only);
            }
            keys.menu = Some(cursor);
        }
        Key::Escape => state.pick(cursor, Pick::Only),
        Key::A => state.pick_all(rows, columns),
        Key::Space if modifiers.shift => state.pick_row(cursor.0, columns, Pick::Only),
        Key::Space if modifiers.command => state.pick_column(cursor.1, rows, Pick::Only),
        Key::Space => state.pick(cursor, Pick::Toggle),
        _ => {
            let pick = if modifiers.shift {
                Pick::Extend
            } else {
                Pick::Only
            };
            state.pick(target(key, modifiers, cursor, geometry), pick);
        }
    }
    state.reveal();
}

/// Where a key moves the cursor to.
fn target(key: Key, modifiers: Modifiers, cursor: Place, geometry: &Geometry) -> Place {
    let last = (geometry.rows - 1, geometry.columns - 1);
    let page = geometry.page();
    let far = modifiers.command;
    let sideways = modifiers.alt;
    let (row, column) = cursor;
    let (row, column) = match key {
        Key::ArrowUp if far => (0, column),
        Key::ArrowDown if far => (last.0, column),
        Key::Home if far => (0, 0),
        Key::End if far => last,
        Key::ArrowLeft if far => (row, 0),
        Key::ArrowRight if far => (row, last.1),
        Key::ArrowUp => (row.saturating_sub(1), column),
        Key::ArrowDown => (row + 1, column),
        Key::ArrowLeft => (row, column.saturating_sub(1)),
        Key::ArrowRight => (row, column + 1),
        Key::Home => (row, 0),
        Key::End => (row, last.1),
        Key::PageUp if sideways => (row, column.saturating_sub(page.1)),
        Key::PageDown if sideways => (row, column.saturating_add(page.1)),
        Key::PageUp => (row.saturating_sub(page.0), column),
        Key::PageDown => (row.saturating_add(page.0), column),
        _ => cursor,
    };
    (row.min(last.0), column.min(last.1))
}
