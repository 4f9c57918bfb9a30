//! A text too long for the text field, for reading: only what is in view is laid out.

use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{
    Align2, Event, EventFilter, FontId, Key, Rect, Role, ScrollArea, Sense, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::CodeEditor;
use super::session::{Scroll, Session};
use super::state::{Bar, CursorPosition};
use crate::domain::finding::Span;

/// The longest row, in bytes; what is longer goes on in the next row.
const ROW: usize = 400;

/// Where the rows of a long text start.
#[derive(Debug, Default, Clone)]
pub(super) struct Rows {
    /// Tells one text from another.
    key: u64,
    /// The byte a row starts at, and its line, from 0.
    starts: Arc<[(usize, usize)]>,
}

impl Rows {
    /// Cuts `text` into rows, unless it is the same text as before.
    fn update(&mut self, text: &str) {
        let key = egui::util::hash(text);
        if key == self.key && !self.starts.is_empty() {
            return;
        }
        let mut starts = Vec::with_capacity(text.len() / 32);
        let mut line_start = 0;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        for (line, line_end) in ends.enumerate() {
            let mut start = line_start;
            starts.push((start, line));
            while line_end - start > ROW {
                start = text.floor_char_boundary(start + ROW);
                starts.push((start, line));
            }
            line_start = line_end + 1;
        }
        *self = Self {
            key,
            starts: starts.into(),
        };
    }

    /// The row `byte` is in.
    fn row(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| start.0 <= byte)
            .saturating_sub(1)
    }

    /// The bytes of a row with its line.
    fn get(&self, text: &str, row: usize) -> Option<(Range<usize>, usize)> {
        let (start, line) = *self.starts.get(row)?;
        let end = self.starts.get(row + 1).map_or(text.len(), |next| next.0);
        let feed = text
            .get(start..end)
            .is_some_and(|words| words.ends_with('\n'));
        Some((start..end - usize::from(feed), line))
    }
}

/// Shows the text in `rect`; returns where the cursor is.
pub(super) fn show(
    ui: &mut Ui,
    editor: &CodeEditor<'_>,
    rect: Rect,
    session: &Session<'_>,
    rows: &mut Rows,
) -> CursorPosition {
    rows.update(session.text);
    let theme = editor.theme;
    ui.painter().rect_filled(rect, 0.0, theme.background);
    let response = ui.interact(rect, editor.id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, editor.name));
    if response.clicked() {
        response.request_focus();
    }
    let row_height = ui.fonts_mut(|fonts| fonts.row_height(&theme.font));
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(*ui.layout()));
    child.shrink_clip_rect(rect);
    child.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let mut area = ScrollArea::both()
        .id_salt(editor.id.with("viewer"))
        .auto_shrink(false)
        .animated(false);
    let head = session.selection.head;
    if session.scroll == Some(Scroll::Center) {
        let middle = rows.row(head) as f32 * row_height - rect.height() / 2.0;
        area = area.vertical_scroll_offset(middle.max(0.0));
    }
    area.show_rows(&mut child, row_height, rows.starts.len(), |ui, visible| {
        if response.has_focus() {
            scroll_by_keys(ui, editor, rect.height(), row_height);
        }
        for index in visible {
            row_ui(ui, editor, session, rows, index);
        }
    });
    ui.allocate_rect(rect, Sense::hover());
    let line = rows.starts.get(rows.row(head)).map_or(0, |start| start.1);
    let line_start = super::edit::line_start(session.text, head);
    let before = session.text.get(line_start..head).unwrap_or_default();
    CursorPosition {
        line: line + 1,
        column: before.chars().count() + 1,
        byte: head,
    }
}

fn row_ui(ui: &mut Ui, editor: &CodeEditor<'_>, session: &Session<'_>, rows: &Rows, index: usize) {
    let Some((bytes, line)) = rows.get(session.text, index) else {
        return;
    };
    let theme = editor.theme;
    let words = session.text.get(bytes.clone()).unwrap_or_default();
    let digits = rows
        .starts
        .last()
        .map_or(1, |last| (last.1 + 1).ilog10() + 1);
    let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&theme.gutter_font, '0'));
    let gutter = digits as f32 * digit + 28.0;
    let job = LayoutJob::simple_singleline(words.to_owned(), theme.font.clone(), theme.text);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let size = galley.size();
    let (area, _) = ui.allocate_exact_size(vec2(gutter + size.x, size.y), Sense::hover());
    let origin = pos2(area.left() + gutter, area.top());
    let searching = matches!(session.state.bar, Bar::Find | Bar::Replace);
    let matches = &session.state.find.matches;
    let first = matches.partition_point(|span| span.end <= bytes.start);
    let current = Span::from(session.selection);
    let inside = matches
        .iter()
        .skip(first)
        .take_while(|span| span.start < bytes.end);
    for span in inside.filter(|span| searching || **span == current) {
        let x = |byte: usize| {
            let end = byte.clamp(bytes.start, bytes.end);
            let before = session.text.get(bytes.start..end).unwrap_or_default();
            galley
                .pos_from_cursor(egui::text::CCursor::new(before.chars().count()))
                .left()
        };
        let color = if *span == current {
            theme.found_current
        } else {
            theme.found
        };
        let found = Rect::from_x_y_ranges(
            origin.x + x(span.start)..=origin.x + x(span.end),
            area.y_range(),
        );
        ui.painter().rect_filled(found, 2.0, color);
    }
    if rows
        .get(session.text, index.wrapping_sub(1))
        .is_none_or(|before| before.1 != line)
    {
        let font: FontId = theme.gutter_font.clone();
        let place = pos2(origin.x - 10.0, area.center().y);
        ui.painter().text(
            place,
            Align2::RIGHT_CENTER,
            line + 1,
            font,
            theme.gutter_text,
        );
    }
    ui.painter().galley(origin, galley, theme.text);
}

/// Arrows, Page Up and Page Down, and Home and End of the text.
fn scroll_by_keys(ui: &Ui, editor: &CodeEditor<'_>, page: f32, row: f32) {
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(editor.id, filter));
    let mut delta = 0.0;
    ui.input(|input| {
        for event in &input.events {
            let Event::Key {
                key, pressed: true, ..
            } = event
            else {
                continue;
            };
            delta += match key {
                Key::ArrowDown => -row,
                Key::ArrowUp => row,
                Key::PageDown => -page,
                Key::PageUp => page,
                Key::Home => f32::MAX / 2.0,
                Key::End => -f32::MAX / 2.0,
                _ => 0.0,
            };
        }
    });
    if delta != 0.0 {
        ui.scroll_with_delta(vec2(0.0, delta));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_cover_the_text_and_know_their_lines() {
        let text = format!("one\n{}\nthree", "ä".repeat(500));
        let mut rows = Rows::default();
        rows.update(&text);
        let all: Vec<_> = (0..rows.starts.len())
            .filter_map(|row| rows.get(&text, row))
            .collect();
        assert_eq!(&text[all[0].0.clone()], "one");
        assert_eq!(
            all.iter().map(|row| row.1).collect::<Vec<_>>(),
            [0, 1, 1, 1, 2]
        );
        assert_eq!(&text[all[4].0.clone()], "three");
        assert_eq!(rows.row(text.len()), 4);
    }
}
