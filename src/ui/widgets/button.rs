//! Buttons and rows of menus.

use egui::{
    Align2, Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2,
    vec2,
};

use super::paint::{self, RADIUS, Ring};
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{Tokens, fonts, size, space, tokens};

/// A button that is an icon; its name stands under the pointer.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is added"]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    shortcut: Option<&'a str>,
    selected: Option<bool>,
    small: bool,
    sense: Sense,
}

impl<'a> IconButton<'a> {
    /// A button called `name`.
    pub const fn new(icon: Icon, name: &'a str) -> Self {
        Self {
            icon,
            name,
            shortcut: None,
            selected: None,
            small: false,
            sense: Sense::CLICK.union(Sense::FOCUSABLE),
        }
    }

    /// The same button with its keys, as people write them, behind the name.
    pub const fn shortcut(mut self, shortcut: Option<&'a str>) -> Self {
        self.shortcut = shortcut;
        self
    }

    /// The same button with a small icon, for rows.
    pub const fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// The same button among the controls of a row, which says by `sense` whether Tab stops at it.
    pub const fn sense(mut self, sense: Sense) -> Self {
        self.sense = sense;
        self
    }

    /// The same button as a switch that is on or off.
    pub const fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let side = ui.spacing().interact_size.y;
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), self.sense);
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, ui.is_enabled(), on, self.name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.name),
        });
        let tokens = tokens(ui.ctx());
        let on = self.selected == Some(true);
        let fill = if on && !response.is_pointer_button_down_on() {
            tokens.accent_subtle
        } else {
            paint::flat_fill(tokens, &response)
        };
        ui.painter().rect_filled(rect, RADIUS, fill);
        let color = if on {
            tokens.accent
        } else if response.hovered() {
            tokens.text
        } else {
            tokens.text_muted
        };
        let side = if self.small {
            size::BODY + 2.0
        } else {
            size::ICON
        };
        let icon = paint::icon(ui, self.icon, side);
        paint::centered(ui.painter(), rect, icon, color);
        paint::focus_ring(ui, &response, rect, Ring::Inside);
        with_tooltip(response, self.name, self.shortcut)
    }
}

/// Shows the name and the keys under the pointer, also of what is disabled.
pub(super) fn with_tooltip(response: Response, name: &str, shortcut: Option<&str>) -> Response {
    let content = |ui: &mut Ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            ui.label(name);
            if let Some(shortcut) = shortcut {
                ui.weak(shortcut);
            }
        });
    };
    if response.enabled() {
        response.on_hover_ui(content)
    } else {
        response.on_disabled_hover_ui(content)
    }
}

/// A button that is an icon, with its keys in the tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, shortcut: Option<&str>) -> Response {
    ui.add(IconButton::new(icon, name).shortcut(shortcut))
}

/// How much a button stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonLook {
    /// The one thing to do here.
    Primary,
    /// Anything else.
    Quiet,
    /// What cannot be undone.
    Danger,
    /// Without outline until it is pointed at, for bars and notices.
    Flat,
}

/// A button with words.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is added"]
pub struct Button<'a> {
    text: &'a str,
    icon: Option<Icon>,
    look: ButtonLook,
}

impl<'a> Button<'a> {
    /// A button that says `text`.
    pub const fn new(text: &'a str, look: ButtonLook) -> Self {
        Self {
            text,
            icon: None,
            look,
        }
    }

    /// The same button with an icon before its words.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = tokens(ui.ctx());
        let text = paint::line(ui, self.text, fonts::medium(), f32::INFINITY);
        let icon = self
            .icon
            .map(|icon| paint::icon(ui, icon, size::BODY + 3.0));
        let before = icon.as_ref().map_or(0.0, |icon| icon.size().x + space::XS);
        let padding = if self.look == ButtonLook::Flat {
            space::S
        } else {
            space::M + 2.0
        };
        let wanted = vec2(
            (before + text.size().x + 2.0 * padding).ceil(),
            ui.spacing().interact_size.y,
        );
        let (rect, response) = ui.allocate_at_least(wanted, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), self.text));
        let (fill, outline, color) = self.look.colors(tokens, &response);
        let painter = ui.painter();
        painter.rect(
            rect,
            RADIUS,
            fill,
            Stroke::new(1.0, outline),
            StrokeKind::Inside,
        );
        let start = rect.center().x - f32::midpoint(before, text.size().x);
        if let Some(icon) = icon {
            let at = pos2(start, rect.center().y);
            paint::text_at(painter, at, Align2::LEFT_CENTER, icon, color);
        }
        let at = pos2(start + before, rect.center().y);
        paint::text_at(painter, at, Align2::LEFT_CENTER, text, color);
        paint::focus_ring(ui, &response, rect, Ring::Outside);
        response
    }
}

