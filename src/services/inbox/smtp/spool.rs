//! The bytes of a message while they arrive: in memory first, in a file when there are many.

use std::io;

use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::services::inbox::store::{Inbox, RawBody};

/// How much of a file waits in memory to be written.
const FILE_BUFFER: usize = 256 * 1024;

/// A message that is growing.
pub(super) struct Spool {
    place: Place,
    received: u64,
    max_bytes: u64,
    spill_bytes: usize,
}

enum Place {
    Memory(Vec<u8>),
    File(File, TempPath),
    /// Larger than allowed; nothing is kept.
    TooLarge,
    /// The disk failed; nothing is kept.
    Failed(io::Error),
}

/// What became of a message.
pub(super) enum Spooled {
    Complete(RawBody),
    TooLarge,
    Failed(io::Error),
}

impl Spool {
    /// Room for a message of at most `max_bytes`, of which `spill_bytes` stay in memory.
    pub const fn new(max_bytes: u64, spill_bytes: usize) -> Self {
        Self {
            place: Place::Memory(Vec::new()),
            received: 0,
            max_bytes,
            spill_bytes,
        }
    }

    /// How many bytes came, kept or not.
    pub const fn received(&self) -> u64 {
        self.received
    }

    /// Whether the message is larger than allowed.
    pub const fn is_too_large(&self) -> bool {
        matches!(self.place, Place::TooLarge)
    }

    /// Takes further bytes. Problems are remembered until [`Self::finish`], as the client goes on
    /// sending either way.
    pub async fn write(&mut self, bytes: &[u8], inbox: &Inbox) {
        self.received = self.received.saturating_add(bytes.len() as u64);
        if self.received > self.max_bytes {
            self.place = Place::TooLarge;
            return;
        }
        let written = match &mut self.place {
            Place::Memory(memory) if memory.len() + bytes.len() <= self.spill_bytes => {
                memory.extend_from_slice(bytes);
                Ok(())
            }
            Place::Memory(memory) => {
                let memory = std::mem::take(memory);
                self.spill(&memory, bytes, inbox).await
            }
            Place::File(file, _) => file.write_all(bytes).await,
            Place::TooLarge | Place::Failed(_) => Ok(()),
        };
        if let Err(error) = written {
            self.place = Place::Failed(error);
        }
    }

    async fn spill(&mut self, memory: &[u8], bytes: &[u8], inbox: &Inbox) -> io::Result<()> {
        let (file, path) = inbox.spill_file().map_err(io::Error::other)?.into_parts();
        let mut file = File::from_std(file);
        file.set_max_buf_size(FILE_BUFFER);
        file.write_all(memory).await?;
        file.write_all(bytes).await?;
        self.place = Place::File(file, path);
        Ok(())
    }

    /// The message, once all bytes are in.
    pub async fn finish(self) -> Spooled {
        match self.place {
            Place::Memory(bytes) => Spooled::Complete(RawBody::Memory(bytes)),
            Place::File(mut file, path) => match file.flush().await {
                Ok(()) => Spooled::Complete(RawBody::File(path)),
                Err(error) => Spooled::Failed(error),
            },
            Place::TooLarge => Spooled::TooLarge,
            Place::Failed(error) => Spooled::Failed(error),
        }
    }
}
