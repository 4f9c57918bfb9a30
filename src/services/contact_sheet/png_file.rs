//! Pixels to PNG.

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, Unit};

use super::error::SheetError;
use super::picture::Pixels;

/// A picture as a PNG: three bytes for each pixel where nothing shines through, else four.
/// Compressed fast, since a sheet holds hundreds and people wait for it.
pub fn encode(pixels: &Pixels<'_>) -> Result<Vec<u8>, SheetError> {
    if pixels.is_opaque() {
        encode_rgb(pixels.width, pixels.height, &pixels.over_white(), None)
    } else {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, pixels.width, pixels.height);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&pixels.rgba)?;
        writer.finish()?;
        Ok(file)
    }
}

/// A PNG of `width * height * 3` bytes; `dots_per_inch` tells printers the size on paper.
pub fn encode_rgb(
    width: u32,
    height: u32,
    rgb: &[u8],
    dots_per_inch: Option<f32>,
) -> Result<Vec<u8>, SheetError> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_pixel_dims(dots_per_inch.map(|dots| {
        let per_metre = (dots / 0.0254).round() as u32;
        PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: Unit::Meter,
        }
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgb)?;
    writer.finish()?;
    Ok(file)
}

/// The compressed rows of a PNG, as PDF's Flate filter takes them with PNG's predictor (ISO 32000-1,
/// section 7.4.4.4): all its `IDAT` chunks in a row (PNG specification, section 11.2.3).
pub fn compressed_rows(file: &[u8]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(file.len());
    let mut rest = file.get(8..).unwrap_or_default();
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let Some(data) = tail.get(..length) else {
            break;
        };
        if kind == *b"IDAT" {
            rows.extend_from_slice(data);
        }
        // Four bytes of checksum follow.
        rest = tail.get(length + 4..).unwrap_or_default();
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::services::contact_sheet::testing::{decode, picture};
    use crate::services::contact_sheet::{CellPicture, Picture, picture::Shown};

    fn encoded(picture: Picture) -> Vec<u8> {
        let picture = CellPicture::Drawn(picture);
        let Shown::Picture { pixels, .. } = Shown::of(&picture) else {
            panic!("no picture");
        };
        encode(&pixels).unwrap()
    }

    #[test]
    fn an_opaque_picture_comes_back_as_it_was() {
        let original = picture(33, 21);
        let (width, height, rgba) = decode(&encoded(original.clone()));
        assert_eq!((width, height), (33, 21));
        assert_eq!(rgba, original.rgba);
    }

    #[test]
    fn a_picture_that_shines_through_keeps_its_opacity() {
        let mut original = picture(5, 4);
        original.rgba[7] = 12;
        let (_, _, rgba) = decode(&encoded(original.clone()));
        assert_eq!(rgba, original.rgba);
    }

    #[test]
    fn the_rows_taken_out_hold_one_filter_byte_and_the_pixels() {
        let rows = compressed_rows(&encoded(picture(9, 6)));
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(rows.as_slice())
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain.len(), 6 * (1 + 9 * 3));
        assert_eq!(compressed_rows(b"no picture"), b"");
    }
}
