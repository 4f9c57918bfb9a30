//! Dialogs about problems: what a rule means, and why it is ignored.

use egui::{Id, RichText, Ui};

use super::{Dialogs, Modal};
use crate::model::{Command, Model, ProblemCommand, rule_of};
use crate::ui::Commands;
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::{DialogAnswer, LabelledField, toggle};

/// The most of an example that is shown, in characters.
const LONGEST: usize = 600;

/// What a rule means.
pub(super) fn why_ui(ui: &Ui, code: &str, commands: &mut Commands) {
    let Some(rule) = rule_of(code) else {
        commands.push(Command::CloseDialog);
        return;
    };
    let dialog = Modal::new(Id::unique("why problem"), rule.title, "Close", "Close").width(560.0);
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        ui.label(rule.why);
        for (word, example) in [("Bad", rule.bad), ("Good", rule.good)] {
            ui.add_space(space::S);
            ui.label(RichText::new(word).strong());
            let shown: String = example.text().chars().take(LONGEST).collect();
            ui.label(RichText::new(shown).monospace());
        }
        ui.add_space(space::S);
        let muted = tokens(ui.ctx()).text_muted;
        let id = format!("{} · {}", rule.group.label(), rule.id);
        ui.label(RichText::new(id).small().color(muted));
        let source = format!("Source: {}", rule.source);
        ui.label(RichText::new(source).small().color(muted));
    });
    if given.is_some() {
        commands.push(Command::CloseDialog);
    }
}

impl Dialogs {
    /// Asks why a rule shall be ignored.
    pub(super) fn ignore_ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        code: &'static str,
        commands: &mut Commands,
    ) {
        let title = format!("Ignore {code}");
        let reason = self.reason.trim().to_owned();
        let dialog = Modal::new(Id::unique("ignore problem"), &title, "Ignore", "Cancel")
            .enabled(!reason.is_empty() && model.is_writable());
        let ((), given) = dialog.show(ui.ctx(), |ui| {
            ui.label("It is written into letterhead.toml, for everybody who has the workspace.");
            let field = LabelledField::new("Reason", &mut self.reason)
                .hint("Our brand colour, agreed with the designers")
                .show(ui);
            if std::mem::take(&mut self.focus_field) {
                field.request_focus();
            }
            ui.add_space(space::S);
            toggle(ui, "In all templates", &mut self.everywhere);
        });
        match given {
            Some(DialogAnswer::Primary) => {
                commands.push(Command::Problem(ProblemCommand::Ignore {
                    rule: code,
                    everywhere: self.everywhere,
                    reason,
                }));
            }
            Some(_) => commands.push(Command::CloseDialog),
            None => {}
        }
    }
}
