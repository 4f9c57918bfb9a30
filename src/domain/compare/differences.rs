//! What is told about two templates and their aligned items.

mod items;
mod tally;
mod words;

use self::tally::Tally;
use self::words::{braced, direction_of, info, times, warning};

use super::outline::Frame;
use super::references::path;
use super::{Item, Row, RowState, Side, SideFinding};
use crate::domain::finding::{Finding, Span};
use crate::domain::logto::{Field, TemplateDetails};
use crate::domain::syntax::placeholder_spans;

/// From here on no more rows are told about; where two contents have nothing in common, more would
/// not help.
const MOST_FINDINGS: usize = 200;

pub(super) use self::items::is_same;

/// Collects findings.
pub(super) struct Differences<'a> {
    names: [&'a str; 2],
    details: [&'a TemplateDetails; 2],
    rows: &'a [Row],
    placeholders: Tally<'a>,
    links: Tally<'a>,
    found: Vec<SideFinding>,
}

impl<'a> Differences<'a> {
    pub fn new(names: [&'a str; 2], details: [&'a TemplateDetails; 2], rows: &'a [Row]) -> Self {
        let placeholders = Tally::new(details.map(|details| paths(&details.content)));
        let links_of = |side: fn(&Row) -> Option<&Item>| {
            let items = rows.iter().filter_map(side);
            items
                .flat_map(|item| item.links.iter().map(|link| (link.as_str(), item.span)))
                .collect()
        };
        let links = Tally::new([
            links_of(|row| row.left.as_ref()),
            links_of(|row| row.right.as_ref()),
        ]);
        Self {
            names,
            details,
            rows,
            placeholders,
            links,
            found: Vec::new(),
        }
    }

    /// All findings; `frames` are what the roots of the contents say.
    pub fn all(mut self, frames: &[Frame; 2]) -> Vec<SideFinding> {
        self.subjects();
        self.content_types();
        self.directions(frames);
        self.placeholders();
        let mut rows = self.rows.iter().filter(|row| row.state != RowState::Same);
        while self.found.len() < MOST_FINDINGS
            && let Some(row) = rows.next()
        {
            match (&row.left, &row.right) {
                (Some(left), Some(right)) => self.pair(left, right),
                (Some(left), None) => self.alone(Side::Left, left),
                (None, Some(right)) => self.alone(Side::Right, right),
                (None, None) => {}
            }
        }
        let more = rows.count();
        if more > 0 {
            let message = format!("{more} more rows differ");
            self.add(Side::Left, Field::Content, info("compare-more", message));
        }
        self.found
    }

    fn add(&mut self, side: Side, field: Field, finding: Finding) {
        self.found.push(SideFinding {
            side,
            field,
            finding,
        });
    }

    fn name(&self, side: Side) -> &'a str {
        let [left, right] = self.names;
        match side {
            Side::Left => left,
            Side::Right => right,
        }
    }

    fn subjects(&mut self) {
        let subjects = self.details.map(|details| details.subject.as_str());
        let [left, right] = subjects.map(|subject| subject.trim().is_empty());
        if left != right {
            let side = if left { Side::Left } else { Side::Right };
            let message = format!("The subject is empty in {}", self.name(side));
            let finding = warning("compare-subject-empty", message);
            self.add(side, Field::Subject, finding);
            return;
        }
        let tally = Tally::new(subjects.map(paths));
        for entry in tally.entries() {
            let Some((side, span)) = entry.only() else {
                continue;
            };
            let message = format!(
                "The subject in {} lacks {}",
                self.name(side.other()),
                braced(entry.text)
            );
            let finding = warning("compare-subject-placeholder", message).at(span);
            self.add(side, Field::Subject, finding);
        }
    }

    fn content_types(&mut self) {
        let [left, right] = self.details.map(super::content_type);
        if left != right {
            let [left_name, right_name] = self.names;
            let message = format!(
                "The content is {} in {left_name} and {} in {right_name}",
                left.as_str(),
                right.as_str()
            );
            let finding = warning("compare-content-type", message);
            self.add(Side::Right, Field::Content, finding);
        }
    }

    fn directions(&mut self, frames: &[Frame; 2]) {
        let said = frames.each_ref().map(|frame| {
            let dir = frame.dir.as_ref();
            dir.map_or("ltr", |(dir, _)| dir.as_str())
        });
        let [left, right] = said;
        if left == right {
            return;
        }
        let [left_name, right_name] = self.names;
        let message = format!("dir is {left} in {left_name} and {right} in {right_name}");
        let fits = |at: usize| {
            let frame = frames.get(at)?;
            let name = self.names.get(at)?;
            let language = frame.lang.as_deref().unwrap_or(name);
            Some(direction_of(language)? == *said.get(at)?)
        };
        let finding = if fits(0) == Some(true) && fits(1) == Some(true) {
            info("compare-direction", message)
        } else {
            warning("compare-direction", message)
                .hint("Say dir=\"rtl\" on <html> for languages such as Arabic and Hebrew")
        };
        let [left_frame, right_frame] = frames;
        let (side, span) = match (&left_frame.dir, &right_frame.dir) {
            (_, Some((_, span))) => (Side::Right, *span),
            (Some((_, span)), None) => (Side::Left, *span),
            (None, None) => return,
        };
        self.add(side, Field::Content, finding.at(span));
    }

    fn placeholders(&mut self) {
        let [left_name, right_name] = self.names;
        let mut found = Vec::new();
        for entry in self.placeholders.entries() {
            let placeholder = braced(entry.text);
            let [left, right] = entry.counts;
            if let Some((side, span)) = entry.only() {
                let message = format!(
                    "{placeholder} stands in {} but not in {}",
                    self.name(side),
                    self.name(side.other())
                );
                let finding = warning("compare-placeholder-missing", message);
                found.push((side, finding.at(span)));
            } else if left != right
                && let [_, Some(span)] = entry.first
            {
                let message = format!(
                    "{placeholder} stands {} in {left_name} and {} in {right_name}",
                    times(left),
                    times(right)
                );
                let finding = info("compare-placeholder-count", message);
                found.push((Side::Right, finding.at(span)));
            }
        }
        for (side, finding) in found {
            self.add(side, Field::Content, finding);
        }
    }
}

impl Side {
    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

fn paths(text: &str) -> Vec<(&str, Span)> {
    let spans = placeholder_spans(text).into_iter();
    spans
        .filter_map(|span| Some((path(text.get(span.range())?), span)))
        .collect()
}
