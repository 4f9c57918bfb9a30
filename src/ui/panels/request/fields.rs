//! What becomes of the fields of the template, and of those of the configuration.

use egui::{Label, RichText, Ui, vec2};

use crate::domain::connector::FieldUse;
use crate::ui::theme::{fonts, space, tokens};

/// Shows the fields; those that take no part in the mail are struck through.
pub(super) fn ui(ui: &mut Ui, fields: &[FieldUse], names: f32) {
    if fields.is_empty() {
        return;
    }
    let tokens = tokens(ui.ctx());
    ui.add_space(space::M);
    ui.label(RichText::new("Fields of the template").font(fonts::medium()));
    ui.add_space(space::XS);
    for field in fields {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let (color, value) = if field.is_used {
                (tokens.text, RichText::new(&field.value))
            } else {
                (
                    tokens.text_faint,
                    RichText::new(&field.value).strikethrough(),
                )
            };
            let cell = vec2(names, ui.spacing().interact_size.y);
            let row = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(cell, row, |ui| {
                ui.set_min_size(cell);
                let name = RichText::new(field.field).color(tokens.text_muted);
                ui.add(Label::new(name).truncate());
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add_space(5.0);
                ui.add(Label::new(value.color(color)).wrap());
                if !field.note.is_empty() {
                    let tone = if field.is_used {
                        tokens.text_muted
                    } else {
                        tokens.warning
                    };
                    let note = RichText::new(field.note).small().color(tone);
                    ui.add(Label::new(note).wrap());
                }
            });
        });
    }
}
