//! What is painted around the text: the current line, matches, marks and line numbers.

use egui::epaint::CircleShape;
use egui::{Align2, Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use std::ops::Range;

use super::layout::Layout;
use super::mark::{Mark, MarkKind};
use super::pieces::outcome;
use super::theme::EditorTheme;
use crate::domain::finding::{Severity, Span};
use crate::domain::syntax::{Token, TokenKind};

/// What is to be painted, and where.
pub(super) struct Canvas<'a> {
    pub layout: &'a Layout,
    pub theme: &'a EditorTheme,
    /// Where the galley starts on the screen.
    pub origin: Pos2,
    /// The visible part of the text on the screen.
    pub view: Rect,
    pub marks: &'a [Mark],
    pub matches: &'a [Span],
    /// The selected bytes.
    pub selection: Span,
    /// The selection while the text does not have the keyboard, when egui does not show it.
    pub faint_selection: Option<Span>,
    /// The byte the cursor stands before.
    pub cursor: usize,
    /// The tag names that belong together.
    pub tags: Option<[Span; 2]>,
}

impl Canvas<'_> {
    /// The rows that are visible.
    fn rows(&self) -> Range<usize> {
        self.layout.rows_between(
            self.view.top() - self.origin.y,
            self.view.bottom() - self.origin.y,
        )
    }

    /// The bytes that are visible.
    fn bytes(&self) -> Span {
        let rows = self.rows();
        let start = self.layout.rows.get(rows.start).map_or(0, |row| row.byte);
        let end = self
            .layout
            .rows
            .get(rows.end)
            .map_or(usize::MAX, |row| row.byte);
        Span::new(start, end)
    }

    /// What is painted behind the text.
    pub fn behind(&self) -> Shape {
        let mut shapes = Vec::new();
        let row = self
            .layout
            .cursor(self.cursor)
            .translate(self.origin.to_vec2());
        let line = Rect::from_x_y_ranges(self.view.x_range(), row.y_range());
        shapes.push(Shape::rect_filled(line, 0.0, self.theme.current_line));
        for token in self.tokens(TokenKind::Placeholder) {
            let color = self
                .theme
                .background_of(outcome(&self.layout.outcomes, token));
            shapes.extend(
                self.boxes(token.span)
                    .map(|area| Shape::rect_filled(area, 3.0, color)),
            );
        }
        if let Some(span) = self.faint_selection {
            let color = self.theme.found;
            shapes.extend(
                self.boxes(span)
                    .map(|area| Shape::rect_filled(area, 2.0, color)),
            );
        }
        for (area, color) in self.found() {
            shapes.push(Shape::rect_filled(area, 2.0, color));
        }
        for span in self.tags.iter().flatten() {
            let color = self.theme.matching_tag;
            shapes.extend(
                self.boxes(*span)
                    .map(|area| Shape::rect_filled(area, 2.0, color)),
            );
        }
        Shape::Vec(shapes)
    }

    /// What is painted over the text.
    pub fn above(&self) -> Vec<Shape> {
        let visible = self.bytes();
        let mut shapes = Vec::new();
        for token in self.tokens(TokenKind::Error) {
            let color = self.theme.error;
            shapes.extend(
                self.boxes(token.span)
                    .map(|area| wave(area.intersect(self.view), color)),
            );
        }
        for mark in self.marks {
            let Some(span) = fit(self.layout.text(), mark.span) else {
                continue;
            };
            if span.end < visible.start || span.start > visible.end {
                continue;
            }
            for area in self.boxes(span) {
                if let Some(shape) = under(area.intersect(self.view), mark.kind, self.theme) {
                    shapes.push(shape);
                }
            }
        }
        shapes
    }

    /// Paints the line numbers with their marks into `gutter`.
    pub fn gutter(&self, painter: &Painter, gutter: Rect) {
        painter.rect_filled(gutter, 0.0, self.theme.gutter_background);
        let current = self.layout.line(self.cursor);
        let marked = self.marked_lines();
        for index in self.rows() {
            let (Some(start), Some(row)) = (
                self.layout.rows.get(index),
                self.layout.galley.rows.get(index),
            ) else {
                continue;
            };
            let top = self.origin.y + row.pos.y;
            let center = top + row.size.y / 2.0;
            let first = self.layout.lines.get(start.line) == Some(&start.byte);
            if !first {
                continue;
            }
            let color = if current == start.line {
                self.theme.gutter_current
            } else {
                self.theme.gutter_text
            };
            painter.text(
                pos2(gutter.right() - 10.0, center),
                Align2::RIGHT_CENTER,
                start.line + 1,
                self.theme.gutter_font.clone(),
                color,
            );
            let worst = marked
                .iter()
                .filter(|mark| mark.0 == start.line)
                .map(|mark| mark.1)
                .min();
            if let Some(severity) = worst {
                painter.add(badge(
                    pos2(gutter.left() + 8.0, center),
                    severity,
                    self.theme,
                ));
            }
        }
    }

    fn marked_lines(&self) -> Vec<(usize, Severity)> {
        let visible = self.bytes();
        self.marks
            .iter()
            .filter_map(|mark| Some((mark.kind.severity()?, fit(self.layout.text(), mark.span)?)))
            .filter(|(_, span)| span.start <= visible.end && span.end >= visible.start)
            .map(|(severity, span)| (self.layout.line(span.start), severity))
            .collect()
    }

    /// The visible tokens of one kind.
    fn tokens(&self, kind: TokenKind) -> impl Iterator<Item = &Token> {
        let visible = self.bytes();
        let first = self
            .layout
            .tokens
            .partition_point(|token| token.span.end <= visible.start);
        let tokens = self.layout.tokens.iter().skip(first);
        tokens
            .take_while(move |token| token.span.start < visible.end)
            .filter(move |token| token.kind == kind)
    }

    /// The visible matches and their colours.
    fn found(&self) -> Vec<(Rect, Color32)> {
        let visible = self.bytes();
        let first = self
            .matches
            .partition_point(|span| span.end <= visible.start);
        let shown = self
            .matches
            .iter()
            .skip(first)
            .take_while(|span| span.start < visible.end);
        let colored = shown.flat_map(|span| {
            let current = *span == self.selection;
            let color = if current {
                self.theme.found_current
            } else {
                self.theme.found
            };
            self.boxes(*span).map(move |area| (area, color))
        });
        colored.collect()
    }

    fn boxes(&self, span: Span) -> impl Iterator<Item = Rect> + use<> {
        let offset = self.origin.to_vec2();
        self.layout
            .areas(span, self.rows())
            .into_iter()
            .map(move |area| area.translate(offset))
    }
}

