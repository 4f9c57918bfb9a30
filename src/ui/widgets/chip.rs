//! Small labels that can be pressed, each with marks for its state.

use egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::paint::{self, Ring};
use crate::ui::theme::{Tokens, fonts, tokens};

/// The state of what a chip stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChipState {
    /// Nothing is wrong with it; no dot.
    #[default]
    Clean,
    /// Something may be wrong with it.
    Problem,
    /// Something is wrong with it.
    Broken,
}

impl ChipState {
    /// The colour of the dot.
    fn color(self, tokens: &Tokens) -> Option<Color32> {
        match self {
            Self::Clean => None,
            Self::Problem => Some(tokens.warning),
            Self::Broken => Some(tokens.error),
        }
    }
}

/// A small label, such as that of a language.
#[derive(Debug, Clone, Copy)]
pub struct Chip<'a> {
    /// A few characters.
    pub text: &'a str,
    /// What assistive technology and the tooltip say, state included: “German, modified”.
    pub name: &'a str,
    /// Its dot. Every state but clean has a shape of its own, so that colour is not all that tells.
    pub state: ChipState,
    /// Whether it was changed since it was saved, which has a dot of its own at the left.
    pub unsaved: bool,
    /// Whether it is the one in view.
    pub selected: bool,
}

impl<'a> Chip<'a> {
    /// A clean chip that is not selected; `name` is its text in full.
    pub const fn new(text: &'a str, name: &'a str) -> Self {
        Self {
            text,
            name,
            state: ChipState::Clean,
            unsaved: false,
            selected: false,
        }
    }

    /// The same chip in a state.
    pub const fn state(mut self, state: ChipState) -> Self {
        self.state = state;
        self
    }

    /// The same chip, changed since it was saved or not.
    pub const fn unsaved(mut self, unsaved: bool) -> Self {
        self.unsaved = unsaved;
        self
    }

    /// The same chip, selected or not.
    pub const fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// The space it takes, the same in every state.
    pub(super) fn size(&self, ui: &Ui) -> Vec2 {
        let text = paint::line(ui, self.text, fonts::caption(), f32::INFINITY);
        vec2((text.size().x + 14.0).ceil(), 20.0)
    }

    /// Shows it in `rect`, and takes clicks there.
    pub(super) fn show_in(&self, ui: &Ui, rect: Rect, id: egui::Id, sense: Sense) -> Response {
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, ui.is_enabled(), self.selected, self.name)
        });
        let tokens = tokens(ui.ctx());
        let (fill, outline, color) = if self.selected {
            (tokens.accent_fill, tokens.accent_fill, tokens.accent_text)
        } else if response.hovered() {
            (tokens.pressed, tokens.border_strong, tokens.text)
        } else {
            (tokens.raised, tokens.border_strong, tokens.text_muted)
        };
        let painter = ui.painter();
        let stroke = Stroke::new(1.0, outline);
        painter.rect(
            rect,
            CornerRadius::same(5),
            fill,
            stroke,
            StrokeKind::Inside,
        );
        let text = paint::line(ui, self.text, fonts::caption(), f32::INFINITY);
        paint::centered(painter, rect, text, color);
        self.paint_dot(ui, rect);
        paint::focus_ring(ui, &response, rect, Ring::Outside);
        response.on_hover_text(self.name)
    }

    /// The dots lie on the upper corners, cut out of the chip by a ring of the ground.
    fn paint_dot(&self, ui: &Ui, rect: Rect) {
        let tokens = tokens(ui.ctx());
        if self.unsaved {
            let center = pos2(rect.left() + 2.5, rect.top() + 2.5);
            ui.painter().circle_filled(center, 5.0, tokens.surface);
            ui.painter().circle_filled(center, 3.25, tokens.accent);
        }
        let Some(color) = self.state.color(tokens) else {
            return;
        };
        let center = pos2(rect.right() - 2.5, rect.top() + 2.5);
        let painter = ui.painter();
        painter.circle_filled(center, 5.0, tokens.surface);
        match self.state {
            ChipState::Clean => {}
            ChipState::Problem => {
                let points = [vec2(0.0, -3.5), vec2(3.75, 3.0), vec2(-3.75, 3.0)];
                let points = points.map(|point| center + point).to_vec();
                let triangle = egui::Shape::convex_polygon(points, color, Stroke::NONE);
                painter.add(triangle);
            }
            ChipState::Broken => {
                let square = Rect::from_center_size(center, vec2(6.0, 6.0));
                painter.rect_filled(square, 1.0, color);
            }
        }
    }
}

/// A chip by itself, a stop for Tab.
pub fn chip(ui: &mut Ui, chip: &Chip<'_>) -> Response {
    chip_in_row(ui, chip, Sense::click())
}

/// A chip among the controls of a row, which says by `sense` whether Tab stops at it.
pub fn chip_in_row(ui: &mut Ui, chip: &Chip<'_>, sense: Sense) -> Response {
    let id = ui.next_auto_id();
    let size = chip.size(ui);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    chip.show_in(ui, rect, id.with("chip"), sense)
}
