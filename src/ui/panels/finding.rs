//! A finding in words, with its icon.

use egui::{RichText, Ui};

use crate::domain::finding::Finding;
use crate::ui::theme::{icons, tokens};
use crate::ui::widgets::Tone;

/// Shows what is wrong, and below it what to do.
pub fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let tokens = tokens(ui.ctx());
    let tone = Tone::from(finding.severity);
    let color = tone.color(tokens);
    ui.horizontal_top(|ui| {
        ui.label(icons::inline(tone.icon()).color(color));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(egui::Label::new(&finding.message).wrap());
            if let Some(hint) = &finding.hint {
                let hint = RichText::new(hint).small().color(tokens.text_muted);
                ui.add(egui::Label::new(hint).wrap());
            }
        });
    });
}
