//! The links of a mail: what would be asked, then what came of it.

use std::collections::BTreeMap;

use egui::{Id, Label, RichText, ScrollArea, Ui};

use super::super::Modal;
use super::{WIDTH, list_height, muted_ui, told_ui};
use crate::domain::checks::links::fetch::{LinkFetch, LinkLook, findings};
use crate::domain::finding::Severity;
use crate::domain::workspace::TemplateKey;
use crate::model::{AskState, AskedCommand, Command, LinkCheck, Model, Target, TaskKey};
use crate::ui::Commands;
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{DialogAnswer, Tone, progress_bar};

/// Draws the dialog.
pub fn ui(ui: &Ui, model: &Model, key: &TemplateKey, commands: &mut Commands) {
    let Some(check) = model.asked.links.get(key) else {
        commands.push(Command::CloseDialog);
        return;
    };
    let title = format!("Links of {key}");
    let has_changed = model.has_changed_since(key, &check.texts);
    let count = check.plan.wanted.len();
    let (primary, cancel) = match &check.state {
        AskState::Planned if count == 0 => ("Look", "Close"),
        AskState::Planned => ("Look", "Cancel"),
        AskState::Running { .. } => ("Stop", "Close"),
        _ => ("Look again", "Close"),
    };
    let mut dialog = Modal::new(Id::unique("check links"), &title, primary, cancel).width(WIDTH);
    if check.state == AskState::Planned {
        dialog = dialog.enabled(count > 0);
    } else {
        dialog = dialog.alternative("Copy");
    }
    let shown = Shown {
        model,
        check,
        has_changed,
    };
    let ((), given) = dialog.show(ui.ctx(), |ui| shown.ui(ui, commands));
    match given {
        Some(DialogAnswer::Primary) if check.state.is_running() => {
            commands.push(Command::Cancel(TaskKey::Links(key.clone())));
        }
        Some(DialogAnswer::Primary) => {
            if has_changed {
                commands.push(AskedCommand::PlanLinks(key.clone()));
            }
            // A plan that has just been made anew is shown before anything is asked.
            if !has_changed {
                commands.push(AskedCommand::LookAtLinks(key.clone()));
            }
        }
        Some(DialogAnswer::Alternative) => commands.push(Command::Copy(check.as_text())),
        Some(DialogAnswer::Cancel) => commands.push(Command::CloseDialog),
        None => {}
    }
}

struct Shown<'a> {
    model: &'a Model,
    check: &'a LinkCheck,
    has_changed: bool,
}

