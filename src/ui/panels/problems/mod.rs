//! What is wrong, most severe first.

mod row;

use egui::Ui;

use self::row::State;
use crate::domain::finding::Finding;
use crate::ui::theme::icons;
use crate::ui::widgets::{List, RowResponse, empty_state};

/// One problem.
#[derive(Debug, Clone, Copy)]
pub struct ProblemRow<'a> {
    /// Where it is: a field of the template, or a file.
    pub place: &'a str,
    /// The line there, from 1.
    pub line: Option<usize>,
    /// How many mails have it from that file; 0 or 1 is not told.
    pub mails: usize,
    /// What is wrong.
    pub finding: &'a Finding,
    /// Why it is ignored, if it is.
    pub ignored: Option<&'a str>,
    /// Whether the place can be shown.
    pub can_reveal: bool,
    /// Whether the rows that it stands for are shown, if it stands for others.
    pub fold: Option<bool>,
    /// Whether it is one of those.
    pub is_inside: bool,
    /// What else can be done about it.
    pub more: MoreActions,
}

/// What can be done about a problem besides mending it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoreActions {
    /// How many of its kind can be mended with it; 0 if that is none but itself.
    pub fix_all: usize,
    /// Whether its rule can be explained.
    pub can_explain: bool,
    /// Whether its rule can be ignored.
    pub can_ignore: bool,
}

/// What was asked for; the number is the place of the row in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemsEvent {
    /// Show or hide the rows that this one stands for.
    Toggle(usize),
    /// Show the place of this row.
    Reveal(usize),
    /// Mend this row.
    Fix(usize),
    /// Mend all rows of the kind of this one.
    FixAll(usize),
    /// Explain the rule of this row.
    Why(usize),
    /// Ignore the rule of this row.
    Ignore(usize),
}

impl ProblemsEvent {
    /// The place of the row in what was given.
    pub const fn row(self) -> usize {
        match self {
            Self::Toggle(row)
            | Self::Reveal(row)
            | Self::Fix(row)
            | Self::FixAll(row)
            | Self::Why(row)
            | Self::Ignore(row) => row,
        }
    }
}

/// Height of a row.
const ROW: f32 = 44.0;

/// What happened in the list; the numbers are the places of rows in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProblemsOutput {
    /// The row that became the current one.
    pub picked: Option<usize>,
    /// What was asked for.
    pub event: Option<ProblemsEvent>,
}

/// How the list is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProblemsView {
    /// The current row, by its place in what was given.
    pub current: Option<usize>,
    /// Whether to scroll to it.
    pub reveal: bool,
    /// Whether the list takes the keyboard.
    pub focus: bool,
}

/// Shows the problems in all space there is, with a current row of the list's own.
pub fn ui(ui: &mut Ui, rows: &[ProblemRow<'_>]) -> Option<ProblemsEvent> {
    // The panel has no state of its own but this row, which may be forgotten.
    let memory = ui.scope_id().with("current problem");
    let view = ProblemsView {
        current: ui.data(|data| data.get_temp(memory)),
        ..ProblemsView::default()
    };
    let output = list_ui(ui, rows, view);
    if let Some(picked) = output.picked {
        ui.data_mut(|data| data.insert_temp(memory, picked));
    }
    output.event
}

/// Shows the problems in all space there is: the most severe first, and in the order given within a
/// severity. The list is one stop for Tab; the fix of its current row is the next.
pub fn list_ui(ui: &mut Ui, rows: &[ProblemRow<'_>], view: ProblemsView) -> ProblemsOutput {
    if rows.is_empty() {
        let sentence =
            "Placeholders are checked against the variables that the chosen flow carries";
        empty_state(ui, icons::CHECK, "No problems found", sentence, None);
        return ProblemsOutput::default();
    }
    let order = order(rows);
    let is_current = |index: &usize| Some(*index) == view.current;
    let current = order.iter().position(is_current);
    let shown = view.current.and_then(|current| rows.get(current));
    let width = ui.available_width();
    let height = shown.map_or(ROW, |shown| row::full_height(ui, shown, width));
    let list = List::new("Problems", rows.len(), ROW)
        .tall(current, height)
        .reveal(view.reveal);
    if view.focus {
        let id = list.id(ui);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let mut event = None;
    let output = list.show(ui, current, |ui, at, focus| {
        let index = order.get(at).copied().unwrap_or(at);
        let shown = rows.get(index).map(|row| {
            let state = State {
                focus,
                is_current: current == Some(at),
            };
            row::row_ui(ui, row, state)
        });
        let (response, asked) = shown.unwrap_or_else(|| (ui.response(), None));
        event = asked.map(|asked| asked.of(index)).or(event);
        RowResponse {
            response,
            chip: None,
        }
    });
    let place = |at: usize| order.get(at).copied();
    let activated = output.activated.and_then(place);
    let activated = activated.and_then(|index| Some((index, rows.get(index)?.pressed()?)));
    ProblemsOutput {
        picked: output.picked.and_then(place),
        event: event.or_else(|| activated.map(|(index, asked)| asked.of(index))),
    }
}

impl ProblemRow<'_> {
    /// What pressing the row itself asks for.
    const fn pressed(&self) -> Option<Asked> {
        match (self.fold, self.can_reveal) {
            (Some(_), _) => Some(Asked::Toggle),
            (None, true) => Some(Asked::Reveal),
            (None, false) => None,
        }
    }
}

/// The rows by severity, those ignored after all others, each by its place in what was given.
fn order(rows: &[ProblemRow<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| {
        let row = rows.get(*index);
        row.map(|row| (row.ignored.is_some(), row.finding.severity))
    });
    order
}

/// What was asked of a row.
#[derive(Clone, Copy)]
enum Asked {
    Toggle,
    Reveal,
    Fix,
    FixAll,
    Why,
    Ignore,
}

impl Asked {
    const fn of(self, index: usize) -> ProblemsEvent {
        match self {
            Self::Toggle => ProblemsEvent::Toggle(index),
            Self::Reveal => ProblemsEvent::Reveal(index),
            Self::Fix => ProblemsEvent::Fix(index),
            Self::FixAll => ProblemsEvent::FixAll(index),
            Self::Why => ProblemsEvent::Why(index),
            Self::Ignore => ProblemsEvent::Ignore(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Severity;

    #[test]
    fn the_most_severe_come_first_and_equals_stay_in_order() {
        let findings = [
            Severity::Info,
            Severity::Warning,
            Severity::Error,
            Severity::Warning,
        ]
        .map(|severity| Finding::new(severity, "code", "message"));
        let rows: Vec<ProblemRow<'_>> = findings
            .iter()
            .map(|finding| ProblemRow {
                place: "Content",
                line: None,
                mails: 0,
                finding,
                ignored: None,
                can_reveal: true,
                fold: None,
                is_inside: false,
                more: MoreActions::default(),
            })
            .collect();
        assert_eq!(order(&rows), [2, 1, 3, 0]);
    }
}
