//! A mail in the making: passes of edits, with the way back to the text that was given.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use super::rule::Rule;
use super::{Emulated, whole};
use crate::domain::finding::Span;
use crate::domain::markup::html::Document;

/// No more changes than this are listed.
const MOST_CHANGES: usize = 2_000;

/// A text about a change is no longer than this, in characters.
const LONGEST_WHAT: usize = 80;

/// Something that was removed or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What: a part of the mail as written.
    pub what: String,
    /// Why, with the source and its date.
    pub rule: &'static Rule,
    /// Where, in the HTML that was given.
    pub span: Span,
}

impl Change {
    /// Why, as a sentence without a period.
    pub fn why(&self) -> &str {
        &self.rule.text
    }

    /// Who says so.
    pub fn source(&self) -> &str {
        &self.rule.source
    }

    /// When that was tested or written.
    pub const fn date(&self) -> &'static str {
        self.rule.date
    }
}

/// One edit.
#[derive(Debug)]
struct Edit {
    span: Span,
    text: String,
    told: Option<(&'static Rule, String)>,
}

/// The edits of one pass over a text.
#[derive(Debug, Default)]
pub(super) struct Edits {
    edits: Vec<Edit>,
    /// Changes whose edits are told elsewhere or are none.
    told: Vec<(Span, &'static Rule, String)>,
}

impl Edits {
    /// Replaces a part, and tells of it.
    pub fn change(
        &mut self,
        span: Span,
        text: impl Into<String>,
        rule: &'static Rule,
        what: impl AsRef<str>,
    ) {
        self.edits.push(Edit {
            span,
            text: text.into(),
            told: Some((rule, shortened(what.as_ref()))),
        });
    }

    /// Replaces a part without a word.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit {
            span,
            text: text.into(),
            told: None,
        });
    }

    /// Inserts a text without a word.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(Span::new(at, at), text);
    }

    /// Tells of a change whose edits are made apart from it.
    pub fn tell(&mut self, span: Span, rule: &'static Rule, what: impl AsRef<str>) {
        self.told.push((span, rule, shortened(what.as_ref())));
    }

    /// Makes the edits in the order of their places. Of two that overlap the one that starts
    /// first counts, of two that start together the longer one; the other is dropped. What is
    /// inserted comes before what is replaced at the same place.
    fn apply(mut self, source: &str) -> (String, Map, Vec<(Span, &'static Rule, String)>) {
        self.edits.sort_by_key(|Edit { span, .. }| {
            (span.start, span.end > span.start, Reverse(span.end))
        });
        let mut output = String::with_capacity(source.len());
        let mut map = Map::default();
        let mut told = Vec::new();
        let mut done = 0;
        for edit in self.edits {
            let Span { start, end } = edit.span;
            // None where the part starts before `done`: within one that was replaced.
            let Some(before) = source.get(done..start) else {
                continue;
            };
            if source.get(start..end).is_none() {
                continue;
            }
            map.copy(output.len(), done);
            output.push_str(before);
            map.put(output.len(), edit.span);
            output.push_str(&edit.text);
            done = end;
            told.extend(edit.told.map(|(rule, what)| (edit.span, rule, what)));
        }
        map.copy(output.len(), done);
        output.push_str(source.get(done..).unwrap_or_default());
        told.extend(self.told);
        (output, map, told)
    }
}

/// The start of a text on one line.
fn shortened(text: &str) -> String {
    let mut output = String::new();
    for word in text.split_whitespace() {
        if !output.is_empty() {
            output.push(' ');
        }
        output.push_str(word);
        if output.len() > 4 * LONGEST_WHAT {
            break;
        }
    }
    match output.char_indices().nth(LONGEST_WHAT) {
        Some((at, _)) => {
            output.truncate(at);
            output.push('…');
            output
        }
        None => output,
    }
}

/// The way from a text back to the one it was made from.
#[derive(Debug, Default)]
struct Map {
    /// Where a piece starts, and what it was made from.
    pieces: Vec<(usize, Piece)>,
}

