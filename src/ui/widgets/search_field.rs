//! A field that narrows what stands below it.

use egui::{
    Align2, EventFilter, Frame, Id, Key, Margin, Modifiers, Rect, Response, Role, Sense,
    StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::field::{FieldState, outline};
use super::paint::{self, RADIUS, Ring};
use super::strings::WidgetStrings;
use crate::ui::theme::icons;
use crate::ui::theme::{size, tokens};

/// A search field over the full width, called `label`, with `hint` in it while it is empty.
///
/// Escape or the button at its end clears it; Escape in the empty field leaves it. The response
/// has changed when the text did.
pub fn search_field(ui: &mut Ui, label: &str, hint: &str, query: &mut String) -> Response {
    let tokens = tokens(ui.ctx());
    let wanted = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let (rect, outer) = ui.allocate_exact_size(wanted, Sense::hover());
    let id = outer.id.with("text");
    let escaped = clear_by_key(ui, id, query);

    let focused = ui.memory(|memory| memory.has_focus(id));
    let stroke = outline(ui, &outer, focused, FieldState::Fine);
    ui.painter()
        .rect(rect, RADIUS, tokens.sunken, stroke, StrokeKind::Inside);
    let icon = paint::icon(ui, icons::SEARCH, size::BODY + 3.0);
    let at = pos2(rect.left() + 8.0, rect.center().y);
    paint::text_at(
        ui.painter(),
        at,
        Align2::LEFT_CENTER,
        icon,
        tokens.text_faint,
    );

    let text_rect = Rect::from_min_max(
        pos2(rect.left() + 28.0, rect.top()),
        pos2(rect.right() - 26.0, rect.bottom()),
    );
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: !query.is_empty(),
        ..EventFilter::default()
    };
    let edit = TextEdit::singleline(query)
        .id(id)
        .hint_text(hint)
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .desired_width(text_rect.width())
        .min_size(text_rect.size())
        .align(Align2::LEFT_CENTER)
        .event_filter(filter);
    let mut response = ui
        .new_child(UiBuilder::new().max_rect(text_rect))
        .add(edit)
        .accessible_name(label);
    if escaped {
        response.mark_changed();
    }
    if !query.is_empty() && clear_button(ui, rect, outer.id.with("clear")).clicked() {
        query.clear();
        response.mark_changed();
        response.request_focus();
    }
    response
}

/// Empties the field on Escape; an empty one is left to lose the keyboard.
fn clear_by_key(ui: &Ui, id: Id, query: &mut String) -> bool {
    let clears = !query.is_empty()
        && ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if clears {
        query.clear();
    }
    clears
}

fn clear_button(ui: &Ui, field: Rect, id: Id) -> Response {
    let tokens = tokens(ui.ctx());
    let center = pos2(field.right() - 13.0, field.center().y);
    let rect = Rect::from_center_size(center, vec2(18.0, 18.0));
    let response = ui.interact(rect, id, Sense::click());
    let strings = WidgetStrings::of(ui.ctx());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &strings.clear));
    let fill = paint::flat_fill(tokens, &response);
    ui.painter().rect_filled(rect, RADIUS, fill);
    let icon = paint::icon(ui, icons::CLOSE, size::BODY + 1.0);
    paint::centered(ui.painter(), rect, icon, tokens.text_muted);
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    response.on_hover_text(strings.clear.as_ref())
}
