//! The dialog that makes a set of the payload.

use egui::{Id, Ui};

use super::{Dialogs, Modal};
use crate::model::{Command, Model};
use crate::ui::Commands;
use crate::ui::widgets::{DialogAnswer, LabelledField};

impl Dialogs {
    /// Asks for the name of the set.
    pub(super) fn save_payload_ui(&mut self, ui: &Ui, model: &Model, commands: &mut Commands) {
        let title = self.payload_title.trim().to_owned();
        let taken = model.workspace.iter().flat_map(|open| &open.files.payloads);
        let is_taken = taken.clone().any(|set| set.title == title);
        let error = is_taken.then_some("There is one with this name; it would be replaced");
        let dialog = Modal::new(
            Id::unique("save payload"),
            "Save payload as a set",
            "Save",
            "Cancel",
        )
        .enabled(!title.is_empty());
        let ((), answer) = dialog.show(ui.ctx(), |ui| {
            ui.label(
                "It becomes a file in the folder payloads, for everybody who has the workspace.",
            );
            let field = LabelledField::new("Name", &mut self.payload_title)
                .hint("Long names")
                .error(error)
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
        });
        match answer {
            Some(DialogAnswer::Primary) => commands.push(Command::SavePayload { title }),
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }
}
