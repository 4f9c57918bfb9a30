//! The editor of templates: line numbers, colours, marks, completion of variables, find and
//! replace, on top of egui's multi-line text field.
//!
//! It knows no model: text, marks, completions, colours and words come in with each frame, and
//! what happened goes out. Undo and redo are asked for, not done, since one history covers all
//! fields of a template.
//!
//! Keys: Ctrl+F find, Ctrl+H replace, F3 and Shift+F3 next and previous match, Ctrl+G go to line,
//! Ctrl+Space complete, Ctrl+/ comment, Ctrl+Shift+D duplicate the line, Alt+Up and Alt+Down move
//! it, Tab and Shift+Tab indent. Ctrl+M makes Tab move the focus until it is pressed again; Escape
//! does so for the next Tab only.

mod bars;
mod completion;
mod edit;
mod keyboard;
mod layout;
mod lines;
mod mark;
mod matches;
mod paint;
mod pieces;
mod popup;
mod search;
mod session;
mod state;
mod strings;
mod theme;
mod view;
mod viewer;

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id, Ui};
use parking_lot::Mutex;

use crate::domain::edited::difference;
use crate::domain::finding::Span;
use crate::domain::syntax::Language;

pub use edit::EditGroup;
pub use mark::{Completion, Mark, MarkKind};
pub use state::{
    CodeEditorState, CursorPosition, EditorLimits, EditorOutput, HistoryRequest, Limit,
};
pub use strings::EditorStrings;
pub use theme::{EditorTheme, PlaceholderColors};

use edit::{Selection, byte_to_char, char_to_byte};
use layout::{Layouter, Looks};
use session::{Scroll, Session};

/// An editor of one text; see the module for its keys.
#[must_use = "it does nothing until it is shown"]
pub struct CodeEditor<'a> {
    id: Id,
    name: &'a str,
    theme: &'a EditorTheme,
    strings: Option<&'a EditorStrings>,
    language: Language,
    marks: &'a [Mark],
    completions: &'a [Completion],
    read_only: bool,
    limits: EditorLimits,
}

impl<'a> CodeEditor<'a> {
    /// An editor of HTML. `id` is also that of the text field, for asking egui about the focus;
    /// `name` is what assistive technology calls it.
    pub fn new(id: Id, name: &'a str, theme: &'a EditorTheme) -> Self {
        Self {
            id,
            name,
            theme,
            strings: None,
            language: Language::Html,
            marks: &[],
            completions: &[],
            read_only: false,
            limits: EditorLimits::default(),
        }
    }

    /// How to read and colour the text.
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Places of the text that something is said about.
    pub fn marks(mut self, marks: &'a [Mark]) -> Self {
        self.marks = marks;
        self
    }

    /// What may be typed between braces.
    pub fn completions(mut self, completions: &'a [Completion]) -> Self {
        self.completions = completions;
        self
    }

    /// Whether the text can only be read.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// From which length on the editor does without something.
    pub fn limits(mut self, limits: EditorLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The words of the editor's own controls.
    pub fn strings(mut self, strings: &'a EditorStrings) -> Self {
        self.strings = Some(strings);
        self
    }

    /// Shows the editor in all of the space that is left in `ui`.
    pub fn show(self, ui: &mut Ui, state: &mut CodeEditorState, text: &mut String) -> EditorOutput {
        let default_strings;
        let strings = if let Some(strings) = self.strings {
            strings
        } else {
            default_strings = EditorStrings::default();
            &default_strings
        };
        let limit = self.limits.of(text.len());
        let cache = ui.data_mut(|data| {
            Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Layouter>>>(self.id))
        });
        let mut layouter = cache.lock();
        layouter.begin_frame(
            ui,
            Looks {
                language: self.language,
                theme: self.theme.clone(),
                outcomes: Looks::outcomes(self.marks),
                wrap: state.wraps(),
                highlight: limit.is_none(),
            },
        );
        let mut session = Session {
            selection: state.selection,
            // Another text may have been shown under the same id in between.
            layout: layouter.last().filter(|_| layouter.round() == state.seen),
            text,
            state,
            language: self.language,
            read_only: self.read_only || limit == Some(Limit::ReadOnly),
            completions: self.completions,
            group: None,
            history: None,
            scroll: None,
            focus: false,
        };
        follow_outside_change(&mut session);
        view::show(ui, &self, strings, limit, &mut session, &mut layouter)
    }
}

/// Keeps the cursor with the text around it when the caller changed the text.
fn follow_outside_change(session: &mut Session<'_>) {
    let Some(layout) = session
        .layout
        .take_if(|layout| layout.text() != session.text.as_str())
    else {
        let fits = |place: usize| session.text.floor_char_boundary(place);
        session.selection = session.selection.map(fits);
        return;
    };
    let old = layout.text();
    let (removed, added) = difference(old, session.text);
    if std::mem::take(&mut session.state.follow_change) {
        session.selection = Selection::at(added.end);
        session.scroll = Some(Scroll::ToCursor);
        return;
    }
    let moved = |place: usize| {
        let place = if place <= removed.start {
            place
        } else if place >= removed.end {
            place - removed.end + added.end
        } else {
            added.end
        };
        session.text.floor_char_boundary(place)
    };
    session.selection = session.selection.map(moved);
}

/// egui's selection, which counts characters, in bytes.
fn selection_of(range: CCursorRange, text: &str) -> Selection {
    let head = char_to_byte(text, range.primary.index.0);
    let anchor = if range.primary == range.secondary {
        head
    } else {
        char_to_byte(text, range.secondary.index.0)
    };
    Selection { anchor, head }
}

/// Tells egui's text field the selection, and to remember no history of its own.
fn store_selection(ctx: &Context, id: Id, text: &str, selection: Selection) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    let range = CCursorRange::two(
        CCursor::new(byte_to_char(text, selection.anchor)),
        CCursor::new(byte_to_char(text, selection.head)),
    );
    let same = |old: CCursorRange| old.primary == range.primary && old.secondary == range.secondary;
    // Setting it anew would forget the column that moving up and down aims at.
    if !state.cursor.char_range().is_some_and(same) {
        state.cursor.set_char_range(Some(range));
    }
    state.clear_undoer();
    state.store(ctx, id);
}

/// The line and column of a byte, for people.
fn position_of(layout: &layout::Layout, byte: usize) -> CursorPosition {
    let line = layout.line(byte);
    let start = layout.lines.get(line).copied().unwrap_or_default();
    let column = layout
        .text()
        .get(start..byte)
        .map_or(0, |before| before.chars().count());
    CursorPosition {
        line: line + 1,
        column: column + 1,
        byte,
    }
}

impl From<Selection> for Span {
    fn from(selection: Selection) -> Self {
        selection.range().into()
    }
}
