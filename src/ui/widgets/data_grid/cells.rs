//! Paints the cells in view.

use egui::epaint::Mesh;
use egui::{Align2, Color32, CornerRadius, Id, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::GridCell;
use super::geometry::Geometry;
use super::heads::PAD;
use super::node;
use super::state::{GridState, Place};
use crate::ui::theme::{Tokens, fonts, size, space, tokens};
use crate::ui::widgets::paint::{self, Ring};
use crate::ui::widgets::tone::Tone;

/// Side of the mark in the corner.
const CORNER: f32 = 7.0;
/// Length of a dash and of the gap behind it.
const DASH: f32 = 4.0;
/// Height of a count.
const COUNT: f32 = 17.0;

pub(super) struct Body<'a> {
    /// Clipped to the cells.
    pub ui: &'a Ui,
    pub id: Id,
    pub geometry: &'a Geometry,
    pub state: &'a GridState,
    pub hovered: Option<Place>,
    /// Whether the grid has the keyboard.
    pub focused: bool,
}

/// What is painted in few pieces: fills below the words, lines above them.
#[derive(Default)]
struct Layers {
    fills: Mesh,
    words: Vec<Shape>,
    lines: Mesh,
}

impl Body<'_> {
    /// Asks for the cells in view and paints them.
    pub fn show<'c>(
        &self,
        cell: &mut dyn FnMut(usize, usize) -> GridCell<'c>,
        tooltip: &mut dyn FnMut(usize, usize) -> String,
    ) {
        if self.geometry.is_empty() {
            return;
        }
        let tokens = tokens(self.ui.ctx());
        let mut layers = Layers::default();
        layers
            .fills
            .add_colored_rect(self.geometry.body(), tokens.sunken);
        self.paint_band(&mut layers.fills, tokens);
        for row in self.geometry.visible_rows() {
            for column in self.geometry.visible_columns() {
                let place = (row, column);
                let shown = cell(row, column);
                let rect = self.geometry.cell_rect(place);
                let id = node::cell_id(self.id, place);
                let selected = self.state.is_selected(place);
                let response = node::cell(self.ui, id, rect, place, (&shown, selected));
                self.paint_ground(&mut layers, place, rect, tokens);
                self.paint_cell(&mut layers, &shown, rect, tokens);
                if self.hovered == Some(place) {
                    let words = tooltip(row, column);
                    if !words.is_empty() {
                        response.on_hover_text(words);
                    }
                }
            }
        }
        self.paint_lines(&mut layers.lines, tokens);
        let painter = self.ui.painter();
        painter.add(layers.fills);
        painter.extend(layers.words);
        painter.add(layers.lines);
        self.paint_cursor(tokens);
    }

    /// The column of the cursor stands out a little.
    fn paint_band(&self, fills: &mut Mesh, tokens: &Tokens) {
        if self.state.selection().is_empty() {
            return;
        }
        let column = self.geometry.column_rect(self.state.cursor().1);
        let body = self.geometry.body();
        let band = Rect::from_x_y_ranges(column.x_range(), body.y_range()).intersect(body);
        if band.is_positive() {
            fills.add_colored_rect(band, tokens.surface);
        }
    }

    fn paint_ground(&self, layers: &mut Layers, place: Place, rect: Rect, tokens: &Tokens) {
        if !self.state.is_selected(place) {
            if self.hovered == Some(place) {
                layers.fills.add_colored_rect(rect, tokens.hover);
            }
            return;
        }
        layers.fills.add_colored_rect(rect, tokens.accent_subtle);
        // The outline of what is selected, without the lines within.
        let is_in = |row: Option<usize>, column: Option<usize>| {
            row.zip(column)
                .is_some_and(|place| self.state.is_selected(place))
        };
        let (row, column) = place;
        let width = 1.0_f32.max(1.0 / self.ui.pixels_per_point());
        let mut edge = |rect| layers.lines.add_colored_rect(rect, tokens.accent);
        if !is_in(row.checked_sub(1), Some(column)) {
            edge(rect.with_max_y(rect.top() + width));
        }
        if !is_in(Some(row + 1), Some(column)) {
            edge(rect.with_min_y(rect.bottom() - width));
        }
        if !is_in(Some(row), column.checked_sub(1)) {
            edge(rect.with_max_x(rect.left() + width));
        }
        if !is_in(Some(row), Some(column + 1)) {
            edge(rect.with_min_x(rect.right() - width));
        }
    }

    fn paint_cell(&self, layers: &mut Layers, cell: &GridCell<'_>, rect: Rect, tokens: &Tokens) {
        let y = rect.center().y;
        let mut left = rect.left() + PAD;
        let mut right = rect.right() - PAD;
        if cell.is_dashed {
            add_dashes(&mut layers.fills, rect.shrink(4.0), tokens.border_strong);
        }
        if let Some(tone) = cell.corner {
            add_corner(&mut layers.fills, rect, tone.color(tokens));
        }
        if let Some((count, tone)) = cell.count.filter(|count| count.0 > 0) {
            right = self.add_count(layers, pos2(right, y), count, tone) - space::XS;
        }
        if let Some(icon) = cell.icon {
            let galley = paint::icon(self.ui, icon, size::BODY + 2.0);
            let color = if cell.is_dimmed {
                tokens.text_faint
            } else {
                cell.tone.color(tokens)
            };
            let at = Align2::LEFT_CENTER.anchor_size(pos2(left - 1.0, y), galley.size());
            left = at.right() + space::XS;
            layers.words.push(Shape::galley(at.min, galley, color));
        }
        if right > left && !cell.text.is_empty() {
            let font = egui::FontId::proportional(size::BODY);
            let galley = paint::line(self.ui, &cell.text, font, right - left);
            let at = Align2::LEFT_CENTER.anchor_size(pos2(left, y), galley.size());
            let color = text_color(cell, tokens);
            layers.words.push(Shape::galley(at.min, galley, color));
        }
    }

    /// Adds a count that ends at `end`; returns where it starts.
    fn add_count(&self, layers: &mut Layers, end: egui::Pos2, count: usize, tone: Tone) -> f32 {
        let tokens = tokens(self.ui.ctx());
        let text = if count > 99 {
            "99+".to_owned()
        } else {
            count.to_string()
        };
        let galley = paint::line(self.ui, &text, fonts::caption(), f32::INFINITY);
        let plate = vec2((galley.size().x + 10.0).max(COUNT), COUNT);
        let plate = Align2::RIGHT_CENTER.anchor_size(end + vec2(2.0, 0.0), plate);
        let radius = CornerRadius::same(8);
        let fill = tone.behind(tokens);
        layers.words.push(Shape::rect_filled(plate, radius, fill));
        let at = Align2::CENTER_CENTER.anchor_size(plate.center(), galley.size());
        let color = tone.color(tokens);
        layers.words.push(Shape::galley(at.min, galley, color));
        plate.left()
    }

    /// Hairlines behind every row and column in view.
    fn paint_lines(&self, lines: &mut Mesh, tokens: &Tokens) {
        let mut hairlines = Mesh::default();
        let body = self.geometry.body();
        let pixel = 1.0 / self.ui.pixels_per_point();
        for row in self.geometry.visible_rows() {
            let y = self.geometry.cell_rect((row, 0)).bottom();
            let line = Rect::from_x_y_ranges(body.x_range(), y - pixel..=y);
            hairlines.add_colored_rect(line, tokens.border);
        }
        for column in self.geometry.visible_columns() {
            let x = self.geometry.cell_rect((0, column)).right();
            let line = Rect::from_x_y_ranges(x - pixel..=x, body.y_range());
            hairlines.add_colored_rect(line, tokens.border);
        }
        // Under the outline of what is selected.
        hairlines.append(std::mem::take(lines));
        *lines = hairlines;
    }

    /// The ring of the keyboard, or a quiet frame on the one cell of many that the cursor is on.
    fn paint_cursor(&self, tokens: &Tokens) {
        let place = self.state.cursor();
        let id = node::cell_id(self.id, place);
        let rows = self.geometry.visible_rows();
        if !rows.contains(&place.0) || !self.geometry.visible_columns().contains(&place.1) {
            return;
        }
        self.ui.ctx().accesskit_node_builder(self.id, |node| {
            node.set_active_descendant(id.accesskit_id());
        });
        // Within the outline of what is selected, so that the two are not taken for one.
        let rect = self.geometry.cell_rect(place).shrink(2.0);
        if self.state.selection().len() > 1 {
            let stroke = Stroke::new(1.0, tokens.accent);
            let painter = self.ui.painter();
            painter.rect_stroke(rect, space::RADIUS, stroke, StrokeKind::Inside);
        }
        if self.focused {
            paint::ring_around(self.ui, rect, Ring::Inside);
        }
    }
}

