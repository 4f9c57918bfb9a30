//! The text as laid out on screen, kept from frame to frame.
//!
//! A line is laid out again only if its characters changed. Very long lines (minified HTML) are cut
//! into pieces at places that depend on nothing but the characters nearby, so that a change moves
//! the cuts around it only.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::FontsView;
use egui::text::{CharIndex, LayoutJob};
use egui::{Galley, Rect, Ui, pos2, vec2};

use super::mark::{Mark, MarkKind};
use super::pieces::{Apart, CUT_UNWRAPPED, CUT_WRAPPED, Piece, Styles, cut, job};
use super::theme::EditorTheme;
use super::viewer::Rows;
use crate::domain::finding::Span;
use crate::domain::syntax::{Language, Token, tokenize};

/// All that decides how a text looks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Looks {
    /// How to read it.
    pub language: Language,
    /// Its colours and fonts.
    pub theme: EditorTheme,
    /// The outcomes of placeholders by the byte where they start, in order.
    pub outcomes: Vec<(usize, MarkKind)>,
    /// Whether long lines wrap.
    pub wrap: bool,
    /// Whether there are colours.
    pub highlight: bool,
}

impl Looks {
    /// The outcomes among `marks`, in order.
    pub fn outcomes(marks: &[Mark]) -> Vec<(usize, MarkKind)> {
        let mut outcomes: Vec<_> = marks
            .iter()
            .filter(|mark| {
                matches!(
                    mark.kind,
                    MarkKind::PlaceholderReplaced
                        | MarkKind::PlaceholderKept
                        | MarkKind::PlaceholderEmpty
                        | MarkKind::PlaceholderPrototype
                )
            })
            .map(|mark| (mark.span.start, mark.kind))
            .collect();
        outcomes.sort_by_key(|outcome| outcome.0);
        outcomes
    }
}

/// Where a row of the screen starts in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowStart {
    /// In bytes.
    pub byte: usize,
    /// The line it belongs to, from 0.
    pub line: usize,
}

/// A text as laid out.
#[derive(Debug)]
pub(super) struct Layout {
    /// What egui paints.
    pub galley: Arc<Galley>,
    /// Where each row of the galley starts.
    pub rows: Vec<RowStart>,
    /// Where each line starts, in bytes.
    pub lines: Vec<usize>,
    /// The tokens; none if the text is too long for colours.
    pub tokens: Vec<Token>,
    /// The outcomes of placeholders by the byte where they start, in order.
    pub outcomes: Vec<(usize, MarkKind)>,
}

/// Lays out texts and remembers the pieces of the last one.
#[derive(Default)]
pub(super) struct Layouter {
    pieces: HashMap<u64, Piece>,
    /// By the hash of its words, a piece in whatever colours.
    shapes: HashMap<u64, Shape>,
    round: u32,
    canary: Option<Arc<Galley>>,
    looks: Option<Looks>,
    wrap_width: f32,
    layout: Option<Arc<Layout>>,
    /// Whether `layout` was made with what is known now about looks and width.
    fresh: bool,
    /// The rows of a text that is too long to be laid out.
    pub(super) long: Rows,
}

impl Layouter {
    /// Must be called once per frame, before the text is laid out.
    pub fn begin_frame(&mut self, ui: &Ui, looks: Looks) {
        // Glyphs refer to a texture that egui sometimes builds anew. Its own cache is emptied then,
        // which this tiny galley, asked for in every frame, shows by being another one.
        let job =
            LayoutJob::simple_singleline("0".into(), looks.theme.font.clone(), looks.theme.text);
        let canary = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let stale = !self
            .canary
            .as_ref()
            .is_some_and(|old| Arc::ptr_eq(old, &canary));
        self.canary = Some(canary);
        let same_format = self
            .looks
            .as_ref()
            .is_some_and(|old| old.theme == looks.theme && old.wrap == looks.wrap);
        if stale || !same_format {
            self.pieces.clear();
            self.shapes.clear();
        }
        if stale || self.looks.as_ref() != Some(&looks) {
            self.fresh = false;
            self.looks = Some(looks);
        }
    }

    /// Lets go of all that was laid out.
    pub fn forget(&mut self) {
        self.pieces = HashMap::new();
        self.shapes = HashMap::new();
        self.layout = None;
    }

    /// Counts the layouts made so far.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// The layout of the last frame.
    pub fn last(&self) -> Option<Arc<Layout>> {
        self.layout.clone()
    }

