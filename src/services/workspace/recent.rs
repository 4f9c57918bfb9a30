//! The workspaces opened lately.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::save::write_atomic;

const VERSION: u32 = 1;

/// How many are remembered.
const MOST: usize = 12;

/// The folders, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    version: u32,
    folders: Vec<PathBuf>,
}

impl Recent {
    /// Reads the list; one that cannot be read is empty, since it is a mere convenience.
    pub fn load(path: &Path) -> Self {
        let read = fs::read(path).ok();
        let recent = read.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        recent.unwrap_or_else(|| Self {
            version: VERSION,
            folders: Vec::new(),
        })
    }

    /// The folders, newest first.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Puts a folder on top and writes the list.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn push(&mut self, folder: &Path, path: &Path) -> io::Result<()> {
        self.folders.retain(|other| other != folder);
        self.folders.insert(0, folder.to_owned());
        self.folders.truncate(MOST);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        write_atomic(path, &serde_json::to_vec_pretty(self)?)
    }
}
