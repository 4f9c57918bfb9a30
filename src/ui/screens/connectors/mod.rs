//! *Connectors*: the ways to send, and sending.

mod compare;
mod history;
mod list;
mod send;
mod settings;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use self::compare::CompareTab;
use self::history::HistoryTab;
use self::send::SendTab;
use self::settings::SettingsTab;
use crate::model::{Action, ConnectorsTab, Model, ProfileCommand, ProfileView};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, Segment, empty_state, icon_button, segmented};
use crate::ui::{Commands, View};

/// The screen's own state.
#[derive(Default)]
pub struct ConnectorsScreen {
    settings: SettingsTab,
    send: SendTab,
    history: HistoryTab,
    compare: CompareTab,
}

impl ConnectorsScreen {
    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        if model.workspace.is_none() {
            no_workspace(ui, commands);
            return;
        }
        let tokens = tokens(ui.ctx());
        let width = ui.available_width();
        Panel::left("connector profiles")
            .default_size((width * 0.2).clamp(200.0, 280.0))
            .size_range(180.0..=(width - 420.0).max(200.0))
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| list::ui(ui, view, commands));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| match model.connectors.shown() {
                Some(shown) => self.profile_ui(ui, view, shown, commands),
                None => no_profile(ui, commands),
            });
    }

    fn profile_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        Panel::top("connector head")
            .frame(Frame::new().inner_margin(Margin::symmetric(space::M as i8, 6)))
            .show(ui, |ui| head_ui(ui, view.model, shown, commands));
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            match view.model.connectors.tab {
                ConnectorsTab::Settings => self.settings.ui(ui, view, shown, commands),
                ConnectorsTab::Send => self.send.ui(ui, view, shown, commands),
                ConnectorsTab::History => self.history.ui(ui, view, commands),
                ConnectorsTab::Compare => self.compare.ui(ui, view, shown, commands),
            }
        });
    }
}

fn head_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    ui.horizontal(|ui| {
        let mut tab = model.connectors.tab;
        let tabs = [
            Segment::new(ConnectorsTab::Settings, "Settings")
                .tooltip("The configuration, as a form and as JSON"),
            Segment::new(ConnectorsTab::Send, "Send").tooltip("Send one mail, or many"),
            Segment::new(ConnectorsTab::History, "History").tooltip("What was sent from here"),
            Segment::new(ConnectorsTab::Compare, "Compare")
                .tooltip("Compare with another profile, and promote"),
        ];
        if segmented(ui, "Part of the connector", &mut tab, &tabs).changed() {
            commands.push(ProfileCommand::ShowTab(tab));
        }
        let title = egui::RichText::new(shown.title()).font(fonts::title());
        ui.add(egui::Label::new(title).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let is_active = model.active_profile() == Some(&shown.name);
            let words = if is_active { "In use" } else { "Use this profile" };
            let button = Button::new(words, ButtonLook::Quiet);
            let response = ui.add_enabled(!is_active && model.is_writable(), button);
            let tooltip = "Logto has one e-mail connector; this is the one that Letterhead plans and sends with";
            if response.on_hover_text(tooltip).clicked() {
                commands.push(ProfileCommand::Use(shown.name.clone()));
            }
            let delete = icon_button(ui, icons::DELETE, "Delete profile…", None);
            if delete.clicked() && model.is_writable() {
                commands.push(ProfileCommand::AskDelete(shown.name.clone()));
            }
            let copy = icon_button(ui, icons::COPY, "Duplicate profile", None);
            if copy.clicked() && model.is_writable() {
                commands.push(ProfileCommand::Duplicate(shown.name.clone()));
            }
        });
    });
}

fn no_profile(ui: &mut Ui, commands: &mut Commands) {
    let sentence =
        "Import the JSON of a connector from Logto's Console, or begin with an empty form";
    let button = empty_state(
        ui,
        icons::CONNECTOR,
        "No connector profile",
        sentence,
        Some("Import…"),
    );
    if button.is_some_and(|button| button.clicked()) {
        commands.act(Action::ImportConnector);
    }
}

fn no_workspace(ui: &mut Ui, commands: &mut Commands) {
    let sentence = "Open a workspace to see with which connectors its mails are sent";
    let button = empty_state(
        ui,
        icons::CONNECTOR,
        "No workspace is open",
        sentence,
        Some("Open workspace…"),
    );
    if button.is_some_and(|button| button.clicked()) {
        commands.act(Action::OpenWorkspace);
    }
}
