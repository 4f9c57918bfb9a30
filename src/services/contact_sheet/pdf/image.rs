//! Pictures in a PDF.

use pdf_writer::types::Predictor;
use pdf_writer::{Filter, Pdf, Ref};

use super::super::CellPicture;
use super::super::error::SheetError;
use super::super::pages::Rect;
use super::super::picture::{Pixels, Shown};
use super::super::png_file::{compressed_rows, encode_rgb};

/// More pixels than so many to the point (220 to the inch) gain nothing on paper.
const DENSEST: f32 = 220.0 / 72.0;

/// A picture, compressed as PDF takes it.
pub struct Image {
    width: u32,
    height: u32,
    rows: Vec<u8>,
}

/// The picture of a mail for a place on the page; nothing if it has none.
pub fn of_cell(picture: &CellPicture, rect: &Rect) -> Result<Option<Image>, SheetError> {
    let Shown::Picture { pixels, .. } = Shown::of(picture) else {
        return Ok(None);
    };
    let most = (rect.width * DENSEST).ceil().max(1.0) as u32;
    if pixels.width <= most {
        return of_pixels(&pixels).map(Some);
    }
    let height = (rect.height * DENSEST).ceil().max(1.0) as u32;
    of_pixels(&pixels.scaled(most, height)).map(Some)
}

/// Pixels over white.
pub fn of_pixels(pixels: &Pixels<'_>) -> Result<Image, SheetError> {
    let (width, height) = (pixels.width, pixels.height);
    let file = encode_rgb(width, height, &pixels.over_white(), None)?;
    Ok(Image {
        width,
        height,
        rows: compressed_rows(&file),
    })
}

/// Writes a picture under a number.
pub fn write_image(pdf: &mut Pdf, id: Ref, image: &Image) {
    let whole = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let mut object = pdf.image_xobject(id, &image.rows);
    object.filter(Filter::FlateDecode);
    object
        .width(whole(image.width))
        .height(whole(image.height))
        .bits_per_component(8)
        .interpolate(true);
    object.color_space().device_rgb();
    // The rows are those of a PNG: each begins with its filter.
    object
        .decode_parms()
        .predictor(Predictor::PngOptimum)
        .colors(3)
        .bits_per_component(8)
        .columns(whole(image.width));
}
