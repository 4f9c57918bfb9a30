//! One frame of editing: the text, the selection and what was done to them.

use std::sync::Arc;

use egui::{Event, Key};

use super::completion::{self, Context};
use super::edit::{Edit, EditGroup, Selection, line_start};
use super::keyboard::{Command, Modes};
use super::layout::Layout;
use super::lines::{self, CommentMarks};
use super::mark::Completion;
use super::state::{Bar, CodeEditorState, HistoryRequest, Popup, Request, TabKey};
use crate::domain::syntax::{Language, TokenKind, tokenize};

/// How the view must move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scroll {
    /// So far that the cursor is seen.
    ToCursor,
    /// The cursor to the middle.
    Center,
}

/// One frame of editing.
pub(super) struct Session<'s> {
    pub text: &'s mut String,
    pub state: &'s mut CodeEditorState,
    pub selection: Selection,
    /// How the text was laid out in the last frame.
    pub layout: Option<Arc<Layout>>,
    pub language: Language,
    pub read_only: bool,
    pub completions: &'s [Completion],
    /// What kind of change was made, if one was.
    pub group: Option<EditGroup>,
    pub history: Option<HistoryRequest>,
    pub scroll: Option<Scroll>,
    /// Whether the text should have the keyboard.
    pub focus: bool,
}

