//! Where the columns of the table stand; a narrower table has its rows on two or three lines.

use egui::{
    Align, Color32, FontId, Label, Layout, Rect, RichText, Sense, TextStyle, Ui, UiBuilder,
};
use egui::{pos2, vec2};

use super::row::Row;
use crate::ui::theme::{fonts, space, tokens};

/// From this width on, a row is one line.
const WIDE: f32 = 900.0;
/// From this width on, a row is two lines.
const MIDDLE: f32 = 500.0;
/// Between columns.
const GAP: f32 = space::L;
/// What lies outside the words of a row on either side.
pub(super) const EDGE: f32 = space::M;
/// Width of the buttons at the end of a row.
pub(super) const BUTTONS: f32 = 2.0 * 26.0;

/// The heads, in the order of the columns.
const HEADS: [&str; 4] = ["Browser", "Accept-Language", "Language", "Template"];
/// No column gets narrower.
const LEAST: [f32; 4] = [200.0, 180.0, 150.0, 170.0];
/// The columns in the order in which they give way where there is not room for all.
const GIVES_WAY: [usize; 4] = [1, 0, 3, 2];

/// How the table is laid out.
pub(super) enum Columns {
    /// One line per row; the widths of the four columns.
    Line([f32; 4]),
    /// Two lines per row: what is asked for, beside what answers.
    TwoLines,
    /// Three lines per row.
    ThreeLines,
}

impl Columns {
    pub(super) fn of(ui: &Ui, rows: &[Row]) -> Self {
        let width = ui.available_width();
        if width < MIDDLE {
            return Self::ThreeLines;
        }
        if width < WIDE {
            return Self::TwoLines;
        }
        let room = width - 2.0 * EDGE - BUTTONS - 4.0 * GAP;
        Self::Line(fit(natural(ui, rows), room))
    }

    pub(super) const fn row_height(&self) -> f32 {
        match self {
            Self::Line(_) => 32.0,
            Self::TwoLines => 48.0,
            Self::ThreeLines => 68.0,
        }
    }

    /// The columns within a row.
    pub(super) fn cells(widths: &[f32; 4], row: Rect) -> [Rect; 4] {
        let mut left = row.left();
        widths.map(|width| {
            let at = pos2(left, row.top());
            left += width + GAP;
            Rect::from_min_size(at, vec2(width, row.height()))
        })
    }

    /// The heads over the table; none where the rows have no columns.
    pub(super) fn heads_ui(&self, ui: &mut Ui) {
        let Self::Line(widths) = self else {
            return;
        };
        let wanted = vec2(ui.available_width(), 22.0);
        let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
        let tokens = tokens(ui.ctx());
        let line = egui::Stroke::new(1.0, tokens.border);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, line);
        for (cell, head) in Self::cells(widths, rect.shrink2(vec2(EDGE, 0.0)))
            .into_iter()
            .zip(HEADS)
        {
            let head = RichText::new(head).font(fonts::caption());
            cell_ui(ui, cell, head.color(tokens.text_muted));
        }
    }
}

/// Shows words in a cell, cut where they do not fit; the row has them in full in its tooltip.
pub(super) fn cell_ui(ui: &mut Ui, rect: Rect, words: impl Into<egui::WidgetText>) {
    let layout = Layout::left_to_right(Align::Center);
    let builder = UiBuilder::new().max_rect(rect).layout(layout);
    ui.scope_builder(builder, |ui| {
        let label = Label::new(words).selectable(false).truncate();
        ui.add(label.show_tooltip_when_elided(false));
    });
}

/// The width that each column would like to have.
fn natural(ui: &Ui, rows: &[Row]) -> [f32; 4] {
    let body = TextStyle::Body.resolve(ui.style());
    let width = |text: &str, font: &FontId| {
        let galley =
            ui.painter()
                .layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER);
        galley.size().x.ceil() + 1.0
    };
    let heads = HEADS.map(|head| width(head, &fonts::caption()));
    rows.iter().fold(heads, |widest, row| {
        let [name, header, language, template] = widest;
        [
            name.max(width(row.name, &body)),
            header.max(width(row.header_words(), &small_mono())),
            language.max(width(&row.language_words(), &body) + space::S),
            template.max(width(&row.answer, &body) + 16.0 + space::XS),
        ]
    })
}

/// The face of headers.
pub(super) fn small_mono() -> FontId {
    FontId::new(12.0, fonts::mono().family)
}

/// The widths that fit into `room`: as wanted if they do, else cut in the order in which columns
/// give way.
fn fit(wanted: [f32; 4], room: f32) -> [f32; 4] {
    let mut widths = wanted;
    let mut excess = wanted.iter().sum::<f32>() - room;
    for column in GIVES_WAY {
        if excess <= 0.0 {
            break;
        }
        if let (Some(width), Some(least)) = (widths.get_mut(column), LEAST.get(column)) {
            let cut = excess.min((*width - least).max(0.0));
            *width -= cut;
            excess -= cut;
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The widths in whole points.
    fn fitted(wanted: [f32; 4], room: f32) -> [i32; 4] {
        fit(wanted, room).map(|width| width.round() as i32)
    }

    #[test]
    fn columns_with_room_are_as_wide_as_they_like() {
        let wanted = [300.0, 320.0, 180.0, 200.0];
        assert_eq!(fitted(wanted, 1000.0), [300, 320, 180, 200]);
        assert_eq!(fitted(wanted, 2000.0), [300, 320, 180, 200]);
    }

    #[test]
    fn the_header_gives_way_first_and_the_language_last() {
        let wanted = [300.0, 320.0, 180.0, 200.0];
        assert_eq!(fitted(wanted, 900.0), [300, 220, 180, 200]);
        assert_eq!(fitted(wanted, 800.0), [240, 180, 180, 200]);
        assert_eq!(fitted(wanted, 740.0), [200, 180, 180, 180]);
        assert_eq!(fitted(wanted, 0.0), [200, 180, 150, 170]);
    }

    #[test]
    fn the_narrowest_table_with_columns_has_room_for_the_least_of_each() {
        let room = WIDE - 2.0 * EDGE - BUTTONS - 4.0 * GAP;
        assert!(LEAST.iter().sum::<f32>() <= room);
    }
}
