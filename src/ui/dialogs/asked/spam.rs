//! What `SpamAssassin` says of a mail.

use std::time::Duration;

use egui::{Grid, Id, Label, RichText, ScrollArea, Ui};

use super::super::Modal;
use super::{WIDTH, list_height, told_ui};
use crate::domain::checks::spam::{SpamRule, SpamVerdict, server};
use crate::domain::workspace::TemplateKey;
use crate::model::{AskState, AskedCommand, Command, Model, SpamCheck, TaskKey};
use crate::ui::Commands;
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::{DialogAnswer, LabelledField, Tone, busy};

/// What was typed.
#[derive(Default)]
pub struct SpamDialog {
    server: String,
}

impl SpamDialog {
    /// Fills in what the dialog begins with.
    pub fn begin(&mut self, model: &Model) {
        model.spamd().clone_into(&mut self.server);
    }

    /// Draws the dialog; `focus` is whether the field wants the keyboard.
    pub fn ui(
        &mut self,
        ui: &Ui,
        model: &Model,
        key: &TemplateKey,
        commands: &mut Commands,
        focus: &mut bool,
    ) {
        let check = model.asked.spam.get(key);
        let is_running = check.is_some_and(|check| check.state.is_running());
        let title = format!("Ask SpamAssassin about {key}");
        let wrong = server(&self.server).err();
        let primary = match check {
            _ if is_running => "Stop",
            Some(_) => "Ask again",
            None => "Ask",
        };
        let cancel = if check.is_some() { "Close" } else { "Cancel" };
        let mut dialog = Modal::new(Id::unique("ask spam"), &title, primary, cancel)
            .enabled(is_running || wrong.is_none())
            .width(WIDTH);
        let verdict = check.and_then(|check| check.verdict.as_ref());
        if verdict.is_some() {
            dialog = dialog.alternative("Copy");
        }
        let ((), given) = dialog.show(ui.ctx(), |ui| {
            ui.label(
                "The mail goes to this server with the values of a sample; spamd has to run there. \
                 It judges the mail as it is written, not the way it travels. The server that you \
                 ask is kept in letterhead.toml.",
            );
            let field = LabelledField::new("Server", &mut self.server)
                .hint("127.0.0.1:783")
                .error(wrong.as_deref())
                .mono()
                .show(ui);
            if std::mem::take(focus) {
                field.request_focus();
            }
            if let Some(check) = check {
                let has_changed = model.has_changed_since(key, &check.texts);
                check_ui(ui, model, check, has_changed);
            }
        });
        match given {
            Some(DialogAnswer::Primary) if is_running => {
                commands.push(Command::Cancel(TaskKey::Spam(key.clone())));
            }
            Some(DialogAnswer::Primary) => {
                let server = self.server.trim().to_owned();
                commands.push(AskedCommand::AskSpam(key.clone(), server));
            }
            Some(DialogAnswer::Alternative) => {
                commands.extend(check.map(|check| Command::Copy(check.as_text())));
            }
            Some(DialogAnswer::Cancel) => commands.push(Command::CloseDialog),
            None => {}
        }
    }
}

fn check_ui(ui: &mut Ui, model: &Model, check: &SpamCheck, has_changed: bool) {
    match &check.state {
        AskState::Running { since_ms } => {
            let elapsed = Duration::from_millis(model.now_ms.saturating_sub(*since_ms));
            busy(ui, "Asking SpamAssassin", elapsed);
        }
        AskState::Failed(why) => {
            told_ui(ui, Tone::Error, &format!("There is no answer. {why}"));
        }
        AskState::Stopped => told_ui(ui, Tone::Neutral, "Stopped before there was an answer."),
        AskState::Planned | AskState::Done => {}
    }
    if let Some(verdict) = &check.verdict {
        if has_changed {
            let words = "The mail was changed since; this is about what it was before.";
            told_ui(ui, Tone::Warning, words);
        }
        verdict_ui(ui, verdict);
    }
}

fn verdict_ui(ui: &mut Ui, verdict: &SpamVerdict) {
    let (tone, word) = if verdict.is_spam {
        (Tone::Warning, "It is taken for spam")
    } else {
        (Tone::Success, "It is not taken for spam")
    };
    let (score, threshold) = (verdict.score, verdict.threshold);
    let words = format!("{word}: {score} points, where {threshold} are the threshold");
    told_ui(ui, tone, &words);
    if verdict.rules.is_empty() {
        ui.label("No rule applies.");
        return;
    }
    let height = list_height(ui);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.set_width(ui.available_width());
        Grid::new("rules of spamassassin")
            .num_columns(3)
            .spacing([space::M, space::XS])
            .min_row_height(0.0)
            .show(ui, |ui| {
                let mut rules: Vec<&SpamRule> = verdict.rules.iter().collect();
                rules.sort_by(|one, other| other.points.total_cmp(&one.points));
                for rule in rules {
                    rule_ui(ui, rule);
                    ui.end_row();
                }
            });
    });
}

fn rule_ui(ui: &mut Ui, rule: &SpamRule) {
    let tokens = tokens(ui.ctx());
    let color = if rule.points > 0.0 {
        tokens.warning
    } else {
        tokens.text_muted
    };
    // Rules that only inform come as -0.0.
    let points = format!("{:5.1}", rule.points + 0.0);
    ui.label(RichText::new(points).monospace().color(color));
    ui.label(
        RichText::new(&rule.name)
            .font(fonts::caption())
            .color(tokens.text),
    );
    ui.add(Label::new(RichText::new(&rule.description).color(tokens.text_muted)).wrap());
}
