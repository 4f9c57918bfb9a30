//! The payload: as a form made from what the flow carries, and as JSON.

mod edit;
mod form;
mod json;
mod others;
mod row;

use std::sync::Arc;

use egui::{Label, RichText, Ui};
use serde_json::Value;

use crate::domain::finding::Span;
use crate::domain::logto::{Flow, UsageType};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, Segment, empty_state, segmented};

use form::Form;
use json::Json;

/// What is shown.
pub struct PayloadView<'a> {
    /// The flow of the mail.
    pub flow: Flow,
    /// Its usage type.
    pub usage_type: UsageType,
    /// The JSON as typed.
    pub text: &'a Arc<str>,
    /// The last value that could be read.
    pub value: &'a Value,
    /// Why the text cannot be read now, and where.
    pub error: Option<(&'a str, Span)>,
    /// Whether it differs from what was chosen.
    pub is_modified: bool,
    /// The paths that the template prints.
    pub used: &'a [&'a str],
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayloadEvent {
    /// Another text.
    SetText(Arc<str>),
    /// What was chosen, unchanged.
    Reset,
    /// A set of the workspace with this payload.
    SaveAs,
}

/// A way to edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    #[default]
    Form,
    Json,
}

/// The panel's own state.
#[derive(Default)]
pub struct PayloadPanel {
    mode: Mode,
    form: Form,
    json: Json,
}

impl PayloadPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<PayloadEvent> {
        let event = self.bar_ui(ui, view);
        let changed = match (self.mode, view.error) {
            (Mode::Json, _) => self.json.ui(ui, view),
            (Mode::Form, Some((message, _))) => {
                self.obstacle_ui(ui, "The payload is no JSON", message);
                None
            }
            (Mode::Form, None) if !view.value.is_object() => {
                let message = format!(
                    "It is {}; Logto looks variables up in an object",
                    edit::kind_word(view.value)
                );
                self.obstacle_ui(ui, "The payload is no object", &message);
                None
            }
            (Mode::Form, None) => self.form.ui(ui, view),
        };
        changed.map(PayloadEvent::SetText).or(event)
    }

    fn bar_ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<PayloadEvent> {
        let mut event = None;
        let frame = egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8));
        frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                let modes = [
                    Segment::new(Mode::Form, "Form"),
                    Segment::new(Mode::Json, "JSON"),
                ];
                segmented(ui, "Way to edit", &mut self.mode, &modes);
                let reset = Button::new("Reset", ButtonLook::Flat).icon(icons::UNDO);
                if ui.add_enabled(view.is_modified, reset).clicked() {
                    event = Some(PayloadEvent::Reset);
                }
                let save = Button::new("Save as set…", ButtonLook::Flat).icon(icons::SAVE);
                if ui.add_enabled(view.error.is_none(), save).clicked() {
                    event = Some(PayloadEvent::SaveAs);
                }
                // Beside the buttons, so that the text does not move while it is being typed.
                if self.mode == Mode::Json
                    && let Some((message, _)) = view.error
                {
                    error_ui(ui, message);
                }
            });
        });
        event
    }

    /// Says why there is no form, and offers the text instead.
    fn obstacle_ui(&mut self, ui: &mut Ui, title: &str, message: &str) {
        let button = Some("Edit the JSON");
        let answer = empty_state(ui, icons::ERROR, title, message, button);
        if answer.is_some_and(|button| button.clicked()) {
            self.mode = Mode::Json;
        }
    }
}

fn error_ui(ui: &mut Ui, message: &str) {
    let color = tokens(ui.ctx()).error;
    ui.label(icons::inline(icons::ERROR).color(color));
    let words = RichText::new(message).small().color(color);
    ui.add(Label::new(words).truncate().show_tooltip_when_elided(false))
        .on_hover_text(format!(
            "{message}\nUntil it can be read, the last readable payload is used"
        ));
}
