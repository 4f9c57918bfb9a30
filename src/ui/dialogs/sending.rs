//! Dialogs about sending, its history and secrets on their way out.

use egui::{Id, Label, RichText, Ui};

use super::Modal;
use crate::model::{Command, Model, ProfileCommand, SendCommand};
use crate::ui::Commands;
use crate::ui::theme::tokens;
use crate::ui::widgets::DialogAnswer;

/// Asks before the program ends while mails are being sent, or wait in a batch.
pub(super) fn quit_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let waiting = model.sending.waiting();
    let title = match waiting {
        0 => "A mail is being sent".to_owned(),
        1 => "1 mail of the batch is not sent yet".to_owned(),
        count => format!("{count} mails of the batch are not sent yet"),
    };
    let dialog = Modal::new(Id::unique("quit"), &title, "Close anyway", "Keep open").danger();
    let ((), answer) = dialog.show(ui.ctx(), |ui| {
        if waiting > 0 {
            let words =
                "If you close now, they are not sent; the history will list them as not sent.";
            ui.add(Label::new(words).wrap());
        }
        let words = if model.is_under_way() {
            "Of what is under way the answer is lost: the history will say that nobody knows \
             whether it went."
        } else if waiting == 0 {
            "It has ended by now; nothing is lost."
        } else {
            return;
        };
        ui.add(Label::new(words).wrap());
    });
    match answer {
        Some(DialogAnswer::Primary) => commands.push(SendCommand::QuitAnyway),
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}

/// Asks before secrets go to the clipboard.
pub(super) fn copy_secrets_ui(ui: &Ui, known: usize, missing: &[String], commands: &mut Commands) {
    let title = "Copy the JSON with its secrets?";
    let dialog = Modal::new(
        Id::unique("copy secrets"),
        title,
        "Copy with secrets",
        "Cancel",
    )
    .danger()
    .obstacle((known == 0).then_some("None of its secrets is known here"));
    let ((), answer) = dialog.show(ui.ctx(), |ui| {
        let count = match known {
            1 => "1 secret".to_owned(),
            count => format!("{count} secrets"),
        };
        let words = format!(
            "The clipboard will hold {count} in clear, where every program on this machine can read \
             it. Paste it into Logto's Console at once, then copy something else. Nothing is written \
             to a file."
        );
        ui.add(Label::new(words).wrap());
        for one in missing {
            let words = format!("Stays as a reference: {one}");
            let words = RichText::new(words).small().color(tokens(ui.ctx()).warning);
            ui.add(Label::new(words).wrap());
        }
    });
    match answer {
        Some(DialogAnswer::Primary) => commands.push(ProfileCommand::CopyPromotionWithSecrets),
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
