//! Dialogs about the places where secrets are kept.

use egui::{Id, Label, RichText, Ui};

use super::super::Modal;
use super::super::profile_names::usual_entry;
use super::ConnectorDialogs;
use crate::domain::connector::{Secret, SecretReference, form};
use crate::domain::workspace::secrets_in_clear;
use crate::model::{Command, Model, ProfileCommand, SecretPlace, StoreChoice};
use crate::ui::Commands;
use crate::ui::theme::tokens;
use crate::ui::widgets::{Button, ButtonLook, DialogAnswer, LabelledField, Segment, segmented};

impl ConnectorDialogs {
    /// Fills in what keeping a secret begins with.
    pub fn begin_secret(&mut self, model: &Model, name: &str, path: &[String]) {
        self.begin();
        let view = model.connectors.views.get(name);
        let profile = view.and_then(|view| view.profile.as_ref());
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        let value = profile.and_then(|profile| form::get(&profile.config, &keys));
        let text = value.and_then(form::secret_text).unwrap_or_default();
        match SecretReference::parse(&text) {
            Some(SecretReference::Environment(entry)) => {
                (self.place, self.entry) = (SecretPlace::Environment, entry);
            }
            Some(SecretReference::Keyring(entry)) => {
                (self.place, self.entry) = (SecretPlace::Store, entry);
            }
            None => {
                self.secret = text.into_owned();
                self.place = SecretPlace::Store;
                self.entry = usual_entry(self.place, name, path);
            }
        }
    }

    /// Asks whether secrets are kept in the store or named as variables.
    pub(super) fn place_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        ui.horizontal(|ui| {
            ui.label("Keep secrets in");
            let places = [
                Segment::new(SecretPlace::Store, "The keyring")
                    .tooltip(&model.connectors.store_words),
                Segment::new(SecretPlace::Environment, "The environment")
                    .tooltip("The profile names variables; you set them before Letterhead starts"),
            ];
            segmented(ui, "Keep secrets in", &mut self.place, &places);
        });
        let trouble = model.connectors.store_trouble.as_ref();
        let (words, color) = match (self.place, trouble) {
            (SecretPlace::Store, Some(trouble)) => (
                format!(
                    "Nothing can be kept: {trouble}. What you give here is known until Letterhead \
                     closes. Choose the environment or the encrypted file to have it again."
                ),
                tokens(ui.ctx()).warning,
            ),
            (SecretPlace::Store, None) => {
                let words = model.connectors.store_words.clone();
                (words, tokens(ui.ctx()).text_muted)
            }
            (SecretPlace::Environment, _) => (
                "Variables are read when Letterhead starts; what you type here is kept until it \
                 closes."
                    .to_owned(),
                tokens(ui.ctx()).text_muted,
            ),
        };
        ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
        if self.place == SecretPlace::Environment {
            return;
        }
        let words = match model.connectors.store {
            StoreChoice::Keyring => "Use an encrypted file instead…",
            StoreChoice::LockedFile => "Unlock the encrypted file…",
            StoreChoice::File => return,
        };
        let button = Button::new(words, ButtonLook::Flat);
        if ui.add(button).clicked() {
            commands.push(ProfileCommand::AskSecretsFile);
        }
    }

    /// Asks where a secret is to be kept.
    pub fn secret_ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        (name, path): (&str, &[String]),
        commands: &mut Commands,
        focus: &mut bool,
    ) {
        let reference = self.reference();
        let title = format!("Keep {} outside the workspace", path.join("."));
        let dialog = Modal::new(Id::unique("keep secret"), &title, "Keep", "Cancel")
            .enabled(reference.is_some())
            .width(480.0);
        let before = self.place;
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            let field = LabelledField::new("Secret", &mut self.secret)
                .hint("Leave it empty to keep what is stored there")
                .password()
                .show(ui);
            if std::mem::take(focus) {
                field.request_focus();
            }
            self.place_ui(ui, model, commands);
            if self.place != before {
                self.entry = usual_entry(self.place, name, path);
            }
            let label = match self.place {
                SecretPlace::Store => "Name in the keyring",
                SecretPlace::Environment => "Variable",
            };
            LabelledField::new(label, &mut self.entry).mono().show(ui);
            if let Some(reference) = self.reference() {
                let color = tokens(ui.ctx()).text_muted;
                let words = format!("The file says {reference}");
                ui.label(RichText::new(words).small().color(color));
            }
        });
        match (answer, reference) {
            (Some(DialogAnswer::Primary), Some(reference)) => {
                commands.push(ProfileCommand::KeepSecret {
                    profile: name.to_owned(),
                    path: path.to_vec(),
                    reference,
                    secret: (!self.secret.is_empty()).then(|| Secret::new(self.secret.clone())),
                });
            }
            (Some(_), _) => commands.push(Command::CloseDialog),
            (None, _) => {}
        }
        if answer.is_some() {
            self.secret.clear();
        }
    }

    /// Asks where the secrets are to be kept that stand in a profile, before it is saved.
    pub fn secrets_ui(&mut self, ui: &Ui, model: &Model, name: &str, commands: &mut Commands) {
        let view = model.connectors.views.get(name);
        let profile = view.and_then(|view| view.profile.as_ref());
        let places = profile.map(|profile| {
            let found = secrets_in_clear(profile).into_iter();
            found.map(|at| at.path_text()).collect::<Vec<_>>()
        });
        let places = places.unwrap_or_default().join(", ");
        let title = "Where shall the secrets be kept?";
        let dialog =
            Modal::new(Id::unique("keep secrets"), title, "Keep and save", "Cancel").width(480.0);
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            let words = format!(
                "connectors/{name}.toml says the names of secrets, never the secrets themselves. \
                 Only in memory until you choose: {places}"
            );
            ui.add(Label::new(words).wrap());
            self.place_ui(ui, model, commands);
        });
        match answer {
            Some(DialogAnswer::Primary) => {
                commands.push(ProfileCommand::KeepSecrets(name.to_owned(), self.place));
            }
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }

    /// Asks for the passphrase of the encrypted file.
    pub fn file_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands, focus: &mut bool) {
        let is_there = model.connectors.store == StoreChoice::LockedFile;
        let (title, primary) = if is_there {
            ("Open the encrypted file of secrets", "Open")
        } else {
            ("Keep secrets in an encrypted file", "Create")
        };
        let dialog = Modal::new(Id::unique("secrets file"), title, primary, "Cancel")
            .enabled(!self.secret.is_empty())
            .width(460.0);
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            let words = if is_there {
                "It is opened until Letterhead closes."
            } else {
                "For systems without a keyring. The file stands outside the workspace; without the \
                 passphrase nobody can read it, you neither."
            };
            ui.add(Label::new(words).wrap());
            let field = LabelledField::new("Passphrase", &mut self.secret)
                .password()
                .show(ui);
            if std::mem::take(focus) {
                field.request_focus();
            }
        });
        match answer {
            Some(DialogAnswer::Primary) => {
                let passphrase = Secret::new(std::mem::take(&mut self.secret));
                commands.push(ProfileCommand::UseSecretsFile(passphrase));
            }
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }

    fn reference(&self) -> Option<SecretReference> {
        let name = self.entry.trim();
        SecretReference::parse(&match self.place {
            SecretPlace::Store => format!("${{keyring:{name}}}"),
            SecretPlace::Environment => format!("${{{name}}}"),
        })
    }
}
