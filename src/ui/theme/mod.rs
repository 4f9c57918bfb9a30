//! The look of the window: tokens, faces, and the egui style made of them.

mod editor;
pub mod fonts;
pub mod icons;
mod style;
pub mod tokens;

pub use editor::editor;
pub use tokens::{Tokens, size, space};

/// Installs faces and both styles. Call once, before the first frame.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    ctx.set_style_of(egui::Theme::Light, style::of(&tokens::LIGHT));
    ctx.set_style_of(egui::Theme::Dark, style::of(&tokens::DARK));
}

/// The tokens of the theme in use.
pub fn tokens(ctx: &egui::Context) -> &'static Tokens {
    match ctx.theme() {
        egui::Theme::Dark => &tokens::DARK,
        egui::Theme::Light => &tokens::LIGHT,
    }
}
