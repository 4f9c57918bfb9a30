//! Signs that work is under way.

use std::f32::consts::TAU;
use std::time::Duration;

use egui::{
    Align2, Color32, Pos2, Rect, Response, Role, Sense, Shape, Stroke, TextStyle, Ui, WidgetInfo,
    pos2, vec2,
};

use super::paint;
use crate::ui::theme::{space, tokens};

/// What takes less time than this shows no sign.
const QUIET: Duration = Duration::from_millis(200);
/// Between two pictures of the arc.
const STEP: Duration = Duration::from_millis(40);

/// A small arc, for work called `label` that has run for `elapsed`. It takes its space at once,
/// appears after 200 ms and repaints the window only while it is in view.
pub fn busy(ui: &mut Ui, label: &str, elapsed: Duration) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    if elapsed < QUIET {
        ui.request_repaint_after(QUIET.saturating_sub(elapsed));
        return response;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, ui.is_enabled(), label));
    if ui.is_rect_visible(rect) {
        let tokens = tokens(ui.ctx());
        arc(
            ui,
            rect.center(),
            elapsed,
            tokens.border_strong,
            tokens.accent,
        );
        ui.request_repaint_after(STEP);
    }
    response
}

fn arc(ui: &Ui, center: Pos2, elapsed: Duration, ground: Color32, color: Color32) {
    let radius = 5.0;
    ui.painter()
        .circle_stroke(center, radius, Stroke::new(1.5, ground));
    let turn = (elapsed.as_millis() % 1000) as f32 / 1000.0;
    let points = (0..=12_u8)
        .map(|step| {
            let angle = TAU * (turn + 0.3 * f32::from(step) / 12.0);
            center + radius * vec2(angle.cos(), angle.sin())
        })
        .collect();
    ui.painter()
        .add(Shape::line(points, Stroke::new(1.75, color)));
}

/// How far work has come, with words under the bar; `fraction` is unknown when `None`, which
/// leaves the bar empty and lets the words speak.
pub fn progress_bar(ui: &mut Ui, label: &str, fraction: Option<f32>, words: &str) -> Response {
    let text = paint::line(
        ui,
        words,
        TextStyle::Small.resolve(ui.style()),
        ui.available_width(),
    );
    let wanted = vec2(ui.available_width(), 4.0 + space::XS + text.size().y);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, ui.is_enabled(), label);
        info.value = fraction.map(|fraction| f64::from(fraction.clamp(0.0, 1.0)));
        info.current_text_value = Some(words.to_owned());
        info
    });
    let tokens = tokens(ui.ctx());
    let track = Rect::from_min_size(rect.min, vec2(rect.width(), 4.0));
    ui.painter().rect_filled(track, 2.0, tokens.pressed);
    if let Some(fraction) = fraction {
        let done = vec2(track.width() * fraction.clamp(0.0, 1.0), 4.0);
        let done = Rect::from_min_size(track.min, done);
        ui.painter().rect_filled(done, 2.0, tokens.accent);
    }
    let at = pos2(rect.left(), rect.bottom());
    paint::text_at(
        ui.painter(),
        at,
        Align2::LEFT_BOTTOM,
        text,
        tokens.text_muted,
    );
    response
}
