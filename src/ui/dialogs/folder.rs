//! Which folder is opened as a workspace, or becomes one.

use egui::{Id, RichText, Ui};

use super::questions::answer;
use super::{Dialogs, Modal};
use crate::model::{Command, FolderUse, Model};
use crate::ui::Commands;
use crate::ui::theme::tokens;
use crate::ui::widgets::{DialogAnswer, LabelledField};

impl Dialogs {
    /// Asks for a folder.
    pub(super) fn folder_ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        purpose: FolderUse,
        commands: &mut Commands,
    ) {
        let (title, words, primary) = match purpose {
            FolderUse::Open => (
                "Open workspace",
                "The folder that holds letterhead.toml. You can also drop it on the window.",
                "Open",
            ),
            FolderUse::Create => (
                "New workspace from the samples",
                "A folder that is empty or does not exist yet.",
                "Create",
            ),
        };
        let path = std::path::PathBuf::from(self.folder.trim());
        let dialog = Modal::new(Id::unique("folder"), title, primary, "Cancel")
            .alternative("Browse…")
            .enabled(path.is_absolute())
            .width(520.0);
        let mut chosen = None;
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            ui.label(words);
            let field = LabelledField::new("Folder", &mut self.folder)
                .hint("/home/me/mails")
                .mono()
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            if purpose == FolderUse::Open && !model.recent.is_empty() {
                ui.label(RichText::new("Opened lately").color(tokens(ui.ctx()).text_muted));
                for folder in model.recent.iter().take(6) {
                    if ui.link(folder.display().to_string()).clicked() {
                        chosen = Some(folder.clone());
                    }
                }
            }
        });
        match (chosen, answer) {
            (Some(folder), _) => commands.push(Command::Open(folder)),
            (None, Some(DialogAnswer::Primary)) => commands.push(match purpose {
                FolderUse::Open => Command::Open(path),
                FolderUse::Create => Command::Create(path),
            }),
            (None, Some(DialogAnswer::Alternative)) => commands.push(Command::Browse(purpose)),
            (None, Some(DialogAnswer::Cancel)) => commands.push(Command::CloseDialog),
            (None, None) => {}
        }
    }
}

/// Asks whether a folder shall become a workspace.
pub(super) fn make_ui(ui: &Ui, root: &std::path::Path, commands: &mut Commands) {
    let dialog = Modal::new(
        Id::unique("make workspace"),
        "This folder is no workspace yet",
        "Make one from the samples",
        "Cancel",
    );
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label(format!(
            "{} has no letterhead.toml. An empty folder can become a workspace with the samples in it.",
            root.display(),
        ));
    });
    answer(commands, given, Command::Create(root.to_owned()));
}
