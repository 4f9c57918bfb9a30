//! Dialogs about connector profiles and their secrets.

mod secrets;

use egui::text::{CCursor, CCursorRange};
use egui::{Id, Label, RichText, ScrollArea, TextEdit, Ui};

use super::Modal;
use super::profile_names::{free_title, name_error, name_of, profile_name};
use crate::domain::connector::form::{self, factories};
use crate::domain::connector::{Secret, console};
use crate::model::{Command, Model, ProfileCommand, SecretPlace};
use crate::ui::Commands;
use crate::ui::theme::{fonts, tokens};
use crate::ui::widgets::{DialogAnswer, LabelledCombo, LabelledField, named};

/// What was typed into them.
#[derive(Default)]
pub(super) struct ConnectorDialogs {
    title: String,
    /// Whether the title is the person's own; until then one is proposed.
    is_title_typed: bool,
    /// The connector that the person chose.
    factory: Option<&'static str>,
    json: String,
    secret: String,
    place: SecretPlace,
    /// Whether the place is the person's own; until then one that works is proposed.
    is_place_chosen: bool,
    entry: String,
}

/// Selects all of a text that is being edited.
fn select_all(ui: &Ui, field: Id, text: &str) {
    let Some(mut state) = TextEdit::load_state(ui.ctx(), field) else {
        return;
    };
    let end = CCursor::new(text.chars().count());
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field);
}

impl ConnectorDialogs {
    /// Fills in what a new profile or an import begins with.
    pub fn begin(&mut self) {
        *self = Self {
            place: self.place,
            is_place_chosen: self.is_place_chosen && self.place == SecretPlace::Environment,
            ..Self::default()
        };
    }

