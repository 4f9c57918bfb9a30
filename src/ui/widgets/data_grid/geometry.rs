//! Where the parts of a grid are, and which cell is where.

use std::ops::Range;

use egui::emath::GuiRounding as _;
use egui::{Pos2, Rect, Vec2, Vec2b, pos2, vec2};

use super::state::Place;

/// Room for the scroll bars past the last row and column, which they would cover.
const BAR: f32 = 12.0;

/// Places and sizes, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Geometry {
    /// All of the grid, heads too.
    pub rect: Rect,
    /// Width of the heads of rows, height of those of columns.
    pub head: Vec2,
    /// Size of a cell.
    pub cell: Vec2,
    pub rows: usize,
    pub columns: usize,
    /// How far it is scrolled.
    pub offset: Vec2,
}

impl Geometry {
    pub fn is_empty(&self) -> bool {
        self.rows == 0 || self.columns == 0
    }

    /// The size of all cells.
    fn cells(&self) -> Vec2 {
        vec2(
            self.cell.x * self.columns as f32,
            self.cell.y * self.rows as f32,
        )
    }

    /// Which ways there is more than is in view.
    pub fn overflows(&self) -> Vec2b {
        let room = self.view().size();
        let cells = self.cells();
        let x = cells.x > room.x;
        // The bar of the one way may make the other one too short.
        let y = cells.y + if x { BAR } else { 0.0 } > room.y + 0.5;
        Vec2b::new(x, y)
    }

    /// The size of heads and all cells.
    pub fn content(&self) -> Vec2 {
        let over = self.overflows();
        let bars = vec2(
            if over.y { BAR } else { 0.0 },
            if over.x { BAR } else { 0.0 },
        );
        // Bars need room only where cells would lie under them.
        let bars = vec2(if over.x { bars.x } else { 0.0 }, bars.y);
        self.head + self.cells() + bars
    }

    /// The same, scrolled to `offset`, on whole pixels.
    pub fn scrolled(mut self, offset: Vec2, pixels_per_point: f32) -> Self {
        self.rect.min = self.rect.min.round_to_pixels(pixels_per_point);
        self.offset = offset.round_to_pixels(pixels_per_point);
        self
    }

    /// Where cells may be seen.
    pub fn view(&self) -> Rect {
        let min = self.rect.min + self.head;
        Rect::from_min_max(min, self.rect.max.max(min))
    }

    /// Where cells are seen.
    pub fn body(&self) -> Rect {
        let view = self.view();
        let end = view.min + self.cells() - self.offset;
        Rect::from_min_max(view.min, view.max.min(end).max(view.min))
    }

    /// The strip of the heads of columns.
    pub fn top_heads(&self) -> Rect {
        let view = self.view();
        let right = (view.left() + self.cells().x - self.offset.x).min(view.right());
        Rect::from_min_max(
            pos2(view.left(), self.rect.top()),
            pos2(right.max(view.left()), view.top()),
        )
    }

    /// The strip of the heads of rows.
    pub fn left_heads(&self) -> Rect {
        let view = self.view();
        let bottom = (view.top() + self.cells().y - self.offset.y).min(view.bottom());
        Rect::from_min_max(
            pos2(self.rect.left(), view.top()),
            pos2(view.left(), bottom.max(view.top())),
        )
    }

    /// The rectangle of a cell, in view or not.
    pub fn cell_rect(&self, place: Place) -> Rect {
        let at = vec2(
            place.1 as f32 * self.cell.x - self.offset.x,
            place.0 as f32 * self.cell.y - self.offset.y,
        );
        Rect::from_min_size(self.view().min + at, self.cell)
    }

    /// The head of a column.
    pub fn column_rect(&self, column: usize) -> Rect {
        let cell = self.cell_rect((0, column));
        Rect::from_x_y_ranges(cell.x_range(), self.top_heads().y_range())
    }

    /// The head of a row.
    pub fn row_rect(&self, row: usize) -> Rect {
        let cell = self.cell_rect((row, 0));
        Rect::from_x_y_ranges(self.left_heads().x_range(), cell.y_range())
    }

    /// The rows of which at least a part is in view.
    pub fn visible_rows(&self) -> Range<usize> {
        visible(self.offset.y, self.view().height(), self.cell.y, self.rows)
    }

    /// The columns of which at least a part is in view.
    pub fn visible_columns(&self) -> Range<usize> {
        visible(
            self.offset.x,
            self.view().width(),
            self.cell.x,
            self.columns,
        )
    }

    /// How many rows and columns a page has.
    pub fn page(&self) -> (usize, usize) {
        let pages = self.view().size() / self.cell;
        (
            (pages.y.floor() as usize).max(1),
            (pages.x.floor() as usize).max(1),
        )
    }

