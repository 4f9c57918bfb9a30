//! The folder of one running program inside the store: its trash and what it is receiving.
//!
//! Each open store has a folder of its own, named `.session-…`, with a locked file in it. A folder
//! whose lock can be taken belongs to a program that is gone, and is removed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Begin of the folder's name.
const PREFIX: &str = ".session-";

/// The folder of this program; removed when dropped.
#[derive(Debug)]
pub(super) struct SessionFolder {
    // The lock is released before the folder is removed.
    _lock: File,
    folder: TempDir,
}

impl SessionFolder {
    /// Removes what crashed programs left in `store` and makes a folder for this one.
    pub fn create(store: &Path) -> io::Result<Self> {
        // Between making its folder and locking it, a starting program could be taken for a dead
        // one; this lock lets only one start at a time.
        let gate = File::create(store.join(".lock"))?;
        let is_gate_held = gate.lock().is_ok();
        if is_gate_held {
            sweep(store);
        }
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(store)?;
        fs::create_dir(folder.path().join("trash"))?;
        let lock = File::create(folder.path().join("lock"))?;
        // Without locks in this file system nothing is ever swept, which is safe.
        lock.try_lock().ok();
        Ok(Self {
            _lock: lock,
            folder,
        })
    }

    /// Where deleted messages wait for an undo.
    pub fn trash(&self) -> PathBuf {
        self.folder.path().join("trash")
    }

    /// Where files grow before they are moved to their place.
    pub fn incoming(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders of programs that are gone. Failing to is not worth an error.
fn sweep(store: &Path) {
    let Ok(entries) = fs::read_dir(store) else {
        return;
    };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let folder = entry.path();
        let is_dead = match File::open(folder.join("lock")) {
            Ok(lock) => lock.try_lock().is_ok(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if is_dead && let Err(error) = fs::remove_dir_all(&folder) {
            tracing::warn!(%error, "cannot remove the leftovers of an earlier run");
        }
    }
}
