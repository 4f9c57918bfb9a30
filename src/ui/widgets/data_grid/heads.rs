//! The heads of rows and columns, which stay while the cells scroll.

use egui::{
    Align2, Color32, CornerRadius, Id, Painter, Rect, Response, Role, Sense, Shape, Ui, WidgetInfo,
    pos2, vec2,
};

use super::geometry::Geometry;
use super::pointer;
use super::state::{GridState, Pick};
use super::{GridHead, GridHeader, GridResponse};
use crate::ui::theme::{Tokens, fonts, size, space, tokens};
use crate::ui::widgets::paint;

/// Between the edges of a cell or head and its words.
pub(super) const PAD: f32 = space::M;
/// Thickness of the bar at the head of the row and the column of the cursor.
const BAR: f32 = 2.0;

/// The height of the heads of columns.
pub(super) fn height(columns: &[GridHead]) -> f32 {
    if columns.iter().any(|column| !column.detail.is_empty()) {
        46.0
    } else {
        34.0
    }
}

pub(super) struct Heads<'a> {
    /// Clipped to the heads of columns.
    pub top: Ui,
    /// Clipped to the heads of rows.
    pub left: Ui,
    pub id: Id,
    pub geometry: &'a Geometry,
    pub rows: &'a [GridHead],
    pub columns: &'a [GridHead],
}

/// A head in view and what happened to it.
pub(super) struct Head {
    of: GridHeader,
    response: Response,
}

impl Heads<'_> {
    /// Senses the heads in view.
    pub fn interact(&self) -> Vec<Head> {
        let mut heads = Vec::new();
        for column in self.geometry.visible_columns() {
            let rect = self.geometry.column_rect(column);
            heads.push(self.head(&self.top, GridHeader::Column(column), rect));
        }
        for row in self.geometry.visible_rows() {
            let rect = self.geometry.row_rect(row);
            heads.push(self.head(&self.left, GridHeader::Row(row), rect));
        }
        heads
    }

    fn head(&self, ui: &Ui, of: GridHeader, rect: Rect) -> Head {
        let (salt, role) = match of {
            GridHeader::Row(row) => (("row", row), Role::RowHeader),
            GridHeader::Column(column) => (("column", column), Role::ColumnHeader),
        };
        let response = ui.interact(rect, self.id.with(salt), Sense::CLICK);
        response.widget_info(|| {
            let words = self.of(of).map(|head| {
                let badge = head.badge.as_ref().map_or("", |badge| &badge.text);
                let words = [head.label.as_str(), &head.detail, badge];
                let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
                words.join(", ")
            });
            WidgetInfo::labeled(role, ui.is_enabled(), words.unwrap_or_default())
        });
        Head { of, response }
    }

    fn of(&self, of: GridHeader) -> Option<&GridHead> {
        match of {
            GridHeader::Row(row) => self.rows.get(row),
            GridHeader::Column(column) => self.columns.get(column),
        }
    }

    /// Selects what belongs to a head that was clicked.
    pub fn apply(&self, heads: &[Head], state: &mut GridState, output: &mut GridResponse) {
        let pick = pointer::pick(self.top.input(|input| input.modifiers));
        for head in heads {
            if head.response.clicked() {
                self.select(head.of, state, pick);
                output.header_clicked = Some(head.of);
            } else if head.response.secondary_clicked() {
                if !self.is_selected(head.of, state) {
                    self.select(head.of, state, Pick::Only);
                }
                output.menu = head.response.interact_pointer_pos();
            } else {
                continue;
            }
            output.response.request_focus();
        }
    }

    fn select(&self, of: GridHeader, state: &mut GridState, pick: Pick) {
        let (rows, columns) = (self.geometry.rows, self.geometry.columns);
        if self.geometry.is_empty() {
            return;
        }
        match of {
            GridHeader::Row(row) => state.pick_row(row, columns, pick),
            GridHeader::Column(column) => state.pick_column(column, rows, pick),
        }
    }

    fn is_selected(&self, of: GridHeader, state: &GridState) -> bool {
        match of {
            GridHeader::Row(row) => {
                (0..self.geometry.columns).all(|column| state.is_selected((row, column)))
            }
            GridHeader::Column(column) => {
                (0..self.geometry.rows).all(|row| state.is_selected((row, column)))
            }
        }
    }

    /// Paints the heads.
    pub fn paint(&self, heads: Vec<Head>, state: &GridState) {
        let tokens = tokens(self.top.ctx());
        for Head { of, response } in heads {
            let Some(head) = self.of(of) else {
                continue;
            };
            let (ui, current) = match of {
                GridHeader::Row(row) => (&self.left, row == state.cursor().0),
                GridHeader::Column(column) => (&self.top, column == state.cursor().1),
            };
            let current = current && (!state.selection().is_empty());
            let fill = paint::flat_fill(tokens, &response);
            if fill != Color32::TRANSPARENT {
                ui.painter().rect_filled(response.rect, 0.0, fill);
            }
            if current {
                paint_bar(ui.painter(), of, response.rect, tokens);
            }
            paint_head(ui, head, response.rect, current);
            if !head.tooltip.is_empty() {
                response.on_hover_text(&head.tooltip);
            }
        }
    }

    /// Paints the edges of the frozen parts; they are a little stronger once cells go under them.
    pub fn paint_lines(&self, ui: &Ui) {
        let tokens = tokens(ui.ctx());
        let pixel = 1.0 / ui.pixels_per_point();
        let Geometry { rect, offset, .. } = *self.geometry;
        let body = self.geometry.body();
        let color = |scrolled: bool| {
            if scrolled {
                tokens.border_strong
            } else {
                tokens.border
            }
        };
        let under = Rect::from_min_max(
            pos2(rect.left(), body.top() - pixel),
            pos2(body.right(), body.top()),
        );
        let scrolled = offset.x > 0.0;
        let top = if scrolled { rect.top() } else { body.top() };
        let beside = Rect::from_min_max(
            pos2(body.left() - pixel, top),
            pos2(body.left(), body.bottom()),
        );
        let square = CornerRadius::ZERO;
        ui.painter().extend([
            Shape::rect_filled(under, square, color(offset.y > 0.0)),
            Shape::rect_filled(beside, square, color(scrolled)),
        ]);
    }
}

