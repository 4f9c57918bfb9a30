//! Questions that stand before everything else.

mod asked;
mod conflict;
mod connectors;
mod fix_all;
mod folder;
mod languages;
mod message_file;
mod payload;
mod problems;
mod profile_names;
mod questions;
mod save;

use egui::{Id, Ui};

use self::asked::SpamDialog;
use self::connectors::ConnectorDialogs;
use self::problems::IgnoredIn;
use super::theme::space;
use super::widgets::{Dialog as Modal, DialogAnswer, DiffState, LabelledCombo, LabelledField};
use super::{Commands, View};
use crate::domain::logto::{ALLOWED_LANGUAGES, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, Dialog, Model};

/// What was typed into dialogs.
#[derive(Default)]
pub(super) struct Dialogs {
    tag: String,
    usage_type: Option<UsageType>,
    copy_of: Option<TemplateKey>,
    payload_title: String,
    /// Why a rule is ignored, and where.
    reason: String,
    ignored_in: IgnoredIn,
    folder: String,
    open: Option<Dialog>,
    diff: DiffState,
    connectors: ConnectorDialogs,
    spam: SpamDialog,
    /// The field of a dialog that has just opened wants the keyboard.
    focus_field: bool,
}

impl Dialogs {
    /// Draws the dialog that is open, if one is.
    pub fn ui(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        if self.open != model.dialog {
            self.open.clone_from(&model.dialog);
            self.begin(model);
        }
        match &model.dialog {
            None | Some(Dialog::Palette) => {}
            Some(Dialog::Folder(purpose)) => self.folder_ui(ui, model, *purpose, commands),
            Some(Dialog::NewTemplate { .. }) => self.new_template_ui(ui, model, commands),
            Some(Dialog::Save(what)) => self.save_ui(ui, what, commands),
            Some(Dialog::AddLanguage) => self.add_language_ui(ui, model, commands),
            Some(Dialog::DeleteTemplates(keys)) => languages::delete_many_ui(ui, keys, commands),
            Some(Dialog::DeleteTemplate(key)) => questions::delete_template_ui(ui, key, commands),
            Some(Dialog::Revert(key)) => questions::revert_ui(ui, key, commands),
            Some(Dialog::Conflict(key)) => self.conflict_ui(ui, model, key, commands),
            Some(Dialog::SavePayload) => self.save_payload_ui(ui, model, commands),
            Some(Dialog::MessageFile) => self.message_file_ui(ui, model, commands),
            Some(Dialog::ClearInbox) => questions::clear_ui(ui, model, commands),
            Some(Dialog::OpenLink(url)) => questions::link_ui(ui, url, commands),
            Some(Dialog::MakeWorkspace(root)) => folder::make_ui(ui, root, commands),
            Some(Dialog::NewConnector) => {
                let focus = &mut self.focus_field;
                self.connectors.new_ui(ui, model, commands, focus);
            }
            Some(Dialog::ImportConnector) => {
                let focus = &mut self.focus_field;
                self.connectors.import_ui(ui, model, commands, focus);
            }
            Some(Dialog::KeepSecret(name, path)) => {
                let focus = &mut self.focus_field;
                let of = (name.as_str(), path.as_slice());
                self.connectors.secret_ui(ui, model, of, commands, focus);
            }
            Some(Dialog::KeepSecrets(name)) => {
                self.connectors.secrets_ui(ui, model, name, commands);
            }
            Some(Dialog::SecretsFile) => {
                let focus = &mut self.focus_field;
                self.connectors.file_ui(ui, model, commands, focus);
            }
            Some(Dialog::QuitWhileSending) => questions::quit_ui(ui, model, commands),
            Some(Dialog::CopySecrets {
                what,
                known,
                missing,
            }) => {
                questions::copy_secrets_ui(ui, what, (*known, missing), commands);
            }
            Some(Dialog::ClearHistory) => questions::clear_history_ui(ui, commands),
            Some(Dialog::DeleteProfile(name)) => questions::delete_profile_ui(ui, name, commands),
            Some(Dialog::Production(question)) => {
                questions::production_ui(ui, question, commands);
            }
            Some(Dialog::WhyProblem(code)) => problems::why_ui(ui, code, commands),
            Some(Dialog::IgnoreProblem { rule, template, .. }) => {
                self.ignore_ui(ui, model, (rule, template), commands);
            }
            Some(Dialog::FixAll(plan)) => fix_all::ui(ui, plan, commands),
            Some(Dialog::CheckLinks(key)) => asked::links_ui(ui, model, key, commands),
            Some(Dialog::AskSpam(key)) => {
                let focus = &mut self.focus_field;
                self.spam.ui(ui, model, key, commands, focus);
            }
            Some(Dialog::About) => about_ui(ui, model, commands),
        }
    }