    /// The layout of `text`, wrapped at `wrap_width` if lines wrap.
    pub fn layout(&mut self, ui: &Ui, text: &str, wrap_width: f32) -> Arc<Layout> {
        let wraps = self.looks.as_ref().is_some_and(|looks| looks.wrap);
        let wrap_width = if wraps {
            wrap_width.floor()
        } else {
            f32::INFINITY
        };
        if wrap_width.to_bits() != self.wrap_width.to_bits() {
            self.wrap_width = wrap_width;
            // What stands in one row and still fits stays as it is; most lines of a mail do.
            let fits = |galley: &Galley| match galley.rows.as_slice() {
                [row] => row.size.x + 1.0 < wrap_width,
                _ => false,
            };
            self.pieces.retain(|_, piece| fits(&piece.galley));
            self.shapes.retain(|_, shape| fits(&shape.galley));
            self.fresh = false;
        }
        self.current(ui, text)
    }

    /// The layout of `text`, as wide as the last one.
    pub fn current(&mut self, ui: &Ui, text: &str) -> Arc<Layout> {
        if self.fresh
            && let Some(layout) = &self.layout
            && layout.galley.job.text == text
        {
            return Arc::clone(layout);
        }
        let layout = Arc::new(self.build(ui, text));
        self.layout = Some(Arc::clone(&layout));
        self.fresh = true;
        layout
    }

    fn build(&mut self, ui: &Ui, text: &str) -> Layout {
        self.round = self.round.wrapping_add(1);
        let Some(looks) = self.looks.take() else {
            return Layout::empty(ui);
        };
        let tokens = if looks.highlight {
            tokenize(text, looks.language)
        } else {
            Vec::new()
        };
        let mut builder = Builder {
            text,
            styles: Styles {
                tokens: &tokens,
                next: 0,
                outcomes: &looks.outcomes,
            },
            sections: Vec::new(),
            galleys: Vec::new(),
            joined: Vec::new(),
            rows: Vec::new(),
        };
        let cut_above = if looks.wrap {
            CUT_WRAPPED
        } else {
            CUT_UNWRAPPED
        };
        let mut lines = Vec::new();
        ui.fonts_mut(|fonts| {
            let mut start = 0;
            for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
                builder.line(start..end, lines.len(), cut_above, |words, sections| {
                    self.piece(fonts, &looks.theme, words, sections)
                });
                lines.push(start);
                start = end + 1;
            }
        });
        let round = self.round;
        self.pieces.retain(|_, piece| piece.round == round);
        self.shapes.retain(|_, shape| shape.round == round);
        let galley = builder.galley(ui.pixels_per_point(), &looks.theme);
        let rows = builder.rows;
        let outcomes = looks.outcomes.clone();
        self.looks = Some(looks);
        Layout {
            galley,
            rows,
            lines,
            tokens,
            outcomes,
        }
    }

    /// The piece with these words and styles, from before or new.
    fn piece(
        &mut self,
        fonts: &mut FontsView<'_>,
        theme: &EditorTheme,
        words: &str,
        sections: &[u64],
    ) -> (Arc<Galley>, Arc<[usize]>) {
        let round = self.round;
        let words_key = egui::util::hash(words);
        let piece = self
            .pieces
            .entry(egui::util::hash((words_key, sections)))
            .or_insert_with(|| {
                let shape = self
                    .shapes
                    .get(&words_key)
                    .map(|shape| Arc::clone(&shape.galley));
                let shape = shape.unwrap_or_else(|| {
                    fonts.layout_job(job(words, sections, theme, self.wrap_width))
                });
                Piece::new(words, sections, theme, &shape)
            });
        piece.round = round;
        let shape = self.shapes.entry(words_key).or_insert_with(|| Shape {
            galley: Arc::clone(&piece.galley),
            round,
        });
        shape.round = round;
        (Arc::clone(&piece.galley), Arc::clone(&piece.rows))
    }
}

/// What egui made of some words.
struct Shape {
    galley: Arc<Galley>,
    /// The last round it was part of the text.
    round: u32,
}

/// Puts pieces together to a layout.
struct Builder<'a> {
    text: &'a str,
    styles: Styles<'a>,
    sections: Vec<u64>,
    galleys: Vec<Arc<Galley>>,
    /// The last rows of pieces that go on in the same line.
    joined: Vec<usize>,
    rows: Vec<RowStart>,
}

