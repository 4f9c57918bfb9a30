//! The menu of stresses.

use egui::{RichText, Ui};

use crate::domain::stress::Stress;
use crate::model::{Action, Model};
use crate::ui::Commands;
use crate::ui::theme::{icons, tokens};

/// What the preview is stressed with.
pub(super) fn ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let set = model.design.stress;
    let text = icons::bar(icons::STRESS);
    let color = tokens(ui.ctx()).accent;
    let text = if set.is_empty() {
        text
    } else {
        text.color(color)
    };
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(text).frame_when_inactive(false);
    let menu = egui::containers::menu::MenuButton::from_button(button).config(config);
    let (button, _) = menu.ui(ui, |ui| {
        ui.set_width(300.0);
        for stress in Stress::ALL {
            let mut is_on = set.contains(stress);
            let action = Action::of_stress(stress);
            let response = ui.checkbox(&mut is_on, stress.name());
            ui.label(
                RichText::new(stress.help())
                    .small()
                    .color(tokens(ui.ctx()).text_muted),
            );
            if response.changed() {
                commands.act(action);
            }
        }
    });
    let name = if set.is_empty() {
        "Stress the preview".to_owned()
    } else {
        let names: Vec<&str> = set.iter().map(Stress::name).collect();
        format!("Stressed: {}", names.join(", "))
    };
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    button.on_hover_text(name);
}
