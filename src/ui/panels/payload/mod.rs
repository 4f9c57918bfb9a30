//! The payload: as a form made from what the flow carries, and as JSON.

mod edit;
mod form;

use std::sync::Arc;

use egui::{Id, RichText, Ui};
use serde_json::Value;

use crate::domain::finding::{Severity, Span};
use crate::domain::logto::{Flow, UsageType};
use crate::domain::syntax::Language;
use crate::ui::theme::{self, icons, space, tokens};
use crate::ui::widgets::code_editor::{
    CodeEditor, CodeEditorState, HistoryRequest, Mark, MarkKind,
};
use crate::ui::widgets::{Button, ButtonLook, Segment, empty_state, segmented};

use form::Form;

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
    editor: CodeEditorState,
    text: String,
    of: Option<Arc<str>>,
    /// What the steps below belong to.
    history_of: Option<(Flow, UsageType)>,
    undo: Vec<Arc<str>>,
    redo: Vec<Arc<str>>,
}

/// Most steps that can be undone in the JSON.
const MOST_STEPS: usize = 200;

impl PayloadPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<PayloadEvent> {
        let of = (view.flow, view.usage_type);
        if self.history_of.replace(of) != Some(of) {
            self.undo.clear();
            self.redo.clear();
        }
        let mut event = None;
        egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8))
            .show(ui, |ui| {
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
                });
            });
        let changed = match (self.mode, view.error) {
            (Mode::Form, None) => self.form.ui(ui, view),
            (Mode::Form, Some((message, _))) => {
                let button = Some("Edit the JSON");
                let title = "The payload is no JSON";
                let answer = empty_state(ui, icons::ERROR, title, message, button);
                if answer.is_some_and(|button| button.clicked()) {
                    self.mode = Mode::Json;
                }
                None
            }
            (Mode::Json, error) => self.json_ui(ui, view, error),
        };
        changed.map(PayloadEvent::SetText).or(event)
    }

    fn json_ui(
        &mut self,
        ui: &mut Ui,
        view: &PayloadView<'_>,
        error: Option<(&str, Span)>,
    ) -> Option<Arc<str>> {
        if self
            .of
            .as_ref()
            .is_none_or(|of| !Arc::ptr_eq(of, view.text))
        {
            self.text = view.text.to_string();
            self.of = Some(Arc::clone(view.text));
        }
        if let Some((message, _)) = error {
            ui.horizontal(|ui| {
                ui.add_space(space::M);
                let color = tokens(ui.ctx()).error;
                ui.label(RichText::new(message).small().color(color));
                let rest = "the last readable payload is used";
                ui.label(
                    RichText::new(rest)
                        .small()
                        .color(tokens(ui.ctx()).text_faint),
                );
            });
        }
        let marks: Vec<Mark> = error
            .map(|(message, span)| Mark {
                span,
                kind: MarkKind::from(Severity::Error),
                message: message.to_owned(),
            })
            .into_iter()
            .collect();
        let theme = theme::editor(tokens(ui.ctx()));
        let output = CodeEditor::new(Id::unique("payload json"), "Payload as JSON", &theme)
            .language(Language::Json)
            .marks(&marks)
            .show(ui, &mut self.editor, &mut self.text);
        let before = Arc::clone(view.text);
        let new = if output.changed {
            self.redo.clear();
            self.undo.push(before);
            let surplus = self.undo.len().saturating_sub(MOST_STEPS);
            self.undo.drain(..surplus);
            Some(Arc::from(self.text.as_str()))
        } else {
            match output.history {
                Some(HistoryRequest::Undo) => step(&mut self.undo, &mut self.redo, before),
                Some(HistoryRequest::Redo) => step(&mut self.redo, &mut self.undo, before),
                None => None,
            }
        };
        if output.changed {
            self.of.clone_from(&new);
        }
        new
    }
}

fn step(from: &mut Vec<Arc<str>>, to: &mut Vec<Arc<str>>, now: Arc<str>) -> Option<Arc<str>> {
    let text = from.pop()?;
    to.push(now);
    Some(text)
}
