//! The words of the editor's own controls.

use std::borrow::Cow;

/// The words of the editor's own controls, in English unless the caller says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorStrings {
    /// Names the field for what to find.
    pub find: Cow<'static, str>,
    /// Names the field for the replacement.
    pub replace_with: Cow<'static, str>,
    /// The toggle that tells upper from lower case.
    pub match_case: Cow<'static, str>,
    /// The toggle that finds whole words only.
    pub whole_word: Cow<'static, str>,
    /// Goes to the match before.
    pub previous: Cow<'static, str>,
    /// Goes to the next match.
    pub next: Cow<'static, str>,
    /// Replaces the current match.
    pub replace: Cow<'static, str>,
    /// Replaces all matches.
    pub replace_all: Cow<'static, str>,
    /// Closes the bar.
    pub close: Cow<'static, str>,
    /// Which match is current; `{current}` and `{count}` are replaced.
    pub position: Cow<'static, str>,
    /// How many matches there are while none is current; `{count}` is replaced.
    pub count: Cow<'static, str>,
    /// Nothing was found.
    pub none: Cow<'static, str>,
    /// Names the field for the line to go to.
    pub go_to_line: Cow<'static, str>,
    /// What may be typed there; `{lines}` is replaced by the number of lines.
    pub go_to_line_hint: Cow<'static, str>,
    /// Names the list of completions for assistive technology.
    pub completions: Cow<'static, str>,
    /// Says that the text is too long for colours.
    pub plain: Cow<'static, str>,
    /// Says that the text is too long to be edited here.
    pub too_long: Cow<'static, str>,
    /// Says that Tab moves the focus now.
    pub tab_moves_focus: Cow<'static, str>,
}

/// What is replaced by the number of the current match.
pub(super) const CURRENT: &str = "{current}";
/// What is replaced by the number of matches.
pub(super) const COUNT: &str = "{count}";
/// What is replaced by the number of lines.
pub(super) const LINES: &str = "{lines}";

impl Default for EditorStrings {
    fn default() -> Self {
        Self {
            find: "Find".into(),
            replace_with: "Replace with".into(),
            match_case: "Match case".into(),
            whole_word: "Whole word".into(),
            previous: "Previous".into(),
            next: "Next".into(),
            replace: "Replace".into(),
            replace_all: "Replace all".into(),
            close: "Close".into(),
            position: "{current} of {count}".into(),
            count: "{count} found".into(),
            none: "No match".into(),
            go_to_line: "Go to line".into(),
            go_to_line_hint: "Line, or line:column, up to {lines}".into(),
            completions: "Variables".into(),
            plain: "This text is too long to be coloured".into(),
            too_long: "This text is too long to be edited here".into(),
            tab_moves_focus: "Tab moves the focus. Ctrl+M lets it indent again".into(),
        }
    }
}
