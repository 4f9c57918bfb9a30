//! The cells of a grid as assistive technology knows them.

use egui::accesskit::Action;
use egui::{Event, Id, Rect, Response, Role, Sense, Ui};

use super::GridCell;
use super::geometry::Geometry;
use super::state::{GridState, Pick, Place};

/// The id of a cell, the same wherever it is scrolled to.
pub(super) fn cell_id(grid: Id, place: Place) -> Id {
    grid.with(("cell", place))
}

/// Registers a cell, which leaves the pointer to the grid.
pub(super) fn cell(
    ui: &Ui,
    id: Id,
    rect: Rect,
    place: Place,
    of: (&GridCell<'_>, bool),
) -> Response {
    let response = ui.interact(rect, id, Sense::hover());
    let seen = rect.intersect(ui.clip_rect());
    let enabled = ui.is_enabled();
    ui.ctx().accesskit_node_builder(id, |node| {
        let (cell, selected) = of;
        node.set_role(Role::GridCell);
        node.set_label(&*cell.name);
        node.set_selected(selected);
        node.set_row_index(place.0);
        node.set_column_index(place.1);
        node.set_bounds(egui::accesskit::Rect {
            x0: seen.min.x.into(),
            y0: seen.min.y.into(),
            x1: seen.max.x.into(),
            y1: seen.max.y.into(),
        });
        node.add_action(Action::Click);
        node.add_action(Action::Focus);
        if !enabled {
            node.set_disabled();
        }
    });
    response
}

/// Moves the cursor to a cell in view that assistive technology clicked or wants the keyboard on.
pub(super) fn apply_requests(ui: &Ui, grid: &Response, state: &mut GridState, geometry: &Geometry) {
    let any = ui.input(|input| {
        let mut events = input.events.iter();
        events.any(|event| matches!(event, Event::AccessKitActionRequest(_)))
    });
    if !any || !ui.is_enabled() {
        return;
    }
    for row in geometry.visible_rows() {
        for column in geometry.visible_columns() {
            let place = (row, column);
            let id = cell_id(grid.id, place);
            let asked = ui.input(|input| {
                input.has_accesskit_action_request(id, Action::Click)
                    || input.has_accesskit_action_request(id, Action::Focus)
            });
            if asked {
                state.pick(place, Pick::Only);
                state.reveal();
                grid.request_focus();
            }
        }
    }
}
