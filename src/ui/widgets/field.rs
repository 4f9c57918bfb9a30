//! A field of one line with its label and the error it may have.

use egui::{
    Align2, Color32, Frame, Label, Margin, Rect, Response, Shape, Stroke, StrokeKind, TextEdit, Ui,
    pos2, vec2,
};

use super::paint::{self, RADIUS};
use crate::ui::theme::{fonts, size, space, tokens};

/// Where the label of a field stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Side {
    Above,
    /// Nowhere; the control is given the name of it.
    Hidden,
    /// In a column of this width.
    Left(f32),
}

/// Whether a line below the field belongs to errors.
#[derive(Debug, Clone, Copy)]
enum ErrorLine<'a> {
    Without,
    Kept(Option<&'a str>),
}

/// Whether the text of a field is in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldState {
    Fine,
    Wrong,
}

/// A field of one line with its label.
#[must_use = "it does nothing until it is shown"]
pub struct LabelledField<'a> {
    label: &'a str,
    text: &'a mut String,
    hint: &'a str,
    side: Side,
    error: ErrorLine<'a>,
    is_wrong: bool,
    password: bool,
    mono: bool,
    id: Option<egui::Id>,
}

impl<'a> LabelledField<'a> {
    /// A field with the label above it and no space for errors.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self {
            label,
            text,
            hint: "",
            side: Side::Above,
            error: ErrorLine::Without,
            is_wrong: false,
            password: false,
            mono: false,
            id: None,
        }
    }

    /// With an id of its own, so that it keeps the keyboard whatever comes and goes above it.
    pub fn id(mut self, id: egui::Id) -> Self {
        self.id = Some(id);
        self
    }

    /// With words that stand in the empty field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// With the label in a column of `width` at the left.
    pub fn left(mut self, width: f32) -> Self {
        self.side = Side::Left(width);
        self
    }

    /// Without showing the label, which assistive technology reads all the same.
    pub fn hidden_label(mut self) -> Self {
        self.side = Side::Hidden;
        self
    }

    /// Keeps a line below for an error, and shows the one there is.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = ErrorLine::Kept(error);
        self
    }

    /// Outlined as in error, whose words stand elsewhere.
    pub fn wrong(mut self, is_wrong: bool) -> Self {
        self.is_wrong = is_wrong;
        self
    }

    /// Hides what is typed.
    pub fn password(mut self) -> Self {
        self.password = true;
        self
    }

    /// Shows the text in the face of source text.
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// Shows the field over the full width; the response is that of the text field.
    pub fn show(self, ui: &mut Ui) -> Response {
        let state = match self.error {
            ErrorLine::Kept(Some(_)) => FieldState::Wrong,
            _ if self.is_wrong => FieldState::Wrong,
            ErrorLine::Kept(None) | ErrorLine::Without => FieldState::Fine,
        };
        let font = if self.mono {
            fonts::mono()
        } else {
            egui::TextStyle::Body.resolve(ui.style())
        };
        let edit = TextEdit::singleline(self.text)
            .hint_text(self.hint)
            .password(self.password)
            .font(font);
        let edit = match self.id {
            Some(id) => edit.id(id),
            None => edit,
        };
        let (response, field) = beside_label(ui, self.label, self.side, |ui, label| {
            let framed = framed(ui, edit, state);
            (named(framed, self.label, label), ui.min_rect())
        });
        if let ErrorLine::Kept(error) = self.error {
            error_line(ui, &response, field, error);
        }
        response
    }
}

