//! The order of one frame: bars, keys, text, what is painted around it, the list of completions.

use std::sync::Arc;

use egui::{
    Align, Align2, EventFilter, Frame, Margin, Rect, ScrollArea, Sense, Shape, TextBuffer,
    TextEdit, Ui, UiBuilder, pos2, vec2,
};

use super::layout::{Layout, Layouter};
use super::paint::{Canvas, fit};
use super::session::{Scroll, Session};
use super::state::{Bar, EditorOutput, Limit, TabKey};
use super::strings::EditorStrings;
use super::{
    CodeEditor, bars, keyboard, popup, position_of, selection_of, store_selection, viewer,
};
use crate::domain::finding::Span;
use crate::domain::syntax::matching_tag;

/// The space around the text, in points.
const MARGIN: i8 = 4;

/// What the text field did.
struct Shown {
    layout: Arc<Layout>,
    changed: bool,
    /// Where the galley is on the screen.
    origin: egui::Pos2,
    /// The visible part of the text.
    view: Rect,
    has_focus: bool,
}

/// Shows everything and says what happened.
pub(super) fn show(
    ui: &mut Ui,
    editor: &CodeEditor<'_>,
    strings: &EditorStrings,
    limit: Option<Limit>,
    session: &mut Session<'_>,
    layouter: &mut Layouter,
) -> EditorOutput {
    session.requests();
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    bars::show(ui, editor.id, session, strings);
    match limit {
        Some(Limit::Plain) => bars::notice_ui(ui, &strings.plain),
        Some(Limit::ReadOnly) => bars::notice_ui(ui, &strings.too_long),
        None if session.state.tab == TabKey::MovesFocus => {
            bars::notice_ui(ui, &strings.tab_moves_focus);
        }
        None => {}
    }
    ui.spacing_mut().item_spacing.y = spacing;
    if session.focus {
        ui.memory_mut(|memory| memory.request_focus(editor.id));
    }
    let had_focus = ui.memory(|memory| memory.has_focus(editor.id));
    let mut field_group = None;
    if had_focus {
        keyboard::keep_arrows(ui);
        field_group = keyboard::handle(ui, session);
    } else if !session.state.deferred.is_empty() {
        session.state.deferred.clear();
    }
    let rect = ui.available_rect_before_wrap();
    if limit == Some(Limit::ReadOnly) {
        layouter.forget();
        let cursor = viewer::show(ui, editor, rect, session, &mut layouter.long);
        session.state.selection = session.selection;
        return EditorOutput {
            changed: false,
            group: None,
            cursor,
            selection: session.selection.into(),
            history: session.history,
            has_focus: ui.memory(|memory| memory.has_focus(editor.id)),
            limit,
            rect,
        };
    }
    store_selection(ui.ctx(), editor.id, session.text, session.selection);
    let shown = text_ui(ui, editor, rect, session, layouter);
    if shown.changed {
        session.group = field_group
            .or(session.group)
            .or(Some(super::EditGroup::Typing));
    }
    let has_focus = ui.memory(|memory| memory.has_focus(editor.id));
    if !has_focus {
        session.forget_escape();
    }
    let typed = shown.changed && field_group == Some(super::EditGroup::Typing);
    popup_ui(ui, editor, strings, &shown, session, typed);

    session.state.selection = session.selection;
    session.state.seen = layouter.round();
    session.state.follow_change &= session.group.is_none();
    if editor.limits.of(session.text.len()) != limit {
        ui.ctx().request_repaint();
    }
    EditorOutput {
        changed: session.group.is_some(),
        group: session.group,
        cursor: position_of(&shown.layout, session.selection.head),
        selection: session.selection.into(),
        history: session.history,
        has_focus,
        limit,
        rect,
    }
}

/// The text with its line numbers, in `rect`.
fn text_ui(
    ui: &mut Ui,
    editor: &CodeEditor<'_>,
    rect: Rect,
    session: &mut Session<'_>,
    layouter: &mut Layouter,
) -> Shown {
    let theme = editor.theme;
    let lines = memchr::memchr_iter(b'\n', session.text.as_bytes()).count() + 1;
    let digits = lines.ilog10().max(1) + 1;
    let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&theme.gutter_font, '0'));
    let gutter_width = digits as f32 * digit + 28.0;
    let gutter = Rect::from_min_max(rect.min, pos2(rect.left() + gutter_width, rect.bottom()));
    let body = Rect::from_min_max(pos2(gutter.right(), rect.top()), rect.max);
    ui.painter().rect_filled(rect, 0.0, theme.background);

    let wrap = session.state.wraps();
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).layout(*ui.layout()));
    child.shrink_clip_rect(body);
    let scrolled = ScrollArea::new([!wrap, true])
        .id_salt(editor.id.with("scroll"))
        .auto_shrink(false)
        .animated(false)
        .show_viewport(&mut child, |ui, _| {
            field_ui(ui, editor, body, session, layouter)
        });
    let shown = scrolled.inner;

    let canvas = canvas(editor, session, &shown);
    canvas.gutter(&ui.painter_at(gutter), gutter);
    ui.allocate_rect(rect, Sense::hover());
    shown
}

