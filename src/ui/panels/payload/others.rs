//! The variables of a payload that the flow does not carry.

use egui::{Align, Align2, Key, Label, Layout, RichText, TextEdit, Ui, vec2};

use super::edit;
use super::form::{Change, Changes};
use super::row::{Rows, note, owned};
use crate::domain::logto::Variable;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, IconButton, named};

/// A variable that is being added.
#[derive(Default)]
pub(super) struct NewVariable {
    name: String,
    value: String,
    /// Whether the field of the name was given the keyboard.
    is_shown: bool,
}

/// What a person did to the variable being added.
enum Answer {
    Add,
    Cancel,
}

impl Rows<'_, '_> {
    /// All variables that the flow does not carry, and the way to add one.
    pub fn others_ui(&mut self, ui: &mut Ui, known: &[Variable], changes: &mut Changes) {
        let others = edit::others(self.view.value, known);
        let tokens = tokens(ui.ctx());
        let is_welcome = self.view.flow.takes_extra_variables();
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let heading = RichText::new("Other").font(fonts::caption());
            ui.label(heading.color(tokens.text_muted));
            let (words, color) = if is_welcome {
                (
                    "The caller may add variables of any name",
                    tokens.text_faint,
                )
            } else if others.is_empty() {
                ("None", tokens.text_faint)
            } else {
                let words = "This flow of Logto never sends these: a real mail has none of them";
                ui.label(icons::inline(icons::WARNING).color(tokens.warning));
                (words, tokens.warning)
            };
            let words = RichText::new(words).small().color(color);
            ui.add(Label::new(words).truncate());
        });
        for (path, value) in others {
            let name = path.join(".");
            ui.horizontal(|ui| {
                let size = vec2(self.names, ui.spacing().interact_size.y);
                ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                    ui.set_min_width(self.names);
                    let remove = format!("Remove {name}");
                    let button = IconButton::new(icons::CLOSE, &remove).small();
                    if ui.add(button).clicked() {
                        changes.push((owned(&path), Change::Remove));
                    }
                    ui.add(Label::new(&name).selectable(false).truncate());
                });
                let doc = "A text, or JSON for anything else";
                if let Some(new) = self.text_ui(ui, &name, value, doc) {
                    changes.push((owned(&path), Change::Set(new)));
                }
            });
        }
        self.new_ui(ui, changes);
    }

    fn new_ui(&mut self, ui: &mut Ui, changes: &mut Changes) {
        let Some(new) = &mut self.form.new else {
            let add = Button::new("Add a variable", ButtonLook::Flat).icon(icons::ADD);
            if ui.add(add).clicked() {
                self.form.new = Some(NewVariable::default());
            }
            return;
        };
        let is_taken = self.view.value.get(&new.name).is_some();
        match new.ui(ui, self.names, is_taken) {
            Some(Answer::Add) => {
                let value = edit::text_or_json(&new.value);
                changes.push((vec![std::mem::take(&mut new.name)], Change::Set(value)));
                self.form.new = None;
            }
            Some(Answer::Cancel) => self.form.new = None,
            None => {}
        }
    }
}

impl NewVariable {
    /// The fields of the variable; Enter adds it, Escape gives up.
    fn ui(&mut self, ui: &mut Ui, names: f32, is_taken: bool) -> Option<Answer> {
        let can_add = !self.name.is_empty() && !is_taken;
        let mut answer = None;
        ui.horizontal(|ui| {
            let field = |text| {
                TextEdit::singleline(text)
                    .margin(vec2(7.0, 3.0))
                    .align(Align2::LEFT_CENTER)
            };
            let width = names - ui.spacing().item_spacing.x - 14.0;
            let name = field(&mut self.name).hint_text("Name").desired_width(width);
            let name = named(ui.add(name), "Name of the new variable");
            if !self.is_shown {
                self.is_shown = true;
                name.request_focus();
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(Button::new("Cancel", ButtonLook::Flat)).clicked() {
                    answer = Some(Answer::Cancel);
                }
                let add = Button::new("Add", ButtonLook::Quiet);
                if ui.add_enabled(can_add, add).clicked() {
                    answer = Some(Answer::Add);
                }
                let value = field(&mut self.value)
                    .hint_text("A text, or JSON for anything else")
                    .desired_width(ui.available_width() - 14.0);
                let value = named(ui.add(value), "Value of the new variable");
                let pressed = |key| ui.input(|input| input.key_pressed(key));
                for field in [&name, &value] {
                    if field.lost_focus() && pressed(Key::Enter) && can_add {
                        answer = Some(Answer::Add);
                    }
                    if field.lost_focus() && pressed(Key::Escape) {
                        answer = Some(Answer::Cancel);
                    }
                }
            });
        });
        if is_taken {
            note(ui, "The payload has it already");
        } else if !self.name.is_empty() && !edit::can_be_named(&self.name) {
            note(
                ui,
                "No placeholder can print it: only A–Z, a–z, 0–9 and _ may stand in one",
            );
        }
        answer
    }
}
