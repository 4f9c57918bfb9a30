//! A text to be read, in the editor's looks.

use std::sync::Arc;

use egui::{Id, Ui};

use crate::domain::syntax::Language;
use crate::ui::theme;
use crate::ui::widgets::code_editor::{CodeEditor, CodeEditorState};

/// A text to be read.
#[derive(Default)]
pub struct SourceView {
    state: CodeEditorState,
    text: String,
    of: Option<Arc<str>>,
}

impl SourceView {
    /// Shows `text` in all space there is; `name` is what assistive technology calls it.
    pub fn ui(&mut self, ui: &mut Ui, name: &str, language: Language, text: &Arc<str>) {
        if self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, text)) {
            self.text = text.to_string();
            self.of = Some(Arc::clone(text));
        }
        let theme = theme::editor(theme::tokens(ui.ctx()));
        CodeEditor::new(Id::unique(("source", name)), name, &theme)
            .language(language)
            .read_only(true)
            .show(ui, &mut self.state, &mut self.text);
    }
}
