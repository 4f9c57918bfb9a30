//! From the page to bytes.

use letterhead::services::preview::pixels;
use webkit2gtk::{SnapshotOptions, SnapshotRegion, WebView, WebViewExt as _};

use super::page;
use super::view::Failure;

/// A piece of the document as bytes.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    /// Width in device pixels.
    pub(crate) width: u32,
    /// Height in device pixels.
    pub(crate) height: u32,
    /// The pixels, red first.
    pub(crate) rgba: Vec<u8>,
    /// Time spent drawing, in milliseconds.
    pub(crate) snapshot_ms: f32,
    /// Time spent on the bytes, in milliseconds.
    pub(crate) convert_ms: f32,
}

/// Draws the whole document.
pub(crate) async fn whole(view: &WebView) -> Result<Picture, Failure> {
    let mut picture = Picture::default();
    picture
        .append(view, SnapshotRegion::FullDocument, 0, None)
        .await?;
    Ok(picture)
}

/// Draws the document from `top` to `bottom` (CSS pixels), window height by window height.
pub(crate) async fn between(
    view: &WebView,
    scale: f32,
    top: f32,
    bottom: f32,
) -> Result<Picture, Failure> {
    let mut picture = Picture::default();
    let wanted = ((bottom - top) * scale).round() as u32;
    while picture.height < wanted {
        let y = top + picture.height as f32 / scale;
        let reached = page::scroll_to(view, y).await?;
        // The end of the document stops the scrolling before `y`.
        let skip = ((y - reached) * scale).round().max(0.0) as u32;
        let before = picture.height;
        picture
            .append(
                view,
                SnapshotRegion::Visible,
                skip,
                Some(wanted - picture.height),
            )
            .await?;
        if picture.height == before {
            break;
        }
    }
    page::scroll_to(view, 0.0).await?;
    Ok(picture)
}

impl Picture {
    /// Leaves out all rows but the first `rows`.
    pub(crate) fn crop(&mut self, rows: u32) {
        self.height = self.height.min(rows);
        self.rgba
            .truncate(self.height as usize * self.width as usize * 4);
    }

    /// Adds a snapshot below, without its first `skip` rows and at most `rows` high.
    async fn append(
        &mut self,
        view: &WebView,
        region: SnapshotRegion,
        skip: u32,
        rows: Option<u32>,
    ) -> Result<(), Failure> {
        let started = std::time::Instant::now();
        let surface = view
            .snapshot_future(region, SnapshotOptions::NONE)
            .await
            .map_err(|error| Failure::Snapshot(error.to_string()))?;
        let drawn = std::time::Instant::now();
        let failed = |error: &dyn std::fmt::Display| Failure::Snapshot(error.to_string());
        let surface = cairo::ImageSurface::try_from(surface)
            .map_err(|_surface| Failure::Snapshot("it is no picture in memory".to_owned()))?;
        let width = u32::try_from(surface.width()).map_err(|error| failed(&error))?;
        let height = u32::try_from(surface.height()).map_err(|error| failed(&error))?;
        let stride = usize::try_from(surface.stride()).map_err(|error| failed(&error))?;
        let rows = height.saturating_sub(skip).min(rows.unwrap_or(u32::MAX));
        surface
            .with_data(|data| {
                let from = skip as usize * stride;
                let until = from + rows as usize * stride;
                let data = data.get(from..until).unwrap_or_default();
                self.rgba.reserve_exact(rows as usize * width as usize * 4);
                pixels::argb_rows_to_rgba(data, stride, width as usize, &mut self.rgba);
            })
            .map_err(|error| failed(&error))?;
        self.width = width;
        self.height += rows;
        self.snapshot_ms += drawn.duration_since(started).as_secs_f32() * 1000.0;
        self.convert_ms += drawn.elapsed().as_secs_f32() * 1000.0;
        Ok(())
    }
}