impl Builder<'_> {
    /// Adds a line.
    fn line(
        &mut self,
        line: Range<usize>,
        number: usize,
        cut_above: usize,
        mut piece: impl FnMut(&str, &[u64]) -> (Arc<Galley>, Arc<[usize]>),
    ) {
        let mut start = line.start;
        loop {
            let end = cut(self.text, start, line.end, cut_above);
            self.styles.sections(start..end, &mut self.sections);
            let words = self.text.get(start..end).unwrap_or_default();
            let (galley, rows) = piece(words, &self.sections);
            let mut byte = start;
            for length in rows.iter() {
                self.rows.push(RowStart { byte, line: number });
                byte += length;
            }
            self.galleys.push(galley);
            if end >= line.end {
                return;
            }
            self.joined.push(self.rows.len().saturating_sub(1));
            start = end;
        }
    }

    /// All pieces, one below the other.
    fn galley(&self, pixels_per_point: f32, theme: &EditorTheme) -> Arc<Galley> {
        // egui paints no galley without sections, though it has no use for them at this point.
        let whole = LayoutJob::single_section(self.text.to_owned(), theme.format(Apart::No));
        let mut galley = Galley::concat(Arc::new(whole), &self.galleys, pixels_per_point);
        for row in &self.joined {
            if let Some(row) = galley.rows.get_mut(*row) {
                row.ends_with_newline = false;
            }
        }
        Arc::new(galley)
    }
}

impl Layout {
    fn empty(ui: &Ui) -> Self {
        let job = LayoutJob::default();
        Self {
            galley: ui.fonts_mut(|fonts| fonts.layout_job(job)),
            rows: Vec::new(),
            lines: vec![0],
            tokens: Vec::new(),
            outcomes: Vec::new(),
        }
    }

    /// The text that is laid out.
    pub fn text(&self) -> &str {
        &self.galley.job.text
    }

    /// The line `byte` is in, from 0.
    pub fn line(&self, byte: usize) -> usize {
        self.lines
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    /// The rows between two heights of the galley.
    pub fn rows_between(&self, top: f32, bottom: f32) -> Range<usize> {
        let rows = &self.galley.rows;
        let start = rows.partition_point(|row| row.pos.y + row.size.y < top);
        let end = rows.partition_point(|row| row.pos.y < bottom);
        start..end.max(start)
    }

    /// The row `byte` is in.
    pub fn row(&self, byte: usize) -> usize {
        self.rows
            .partition_point(|row| row.byte <= byte)
            .saturating_sub(1)
    }

    /// Where the cursor stands before `byte`, relative to the galley; it has no width.
    pub fn cursor(&self, byte: usize) -> Rect {
        let index = self.row(byte);
        let Some(row) = self.galley.rows.get(index) else {
            return Rect::from_min_size(pos2(0.0, 0.0), vec2(0.0, 1.0));
        };
        let x = row.pos.x + self.x_in_row(index, byte);
        Rect::from_min_size(pos2(x, row.pos.y), vec2(0.0, row.size.y))
    }

    /// The areas `span` covers in `rows`, relative to the galley.
    pub fn areas(&self, span: Span, rows: Range<usize>) -> Vec<Rect> {
        let first = self.row(span.start).max(rows.start);
        let last = self
            .row(span.end.max(span.start + 1) - 1)
            .min(rows.end.saturating_sub(1));
        (first..=last)
            .filter_map(|index| {
                let row = self.galley.rows.get(index)?;
                let left = self.x_in_row(index, span.start);
                let right = self.x_in_row(index, span.end);
                let (left, right) = (left.min(right), left.max(right));
                let size = vec2((right - left).max(3.0), row.size.y);
                Some(Rect::from_min_size(pos2(row.pos.x + left, row.pos.y), size))
            })
            .collect()
    }

    /// The byte under a place of the galley; none beside the text.
    pub fn byte_at(&self, x: f32, y: f32) -> Option<usize> {
        let index = self.rows_between(y, y).start;
        let row = self.galley.rows.get(index)?;
        if y < row.pos.y || x < row.pos.x || x >= row.pos.x + row.size.x {
            return None;
        }
        let column = row
            .glyphs
            .iter()
            .position(|glyph| x - row.pos.x < glyph.pos.x + glyph.advance_width)?;
        let start = self.rows.get(index)?.byte;
        let offset = self.text().get(start..)?.char_indices().nth(column)?.0;
        Some(start + offset)
    }

    /// How far from the start of a row `byte` stands, or the place before or behind the row.
    fn x_in_row(&self, index: usize, byte: usize) -> f32 {
        let (Some(start), Some(row)) = (self.rows.get(index), self.galley.rows.get(index)) else {
            return 0.0;
        };
        let Some(before) = self.text().get(start.byte..byte.max(start.byte)) else {
            return 0.0;
        };
        let column = if before.len() > row.glyphs.len() * 4 {
            row.glyphs.len()
        } else {
            before.chars().count()
        };
        row.x_offset(CharIndex(column))
    }
}

#[cfg(test)]
mod tests;