/// Shows a label and, above or beside it, what it names.
pub(super) fn beside_label<R>(
    ui: &mut Ui,
    label: &str,
    side: Side,
    content: impl FnOnce(&mut Ui, Option<egui::Id>) -> R,
) -> R {
    let muted = tokens(ui.ctx()).text_muted;
    let words = egui::RichText::new(label).color(muted);
    match side {
        Side::Hidden => content(ui, None),
        Side::Above => {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                let words = words.font(fonts::caption());
                let label = ui.add(Label::new(words).selectable(false).truncate());
                content(ui, Some(label.id))
            })
            .inner
        }
        Side::Left(width) => {
            ui.horizontal(|ui| {
                let size = vec2(width, ui.spacing().interact_size.y);
                let layout = egui::Layout::left_to_right(egui::Align::Center);
                let label = ui
                    .allocate_ui_with_layout(size, layout, |ui| {
                        ui.set_min_size(size);
                        ui.add(Label::new(words).selectable(false).truncate())
                    })
                    .inner;
                content(ui, Some(label.id))
            })
            .inner
        }
    }
}

/// Gives a control its name: that of the label shown, or the words themselves if none is.
///
/// A reference to a label that is not there would be no name, and readers of the tree fall over it.
pub(super) fn named(control: Response, words: &str, label: Option<egui::Id>) -> Response {
    if let Some(label) = label {
        return control.labelled_by(label);
    }
    if !words.is_empty() {
        control
            .ctx
            .accesskit_node_builder(control.id, |node| node.set_label(words));
    }
    control
}

/// A text field in a frame of ours, which keeps its size in every state.
pub(super) fn framed(ui: &mut Ui, edit: TextEdit<'_>, state: FieldState) -> Response {
    let ground = ui.painter().add(Shape::Noop);
    let height = ui.spacing().interact_size.y;
    let response = ui.add(
        edit.frame(Frame::NONE.inner_margin(Margin::symmetric(8, 0)))
            .desired_width(ui.available_width())
            .align(Align2::LEFT_CENTER)
            .min_size(vec2(0.0, height)),
    );
    let tokens = tokens(ui.ctx());
    let stroke = outline(ui, &response, response.has_focus(), state);
    let fill = if ui.is_enabled() {
        tokens.sunken
    } else {
        tokens.surface
    };
    let shape =
        egui::epaint::RectShape::new(response.rect, RADIUS, fill, stroke, StrokeKind::Inside);
    ui.painter().set(ground, shape);
    response
}

/// The outline of a field in each state; all lie inside, so that nothing moves.
pub(super) fn outline(ui: &Ui, field: &Response, focused: bool, state: FieldState) -> Stroke {
    let tokens = tokens(ui.ctx());
    let color = if state == FieldState::Wrong {
        tokens.error
    } else if focused {
        tokens.accent
    } else if field.contains_pointer() {
        tokens.text_faint
    } else {
        tokens.border_strong
    };
    Stroke::new(if focused { 1.5 } else { 1.0 }, color)
}

/// The line below a field: the error, or its space.
fn error_line(ui: &mut Ui, response: &Response, field: Rect, error: Option<&str>) {
    let small = egui::TextStyle::Small.resolve(ui.style());
    let height = ui.fonts_mut(|fonts| fonts.row_height(&small));
    // It stands close to its field, nearer than one field to the next.
    ui.add_space(space::XS - ui.spacing().item_spacing.y);
    let (line, reserved) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    let Some(error) = error else {
        return;
    };
    let color: Color32 = tokens(ui.ctx()).error;
    let left = response.rect.left().max(field.left());
    let icon = paint::icon(ui, crate::ui::theme::icons::ERROR, size::SMALL + 1.5);
    let words_left = left + icon.size().x + space::XS;
    let middle = line.center().y;
    let painter = ui.painter();
    paint::text_at(
        painter,
        pos2(left, middle),
        Align2::LEFT_CENTER,
        icon,
        color,
    );
    let words = paint::line(ui, error, small, line.right() - words_left);
    let at = pos2(words_left, middle);
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, words, color);
    reserved
        .on_hover_text(error)
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, error));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_invalid(egui::accesskit::Invalid::True);
        node.set_description(error);
    });
}

/// A field with the label above it and a line below it kept for an error.
pub fn labelled_field(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    error: Option<&str>,
) -> Response {
    LabelledField::new(label, text).error(error).show(ui)
}
