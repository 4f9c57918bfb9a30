//! A sheet on pages: laid out once in points, then drawn as pictures here or as a PDF.

mod faces;
mod flow;
mod item;
mod layout;
pub mod raster;
mod sign_off;

pub use faces::Faces;
pub use item::{Glyph, GlyphRun, Ink, Item, Pages, Rect};
pub use layout::lay_out;

use super::Sheet;
use super::error::SheetError;
use crate::services::parallel::in_parallel;

/// The paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageSize {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 in (ANSI A).
    Letter,
}

impl PageSize {
    /// Width and height, in points of 1/72 in.
    pub const fn points(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// A page as a picture of 150 dots per inch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
    /// The PNG file.
    pub png: Vec<u8>,
}

/// The sheet as pages, each a PNG of 150 dots per inch.
///
/// # Errors
///
/// If a page cannot be encoded.
pub fn png_pages(sheet: &Sheet, size: PageSize) -> Result<Vec<Page>, SheetError> {
    let pages = lay_out(sheet, size, &mut Faces::of_system());
    in_parallel(&pages.pages, |items| raster::page(sheet, size, items))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
