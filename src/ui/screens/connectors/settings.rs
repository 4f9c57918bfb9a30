//! The settings of a profile: a form and the JSON beside it, always in step.

mod json;
mod profile;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, ScrollArea, Ui};

use self::json::JsonSide;
use self::profile::ProfileFields;
use crate::domain::connector::{SecretReference, form};
use crate::domain::finding::Finding;
use crate::model::{Model, ProfileChange, ProfileCommand, ProfileView, SecretState};
use crate::ui::panels::connector_form::{ConnectorForm, ConnectorFormEvent, ConnectorFormView};
use crate::ui::panels::finding_ui;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::empty_state;
use crate::ui::{Commands, View};

/// The tab's own state.
#[derive(Default)]
pub(super) struct SettingsTab {
    /// The profile that what is typed belongs to.
    of: Option<String>,
    profile: ProfileFields,
    form: ConnectorForm,
    json: JsonSide,
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
                ..Self::default()
            };
        }
        let width = ui.available_width();
        Panel::right("connector json")
            .default_size((width * 0.42).clamp(240.0, 620.0))
            .size_range(200.0..=(width - 300.0).max(220.0))
            .frame(Frame::new().fill(tokens(ui.ctx()).sunken))
            .show(ui, |ui| self.json.ui(ui, view.model, shown, commands));
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
            if shown.profile.is_none() {
                unreadable(ui, shown);
                return;
            }
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let margin = Margin::symmetric(space::M as i8, space::S as i8);
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    self.form_ui(ui, view, shown, commands);
                });
            });
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
        findings_ui(ui, shown);
        heading(ui, "Profile");
        self.profile.ui(ui, view.model, shown, profile, commands);
        let factory = form::factory(&profile.factory);
        heading(ui, factory.map_or("Configuration", |factory| factory.name));
        if let Some(factory) = factory {
            let muted = tokens(ui.ctx()).text_muted;
            ui.add(Label::new(RichText::new(factory.summary).color(muted)).wrap());
            ui.add_space(space::S);
        }
        let Some(fields) = form::fields(&profile.factory) else {
            return;
        };
        let missing = |reference: &SecretReference| missing(view.model, reference);
        let event = self.form.ui(
            ui,
            &ConnectorFormView {
                fields,
                config: &profile.config,
                issues: &shown.issues,
                missing: &missing,
                is_writable,
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

/// What is wrong that stands at no field.
fn findings_ui(ui: &mut Ui, shown: &ProfileView) {
    if let Some(error) = &shown.error {
        let title = format!("The file cannot be read: {error}");
        let color = tokens(ui.ctx()).error;
        ui.add(Label::new(RichText::new(title).color(color)).wrap());
    }
    let whole = shown.issues.iter().filter(|issue| issue.path.is_empty());
    let whole: Vec<Finding> = whole.map(|issue| issue.finding()).collect();
    for finding in whole.iter().chain(shown.findings.iter()) {
        finding_ui(ui, finding);
        ui.add_space(2.0);
    }
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