impl Session<'_> {
    /// What decides how a key is read, now.
    pub fn modes(&self) -> Modes {
        Modes {
            popup: self.state.popup.is_some(),
            read_only: self.read_only,
            tab: self.state.tab,
        }
    }

    /// Runs `command`; false if it does not apply here and its key has its usual meaning.
    pub fn run(&mut self, command: Command) -> bool {
        if command != Command::Escape {
            self.forget_escape();
        }
        match command {
            Command::History(request) => {
                self.history = Some(request);
                self.state.follow_change = true;
                self.state.popup = None;
            }
            Command::Open(bar) => self.open(bar),
            Command::FindNext => self.find_step(1),
            Command::FindPrevious => self.find_step(-1),
            Command::ToggleTab => {
                self.state.tab = match self.state.tab {
                    TabKey::MovesFocus => TabKey::Indents,
                    TabKey::Indents | TabKey::MovesFocusOnce => TabKey::MovesFocus,
                };
            }
            Command::Escape => self.escape(),
            Command::Home { select } => return self.home(select),
            Command::PopupStep(step) => self.popup_step(step),
            Command::PopupAccept => return self.popup_accept(None),
            Command::PopupClose => self.state.popup = None,
            Command::Complete => self.complete(),
            Command::OpenBrace | Command::CloseBrace | Command::Backspace => {
                return self.brace(command);
            }
            Command::Indent
            | Command::Unindent
            | Command::NewLine
            | Command::Move(_)
            | Command::Duplicate
            | Command::Comment => self.lines(command),
        }
        true
    }

    /// Takes note of an event that is left to the text field.
    pub fn typed_other(&mut self, event: &Event) {
        if !matches!(event, Event::Key { key: Key::Tab, .. }) {
            self.forget_escape();
        }
    }

    /// Lets Tab indent again, if only Escape made it move the focus.
    pub fn forget_escape(&mut self) {
        if self.state.tab == TabKey::MovesFocusOnce {
            self.state.tab = TabKey::Indents;
        }
    }

    /// Changes the text and the selection.
    pub fn apply(&mut self, edit: &Edit) {
        if self.read_only {
            return;
        }
        edit.apply(self.text);
        self.selection = edit.selection;
        self.group = Some(edit.group);
        self.scroll = Some(Scroll::ToCursor);
    }

    /// Does what the caller asked for.
    pub fn requests(&mut self) {
        for request in std::mem::take(&mut self.state.requests) {
            match request {
                Request::Focus => self.focus = true,
                Request::Select { span, reveal } => {
                    self.selection = Selection {
                        anchor: self.text.floor_char_boundary(span.start),
                        head: self.text.floor_char_boundary(span.end),
                    };
                    self.state.popup = None;
                    if reveal {
                        self.scroll = Some(Scroll::Center);
                    }
                }
                Request::Insert(text) => {
                    let range = self.selection.range();
                    self.apply(&Edit::replace(range, text, EditGroup::Pasting));
                    self.focus = true;
                }
            }
        }
    }

    /// The place between braces at the cursor, if it is one.
    pub fn context(&self) -> Option<Context> {
        if self.selection.is_empty() {
            completion::context(self.text, self.selection.head)
        } else {
            None
        }
    }

    /// Keeps the list of completions open, opens or closes it after the text or cursor changed.
    pub fn update_popup(&mut self, typed: bool) {
        let context = self.context().filter(|_| !self.read_only);
        let Some(context) = context else {
            self.state.popup = None;
            return;
        };
        if completion::fitting(self.completions, &context.query).is_empty() {
            self.state.popup = None;
            return;
        }
        match &mut self.state.popup {
            Some(popup) if popup.open != context.open => self.state.popup = None,
            Some(popup) if typed => popup.selected = 0,
            None if typed => {
                self.state.popup = Some(Popup {
                    open: context.open,
                    selected: 0,
                    hovered: false,
                });
            }
            Some(_) | None => {}
        }
    }

    /// Accepts the selected completion, or the one at `index` of the fitting ones.
    pub fn popup_accept(&mut self, index: Option<usize>) -> bool {
        let (Some(popup), Some(context)) = (self.state.popup.take(), self.context()) else {
            return false;
        };
        let fitting = completion::fitting(self.completions, &context.query);
        let chosen = fitting.get(index.unwrap_or(popup.selected));
        let Some(completion) = chosen.and_then(|index| self.completions.get(*index)) else {
            return false;
        };
        let edit = completion::accept(self.text, &context, &completion.insert);
        self.apply(&edit);
        true
    }

    fn open(&mut self, bar: Bar) {
        let selected = self.text.get(self.selection.range()).unwrap_or_default();
        if bar != Bar::GoTo && !selected.is_empty() && !selected.contains('\n') {
            self.state.find.query = selected.to_owned();
        }
        let bar = if bar == Bar::Replace && self.read_only {
            Bar::Find
        } else {
            bar
        };
        self.state.open_bar(bar);
    }

    fn escape(&mut self) {
        if self.state.bar != Bar::Closed {
            self.state.bar = Bar::Closed;
        } else if self.state.tab == TabKey::Indents {
            self.state.tab = TabKey::MovesFocusOnce;
        }
    }

    fn home(&mut self, select: bool) -> bool {
        // Within a wrapped line Home goes to the start of the row, which egui knows how to do.
        let start = line_start(self.text, self.selection.head);
        let layout = self
            .layout
            .as_ref()
            .filter(|layout| layout.text() == self.text.as_str());
        if layout.is_some_and(|layout| layout.row(self.selection.head) != layout.row(start)) {
            return false;
        }
        let target = lines::smart_home(self.text, self.selection.head);
        self.selection.head = target;
        if !select {
            self.selection.anchor = target;
        }
        self.scroll = Some(Scroll::ToCursor);
        true
    }

    fn popup_step(&mut self, step: isize) {
        let count = self.context().map_or(0, |context| {
            completion::fitting(self.completions, &context.query).len()
        });
        if let Some(popup) = &mut self.state.popup {
            let last = count.saturating_sub(1);
            popup.selected = match (popup.selected, step) {
                (0, -1) => last,
                (selected, 1) if selected == last => 0,
                (selected, step) => selected.saturating_add_signed(step).min(last),
            };
        }
    }

    fn complete(&mut self) {
        if let Some(context) = self.context() {
            self.state.popup = Some(Popup {
                open: context.open,
                selected: 0,
                hovered: false,
            });
            self.update_popup(false);
        }
    }

    fn brace(&mut self, command: Command) -> bool {
        if self.language == Language::Json {
            return false;
        }
        let edit = match command {
            Command::OpenBrace => completion::open_brace(self.text, self.selection),
            Command::Backspace => completion::delete_brace(self.text, self.selection),
            _ => {
                let stepped = completion::close_brace(self.text, self.selection);
                if let Some(byte) = stepped {
                    self.selection = Selection::at(byte);
                    self.update_popup(false);
                }
                return stepped.is_some();
            }
        };
        let Some(edit) = edit else {
            return false;
        };
        self.apply(&edit);
        self.update_popup(command == Command::OpenBrace);
        true
    }

    fn lines(&mut self, command: Command) {
        let (text, selection) = (self.text.as_str(), self.selection);
        let edit = match command {
            Command::Indent => Some(lines::indent(text, selection)),
            Command::Unindent => Some(lines::unindent(text, selection)),
            Command::NewLine => Some(lines::new_line(text, selection, self.language)),
            Command::Move(direction) => lines::move_lines(text, selection, direction),
            Command::Duplicate => Some(lines::duplicate_lines(text, selection)),
            Command::Comment => self
                .comment_marks()
                .and_then(|marks| lines::toggle_comment(text, selection, marks)),
            _ => None,
        };
        if let Some(edit) = edit
            && text.get(edit.replace.clone()) != Some(edit.insert.as_str())
        {
            self.apply(&edit);
        }
    }

    /// How a comment is written at the cursor.
    fn comment_marks(&self) -> Option<CommentMarks> {
        if self.language != Language::Html {
            return None;
        }
        let start = self.selection.range().start;
        let line = self.text.get(start..).unwrap_or_default();
        let place = start + line.len() - line.trim_start().len();
        let tokens = tokenize(self.text, self.language);
        let index = tokens.partition_point(|token| token.span.end <= place);
        let in_css = tokens.get(index).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::CssSelector
                    | TokenKind::CssAtRule
                    | TokenKind::CssProperty
                    | TokenKind::CssValue
                    | TokenKind::CssPunctuation
                    | TokenKind::CssComment
            )
        });
        Some(if in_css {
            CommentMarks {
                open: "/*",
                close: "*/",
            }
        } else {
            CommentMarks {
                open: "<!--",
                close: "-->",
            }
        })
    }
}
