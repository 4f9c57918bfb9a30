//! Why the history could not be read or written.

use std::io;
use std::path::{Path, PathBuf};

/// The history could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// A file or its folder cannot be used.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A record is larger than any that would be read again, even without its longest texts.
    #[error("a record of {bytes} bytes is too large to be kept")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// A record cannot be written as JSON.
    #[error("the record cannot be written as JSON")]
    Encode(#[source] serde_json::Error),
}

impl HistoryError {
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// What to do, in one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::File { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "Make room on the disk, or clear the history"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "Allow writing to the folder"
                }
                _ => "Look whether the folder is still there",
            },
            Self::TooLarge { .. } => "The mail itself is not affected; its payload is too large",
            Self::Encode(_) => "The mail itself is not affected",
        }
    }
}
