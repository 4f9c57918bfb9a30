//! Bytes of pictures: in the order that textures take, and smaller.

/// Copies rows of native-endian ARGB words (cairo's format) to tightly packed RGBA bytes.
///
/// `stride` is the length of a source row in bytes; `width` is in pixels. Every pixel comes out
/// opaque: the page is drawn on white. Four pixels at a time, so that it is fast without an
/// optimising compiler too.
pub fn argb_rows_to_rgba(source: &[u8], stride: usize, width: usize, out: &mut Vec<u8>) {
    for row in source.chunks_exact(stride) {
        let start = out.len();
        out.extend_from_slice(row.get(..width * 4).unwrap_or(row));
        if let Some(copied) = out.get_mut(start..) {
            swap_red_and_blue(copied);
        }
    }
}

/// Exchanges the first and the third byte of every pixel and makes it opaque.
fn swap_red_and_blue(pixels: &mut [u8]) {
    const GREEN: u128 = 0x0000_ff00_0000_ff00_0000_ff00_0000_ff00;
    const LOW: u128 = 0x0000_00ff_0000_00ff_0000_00ff_0000_00ff;
    const ALPHA: u128 = 0xff00_0000_ff00_0000_ff00_0000_ff00_0000;
    let (blocks, rest) = pixels.as_chunks_mut::<16>();
    for block in blocks {
        let four = u128::from_le_bytes(*block);
        let swapped = (four & GREEN) | ((four >> 16) & LOW) | ((four & LOW) << 16) | ALPHA;
        *block = swapped.to_le_bytes();
    }
    for pixel in rest.as_chunks_mut::<4>().0 {
        *pixel = [pixel[2], pixel[1], pixel[0], 255];
    }
}

/// Makes a picture of `size` (width, height) smaller by averaging areas.
///
/// Every pixel of the source counts by how much of it lies under the new one. Returns the pixels of a
/// picture of `new_size`, which is not larger in either direction. `rgba` holds opaque rows without padding; rows that are missing are not drawn.
pub fn shrink(rgba: &[u8], size: (u32, u32), new_size: (u32, u32)) -> Vec<u8> {
    let columns = spans(size.0, new_size.0);
    let row_len = size.0 as usize * 4;
    let mut sums = vec![0_u32; row_len];
    let mut out = Vec::with_capacity(new_size.0 as usize * new_size.1 as usize * 4);
    for span in spans(size.1, new_size.1) {
        sums.fill(0);
        let rows = rgba.chunks_exact(row_len.max(1)).skip(span.first);
        for (row, weight) in rows.zip(span.weights()) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += u32::from(*value) * weight;
            }
        }
        let (pixels, _) = sums.as_chunks::<4>();
        for column in &columns {
            out.extend(column.average(pixels, u64::from(span.total)));
        }
    }
    out
}

/// The whole of a source pixel.
const FULL: u32 = 256;

/// The source pixels under one new pixel, along one direction.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: usize,
    /// How much of the first pixel belongs to it, of [`FULL`].
    first_weight: u32,
    /// How much of all of them does.
    total: u32,
}

/// Divides `from` pixels among `to`, at most as many.
fn spans(from: u32, to: u32) -> Vec<Span> {
    let edge = |index: u32| u64::from(index) * u64::from(from) * u64::from(FULL) / u64::from(to);
    let span = |index: u32| {
        let (start, end) = (edge(index), edge(index + 1));
        let total = (end - start) as u32;
        Span {
            first: (start / u64::from(FULL)) as usize,
            first_weight: (FULL - (start % u64::from(FULL)) as u32).min(total),
            total,
        }
    };
    (0..to).map(span).collect()
}

impl Span {
    /// The share of each pixel, from the first on.
    fn weights(self) -> impl Iterator<Item = u32> {
        let mut left = self.total;
        let mut next = self.first_weight;
        std::iter::from_fn(move || {
            let weight = next.min(left);
            left -= weight;
            next = FULL;
            (weight > 0).then_some(weight)
        })
    }

    /// The average of the pixels, whose values are sums of `row_total`.
    fn average(self, pixels: &[[u32; 4]], row_total: u64) -> [u8; 4] {
        let mut sums = [0_u64; 4];
        for (pixel, weight) in pixels.iter().skip(self.first).zip(self.weights()) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*value) * u64::from(weight);
            }
        }
        let area = (row_total * u64::from(self.total)).max(1);
        sums.map(|sum| ((sum + area / 2) / area) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one row or column of greys, and its greys after shrinking.
    fn shrunk(greys: &[u8], size: (u32, u32), new_size: (u32, u32)) -> Vec<u8> {
        let rgba: Vec<u8> = greys
            .iter()
            .flat_map(|grey| [*grey, *grey, *grey, 255])
            .collect();
        let small = shrink(&rgba, size, new_size);
        assert_eq!(small.len(), (new_size.0 * new_size.1 * 4) as usize);
        let (pixels, _) = small.as_chunks::<4>();
        for [red, green, blue, alpha] in pixels {
            assert_eq!((red, green, *alpha), (green, blue, 255));
        }
        pixels.iter().map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn half_the_size_is_the_average_of_four() {
        let greys = [10, 20, 200, 0, 30, 40, 100, 100];
        assert_eq!(shrunk(&greys, (4, 2), (2, 1)), [25, 100]);
    }

    #[test]
    fn a_pixel_that_lies_under_two_counts_for_both() {
        // Three into two: the middle one belongs to both by half.
        assert_eq!(shrunk(&[0, 90, 180], (3, 1), (2, 1)), [30, 150]);
        assert_eq!(shrunk(&[0, 90, 180], (1, 3), (1, 2)), [30, 150]);
    }

    #[test]
    fn plain_areas_keep_their_colour_at_every_size() {
        for to in 1..=37 {
            assert_eq!(
                shrunk(&[77; 37], (37, 1), (to, 1)),
                vec![77; to as usize],
                "{to}"
            );
        }
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        assert_eq!(shrunk(&[1, 2, 3, 4], (2, 2), (2, 2)), [1, 2, 3, 4]);
    }

    #[test]
    fn rows_lose_their_padding_and_get_red_first() {
        // Five pixels of width, so that both the block and the rest are used, and a padded stride.
        let mut source = Vec::new();
        for row in 0..2_u8 {
            for x in 0..5_u8 {
                source.extend([x, 100 + x, 200 + row, 0]);
            }
            source.extend([9; 4]);
        }
        let mut out = Vec::new();
        argb_rows_to_rgba(&source, 24, 5, &mut out);
        assert_eq!(out.len(), 2 * 5 * 4);
        assert_eq!(out[..4], [200, 100, 0, 255]);
        assert_eq!(out[16..20], [200, 104, 4, 255]);
        assert_eq!(out[20..24], [201, 100, 0, 255]);
    }
}
