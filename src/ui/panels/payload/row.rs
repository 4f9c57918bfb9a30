//! A row of the form: the name of a variable, its switches and its value.

use egui::{Align, Align2, Color32, Id, Label, Layout, Response, RichText, TextEdit, Ui, vec2};
use serde_json::Value;

use super::PayloadView;
use super::edit;
use super::form::{Change, Changes, Form, Typed};
use crate::domain::logto::{Presence, Variable};
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, named, toggle};

/// Width of a switch, kept free where a variable is always there.
const SWITCH: f32 = 42.0;

/// The rows of a form while it is drawn.
pub(super) struct Rows<'f, 'v> {
    pub form: &'f mut Form,
    pub view: &'v PayloadView<'v>,
    /// Width of the column of names.
    pub names: f32,
}

impl<'f, 'v> Rows<'f, 'v> {
    /// Rows for all the width there is.
    pub fn new(ui: &Ui, form: &'f mut Form, view: &'v PayloadView<'v>) -> Self {
        let names = (ui.available_width() * 0.36).clamp(168.0, 236.0).round();
        Self { form, view, names }
    }

    /// The row of a variable, and those of its fields.
    pub fn variable_ui(
        &mut self,
        ui: &mut Ui,
        variable: &Variable,
        parents: &mut Vec<&'static str>,
        changes: &mut Changes,
    ) {
        parents.push(variable.name);
        let path = parents.clone();
        let value = edit::get(self.view.value, &path);
        ui.horizontal(|ui| {
            self.name_ui(ui, variable, &path, value.is_some(), changes);
            if variable.fields().is_empty() {
                self.value_ui(ui, variable, &path, value, changes);
            } else {
                self.object_ui(ui, variable, &path, value, changes);
            }
        });
        if value.is_some_and(Value::is_object) {
            for field in variable.fields() {
                self.variable_ui(ui, field, parents, changes);
            }
        }
        parents.pop();
    }

    /// The name of a variable, with the switch that puts it into the payload.
    fn name_ui(
        &mut self,
        ui: &mut Ui,
        variable: &Variable,
        path: &[&str],
        is_there: bool,
        changes: &mut Changes,
    ) {
        let name = path.join(".");
        let size = vec2(self.names, ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(self.names);
            ui.add_space((path.len() - 1) as f32 * space::L);
            let is_optional = variable.presence != Presence::Always || variable.from_context;
            let mut on = is_there;
            if !is_optional && is_there {
                ui.add_space(SWITCH);
            } else if switch(ui, "", &format!("{name} in the payload"), &mut on).changed() {
                let change = if on {
                    Change::Set(self.form.put_back(&name, variable))
                } else {
                    Change::SwitchOff
                };
                changes.push((owned(path), change));
            }
            let is_used = edit::is_used(self.view.used, &name);
            let tooltip = format!("{name}\n{}", variable.doc);
            let color = if is_there {
                tokens(ui.ctx()).text
            } else {
                tokens(ui.ctx()).text_faint
            };
            words_ui(ui, variable, color, is_used).on_hover_text(tooltip);
        });
    }

    /// What stands beside the name of an object.
    fn object_ui(
        &mut self,
        ui: &mut Ui,
        variable: &Variable,
        path: &[&str],
        value: Option<&Value>,
        changes: &mut Changes,
    ) {
        match value {
            None => note(ui, &absent_words(variable)),
            Some(Value::Object(_)) => note(ui, variable.doc.trim_end_matches('.')),
            Some(other) => {
                let make = Button::new("Make it an object", ButtonLook::Flat);
                if ui.add(make).clicked() {
                    let value = self.form.put_back(&path.join("."), variable);
                    changes.push((owned(path), Change::Set(value)));
                }
                note(
                    ui,
                    &format!("Here it is {}, without fields", edit::kind_word(other)),
                );
            }
        }
    }

    fn value_ui(
        &mut self,
        ui: &mut Ui,
        variable: &Variable,
        path: &[&str],
        value: Option<&Value>,
        changes: &mut Changes,
    ) {
        let Some(value) = value else {
            note(ui, &absent_words(variable));
            return;
        };
        let name = path.join(".");
        // From the right, so that the switch stands in one place whatever the value is.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut is_null = value.is_null();
            if (variable.is_nullable() || is_null)
                && switch(ui, "null", &format!("{name} is null"), &mut is_null).changed()
            {
                let new = if is_null {
                    self.form.kept.insert(name.clone(), value.clone());
                    Value::Null
                } else {
                    self.form.put_back(&name, variable)
                };
                changes.push((owned(path), Change::Set(new)));
            }
            if value.is_null() {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    note(ui, "Prints nothing");
                });
                return;
            }
            if let Some(new) = self.text_ui(ui, &name, value, variable.doc) {
                changes.push((owned(path), Change::Set(new)));
            }
        });
    }

    /// The field of a value over the rest of the row; the new value, if it was changed.
    pub fn text_ui(&mut self, ui: &mut Ui, name: &str, value: &Value, doc: &str) -> Option<Value> {
        let typed = self.form.typed.entry(name.to_owned());
        let typed = typed.or_insert_with(|| Typed::of(value));
        let edit = TextEdit::singleline(&mut typed.text)
            .id(Id::unique(("payload form", name)))
            .margin(vec2(7.0, 3.0))
            .align(Align2::LEFT_CENTER)
            .desired_width(ui.available_width());
        let response = named(ui.add(edit), name);
        let response = response.on_hover_text(doc);
        response.changed().then(|| typed.value())
    }
}

/// The name of a variable and the mark of those that the template prints.
fn words_ui(ui: &mut Ui, variable: &Variable, color: Color32, is_used: bool) -> Response {
    let tokens = tokens(ui.ctx());
    let mut words = RichText::new(variable.name).color(color);
    if !variable.fields().is_empty() {
        words = words.font(fonts::medium());
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let mark = RichText::new(if is_used { "●" } else { " " });
        let mark = ui.label(mark.small().color(tokens.accent));
        if is_used {
            let text = format!("{} is printed by this template", variable.name);
            // Of a label assistive technology reads the value.
            ui.ctx()
                .accesskit_node_builder(mark.id, |node| node.set_value(text));
            mark.on_hover_text("This template prints it");
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(words).selectable(false).truncate())
        })
        .inner
    })
    .inner
}

/// Words that are not to be edited.
pub(super) fn note(ui: &mut Ui, text: &str) {
    let color = tokens(ui.ctx()).text_faint;
    ui.add(Label::new(RichText::new(text).color(color)).truncate());
}

/// Why a variable is not in the payload.
fn absent_words(variable: &Variable) -> String {
    match variable.presence {
        Presence::Optional { absent_when } => format!("Missing {absent_when}"),
        Presence::Always if variable.from_context => "Missing if a look-up failed".to_owned(),
        Presence::Always => "Not in the payload, though this flow always sends it".to_owned(),
    }
}

/// A switch that assistive technology and the tooltip call `name`.
fn switch(ui: &mut Ui, words: &str, name: &str, on: &mut bool) -> Response {
    named(toggle(ui, words, on), name).on_hover_text(name)
}

/// A path of its own.
pub(super) fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|name| (*name).to_owned()).collect()
}
