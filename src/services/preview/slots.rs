//! Memory that both processes see, so that pictures need not squeeze through a pipe.
//!
//! The helper holds a few files that exist in memory only and have no name. It tells where they can
//! be opened; the window opens them, says so, reads a picture, and gives the slot back. Where that
//! does not work, pictures come through the pipe.

use std::fs::File;
use std::io;
use std::path::PathBuf;

use super::protocol::{FrameHeader, TileHeader};

/// The files of a helper, opened for reading.
#[derive(Debug, Default)]
pub(super) struct Slots(Vec<File>);

impl Slots {
    /// Opens the files. Returns `None` if one cannot be opened, or there are none.
    pub(super) fn open(paths: &[PathBuf]) -> Option<Self> {
        let files: io::Result<Vec<File>> = paths.iter().map(File::open).collect();
        files.ok().filter(|files| !files.is_empty()).map(Self)
    }

    /// Copies the tiles of a picture out of a slot.
    ///
    /// Reads memory, so that it is fit for an async task although it is a plain call.
    pub(super) fn read(&self, slot: usize, header: &FrameHeader) -> io::Result<Vec<Vec<u8>>> {
        let file = self
            .0
            .get(slot)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "there is no such slot"))?;
        let mut offset = 0;
        let read_tile = |tile: &TileHeader| {
            let mut rgba = vec![0; header.tile_len(*tile)];
            read_at(file, &mut rgba, offset)?;
            offset += rgba.len() as u64;
            Ok(rgba)
        };
        header.tiles.iter().map(read_tile).collect()
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}
