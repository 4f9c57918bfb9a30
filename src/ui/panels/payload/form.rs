//! The payload as a form.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Margin, RichText, ScrollArea, Ui};
use serde_json::Value;

use super::PayloadView;
use super::edit;
use super::others::NewVariable;
use super::row::Rows;
use crate::domain::logto::{Variable, variables};
use crate::ui::theme::{space, tokens};
use crate::ui::widgets::toggle;

/// The form's own state.
#[derive(Default)]
pub(super) struct Form {
    /// What is typed, by path.
    pub typed: BTreeMap<String, Typed>,
    /// What was switched off or made null, by path, to be put back.
    pub kept: BTreeMap<String, Value>,
    /// The variable that is being added.
    pub new: Option<NewVariable>,
    of: Option<Arc<str>>,
}

/// The text of a field.
pub(super) struct Typed {
    /// As typed.
    pub text: String,
    /// Whether it stands for JSON where it reads as such, since the value was no text.
    pub is_json: bool,
}

impl Typed {
    /// The text of a field that holds `value`.
    pub fn of(value: &Value) -> Self {
        Self {
            text: edit::as_text(value),
            is_json: !value.is_string(),
        }
    }

    /// What it stands for.
    pub fn value(&self) -> Value {
        if self.is_json {
            edit::text_or_json(&self.text)
        } else {
            Value::String(self.text.clone())
        }
    }
}

/// What a person did to the value at a path.
pub(super) enum Change {
    /// It is this now.
    Set(Value),
    /// It is no longer there, but may come back.
    SwitchOff,
    /// It is removed for good.
    Remove,
}

/// The changes of a frame.
pub(super) type Changes = Vec<(Vec<String>, Change)>;

impl Form {
    /// Draws the form; the new JSON, if something was changed.
    pub fn ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<Arc<str>> {
        let is_mine = |of: &Arc<str>| Arc::ptr_eq(of, view.text);
        if !self.of.as_ref().is_some_and(is_mine) {
            self.typed.clear();
            self.kept.clear();
            self.of = Some(Arc::clone(view.text));
        }
        let known = variables(view.flow, view.usage_type);
        let mut changes = Changes::new();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let margin = Margin::symmetric(space::M as i8, space::XS as i8);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                self.look_up_ui(ui, view, known, &mut changes);
                let mut rows = Rows::new(ui, self, view);
                for variable in known {
                    rows.variable_ui(ui, variable, &mut Vec::new(), &mut changes);
                }
                rows.others_ui(ui, known, &mut changes);
            });
        });
        if changes.is_empty() {
            return None;
        }
        let mut payload = view.value.clone();
        for (path, change) in changes {
            self.apply(&mut payload, &path, change, known);
        }
        let text: Arc<str> = format!("{payload:#}").into();
        self.of = Some(Arc::clone(&text));
        Some(text)
    }

    fn apply(&mut self, payload: &mut Value, path: &[String], change: Change, known: &[Variable]) {
        match change {
            Change::Set(value) => edit::set(payload, path, value, known),
            Change::SwitchOff => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                if let Some(value) = edit::get(payload, &names) {
                    self.kept.insert(path.join("."), value.clone());
                }
                edit::unset(payload, path);
            }
            Change::Remove => {
                self.typed.remove(&path.join("."));
                edit::unset(payload, path);
            }
        }
    }

    /// What a variable holds when it is switched on: what it held before, or a realistic value.
    pub fn put_back(&mut self, path: &str, variable: &Variable) -> Value {
        // Its fields are read anew.
        let below = format!("{path}.");
        self.typed
            .retain(|typed, _| typed != path && !typed.starts_with(&below));
        let kept = self.kept.remove(path);
        kept.unwrap_or_else(|| edit::sample(variable))
    }

    /// The switch for what is missing after a failed look-up, where the flow looks something up.
    fn look_up_ui(
        &mut self,
        ui: &mut Ui,
        view: &PayloadView<'_>,
        known: &[Variable],
        changes: &mut Changes,
    ) {
        let names: Vec<&str> = edit::looked_up(known)
            .map(|variable| variable.name)
            .collect();
        if names.is_empty() {
            return;
        }
        ui.horizontal(|ui| {
            let mut failed = edit::is_without_context(view.value, known);
            let explanation = "Logto looks these up for each mail. If one look-up fails, because \
                               the application was deleted for example, it drops them all and \
                               sends the mail without";
            let label = "Logto could not look these up";
            let response = toggle(ui, label, &mut failed).on_hover_text(explanation);
            let color = tokens(ui.ctx()).text_faint;
            let names = RichText::new(names.join(", ")).color(color);
            ui.add(egui::Label::new(names).truncate());
            if !response.changed() {
                return;
            }
            for variable in edit::looked_up(known) {
                let change = if failed {
                    Change::SwitchOff
                } else {
                    Change::Set(self.put_back(variable.name, variable))
                };
                changes.push((vec![variable.name.to_owned()], change));
            }
        });
    }
}
