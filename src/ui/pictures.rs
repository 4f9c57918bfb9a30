//! Pictures of mails as textures.

use std::collections::BTreeMap;

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

/// A picture of a mail as it came.
pub struct PictureData<'a> {
    /// Width in CSS pixels.
    pub css_width: f32,
    /// Height of the whole document in CSS pixels.
    pub css_height: f32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
    /// Width in device pixels.
    pub pixel_width: u32,
    /// Height of the whole document in device pixels.
    pub pixel_height: u32,
    /// Whether all of it is here, not only the part looked at.
    pub is_whole: bool,
    /// The pixels, from top to bottom.
    pub strips: Vec<Strip<'a>>,
}

/// A horizontal piece of a picture.
pub struct Strip<'a> {
    /// Distance from the top in device pixels.
    pub y: u32,
    /// Height in device pixels.
    pub height: u32,
    /// Rows of opaque pixels, red first.
    pub rgba: &'a [u8],
}

/// A piece of a picture on the graphics card.
pub struct Tile {
    /// Distance from the top in device pixels.
    pub y: u32,
    /// Height in device pixels.
    pub height: u32,
    /// Its pixels.
    pub texture: TextureHandle,
}

/// A picture on the graphics card.
#[derive(Default)]
pub struct Picture {
    /// Width in CSS pixels; 0 before the first picture.
    pub css_width: f32,
    /// Height in CSS pixels.
    pub css_height: f32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
    /// Width in device pixels.
    pub pixel_width: u32,
    /// Its pieces.
    pub tiles: Vec<Tile>,
}

impl Picture {
    /// Whether there is nothing to show yet.
    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }

    /// Takes a new picture over. A part of one leaves the rest as it was, so that nothing blinks.
    pub fn set(&mut self, ctx: &Context, data: &PictureData<'_>) {
        let same_scale = self.scale.to_bits() == data.scale.to_bits();
        let same_size = self.pixel_width == data.pixel_width && same_scale;
        if data.is_whole || !same_size {
            self.tiles.truncate(data.strips.len());
        } else {
            let covered: Vec<_> = data.strips.iter().map(|s| (s.y, s.y + s.height)).collect();
            let hidden = |tile: &Tile| {
                let (top, bottom) = (tile.y, tile.y + tile.height);
                covered
                    .iter()
                    .any(|(from, to)| *from <= top && bottom <= *to)
            };
            self.tiles.retain(|tile| !hidden(tile));
        }
        self.css_width = data.css_width;
        self.css_height = data.css_height;
        self.scale = data.scale;
        self.pixel_width = data.pixel_width;
        for (index, strip) in data.strips.iter().enumerate() {
            let size = [data.pixel_width as usize, strip.height as usize];
            let image = ColorImage::from_rgba_unmultiplied(size, strip.rgba);
            let reused = data.is_whole.then(|| self.tiles.get_mut(index)).flatten();
            if let Some(tile) = reused {
                tile.y = strip.y;
                tile.height = strip.height;
                tile.texture.set(image, TextureOptions::LINEAR);
            } else {
                self.tiles.push(Tile {
                    y: strip.y,
                    height: strip.height,
                    texture: ctx.load_texture("mail", image, TextureOptions::LINEAR),
                });
            }
        }
    }
}

/// The pictures of the window.
#[derive(Default)]
pub struct Pictures {
    /// The open template.
    pub template: Picture,
    /// The template beside it.
    pub compared: Picture,
    /// The variants of it beside the first.
    pub variants: [Picture; 3],
    /// The message of the inbox.
    pub message: Picture,
    /// The thumbnails of the contact sheet, by their place on it.
    pub sheet: BTreeMap<usize, TextureHandle>,
}
