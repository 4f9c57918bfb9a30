//! The payload as JSON.

use std::sync::Arc;

use egui::{Id, Ui};

use super::PayloadView;
use crate::domain::finding::Severity;
use crate::domain::history::{History, Mergeable};
use crate::domain::logto::{Flow, UsageType};
use crate::domain::syntax::Language;
use crate::ui::theme::{self, tokens};
use crate::ui::widgets::code_editor::{
    CodeEditor, CodeEditorState, EditGroup, HistoryRequest, Mark, MarkKind,
};

/// The editor's own state.
#[derive(Default)]
pub(super) struct Json {
    editor: CodeEditorState,
    text: String,
    of: Option<Arc<str>>,
    /// The mail whose payload it is; another one's is no step of this history.
    mail: Option<(Flow, UsageType)>,
    history: History<Arc<str>, Change>,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Edit(EditGroup),
    /// In the form, or by another choice.
    Elsewhere,
}

impl Mergeable for Change {
    fn merges_with(&self, next: &Self) -> bool {
        match self {
            Self::Edit(EditGroup::Typing | EditGroup::Deleting) => self == next,
            _ => false,
        }
    }
}

impl Json {
    /// Draws the editor in all space there is; the new text, if it was changed.
    pub fn ui(&mut self, ui: &mut Ui, view: &PayloadView<'_>) -> Option<Arc<str>> {
        let now_ms = (ui.input(|input| input.time) * 1000.0) as u64;
        self.follow(view, now_ms);
        let marks: Vec<Mark> = view
            .error
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
        let cost = before.len();
        let new = if output.changed {
            let group = output.group.unwrap_or(EditGroup::Pasting);
            let kind = Change::Edit(group);
            self.history.record(before, kind, now_ms, cost);
            Some(Arc::from(self.text.as_str()))
        } else {
            let stepped = match output.history {
                Some(HistoryRequest::Undo) => self.history.undo(before),
                Some(HistoryRequest::Redo) => self.history.redo(before, cost),
                None => None,
            };
            if let Some(text) = &stepped {
                self.text = text.to_string();
            }
            stepped
        };
        if new.is_some() {
            self.of.clone_from(&new);
        }
        new
    }

    /// Takes over a text that was changed elsewhere.
    fn follow(&mut self, view: &PayloadView<'_>, now_ms: u64) {
        let mail = (view.flow, view.usage_type);
        if self.mail != Some(mail) {
            self.mail = Some(mail);
            self.history = History::default();
            self.of = None;
        }
        match &self.of {
            Some(of) if Arc::ptr_eq(of, view.text) => return,
            Some(of) if **of != **view.text => {
                let before = Arc::clone(of);
                let cost = before.len();
                self.history.record(before, Change::Elsewhere, now_ms, cost);
            }
            _ => {}
        }
        self.text = view.text.to_string();
        self.of = Some(Arc::clone(view.text));
    }
}
