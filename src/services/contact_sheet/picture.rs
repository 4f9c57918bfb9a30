//! Pixels: checked, cut and scaled.

use std::borrow::Cow;

use super::CellPicture;

/// A thumbnail is cut at this many times its width; a longer mail is one nobody compares by eye.
const MOST_HEIGHTS: u32 = 3;

/// A picture of a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width, in pixels.
    pub width: u32,
    /// Height, in pixels.
    pub height: u32,
    /// Rows from top to bottom, four bytes for each pixel: red, green, blue, opacity, where the
    /// colours are not multiplied by the opacity.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Picture({} × {})", self.width, self.height)
    }
}

impl Picture {
    /// Why the picture cannot be shown, as a sentence; nothing if it can.
    pub fn flaw(&self) -> Option<String> {
        let (width, height) = (self.width, self.height);
        if width == 0 || height == 0 {
            return Some(format!("The picture is empty ({width} × {height} px)."));
        }
        let wanted = u64::from(width)
            .checked_mul(u64::from(height))
            .and_then(|pixels| pixels.checked_mul(4));
        let found = self.rgba.len() as u64;
        if wanted == Some(found) {
            None
        } else {
            Some(format!(
                "The picture is broken: {width} × {height} px do not fill {found} bytes."
            ))
        }
    }
}

/// Pixels that are known to be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels<'a> {
    /// Width, in pixels, at least 1.
    pub width: u32,
    /// Height, in pixels, at least 1.
    pub height: u32,
    /// Exactly `width * height * 4` bytes, as in [`Picture::rgba`].
    pub rgba: Cow<'a, [u8]>,
}

/// What stands in the place of a mail.
pub enum Shown<'a> {
    /// A picture.
    Picture {
        /// Its pixels, not higher than three times the width.
        pixels: Pixels<'a>,
        /// The height before it was cut, in pixels, if it was.
        cut_from: Option<u32>,
    },
    /// A sentence that says why there is no picture.
    Reason(Cow<'a, str>),
}

impl<'a> Shown<'a> {
    /// Checks and cuts the picture of a mail.
    pub fn of(picture: &'a CellPicture) -> Self {
        let picture = match picture {
            CellPicture::Drawn(picture) => picture,
            CellPicture::Failed(reason) => return Self::Reason(Cow::Borrowed(reason)),
        };
        if let Some(flaw) = picture.flaw() {
            return Self::Reason(Cow::Owned(flaw));
        }
        let height = picture
            .height
            .min(picture.width.saturating_mul(MOST_HEIGHTS));
        let length = picture.width as usize * height as usize * 4;
        Self::Picture {
            pixels: Pixels {
                width: picture.width,
                height,
                rgba: Cow::Borrowed(picture.rgba.get(..length).unwrap_or_default()),
            },
            cut_from: (height < picture.height).then_some(picture.height),
        }
    }
}

/// The note under a picture that was cut; `height` is the one before, in pixels.
pub fn cut_note(height: u32) -> String {
    format!("Cut off here; the whole mail is {height} px high")
}

impl Pixels<'_> {
    /// Whether nothing shines through.
    pub fn is_opaque(&self) -> bool {
        self.rgba
            .chunks_exact(4)
            .all(|pixel| pixel.last() == Some(&255))
    }

    /// The colours without the opacity, laid over white: three bytes for each pixel.
    pub fn over_white(&self) -> Vec<u8> {
        let mut rgb = Vec::with_capacity(self.rgba.len() / 4 * 3);
        for pixel in self.rgba.chunks_exact(4) {
            let &[red, green, blue, opacity] = pixel else {
                continue;
            };
            rgb.extend([red, green, blue].map(|colour| over_white(colour, opacity)));
        }
        rgb
    }

    /// The picture at another size, each new pixel the mean of the area it covers (box filter,
    /// weighed by opacity). Made for shrinking; enlarging repeats pixels.
    pub fn scaled(&self, width: u32, height: u32) -> Pixels<'static> {
        let (width, height) = (width.max(1), height.max(1));
        let columns = shares(self.width, width);
        let rows = shares(self.height, height);
        let stride = self.width as usize * 4;
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        // One line of sums at a time: down first, since that reads the memory in its order.
        let mut line = vec![[0.0_f32; 4]; self.width as usize];
        for row in &rows {
            line.fill([0.0; 4]);
            let source = self.rgba.chunks_exact(stride).skip(row.first);
            for (pixels, share) in source.zip(&row.parts) {
                add_row(&mut line, pixels, *share);
            }
            for column in &columns {
                let mut sum = [0.0_f32; 4];
                for (pixel, share) in line.iter().skip(column.first).zip(&column.parts) {
                    for (sum, value) in sum.iter_mut().zip(pixel) {
                        *sum += value * share;
                    }
                }
                rgba.extend(mean(sum));
            }
        }
        Pixels {
            width,
            height,
            rgba: Cow::Owned(rgba),
        }
    }
}

/// The pixels that one new pixel covers, in one direction.
struct Cover {
    first: usize,
    /// How much of each pixel from the first on; the sum is 1.
    parts: Vec<f32>,
}

fn shares(from: u32, to: u32) -> Vec<Cover> {
    let step = f64::from(from) / f64::from(to);
    (0..to)
        .map(|place| {
            let start = f64::from(place) * step;
            let end = (start + step).min(f64::from(from));
            let first = start.floor();
            let last = (end.ceil() - 1.0).max(first);
            let parts = (first as u32..=last as u32)
                .map(|pixel| {
                    let covered = end.min(f64::from(pixel) + 1.0) - start.max(f64::from(pixel));
                    (covered.max(0.0) / step) as f32
                })
                .collect();
            Cover {
                first: first as usize,
                parts,
            }
        })
        .collect()
}

/// Adds a share of a row, colours weighed by opacity so that hidden colours do not bleed.
fn add_row(line: &mut [[f32; 4]], pixels: &[u8], share: f32) {
    for (sum, pixel) in line.iter_mut().zip(pixels.chunks_exact(4)) {
        let &[red, green, blue, opacity] = pixel else {
            continue;
        };
        let weight = f32::from(opacity) * share;
        sum[0] += f32::from(red) * weight;
        sum[1] += f32::from(green) * weight;
        sum[2] += f32::from(blue) * weight;
        sum[3] += weight;
    }
}

fn mean(sum: [f32; 4]) -> [u8; 4] {
    let [red, green, blue, opacity] = sum;
    if opacity <= 0.0 {
        return [0; 4];
    }
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [
        byte(red / opacity),
        byte(green / opacity),
        byte(blue / opacity),
        byte(opacity),
    ]
}

/// One colour laid over white.
pub fn over_white(colour: u8, opacity: u8) -> u8 {
    let (colour, opacity) = (u32::from(colour), u32::from(opacity));
    ((colour * opacity + 255 * (255 - opacity) + 127) / 255) as u8
}

#[cfg(test)]
mod tests;
