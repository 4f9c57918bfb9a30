//! The bar at the top: menus, the open folder, the way to the command palette.

use egui::{Align, Layout, MenuBar, RichText, Ui};

use super::action_icons;
use super::theme::{icons, space, tokens};
use super::widgets::menu_item;
use super::{Commands, View, shortcuts};
use crate::model::{Action, Command, Group};

/// The height of the bar.
pub const HEIGHT: f32 = 34.0;

/// Draws the bar.
pub fn ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    MenuBar::new().ui(ui, |ui| {
        ui.set_min_height(HEIGHT);
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.add_space(space::S);
        for group in Group::ALL {
            let text = RichText::new(group.label()).color(tokens(ui.ctx()).text_muted);
            ui.menu_button(text, |ui| group_ui(ui, view, commands, group));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::S);
            palette_button(ui, commands);
            folder_ui(ui, view);
        });
    });
}

fn group_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands, group: Group) {
    ui.set_min_width(260.0);
    for action in Action::ALL
        .into_iter()
        .filter(|action| action.group() == group)
    {
        if action == Action::Quit {
            recent_ui(ui, view, commands);
            ui.separator();
        }
        action_ui(ui, view, commands, action);
    }
}

fn action_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands, action: Action) {
    let keys = shortcuts::text(ui.ctx(), action);
    let enabled = action.is_enabled(view.model);
    let icon = match action.is_on(view.model) {
        Some(true) => Some(icons::CHECK),
        Some(false) => None,
        None => action_icons::icon(action),
    };
    if menu_item(ui, icon, action.label(), keys.as_deref(), enabled).clicked() {
        commands.act(action);
        ui.close();
    }
}

fn recent_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let others = view.model.recent.iter();
    let others = others.filter(|folder| Some(folder.as_path()) != view.model.root());
    let others: Vec<_> = others.take(8).collect();
    if others.is_empty() {
        return;
    }
    ui.separator();
    ui.weak("Opened lately");
    for folder in others {
        let name = folder.display().to_string();
        if menu_item(ui, Some(icons::RECENT), &name, None, true).clicked() {
            commands.push(Command::Open(folder.clone()));
            ui.close();
        }
    }
}

fn palette_button(ui: &mut Ui, commands: &mut Commands) {
    let keys = shortcuts::text(ui.ctx(), Action::ShowPalette).unwrap_or_default();
    let text = format!("{}  Commands  {keys}", icons::SEARCH.codepoint);
    let text = RichText::new(text)
        .small()
        .color(tokens(ui.ctx()).text_faint);
    let button = egui::Button::new(text).min_size(egui::vec2(150.0, 24.0));
    let response = ui.add(button);
    response.widget_info(|| {
        let label = Action::ShowPalette.label();
        egui::WidgetInfo::labeled(egui::Role::Button, true, label)
    });
    if response.clicked() {
        commands.act(Action::ShowPalette);
    }
}

fn folder_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(root) = view.model.root() else {
        return;
    };
    let name = root.file_name().map_or_else(
        || root.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    ui.add_space(space::M);
    let text = RichText::new(name).color(tokens(ui.ctx()).text_muted);
    ui.add(egui::Label::new(text).truncate())
        .on_hover_text(root.display().to_string());
}
