//! The editor of the content.

use std::sync::Arc;

use egui::{Context, Id, Ui};

use crate::domain::finding::Span;
use crate::domain::logto::{self, Field, Flow, Kind, Outcome, Placeholder, Presence, UsageType};
use crate::domain::syntax::Language;
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Analysis, Command, EditKind, TemplateDocument, UiRequest};
use crate::ui::theme;
use crate::ui::widgets::code_editor::{
    CodeEditor, CodeEditorState, Completion, EditGroup, EditorTheme, HistoryRequest, Limit, Mark,
    MarkKind,
};
use crate::ui::{Commands, View};

/// The editor's own state.
#[derive(Default)]
pub(super) struct Editor {
    state: CodeEditorState,
    text: String,
    /// What the model had when `text` was last the same.
    model: Option<Arc<str>>,
    shown: Option<TemplateKey>,
    /// Where the cursors of other templates were left.
    left: std::collections::BTreeMap<TemplateKey, CodeEditorState>,
    place: Option<String>,
    theme: Option<(bool, EditorTheme)>,
    marks: Marks,
    completions: Completions,
}

/// The marks, with what they were made from.
#[derive(Default)]
struct Marks {
    of: Option<Arc<Analysis>>,
    list: Vec<Mark>,
}

/// The completions, with what they were made from.
#[derive(Default)]
struct Completions {
    of: Option<(Flow, UsageType, Arc<serde_json::Value>)>,
    list: Vec<Completion>,
}

impl Editor {
    /// Does what was asked of the editor.
    pub fn handle(&mut self, request: &UiRequest) {
        match request {
            UiRequest::Reveal(_, span) => {
                self.state.reveal(*span);
                self.state.focus();
            }
            UiRequest::Find => self.state.open_find(),
            UiRequest::Replace => self.state.open_replace(),
            UiRequest::GoToLine => self.state.open_go_to_line(),
            _ => self.state.focus(),
        }
    }

    /// Whether it has the keyboard.
    pub fn has_focus(ctx: &Context) -> bool {
        ctx.memory(|memory| memory.has_focus(id()))
    }

    /// Where the cursor is.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// Draws the editor.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        let (Some(key), Some(document)) = (&model.design.selected, model.document()) else {
            return;
        };
        self.follow(key, document);
        self.state.set_wrap(model.design.view.wrap);
        self.completions.follow(view, key.usage_type);
        self.marks.follow(model.design.analysis.as_ref());
        let is_dark = ui.visuals().dark_mode;
        let theme = match self.theme.take() {
            Some((dark, theme)) if dark == is_dark => theme,
            _ => theme::editor(theme::tokens(ui.ctx())),
        };
        let language = if document.texts.is_plain() {
            Language::Plain
        } else {
            Language::Html
        };
        let output = CodeEditor::new(id(), "Content", &theme)
            .language(language)
            .marks(&self.marks.list)
            .completions(&self.completions.list)
            .show(ui, &mut self.state, &mut self.text);
        self.theme = Some((is_dark, theme));
        if output.changed {
            let text: Arc<str> = self.text.as_str().into();
            self.model = Some(Arc::clone(&text));
            commands.push(Command::Edit {
                field: Field::Content,
                text,
                kind: kind(output.group),
            });
        }
        match output.history {
            Some(HistoryRequest::Undo) => commands.act(Action::Undo),
            Some(HistoryRequest::Redo) => commands.act(Action::Redo),
            None => {}
        }
        let note = match output.limit {
            Some(Limit::Plain) => "  ·  too long for colours",
            Some(Limit::ReadOnly) => "  ·  too long to be edited here",
            None => "",
        };
        let (line, column) = (output.cursor.line, output.cursor.column);
        self.place = Some(format!("Line {line}, column {column}{note}"));
    }

    /// Takes over what was changed elsewhere, and another template.
    fn follow(&mut self, key: &TemplateKey, document: &TemplateDocument) {
        if self.shown.as_ref() != Some(key) {
            let state = self.left.remove(key).unwrap_or_default();
            let state = std::mem::replace(&mut self.state, state);
            if let Some(shown) = self.shown.replace(key.clone()) {
                self.left.insert(shown, state);
            }
            self.model = None;
        }
        let content = &document.texts.content;
        if self
            .model
            .as_ref()
            .is_none_or(|model| !Arc::ptr_eq(model, content))
        {
            if self.text != **content {
                self.text = content.to_string();
            }
            self.model = Some(Arc::clone(content));
        }
    }
}

