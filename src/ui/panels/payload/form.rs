//! The payload as a form.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Id, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};
use serde_json::Value;

use super::PayloadView;
use super::edit;
use crate::domain::logto::{Presence, Variable, variables};
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{IconButton, toggle};

/// The form's own state: what is typed, by path.
#[derive(Default)]
pub(super) struct Form {
    typed: BTreeMap<String, String>,
    of: Option<Arc<str>>,
}

/// Width of the column of names.
const NAME: f32 = 168.0;

/// Width of a switch, kept free where a variable is always there.
const SWITCH: f32 = 42.0;

/// What a person did to one variable.
enum Change {
    Set(Value),
    Unset,
}

impl Form {
    /// Draws the form; the new JSON, if something was changed.
    pub fn ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<Arc<str>> {
        if self
            .of
            .as_ref()
            .is_none_or(|of| !Arc::ptr_eq(of, view.text))
        {
            self.typed.clear();
            self.of = Some(Arc::clone(view.text));
        }
        let mut changes: Vec<(Vec<&str>, Change)> = Vec::new();
        let known = variables(view.flow, view.usage_type);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(egui::Margin::symmetric(space::M as i8, space::XS as i8))
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::XS;
                    for variable in known {
                        self.variable_ui(ui, view, variable, &mut Vec::new(), &mut changes);
                    }
                    others_ui(ui, view, known, &mut changes);
                });
        });
        if changes.is_empty() {
            return None;
        }
        let mut payload = view.value.clone();
        for (path, change) in changes {
            match change {
                Change::Set(value) => edit::set(&mut payload, &path, value),
                Change::Unset => edit::unset(&mut payload, &path),
            }
        }
        let text: Arc<str> = format!("{payload:#}").into();
        self.of = Some(Arc::clone(&text));
        Some(text)
    }

    fn variable_ui<'a>(
        &mut self,
        ui: &mut Ui,
        view: &'a PayloadView<'_>,
        variable: &'a Variable,
        parents: &mut Vec<&'a str>,
        changes: &mut Vec<(Vec<&'a str>, Change)>,
    ) {
        parents.push(variable.name);
        let path = parents.clone();
        let value = edit::get(view.value, &path);
        ui.horizontal(|ui| {
            name_ui(ui, view, variable, &path, changes, value.is_some());
            if variable.fields().is_empty() {
                self.value_ui(ui, variable, &path, value, changes);
            } else if value.is_none() {
                note(ui, "Not in the payload");
            }
        });
        let is_object = value.is_some_and(Value::is_object);
        for field in variable.fields().iter().filter(|_| is_object) {
            self.variable_ui(ui, view, field, parents, changes);
        }
        parents.pop();
    }

    fn value_ui<'a>(
        &mut self,
        ui: &mut Ui,
        variable: &Variable,
        path: &[&'a str],
        value: Option<&Value>,
        changes: &mut Vec<(Vec<&'a str>, Change)>,
    ) {
        let name = path.join(".");
        let Some(value) = value else {
            note(ui, &absent_words(variable));
            return;
        };
        if variable.is_nullable() {
            let mut has_value = !value.is_null();
            let label = format!("{name} has a value");
            if small_toggle(ui, &label, &mut has_value) {
                let new = if has_value {
                    edit::sample(variable)
                } else {
                    Value::Null
                };
                self.typed.remove(&name);
                changes.push((path.to_vec(), Change::Set(new)));
            }
        }
        if value.is_null() {
            note(ui, "null: prints nothing");
            return;
        }
        let text = self
            .typed
            .entry(name.clone())
            .or_insert_with(|| as_text(value));
        let edit = TextEdit::singleline(text)
            .id(Id::unique(("payload form", &name)))
            .margin(vec2(7.0, 3.0))
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(name));
        if response.on_hover_text(variable.doc).changed() {
            let new = match value {
                Value::String(_) => Value::String(text.clone()),
                // A number or an object stays one as long as it reads as JSON.
                _ => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
            };
            changes.push((path.to_vec(), Change::Set(new)));
        }
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn note(ui: &mut Ui, text: &str) {
    let color = tokens(ui.ctx()).text_faint;
    ui.add(Label::new(RichText::new(text).color(color)).truncate());
}

fn absent_words(variable: &Variable) -> String {
    match variable.presence {
        Presence::Optional { absent_when } => format!("Missing {absent_when}"),
        Presence::Always => "Not in the payload, though this flow always sends it".to_owned(),
    }
}

/// The name of a variable, with the switch that puts it into the payload.
fn name_ui<'a>(
    ui: &mut Ui,
    view: &PayloadView<'_>,
    variable: &Variable,
    path: &[&'a str],
    changes: &mut Vec<(Vec<&'a str>, Change)>,
    is_there: bool,
) {
    let tokens = tokens(ui.ctx());
    let indent = (path.len() - 1) as f32 * space::L;
    let size = vec2(NAME, ui.spacing().interact_size.y);
    let name = path.join(".");
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(NAME);
        ui.add_space(indent);
        let mut on = is_there;
        let is_optional = variable.presence != Presence::Always || variable.from_context;
        if !is_optional && is_there {
            ui.add_space(SWITCH);
        } else if small_toggle(ui, &format!("{name} in the payload"), &mut on) {
            let change = if on {
                Change::Set(edit::sample(variable))
            } else {
                Change::Unset
            };
            changes.push((path.to_vec(), change));
        }
        let is_used = view.used.contains(&name.as_str());
        let text = RichText::new(variable.name).color(if is_there {
            tokens.text
        } else {
            tokens.text_faint
        });
        let text = if variable.fields().is_empty() {
            text
        } else {
            text.font(fonts::medium())
        };
        let label = ui.add(Label::new(text).selectable(false).truncate());
        label.on_hover_text(format!("{name}\n{}", variable.doc));
        if is_used {
            ui.label(RichText::new("●").small().color(tokens.accent))
                .on_hover_text("This template prints it");
        }
    });
}

/// A switch without words; `label` is its name.
fn small_toggle(ui: &mut Ui, label: &str, on: &mut bool) -> bool {
    let response = toggle(ui, "", on);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(label));
    response.on_hover_text(label).changed()
}

/// Keys that the flow does not carry.
fn others_ui<'a>(
    ui: &mut Ui,
    view: &'a PayloadView<'_>,
    known: &[Variable],
    changes: &mut Vec<(Vec<&'a str>, Change)>,
) {
    let others = edit::others(view.value, known);
    if others.is_empty() {
        return;
    }
    ui.add_space(space::S);
    let words = if view.flow.takes_extra_variables() {
        "Other variables, which the caller adds"
    } else {
        "Other variables, which this flow of Logto never sends"
    };
    let color = tokens(ui.ctx()).text_muted;
    ui.label(RichText::new(words).font(fonts::caption()).color(color));
    for (key, value) in others {
        ui.horizontal(|ui| {
            let remove = format!("Remove {key}");
            if ui.add(IconButton::new(icons::CLOSE, &remove)).clicked() {
                changes.push((vec![key], Change::Unset));
            }
            ui.monospace(key);
            ui.add(Label::new(RichText::new(value.to_string()).monospace()).truncate());
        });
    }
}
