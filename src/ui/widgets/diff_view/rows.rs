//! The rows of a comparison.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use super::super::paint::{self, Chevron, Ring};
use super::super::strings::WidgetStrings;
use super::model::{DiffLayout, Line, Model, Pair, Row};
use crate::ui::theme::{Tokens, fonts, space, tokens};

/// Both texts and the measures of their rows.
pub struct Page<'a> {
    old: &'a str,
    new: &'a str,
    layout: DiffLayout,
    pub row_height: f32,
    font: FontId,
    glyph: f32,
    /// Width of a column of line numbers.
    gutter: f32,
    /// Width of the longest line.
    text: f32,
    /// How far texts are moved to the left.
    scrolled: f32,
}

/// Width of the column of + and −.
const SIGN: f32 = 16.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Equal,
    Removed,
    Added,
}

impl<'a> Page<'a> {
    pub fn new(ui: &Ui, old: &'a str, new: &'a str, layout: DiffLayout, model: &Model) -> Self {
        let font = fonts::mono();
        let (glyph, height) =
            ui.fonts_mut(|fonts| (fonts.glyph_width(&font, '0'), fonts.row_height(&font)));
        let digits = (model.pairs.len() + 1).ilog10() + 1;
        Self {
            old,
            new,
            layout,
            row_height: (height + 3.0).round(),
            font,
            glyph,
            gutter: digits.max(2) as f32 * glyph + space::L,
            text: model.widest as f32 * glyph + space::L,
            scrolled: 0.0,
        }
    }

    /// How much wider the longest line is than the space it has in a view of `width`.
    pub fn overhang(&self, width: f32) -> f32 {
        let room = match self.layout {
            DiffLayout::SideBySide => width / 2.0 - self.gutter - SIGN,
            DiffLayout::Unified => width - 2.0 * self.gutter - SIGN,
        };
        (self.text - room).max(0.0)
    }

    /// The same page with its texts moved to the left.
    pub fn scrolled(mut self, by: f32) -> Self {
        self.scrolled = by;
        self
    }

    /// Shows a row that is no fold.
    pub fn row_ui(&self, ui: &Ui, rect: Rect, id: Id, row: &Row, model: &Model) {
        let (index, sides) = match row {
            Row::Both(index) => (*index, (true, true)),
            Row::Old(index) => (*index, (true, false)),
            Row::New(index) => (*index, (false, true)),
            Row::Fold(_) => return,
        };
        let Some(pair) = model.pairs.get(index) else {
            return;
        };
        let old = pair.old.as_ref().filter(|_| sides.0);
        let new = pair.new.as_ref().filter(|_| sides.1);
        self.describe(ui, rect, id, (old, new), pair);
        match self.layout {
            DiffLayout::SideBySide => {
                let middle = rect.center().x.round();
                let (left, right) = (rect.with_max_x(middle), rect.with_min_x(middle));
                let kinds = if pair.equal {
                    (Kind::Equal, Kind::Equal)
                } else {
                    (Kind::Removed, Kind::Added)
                };
                self.column(ui, left, old.map(|line| (self.old, line)), kinds.0);
                self.column(ui, right, new.map(|line| (self.new, line)), kinds.1);
                let line = rect.with_min_x(middle).with_max_x(middle + 1.0);
                ui.painter().rect_filled(line, 0.0, tokens(ui.ctx()).border);
            }
            DiffLayout::Unified => {
                let (text, kind) = match (old, new) {
                    (Some(_), Some(line)) => ((self.new, line), Kind::Equal),
                    (Some(line), None) => ((self.old, line), Kind::Removed),
                    (None, Some(line)) => ((self.new, line), Kind::Added),
                    (None, None) => return,
                };
                fill_ground(ui, rect, kind);
                self.number(ui, rect, old);
                let rest = rect.with_min_x(rect.left() + self.gutter);
                self.number(ui, rest, new);
                let rest = rest.with_min_x(rest.left() + self.gutter);
                self.line(ui, rest, text, kind);
            }
        }
    }