impl Shown<'_> {
    fn ui(&self, ui: &mut Ui, commands: &mut Commands) {
        let check = self.check;
        if self.has_changed {
            let words =
                "The mail was changed since. Look again shows first what would be asked now.";
            told_ui(ui, Tone::Warning, words);
        }
        match &check.state {
            AskState::Planned => told_of_plan_ui(ui, check),
            AskState::Running { .. } => {
                let (known, all) = (check.known(), check.looks.len());
                let words = format!("{known} of {all} known");
                let fraction = known as f32 / all.max(1) as f32;
                progress_bar(ui, "Looking at the links", Some(fraction), &words);
            }
            AskState::Done => muted_ui(ui, summary(check)),
            AskState::Stopped => told_ui(ui, Tone::Neutral, "Stopped: this is not all."),
            AskState::Failed(why) => told_ui(ui, Tone::Error, why),
        }
        let height = list_height(ui);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            if check.state == AskState::Planned {
                hosts_ui(ui, check);
            } else {
                for (fetch, look) in check.plan.wanted.iter().zip(&check.looks) {
                    self.row_ui(ui, fetch, look.as_ref(), commands);
                }
            }
            self.refused_ui(ui, commands);
        });
    }

    fn row_ui(
        &self,
        ui: &mut Ui,
        fetch: &LinkFetch,
        look: Option<&LinkLook>,
        commands: &mut Commands,
    ) {
        let found = look.map_or_else(Vec::new, |look| findings(fetch, look));
        let tone = match (look, found.first()) {
            (None, _) => Tone::Neutral,
            (Some(_), None) => Tone::Success,
            (Some(_), Some(worst)) => Tone::from(worst.severity),
        };
        let icon = if look.is_some() {
            tone.icon()
        } else {
            icons::MORE
        };
        self.address_ui(
            ui,
            icons::inline(icon).color(tone.color(tokens(ui.ctx()))),
            fetch,
            commands,
        );
        below_ui(ui, |ui| {
            let Some(look) = look else {
                muted_ui(ui, "not known yet");
                return;
            };
            muted_ui(ui, look.to_string());
            for step in &look.redirects {
                muted_ui(ui, format!("{} to {}", step.status, step.to));
            }
            for finding in found {
                let tone = Tone::from(finding.severity);
                told_ui(ui, tone, &finding.message);
                if let Some(hint) = finding.hint {
                    muted_ui(ui, hint);
                }
            }
        });
        ui.add_space(space::XS);
    }

    /// An address that leads to its place, as long as the mail is the one that was looked at.
    fn address_ui(&self, ui: &mut Ui, icon: RichText, fetch: &LinkFetch, commands: &mut Commands) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.label(icon);
            let text = RichText::new(&fetch.written).monospace();
            if self.has_changed {
                ui.add(Label::new(text).truncate());
                return;
            }
            let link = ui
                .add(egui::Link::new(text))
                .on_hover_text("Show in the source");
            if link.clicked() {
                let composition = self.model.design.composition.as_ref();
                let composition = composition.map(|(_, composition)| composition.as_ref());
                commands.push(Command::CloseDialog);
                commands.push(Command::Reveal(Target::of_composed(
                    composition,
                    fetch.span,
                )));
            }
        });
    }

    fn refused_ui(&self, ui: &mut Ui, commands: &mut Commands) {
        let refused = &self.check.plan.refused;
        if refused.is_empty() {
            return;
        }
        ui.label(RichText::new("Not looked at").strong());
        for (fetch, reason) in refused {
            let muted = tokens(ui.ctx()).text_muted;
            self.address_ui(ui, icons::inline(icons::INFO).color(muted), fetch, commands);
            below_ui(ui, |ui| {
                muted_ui(ui, reason.to_string());
            });
        }
    }
}

/// What would be asked.
fn told_of_plan_ui(ui: &mut Ui, check: &LinkCheck) {
    let plan = &check.plan;
    if plan.wanted.is_empty() {
        ui.label("This mail has no link or picture that can be looked at.");
        return;
    }
    let words = format!(
        "{} would be asked for {}, once each, with the values of a sample. Nothing is asked before \
         you say so.",
        counted(plan.hosts().len(), "server", "servers"),
        counted(plan.wanted.len(), "page or picture", "pages and pictures"),
    );
    ui.label(words);
}

/// How many were looked at, and how many of them need a person.
fn summary(check: &LinkCheck) -> String {
    let needs_care = |(fetch, look): &(&LinkFetch, &Option<LinkLook>)| {
        let found = look.as_ref().map(|look| findings(fetch, look));
        found.is_some_and(|found| found.iter().any(|one| one.severity < Severity::Info))
    };
    let wanted = check.plan.wanted.iter().zip(&check.looks);
    let all = counted(check.known(), "address", "addresses");
    match wanted.filter(needs_care).count() {
        0 => format!("{all}, all as they should be"),
        1 => format!("{all}, one of which needs a look"),
        count => format!("{all}, {count} of which need a look"),
    }
}

/// What belongs to the line above, which begins with an icon.
fn below_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let margin = egui::Margin {
        left: 21,
        ..egui::Margin::ZERO
    };
    egui::Frame::new().inner_margin(margin).show(ui, contents);
}

/// Which servers would be asked.
fn hosts_ui(ui: &mut Ui, check: &LinkCheck) {
    let mut hosts: BTreeMap<String, usize> = BTreeMap::new();
    for fetch in &check.plan.wanted {
        *hosts.entry(fetch.host()).or_default() += 1;
    }
    for (host, count) in hosts {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let muted = tokens(ui.ctx()).text_muted;
            ui.label(icons::inline(icons::REMOTE).color(muted));
            ui.label(RichText::new(host).monospace());
            muted_ui(ui, counted(count, "address", "addresses"));
        });
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