fn id() -> Id {
    Id::unique("template content")
}

fn kind(group: Option<EditGroup>) -> EditKind {
    match group {
        Some(EditGroup::Typing) => EditKind::Type(Field::Content),
        Some(EditGroup::Deleting) => EditKind::Delete(Field::Content),
        _ => EditKind::Step,
    }
}

impl Marks {
    fn follow(&mut self, analysis: Option<&Arc<Analysis>>) {
        let same = match (&self.of, analysis) {
            (Some(of), Some(analysis)) => Arc::ptr_eq(of, analysis),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        self.of = analysis.cloned();
        self.list = analysis.map(|analysis| marks(analysis)).unwrap_or_default();
    }
}

fn marks(analysis: &Analysis) -> Vec<Mark> {
    let placeholders = analysis.placeholders.iter().map(placeholder_mark);
    let content = analysis.findings.iter();
    let content = content.filter(|found| found.field == Field::Content);
    let findings = content.filter_map(|found| {
        let finding = &found.finding;
        let hint = finding.hint.as_deref().unwrap_or_default();
        Some(Mark {
            span: finding.span?,
            kind: finding.severity.into(),
            message: format!("{}\n{hint}", finding.message).trim_end().to_owned(),
        })
    });
    placeholders.chain(findings).collect()
}

fn placeholder_mark(placeholder: &Placeholder) -> Mark {
    let path = &placeholder.path;
    let (kind, message) = match placeholder.outcome {
        Outcome::Replaced => (MarkKind::PlaceholderReplaced, String::new()),
        Outcome::KeptRootAbsent => (
            MarkKind::PlaceholderKept,
            format!("Mailed as it stands: the payload has no {}", root(path)),
        ),
        Outcome::EmptyLeafAbsent => (
            MarkKind::PlaceholderEmpty,
            format!(
                "Prints nothing: the payload has {}, but not all of {path}",
                root(path)
            ),
        ),
        Outcome::EmptyNull => (
            MarkKind::PlaceholderEmpty,
            format!("Prints nothing: {path} is null"),
        ),
        Outcome::MatchedPrototypeName | Outcome::Throws(_) => {
            (MarkKind::PlaceholderPrototype, String::new())
        }
        Outcome::NotAPlaceholder => (MarkKind::NotPlaceholder, String::new()),
    };
    Mark {
        span: Span::new(placeholder.span.start, placeholder.span.end),
        kind,
        message,
    }
}

fn root(path: &str) -> &str {
    path.split_once('.').map_or(path, |(root, _)| root)
}

impl Completions {
    fn follow(&mut self, view: &View<'_>, usage_type: UsageType) {
        let design = &view.model.design;
        let Some(payload) = design.payload() else {
            return;
        };
        let of = (design.flow, usage_type, Arc::clone(&payload.value));
        if self.of.as_ref().is_some_and(|(flow, of_type, value)| {
            (*flow, *of_type) == (of.0, of.1) && Arc::ptr_eq(value, &of.2)
        }) {
            return;
        }
        self.list = completions(of.0, of.1, &of.2);
        self.of = Some(of);
    }
}

fn completions(flow: Flow, usage_type: UsageType, payload: &serde_json::Value) -> Vec<Completion> {
    let paths = logto::paths(flow, usage_type).into_iter();
    paths
        .map(|path| {
            let template = format!("{{{{{}}}}}", path.path);
            let value = logto::render(&template, payload).unwrap_or_default();
            let value = if value == template {
                "absent".to_owned()
            } else if matches!(path.kind, Kind::Object(_)) {
                "object".to_owned()
            } else {
                shortened(&value)
            };
            let mut doc = path.doc.trim_end_matches('.').to_owned();
            if let Presence::Optional { absent_when } = path.presence {
                doc = format!("{doc}. Missing {absent_when}");
            }
            if path.nullable {
                doc.push_str(". It can be null, which prints nothing");
            }
            Completion {
                insert: path.path.clone(),
                label: path.path,
                detail: value,
                doc,
            }
        })
        .collect()
}

/// The beginning of a value, as much as fits beside its name.
fn shortened(value: &str) -> String {
    const MOST: usize = 18;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}