/// `span` cut to fit `text`; none if nothing of it is left.
pub(super) fn fit(text: &str, span: Span) -> Option<Span> {
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end.max(span.start));
    (span.start <= text.len()).then_some(Span::new(start, end))
}

/// The line under a mark; each kind has a form of its own besides its colour.
fn under(area: Rect, kind: MarkKind, theme: &EditorTheme) -> Option<Shape> {
    let bottom = area.bottom() - 1.0;
    let ends = [pos2(area.left(), bottom), pos2(area.right(), bottom)];
    if area.width() <= 0.0 || area.height() <= 0.0 {
        return None;
    }
    Some(match kind {
        MarkKind::PlaceholderReplaced => return None,
        MarkKind::Error => wave(area, theme.error),
        MarkKind::Warning | MarkKind::NotPlaceholder => wave(area, theme.warning),
        MarkKind::Info => Shape::Vec(Shape::dotted_line(&ends, theme.info, 4.0, 0.8)),
        MarkKind::PlaceholderKept => {
            let stroke = Stroke::new(1.0, theme.placeholder_kept.text);
            Shape::line_segment(ends, stroke)
        }
        MarkKind::PlaceholderEmpty => Shape::Vec(Shape::dotted_line(
            &ends,
            theme.placeholder_empty.text,
            4.0,
            0.8,
        )),
        MarkKind::PlaceholderPrototype => {
            let stroke = Stroke::new(1.0, theme.placeholder_prototype.text);
            Shape::Vec(Shape::dashed_line(&ends, stroke, 4.0, 3.0))
        }
    })
}

fn wave(area: Rect, color: Color32) -> Shape {
    const STEP: f32 = 2.0;
    let steps = (area.width() / STEP).ceil().clamp(2.0, 2000.0) as usize;
    let points = (0..=steps)
        .map(|step| {
            let x = (area.left() + step as f32 * STEP).min(area.right());
            let rise = if step % 2 == 0 { 0.0 } else { 2.0 };
            pos2(x, area.bottom() - 0.5 - rise)
        })
        .collect();
    Shape::line(points, Stroke::new(1.0, color))
}

/// A disc for an error, a triangle for a warning, a bar for a remark.
fn badge(center: Pos2, severity: Severity, theme: &EditorTheme) -> Shape {
    match severity {
        Severity::Error => Shape::Circle(CircleShape::filled(center, 3.5, theme.error)),
        Severity::Warning => {
            let corner = |x, y| center + Vec2::new(x, y);
            let points = vec![corner(0.0, -4.0), corner(4.0, 3.5), corner(-4.0, 3.5)];
            Shape::convex_polygon(points, theme.warning, Stroke::NONE)
        }
        Severity::Info => {
            let bar = Rect::from_center_size(center, vec2(3.0, 8.0));
            Shape::rect_filled(bar, 1.0, theme.info)
        }
    }
}
