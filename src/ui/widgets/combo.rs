//! A choice among many, with its label.

use egui::{
    Align2, EventFilter, Frame, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Response, Role,
    Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::field::{self, FieldState, Side};
use super::paint::{self, Chevron, RADIUS, Ring};
use crate::ui::theme::icons;
use crate::ui::theme::{size, space, tokens};

/// A field that opens a list of choices.
#[must_use = "it does nothing until it is shown"]
pub struct LabelledCombo<'a, T> {
    label: &'a str,
    value: &'a mut T,
    options: &'a [(T, &'a str)],
    shown: Option<&'a str>,
    side: Side,
}

impl<'a, T: PartialEq + Clone> LabelledCombo<'a, T> {
    /// A choice with its label above it.
    pub fn new(label: &'a str, value: &'a mut T, options: &'a [(T, &'a str)]) -> Self {
        Self {
            label,
            value,
            options,
            shown: None,
            side: Side::Above,
        }
    }

    /// Shows these words for the choice made instead of those in the list.
    pub fn shown(mut self, words: &'a str) -> Self {
        self.shown = Some(words);
        self
    }

    /// Without showing the label, which assistive technology reads all the same.
    pub fn hide_label(mut self) -> Self {
        self.side = Side::Hidden;
        self
    }

    /// With the label in a column of `width` at the left.
    pub fn left(mut self, width: f32) -> Self {
        self.side = Side::Left(width);
        self
    }

    /// Shows the field over the full width; the response has changed when another was chosen.
    ///
    /// Enter, Space or Down opens the list at the choice made, the arrows move, Enter chooses,
    /// Escape closes.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self {
            label,
            value,
            options,
            shown,
            side,
        } = self;
        field::beside_label(ui, label, side, |ui, label_id| {
            let mut response = field::named(button(ui, value, options, shown), label, label_id);
            if let Some(chosen) = popup(&response, value, options) {
                response.mark_changed();
                response.request_focus();
                *value = chosen;
            }
            response
        })
    }
}

fn button<T: PartialEq>(
    ui: &mut Ui,
    value: &T,
    options: &[(T, &str)],
    shown: Option<&str>,
) -> Response {
    let tokens = tokens(ui.ctx());
    let wanted = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let chosen = options
        .iter()
        .find(|option| option.0 == *value)
        .map_or("", |option| option.1);
    response.widget_info(|| {
        let mut info = WidgetInfo::new(Role::ComboBox);
        info.enabled = ui.is_enabled();
        info.current_text_value = Some(chosen.to_owned());
        info
    });
    let stroke = field::outline(ui, &response, false, FieldState::Fine);
    ui.painter()
        .rect(rect, RADIUS, tokens.sunken, stroke, StrokeKind::Inside);
    open_with_down(ui, &response);
    let body = egui::TextStyle::Body.resolve(ui.style());
    let room = rect.width() - 8.0 - 24.0;
    let text = paint::line(ui, shown.unwrap_or(chosen), body, room);
    let at = pos2(rect.left() + 8.0, rect.center().y);
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, text, tokens.text);
    let at = pos2(rect.right() - 14.0, rect.center().y);
    paint::chevron(ui.painter(), at, Chevron::Down, tokens.text_muted);
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    response
}

/// Opens the list when Down is pressed on the closed field.
fn open_with_down(ui: &Ui, response: &Response) {
    let id = Popup::default_response_id(response);
    if !response.has_focus() || Popup::is_id_open(ui.ctx(), id) {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown)) {
        Popup::open_id(ui.ctx(), id);
    }
}

fn popup<T: PartialEq + Clone>(button: &Response, value: &T, options: &[(T, &str)]) -> Option<T> {
    let frame = Frame::popup(&button.ctx.global_style()).inner_margin(Margin::same(4));
    // All choices at once, where the window has room for them.
    let most = (button.ctx.content_rect().height() * 0.6).max(200.0);
    let shown = Popup::menu(button)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .width(button.rect.width() - 10.0)
        .frame(frame)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(button.rect.width() - 10.0);
            // The first pass only measures, and cannot have the keyboard.
            let opened = !ui.is_sizing_pass() && paint::just_opened(ui.ctx(), button.id);
            let mut chosen = None;
            egui::ScrollArea::vertical()
                .max_height(most)
                .show(ui, |ui| {
                    for (option, text) in options {
                        let response = option_ui(ui, text, option == value);
                        if opened && option == value {
                            response.request_focus();
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            chosen = Some(option.clone());
                            // A key does not close it by itself, as a click does.
                            ui.close();
                        }
                    }
                });
            chosen
        })?;
    if button.ctx.input(|input| input.key_pressed(Key::Escape)) {
        button.request_focus();
    }
    shown.inner.filter(|chosen| chosen != value)
}

fn option_ui(ui: &mut Ui, text: &str, chosen: bool) -> Response {
    let tokens = tokens(ui.ctx());
    let body = egui::TextStyle::Body.resolve(ui.style());
    let galley = paint::line(ui, text, body, f32::INFINITY);
    let mark = size::BODY + 3.0 + space::S;
    let wanted = vec2(
        (space::S + mark + galley.size().x + space::M).max(ui.available_width()),
        ui.spacing().interact_size.y,
    );
    let (rect, response) = ui.allocate_at_least(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), text));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(chosen);
    });
    let fill = if response.has_focus() {
        tokens.hover
    } else {
        paint::flat_fill(tokens, &response)
    };
    ui.painter().rect_filled(rect, RADIUS, fill);
    if chosen {
        let check = paint::icon(ui, icons::CHECK, size::BODY + 3.0);
        let at = pos2(rect.left() + space::S, rect.center().y);
        paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, check, tokens.accent);
    }
    let at = pos2(rect.left() + space::S + mark, rect.center().y);
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, galley, tokens.text);
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    response
}

/// A choice with its label above it.
pub fn labelled_combo<T: PartialEq + Clone>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    options: &[(T, &str)],
) -> Response {
    LabelledCombo::new(label, value, options).show(ui)
}