    /// Fills in what a dialog begins with.
    fn begin(&mut self, model: &Model) {
        self.focus_field = true;
        if let Some(Dialog::NewTemplate { usage_type }) = model.dialog {
            self.usage_type = Some(usage_type);
            self.tag.clear();
            let selected = model.design.selected.clone();
            self.copy_of = selected.filter(|key| key.usage_type == usage_type);
        }
        match &model.dialog {
            Some(
                Dialog::NewConnector
                | Dialog::ImportConnector
                | Dialog::KeepSecrets(_)
                | Dialog::SecretsFile,
            ) => {
                self.connectors.begin();
            }
            Some(Dialog::AskSpam(_)) => self.spam.begin(model),
            Some(Dialog::KeepSecret(name, path)) => {
                self.connectors.begin_secret(model, name, path);
            }
            _ => {}
        }
        if model.dialog == Some(Dialog::AddLanguage) {
            self.tag.clear();
        }
        if let Some(Dialog::Folder(_)) = model.dialog {
            let home = model.root().and_then(std::path::Path::parent);
            self.folder = home.map_or_else(String::new, |home| format!("{}/", home.display()));
        }
        if model.dialog == Some(Dialog::MessageFile) {
            self.folder = message_file::usual_folder(model);
        }
        if let Some(Dialog::Save(what)) = &model.dialog {
            self.folder = save::usual_path(model, what);
        }
        if let Some(Dialog::IgnoreProblem { is_shared, .. }) = model.dialog {
            self.reason.clear();
            self.ignored_in = IgnoredIn::usual(is_shared);
        }
        if model.dialog == Some(Dialog::SavePayload) {
            self.payload_title.clear();
        }
    }

    fn new_template_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands) {
        let mut usage_type = self.usage_type.unwrap_or(UsageType::SignIn);
        let typed = self.tag.trim().to_owned();
        let spelled = languages::spelled(&typed);
        let exists = |tag: &str| model.tags(usage_type).any(|key| key.tag == tag);
        let error = match &spelled {
            _ if typed.is_empty() => None,
            Err(error) => Some(error.clone()),
            Ok(tag) if exists(tag) => Some("There is one already".to_owned()),
            Ok(_) => None,
        };
        let tag = spelled.ok().filter(|tag| !exists(tag));
        let dialog = Modal::new(
            Id::unique("new template"),
            "New template",
            "Create",
            "Cancel",
        )
        .enabled(tag.is_some());
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            let types = UsageType::ALL.map(|usage_type| (usage_type, usage_type.as_str()));
            LabelledCombo::new("Usage type", &mut usage_type, &types).show(ui);
            let field = LabelledField::new("Language tag", &mut self.tag)
                .hint("fr")
                .error(error.as_deref())
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            if let Some(tag) = &tag {
                languages::meaning_ui(ui, model, tag);
            }
            suggestions_ui(ui, model, usage_type, &mut self.tag);
            let keys: Vec<&TemplateKey> = model.documents.keys().collect();
            let names: Vec<String> = keys.iter().map(|key| key.to_string()).collect();
            let mut options = vec![(None, "An empty template")];
            let copies = keys.iter().zip(&names);
            options.extend(copies.map(|(key, name)| (Some((*key).clone()), name.as_str())));
            LabelledCombo::new("Start as a copy of", &mut self.copy_of, &options).show(ui);
        });
        self.usage_type = Some(usage_type);
        match (answer, tag) {
            (Some(DialogAnswer::Primary), Some(tag)) => {
                commands.push(Command::CreateTemplate {
                    key: TemplateKey { usage_type, tag },
                    copy_of: self.copy_of.clone(),
                });
            }
            (Some(_), _) => commands.push(Command::CloseDialog),
            (None, _) => {}
        }
    }
}

/// Languages of the workspace that this type lacks, to be chosen with one press.
fn suggestions_ui(ui: &mut Ui, model: &Model, usage_type: UsageType, tag: &mut String) {
    let has = |wanted: &str| model.tags(usage_type).any(|key| key.tag == wanted);
    let used = |wanted: &str| model.documents.keys().any(|key| key.tag == wanted);
    let missing = ALLOWED_LANGUAGES
        .iter()
        .filter(|wanted| used(wanted) && !has(wanted));
    ui.horizontal_wrapped(|ui| {
        for wanted in missing.take(12) {
            if ui.small_button(*wanted).clicked() {
                (*wanted).clone_into(tag);
            }
        }
    });
}

fn about_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let title = format!("Letterhead {}", env!("CARGO_PKG_VERSION"));
    let dialog = Modal::new(Id::unique("about"), &title, "Close", "Close").width(460.0);
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label("A studio for the e-mails that a Logto tenant sends.");
        ui.label("It renders as Logto does, sends to an inbox on this machine, and never reaches the network unasked.");
        if let crate::model::EngineState::Running { engine } = &model.preview.engine {
            ui.label(format!("Preview by {engine}."));
        }
        ui.add_space(space::S);
        ui.label("MIT or Apache-2.0. Inter and JetBrains Mono: SIL Open Font License. Material Symbols: Apache-2.0.");
    });
    if given.is_some() {
        commands.push(Command::CloseDialog);
    }
}
