//! The configuration as JSON, as the Console takes it.

use std::sync::Arc;

use egui::{Align, Frame, Id, Label, Layout, Margin, RichText, Ui};

use crate::domain::connector::console::SpelledJson;
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
        let is_same =
            SpelledJson::parse(&self.text).is_ok_and(|(typed, _)| typed.pretty() == **json);
        if !is_same {
            self.text = json.to_string();
            self.error = None;
        }
        self.of = Some(Arc::clone(json));
    }

    fn changed(&mut self, shown: &ProfileView, commands: &mut Commands) {
        match SpelledJson::parse(&self.text) {
            Ok((json, _)) if json.value().is_object() => {
                self.error = None;
                let change = ProfileChange::Config(json);
                commands.push(ProfileCommand::Change(shown.name.clone(), change));
            }
            Ok(_) => {
                let message = "Logto's Console takes an object, in braces".to_owned();
                self.error = Some((message, Span::new(0, self.text.len())));
            }
            Err(error) => {
                let at = place(&self.text, error.line, error.column);
                self.error = Some((error.to_string(), at));
            }
        }
    }
}

/// The character at a line and column, both from 1.
fn place(text: &str, line: usize, column: usize) -> Span {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = text.get(before..).unwrap_or_default();
    let mut chars = rest.char_indices().skip(column.saturating_sub(1));
    let at = chars.next().map_or(text.len(), |(at, _)| before + at);
    let end = text.ceil_char_boundary((at + 1).min(text.len()));
    Span::new(at, end)
}
