//! The menu of stresses.

use egui::{RichText, Ui};

use crate::domain::stress::Stress;
use crate::model::{Action, Model};
use crate::ui::Commands;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::toggle;

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
        let layout = egui::Layout::top_down(egui::Align::Min);
        ui.with_layout(layout, |ui| list_ui(ui, model, commands));
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

fn list_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    for stress in Stress::ALL {
        let mut is_on = model.design.stress.contains(stress);
        if toggle(ui, stress.name(), &mut is_on).changed() {
            commands.act(Action::of_stress(stress));
        }
        let color = tokens(ui.ctx()).text_muted;
        let help = RichText::new(stress.help()).small().color(color);
        ui.add(egui::Label::new(help).wrap());
        ui.add_space(space::XS);
    }
}