    fn describe(
        &self,
        ui: &Ui,
        rect: Rect,
        id: Id,
        (old, new): (Option<&Line>, Option<&Line>),
        pair: &Pair,
    ) {
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| {
            let old = old.map(|line| slice(self.old, line));
            let new = new.map(|line| slice(self.new, line));
            let words = match (old, new) {
                (_, Some(new)) if pair.equal => new.to_owned(),
                (Some(old), Some(new)) => format!("− {old}\n+ {new}"),
                (Some(old), None) => format!("− {old}"),
                (None, Some(new)) => format!("+ {new}"),
                (None, None) => String::new(),
            };
            WidgetInfo::labeled(Role::Label, true, words)
        });
    }

    /// One side of a row.
    fn column(&self, ui: &Ui, rect: Rect, line: Option<(&str, &Line)>, kind: Kind) {
        let Some((text, line)) = line else {
            // The other text has a line here that this one has not.
            ui.painter()
                .rect_filled(rect, 0.0, tokens(ui.ctx()).surface);
            return;
        };
        fill_ground(ui, rect, kind);
        self.number(ui, rect, Some(line));
        let rest = rect.with_min_x(rect.left() + self.gutter);
        self.line(ui, rest, (text, line), kind);
    }

    fn number(&self, ui: &Ui, rect: Rect, line: Option<&Line>) {
        let Some(line) = line else {
            return;
        };
        let font = FontId::new(self.font.size - 1.5, self.font.family.clone());
        let galley = paint::line(ui, &line.number.to_string(), font, f32::INFINITY);
        let at = pos2(rect.left() + self.gutter - space::S, rect.center().y);
        let color = tokens(ui.ctx()).text_faint;
        paint::text_at(ui.painter(), at, Align2::RIGHT_CENTER, galley, color);
    }

    /// The sign and the text of a line, cut off at the edges of `rect`.
    fn line(&self, ui: &Ui, rect: Rect, (text, line): (&str, &Line), kind: Kind) {
        let tokens = tokens(ui.ctx());
        let sign = match kind {
            Kind::Equal => "",
            Kind::Removed => "−",
            Kind::Added => "+",
        };
        let galley = paint::line(ui, sign, self.font.clone(), f32::INFINITY);
        let at = pos2(rect.left() + SIGN / 2.0, rect.center().y);
        let color = kind.color(tokens);
        paint::text_at(ui.painter(), at, Align2::CENTER_CENTER, galley, color);

        let room = rect.with_min_x(rect.left() + SIGN);
        let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
        // Only what can be in view is laid out of a very long line.
        let visible = ((self.scrolled + room.width()) / self.glyph).ceil() as usize + 2;
        let job = self.job(text, line, visible, kind, tokens);
        let galley = painter.layout_job(job);
        let at = pos2(room.left() - self.scrolled, rect.center().y);
        paint::text_at(&painter, at, Align2::LEFT_CENTER, galley, tokens.text);
    }

    fn job(
        &self,
        text: &str,
        line: &Line,
        visible: usize,
        kind: Kind,
        tokens: &Tokens,
    ) -> LayoutJob {
        let words = slice(text, line);
        let cut = words
            .char_indices()
            .nth(visible)
            .map_or(line.span.end, |(offset, _)| line.span.start + offset);
        let plain = TextFormat::simple(self.font.clone(), tokens.text);
        let marked = TextFormat {
            background: ground(tokens, kind, 0.3),
            ..plain.clone()
        };
        let mut job = LayoutJob {
            break_on_newline: false,
            ..LayoutJob::default()
        };
        job.wrap.max_width = f32::INFINITY;
        let mut at = line.span.start;
        let mut append = |from: usize, to: usize, format: &TextFormat| {
            let part = text.get(from..to.min(cut)).unwrap_or_default();
            if !part.is_empty() {
                job.append(part, 0.0, format.clone());
            }
        };
        for word in &line.words {
            append(at, word.start, &plain);
            append(word.start, word.end, &marked);
            at = word.end;
        }
        append(at, line.span.end, &plain);
        job
    }
}

impl Kind {
    fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Equal => tokens.text_muted,
            Self::Removed => tokens.error,
            Self::Added => tokens.success,
        }
    }
}

fn fill_ground(ui: &Ui, rect: Rect, kind: Kind) {
    if kind != Kind::Equal {
        let fill = ground(tokens(ui.ctx()), kind, 0.1);
        ui.painter().rect_filled(rect, 0.0, fill);
    }
}

/// The ground of a line or, stronger, of a word.
fn ground(tokens: &Tokens, kind: Kind, strength: f32) -> Color32 {
    tokens.sunken.lerp_to_gamma(kind.color(tokens), strength)
}

fn slice<'a>(text: &'a str, line: &Line) -> &'a str {
    text.get(line.span.clone()).unwrap_or_default()
}

/// The row in the place of folded lines, which opens them.
pub fn fold_ui(ui: &Ui, rect: Rect, id: Id, count: usize) -> Response {
    let strings = WidgetStrings::of(ui.ctx());
    let words = strings.unchanged(count);
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &words));
    let tokens = tokens(ui.ctx());
    let fill = if response.hovered() {
        tokens.pressed
    } else {
        tokens.hover
    };
    ui.painter().rect_filled(rect, 0.0, fill);
    let middle = rect.center().y;
    paint::chevron(
        ui.painter(),
        pos2(rect.left() + space::L, middle),
        Chevron::Right,
        tokens.text_muted,
    );
    let galley = paint::line(ui, &format!("… {words}"), fonts::caption(), rect.width());
    let at = pos2(rect.left() + space::XL, middle);
    paint::text_at(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        galley,
        tokens.text_muted,
    );
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    response
}
