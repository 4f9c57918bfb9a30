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
use crate::ui::widgets::{Button, ButtonLook, icon_button};

/// The editor's own state.
#[derive(Default)]
pub(super) struct JsonSide {
    editor: CodeEditorState,
    text: String,
    /// The configuration that the text says; nothing while it cannot be read.
    of: Option<Arc<str>>,
}

impl JsonSide {
    /// Draws the editor.
    pub fn ui(&mut self, ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
        self.follow(shown);
        let unfinished = shown.unfinished.as_deref();
        let margin = Margin::symmetric(space::M as i8, space::XS as i8);
        Frame::new()
            .inner_margin(margin)
            .show(ui, |ui| bar_ui(ui, model, shown, commands));
        let marks: Vec<Mark> = unfinished
            .iter()
            .map(|unfinished| Mark {
                span: place(&self.text, unfinished.error.line, unfinished.error.column),
                kind: MarkKind::from(Severity::Error),
                message: unfinished.error.to_string(),
            })
            .collect();
        let theme = theme::editor(tokens(ui.ctx()));
        let is_readable = shown.error.is_none() && shown.profile.is_some();
        let name = "Configuration as JSON";
        let id = Id::unique("connector json").with(&shown.name);
        let output = CodeEditor::new(id, name, &theme)
            .language(Language::Json)
            .marks(&marks)
            .read_only(!model.is_writable() || !is_readable)
            .show(ui, &mut self.editor, &mut self.text);
        if output.changed {
            let change = self.change();
            commands.push(ProfileCommand::Change(shown.name.clone(), change));
        }
        match output.history {
            Some(HistoryRequest::Undo) => commands.act(Action::Undo),
            Some(HistoryRequest::Redo) => commands.act(Action::Redo),
            None => {}
        }
    }

    /// Takes over what was changed elsewhere.
    fn follow(&mut self, shown: &ProfileView) {
        if let Some(unfinished) = &shown.unfinished {
            if self.text != unfinished.text {
                self.text.clone_from(&unfinished.text);
            }
            self.of = None;
            return;
        }
        let json = &shown.json;
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, json)) {
            return;
        }
        let is_same =
            SpelledJson::parse(&self.text).is_ok_and(|(typed, _)| typed.pretty() == **json);
        if !is_same {
            self.text = json.to_string();
        }
        self.of = Some(Arc::clone(json));
    }

    /// What typing changed: the configuration, or, while that cannot be read, only its text.
    fn change(&self) -> ProfileChange {
        match SpelledJson::parse_object(&self.text) {
            Ok(json) => ProfileChange::Config(json),
            Err(_) => ProfileChange::Unfinished(Some(self.text.clone())),
        }
    }
}

fn bar_ui(ui: &mut Ui, model: &Model, shown: &ProfileView, commands: &mut Commands) {
    ui.horizontal(|ui| {
        let tokens = tokens(ui.ctx());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::COPY, "Copy for Logto's Console…", None).clicked() {
                commands.push(ProfileCommand::CopyConfig(shown.name.clone()));
            }
            let error = shown.unfinished.as_ref().map(|one| one.error.to_string());
            let color = match error {
                Some(_) => tokens.error,
                None => tokens.text_muted,
            };
            let text = error.unwrap_or_else(|| "JSON, as Logto's Console takes it".to_owned());
            if shown.unfinished.is_some() {
                let button = Button::new("Take back", ButtonLook::Flat);
                let response = ui.add_enabled(model.is_writable(), button);
                let tooltip =
                    "Goes back to the last JSON that could be read; Undo brings this back";
                if response.on_hover_text(tooltip).clicked() {
                    let change = ProfileChange::Unfinished(None);
                    commands.push(ProfileCommand::Change(shown.name.clone(), change));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = RichText::new(&text).small().color(color);
                ui.add(Label::new(words).truncate()).on_hover_text(&text);
            });
        });
    });
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
