//! The list of connector profiles.

use egui::{Align, Frame, Layout, Margin, RichText, Ui};

use crate::domain::authoring::SourceKey;
use crate::domain::connector::form;
use crate::domain::finding::Severity;
use crate::domain::workspace::Environment;
use crate::model::{Action, Model, ProfileCommand, ProfileView};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{List, ListRow, Tone, icon_button};
use crate::ui::{Commands, View};

/// Draws the list.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let model = view.model;
    let margin = Margin::symmetric(space::M as i8, 6);
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Profiles").color(tokens(ui.ctx()).text_muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for action in [Action::ImportConnector, Action::NewConnector] {
                    let icon = match action {
                        Action::ImportConnector => icons::IMPORT,
                        _ => icons::ADD,
                    };
                    let is_enabled = action.is_enabled(model);
                    let button = ui.add_enabled_ui(is_enabled, |ui| {
                        icon_button(ui, icon, action.label(), None)
                    });
                    if button.inner.clicked() {
                        commands.act(action);
                    }
                }
            });
        });
    });
    let views: Vec<&ProfileView> = model.connectors.views.values().map(AsRef::as_ref).collect();
    let selected = model.connectors.selected.as_ref();
    let selected = views.iter().position(|view| Some(&view.name) == selected);
    let list = List::new("Connector profiles", views.len(), ListRow::TALL);
    let output = list.show(ui, selected, |ui, index, focus| {
        let Some(shown) = views.get(index) else {
            return ListRow::new("").tall().focus(focus).show(ui);
        };
        let is_modified = is_modified(model, &shown.name);
        let title = if is_modified {
            format!("{} •", shown.title())
        } else {
            shown.title().to_owned()
        };
        let (tone, _) = state(shown);
        let secondary = secondary(shown);
        let mut row = ListRow::new(&title)
            .secondary(&secondary)
            .dot(tone)
            .tall()
            .selected(selected == Some(index))
            .focus(focus);
        let is_active = model.active_profile() == Some(&shown.name);
        row = match (shown.is_production(), is_active) {
            (true, true) => row.label("Production · active", Tone::Error),
            (true, false) => row.label("Production", Tone::Error),
            (false, true) => row.label("Active", Tone::Accent),
            (false, false) => row,
        };
        row.show(ui)
    });
    if let Some(shown) = output.picked.and_then(|index| views.get(index)) {
        commands.push(ProfileCommand::Select(shown.name.clone()));
    }
}

fn is_modified(model: &Model, name: &str) -> bool {
    let document = model.sources.get(&SourceKey::Connector(name.to_owned()));
    document.is_some_and(|document| document.is_modified())
}

/// How a profile is, for its dot.
pub(super) fn state(shown: &ProfileView) -> (Tone, &'static str) {
    match shown.worst() {
        Some(Severity::Error) => (Tone::Error, "Logto would refuse it, or not send"),
        Some(Severity::Warning) => (Tone::Warning, "Something is odd about it"),
        Some(Severity::Info) | None => (Tone::Success, "Nothing is wrong with it"),
    }
}

fn secondary(shown: &ProfileView) -> String {
    let Some(profile) = &shown.profile else {
        return "Cannot be read".to_owned();
    };
    let factory = form::factory(&profile.factory);
    let name = factory.map_or(profile.factory.as_str(), |factory| factory.name);
    // What is for production is labelled, in its colour.
    if profile.goes_to_inbox() {
        format!("{name} · sandbox")
    } else if profile.environment == Environment::Production {
        name.to_owned()
    } else {
        format!("{name} · development")
    }
}
