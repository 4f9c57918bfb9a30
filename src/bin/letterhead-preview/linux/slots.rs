//! Files in memory that the window opens to read pictures from.

use std::fs::File;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use parking_lot::Mutex;

/// Pictures that may be on their way at the same time; more go through the pipe.
const COUNT: usize = 4;

/// A file system that lives in memory.
const MEMORY: &str = "/dev/shm";

/// The files, and which of them are free.
#[derive(Debug)]
pub(crate) struct Slots {
    files: Vec<File>,
    free: Mutex<Vec<usize>>,
}

impl Slots {
    /// Makes the files. They have no name and vanish with this process. None is used before
    /// [`Self::allow`]; there are none where the system has no such memory.
    pub(crate) fn create() -> Self {
        let files: std::io::Result<Vec<File>> =
            (0..COUNT).map(|_| tempfile::tempfile_in(MEMORY)).collect();
        Self {
            files: files.unwrap_or_default(),
            free: Mutex::default(),
        }
    }

    /// Where another process of the same user can open the files.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        let process = std::process::id();
        let path = |file: &File| PathBuf::from(format!("/proc/{process}/fd/{}", file.as_raw_fd()));
        self.files.iter().map(path).collect()
    }

    /// The window has opened all of them.
    pub(crate) fn allow(&self) {
        *self.free.lock() = (0..self.files.len()).collect();
    }

    /// The window has read this one.
    pub(crate) fn release(&self, slot: usize) {
        let mut free = self.free.lock();
        if slot < self.files.len() && !free.contains(&slot) {
            free.push(slot);
        }
    }

    /// Puts a picture into a free slot. Returns its index, or `None` if it has to go another way.
    pub(crate) fn put(&self, pixels: &[u8]) -> Option<usize> {
        // The one used last is warm: its memory is there already.
        let slot = self.free.lock().pop()?;
        if self.files.get(slot)?.write_all_at(pixels, 0).is_ok() {
            return Some(slot);
        }
        self.release(slot);
        None
    }
}
