//! What an editor remembers from frame to frame, without the text.

use std::sync::Arc;

use egui::Event;

use super::edit::{EditGroup, Selection};
use super::search::SearchOptions;
use crate::domain::finding::Span;

/// What one editor remembers from frame to frame; it holds no text but what was typed in its bars.
#[derive(Debug, Clone, Default)]
pub struct CodeEditorState {
    pub(super) lines: LongLines,
    pub(super) bar: Bar,
    pub(super) focus_bar: bool,
    pub(super) find: Find,
    pub(super) go_to: String,
    pub(super) popup: Option<Popup>,
    pub(super) tab: TabKey,
    pub(super) composing: bool,
    /// The selection; egui forgets its own when the text loses the keyboard.
    pub(super) selection: Selection,
    /// The layout this state was last shown with, by its round.
    pub(super) seen: u32,
    pub(super) requests: Vec<Request>,
    /// The next change from outside is an answer to undo or redo: the cursor follows it.
    pub(super) follow_change: bool,
    /// Events that must wait for the next frame to stay in order.
    pub(super) deferred: Vec<Event>,
}

/// Which bar stands above the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Bar {
    /// None.
    #[default]
    Closed,
    /// Find.
    Find,
    /// Find and replace.
    Replace,
    /// Go to line.
    GoTo,
}

/// What becomes of lines that do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum LongLines {
    /// They go on in the next row.
    #[default]
    Wrap,
    /// The view scrolls sideways.
    Scroll,
}

/// What Tab does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum TabKey {
    /// Tab indents.
    #[default]
    Indents,
    /// Tab leaves the editor until told otherwise.
    MovesFocus,
    /// Escape was pressed: the next Tab leaves the editor.
    MovesFocusOnce,
}

/// The search.
#[derive(Debug, Clone, Default)]
pub(super) struct Find {
    pub query: String,
    pub replacement: String,
    pub options: SearchOptions,
    /// What was found, and for which text, query and options (as a hash).
    pub matches: Arc<[Span]>,
    pub key: u64,
}

/// The open list of completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Popup {
    /// Where the braces start that it is about.
    pub open: usize,
    /// The selected entry.
    pub selected: usize,
    /// Whether the pointer was over it in the last frame.
    pub hovered: bool,
}

/// What the caller asked for, to be done in the next frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Request {
    Select { span: Span, reveal: bool },
    Insert(String),
    Focus,
}

impl CodeEditorState {
    /// Puts the cursor before `byte`, without scrolling.
    pub fn set_cursor(&mut self, byte: usize) {
        let span = Span::new(byte, byte);
        self.requests.push(Request::Select {
            span,
            reveal: false,
        });
    }

    /// Selects `span` and scrolls to it.
    pub fn reveal(&mut self, span: Span) {
        self.requests.push(Request::Select { span, reveal: true });
    }

    /// Puts `text` in place of the selection, as if it was pasted.
    pub fn insert(&mut self, text: impl Into<String>) {
        self.requests.push(Request::Insert(text.into()));
    }

    /// Gives the keyboard to the text.
    pub fn focus(&mut self) {
        self.requests.push(Request::Focus);
    }

    /// Opens the bar for finding, as Ctrl+F does.
    pub fn open_find(&mut self) {
        self.open_bar(Bar::Find);
    }

    /// Opens the bar for finding and replacing, as Ctrl+H does.
    pub fn open_replace(&mut self) {
        self.open_bar(Bar::Replace);
    }

    /// Opens the bar for going to a line, as Ctrl+G does.
    pub fn open_go_to_line(&mut self) {
        self.open_bar(Bar::GoTo);
    }

    /// Whether long lines wrap; they do unless told otherwise.
    pub const fn wraps(&self) -> bool {
        matches!(self.lines, LongLines::Wrap)
    }

    /// Lets long lines wrap, or not.
    pub fn set_wrap(&mut self, wrap: bool) {
        self.lines = if wrap {
            LongLines::Wrap
        } else {
            LongLines::Scroll
        };
    }

    pub(super) fn open_bar(&mut self, bar: Bar) {
        self.bar = bar;
        self.focus_bar = true;
        self.popup = None;
        if bar == Bar::GoTo {
            self.go_to.clear();
        }
    }
}

/// What the caller must do since the editor has no history of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryRequest {
    /// Undo was pressed.
    Undo,
    /// Redo was pressed.
    Redo,
}

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CursorPosition {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The byte it stands before.
    pub byte: usize,
}

/// What happened in a frame.
#[derive(Debug, Clone)]
pub struct EditorOutput {
    /// Whether the text was changed.
    pub changed: bool,
    /// What kind of change it was, if it was one.
    pub group: Option<EditGroup>,
    /// Where the cursor is; the start of the text until it was ever used.
    pub cursor: CursorPosition,
    /// What is selected; empty at the cursor if nothing is.
    pub selection: Span,
    /// What the caller must do with its history, now.
    pub history: Option<HistoryRequest>,
    /// Whether the text has the keyboard.
    pub has_focus: bool,
    /// What the editor cannot do with a text this long.
    pub limit: Option<Limit>,
    /// The area of the text and its line numbers.
    pub rect: egui::Rect,
}

/// What the editor does without because the text is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// There are no colours.
    Plain,
    /// The text can only be read.
    ReadOnly,
}

/// From which length on the editor does without something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditorLimits {
    /// Above this many bytes there are no colours.
    pub plain_above: usize,
    /// Above this many bytes the text can only be read.
    pub read_only_above: usize,
}

impl Default for EditorLimits {
    /// 1 MiB and 2 MiB: at 1 MB a key takes 13 ms, and laying the text out some 400 MB of memory.
    fn default() -> Self {
        Self {
            plain_above: 1 << 20,
            read_only_above: 2 << 20,
        }
    }
}

impl EditorLimits {
    /// What a text of `length` bytes must do without.
    pub(super) fn of(self, length: usize) -> Option<Limit> {
        if length > self.read_only_above {
            Some(Limit::ReadOnly)
        } else if length > self.plain_above {
            Some(Limit::Plain)
        } else {
            None
        }
    }
}