    /// Asks what kind of connector a new profile is.
    pub fn new_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands, focus: &mut bool) {
        let name = profile_name(&self.title);
        let error = name_error(model, &self.title, &name);
        let obstacle = match (self.factory, &error) {
            (_, Some(_)) => Some("The title cannot be used"),
            (_, None) if name.is_empty() => Some("Give it a title"),
            (None, None) => Some("Choose the connector"),
            (Some(_), None) => None,
        };
        let dialog = Modal::new(
            Id::unique("new connector"),
            "New connector",
            "Create",
            "Cancel",
        )
        .obstacle(obstacle)
        .width(480.0);
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            ui.label("As in Logto's Console: choose how mail is sent, then fill in the form.");
            self.title_ui(ui, &name, error.as_deref(), focus);
            self.factory_ui(ui, "Choose…");
        });
        match (answer, self.factory) {
            (Some(DialogAnswer::Primary), Some(factory)) => {
                let title = self.title.trim().to_owned();
                let factory = factory.to_owned();
                commands.push(ProfileCommand::Create {
                    name,
                    title,
                    factory,
                });
            }
            (Some(_), _) => commands.push(Command::CloseDialog),
            (None, _) => {}
        }
    }

    /// The title; whether Enter was pressed in it.
    fn title_ui(&mut self, ui: &mut Ui, name: &str, error: Option<&str>, focus: &mut bool) -> bool {
        let field = LabelledField::new("Title", &mut self.title)
            .hint("For example: Production")
            .error(error)
            .show(ui);
        self.is_title_typed |= field.changed();
        if std::mem::take(focus) {
            field.request_focus();
        }
        if field.gained_focus() && !self.is_title_typed {
            // What is proposed goes with the first letter that is typed.
            select_all(ui, field.id, &self.title);
        }
        // The line is there before there is a name, so that nothing below it moves.
        let color = tokens(ui.ctx()).text_muted;
        let file = match name {
            "" => " ".to_owned(),
            name => format!("connectors/{name}.toml"),
        };
        ui.label(RichText::new(file).small().color(color));
        field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
    }

    /// The choice of a connector; `otherwise` is what it is called to choose none.
    fn factory_ui(&mut self, ui: &mut Ui, otherwise: &str) {
        let mut options: Vec<(Option<&'static str>, &str)> = vec![(None, otherwise)];
        options.extend(factories().iter().map(|one| (Some(one.id), one.name)));
        LabelledCombo::new("Connector", &mut self.factory, &options).show(ui);
        let factory = self.factory.and_then(form::factory);
        let color = tokens(ui.ctx()).text_muted;
        let words = factory.map_or(" ", |factory| factory.summary);
        ui.add(Label::new(RichText::new(words).small().color(color)).wrap());
    }

    /// Asks for the JSON of the Console.
    pub fn import_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands, focus: &mut bool) {
        // Recognised anew with each change, unless the person has chosen.
        let recognised = console::import(&self.json, None);
        let read = match self.factory {
            Some(chosen) => console::import(&self.json, Some(chosen)),
            None => recognised.clone(),
        };
        self.propose_title(model, &read);
        let name = profile_name(&self.title);
        let error = name_error(model, &self.title, &name);
        let obstacle = if self.json.trim().is_empty() {
            Some("Paste the JSON first")
        } else if read.is_err() {
            Some("The JSON makes no connector yet")
        } else if error.is_some() {
            Some("The title cannot be used")
        } else if name.is_empty() {
            Some("Give it a title")
        } else {
            None
        };
        let title = "Import a connector from Logto's Console";
        let dialog = Modal::new(Id::unique("import connector"), title, "Import", "Cancel")
            .obstacle(obstacle)
            .many_lines()
            .width(620.0);
        let mut is_submitted = false;
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            ui.label(
                "Paste the JSON of the connector: its whole configuration, or what the Management \
                 API says about it. Secrets in it are not written into the workspace.",
            );
            let edit = TextEdit::multiline(&mut self.json)
                .font(fonts::mono())
                .desired_width(f32::INFINITY)
                .desired_rows(10)
                .hint_text("{ \"host\": \"smtp.example.com\", … }");
            let area = ScrollArea::vertical().max_height(220.0);
            let field = area.show(ui, |ui| named(ui.add(edit), "JSON")).inner;
            if std::mem::take(focus) {
                field.request_focus();
            }
            self.told_ui(ui, &recognised, &read);
            let otherwise = match &recognised {
                Ok(imported) => format!("As recognised: {}", name_of(imported)),
                Err(_) => "Choose…".to_owned(),
            };
            self.factory_ui(ui, &otherwise);
            is_submitted = self.title_ui(ui, &name, error.as_deref(), &mut false);
            self.place_ui(ui, model, commands);
        });
        let submitted = (is_submitted && obstacle.is_none()).then_some(DialogAnswer::Primary);
        match answer.or(submitted) {
            Some(DialogAnswer::Primary) => commands.push(ProfileCommand::Import {
                name,
                title: self.title.trim().to_owned(),
                factory: self.factory.map(str::to_owned),
                json: Secret::new(self.json.clone()),
                place: self.place,
            }),
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }

    /// Names the profile after its connector until the person gives it a title.
    fn propose_title(
        &mut self,
        model: &Model,
        read: &Result<console::Imported, console::ImportError>,
    ) {
        if self.is_title_typed {
            return;
        }
        self.title = match read {
            Ok(imported) => free_title(model, name_of(imported)),
            Err(_) => String::new(),
        };
    }

    fn told_ui(
        &self,
        ui: &mut Ui,
        recognised: &Result<console::Imported, console::ImportError>,
        read: &Result<console::Imported, console::ImportError>,
    ) {
        let tokens = tokens(ui.ctx());
        let (words, color) = match (recognised, read) {
            _ if self.json.trim().is_empty() => (" ".to_owned(), tokens.text_muted),
            (Ok(recognised), Ok(read)) if recognised.factory != read.factory => {
                let (seems, is) = (name_of(recognised), name_of(read));
                let words = format!("It looks like {seems}, but is read as {is}, as you chose");
                (words, tokens.warning)
            }
            (_, Ok(read)) => (format!("Read as {}", name_of(read)), tokens.success),
            (_, Err(error)) => (error.to_string(), tokens.error),
        };
        let words = RichText::new(words).small().color(color);
        ui.add(Label::new(words).wrap());
    }
}
