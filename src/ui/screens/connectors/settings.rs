//! The settings of a profile: a form and the JSON beside it, always in step.

mod json;
mod problems;
mod profile;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, ScrollArea, Ui};

use self::json::JsonSide;
use self::profile::ProfileFields;
use crate::domain::connector::{SecretReference, form};
use crate::model::{
    Model, ProfileChange, ProfileCommand, ProfileView, SecretState, UnfinishedJson,
};
use crate::ui::panels::connector_form::{ConnectorForm, ConnectorFormEvent, ConnectorFormView};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Segment, empty_state, segmented};
use crate::ui::{Commands, View};

/// From this width on, in points, the JSON stands beside the form, else in its place.
const BESIDE: f32 = 860.0;

/// What is shown where there is no room for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Side {
    #[default]
    Form,
    Json,
}

/// The tab's own state.
#[derive(Default)]
pub(super) struct SettingsTab {
    /// The profile that what is typed belongs to.
    of: Option<String>,
    profile: ProfileFields,
    form: ConnectorForm,
    json: JsonSide,
    side: Side,
}

impl SettingsTab {
    /// Draws the tab.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        if self.of.as_ref() != Some(&shown.name) {
            *self = Self {
                of: Some(shown.name.clone()),
                side: self.side,
                ..Self::default()
            };
        }
        let space = ui.available_size();
        let json = Frame::new().fill(tokens(ui.ctx()).sunken);
        if space.x < BESIDE {
            self.side_ui(ui);
            if self.side == Side::Json {
                CentralPanel::default()
                    .frame(json)
                    .show(ui, |ui| self.json.ui(ui, view.model, shown, commands));
                return;
            }
        } else {
            Panel::right("connector json")
                .default_size((space.x * 0.42).clamp(240.0, 620.0))
                .size_range(200.0..=(space.x - 380.0).max(220.0))
                .frame(json)
                .show(ui, |ui| self.json.ui(ui, view.model, shown, commands));
        }
        if shown.profile.is_none() {
            CentralPanel::default()
                .frame(Frame::new())
                .show(ui, |ui| unreadable(ui, shown));
            return;
        }
        problems::panel_ui(ui, shown);
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let margin = Margin::symmetric(space::M as i8, space::S as i8);
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    self.form_ui(ui, view, shown, commands);
                });
            });
        });
    }

    /// The choice between the form and the JSON, where there is no room for both.
    fn side_ui(&mut self, ui: &mut Ui) {
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        let bar = Panel::top("connector form or json").resizable(false);
        bar.frame(Frame::new().inner_margin(margin)).show(ui, |ui| {
            let sides = [
                Segment::new(Side::Form, "Form"),
                Segment::new(Side::Json, "JSON"),
            ];
            segmented(ui, "Form or JSON", &mut self.side, &sides);
        });
    }

    fn form_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        let Some(profile) = &shown.profile else {
            return;
        };
        let is_writable = view.model.is_writable() && shown.error.is_none();
        heading(ui, "Profile");
        self.profile.ui(ui, view.model, shown, profile, commands);
        let factory = form::factory(&profile.factory);
        heading(ui, factory.map_or("Configuration", |factory| factory.name));
        if let Some(factory) = factory {
            let muted = tokens(ui.ctx()).text_muted;
            ui.add(Label::new(RichText::new(factory.summary).color(muted)).wrap());
            ui.add_space(space::S);
        }
        // In a place of its own, so that the fields are the same things with it and without.
        ui.scope(|ui| {
            if let Some(unfinished) = &shown.unfinished {
                unfinished_ui(ui, unfinished);
            }
        });
        let Some(fields) = form::fields(&profile.factory) else {
            return;
        };
        let missing = |reference: &SecretReference| missing(view.model, reference);
        let event = self.form.ui(
            ui,
            &ConnectorFormView {
                of: &shown.name,
                fields,
                config: &profile.config,
                issues: &shown.issues,
                findings: &shown.findings,
                is_unkept: &|one| view.model.connectors.unkept.contains(one),
                missing: &missing,
                is_writable: is_writable && shown.unfinished.is_none(),
            },
        );
        let name = shown.name.clone();
        match event {
            Some(ConnectorFormEvent::Set(path, value)) => {
                let change = ProfileChange::Field(path, value);
                commands.push(ProfileCommand::Change(name, change));
            }
            Some(ConnectorFormEvent::ShowTemplates) => {
                commands.push(ProfileCommand::ShowTemplates(name));
            }
            Some(ConnectorFormEvent::KeepSecret(path)) => {
                commands.push(ProfileCommand::AskKeepSecret(name, path));
            }
            None => {}
        }
    }
}

/// What is wrong with the place of a secret, in words; nothing if it is there.
fn missing(model: &Model, reference: &SecretReference) -> Option<String> {
    Some(match model.connectors.secrets.get(reference)? {
        SecretState::Known => return None,
        SecretState::Asked => "Being looked up; the keyring may ask you first".to_owned(),
        SecretState::Failed(why) => why.clone(),
        SecretState::Missing => match reference {
            SecretReference::Environment(_) => {
                "The environment has no such variable; set it before Letterhead starts, or type the \
                 secret here for this run"
                    .to_owned()
            }
            SecretReference::Keyring(_) => "Nothing is kept there yet: set it".to_owned(),
        },
    })
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::S);
    ui.label(RichText::new(text).font(fonts::title()));
    ui.add_space(space::XS);
}

/// Says why the fields cannot be changed just now.
fn unfinished_ui(ui: &mut Ui, unfinished: &UnfinishedJson) {
    let words = format!(
        "The JSON cannot be read yet: {}. Finish it there; until then the fields show the last that \
         could be read",
        unfinished.error
    );
    let color = tokens(ui.ctx()).warning;
    ui.add(Label::new(RichText::new(words).color(color)).wrap());
    ui.add_space(space::S);
}

fn unreadable(ui: &mut Ui, shown: &ProfileView) {
    let error = shown.error.as_ref().map(ToString::to_string);
    let sentence = error.unwrap_or_default();
    empty_state(
        ui,
        icons::ERROR,
        "The profile cannot be read",
        &sentence,
        None,
    );
}
