//! What the screen says when there is nothing to design.

use egui::{RichText, Ui};

use crate::model::{Action, TaskKey};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{primary_button, quiet_button};
use crate::ui::{Commands, View};

/// No folder is open.
pub(super) fn no_workspace(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let is_coming = |key: &TaskKey| matches!(key, TaskKey::Open | TaskKey::Create);
    if view.model.work.iter().any(|work| is_coming(&work.key)) {
        // It is there in a moment; a page of words would only flash.
        return;
    }
    centered(ui, "No workspace is open", |ui| {
        ui.label("A workspace is a folder with your e-mail templates, one file for each usage type and language.");
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            if primary_button(ui, Action::OpenWorkspace.label()).clicked() {
                commands.act(Action::OpenWorkspace);
            }
            if quiet_button(ui, Action::NewWorkspace.label()).clicked() {
                commands.act(Action::NewWorkspace);
            }
        });
        ui.add_space(space::S);
        ui.weak("You can also drop a folder on this window.");
    });
}

/// The workspace has no template.
pub(super) fn no_template(ui: &mut Ui, commands: &mut Commands) {
    centered(ui, "No template is open", |ui| {
        ui.label("Choose one in the list, or make the first one.");
        ui.add_space(space::M);
        if primary_button(ui, Action::NewTemplate.label()).clicked() {
            commands.act(Action::NewTemplate);
        }
    });
}

fn centered(ui: &mut Ui, title: &str, body: impl FnOnce(&mut Ui)) {
    let color = tokens(ui.ctx()).text_faint;
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).max(space::XL));
        ui.set_max_width(420.0);
        ui.label(icons::MAIL.rich_text().size(36.0).color(color));
        ui.add_space(space::S);
        ui.label(RichText::new(title).font(fonts::title()));
        body(ui);
    });
}
