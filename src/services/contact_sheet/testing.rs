//! What the tests of this module share.

use super::{CellPicture, Picture, Sheet, SheetCell};

/// An opaque picture without two equal rows.
pub fn picture(width: u32, height: u32) -> Picture {
    let rgba = (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, (x * y) as u8, 255]))
        .collect();
    Picture {
        width,
        height,
        rgba,
    }
}

/// A white picture; quickly made.
pub fn white(width: u32, height: u32) -> Picture {
    Picture {
        width,
        height,
        rgba: vec![255; width as usize * height as usize * 4],
    }
}

/// A mail with a small picture.
pub fn cell(usage_type: &str, language: &str) -> SheetCell {
    SheetCell {
        usage_type: usage_type.to_owned(),
        language: language.to_owned(),
        language_name: format!("Language {language}"),
        direction_is_rtl: language == "ar",
        variant: "Light · 640 px".to_owned(),
        subject: format!("Your code ({language})"),
        state: "own template".to_owned(),
        picture: CellPicture::Drawn(picture(32, 60)),
    }
}

/// A sheet of these mails.
pub fn sheet(cells: Vec<SheetCell>) -> Sheet {
    Sheet {
        title: "Acme mails".to_owned(),
        made_at: "4 May 2026, 10:00".to_owned(),
        cells,
    }
}

/// Width, height and RGBA bytes of a PNG.
pub fn decode(file: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    bytes.truncate(info.buffer_size());
    if info.color_type == png::ColorType::Rgb {
        bytes = bytes
            .chunks_exact(3)
            .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255])
            .collect();
    }
    (info.width, info.height, bytes)
}
