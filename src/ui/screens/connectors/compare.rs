//! In what two profiles differ, and promoting one to the other.

use std::sync::Arc;

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui};

use crate::domain::authoring::SourceKey;
use crate::domain::connector::difference::{Change, ChangeKind, Comparison, Shown, TemplateChange};
use crate::domain::workspace::ConnectorProfile;
use crate::model::{CopiedJson, Model, ProfileCommand, ProfileComparison, ProfileView};
use crate::ui::panels::finding_ui;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{
    Button, ButtonLook, DiffLayout, DiffState, DiffView, LabelledCombo, empty_state, toggle,
};
use crate::ui::{Commands, View};

/// The tab's own state.
#[derive(Default)]
pub(super) struct CompareTab {
    diff: DiffState,
    shows_json: bool,
}

impl CompareTab {
    /// Draws the tab.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        shown: &ProfileView,
        commands: &mut Commands,
    ) {
        let model = view.model;
        let margin = Margin::symmetric(space::M as i8, space::S as i8);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            with_ui(ui, model, shown, commands);
        });
        let Some(made) = &model.connectors.comparison else {
            let sentence = "Choose the profile to compare with, such as production: what differs is \
                            listed, and what a promotion would change";
            let others = model.connectors.views.len() > 1;
            let title = if others {
                "Choose a profile"
            } else {
                "There is no other profile"
            };
            empty_state(ui, icons::COMPARE, title, sentence, None);
            return;
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                self.made_ui(ui, made, commands);
                unsaved_ui(ui, model, made, commands);
            });
        });
    }

    fn made_ui(&mut self, ui: &mut Ui, made: &ProfileComparison, commands: &mut Commands) {
        let (this, other) = (made.this.title(), made.other.title());
        heading(ui, &format!("What {this} has otherwise than {other}"));
        if made.difference.is_empty() {
            ui.label("Nothing: they are configured alike");
        }
        if let Some((from, to)) = &made.difference.factory {
            ui.label(format!("Connector: {from} there, {to} here"));
        }
        if !made.difference.changes.is_empty() {
            let words = format!(
                "Templates and names of senders go along when {this} is promoted; keys, addresses and \
                 servers stay as {other} has them. The switch before a line takes that over too."
            );
            let muted = tokens(ui.ctx()).text_muted;
            ui.add(Label::new(RichText::new(words).small().color(muted)).wrap());
        }
        for change in &made.difference.changes {
            change_ui(ui, made, change, commands);
        }
        for template in &made.difference.templates {
            template_ui(ui, template);
        }
        heading(ui, &format!("Promoting {this} to {other}"));
        let count = made.promotion.changes.changes.len() + made.promotion.changes.templates.len();
        let words = match count {
            0 => format!("Nothing of {other} would change."),
            1 => format!("One thing of {other} would change."),
            count => format!(
                "{count} things of {other} would change; what is its own, such as keys and servers, stays."
            ),
        };
        ui.add(Label::new(words).wrap());
        for finding in &made.promotion.warnings {
            finding_ui(ui, finding);
        }
        ui.horizontal(|ui| {
            let copy =
                Button::new("Copy JSON for production", ButtonLook::Primary).icon(icons::COPY);
            if ui.add(copy).clicked() {
                commands.push(ProfileCommand::CopyPromotion);
            }
            let with = Button::new("Copy with secrets…", ButtonLook::Quiet);
            let tooltip = "Puts the secrets that are known here in place of ${…}, after a question";
            if ui.add(with).on_hover_text(tooltip).clicked() {
                commands.push(ProfileCommand::AskCopySecrets(CopiedJson::Promotion));
            }
            let apply = Button::new("Change the profile here", ButtonLook::Quiet);
            let tooltip = format!("Changes {other} in the workspace; undo takes it back");
            if ui.add(apply).on_hover_text(tooltip).clicked() {
                commands.push(ProfileCommand::Promote);
            }
            toggle(ui, "Show the change of the JSON", &mut self.shows_json);
        });
        if self.shows_json {
            // What is shown can be copied, so secrets stand as references here too.
            let before = made.other.profile.as_ref();
            let json = |profile: &ConnectorProfile| profile.config_without_secrets().pretty();
            let before = before.map(|profile| json(profile)).unwrap_or_default();
            let after = made.promoted().as_ref().map(json).unwrap_or_default();
            ui.push_id("json", |ui| {
                DiffView::new("Change of the JSON", &before, &after)
                    .layout(DiffLayout::Unified)
                    .show(ui, &mut self.diff);
            });
        }
    }
}

