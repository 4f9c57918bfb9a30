//! Rows of names and values: headers, details.

use egui::{Align, FontId, Label, Layout, Response, RichText, Ui, vec2};

use super::button::IconButton;
use super::paint;
use super::strings::WidgetStrings;
use crate::ui::theme::icons;
use crate::ui::theme::{fonts, space, tokens};

/// A name and its value, which can be selected and copied.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct KeyValue<'a> {
    key: &'a str,
    value: &'a str,
    key_width: f32,
    mono: bool,
}

impl<'a> KeyValue<'a> {
    /// A row whose name has a column of 120 points.
    pub const fn new(key: &'a str, value: &'a str) -> Self {
        Self {
            key,
            value,
            key_width: 120.0,
            mono: false,
        }
    }

    /// With a column of `width` for the name.
    pub const fn key_width(mut self, width: f32) -> Self {
        self.key_width = width;
        self
    }

    /// With the value in the face of source text.
    pub const fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// Shows the row over the full width; returns the response of the value.
    pub fn show(self, ui: &mut Ui) -> Response {
        let tokens = tokens(ui.ctx());
        let side = ui.spacing().interact_size.y;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let cell = vec2(self.key_width, side);
            let row = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(cell, row, |ui| {
                ui.set_min_size(cell);
                let key = RichText::new(self.key).color(tokens.text_muted);
                ui.add(Label::new(key).selectable(false).truncate());
            });
            let room = ui.available_width() - side - space::S;
            let font: FontId = if self.mono {
                fonts::mono()
            } else {
                egui::TextStyle::Body.resolve(ui.style())
            };
            let words = RichText::new(self.value);
            let value = paint::words_ui(ui, room, words, font, true);
            let strings = WidgetStrings::of(ui.ctx());
            let name = strings.copy_of(self.key);
            if ui
                .add(IconButton::new(icons::COPY, &name).small())
                .clicked()
            {
                ui.ctx().copy_text(self.value.to_owned());
            }
            value
        })
        .inner
    }
}

/// A name and its value, which can be selected and copied.
pub fn key_value(ui: &mut Ui, key: &str, value: &str) -> Response {
    KeyValue::new(key, value).show(ui)
}