fn text_color(cell: &GridCell<'_>, tokens: &Tokens) -> Color32 {
    match cell.tone {
        _ if cell.is_dimmed => tokens.text_faint,
        Tone::Neutral | Tone::Success => tokens.text,
        Tone::Accent | Tone::Warning | Tone::Error => cell.tone.color(tokens),
    }
}

/// A triangle in the upper right corner.
fn add_corner(mesh: &mut Mesh, rect: Rect, color: Color32) {
    let corner = rect.right_top();
    let points = [
        corner - vec2(CORNER, 0.0),
        corner,
        corner + vec2(0.0, CORNER),
    ];
    let first = mesh.vertices.len() as u32;
    for point in points {
        mesh.colored_vertex(point, color);
    }
    mesh.add_triangle(first, first + 1, first + 2);
}

/// A frame of dashes.
fn add_dashes(mesh: &mut Mesh, rect: Rect, color: Color32) {
    let mut x = rect.left();
    while x < rect.right() {
        let end = (x + DASH).min(rect.right());
        for y in [rect.top(), rect.bottom() - 1.0] {
            mesh.add_colored_rect(Rect::from_min_max(pos2(x, y), pos2(end, y + 1.0)), color);
        }
        x += 2.0 * DASH;
    }
    let mut y = rect.top();
    while y < rect.bottom() {
        let end = (y + DASH).min(rect.bottom());
        for x in [rect.left(), rect.right() - 1.0] {
            mesh.add_colored_rect(Rect::from_min_max(pos2(x, y), pos2(x + 1.0, end)), color);
        }
        y += 2.0 * DASH;
    }
}