    /// The cell in view at `pos`.
    pub fn place_at(&self, pos: Pos2) -> Option<Place> {
        (!self.is_empty() && self.body().contains(pos)).then(|| self.nearest(pos))
    }

    /// The cell in view that is the nearest one to `pos`.
    pub fn nearest(&self, pos: Pos2) -> Place {
        let body = self.body();
        let at = (pos.clamp(body.min, body.max) - body.min + self.offset) / self.cell;
        (
            (at.y as usize).min(self.rows.saturating_sub(1)),
            (at.x as usize).min(self.columns.saturating_sub(1)),
        )
    }

    /// How far to scroll until all of a cell is in view.
    pub fn delta_to(&self, place: Place) -> Vec2 {
        let view = self.view();
        let cell = self.cell_rect(place);
        let delta = |start: f32, end: f32, from: f32, to: f32| {
            if start < from {
                start - from
            } else {
                // A cell larger than the view shows its start.
                (end - to).max(0.0).min(start - from)
            }
        };
        vec2(
            delta(cell.left(), cell.right(), view.left(), view.right()),
            delta(cell.top(), cell.bottom(), view.top(), view.bottom()),
        )
    }

    /// How far `pos` lies outside of the view on a side where there is more to see.
    pub fn overshoot(&self, pos: Pos2) -> Vec2 {
        let view = self.view();
        let beyond = pos - pos.clamp(view.min, view.max);
        let most = (self.content() - self.rect.size()).max(Vec2::ZERO);
        beyond.clamp(-self.offset, (most - self.offset).max(Vec2::ZERO))
    }

    /// Where the menu of a cell opens that is called by key.
    pub fn menu_at(&self, place: Place, offset: Vec2) -> Pos2 {
        let cell = Self { offset, ..*self }.cell_rect(place);
        let view = self.view();
        cell.left_bottom().clamp(view.min, view.max)
    }
}

fn visible(offset: f32, room: f32, step: f32, count: usize) -> Range<usize> {
    let first = (offset / step).floor().max(0.0) as usize;
    let end = ((offset + room) / step).ceil().max(0.0) as usize;
    let end = end.min(count);
    first.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geometry() -> Geometry {
        Geometry {
            rect: Rect::from_min_size(pos2(10.0, 20.0), vec2(350.0, 140.0)),
            head: vec2(50.0, 40.0),
            cell: vec2(100.0, 30.0),
            rows: 9,
            columns: 200,
            offset: Vec2::ZERO,
        }
    }

    #[test]
    fn what_is_partly_in_view_is_in_view() {
        let geometry = geometry().scrolled(vec2(150.0, 29.0), 1.0);
        assert_eq!(geometry.visible_columns(), 1..5);
        assert_eq!(geometry.visible_rows(), 0..5);
        assert_eq!(geometry.page(), (3, 3));
        let end = geometry.content() - geometry.rect.size();
        assert_eq!(geometry.scrolled(end, 1.0).visible_columns().end, 200);
    }

    #[test]
    fn a_cell_is_found_where_it_is_painted() {
        let geometry = geometry().scrolled(vec2(150.0, 29.0), 1.0);
        for place in [(1, 2), (3, 3)] {
            let middle = geometry.cell_rect(place).center();
            assert_eq!(geometry.place_at(middle), Some(place));
        }
        let head = geometry.column_rect(2).center();
        assert_eq!(geometry.place_at(head), None);
        assert_eq!(geometry.nearest(head), (0, 2));
        assert_eq!(geometry.nearest(pos2(1e6, 1e6)), (4, 4));
    }

    #[test]
    fn scrolling_to_a_cell_puts_all_of_it_beside_the_heads() {
        let start = geometry().scrolled(vec2(150.0, 29.0), 1.0);
        for place in [(0, 0), (8, 199), (5, 2)] {
            let delta = start.delta_to(place);
            let there = start.scrolled(start.offset + delta, 1.0);
            assert!(there.view().contains_rect(there.cell_rect(place)));
            assert_eq!(there.delta_to(place), Vec2::ZERO);
        }
        let narrow = Geometry {
            cell: vec2(900.0, 30.0),
            ..geometry()
        };
        assert_eq!(narrow.delta_to((0, 1)), vec2(900.0, 0.0));
    }

    #[test]
    fn a_drag_scrolls_only_where_there_is_more() {
        let geometry = geometry();
        assert_eq!(geometry.overshoot(pos2(0.0, 0.0)), Vec2::ZERO);
        assert_eq!(geometry.overshoot(pos2(400.0, 100.0)), vec2(40.0, 0.0));
        let end = geometry.content() - geometry.rect.size();
        let there = geometry.scrolled(end, 1.0);
        assert_eq!(there.overshoot(pos2(400.0, 900.0)), Vec2::ZERO);
    }
}
