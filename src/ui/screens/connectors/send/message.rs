//! The mail that is sent: its type, language, flow, payload and recipient.

use egui::Ui;

use crate::domain::logto::{UsageType, flows_of};
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, Model, PanelTab, SendCommand};
use crate::ui::Commands;
use crate::ui::widgets::{Button, ButtonLook, LabelledCombo, LabelledField};

/// Width of the column of names.
const NAMES: f32 = 92.0;

/// What is typed.
#[derive(Default)]
pub(super) struct MessageFields {
    recipient: String,
}

impl MessageFields {
    /// Draws the fields.
    pub fn ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        let Some(key) = &model.design.selected else {
            ui.label("There is no template yet: make one in Design");
            return;
        };
        type_ui(ui, model, key, commands);
        language_ui(ui, model, key, commands);
        flow_ui(ui, model, key, commands);
        payload_ui(ui, model, commands);
        self.recipient_ui(ui, model, commands);
    }

    /// Draws the field of the recipient.
    pub fn recipient_ui(&mut self, ui: &mut Ui, model: &Model, commands: &mut Commands) {
        // What was chosen elsewhere is taken over while nobody types here.
        if !ui.ctx().text_edit_focused() {
            model.design.recipient.clone_into(&mut self.recipient);
        }
        let field = LabelledField::new("To", &mut self.recipient).left(NAMES);
        if field.show(ui).changed() {
            commands.push(Command::SetRecipient(self.recipient.clone()));
        }
    }
}

fn type_ui(ui: &mut Ui, model: &Model, key: &TemplateKey, commands: &mut Commands) {
    let has = |usage_type: &UsageType| model.templates_of(*usage_type).next().is_some();
    let types: Vec<(UsageType, &str)> = UsageType::ALL
        .into_iter()
        .filter(has)
        .map(|one| (one, one.as_str()))
        .collect();
    let mut chosen = key.usage_type;
    let combo = LabelledCombo::new("Usage type", &mut chosen, &types).left(NAMES);
    if combo.show(ui).changed() {
        let same = TemplateKey::new(chosen, key.tag.clone());
        let first = || model.templates_of(chosen).next();
        let to = model
            .template(&same)
            .is_some()
            .then_some(same)
            .or_else(first);
        commands.extend(to.map(SendCommand::ChooseMail));
    }
}

fn language_ui(ui: &mut Ui, model: &Model, key: &TemplateKey, commands: &mut Commands) {
    let keys: Vec<TemplateKey> = model.templates_of(key.usage_type).collect();
    let words = |key: &TemplateKey| {
        if key.is_connector_default() {
            return "The connector's own template".to_owned();
        }
        let name = crate::domain::language::english_name(&key.tag);
        format!("{} · {name}", key.tag)
    };
    let words: Vec<String> = keys.iter().map(words).collect();
    let options: Vec<(TemplateKey, &str)> = keys
        .into_iter()
        .zip(words.iter().map(String::as_str))
        .collect();
    let mut chosen = key.clone();
    let combo = LabelledCombo::new("Language", &mut chosen, &options).left(NAMES);
    if combo.show(ui).changed() {
        commands.push(SendCommand::ChooseMail(chosen));
    }
}

fn flow_ui(ui: &mut Ui, model: &Model, key: &TemplateKey, commands: &mut Commands) {
    let flows = flows_of(key.usage_type);
    let options: Vec<_> = flows.iter().map(|flow| (*flow, flow.label())).collect();
    let mut chosen = model.design.flow;
    let combo = LabelledCombo::new("Flow", &mut chosen, &options).left(NAMES);
    if combo.show(ui).changed() {
        commands.push(Command::SetFlow(chosen));
    }
}

fn payload_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let choices = model.payload_choices();
    let options: Vec<_> = choices
        .iter()
        .map(|(choice, name)| (choice.clone(), name.as_str()))
        .collect();
    let Some(payload) = model.design.payload() else {
        return;
    };
    let mut chosen = payload.choice.clone();
    let combo = LabelledCombo::new("Payload", &mut chosen, &options).left(NAMES);
    if combo.show(ui).changed() {
        commands.push(Command::ChoosePayload(chosen));
    }
    ui.horizontal(|ui| {
        ui.add_space(NAMES + ui.spacing().item_spacing.x);
        let words = if payload.is_modified {
            "Changed; edit variables…"
        } else {
            "Edit variables…"
        };
        if ui.add(Button::new(words, ButtonLook::Flat)).clicked() {
            commands.act(crate::model::Action::ShowDesign);
            commands.push(Command::ShowTab(PanelTab::Payload));
        }
    });
}
