//! From what the page shows to replies.

use letterhead::services::preview::protocol::{
    FrameHeader, MAX_PICTURE_SIDE, MAX_TEXT_BYTES, Reply, TileHeader,
};
use letterhead::services::preview::{FramePart, PreviewDetails, PreviewRequest, Timing};

use super::browser::{Browser, WINDOW_HEIGHT};
use super::output::Output;
use super::page::{self, Size};
use super::picture::{self, Picture};
use super::view::Failure;

/// Draws and sends what the page shows.
pub(crate) struct Painter<'a> {
    pub(crate) request: &'a PreviewRequest,
    pub(crate) browser: &'a Browser,
    pub(crate) output: &'a Output,
    pub(crate) timing: Timing,
}

impl Painter<'_> {
    /// The part to draw first, in CSS pixels, if the document is much higher than what is looked at.
    pub(crate) fn slice_range(&self, size: Size) -> Option<(f32, f32)> {
        let visible = self.request.visible?;
        let height = visible.height.max(WINDOW_HEIGHT as f32);
        if size.height <= 2.0 * height {
            return None;
        }
        // Whole hundreds are whole device pixels for every scale with two decimals.
        let top = (visible.y.clamp(0.0, size.height - height) / 100.0).floor() * 100.0;
        Some((top, (top + height + 100.0).min(size.height)))
    }

    /// Sends the part of the document between `top` and `bottom`, in CSS pixels.
    pub(crate) async fn send_slice(
        &self,
        size: Size,
        top: f32,
        bottom: f32,
    ) -> Result<(), Failure> {
        let scale = self.request.scale;
        let picture = picture::between(self.browser.view(), scale, top, bottom).await?;
        let height = (size.height * scale).round() as u32;
        self.send(
            picture,
            (top * scale).round() as u32,
            height,
            FramePart::Slice,
        );
        Ok(())
    }

    /// Sends the whole document, or as much of it as a picture can hold.
    pub(crate) async fn send_whole(&self, size: Size) -> Result<(), Failure> {
        let scale = self.request.scale;
        let height = (size.height * scale).round() as u32;
        if height <= MAX_PICTURE_SIDE {
            let picture = picture::whole(self.browser.view()).await?;
            let height = picture.height;
            self.send(picture, 0, height, FramePart::Whole);
            return Ok(());
        }
        let bottom = (MAX_PICTURE_SIDE as f32 / scale).floor();
        let picture = picture::between(self.browser.view(), scale, 0.0, bottom).await?;
        let reason = format!(
            "the mail is {height} pixels high, of which the first {} can be drawn",
            picture.height
        );
        self.send(picture, 0, height, FramePart::Cut { reason });
        Ok(())
    }

    /// Sends the one picture of a still: the document down to `max_height` CSS pixels.
    pub(crate) async fn send_still(&self, size: Size, max_height: u32) -> Result<(), Failure> {
        let scale = self.request.scale;
        let wanted = (max_height as f32 * scale).round() as u32;
        let wanted = wanted.clamp(1, MAX_PICTURE_SIDE);
        let height = (size.height * scale).round() as u32;
        // A little too much in one piece is drawn faster than the right amount in several.
        if height <= wanted.saturating_mul(2).min(MAX_PICTURE_SIDE) {
            let mut picture = picture::whole(self.browser.view()).await?;
            let height = picture.height;
            picture.crop(wanted);
            let part = part_of_still(height, picture.height);
            self.send(picture, 0, height, part);
        } else {
            let bottom = wanted as f32 / scale;
            let picture = picture::between(self.browser.view(), scale, 0.0, bottom).await?;
            let part = part_of_still(height, picture.height);
            self.send(picture, 0, height, part);
        }
        Ok(())
    }

    fn send(&self, picture: Picture, top: u32, document_height: u32, part: FramePart) {
        let request = self.request;
        let side = request.max_tile_side.max(1);
        let ends = (0..picture.height).step_by(side as usize);
        let tiles = ends
            .map(|y| TileHeader {
                y: top + y,
                height: side.min(picture.height - y),
            })
            .collect();
        let header = FrameHeader {
            view: request.view,
            seq: request.seq,
            css_width: picture.width as f32 / request.scale,
            css_height: document_height as f32 / request.scale,
            scale: request.scale,
            pixel_width: picture.width,
            pixel_height: document_height,
            part,
            tiles,
            slot: None,
            timing: Timing {
                snapshot: picture.snapshot_ms,
                convert: picture.convert_ms,
                ..self.timing
            },
        };
        self.output.send_frame(header, picture.rgba);
    }

    /// Sends what belongs to the picture.
    pub(crate) async fn send_details(&self, remote: bool) -> Result<(), Failure> {
        let details = page::details(self.browser.view(), &self.request.body, remote).await?;
        let mut text = details.text;
        let text_cut = text.len() > MAX_TEXT_BYTES;
        text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
        self.output.send(Reply::Details(PreviewDetails {
            view: self.request.view,
            seq: self.request.seq,
            links: details.links,
            text,
            text_cut,
            blocked: details.blocked,
            width: details.width,
            height: details.height,
            content_height: details.content_height,
        }));
        Ok(())
    }
}

fn part_of_still(height: u32, drawn: u32) -> FramePart {
    if drawn >= height {
        return FramePart::Whole;
    }
    let reason = format!("the mail is {height} pixels high, of which the first {drawn} are drawn");
    FramePart::Cut { reason }
}
