//! The pieces a text is laid out in: where lines are cut, how their parts look, and how a piece is
//! made from what egui lays out.
//!
//! egui shapes each section of a job anew, which costs more than all the rest. So a piece is shaped
//! as one section, and its letters are coloured afterwards; a piece that only changes its colours
//! is not shaped again.

use std::ops::Range;
use std::sync::Arc;

use egui::Galley;
use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextWrapping};

use super::mark::MarkKind;
use super::theme::{EditorTheme, STYLES, Style};
use crate::domain::syntax::{Token, TokenKind};

/// A line above this many bytes is cut, when long lines wrap anyway.
pub(super) const CUT_WRAPPED: usize = 4 << 10;

/// A line above this many bytes is cut, when lines do not wrap: then it does wrap.
pub(super) const CUT_UNWRAPPED: usize = 10_000;

/// The smallest and the largest piece of a cut line, in bytes.
const PIECE: Range<usize> = 512..4096;

/// A piece of a line as laid out.
pub(super) struct Piece {
    /// What egui laid out, coloured.
    pub galley: Arc<Galley>,
    /// The length of each row, in bytes.
    pub rows: Arc<[usize]>,
    /// The last round it was part of the text.
    pub round: u32,
}

impl Piece {
    /// The piece with these words from what egui laid out for [`job`], or for the same words in
    /// other colours.
    pub fn new(words: &str, sections: &[u64], theme: &EditorTheme, shaped: &Galley) -> Self {
        let mut galley = shaped.clone();
        color(&mut galley, words, sections, theme);
        let mut rest = words;
        let rows = galley
            .rows
            .iter()
            .map(|row| {
                let length = if rest.is_ascii() {
                    row.glyphs.len().min(rest.len())
                } else {
                    rest.char_indices()
                        .nth(row.glyphs.len())
                        .map_or(rest.len(), |c| c.0)
                };
                rest = rest.get(length..).unwrap_or_default();
                length
            })
            .collect();
        Self {
            galley: Arc::new(galley),
            rows,
            round: 0,
        }
    }
}

/// Gives each letter the colour of its section.
fn color(galley: &mut Galley, words: &str, sections: &[u64], theme: &EditorTheme) {
    let mut places = words.char_indices().map(|c| c.0);
    let mut sections = sections.iter().copied();
    let mut section = sections.next().unwrap_or_default();
    let mut current = theme.color(style(section));
    for placed in &mut galley.rows {
        let row = Arc::make_mut(&mut placed.row);
        let mesh = &mut row.visuals.mesh;
        for glyph in &row.glyphs {
            let Some(place) = places.next() else {
                return;
            };
            while end(section) <= place {
                let Some(next) = sections.next() else {
                    return;
                };
                section = next;
                current = theme.color(style(section));
            }
            // Each visible glyph is a rectangle of four corners.
            let first = glyph.first_vertex as usize;
            if !glyph.uv_rect.is_nothing() && !glyph.is_color {
                for vertex in mesh
                    .vertices
                    .get_mut(first..first + 4)
                    .into_iter()
                    .flatten()
                {
                    vertex.color = current;
                }
            }
        }
    }
}

/// What to ask egui for.
///
/// Within Arabic or Hebrew, digits and placeholders get sections of their own: egui knows no
/// bidirectional text and would turn them around together with the letters.
pub(super) fn job(
    words: &str,
    sections: &[u64],
    theme: &EditorTheme,
    wrap_width: f32,
) -> LayoutJob {
    let plain = theme.format(Apart::No);
    let section = |start: usize, end: usize, apart: Apart| LayoutSection {
        leading_space: 0.0,
        byte_range: ByteIndex(start)..ByteIndex(end),
        format: theme.format(apart),
    };
    let sections = if !words.is_ascii() && words.chars().any(is_right_to_left) {
        let mut start = 0;
        let apart = sections_apart(words, sections)
            .into_iter()
            .map(|(end, apart)| {
                let section = section(start, end, apart);
                start = end;
                section
            });
        apart.collect()
    } else {
        vec![LayoutSection {
            leading_space: 0.0,
            byte_range: ByteIndex(0)..ByteIndex(words.len()),
            format: plain,
        }]
    };
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

/// Whether a section must not be shaped together with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    No,
    Yes,
}

/// The ends of the sections to shape, and which of them are digits or placeholders.
fn sections_apart(words: &str, sections: &[u64]) -> Vec<(usize, Apart)> {
    let mut found: Vec<(usize, Apart)> = Vec::new();
    let mut sections = sections.iter().copied().peekable();
    for (place, c) in words.char_indices() {
        while sections.next_if(|section| end(*section) <= place).is_some() {}
        let placeholder = sections
            .peek()
            .is_some_and(|section| style(*section).is_placeholder());
        let apart = if placeholder || c.is_ascii_digit() {
            Apart::Yes
        } else {
            Apart::No
        };
        let after = place + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.1 == apart => last.0 = after,
            _ => found.push((after, apart)),
        }
    }
    found
}

/// Where the piece that starts at `start` ends.
pub(super) fn cut(text: &str, start: usize, line_end: usize, cut_above: usize) -> usize {
    if line_end - start <= cut_above {
        return line_end;
    }
    let bytes = text.as_bytes();
    for at in start + PIECE.start..(start + PIECE.end).min(line_end) {
        let (Some(before), Some(after)) = (bytes.get(at - 1), bytes.get(at)) else {
            break;
        };
        if !(before.is_ascii() && after.is_ascii()) {
            continue;
        }
        // Half of the places in front of a tag are cut, and few others in case there are no tags.
        let mask = if *after == b'<' { 0b1 } else { 0x3ff };
        let nearby = bytes.get(at - 8..at).unwrap_or_default();
        if egui::util::hash(nearby) & mask == 0 {
            return at;
        }
    }
    text.floor_char_boundary((start + PIECE.end).min(line_end))
}

/// Goes through the text once and says how its pieces look.
pub(super) struct Styles<'a> {
    pub tokens: &'a [Token],
    pub next: usize,
    pub outcomes: &'a [(usize, MarkKind)],
}

impl Styles<'_> {
    /// Fills `sections` with the end (relative, shifted by 8 bits) and style of each section of
    /// `range`, at least one. Ranges must come in order.
    pub fn sections(&mut self, range: Range<usize>, sections: &mut Vec<u64>) {
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
        let mark = outcome(self.outcomes, token);
        push(sections, range.end - origin, Style::of(token.kind, mark));
    }
}

/// The outcome of a placeholder, if `token` is one and it is known.
pub(super) fn outcome(outcomes: &[(usize, MarkKind)], token: &Token) -> Option<MarkKind> {
    if token.kind != TokenKind::Placeholder {
        return None;
    }
    let found = outcomes.binary_search_by_key(&token.span.start, |outcome| outcome.0);
    let index = found.ok()?;
    outcomes.get(index).map(|outcome| outcome.1)
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

/// Where a section ends.
const fn end(section: u64) -> usize {
    (section >> 8) as usize
}

/// How a section looks.
fn style(section: u64) -> Style {
    STYLES
        .get((section & 0xff) as usize)
        .copied()
        .unwrap_or(Style::Text)
}
