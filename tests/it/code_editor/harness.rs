//! An editor in a window of its own.

use egui::{Id, Key, Modifiers, accesskit};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use letterhead::domain::finding::Span;
use letterhead::domain::syntax::Language;
use letterhead::ui::widgets::code_editor::{
    CodeEditor, CodeEditorState, Completion, EditorLimits, EditorOutput, Mark,
};

use super::theme::theme;

/// The accessible name the editor has in tests.
pub const NAME: &str = "Template";

/// All that a test may change or look at.
pub struct Fixture {
    pub text: String,
    pub state: CodeEditorState,
    pub language: Language,
    pub marks: Vec<Mark>,
    pub completions: Vec<Completion>,
    pub read_only: bool,
    pub limits: EditorLimits,
    pub output: Option<EditorOutput>,
    /// Every frame's output in which something changed or was asked for.
    pub happened: Vec<EditorOutput>,
}

/// A window with an editor and a button behind it.
pub struct Editor {
    pub harness: Harness<'static, Fixture>,
}

impl Editor {
    /// An editor of HTML with the keyboard and the cursor at `|`; a selection starts at `[`.
    pub fn new(marked: &str) -> Self {
        let head = marked.replace('[', "").find('|').expect("a cursor");
        let anchor = marked.find('[').map_or(head, |anchor| {
            anchor - usize::from(marked[..anchor].contains('|'))
        });
        let mut state = CodeEditorState::default();
        state.focus();
        let mut editor = Self::with(Fixture {
            text: marked.replace(['[', '|'], ""),
            state,
            language: Language::Html,
            marks: Vec::new(),
            completions: Vec::new(),
            read_only: false,
            limits: EditorLimits::default(),
            output: None,
            happened: Vec::new(),
        });
        if anchor == head {
            editor.state().state.set_cursor(head);
        } else {
            editor.state().state.reveal(Span::new(anchor, head));
        }
        editor.harness.run();
        editor
    }

    /// An editor as described, without the keyboard unless the state asks for it.
    pub fn with(fixture: Fixture) -> Self {
        let theme = theme();
        let harness = Harness::builder()
            .with_size(egui::vec2(640.0, 400.0))
            .with_context_setup(letterhead::ui::theme::install)
            .build_ui_state(
                move |ui, fixture: &mut Fixture| {
                    let mut size = ui.available_size();
                    size.y -= 40.0;
                    ui.allocate_ui(size, |ui| {
                        let output = CodeEditor::new(Id::unique("editor"), NAME, &theme)
                            .language(fixture.language)
                            .marks(&fixture.marks)
                            .completions(&fixture.completions)
                            .read_only(fixture.read_only)
                            .limits(fixture.limits)
                            .show(ui, &mut fixture.state, &mut fixture.text);
                        if output.changed || output.history.is_some() {
                            fixture.happened.push(output.clone());
                        }
                        fixture.output = Some(output);
                    });
                    ui.button("After").on_hover_text("The next thing");
                },
                fixture,
            );
        let mut editor = Self { harness };
        editor.harness.run();
        editor
    }

    pub fn state(&mut self) -> &mut Fixture {
        self.harness.state_mut()
    }

    /// Presses keys one after the other, each in a frame of its own.
    pub fn press(&mut self, key: Key, modifiers: Modifiers) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
        self
    }

    /// Types all of `text` within one frame.
    pub fn type_at_once(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.harness.event(egui::Event::Text(c.to_string()));
        }
        self.harness.run();
        self
    }

    /// The text with `|` for the cursor and `[` where the selection was begun.
    pub fn shown(&self) -> String {
        let fixture = self.harness.state();
        let output = fixture.output.as_ref().expect("a frame was shown");
        let mut text = fixture.text.clone();
        let head = output.cursor.byte;
        let Span { start, end } = output.selection;
        let anchor = if head == end { start } else { end };
        text.insert(head, '|');
        if anchor != head {
            text.insert(if anchor > head { anchor + 1 } else { anchor }, '[');
        }
        text
    }

    pub fn output(&self) -> &EditorOutput {
        self.harness
            .state()
            .output
            .as_ref()
            .expect("a frame was shown")
    }

    /// Whether something with this label or name is shown.
    pub fn sees(&self, label: &str) -> bool {
        self.harness.query_by_label_contains(label).is_some()
    }

    pub fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_by_label(label).click();
        self.harness.run();
        self
    }

    /// The name of the field with the keyboard.
    pub fn focused(&self) -> Option<String> {
        let root = self.harness.root();
        let focused = root
            .children_recursive()
            .find(|node| node.accesskit_node().is_focused())?;
        focused.accesskit_node().label()
    }

    /// Sets the value of the field `name`, as assistive technology would.
    pub fn fill(&mut self, name: &str, value: &str) -> &mut Self {
        let field = self
            .harness
            .get_by_role_and_label(accesskit::Role::TextInput, name);
        field.focus();
        self.harness.run();
        self.press(Key::A, Modifiers::COMMAND);
        self.harness.event(egui::Event::Text(value.to_owned()));
        self.harness.run();
        self
    }
}

/// A completion that shows its path.
pub fn completion(path: &str) -> Completion {
    Completion {
        insert: path.to_owned(),
        label: path.to_owned(),
        detail: "text".to_owned(),
        doc: format!("What {path} means"),
    }
}
