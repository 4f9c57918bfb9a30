//! Questions that are answered with yes or no.

use egui::{Id, Label, RichText, Ui};

use super::Modal;
use crate::domain::safety::Question;
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, CopiedJson, FileKey, Model, ProfileCommand, SendCommand};
use crate::ui::Commands;
use crate::ui::theme::tokens;
use crate::ui::widgets::DialogAnswer;

/// Does what a question leads to: `primary` if it is answered so, else nothing.
pub(super) fn answer(
    commands: &mut Commands,
    answer: Option<DialogAnswer>,
    primary: impl Into<Command>,
) {
    match answer {
        Some(DialogAnswer::Primary) => commands.push(primary),
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}

/// Asks before a template is deleted.
pub(super) fn delete_template_ui(ui: &Ui, key: &TemplateKey, commands: &mut Commands) {
    let title = format!("Delete {key}?");
    let dialog = Modal::new(Id::unique("delete template"), &title, "Delete", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label(format!(
            "The file {} is deleted. Mails of this type in this language then use another template, or none.",
            key.file_path().display(),
        ));
    });
    answer(commands, given, Command::DeleteTemplate(key.clone()));
}

/// Asks before what was typed is taken back.
pub(super) fn revert_ui(ui: &Ui, key: &FileKey, commands: &mut Commands) {
    let title = format!("Go back to the saved {key}?");
    let dialog = Modal::new(Id::unique("revert template"), &title, "Go back", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label("What you changed since it was saved is taken back. Undo brings it here again.");
    });
    answer(commands, given, Command::Revert(key.clone()));
}

/// Asks before the inbox is emptied.
pub(super) fn clear_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let title = format!("Delete all {} messages?", model.inbox.total);
    let dialog = Modal::new(Id::unique("clear inbox"), &title, "Delete all", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label("They can be brought back until Letterhead closes.");
    });
    answer(commands, given, Command::ClearInbox);
}

/// Shows where a link leads before a browser goes there.
pub(super) fn link_ui(ui: &Ui, url: &str, commands: &mut Commands) {
    let dialog = Modal::new(
        Id::unique("open link"),
        "Where this link leads",
        "Open in browser",
        "Close",
    );
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.add(
            Label::new(RichText::new(url).monospace())
                .wrap()
                .selectable(true),
        );
        let note = "Letterhead opens no link by itself. The browser reaches the network.";
        ui.label(RichText::new(note).color(tokens(ui.ctx()).text_muted));
    });
    answer(commands, given, Command::OpenLink(url.to_owned()));
}

/// Asks before a profile is deleted.
pub(super) fn delete_profile_ui(ui: &Ui, name: &str, commands: &mut Commands) {
    let title = format!("Delete connectors/{name}.toml?");
    let dialog = Modal::new(Id::unique("delete connector"), &title, "Delete", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label(
            "The file is deleted. Its secrets stay where they are kept, and the history stays.",
        );
    });
    answer(commands, given, ProfileCommand::Delete(name.to_owned()));
}

/// Asks before the program ends while mails are being sent, or wait in a batch.
pub(super) fn quit_ui(ui: &Ui, model: &Model, commands: &mut Commands) {
    let waiting = model.sending.waiting();
    let title = match waiting {
        0 => "A mail is being sent".to_owned(),
        1 => "1 mail of the batch is not sent yet".to_owned(),
        count => format!("{count} mails of the batch are not sent yet"),
    };
    let dialog = Modal::new(Id::unique("quit"), &title, "Close anyway", "Keep open").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
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
    answer(commands, given, SendCommand::QuitAnyway);
}

/// Asks before secrets go to the clipboard.
pub(super) fn copy_secrets_ui(
    ui: &Ui,
    what: &CopiedJson,
    (known, missing): (usize, &[String]),
    commands: &mut Commands,
) {
    let title = "Copy the JSON with its secrets?";
    let dialog = Modal::new(
        Id::unique("copy secrets"),
        title,
        "Copy with secrets",
        "Cancel",
    )
    .danger()
    .obstacle((known == 0).then_some("None of its secrets is known here"));
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        let count = match known {
            1 => "1 secret".to_owned(),
            count => format!("{count} secrets"),
        };
        let words = if known == 0 {
            "There is nothing to put in yet: give the secrets in the settings of the profile first."
                .to_owned()
        } else {
            format!(
                "The clipboard will hold {count} in clear, where every program on this machine can \
                 read it. Paste it into Logto's Console at once, then copy something else. Nothing \
                 is written to a file."
            )
        };
        ui.add(Label::new(words).wrap());
        for one in missing {
            let words = format!("Stays as a reference: {one}");
            let words = RichText::new(words).small().color(tokens(ui.ctx()).warning);
            ui.add(Label::new(words).wrap());
        }
    });
    answer(
        commands,
        given,
        ProfileCommand::CopyWithSecrets(what.clone()),
    );
}

/// Asks before the history of sends is forgotten.
pub(super) fn clear_history_ui(ui: &Ui, commands: &mut Commands) {
    let title = "Forget all sends?";
    let dialog = Modal::new(Id::unique("clear history"), title, "Forget", "Cancel").danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label("What was sent stays sent; its records on this machine are deleted for good.");
    });
    answer(commands, given, SendCommand::ClearHistory);
}

/// Asks once more before a production profile sends.
pub(super) fn production_ui(ui: &Ui, question: &Question, commands: &mut Commands) {
    let dialog = Modal::new(
        Id::unique("production"),
        &question.title,
        &question.confirm,
        "Cancel",
    )
    .danger();
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.add(Label::new(&question.text).wrap());
    });
    answer(commands, given, SendCommand::Confirm);
}
