//! The colours and fonts of the editor, made of tokens.

use egui::{Color32, FontFamily, FontId};

use super::fonts;
use super::tokens::{Tokens, size};
use crate::ui::widgets::code_editor::{EditorTheme, PlaceholderColors};

/// The editor's looks for one set of tokens.
pub fn editor(tokens: &Tokens) -> EditorTheme {
    let syntax = tokens.syntax;
    let placeholder = |background: Color32| PlaceholderColors {
        text: tokens.text,
        background,
    };
    EditorTheme {
        font: fonts::mono(),
        gutter_font: FontId::new(size::SMALL, FontFamily::Monospace),
        text: tokens.text,
        background: tokens.sunken,
        gutter_background: tokens.sunken,
        gutter_text: tokens.text_faint,
        gutter_current: tokens.text,
        current_line: tokens.surface,
        found: syntax.empty,
        found_current: tokens.accent_subtle,
        matching_tag: tokens.hover,
        comment: syntax.comment,
        conditional: syntax.number,
        punctuation: syntax.punctuation,
        tag: syntax.tag,
        attribute: syntax.attribute,
        value: syntax.value,
        entity: syntax.number,
        css_selector: syntax.tag,
        css_property: syntax.attribute,
        css_value: syntax.value,
        placeholder: placeholder(tokens.hover),
        placeholder_replaced: placeholder(syntax.replaced),
        placeholder_kept: placeholder(syntax.kept),
        placeholder_empty: placeholder(syntax.empty),
        placeholder_prototype: placeholder(syntax.kept),
        error: tokens.error,
        warning: tokens.warning,
        info: tokens.text_muted,
    }
}
