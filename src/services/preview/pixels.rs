//! Bytes of pictures in the order that textures take.

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

#[cfg(test)]
mod tests {
    use super::*;

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
