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
        let read = fs::read(path).and_then(|bytes| Ok(serde_json::from_slice::<Self>(&bytes)?));
        let folders = match read {
            Ok(recent) => recent.folders,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(path = %path.display(), %error, "recent workspaces are unknown");
                }
                Vec::new()
            }
        };
        Self {
            version: VERSION,
            folders,
        }
    }

    /// The folders, newest first.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Puts a folder on top and writes the list. A path that is no Unicode has no place in JSON;
    /// it is left out of the file.
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
        let mut writable = self.clone();
        writable.folders.retain(|folder| folder.to_str().is_some());
        write_atomic(path, &serde_json::to_vec_pretty(&writable)?)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_whose_name_is_no_unicode_does_not_cost_the_others() {
        use std::os::unix::ffi::OsStrExt as _;
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("recent.json");
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9"));
        let mut recent = Recent::load(&file);
        recent.push(odd, &file).unwrap();
        recent.push(Path::new("/b"), &file).unwrap();
        assert_eq!(recent.folders(), [Path::new("/b"), odd]);
        assert_eq!(Recent::load(&file).folders(), [Path::new("/b")]);
    }
}
