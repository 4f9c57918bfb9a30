//! A switch.

use egui::{
    Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};

use super::paint::{self, Ring};
use crate::ui::theme::{space, tokens};

/// A switch with its words behind it; the response has changed when it was thrown.
pub fn toggle(ui: &mut Ui, label: &str, on: &mut bool) -> Response {
    toggle_in_row(ui, label, on, Sense::click())
}

/// The same switch among the controls of a row, which says by `sense` whether Tab stops at it.
pub fn toggle_in_row(ui: &mut Ui, label: &str, on: &mut bool, sense: Sense) -> Response {
    let track_size = vec2(28.0, 16.0);
    let body = TextStyle::Body.resolve(ui.style());
    let text = paint::line(ui, label, body, f32::INFINITY);
    let wanted = vec2(
        (track_size.x + space::S + 2.0 + text.size().x).ceil(),
        ui.spacing().interact_size.y,
    );
    let (rect, mut response) = ui.allocate_exact_size(wanted, sense);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), *on, label));
    let tokens = tokens(ui.ctx());
    let track = Align2::LEFT_CENTER.align_size_within_rect(track_size, rect);
    let (fill, outline, knob) = match (*on, response.hovered()) {
        (true, _) => (tokens.accent_fill, tokens.accent_fill, tokens.accent_text),
        (false, true) => (tokens.pressed, tokens.text_faint, tokens.text_muted),
        (false, false) => (tokens.hover, tokens.text_faint, tokens.text_muted),
    };
    let painter = ui.painter();
    let stroke = Stroke::new(1.0, outline);
    painter.rect(
        track,
        CornerRadius::same(8),
        fill,
        stroke,
        StrokeKind::Inside,
    );
    let x = if *on {
        track.right() - 8.0
    } else {
        track.left() + 8.0
    };
    painter.circle_filled(pos2(x, track.center().y), 5.0, knob);
    let at = pos2(track.right() + space::S + 2.0, rect.center().y);
    paint::text_at(painter, at, Align2::LEFT_CENTER, text, tokens.text);
    let ring = Rect::from_min_max(track.min, track.max);
    paint::focus_ring(ui, &response, ring, Ring::Outside);
    response
}
