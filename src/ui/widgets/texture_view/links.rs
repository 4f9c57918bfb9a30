//! The links of a page.

use egui::{CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo};

use super::super::paint::{self, Ring};
use super::{PageLink, TextureViewOutput};

/// Takes clicks on the links of `page`.
pub fn show(ui: &Ui, view: Id, page: Rect, zoom: f32, links: &[PageLink<'_>]) -> TextureViewOutput {
    let mut output = TextureViewOutput::default();
    for (index, link) in links.iter().enumerate() {
        let rect = Rect::from_min_max(
            page.min + link.area.min.to_vec2() * zoom,
            page.min + link.area.max.to_vec2() * zoom,
        );
        let response = ui.interact(rect, view.with(("link", index)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), link.target));
        if response.gained_focus() {
            ui.scroll_to_rect(rect, None);
        }
        if response.hovered() || response.has_focus() {
            output.hovered = Some(index);
        }
        if response.clicked() {
            output.pressed = Some(index);
        }
        paint::focus_ring(ui, &response, rect, Ring::Outside);
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
    output
}