fn paint_bar(painter: &Painter, of: GridHeader, rect: Rect, tokens: &Tokens) {
    let bar = match of {
        GridHeader::Row(_) => {
            Rect::from_min_max(pos2(rect.right() - BAR, rect.top()), rect.right_bottom())
        }
        GridHeader::Column(_) => {
            Rect::from_min_max(pos2(rect.left(), rect.bottom() - BAR), rect.right_bottom())
        }
    };
    painter.rect_filled(bar, 0.0, tokens.accent);
}

fn paint_head(ui: &Ui, head: &GridHead, rect: Rect, current: bool) {
    let tokens = tokens(ui.ctx());
    let painter = ui.painter();
    let (label_y, detail_y) = if head.detail.is_empty() {
        (rect.center().y, rect.center().y)
    } else {
        (rect.center().y - 8.0, rect.center().y + 9.0)
    };
    let mut left = rect.left() + PAD;
    let mut right = rect.right() - PAD;
    if let Some(badge) = &head.badge {
        let plate = badge.paint(ui, pos2(right + 2.0, label_y), Align2::RIGHT_CENTER);
        right = plate.left() - space::XS;
    }
    if let Some((icon, tone)) = head.mark {
        let galley = paint::icon(ui, icon, size::BODY + 2.0);
        let width = galley.size().x;
        let at = pos2(left - 1.0, label_y);
        paint::text_at(painter, at, Align2::LEFT_CENTER, galley, tone.color(tokens));
        left += width + space::XS - 1.0;
    }
    let color = if head.is_dimmed && !current {
        tokens.text_faint
    } else {
        tokens.text
    };
    let label = paint::line(ui, &head.label, fonts::medium(), right - left);
    paint::text_at(
        painter,
        pos2(left, label_y),
        Align2::LEFT_CENTER,
        label,
        color,
    );
    if head.detail.is_empty() {
        return;
    }
    let font = egui::FontId::proportional(size::SMALL);
    let room = rect.shrink2(vec2(PAD, 0.0)).width();
    let detail = paint::line(ui, &head.detail, font, room);
    let at = pos2(rect.left() + PAD, detail_y);
    paint::text_at(painter, at, Align2::LEFT_CENTER, detail, tokens.text_faint);
}
