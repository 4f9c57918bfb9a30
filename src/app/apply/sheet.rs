//! News of the contact sheet.

use std::sync::Arc;

use egui::{ColorImage, Context, TextureOptions};

use crate::app::App;
use crate::model::{NoticeKind, Thumbnail};
use crate::services::preview::batch::BatchPicture;

/// A thumbnail was drawn, or cannot be.
pub(super) fn picture(
    app: &mut App,
    ctx: &Context,
    index: usize,
    result: Result<BatchPicture, String>,
) {
    let Some(entry) = app.model.sheet.entries.get_mut(index) else {
        return;
    };
    entry.picture = Some(result.map(|picture| {
        let size = [picture.width as usize, picture.height as usize];
        let image = ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
        let options = TextureOptions::LINEAR.with_mipmap_mode(Some(egui::TextureFilter::Linear));
        let texture = ctx.load_texture("thumbnail", image, options);
        app.pictures.sheet.insert(index, texture);
        Arc::new(Thumbnail {
            width: picture.width,
            height: picture.height,
            rgba: picture.rgba,
        })
    }));
}

/// All were drawn, or none can be.
pub(super) fn ended(app: &mut App, result: Result<(), String>) {
    let took = app.millis().saturating_sub(app.model.sheet.since_ms);
    let sheet = &mut app.model.sheet;
    sheet.is_drawing = false;
    sheet.took_ms = Some(took);
    if let Err(error) = result {
        sheet.failed = Some(error.clone());
        app.note_error("The contact sheet was not drawn", error);
        return;
    }
    let count = sheet.entries.len();
    let seconds = took as f32 / 1e3;
    let title = format!("Drew {count} mails in {seconds:.1} s");
    app.model.notify(NoticeKind::Success, title, "");
}
