//! The buttons of the bar that switches screens.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::badge::Badge;
use super::button::with_tooltip;
use super::paint::{self, RADIUS, Ring};
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{size, space, tokens};

/// A button as wide as the bar of screens; its name and keys stand under the pointer, a strip of
/// the accent marks the screen in view.
pub fn nav_button(
    ui: &mut Ui,
    icon: Icon,
    label: &str,
    shortcut: Option<&str>,
    selected: bool,
    badge: Option<&Badge>,
) -> Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(space::SCREENS, space::BAR + 2.0), Sense::click());
    let name = match badge {
        Some(badge) => format!("{label} {}", badge.text),
        None => label.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, &name));
    let tokens = tokens(ui.ctx());
    let painter = ui.painter();
    let plate = Rect::from_center_size(rect.center(), vec2(36.0, 36.0));
    let fill = if selected && !response.is_pointer_button_down_on() {
        tokens.accent_subtle
    } else {
        paint::flat_fill(tokens, &response)
    };
    painter.rect_filled(plate, RADIUS, fill);
    if selected {
        let strip = Rect::from_min_max(
            pos2(rect.left(), plate.top() + 8.0),
            pos2(rect.left() + 3.0, plate.bottom() - 8.0),
        );
        painter.rect_filled(strip, 1.5, tokens.accent);
    }
    let color = if selected {
        tokens.accent
    } else if response.hovered() {
        tokens.text
    } else {
        tokens.text_muted
    };
    let icon = paint::icon(ui, icon, size::ICON + 2.0);
    paint::centered(painter, plate, icon, color);
    if let Some(badge) = badge {
        let at = plate.right_top() + vec2(4.0, -2.0);
        badge.paint(ui, at, Align2::RIGHT_TOP);
    }
    paint::focus_ring(ui, &response, plate, Ring::Inside);
    with_tooltip(response, label, shortcut)
}
