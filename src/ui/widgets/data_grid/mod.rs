//! A grid of cells under frozen heads, for many columns: only cells in view are asked for.
//!
//! One stop for Tab; the arrows move a cursor, and cells are selected as in a spreadsheet. What is
//! selected is told by row and column: whoever inserts or sorts columns selects anew.

mod cells;
mod geometry;
mod heads;
mod keyboard;
mod node;
mod pointer;
mod state;

use std::borrow::Cow;

use egui::{
    Id, InnerResponse, Popup, PopupCloseBehavior, Pos2, Rect, Response, Role, ScrollArea, Sense,
    SetOpenCommand, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use self::cells::Body;
use self::geometry::Geometry;
use self::heads::Heads;
use super::badge::Badge;
use super::paint::{self, Ring};
use super::tone::Tone;
use crate::ui::theme::icons::Icon;

pub use self::state::{GridState, Place};

/// The head of a row or a column.
#[derive(Debug, Clone, Default)]
pub struct GridHead {
    /// What it is called: `fr`.
    pub label: String,
    /// In small type below the label: `français`; may be empty.
    pub detail: String,
    /// At its end.
    pub badge: Option<Badge>,
    /// Before the label.
    pub mark: Option<(Icon, Tone)>,
    /// Whether it stands back, since it matters less than the others.
    pub is_dimmed: bool,
    /// Says more under the pointer; may be empty.
    pub tooltip: String,
}

impl GridHead {
    /// A head with nothing but its label.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }

    /// The same head with more words below its label.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same head with more words under the pointer.
    pub fn tooltip(mut self, tooltip: impl Into<String>) -> Self {
        self.tooltip = tooltip.into();
        self
    }
}

/// What one cell shows.
#[derive(Debug, Clone, Default)]
pub struct GridCell<'c> {
    /// A word or two: `own`, `→ en`; cut off where it is too long.
    pub text: Cow<'c, str>,
    /// What it means; colours the icon, and the text where something is or may be wrong.
    pub tone: Tone,
    /// Before the text.
    pub icon: Option<Icon>,
    /// Whether it stands back, since it only says that there is nothing of its own.
    pub is_dimmed: bool,
    /// Whether it is framed by dashes, since nobody ever gets there.
    pub is_dashed: bool,
    /// A count at its end; none is shown for 0.
    pub count: Option<(usize, Tone)>,
    /// A mark in its upper corner.
    pub corner: Option<Tone>,
    /// All of it in words, with row and column, for assistive technology.
    pub name: Cow<'c, str>,
}

/// A head that was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridHeader {
    /// That of a row.
    Row(usize),
    /// That of a column.
    Column(usize),
}

/// What happened in a grid.
#[derive(Debug)]
#[must_use = "it says which cell was opened"]
pub struct GridResponse {
    /// Of the grid as a whole.
    pub response: Response,
    /// The cell that was double-clicked, or confirmed with Enter.
    pub opened: Option<Place>,
    /// Whether other cells are selected than before.
    pub selection_changed: bool,
    /// Whether the cursor stands elsewhere than before.
    pub cursor_moved: bool,
    /// The head that was clicked, which selected its cells.
    pub header_clicked: Option<GridHeader>,
    /// Where the menu opens now, if it does.
    menu: Option<Pos2>,
    /// Where it was opened last.
    menu_at: Pos2,
}

impl GridResponse {
    /// Shows a menu for what is selected, as long as it is open.
    ///
    /// A click with the other button on a cell or a head, a long touch and Shift+F10 open it; what
    /// was clicked is selected first, unless it was already.
    pub fn context_menu<R>(&self, show: impl FnOnce(&mut Ui) -> R) -> Option<InnerResponse<R>> {
        // The click that opens it elsewhere must not close it.
        let close = if self.menu.is_some() {
            PopupCloseBehavior::IgnoreClicks
        } else {
            PopupCloseBehavior::CloseOnClick
        };
        Popup::menu(&self.response)
            .close_behavior(close)
            .open_memory(self.menu.map(|_| SetOpenCommand::Bool(true)))
            .at_position(self.menu_at)
            .show(show)
    }
}

/// A grid of cells.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct DataGrid<'a> {
    label: &'a str,
    rows: &'a [GridHead],
    columns: &'a [GridHead],
    row_height: f32,
    column_width: f32,
    row_header_width: f32,
}

/// How much wider than asked for columns get where all of them fit.
const STRETCH: f32 = 1.5;

impl<'a> DataGrid<'a> {
    /// A grid that assistive technology calls `label`.
    pub const fn new(label: &'a str, rows: &'a [GridHead], columns: &'a [GridHead]) -> Self {
        Self {
            label,
            rows,
            columns,
            row_height: 34.0,
            column_width: 104.0,
            row_header_width: 192.0,
        }
    }

    /// With rows of that height, in points.
    pub const fn row_height(mut self, height: f32) -> Self {
        self.row_height = height;
        self
    }

    /// With columns of at least that width, in points.
    pub const fn column_width(mut self, width: f32) -> Self {
        self.column_width = width;
        self
    }

    /// With heads of rows of that width, in points.
    pub const fn row_header_width(mut self, width: f32) -> Self {
        self.row_header_width = width;
        self
    }

