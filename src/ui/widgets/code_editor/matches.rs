//! Going through the matches of a search and replacing them.

use super::edit::{Edit, EditGroup, Selection};
use super::search::find_all;
use super::session::{Scroll, Session};
use crate::domain::finding::Span;

impl Session<'_> {
    /// Looks for the query again if the text, the query or an option changed.
    pub fn update_matches(&mut self) {
        let find = &mut self.state.find;
        let key = egui::util::hash((self.text.as_str(), find.query.as_str(), find.options));
        if key != find.key {
            find.key = key;
            find.matches = find_all(self.text, &find.query, find.options).into();
        }
    }

    /// The match that is selected, counted from 0.
    pub fn current_match(&self) -> Option<usize> {
        let selected = Span::from(self.selection.range());
        self.state.find.matches.binary_search(&selected).ok()
    }

    /// Selects the match `step` further on, around the ends of the text.
    pub fn find_step(&mut self, step: isize) {
        self.update_matches();
        let matches = &self.state.find.matches;
        let Some(last) = matches.len().checked_sub(1) else {
            return;
        };
        let start = self.selection.range().start;
        let index = match (self.current_match(), step < 0) {
            (Some(0), true) => last,
            (Some(current), true) => current - 1,
            (Some(current), false) => {
                if current == last {
                    0
                } else {
                    current + 1
                }
            }
            (None, true) => matches
                .partition_point(|span| span.start < start)
                .checked_sub(1)
                .unwrap_or(last),
            (None, false) => {
                let next = matches.partition_point(|span| span.start < start);
                if next > last { 0 } else { next }
            }
        };
        self.select_match(index);
    }

    /// Selects the first match at or after the start of the selection.
    pub fn find_here(&mut self) {
        self.update_matches();
        let start = self.selection.range().start;
        let matches = &self.state.find.matches;
        let next = matches.partition_point(|span| span.start < start);
        if !matches.is_empty() {
            let index = if next < matches.len() { next } else { 0 };
            self.select_match(index);
        }
    }

    /// Replaces the current match and goes to the next, or only goes there if none is current.
    pub fn replace_one(&mut self) {
        self.update_matches();
        if self.current_match().is_some() {
            let replacement = self.state.find.replacement.clone();
            let range = self.selection.range();
            self.apply(&Edit::replace(range, replacement, EditGroup::Replacing));
        }
        self.find_here_after();
    }

    /// Replaces all matches as one change.
    pub fn replace_all(&mut self) {
        self.update_matches();
        let find = &self.state.find;
        if find.matches.is_empty() || self.read_only {
            return;
        }
        let cursor = self.selection.range().start;
        let mut replaced = String::with_capacity(self.text.len());
        let mut moved = cursor;
        let mut end = 0;
        for span in find.matches.iter() {
            replaced.push_str(self.text.get(end..span.start).unwrap_or_default());
            replaced.push_str(&find.replacement);
            end = span.end;
            if end <= cursor {
                moved = replaced.len() + (cursor - end);
            } else if span.start < cursor {
                moved = replaced.len();
            }
        }
        replaced.push_str(self.text.get(end..).unwrap_or_default());
        let whole = 0..self.text.len();
        self.apply(&Edit::replace(whole, replaced, EditGroup::Replacing).cursor(moved));
    }

    fn find_here_after(&mut self) {
        let after = self.selection.range().end;
        self.selection = Selection::at(after);
        self.find_here();
    }

    fn select_match(&mut self, index: usize) {
        if let Some(span) = self.state.find.matches.get(index) {
            self.selection = Selection {
                anchor: span.start,
                head: span.end,
            };
            self.scroll = Some(Scroll::Center);
            self.state.popup = None;
        }
    }
}
