//! The list of completions beside the cursor.

use egui::{
    Align2, Area, Button, Frame, Id, Order, Pos2, Rect, RichText, ScrollArea, Ui, pos2, vec2,
};

use super::completion::fitting;
use super::mark::Completion;
use super::session::Session;
use super::strings::EditorStrings;

/// The size of the list and the words beside it, in points.
const LIST_WIDTH: f32 = 260.0;
const DOC_WIDTH: f32 = 240.0;
const HEIGHT: f32 = 200.0;

/// Shows the list if it is open; `cursor` is where the cursor is on the screen.
///
/// Returns the entry that was clicked. The list never takes the keyboard.
pub(super) fn show(
    ui: &Ui,
    id: Id,
    cursor: Rect,
    session: &mut Session<'_>,
    strings: &EditorStrings,
) -> Option<usize> {
    let popup = session.state.popup?;
    let context = session.context()?;
    let entries = fitting(session.completions, &context.query);
    let selected = popup.selected.min(entries.len().saturating_sub(1));
    let screen = ui.ctx().content_rect();
    let shown = entries
        .get(selected)
        .and_then(|index| session.completions.get(*index));
    let (pivot, corner) = position(cursor, screen);
    let area = Area::new(id.with("completions"))
        .order(Order::Foreground)
        .pivot(pivot)
        .fixed_pos(corner)
        .constrain_to(screen)
        .fade_in(false)
        .accessible_name(strings.completions.as_ref())
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style())
                .show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        let clicked = list_ui(ui, session.completions, &entries, selected);
                        if let Some(completion) = shown.filter(|shown| !shown.doc.is_empty()) {
                            ui.separator();
                            ui.vertical(|ui| {
                                ui.set_width(DOC_WIDTH);
                                ui.label(&completion.doc);
                            });
                        }
                        clicked
                    })
                    .inner
                })
                .inner
        });
    if let Some(popup) = &mut session.state.popup {
        popup.selected = selected;
        popup.hovered = area.response.contains_pointer();
    }
    area.inner
}

/// The entries; returns the one that was clicked.
fn list_ui(
    ui: &mut Ui,
    completions: &[Completion],
    entries: &[usize],
    selected: usize,
) -> Option<usize> {
    let mut clicked = None;
    let known = entries.iter().filter_map(|index| completions.get(*index));
    ui.vertical(|ui| {
        ui.set_width(LIST_WIDTH);
        ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
            for (place, completion) in known.enumerate() {
                let button = Button::selectable(place == selected, completion.label.as_str())
                    .right_text(RichText::new(&completion.detail).weak())
                    .min_size(vec2(LIST_WIDTH - 12.0, 0.0))
                    .truncate();
                let row = ui.add(button);
                if place == selected {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    clicked = Some(place);
                }
            }
        });
    });
    clicked
}

/// Below the cursor, or above it if there is no room below: the corner and its place.
fn position(cursor: Rect, screen: Rect) -> (Align2, Pos2) {
    let needed = HEIGHT + 20.0;
    let room_above = cursor.top() - screen.top();
    let room_below = screen.bottom() - cursor.bottom();
    if room_below < needed && room_above > room_below {
        (Align2::LEFT_BOTTOM, pos2(cursor.left(), cursor.top() - 4.0))
    } else {
        (Align2::LEFT_TOP, pos2(cursor.left(), cursor.bottom() + 4.0))
    }
}