/// egui's text field with what is painted behind and over it.
fn field_ui(
    ui: &mut Ui,
    editor: &CodeEditor<'_>,
    body: Rect,
    session: &mut Session<'_>,
    layouter: &mut Layouter,
) -> Shown {
    let margin = Margin::same(MARGIN);
    let mut width = ui.available_width();
    if !session.state.wraps() {
        let layout = layouter.layout(ui, session.text, f32::INFINITY);
        width = width.max(layout.galley.size().x + f32::from(MARGIN) * 2.0 + 1.0);
        ui.set_width(width);
    }
    let behind = ui.painter().add(Shape::Noop);
    let filter = EventFilter {
        tab: session.state.tab == TabKey::Indents,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    let mut read_only = session.text.as_str();
    let mut read_only_buffer;
    let text: &mut dyn TextBuffer = if session.read_only {
        read_only_buffer = std::mem::take(&mut read_only);
        &mut read_only_buffer
    } else {
        session.text
    };
    let mut lay_out = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        Arc::clone(&layouter.layout(ui, text.as_str(), width).galley)
    };
    let output = TextEdit::multiline(text)
        .id(editor.id)
        .frame(Frame::NONE.inner_margin(margin))
        .align(Align2::LEFT_TOP)
        .desired_width(width)
        .min_size(vec2(width, body.height()))
        .event_filter(filter)
        .cursor_at_end(false)
        .layouter(&mut lay_out)
        .show(ui);
    ui.ctx()
        .accesskit_node_builder(editor.id, |node| node.set_label(editor.name));

    let layout = layouter.current(ui, session.text);
    let has_focus = ui.memory(|memory| memory.has_focus(editor.id));
    let shown = Shown {
        has_focus,
        layout,
        changed: output.response.response.changed(),
        origin: output.galley_pos,
        view: ui.clip_rect().intersect(body),
    };
    // A click gives the keyboard only after the text field has read its keys.
    if has_focus && let Some(range) = output.state.cursor.char_range() {
        session.selection = selection_of(range, session.text);
    }
    if let Some(scroll) = session.scroll {
        let cursor = shown.layout.cursor(session.selection.head);
        let align = (scroll == Scroll::Center).then_some(Align::Center);
        ui.scroll_to_rect(cursor.translate(shown.origin.to_vec2()).expand(2.0), align);
    }
    let canvas = canvas(editor, session, &shown);
    ui.painter().set(behind, canvas.behind());
    ui.painter().extend(canvas.above());
    let response = output.response.response;
    let message = response
        .hover_pos()
        .and_then(|pointer| message_at(editor, &shown, pointer));
    if let Some(message) = message {
        response.on_hover_text_at_pointer(message);
    }
    shown
}

/// All there is to paint around the text.
fn canvas<'c>(
    editor: &'c CodeEditor<'_>,
    session: &'c Session<'_>,
    shown: &'c Shown,
) -> Canvas<'c> {
    let searching = matches!(session.state.bar, Bar::Find | Bar::Replace);
    let layout = &shown.layout;
    let selection = session.selection;
    let head = selection.head;
    Canvas {
        layout,
        theme: editor.theme,
        origin: shown.origin,
        view: shown.view,
        marks: editor.marks,
        matches: if searching {
            &session.state.find.matches
        } else {
            &[]
        },
        selection: selection.into(),
        faint_selection: (!shown.has_focus && !selection.is_empty()).then(|| selection.into()),
        cursor: head,
        tags: if selection.is_empty() {
            matching_tag(layout.text(), &layout.tokens, head)
        } else {
            None
        },
    }
}

/// What the marks under the pointer say.
fn message_at(editor: &CodeEditor<'_>, shown: &Shown, pointer: egui::Pos2) -> Option<String> {
    let place = pointer - shown.origin;
    let byte = shown.layout.byte_at(place.x, place.y)?;
    let touches = |span: Span| span.start <= byte && byte < span.end.max(span.start + 1);
    let messages: Vec<&str> = editor
        .marks
        .iter()
        .filter(|mark| fit(shown.layout.text(), mark.span).is_some_and(touches))
        .map(|mark| mark.message.as_str())
        .filter(|message| !message.is_empty())
        .collect();
    (!messages.is_empty()).then(|| messages.join("\n"))
}

/// The list of completions, if it is open, and what a click in it does.
fn popup_ui(
    ui: &Ui,
    editor: &CodeEditor<'_>,
    strings: &EditorStrings,
    shown: &Shown,
    session: &mut Session<'_>,
    typed: bool,
) {
    let has_focus = ui.memory(|memory| memory.has_focus(editor.id));
    let hovered = session.state.popup.is_some_and(|popup| popup.hovered);
    if !(has_focus || hovered) {
        session.state.popup = None;
        return;
    }
    session.update_popup(typed);
    let cursor = shown
        .layout
        .cursor(session.selection.head)
        .translate(shown.origin.to_vec2());
    if let Some(entry) = popup::show(ui, editor.id, cursor, session, strings)
        && session.popup_accept(Some(entry))
    {
        store_selection(ui.ctx(), editor.id, session.text, session.selection);
        ui.memory_mut(|memory| memory.request_focus(editor.id));
        ui.ctx().request_repaint();
    }
}
