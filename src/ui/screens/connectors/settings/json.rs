//! The configuration as JSON, as the Console takes it.

use std::sync::Arc;

use egui::{Align, Frame, Id, Label, Layout, Margin, RichText, Ui};
use serde_json::Value;

use crate::domain::finding::{Severity, Span};
use crate::domain::syntax::Language;
use crate::model::{Action, Model, ProfileChange, ProfileCommand, ProfileView};
use crate::ui::Commands;
use crate::ui::theme::{self, icons, space, tokens};
use crate::ui::widgets::code_editor::{
    CodeEditor, CodeEditorState, HistoryRequest, Mark, MarkKind,
};
use crate::ui::widgets::icon_button;

/// The editor's own state.
#[derive(Default)]
pub(super) struct JsonSide {
    editor: CodeEditorState,
    text: String,
    of: Option<Arc<str>>,
    /// Why the text is no JSON now, and where.
    error: Option<(String, Span)>,
}

impl JsonSide {
    /// Draws the editor.
    pub fn ui(&mut self, ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
        self.follow(&shown.json);
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        Frame::new()
            .inner_margin(margin)
            .show(ui, |ui| self.bar_ui(ui, shown, commands));
        let marks: Vec<Mark> = self
            .error
            .iter()
            .map(|(message, span)| Mark {
                span: *span,
                kind: MarkKind::from(Severity::Error),
                message: message.clone(),
            })
            .collect();
        let theme = theme::editor(tokens(ui.ctx()));
        let is_readable = shown.error.is_none() && shown.profile.is_some();
        let name = "Configuration as JSON";
        let output = CodeEditor::new(Id::unique("connector json"), name, &theme)
            .language(Language::Json)
            .marks(&marks)
            .read_only(!model.is_writable() || !is_readable)
            .show(ui, &mut self.editor, &mut self.text);
        if output.changed {
            self.changed(shown, commands);
        }
        match output.history {
            Some(HistoryRequest::Undo) => commands.act(Action::Undo),
            Some(HistoryRequest::Redo) => commands.act(Action::Redo),
            None => {}
        }
    }

    fn bar_ui(&self, ui: &mut Ui, shown: &ProfileView, commands: &mut Commands) {
        ui.horizontal(|ui| {
            let tokens = tokens(ui.ctx());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if icon_button(ui, icons::COPY, "Copy for Logto's Console…", None).clicked() {
                    commands.push(ProfileCommand::CopyConfig(shown.name.clone()));
                }
                let (text, color) = match &self.error {
                    Some((message, _)) => (message.as_str(), tokens.error),
                    None => ("JSON, as Logto's Console takes it", tokens.text_muted),
                };
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = RichText::new(text).small().color(color);
                    ui.add(Label::new(text).truncate());
                });
            });
        });
    }

    /// Takes over what was changed elsewhere.
    fn follow(&mut self, json: &Arc<str>) {
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, json)) {
            return;
        }
        let is_same = serde_json::from_str::<Value>(&self.text)
            .is_ok_and(|typed| format!("{typed:#}") == **json);
        if !is_same {
            self.text = json.to_string();
            self.error = None;
        }
        self.of = Some(Arc::clone(json));
    }

    fn changed(&mut self, shown: &ProfileView, commands: &mut Commands) {
        match serde_json::from_str::<Value>(&self.text) {
            Ok(value @ Value::Object(_)) => {
                self.error = None;
                let change = ProfileChange::Config(value);
                commands.push(ProfileCommand::Change(shown.name.clone(), change));
            }
            Ok(_) => {
                let message = "Logto's Console takes an object, in braces".to_owned();
                self.error = Some((message, Span::new(0, self.text.len())));
            }
            Err(error) => {
                let at = place(&self.text, error.line(), error.column());
                let message = format!("No JSON at line {}: {error}", error.line());
                self.error = Some((message, at));
            }
        }
    }
}

/// The character at a line and column, both from 1, the column in bytes.
fn place(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    let start = text.floor_char_boundary(at);
    let end = text.ceil_char_boundary((start + 1).min(text.len()));
    Span::new(start, end)
}
