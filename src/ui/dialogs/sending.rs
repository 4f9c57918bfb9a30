//! Dialogs about sending and its history.

use egui::{Id, Label, Ui};

use super::Modal;
use crate::model::{Command, Model, SendCommand};
use crate::ui::Commands;
use crate::ui::widgets::DialogAnswer;

/// Asks before the program ends while a mail is being sent.
pub(super) fn quit_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let title = "A mail is being sent";
    let dialog = Modal::new(Id::unique("quit"), title, "Close anyway", "Keep open").danger();
    let ((), answer) = dialog.show(ui.ctx(), |ui| {
        let words = if model.is_sending() {
            "If you close now, the answer is lost: the history will say that nobody knows whether \
             the mail went."
        } else {
            "It has ended by now; nothing is lost."
        };
        ui.add(Label::new(words).wrap());
    });
    match answer {
        Some(DialogAnswer::Primary) => commands.push(SendCommand::QuitAnyway),
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}

/// Asks before the history of sends is forgotten.
pub(super) fn clear_history_ui(ui: &Ui, commands: &mut Commands) {
    let title = "Forget all sends?";
    let dialog = Modal::new(Id::unique("clear history"), title, "Forget", "Cancel").danger();
    let ((), answer) = dialog.show(ui.ctx(), |ui| {
        ui.label("What was sent stays sent; its records on this machine are deleted for good.");
    });
    match answer {
        Some(DialogAnswer::Primary) => commands.push(SendCommand::ClearHistory),
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}

/// Asks once more before a production profile sends.
pub(super) fn production_ui(
    ui: &Ui,
    question: &crate::domain::safety::Question,
    commands: &mut Commands,
) {
    let dialog = Modal::new(
        Id::unique("production"),
        &question.title,
        &question.confirm,
        "Cancel",
    )
    .danger();
    let ((), answer) = dialog.show(ui.ctx(), |ui| {
        ui.add(Label::new(&question.text).wrap());
    });
    match answer {
        Some(DialogAnswer::Primary) => commands.push(SendCommand::Confirm),
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}
