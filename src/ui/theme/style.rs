//! The egui style, made of tokens.

use egui::epaint::Shadow;
use egui::{CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Visuals, vec2};

use super::tokens::{Tokens, size, space};

/// The style for one set of tokens.
pub fn of(tokens: &Tokens) -> Style {
    let mut style = Style {
        visuals: visuals(tokens),
        ..Style::default()
    };
    style.text_styles = [
        (
            TextStyle::Small,
            FontId::new(size::SMALL, FontFamily::Proportional),
        ),
        (
            TextStyle::Body,
            FontId::new(size::BODY, FontFamily::Proportional),
        ),
        (
            TextStyle::Button,
            FontId::new(size::BODY, FontFamily::Proportional),
        ),
        (
            TextStyle::Monospace,
            FontId::new(size::MONO, FontFamily::Monospace),
        ),
        (TextStyle::Heading, super::fonts::title()),
    ]
    .into();
    // Animation repaints the window many times for little; calm is faster.
    style.animation_time = 0.0;
    style.scroll_animation = egui::style::ScrollAnimation::none();
    style.interaction.tooltip_delay = 0.4;
    style.url_in_tooltip = true;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::S);
    spacing.button_padding = vec2(9.0, 4.0);
    spacing.interact_size = vec2(32.0, 26.0);
    spacing.menu_margin = Margin::same(5);
    spacing.window_margin = Margin::same(14);
    spacing.icon_width = 16.0;
    spacing.combo_width = 80.0;
    spacing.tooltip_width = 340.0;
    spacing.menu_width = 220.0;
    spacing.scroll = egui::style::ScrollStyle {
        floating: true,
        bar_width: 9.0,
        floating_width: 5.0,
        bar_outer_margin: 2.0,
        // The handle takes the colour of text: that of controls is the ground itself when light.
        foreground_color: true,
        dormant_handle_opacity: 0.18,
        active_handle_opacity: 0.35,
        interact_handle_opacity: 0.5,
        ..egui::style::ScrollStyle::thin()
    };
    style
}

fn visuals(tokens: &Tokens) -> Visuals {
    let mut visuals = if tokens.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let radius = CornerRadius::same(space::RADIUS);
    visuals.weak_text_color = Some(tokens.text_muted);
    visuals.hyperlink_color = tokens.accent;
    visuals.faint_bg_color = tokens.hover;
    visuals.extreme_bg_color = tokens.sunken;
    visuals.text_edit_bg_color = Some(tokens.sunken);
    visuals.code_bg_color = tokens.hover;
    visuals.warn_fg_color = tokens.warning;
    visuals.error_fg_color = tokens.error;
    visuals.panel_fill = tokens.surface;
    visuals.window_fill = tokens.raised;
    visuals.window_stroke = Stroke::new(1.0, tokens.border);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = shadow(tokens, 24);
    visuals.popup_shadow = shadow(tokens, 14);
    visuals.selection.bg_fill = tokens.accent_subtle;
    visuals.selection.stroke = Stroke::new(1.5, tokens.accent);
    visuals.text_cursor.stroke = Stroke::new(2.0, tokens.accent);
    // A blinking cursor repaints the window twice a second for ever.
    visuals.text_cursor.blink = false;
    visuals.striped = false;
    visuals.slider_trailing_fill = true;
    visuals.image_loading_spinners = false;

    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.expansion = 0.0;
        widget.fg_stroke = Stroke::new(1.0, tokens.text);
        widget.bg_stroke = Stroke::new(1.0, tokens.border_strong);
    }
    widgets.noninteractive.bg_fill = tokens.surface;
    widgets.noninteractive.weak_bg_fill = tokens.surface;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, tokens.border);
    widgets.inactive.bg_fill = tokens.sunken;
    widgets.inactive.weak_bg_fill = tokens.sunken;
    widgets.inactive.fg_stroke = Stroke::new(1.0, tokens.text);
    widgets.hovered.bg_fill = tokens.hover;
    widgets.hovered.weak_bg_fill = tokens.hover;
    widgets.active.bg_fill = tokens.pressed;
    widgets.active.weak_bg_fill = tokens.pressed;
    widgets.open.bg_fill = tokens.hover;
    widgets.open.weak_bg_fill = tokens.hover;
    visuals
}

fn shadow(tokens: &Tokens, blur: u8) -> Shadow {
    Shadow {
        offset: [0, 4],
        blur,
        spread: 0,
        color: tokens.shadow,
    }
}