fn change_ui(ui: &mut Ui, made: &ProfileComparison, change: &Change, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        let mut is_taken = made.chosen.contains(&change.pointer);
        let name = format!("Take over {}", change.path);
        let switch = crate::ui::widgets::named(toggle(ui, "", &mut is_taken), &name);
        if switch.on_hover_text(name).changed() {
            let pointer = change.pointer.clone();
            commands.push(ProfileCommand::TakeOver(pointer, is_taken));
        }
        ui.label(RichText::new(&change.path).font(fonts::mono()));
        let muted = tokens(ui.ctx()).text_muted;
        match &change.kind {
            ChangeKind::Added { new } => {
                ui.label(RichText::new("only here:").color(muted));
                ui.label(words(new));
            }
            ChangeKind::Removed { old } => {
                ui.label(RichText::new("only there:").color(muted));
                ui.label(words(old));
            }
            ChangeKind::Changed { old, new, secrets } => {
                ui.label(words(old));
                ui.label(RichText::new("→").color(muted));
                ui.label(words(new));
                if let Some(secrets) = secrets {
                    ui.label(RichText::new(comparison(*secrets)).color(muted));
                }
            }
        }
    });
}

fn template_ui(ui: &mut Ui, change: &TemplateChange) {
    let words = match (&change.old, &change.new) {
        (None, _) => "only here".to_owned(),
        (_, None) => "only there".to_owned(),
        _ => {
            let fields: Vec<String> = change
                .fields
                .iter()
                .map(|field| format!("{field:?}").to_lowercase())
                .collect();
            format!("differs in {}", fields.join(", "))
        }
    };
    ui.horizontal(|ui| {
        ui.label(icons::inline(icons::MAIL));
        let name = format!("Template {}", change.usage_type);
        ui.label(RichText::new(name).font(fonts::medium()));
        ui.label(RichText::new(words).color(tokens(ui.ctx()).text_muted));
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(space::S);
    ui.add(Label::new(RichText::new(text).font(fonts::title())).truncate());
}

fn words(shown: &Shown) -> String {
    match shown {
        Shown::Value(value) => {
            let text = value.to_string();
            match text.char_indices().nth(80) {
                Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
                None => text,
            }
        }
        Shown::Secret => "a secret".to_owned(),
        Shown::Reference(reference) => reference.to_string(),
    }
}

const fn comparison(secrets: Comparison) -> &'static str {
    match secrets {
        Comparison::Equal => "(the same secret)",
        Comparison::Different => "(different secrets)",
        Comparison::Unknown => "(not known here)",
    }
}

/// Saves the other profile, or takes its last change back, from where a promotion changed it.
fn unsaved_ui(ui: &mut Ui, model: &Model, made: &ProfileComparison, commands: &mut Commands) {
    let key = SourceKey::Connector(made.other.name.clone());
    let changed = model.sources.get(&key);
    let Some(document) = changed.filter(|document| document.is_modified()) else {
        return;
    };
    let (name, other) = (&made.other.name, made.other.title());
    ui.horizontal(|ui| {
        let color = tokens(ui.ctx()).warning;
        ui.label(RichText::new(format!("{other} is changed and not saved yet")).color(color));
        let save = format!("Save {other}");
        if ui.add(Button::new(&save, ButtonLook::Quiet)).clicked() {
            commands.push(ProfileCommand::Save(name.clone()));
        }
        let undo = format!("Undo in {other}");
        if ui.add(Button::new(&undo, ButtonLook::Quiet)).clicked() {
            let text = Arc::clone(&document.texts.content);
            commands.push(ProfileCommand::TakeBack(name.clone(), text));
        }
    });
}

fn with_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    let others = model.connectors.views.values();
    let others = others.filter(|view| view.name != shown.name);
    let mut options: Vec<(Option<String>, &str)> = vec![(None, "Choose…")];
    options.extend(others.map(|view| (Some(view.name.clone()), view.title())));
    let mut chosen = model.connectors.compare_with.clone();
    ui.scope(|ui| {
        ui.set_max_width(360.0);
        let combo = LabelledCombo::new("Compare with", &mut chosen, &options).left(110.0);
        if combo.show(ui).changed() {
            commands.push(ProfileCommand::CompareWith(chosen));
        }
    });
}