#[derive(Debug, Clone, Copy)]
enum Piece {
    /// Copied from this place on.
    Copied(usize),
    /// Put in the place of this part.
    Put(Span),
}

impl Map {
    fn copy(&mut self, at: usize, from: usize) {
        self.pieces.push((at, Piece::Copied(from)));
    }

    fn put(&mut self, at: usize, span: Span) {
        self.pieces.push((at, Piece::Put(span)));
    }

    /// Where a part came from.
    fn back(&self, span: Span) -> Span {
        let start = match self.piece(span.start) {
            Some((at, Piece::Copied(from))) => from + (span.start - at),
            Some((_, Piece::Put(put))) => put.start,
            None => span.start,
        };
        // The end belongs to the piece that its last byte is in.
        let last = span.end.saturating_sub(1).max(span.start);
        let end = match self.piece(last) {
            Some((at, Piece::Copied(from))) => from + (span.end.max(at) - at),
            Some((_, Piece::Put(put))) => put.end,
            None => span.end,
        };
        Span::new(start, end.max(start))
    }

    /// The last piece that starts at or before a place.
    fn piece(&self, at: usize) -> Option<(usize, Piece)> {
        let index = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces.get(index.checked_sub(1)?).copied()
    }
}

/// A mail between its passes.
#[derive(Debug)]
pub(super) struct Work {
    text: Arc<str>,
    given: usize,
    maps: Vec<Map>,
    changes: Vec<Change>,
    unlisted: usize,
    notes: Vec<Cow<'static, str>>,
}

impl Work {
    pub fn new(html: &str) -> Self {
        Self {
            text: html.into(),
            given: html.len(),
            maps: Vec::new(),
            changes: Vec::new(),
            unlisted: 0,
            notes: Vec::new(),
        }
    }

    /// The mail as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads the mail as it is now.
    pub fn document(&self) -> Document {
        Document::parse(Arc::clone(&self.text))
    }

    /// Makes the edits that `pass` finds in the mail.
    pub fn edit(&mut self, pass: impl FnOnce(&Document, &mut Edits)) {
        let mut edits = Edits::default();
        pass(&self.document(), &mut edits);
        self.apply(edits);
    }

    /// Makes edits.
    pub fn apply(&mut self, edits: Edits) {
        let has_edits = !edits.edits.is_empty();
        let (text, map, told) = edits.apply(&self.text);
        for (span, rule, what) in told {
            self.tell(span, rule, what);
        }
        if has_edits {
            self.text = text.into();
            self.maps.push(map);
        }
    }

    /// Tells of a change at a place of the mail as it is now.
    fn tell(&mut self, span: Span, rule: &'static Rule, what: String) {
        if self.changes.len() >= MOST_CHANGES {
            self.unlisted += 1;
            return;
        }
        let span = self
            .maps
            .iter()
            .rev()
            .fold(span, |span, map| map.back(span));
        let span = Span::new(span.start.min(self.given), span.end.min(self.given));
        self.changes.push(Change { what, rule, span });
    }

    /// Adds a note.
    pub fn note(&mut self, note: impl Into<Cow<'static, str>>) {
        self.notes.push(note.into());
    }

    /// The result.
    pub fn finish(mut self, prefers_dark: bool) -> Emulated {
        self.changes
            .sort_by_key(|change| (change.span.start, change.span.end));
        Emulated {
            html: self.text.as_ref().to_owned(),
            text: None,
            prefers_dark,
            changes: self.changes,
            unlisted: self.unlisted,
            notes: self.notes,
        }
    }

    /// The result of a reader of plain text.
    pub fn finish_text(mut self, text: String, page: String, rule: &'static Rule) -> Emulated {
        let all = whole(&self.text);
        self.tell(all, rule, "HTML".to_owned());
        Emulated {
            html: page,
            text: Some(text),
            ..self.finish(false)
        }
    }
}