    /// The id that has the keyboard when the grid does, for asking egui about the focus.
    pub fn id(&self, ui: &Ui) -> Id {
        ui.scope_id().with(("data_grid", self.label))
    }

    /// Shows the grid over the full width, and as high as its rows where there is room.
    ///
    /// `cell` tells what a cell of a row and a column shows and is called for cells in view only,
    /// `tooltip` what it says under the pointer; nothing is shown for an empty text.
    pub fn show<'c>(
        self,
        ui: &mut Ui,
        state: &mut GridState,
        mut cell: impl FnMut(usize, usize) -> GridCell<'c>,
        mut tooltip: impl FnMut(usize, usize) -> String,
    ) -> GridResponse {
        let id = self.id(ui);
        let before = (state.revision(), state.cursor());
        state.fit(self.rows.len(), self.columns.len());
        let geometry = self.geometry(ui);
        let rect = geometry.rect;
        ui.advance_cursor_after_rect(rect);
        let mut output = GridResponse {
            response: ui.interact(rect, id, Sense::click()),
            opened: None,
            selection_changed: false,
            cursor_moved: false,
            header_clicked: None,
            menu: None,
            menu_at: Pos2::ZERO,
        };
        self.describe(ui, &output.response);
        let keys = keyboard::apply(ui, &output.response, state, &geometry);
        output.opened = keys.opened;
        let builder = UiBuilder::new().max_rect(rect).accessibility_parent(id);
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            // Where there is only one way to go, the wheel goes it.
            ui.style_mut().always_scroll_the_only_direction = true;
            paint::scroll_over(ui);
            let area = ScrollArea::new(geometry.overflows())
                .id_salt(id)
                .auto_shrink(false)
                .animated(false)
                .scroll_bar_rect(geometry.view());
            area.show_viewport(ui, |ui, viewport| {
                ui.set_min_size(geometry.content());
                let geometry = geometry.scrolled(viewport.min.to_vec2(), ui.pixels_per_point());
                self.inside(ui, state, &geometry, &mut output, &mut cell, &mut tooltip);
            });
        });
        if let Some(place) = keys.menu {
            output.menu = Some(geometry.menu_at(place, state.offset));
        }
        if let Some(at) = output.menu {
            state.menu_at = at;
        }
        output.menu_at = state.menu_at;
        if geometry.is_empty() {
            paint::focus_ring(ui, &output.response, rect, Ring::Inside);
        }
        output.selection_changed = state.revision() != before.0;
        output.cursor_moved = state.cursor() != before.1;
        output
    }

    /// What scrolls, and the heads that do not.
    #[expect(
        clippy::too_many_arguments,
        reason = "the two callbacks and what they are called with"
    )]
    fn inside<'c>(
        &self,
        ui: &mut Ui,
        state: &mut GridState,
        geometry: &Geometry,
        output: &mut GridResponse,
        cell: &mut dyn FnMut(usize, usize) -> GridCell<'c>,
        tooltip: &mut dyn FnMut(usize, usize) -> String,
    ) {
        let id = output.response.id;
        state.offset = geometry.offset;
        pointer::apply(ui, state, geometry, output);
        let heads = Heads {
            top: clipped(ui, geometry.top_heads()),
            left: clipped(ui, geometry.left_heads()),
            id,
            geometry,
            rows: self.rows,
            columns: self.columns,
        };
        let responses = heads.interact();
        heads.apply(&responses, state, output);
        node::apply_requests(ui, &output.response, state, geometry);
        if state.take_reveal() {
            let delta = geometry.delta_to(state.cursor());
            if delta != Vec2::ZERO {
                ui.scroll_with_delta(-delta);
            }
        }
        let body = Body {
            ui: &clipped(ui, geometry.body()),
            id,
            geometry,
            state,
            hovered: output
                .response
                .hover_pos()
                .and_then(|pos| geometry.place_at(pos)),
            focused: output.response.has_focus(),
        };
        body.show(cell, tooltip);
        heads.paint_lines(ui);
        heads.paint(responses, state);
    }

    fn geometry(&self, ui: &Ui) -> Geometry {
        let available = ui.available_rect_before_wrap();
        let left = self.row_header_width.min(available.width() * 0.4).round();
        let room = available.width() - left;
        let columns = self.columns.len();
        let shared = (room / columns.max(1) as f32).floor();
        let width = shared.clamp(self.column_width, self.column_width * STRETCH);
        let geometry = Geometry {
            rect: available,
            head: vec2(left, heads::height(self.columns)),
            cell: vec2(width, self.row_height),
            rows: self.rows.len(),
            columns,
            offset: Vec2::ZERO,
        };
        let height = geometry.content().y.min(available.height());
        let max = pos2(available.right(), available.top() + height);
        Geometry {
            rect: Rect::from_min_max(available.min, max),
            ..geometry
        }
    }

    fn describe(&self, ui: &Ui, response: &Response) {
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, ui.is_enabled(), self.label));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_row_count(self.rows.len());
            node.set_column_count(self.columns.len());
            node.set_multiselectable();
        });
    }
}

/// A part of `ui` outside of which nothing is painted or pressed.
fn clipped(ui: &mut Ui, rect: Rect) -> Ui {
    let mut part = ui.new_child(UiBuilder::new().max_rect(rect));
    part.shrink_clip_rect(rect);
    part
}
