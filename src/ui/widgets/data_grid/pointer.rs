//! What the pointer does on the cells of a grid.

use egui::{Modifiers, PointerButton, Response, Ui, Vec2, vec2};

use super::GridResponse;
use super::geometry::Geometry;
use super::state::{GridState, Pick};

/// Points a second per point that the pointer is outside while it draws a rectangle.
const DRAG_SPEED: f32 = 16.0;
/// How far outside it gets faster, in points.
const DRAG_REACH: f32 = 60.0;

/// Does what presses and drags say.
pub(super) fn apply(
    ui: &Ui,
    state: &mut GridState,
    geometry: &Geometry,
    output: &mut GridResponse,
) {
    let grid = &output.response;
    let place = grid
        .interact_pointer_pos()
        .and_then(|pos| geometry.place_at(pos));
    if is_pressed(ui, grid) {
        grid.request_focus();
        if let Some(place) = place {
            state.pick(place, pick(ui.input(|input| input.modifiers)));
            let [last, _] = state.pressed;
            state.pressed = [Some(place), last];
            state.dragging = !ui.input(|input| input.any_touches());
        }
    }
    if grid.secondary_clicked() {
        grid.request_focus();
        if let Some(place) = place {
            if !state.is_selected(place) {
                state.pick(place, Pick::Only);
            }
            output.menu = grid.interact_pointer_pos();
        }
    }
    if state.dragging {
        drag(ui, state, geometry);
    }
    let opened = grid.double_clicked_by(PointerButton::Primary)
        && ui.input(|input| input.modifiers.is_none())
        && state.pressed == [place, place];
    if opened && place.is_some() {
        output.opened = place;
    }
}

/// How a press with these modifiers picks.
pub(super) fn pick(modifiers: Modifiers) -> Pick {
    if modifiers.shift {
        Pick::Extend
    } else if modifiers.command {
        Pick::Toggle
    } else {
        Pick::Only
    }
}

/// Whether a cell was pressed just now. A finger may have come to scroll, so it has to leave first.
fn is_pressed(ui: &Ui, grid: &Response) -> bool {
    let clicked = grid.clicked_by(PointerButton::Primary);
    let (pressed, touched) =
        ui.input(|input| (input.pointer.primary_pressed(), input.any_touches()));
    if touched {
        clicked
    } else {
        pressed && (clicked || grid.is_pointer_button_down_on())
    }
}

fn drag(ui: &Ui, state: &mut GridState, geometry: &Geometry) {
    let (down, pos, seconds) = ui.input(|input| {
        let pointer = &input.pointer;
        (
            pointer.primary_down(),
            pointer.latest_pos(),
            input.stable_dt.min(0.1),
        )
    });
    state.dragging = down;
    let Some(pos) = pos.filter(|_| down) else {
        return;
    };
    let place = geometry.nearest(pos);
    if place != state.cursor() {
        state.pick(place, Pick::Extend);
    }
    let reach = vec2(DRAG_REACH, DRAG_REACH);
    let beyond = geometry.overshoot(pos).clamp(-reach, reach);
    if beyond != Vec2::ZERO {
        ui.scroll_with_delta(-beyond * DRAG_SPEED * seconds);
        ui.request_repaint();
    }
}
