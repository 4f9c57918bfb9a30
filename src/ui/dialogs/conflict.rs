//! A file that was changed by another program while it was edited here.

use egui::{Id, Ui};

use super::{Dialogs, Modal};
use crate::domain::logto::Field;
use crate::model::{Command, Conflict, ConflictChoice, FileKey, Model, TemplateTexts};
use crate::ui::Commands;
use crate::ui::widgets::{DialogAnswer, DiffState, DiffView};

impl Dialogs {
    /// Mine and theirs side by side.
    pub(super) fn conflict_ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        key: &FileKey,
        commands: &mut Commands,
    ) {
        let Some(document) = model.file(key) else {
            commands.push(Command::CloseDialog);
            return;
        };
        let title = format!("{key} was changed by another program");
        let width = (ui.ctx().content_rect().width() * 0.8).clamp(420.0, 1100.0);
        let dialog =
            Modal::new(Id::unique("conflict"), &title, "Keep mine", "Decide later").width(width);
        let can_take = !matches!(document.conflict, None | Some(Conflict::Broken(_)));
        let dialog = if can_take {
            dialog.alternative("Take theirs")
        } else {
            dialog
        };
        let ((), given) = dialog.show(ui.ctx(), |ui| match &document.conflict {
        None => {
            ui.label("The conflict is over.");
        }
        Some(Conflict::Deleted) => {
            ui.label("The file was deleted. Keep mine writes it again; take theirs deletes it here too.");
        }
        Some(Conflict::Broken(reason)) => {
            ui.label(format!("The file cannot be read any more: {reason}. Keep mine replaces it."));
        }
        Some(Conflict::Changed(theirs)) => {
            ui.label("Keep mine saves your text over the file. Take theirs shows the file’s text here. Undo brings the other one back.");
            differences_ui(ui, theirs, &document.texts, &mut self.diff);
        }
    });
        let choice = match given {
            Some(DialogAnswer::Primary) => ConflictChoice::KeepMine,
            Some(DialogAnswer::Alternative) => ConflictChoice::TakeTheirs,
            Some(DialogAnswer::Cancel) => {
                commands.push(Command::CloseDialog);
                return;
            }
            None => return,
        };
        commands.push(Command::Resolve(key.clone(), choice));
    }
}

fn differences_ui(ui: &mut Ui, theirs: &TemplateTexts, mine: &TemplateTexts, diff: &mut DiffState) {
    for (field, label) in [
        (Field::Subject, "Subject"),
        (Field::ReplyTo, "Reply-To"),
        (Field::SendFrom, "From"),
    ] {
        let (theirs, mine) = (theirs.field(field), mine.field(field));
        if theirs != mine {
            ui.label(format!("{label}: “{theirs}” became “{mine}” here"));
        }
    }
    let height = (ui.ctx().content_rect().height() * 0.5).max(160.0);
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        DiffView::new("Differences", &theirs.content, &mine.content)
            .titles("The file now", "Typed here")
            .show(ui, diff);
    });
}
