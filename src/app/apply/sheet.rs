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
        let image = halved(&picture);
        let texture = ctx.load_texture("thumbnail", image, TextureOptions::LINEAR);
        app.pictures.sheet.insert(index, texture);
        Arc::new(Thumbnail {
            width: picture.width,
            height: picture.height,
            rgba: picture.rgba,
        })
    }));
}

/// The picture in half its size, as large as it is shown: a sheet may have thousands.
fn halved(picture: &BatchPicture) -> ColorImage {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let size = [(width / 2).max(1), (height / 2).max(1)];
    let channel = |x: usize, y: usize, part: usize| {
        let at = (y.min(height.saturating_sub(1)) * width + x.min(width.saturating_sub(1))) * 4;
        u16::from(picture.rgba.get(at + part).copied().unwrap_or(255))
    };
    let mut rgba = Vec::with_capacity(size[0] * size[1] * 4);
    for y in 0..size[1] {
        for x in 0..size[0] {
            for part in 0..4 {
                let around = [(0, 0), (1, 0), (0, 1), (1, 1)];
                let sum: u16 = around
                    .iter()
                    .map(|(right, down)| channel(2 * x + right, 2 * y + down, part))
                    .sum();
                rgba.push((sum / 4) as u8);
            }
        }
    }
    ColorImage::from_rgba_unmultiplied(size, &rgba)
}

/// All were drawn, or none can be.
pub(super) fn ended(app: &mut App, result: Result<(), String>) {
    let took = app.millis().saturating_sub(app.model.sheet.since_ms);
    let sheet = &mut app.model.sheet;
    let is_stopped = !std::mem::replace(&mut sheet.is_drawing, false);
    sheet.took_ms = Some(took);
    if let Err(error) = result {
        sheet.failed = Some(error.clone());
        app.note_error("The contact sheet was not drawn", error);
        return;
    }
    let (done, count) = (sheet.done(), sheet.entries.len());
    if is_stopped || done < count {
        let title = format!("Stopped after {done} of {count} mails");
        let detail = "What is saved now says so for each mail that is missing";
        app.model.notify(NoticeKind::Warning, title, detail);
        return;
    }
    let seconds = took as f32 / 1e3;
    let title = format!("Drew {count} mails in {seconds:.1} s");
    app.model.notify(NoticeKind::Success, title, "");
}
