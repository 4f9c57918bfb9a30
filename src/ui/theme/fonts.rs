//! The faces shipped with the program; other scripts come from the system.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use super::tokens::size;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
const MEDIUM: &[u8] = include_bytes!("../../../assets/fonts/Inter-Medium.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
const MONO: &[u8] = include_bytes!("../../../assets/fonts/JetBrainsMonoNL-Regular.ttf");

/// Installs the faces. Inter and JetBrains Mono stand first in every family, so that digits and
/// placeholders inside right-to-left text come from them and keep their order.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(definitions());
    ctx.add_font(egui_material_icons::font_insert());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces = [
        ("inter", REGULAR),
        ("medium", MEDIUM),
        ("semibold", SEMIBOLD),
        ("mono", MONO),
    ];
    for (name, data) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(data)));
    }
    let families = [
        (FontFamily::Proportional, vec!["inter", "mono"]),
        (FontFamily::Monospace, vec!["mono", "inter"]),
        (medium_family(), vec!["medium", "inter"]),
        (semibold_family(), vec!["semibold", "inter"]),
    ];
    for (family, names) in families {
        fonts
            .families
            .insert(family, names.into_iter().map(str::to_owned).collect());
    }
    fonts
}

fn medium_family() -> FontFamily {
    FontFamily::Name("medium".into())
}

fn semibold_family() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Running text with a little more weight: selected rows, buttons.
pub fn medium() -> FontId {
    FontId::new(size::BODY, medium_family())
}

/// Titles.
pub fn title() -> FontId {
    FontId::new(size::TITLE, semibold_family())
}

/// Captions in capitals or small heads.
pub fn caption() -> FontId {
    FontId::new(size::SMALL, medium_family())
}

/// Source text.
pub fn mono() -> FontId {
    FontId::new(size::MONO, FontFamily::Monospace)
}
