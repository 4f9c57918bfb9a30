//! Dialogs about what is looked at only when somebody asks for it.

mod links;
mod spam;

use egui::{Align, Label, Layout, RichText, Ui};

pub(super) use self::links::ui as links_ui;
pub(super) use self::spam::SpamDialog;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::Tone;

/// The width of the dialogs.
const WIDTH: f32 = 640.0;

/// The height that a list may take before it scrolls.
fn list_height(ui: &Ui) -> f32 {
    (ui.ctx().content_rect().height() - 320.0).clamp(120.0, 460.0)
}

fn muted_ui(ui: &mut Ui, text: impl Into<String>) {
    let text = RichText::new(text)
        .small()
        .color(tokens(ui.ctx()).text_muted);
    ui.add(Label::new(text).wrap());
}

/// A line with an icon before it, since colour alone must not carry meaning.
fn told_ui(ui: &mut Ui, tone: Tone, text: &str) {
    let color = tone.color(tokens(ui.ctx()));
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.label(icons::inline(tone.icon()).color(color));
        ui.add(Label::new(RichText::new(text).color(color)).wrap());
    });
}
