//! Writing and reading the messages of [`super::protocol`] on byte streams.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use super::protocol::{FrameHeader, Reply};
use super::slots::Slots;
use super::{PreviewFrame, Tile};

/// A longer line is not from our helper.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// A message of the helper.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A picture, and the slot to give back.
    Frame(PreviewFrame, Option<usize>),
    /// Anything else.
    Reply(Reply),
}

/// Reads the next reply. Returns `None` at the end of the stream.
///
/// # Errors
/// When the stream fails, ends inside a message, or holds something else than replies.
pub(super) async fn read_reply(
    stream: &mut (impl AsyncBufRead + Unpin),
    slots: &Slots,
) -> io::Result<Option<Incoming>> {
    let mut line = Vec::new();
    stream
        .take(MAX_LINE_BYTES)
        .read_until(b'\n', &mut line)
        .await?;
    if line.is_empty() {
        return Ok(None);
    }
    let header = match serde_json::from_slice(&line)? {
        Reply::Frame(header) => header,
        reply => return Ok(Some(Incoming::Reply(reply))),
    };
    let pixels = match header.slot {
        Some(slot) => slots.read(slot, &header)?,
        None => read_pixels(stream, &header).await?,
    };
    let slot = header.slot;
    Ok(Some(Incoming::Frame(frame(header, pixels), slot)))
}

async fn read_pixels(
    stream: &mut (impl AsyncBufRead + Unpin),
    header: &FrameHeader,
) -> io::Result<Vec<Vec<u8>>> {
    let mut pixels = Vec::with_capacity(header.tiles.len());
    for tile in &header.tiles {
        let mut rgba = vec![0; header.tile_len(*tile)];
        stream.read_exact(&mut rgba).await?;
        pixels.push(rgba);
    }
    Ok(pixels)
}

fn frame(header: FrameHeader, pixels: Vec<Vec<u8>>) -> PreviewFrame {
    let tiles = header.tiles.iter().zip(pixels);
    PreviewFrame {
        view: header.view,
        seq: header.seq,
        css_width: header.css_width,
        css_height: header.css_height,
        scale: header.scale,
        pixel_width: header.pixel_width,
        pixel_height: header.pixel_height,
        part: header.part,
        tiles: tiles
            .map(|(tile, rgba)| Tile {
                y: tile.y,
                height: tile.height,
                rgba,
            })
            .collect(),
        timing: header.timing,
    }
}

/// Bytes as base64 text in JSON.
pub(crate) mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// Writes `bytes` as base64.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    /// Reads bytes from base64.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::super::protocol::{FramePart, TileHeader, Timing, ViewId};
    use super::*;

    #[tokio::test]
    async fn pixels_that_follow_the_line_become_tiles() {
        let header = FrameHeader {
            view: ViewId(1),
            seq: 2,
            css_width: 1.0,
            css_height: 3.0,
            scale: 1.0,
            pixel_width: 1,
            pixel_height: 3,
            part: FramePart::Whole,
            tiles: vec![
                TileHeader { y: 0, height: 2 },
                TileHeader { y: 2, height: 1 },
            ],
            slot: None,
            timing: Timing::default(),
        };
        let mut bytes = serde_json::to_vec(&Reply::Frame(header)).unwrap();
        bytes.push(b'\n');
        bytes.extend(1..=12);
        let mut stream = bytes.as_slice();
        let slots = Slots::default();
        match read_reply(&mut stream, &slots).await.unwrap() {
            Some(Incoming::Frame(frame, None)) => {
                assert_eq!(frame.tiles[0].rgba, [1, 2, 3, 4, 5, 6, 7, 8]);
                assert_eq!((frame.tiles[1].y, frame.tiles[1].rgba[0]), (2, 9));
            }
            other => panic!("{other:?}"),
        }
        assert!(read_reply(&mut stream, &slots).await.unwrap().is_none());
    }
}
