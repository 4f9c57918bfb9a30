//! *Languages*: which mail every language gets.

mod connector_column;
mod details;
mod grid;
mod sheet;

use egui::{CentralPanel, Frame, Panel, Ui};

use self::details::Details;
use self::grid::GridPanel;
use crate::domain::logto::UsageType;
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Command, LanguagesTab, Model};
use crate::ui::panels::browsers::{BrowserEvent, BrowsersPanel};
use crate::ui::panels::features::{FeatureEvent, features_ui};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{
    Button, ButtonLook, LabelledCombo, Segment, empty_state, search_field, segmented,
};
use crate::ui::{Commands, View};

/// The screen's own state.
#[derive(Default)]
pub struct LanguagesScreen {
    filter: String,
    grid: GridPanel,
    details: Details,
    browsers: BrowsersPanel,
}

impl LanguagesScreen {
    /// Puts the keyboard into the grid.
    pub const fn focus_grid(&mut self) {
        self.grid.focus();
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let tokens = tokens(ui.ctx());
        if model.workspace.is_none() {
            no_workspace(ui, commands);
            return;
        }
        let bar = Frame::new()
            .fill(tokens.surface)
            .inner_margin(egui::Margin::symmetric(space::M as i8, 6));
        Panel::top("languages bar")
            .frame(bar)
            .show(ui, |ui| self.bar_ui(ui, model, commands));
        let width = ui.available_width();
        if model.languages.tab == LanguagesTab::Sheet {
            sheet::ui(ui, view, commands, &self.filter);
            return;
        }
        Panel::right("languages details")
            .default_size((width * 0.32).clamp(300.0, 460.0))
            .size_range(260.0..=(width - 320.0).max(280.0))
            .frame(Frame::new().fill(tokens.surface))
            .show(ui, |ui| self.details.ui(ui, view, commands));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.sunken))
            .show(ui, |ui| match model.languages.tab {
                LanguagesTab::Grid => self.grid.ui(ui, view, commands, &self.filter),
                LanguagesTab::Features => features(ui, model, commands),
                LanguagesTab::Browsers => self.browsers_ui(ui, model, commands),
                LanguagesTab::Sheet => {}
            });
    }

    fn bar_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        ui.horizontal(|ui| {
            let mut tab = model.languages.tab;
            let tabs = [
                Segment::new(LanguagesTab::Grid, "Grid").tooltip("Usage types by languages"),
                Segment::new(LanguagesTab::Features, "Features")
                    .tooltip("What each feature of Logto needs, and what breaks"),
                Segment::new(LanguagesTab::Browsers, "Who gets what")
                    .tooltip("What twenty common browsers get"),
                Segment::new(LanguagesTab::Sheet, "Contact sheet")
                    .tooltip("All mails as thumbnails, for sign-off"),
            ];
            if segmented(ui, "View", &mut tab, &tabs).changed() {
                commands.push(Command::ShowLanguagesTab(tab));
            }
            if matches!(tab, LanguagesTab::Grid | LanguagesTab::Sheet) {
                ui.scope(|ui| {
                    ui.set_max_width(200.0);
                    search_field(
                        ui,
                        "Filter languages",
                        "Languages, such as fr",
                        &mut self.filter,
                    );
                });
            }
            let end = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(end, |ui| {
                let action = Action::AddLanguage;
                let button = Button::new(action.label(), ButtonLook::Quiet);
                let is_enabled = action.is_enabled(model);
                if ui.add_enabled(is_enabled, button).clicked() {
                    commands.act(action);
                }
            });
        });
    }

    fn browsers_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let mut usage_type = model.languages.served_type;
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            ui.add_space(space::M);
            ui.scope(|ui| {
                ui.set_max_width(280.0);
                let types = UsageType::ALL.map(|one| (one, one.as_str()));
                let combo = LabelledCombo::new("Usage type", &mut usage_type, &types).left(84.0);
                if combo.show(ui).changed() {
                    commands.push(Command::SetServedType(usage_type));
                }
            });
        });
        let served = &model.languages.served;
        let fallback = &model.settings.languages.fallback;
        match self.browsers.ui(ui, usage_type, served, fallback) {
            Some(BrowserEvent::Resolve(header)) => {
                let mut locale = model.languages.locale.clone();
                locale.ui_locales = None;
                locale.query_locales.clear();
                locale.accept_language = Some(header);
                let key = TemplateKey::new(usage_type, fallback.as_str());
                commands.push(Command::LookAtCell(key));
                commands.push(Command::SetResolver(locale));
            }
            Some(BrowserEvent::Open(usage_type, tag)) => {
                commands.push(Command::Select(TemplateKey::new(usage_type, tag)));
            }
            None => {}
        }
    }
}

fn features(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let event = features_ui(ui, &model.languages.features, model.is_writable());
    match event {
        Some(FeatureEvent::Switch(feature, is_on)) => {
            commands.push(Command::SwitchFeature(feature, is_on));
        }
        Some(FeatureEvent::Open(usage_type, tag)) => {
            let fallback = &model.settings.languages.fallback;
            let tag = tag.unwrap_or_else(|| fallback.clone());
            commands.push(Command::ShowLanguagesTab(LanguagesTab::Grid));
            commands.push(Command::LookAtCell(TemplateKey::new(usage_type, tag)));
        }
        None => {}
    }
}

fn no_workspace(ui: &mut Ui, commands: &mut Commands) {
    let sentence = "Open a workspace to see which languages its mails have";
    let action = Some("Open workspace…");
    let button = empty_state(
        ui,
        icons::LANGUAGE,
        "No workspace is open",
        sentence,
        action,
    );
    if button.is_some_and(|button| button.clicked()) {
        commands.act(Action::OpenWorkspace);
    }
}
