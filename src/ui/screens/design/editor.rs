//! The editor of the content.

use std::sync::Arc;

use egui::{Context, Id, Ui};

use crate::domain::finding::Span;
use crate::domain::logto::{self, Field, Flow, Kind, Outcome, Placeholder, Presence, UsageType};
use crate::domain::syntax::Language;
use crate::model::{
    Action, Analysis, Caret, Command, EditKind, EditorPart, FileKey, Model, ProblemCommand,
    Problems, Target, UiRequest,
};
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
    shown: Option<Shown>,
    /// Where the cursors of other templates were left.
    left: std::collections::BTreeMap<Shown, CodeEditorState>,
    place: Option<String>,
    /// Where the model was told that the cursor is.
    told: Option<Caret>,
    /// A place to be shown with the next frame.
    reveal: Option<Span>,
    theme: Option<(bool, EditorTheme)>,
    marks: Marks,
    completions: Completions,
}

/// A text that the editor shows: its file, and whether it is what composing makes of it.
type Shown = (FileKey, bool);

/// The marks, with what they were made from.
#[derive(Default)]
struct Marks {
    of: Option<(EditorPart, Problems, Option<Arc<Analysis>>)>,
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
            // Another text may be shown by then.
            UiRequest::Reveal(_, span) => {
                self.reveal = Some(*span);
                self.told = None;
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
        let (Some(key), Some(own)) = (&model.design.selected, model.document()) else {
            return;
        };
        let part = &model.design.part;
        let file = part.file(key);
        let is_composed = *part == EditorPart::Composed;
        let composed = model.design.analysis.as_ref().filter(|_| is_composed);
        let content = match (composed, model.file(&file)) {
            (Some(analysis), _) => &analysis.texts.content,
            (None, Some(document)) => &document.texts.content,
            (None, None) => return,
        };
        self.follow(&(file, is_composed), content);
        self.state.set_wrap(model.design.view.wrap);
        self.completions.follow(view, key.usage_type);
        self.marks.follow(model);
        let is_dark = ui.visuals().dark_mode;
        let theme = match self.theme.take() {
            Some((dark, theme)) if dark == is_dark => theme,
            _ => theme::editor(theme::tokens(ui.ctx())),
        };
        let is_html = match part {
            EditorPart::Source(source) => source.is_html(),
            EditorPart::Own | EditorPart::Composed => !own.texts.is_plain(),
        };
        let language = if is_html {
            Language::Html
        } else {
            Language::Plain
        };
        let output = CodeEditor::new(id(), "Content", &theme)
            .language(language)
            .read_only(is_composed)
            .marks(&self.marks.list)
            .completions(&self.completions.list)
            .show(ui, &mut self.state, &mut self.text);
        self.theme = Some((is_dark, theme));
        if output.changed {
            let text: Arc<str> = self.text.as_str().into();
            self.model = Some(Arc::clone(&text));
            let kind = kind(output.group);
            commands.push(match part {
                EditorPart::Source(source) => Command::EditSource {
                    key: source.clone(),
                    text,
                    kind,
                },
                EditorPart::Own | EditorPart::Composed => Command::Edit {
                    field: Field::Content,
                    text,
                    kind,
                },
            });
        }
        match output.history {
            Some(HistoryRequest::Undo) => commands.act(Action::Undo),
            Some(HistoryRequest::Redo) => commands.act(Action::Redo),
            None => {}
        }
        let caret = (part.clone(), output.cursor.byte);
        let caret = Some(caret).filter(|_| output.has_focus);
        self.tell_caret(caret, output.changed, view, commands);
        let note = match output.limit {
            _ if is_composed => "  ·  composed, to be read; change what it is made of",
            Some(Limit::Plain) => "  ·  too long for colours",
            Some(Limit::ReadOnly) => "  ·  too long to be edited here",
            None => "",
        };
        let (line, column) = (output.cursor.line, output.cursor.column);
        self.place = Some(format!("Line {line}, column {column}{note}"));
    }

    /// Tells where the cursor is; a dialog or a menu that has the keyboard is about the same place.
    fn tell_caret(
        &mut self,
        caret: Option<Caret>,
        is_typing: bool,
        view: &View<'_>,
        commands: &mut Commands,
    ) {
        if caret == self.told || view.model.dialog.is_some() {
            return;
        }
        self.told.clone_from(&caret);
        let command = ProblemCommand::SetCaret { caret, is_typing };
        commands.push(Command::Problem(command));
    }

    /// Takes over what was changed elsewhere, and another text.
    fn follow(&mut self, key: &Shown, content: &Arc<str>) {
        if self.shown.as_ref() != Some(key) {
            let mut state = self.left.remove(key).unwrap_or_default();
            if let Some(span) = self.reveal.take() {
                state.reveal(span);
                state.focus();
            }
            let state = std::mem::replace(&mut self.state, state);
            if let Some(shown) = self.shown.replace(key.clone()) {
                self.left.insert(shown, state);
            }
            self.model = None;
            self.told = None;
        }
        if let Some(span) = self.reveal.take() {
            self.state.reveal(span);
            self.state.focus();
        }
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
    fn follow(&mut self, model: &Model) {
        let design = &model.design;
        let same = self.of.as_ref().is_some_and(|(part, problems, analysis)| {
            let is_same_analysis = match (analysis, &design.analysis) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (None, None) => true,
                _ => false,
            };
            *part == design.part && Arc::ptr_eq(problems, &design.problems) && is_same_analysis
        });
        if same {
            return;
        }
        let problems = Arc::clone(&design.problems);
        self.of = Some((design.part.clone(), problems, design.analysis.clone()));
        self.list = marks(model);
    }
}

/// The marks of the part shown.
fn marks(model: &Model) -> Vec<Mark> {
    let design = &model.design;
    let composition = design.composition.as_ref();
    let composition = composition.map(|(_, composition)| composition.as_ref());
    let is_composed = design.part == EditorPart::Composed;
    let placeholders = design.analysis.iter();
    let placeholders = placeholders.flat_map(|analysis| &analysis.placeholders);
    let placeholders = placeholders.filter_map(|placeholder| {
        let mut mark = placeholder_mark(placeholder);
        if !is_composed {
            let target = Target::of_composed(composition, mark.span);
            let length = mark.span.end - mark.span.start;
            // What an expression prints has no place of its own in the text.
            let is_written = target.span.end - target.span.start == length;
            mark.span = (target.part == design.part && is_written).then_some(target.span)?;
        }
        Some(mark)
    });
    let content = design.problems.iter().filter_map(|problem| {
        let target = problem.target.as_ref()?;
        let is_here = target.part == design.part && target.field == Field::Content;
        is_here.then_some(problem)
    });
    let findings = content.filter_map(|problem| {
        let finding = &problem.finding;
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
