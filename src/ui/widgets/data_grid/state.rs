//! What is selected in a grid, and where its cursor stands.

use std::collections::BTreeSet;

use egui::{Pos2, Vec2};

/// Row and column, from 0.
pub type Place = (usize, usize);

/// Cursor and selection of a grid; the caller keeps it from frame to frame.
#[derive(Debug, Clone, Default)]
pub struct GridState {
    cursor: Place,
    /// The corner a rectangle grows from.
    anchor: Place,
    selected: BTreeSet<Place>,
    /// What the rectangle is added to or taken from.
    base: BTreeSet<Place>,
    grow: Grow,
    revision: u64,
    reveal: bool,
    /// Whether a rectangle is being drawn with the pointer.
    pub(super) dragging: bool,
    /// The cells that were pressed last, the later one first; two clicks on one cell open it.
    pub(super) pressed: [Option<Place>; 2],
    /// How far it is scrolled, as of the last frame.
    pub(super) offset: Vec2,
    /// Where its menu was opened last.
    pub(super) menu_at: Pos2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Grow {
    #[default]
    Add,
    Remove,
}

/// How picked cells join what is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// They alone are selected.
    Only,
    /// All from the anchor to them are.
    Extend,
    /// They join, or leave if all of them are selected.
    Toggle,
}

impl GridState {
    /// A grid with one selected cell, on which the cursor stands.
    pub fn at(place: Place) -> Self {
        let mut state = Self::default();
        state.pick(place, Pick::Only);
        state
    }

    /// Where the cursor stands: row and column.
    pub const fn cursor(&self) -> Place {
        self.cursor
    }

    /// The selected cells in the order of rows, then columns; none in a new grid.
    pub const fn selection(&self) -> &BTreeSet<Place> {
        &self.selected
    }

    /// Whether a cell is selected.
    pub fn is_selected(&self, place: Place) -> bool {
        self.selected.contains(&place)
    }

    /// Selects these cells, moves the cursor to `cursor` and scrolls there.
    pub fn select(&mut self, cursor: Place, cells: impl IntoIterator<Item = Place>) {
        self.cursor = cursor;
        self.anchor = cursor;
        self.base.clear();
        self.grow = Grow::Add;
        self.reveal = true;
        self.set(cells.into_iter().collect());
    }

    /// Counts changes of the selection.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Scrolls to the cursor when it is shown next.
    pub(super) const fn reveal(&mut self) {
        self.reveal = true;
    }

    pub(super) fn take_reveal(&mut self) -> bool {
        std::mem::take(&mut self.reveal)
    }

    /// Forgets cells that a grid of that size does not have.
    pub(super) fn fit(&mut self, rows: usize, columns: usize) {
        let clamp = |place: Place| {
            (
                place.0.min(rows.saturating_sub(1)),
                place.1.min(columns.saturating_sub(1)),
            )
        };
        self.cursor = clamp(self.cursor);
        self.anchor = clamp(self.anchor);
        let inside = |place: &Place| place.0 < rows && place.1 < columns;
        if !self.selected.iter().all(inside) {
            self.base.retain(inside);
            let kept = self.selected.iter().copied().filter(inside).collect();
            self.set(kept);
        }
    }

    /// Picks a cell.
    pub(super) fn pick(&mut self, place: Place, pick: Pick) {
        let from = if pick == Pick::Extend {
            self.anchor
        } else {
            place
        };
        self.pick_area(from, place, pick);
        self.cursor = place;
    }

    /// Picks all cells of a row, or of all rows from the anchor to it.
    pub(super) fn pick_row(&mut self, row: usize, columns: usize, pick: Pick) {
        let first = if pick == Pick::Extend {
            self.anchor.0
        } else {
            row
        };
        self.pick_area((first, 0), (row, columns.saturating_sub(1)), pick);
        self.cursor = (row, self.cursor.1);
    }