impl ButtonLook {
    /// Fill, outline and text.
    fn colors(self, tokens: &Tokens, response: &Response) -> (Color32, Color32, Color32) {
        let down = response.is_pointer_button_down_on();
        match self {
            Self::Primary => {
                let toward = match (down, response.hovered()) {
                    (true, _) => 0.16,
                    (false, true) => 0.08,
                    (false, false) => 0.0,
                };
                let fill = tokens.accent_fill.lerp_to_gamma(tokens.text, toward);
                (fill, fill, tokens.accent_text)
            }
            Self::Quiet | Self::Danger => {
                let fill = match (down, response.hovered()) {
                    (true, _) => tokens.pressed,
                    (false, true) => tokens.hover,
                    (false, false) => tokens.raised,
                };
                let text = if self == Self::Danger {
                    tokens.error
                } else {
                    tokens.text
                };
                (fill, tokens.border_strong, text)
            }
            Self::Flat => {
                let fill = paint::flat_fill(tokens, response);
                (fill, Color32::TRANSPARENT, tokens.accent)
            }
        }
    }
}

/// The one thing to do here.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(text, ButtonLook::Primary))
}

/// Anything else to do here.
pub fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(text, ButtonLook::Quiet))
}

/// A row of a menu. Rows without icon keep its place, so that the words of a menu stand in line.
pub fn menu_item(
    ui: &mut Ui,
    icon: Option<Icon>,
    label: &str,
    shortcut: Option<&str>,
    enabled: bool,
) -> Response {
    let response = ui.add_enabled(enabled, |ui: &mut Ui| menu_row(ui, icon, label, shortcut));
    // A key does not close the menu by itself, as a click does.
    if response.clicked() && egui::containers::menu::is_in_menu(ui) {
        ui.close();
    }
    response
}

fn menu_row(ui: &mut Ui, icon: Option<Icon>, label: &str, shortcut: Option<&str>) -> Response {
    let tokens = tokens(ui.ctx());
    let body = egui::TextStyle::Body.resolve(ui.style());
    let text = paint::line(ui, label, body, f32::INFINITY);
    let keys = shortcut.map(|keys| paint::line(ui, keys, fonts::caption(), f32::INFINITY));
    let text_left = space::S + size::BODY + 3.0 + space::S;
    let keys_width = keys
        .as_ref()
        .map_or(0.0, |keys| keys.size().x + 2.0 * space::L);
    let wanted = vec2(
        (text_left + text.size().x + keys_width + space::M).ceil(),
        ui.spacing().interact_size.y + 2.0,
    );
    let (rect, response) = ui.allocate_at_least(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), label));
    let mut fill = paint::flat_fill(tokens, &response);
    if response.has_focus() && fill == Color32::TRANSPARENT {
        fill = tokens.hover;
    }
    ui.painter().rect_filled(rect, RADIUS, fill);
    let middle = rect.center().y;
    if let Some(icon) = icon {
        let icon = paint::icon(ui, icon, size::BODY + 3.0);
        let at = pos2(rect.left() + space::S, middle);
        paint::text_at(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            icon,
            tokens.text_muted,
        );
    }
    let at = pos2(rect.left() + text_left, middle);
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, text, tokens.text);
    if let Some(keys) = keys {
        let at = pos2(rect.right() - space::M, middle);
        paint::text_at(
            ui.painter(),
            at,
            Align2::RIGHT_CENTER,
            keys,
            tokens.text_faint,
        );
    }
    paint::focus_ring(
        ui,
        &response,
        Rect::from_min_max(rect.min, rect.max),
        Ring::Inside,
    );
    response
}
