//! The problem that is looked at: the row of the list, the place of the cursor.

use super::{Design, EditorPart, ListedProblem, Problem, ProblemScope};
use crate::domain::logto::Field;
use crate::domain::workspace::TemplateKey;

/// A place in a text that the editor shows.
pub type Caret = (EditorPart, usize);

/// The row of the list that is the current one, known by what it says and not by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentProblem {
    /// Its row when it was seen last.
    pub row: usize,
    /// What it says.
    pub listed: ListedProblem,
    /// The mail that was open when it became the current one.
    pub of: Option<TemplateKey>,
    /// Where the cursor was led for it; nothing until it is there.
    pub led_to: Option<Caret>,
}

impl CurrentProblem {
    /// How well a row is this one: 0 if it says the same, more if it is only much like it.
    fn distance(&self, row: &ListedProblem, open: Option<&TemplateKey>) -> Option<usize> {
        let (mine, other) = (&self.listed.problem, &row.problem);
        if self.listed.fold.is_some() || row.fold.is_some() {
            let both = self.listed.fold.is_some() && row.fold.is_some();
            return (both && mine.finding.code == other.finding.code).then_some(0);
        }
        let is_shared = |problem: &Problem| {
            let target = problem.target.as_ref();
            target.is_some_and(|target| matches!(target.part, EditorPart::Source(_)))
        };
        let own = self.listed.template.as_ref().or(self.of.as_ref());
        if !is_shared(mine) && own != row.template.as_ref().or(open) {
            return None;
        }
        let place = |problem: &Problem| {
            let target = problem.target.as_ref();
            target.map(|target| (target.part.clone(), target.field))
        };
        if mine.finding.code != other.finding.code || place(mine) != place(other) {
            return None;
        }
        if mine.finding.span == other.finding.span {
            // Of two at one place that with the same words.
            return Some(usize::from(mine.finding.message != other.finding.message));
        }
        if mine.finding.message != other.finding.message {
            return None;
        }
        let start = |problem: &Problem| problem.finding.span.map_or(0, |span| span.start);
        Some(2 + start(mine).abs_diff(start(other)))
    }
}

impl Design {
    /// The row of the current problem, if it is still in the list.
    pub fn current_row(&self) -> Option<usize> {
        let current = self.current.as_ref()?;
        let open = self.selected.as_ref();
        let rows = self.problem_list.rows.iter().enumerate();
        let alike = rows.filter_map(|(at, row)| Some((current.distance(row, open)?, at)));
        // Among equals that where it was.
        let nearest = alike.min_by_key(|(distance, at)| (*distance, at.abs_diff(current.row)));
        nearest.map(|(_, at)| at)
    }

    /// Makes a row of the list the current one.
    pub fn set_current(&mut self, row: usize) {
        if let Some(listed) = self.problem_list.rows.get(row) {
            self.current = Some(CurrentProblem {
                row,
                listed: listed.clone(),
                of: self.selected.clone(),
                led_to: None,
            });
        }
    }

    /// Brings what is known of the current problem up to date with the list.
    pub fn follow_current(&mut self) {
        let Some(row) = self.current_row() else {
            return;
        };
        let listed = self.problem_list.rows.get(row).cloned();
        if let (Some(current), Some(listed)) = (&mut self.current, listed) {
            current.row = row;
            current.listed = listed;
            current.of.clone_from(&self.selected);
        }
    }

    /// The current problem is forgotten with its mail; the list of all mails keeps its row.
    pub fn leave_mail(&mut self) {
        self.caret = None;
        if self.problem_filter.scope == ProblemScope::Mail {
            self.current = None;
        }
    }

    /// Notes where the cursor of the editor is, if that has the keyboard; a cursor that was moved
    /// onto a problem makes it the current one.
    pub fn set_caret(&mut self, caret: Option<Caret>, is_typing: bool) {
        let Some(current) = &mut self.current else {
            self.caret = caret;
            self.take_from_caret(is_typing);
            return;
        };
        if caret.is_some() && current.led_to.is_none() {
            current.led_to.clone_from(&caret);
        }
        self.caret = caret;
        self.take_from_caret(is_typing);
    }

    fn take_from_caret(&mut self, is_typing: bool) {
        if is_typing || self.caret.is_none() {
            return;
        }
        let Some(problem) = self.problem_at_hand() else {
            return;
        };
        let rows = &self.problem_list.rows;
        let row = rows.iter().position(|row| row.problem == *problem);
        let Some(row) = row.filter(|row| self.current_row() != Some(*row)) else {
            return;
        };
        let caret = self.caret.clone();
        self.set_current(row);
        if let Some(current) = &mut self.current {
            current.led_to = caret;
        }
    }

    /// The problem that is meant without saying which: that under the cursor of the editor, or the
    /// current one of the list.
    pub fn problem_at_hand(&self) -> Option<&Problem> {
        let row = self.current_row();
        let row = row.and_then(|row| self.problem_list.rows.get(row));
        let listed = row.filter(|row| row.fold.is_none()).map(|row| &row.problem);
        let Some((part, at)) = &self.caret else {
            return listed;
        };
        let is_here = |problem: &&Problem| is_at(problem, part, *at);
        if let Some(listed) = listed.filter(is_here) {
            return Some(listed);
        }
        let current = self.current.as_ref();
        let led_to = current.and_then(|current| current.led_to.as_ref());
        if led_to == self.caret.as_ref() && listed.is_some() {
            return listed;
        }
        let here = self.problems.iter().filter(is_here);
        here.min_by_key(|problem| (problem.finding.fix.is_none(), problem.finding.severity))
    }
}

/// Whether a place of a text lies in what a problem is about, or at one of its ends.
fn is_at(problem: &Problem, part: &EditorPart, at: usize) -> bool {
    let target = problem.target.as_ref();
    let is_here =
        target.is_some_and(|target| target.part == *part && target.field == Field::Content);
    let span = problem.finding.span;
    is_here && span.is_some_and(|span| (span.start..=span.end).contains(&at))
}