    /// Picks all cells of a column, or of all columns from the anchor to it.
    pub(super) fn pick_column(&mut self, column: usize, rows: usize, pick: Pick) {
        let first = if pick == Pick::Extend {
            self.anchor.1
        } else {
            column
        };
        self.pick_area((0, first), (rows.saturating_sub(1), column), pick);
        self.cursor = (self.cursor.0, column);
    }

    /// Selects all cells; the cursor stays.
    pub(super) fn pick_all(&mut self, rows: usize, columns: usize) {
        let last = (rows.saturating_sub(1), columns.saturating_sub(1));
        self.pick_area((0, 0), last, Pick::Only);
        self.anchor = self.cursor;
    }

    fn pick_area(&mut self, from: Place, to: Place, pick: Pick) {
        let area: BTreeSet<Place> = area(from, to).collect();
        match pick {
            Pick::Extend => {}
            Pick::Only => {
                self.base.clear();
                self.grow = Grow::Add;
                self.anchor = from;
            }
            Pick::Toggle => {
                self.base.clone_from(&self.selected);
                self.grow = if area.is_subset(&self.selected) {
                    Grow::Remove
                } else {
                    Grow::Add
                };
                self.anchor = from;
            }
        }
        self.set(match self.grow {
            Grow::Add => &self.base | &area,
            Grow::Remove => &self.base - &area,
        });
    }

    fn set(&mut self, selected: BTreeSet<Place>) {
        if selected != self.selected {
            self.selected = selected;
            self.revision += 1;
        }
    }
}

/// The cells of the rectangle between two of its corners.
fn area(from: Place, to: Place) -> impl Iterator<Item = Place> {
    let rows = from.0.min(to.0)..=from.0.max(to.0);
    let (left, right) = (from.1.min(to.1), from.1.max(to.1));
    rows.flat_map(move |row| (left..=right).map(move |column| (row, column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(state: &GridState) -> Vec<Place> {
        state.selection().iter().copied().collect()
    }

    #[test]
    fn a_rectangle_grows_and_shrinks_from_the_anchor() {
        let mut state = GridState::at((2, 2));
        state.pick((1, 3), Pick::Extend);
        assert_eq!(selected(&state), [(1, 2), (1, 3), (2, 2), (2, 3)]);
        state.pick((2, 3), Pick::Extend);
        assert_eq!(selected(&state), [(2, 2), (2, 3)]);
        assert_eq!(state.cursor(), (2, 3));
    }

    #[test]
    fn toggled_cells_leave_the_others_alone_and_a_rectangle_goes_on_from_them() {
        let mut state = GridState::at((0, 0));
        state.pick((2, 2), Pick::Toggle);
        state.pick((2, 3), Pick::Extend);
        assert_eq!(selected(&state), [(0, 0), (2, 2), (2, 3)]);
        state.pick((2, 2), Pick::Toggle);
        assert_eq!(selected(&state), [(0, 0), (2, 3)]);
        state.pick((2, 3), Pick::Extend);
        assert_eq!(selected(&state), [(0, 0)], "it takes away as it began");
    }

    #[test]
    fn a_column_joins_and_leaves_as_a_whole() {
        let mut state = GridState::at((1, 1));
        state.pick_column(1, 2, Pick::Toggle);
        assert_eq!(selected(&state), [(0, 1), (1, 1)]);
        state.pick_column(1, 2, Pick::Toggle);
        assert_eq!(selected(&state), []);
        state.pick_column(2, 2, Pick::Only);
        state.pick_column(3, 2, Pick::Extend);
        assert_eq!(selected(&state), [(0, 2), (0, 3), (1, 2), (1, 3)]);
    }

    #[test]
    fn a_smaller_grid_keeps_what_it_still_has() {
        let mut state = GridState::at((4, 4));
        state.pick((1, 1), Pick::Toggle);
        let before = state.revision();
        state.fit(3, 3);
        assert_eq!(selected(&state), [(1, 1)]);
        assert_ne!(state.revision(), before);
        state.fit(0, 0);
        assert_eq!((state.cursor(), selected(&state)), ((0, 0), vec![]));
    }
}
