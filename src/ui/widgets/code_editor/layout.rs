//! The text as laid out on screen, kept from frame to frame.
//!
//! A line is laid out again only if its characters or looks changed. egui does the same, but
//! hashes the whole job with all its sections for it; here a line costs one hash of its bytes and
//! styles. Very long lines (minified HTML) are cut into pieces at places that depend on nothing
//! but the characters nearby, so that a change moves the cuts around it only.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::text::{ByteIndex, CharIndex, LayoutJob, LayoutSection, TextWrapping};
use egui::{Galley, Rect, Ui, pos2, vec2};

use super::mark::{Mark, MarkKind};
use super::theme::{EditorTheme, Style};
use crate::domain::finding::Span;
use crate::domain::syntax::{Language, Token, TokenKind, tokenize};

/// A line above this many bytes is cut, when long lines wrap anyway.
const CUT_WRAPPED: usize = 4 << 10;

/// A line above this many bytes is cut, when lines do not wrap: then it does wrap.
const CUT_UNWRAPPED: usize = 10_000;

/// The smallest and the largest piece of a cut line, in bytes.
const PIECE: Range<usize> = 512..4096;

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
}

/// Lays out texts and remembers the pieces of the last one.
#[derive(Default)]
pub(super) struct Layouter {
    pieces: HashMap<u64, Piece>,
    round: u32,
    canary: Option<Arc<Galley>>,
    looks: Option<Looks>,
    wrap_width: f32,
    layout: Option<Arc<Layout>>,
    /// Whether `layout` was made with what is known now about looks and width.
    fresh: bool,
}

/// A piece of a line as laid out.
struct Piece {
    galley: Arc<Galley>,
    /// The length of each row, in bytes.
    rows: Arc<[usize]>,
    /// The last round it was part of the text.
    round: u32,
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
        }
        if stale || self.looks.as_ref() != Some(&looks) {
            self.fresh = false;
            self.looks = Some(looks);
        }
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
            self.pieces.clear();
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
        let round = self.round;
        let wrap_width = self.wrap_width;
        let Some(looks) = &self.looks else {
            return Layout::empty(ui);
        };
        let tokens = if looks.highlight {
            tokenize(text, looks.language)
        } else {
            Vec::new()
        };
        let mut styles = Styles {
            text,
            tokens: &tokens,
            next: 0,
            outcomes: &looks.outcomes,
        };
        let cut_above = if looks.wrap {
            CUT_WRAPPED
        } else {
            CUT_UNWRAPPED
        };
        let mut galleys = Vec::new();
        let mut joined = Vec::new();
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        let mut sections = Vec::new();
        let pieces = &mut self.pieces;
        ui.fonts_mut(|fonts| {
            let mut line_start = 0;
            for line_end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
                let mut start = line_start;
                while start < line_end || start == line_start {
                    let end = cut(text, start, line_end, cut_above);
                    styles.sections(start..end, &mut sections);
                    let words = text.get(start..end).unwrap_or_default();
                    let key = egui::util::hash((words, sections.as_slice()));
                    let piece = pieces.entry(key).or_insert_with(|| {
                        let job = job(words, &sections, &looks.theme, wrap_width);
                        Piece::new(words, fonts.layout_job(job))
                    });
                    piece.round = round;
                    let mut byte = start;
                    for length in piece.rows.iter() {
                        rows.push(RowStart {
                            byte,
                            line: lines.len(),
                        });
                        byte += length;
                    }
                    if end < line_end {
                        joined.push(rows.len().saturating_sub(1));
                    }
                    galleys.push(Arc::clone(&piece.galley));
                    start = end.max(start + 1);
                }
                lines.push(line_start);
                line_start = line_end + 1;
            }
        });
        pieces.retain(|_, piece| piece.round == round);
        let whole = LayoutJob {
            text: text.to_owned(),
            ..Default::default()
        };
        let mut galley = Galley::concat(Arc::new(whole), &galleys, ui.pixels_per_point());
        for row in joined {
            if let Some(row) = galley.rows.get_mut(row) {
                row.ends_with_newline = false;
            }
        }
        Layout {
            galley: Arc::new(galley),
            rows,
            lines,
            tokens,
        }
    }
}

