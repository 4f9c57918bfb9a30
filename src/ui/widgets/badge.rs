//! A small count or word on a rounded ground.

use std::sync::Arc;

use egui::{
    Align2, CornerRadius, Galley, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2,
};

use super::paint;
use super::tone::Tone;
use crate::ui::theme::{fonts, tokens};

/// A count or a word beside a tab or an icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// A few characters.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

impl Badge {
    /// A badge.
    pub fn new(text: impl Into<String>, tone: impl Into<Tone>) -> Self {
        Self {
            text: text.into(),
            tone: tone.into(),
        }
    }

    /// A badge of a count, or nothing for none.
    pub fn count(count: usize, tone: impl Into<Tone>) -> Option<Self> {
        (count > 0).then(|| Self::new(count.to_string(), tone))
    }

    /// What is to be painted and the space it takes.
    pub(super) fn layout(&self, ui: &Ui) -> (Arc<Galley>, Vec2) {
        let galley = paint::line(ui, &self.text, fonts::caption(), f32::INFINITY);
        let size = vec2((galley.size().x + 10.0).max(17.0), 17.0);
        (galley, size)
    }

    /// Paints the badge; `align` says which point of it stands at `at`.
    pub(super) fn paint(&self, ui: &Ui, at: Pos2, align: Align2) -> Rect {
        let tokens = tokens(ui.ctx());
        let (galley, size) = self.layout(ui);
        let rect = align.anchor_size(at, size);
        // A ring of the ground sets it off from what it lies on.
        ui.painter()
            .rect_filled(rect.expand(1.5), CornerRadius::same(9), tokens.surface);
        ui.painter()
            .rect_filled(rect, CornerRadius::same(8), self.tone.behind(tokens));
        paint::centered(ui.painter(), rect, galley, self.tone.color(tokens));
        rect
    }
}

/// A badge by itself.
pub fn badge(ui: &mut Ui, badge: &Badge) -> Response {
    let (_, size) = badge.layout(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), &badge.text));
    badge.paint(ui, rect.center(), Align2::CENTER_CENTER);
    response
}
