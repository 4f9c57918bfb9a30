//! Writing and reading the messages of [`super::protocol`] on byte streams.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use super::protocol::{FrameHeader, Reply};
use super::{PreviewFrame, Tile};

/// A longer line is not from our helper.
const MAX_LINE_BYTES: usize = 64 * 1024 * 1024;

/// A reply together with its pixels.
#[derive(Debug)]
pub enum Incoming {
    /// A picture.
    Frame(PreviewFrame),
    /// Anything else.
    Reply(Reply),
}

/// Reads the next reply. Returns `None` at the end of the stream.
///
/// # Errors
/// When the stream fails, ends inside a message, or holds something else than replies.
pub async fn read_reply(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<Incoming>> {
    let mut line = Vec::new();
    stream
        .take(MAX_LINE_BYTES as u64)
        .read_until(b'\n', &mut line)
        .await?;
    if line.is_empty() {
        return Ok(None);
    }
    match serde_json::from_slice(&line)? {
        Reply::Frame(header) => read_pixels(stream, header)
            .await
            .map(Incoming::Frame)
            .map(Some),
        reply => Ok(Some(Incoming::Reply(reply))),
    }
}

async fn read_pixels(
    stream: &mut (impl AsyncBufRead + Unpin),
    header: FrameHeader,
) -> io::Result<PreviewFrame> {
    let mut tiles = Vec::with_capacity(header.tiles.len());
    for tile in &header.tiles {
        let mut rgba = vec![0; header.tile_len(*tile)];
        stream.read_exact(&mut rgba).await?;
        tiles.push(Tile {
            y: tile.y,
            height: tile.height,
            rgba: Arc::from(rgba),
        });
    }
    Ok(PreviewFrame {
        view: header.view,
        seq: header.seq,
        css_width: header.css_width,
        css_height: header.css_height,
        scale: header.scale,
        pixel_width: header.pixel_width,
        pixel_height: header.pixel_height,
        part: header.part,
        tiles,
        timing: header.timing,
    })
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
