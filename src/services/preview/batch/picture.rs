//! From the frames of the engine to the pictures of a batch.

use super::super::protocol::FramePart;
use super::super::{PreviewFrame, pixels};
use super::BatchPicture;

/// The picture that a frame holds, `scale` pixels per CSS pixel if that is fewer than it has.
pub(super) fn of(frame: PreviewFrame, scale: f32) -> BatchPicture {
    let height = frame.tiles.iter().map(|tile| tile.height).sum();
    let size = (frame.pixel_width, height);
    let mut tiles = frame.tiles.into_iter().map(|tile| tile.rgba);
    // There is one tile: stills are asked for in one piece.
    let mut rgba = tiles.next().unwrap_or_default();
    tiles.for_each(|tile| rgba.extend(tile));
    let ratio = scale / frame.scale;
    let new_size = (smaller(size.0, ratio), smaller(size.1, ratio));
    if new_size != size {
        rgba = pixels::shrink(&rgba, size, new_size);
    }
    BatchPicture {
        width: new_size.0,
        height: new_size.1,
        rgba,
        css_height: frame.css_height,
        is_cropped: frame.part != FramePart::Whole,
    }
}

/// A side of the picture; not smaller than a pixel, not larger than before.
fn smaller(side: u32, ratio: f32) -> u32 {
    ((side as f32 * ratio).round() as u32).clamp(1, side.max(1))
}

#[cfg(test)]
mod tests {
    use super::super::super::{Tile, Timing, ViewId};
    use super::*;

    fn frame(scale: f32) -> PreviewFrame {
        PreviewFrame {
            view: ViewId(0),
            seq: 1,
            css_width: 4.0 / scale,
            css_height: 9.0 / scale,
            scale,
            pixel_width: 4,
            pixel_height: 9,
            part: FramePart::Cut {
                reason: "it is high".to_owned(),
            },
            tiles: vec![Tile {
                y: 0,
                height: 2,
                rgba: [[8, 16, 24, 255]; 8].concat(),
            }],
            timing: Timing::default(),
        }
    }

    #[test]
    fn a_scale_below_that_of_the_frame_shrinks_it() {
        let picture = of(frame(1.0), 0.5);
        assert_eq!((picture.width, picture.height), (2, 1));
        assert_eq!(picture.rgba, [[8, 16, 24, 255]; 2].concat());
        assert!(picture.is_cropped);
        assert!((picture.css_height - 9.0).abs() < f32::EPSILON);
    }

    #[test]
    fn the_scale_of_the_frame_leaves_it() {
        let picture = of(frame(2.0), 2.0);
        assert_eq!((picture.width, picture.height), (4, 2));
        assert_eq!(picture.rgba.len(), 32);
    }
}