impl Piece {
    fn new(words: &str, galley: Arc<Galley>) -> Self {
        let mut rest = words;
        let rows = galley
            .rows
            .iter()
            .map(|row| {
                let length = rest
                    .char_indices()
                    .nth(row.glyphs.len())
                    .map_or(rest.len(), |c| c.0);
                rest = rest.get(length..).unwrap_or_default();
                length
            })
            .collect();
        Self {
            galley,
            rows,
            round: 0,
        }
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

/// Where the piece that starts at `start` ends.
fn cut(text: &str, start: usize, line_end: usize, cut_above: usize) -> usize {
    if line_end - start <= cut_above {
        return line_end;
    }
    let bytes = text.as_bytes();
    for at in start + PIECE.start..(start + PIECE.end).min(line_end) {
        // Half of the places between two tags are cut, and a few others in case there are no tags.
        let between_tags = bytes.get(at - 1..=at) == Some(b"><");
        let mask = if between_tags { 0b1 } else { 0x3ff };
        let nearby = bytes.get(at - 8..at).unwrap_or_default();
        if text.is_char_boundary(at) && egui::util::hash(nearby) & mask == 0 {
            return at;
        }
    }
    text.floor_char_boundary((start + PIECE.end).min(line_end))
}

/// What to ask egui for; `sections` are ends and styles.
fn job(words: &str, sections: &[u64], theme: &EditorTheme, wrap_width: f32) -> LayoutJob {
    let mut start = 0;
    let mut formats: HashMap<u8, egui::TextFormat> = HashMap::new();
    let sections = sections
        .iter()
        .map(|section| {
            let end = (section >> 8) as usize;
            let byte_range = ByteIndex(start)..ByteIndex(end);
            start = end;
            let style = (section & 0xff) as u8;
            let format = formats
                .entry(style)
                .or_insert_with(|| theme.format(style_of(style)));
            LayoutSection {
                leading_space: 0.0,
                byte_range,
                format: format.clone(),
            }
        })
        .collect();
    LayoutJob {
        text: words.to_owned(),
        sections,
        wrap: TextWrapping {
            max_width: wrap_width,
            ..Default::default()
        },
        break_on_newline: false,
        keep_trailing_whitespace: true,
        ..Default::default()
    }
}

/// Goes through the text once and says how its pieces look.
struct Styles<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    outcomes: &'a [(usize, MarkKind)],
}

impl Styles<'_> {
    /// Fills `sections` with the end (relative, shifted by 8 bits) and style of each section of
    /// `range`, at least one. Ranges must come in order.
    fn sections(&mut self, range: Range<usize>, sections: &mut Vec<u64>) {
        sections.clear();
        while let Some(token) = self.tokens.get(self.next) {
            if token.span.start >= range.end {
                break;
            }
            let end = token.span.end.min(range.end);
            let start = token.span.start.max(range.start);
            if end > start {
                self.section(token, start..end, range.start, sections);
            }
            if token.span.end > range.end {
                break;
            }
            self.next += 1;
        }
        let length = range.end - range.start;
        if sections.is_empty() || self.tokens.is_empty() {
            push(sections, length, Style::Text);
        }
    }

    fn section(&self, token: &Token, range: Range<usize>, origin: usize, sections: &mut Vec<u64>) {
        let mark = if token.kind == TokenKind::Placeholder {
            let found = self
                .outcomes
                .binary_search_by_key(&token.span.start, |outcome| outcome.0);
            found
                .ok()
                .and_then(|index| self.outcomes.get(index))
                .map(|outcome| outcome.1)
        } else {
            None
        };
        let style = Style::of(token.kind, mark);
        let words = self.text.get(range.clone()).unwrap_or_default();
        if style == Style::Text && !words.is_ascii() && words.chars().any(is_right_to_left) {
            push_digits_apart(words, range.start - origin, sections);
        } else {
            push(sections, range.end - origin, style);
        }
    }
}

/// Adds the sections of `words`, which start at `start`: digits get their own.
fn push_digits_apart(words: &str, start: usize, sections: &mut Vec<u64>) {
    for (offset, c) in words.char_indices() {
        let style = if c.is_ascii_digit() {
            Style::Apart
        } else {
            Style::Text
        };
        push(sections, start + offset + c.len_utf8(), style);
    }
}

/// Adds a section, or lengthens the last one if it looks the same.
fn push(sections: &mut Vec<u64>, end: usize, style: Style) {
    let section = (end as u64) << 8 | style as u64;
    match sections.last_mut() {
        Some(last) if *last & 0xff == style as u64 => *last = section,
        _ => sections.push(section),
    }
}

/// Whether a letter is written from right to left (Hebrew, Arabic, Syriac, Thaana, N'Ko and their
/// presentation forms).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn style_of(number: u8) -> Style {
    super::theme::STYLES
        .get(usize::from(number))
        .copied()
        .unwrap_or(Style::Text)
}
