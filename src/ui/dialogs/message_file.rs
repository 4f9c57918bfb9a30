//! Which file holds the message to be checked.

use std::path::{Path, PathBuf};

use egui::{Button, Id, Label, RichText, Ui};

use super::{Dialogs, Modal};
use crate::model::{Command, Model, TaskKey};
use crate::ui::Commands;
use crate::ui::theme::tokens;
use crate::ui::widgets::{DialogAnswer, LabelledField};

/// Where the next file probably lies: where the one before did, or else beside the workspace.
pub(super) fn usual_folder(model: &Model) -> String {
    let newest = model.inbox.recent_files.first();
    let folder = newest.map(PathBuf::as_path).or_else(|| model.root());
    let folder = folder.and_then(Path::parent).map(|it| it.join(""));
    folder.map_or_else(String::new, |folder| folder.display().to_string())
}

impl Dialogs {
    /// Asks for the file.
    pub(super) fn message_file_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands) {
        let typed = self.folder.trim();
        let path = PathBuf::from(typed);
        let is_busy = model
            .work
            .iter()
            .any(|work| work.key == TaskKey::AddMessages);
        let names_file = path.is_absolute() && !typed.ends_with(std::path::is_separator);
        let id = Id::unique("message file");
        let dialog = Modal::new(id, "Check a message file", "Add and show", "Cancel")
            .alternative("Browse…")
            .enabled(names_file && !is_busy)
            .width(560.0);
        let (chosen, answer) = dialog.show(ui.ctx(), |ui| {
            ui.label(
                "A message that a mail program saved as .eml, with all its header. It is added to \
                 the inbox as it is; the DNS is asked when you press Check there. You can also drop \
                 files on the window.",
            );
            let field = LabelledField::new("File", &mut self.folder)
                .hint("/home/me/message.eml")
                .mono()
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            if field.changed() && model.inbox.file_error.is_some() {
                commands.push(Command::ForgetFileError);
            }
            if let Some(error) = &model.inbox.file_error {
                let words = RichText::new(error).color(tokens(ui.ctx()).error);
                ui.add(Label::new(words).wrap());
            }
            recent_ui(ui, &model.inbox.recent_files)
        });
        match (chosen, answer) {
            (Some(file), _) => commands.push(Command::AddMessageFiles(vec![file])),
            (None, Some(DialogAnswer::Primary)) => {
                commands.push(Command::AddMessageFiles(vec![path]));
            }
            (None, Some(DialogAnswer::Alternative)) => commands.push(Command::BrowseMessageFile),
            (None, Some(DialogAnswer::Cancel)) => commands.push(Command::CloseDialog),
            (None, None) => {}
        }
    }
}

/// The files of lately; returns the one that was pressed.
fn recent_ui(ui: &mut Ui, files: &[PathBuf]) -> Option<PathBuf> {
    let color = tokens(ui.ctx()).text_muted;
    if !files.is_empty() {
        ui.label(RichText::new("Added lately").color(color));
    }
    let mut chosen = None;
    for file in files {
        let words = RichText::new(file.display().to_string()).color(tokens(ui.ctx()).accent);
        let link = Button::new(words).frame(false).truncate();
        if ui.add(link).clicked() {
            chosen = Some(file.clone());
        }
    }
    chosen
}
