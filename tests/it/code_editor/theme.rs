//! Colours for an editor under test.

use egui::{Color32, FontId};
use letterhead::ui::widgets::code_editor::{EditorTheme, PlaceholderColors};

/// Some theme.
pub fn theme() -> EditorTheme {
    let placeholder = PlaceholderColors {
        text: Color32::BLUE,
        background: Color32::LIGHT_BLUE,
    };
    EditorTheme {
        font: FontId::monospace(13.0),
        gutter_font: FontId::monospace(11.0),
        text: Color32::BLACK,
        background: Color32::WHITE,
        gutter_background: Color32::from_gray(245),
        gutter_text: Color32::GRAY,
        gutter_current: Color32::BLACK,
        current_line: Color32::from_gray(240),
        found: Color32::YELLOW,
        found_current: Color32::GOLD,
        matching_tag: Color32::LIGHT_GREEN,
        comment: Color32::DARK_GREEN,
        conditional: Color32::BROWN,
        punctuation: Color32::DARK_GRAY,
        tag: Color32::DARK_BLUE,
        attribute: Color32::PURPLE,
        value: Color32::DARK_RED,
        entity: Color32::BROWN,
        css_selector: Color32::BROWN,
        css_property: Color32::DARK_BLUE,
        css_value: Color32::DARK_RED,
        placeholder,
        placeholder_replaced: PlaceholderColors {
            text: Color32::DARK_GREEN,
            background: Color32::LIGHT_GREEN,
        },
        placeholder_kept: PlaceholderColors {
            text: Color32::DARK_RED,
            background: Color32::LIGHT_RED,
        },
        placeholder_empty: placeholder,
        placeholder_prototype: placeholder,
        error: Color32::RED,
        warning: Color32::ORANGE,
        info: Color32::BLUE,
    }
}
