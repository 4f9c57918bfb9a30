//! What can go wrong with a workspace on disk.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::stamp::Stamp;

/// A folder cannot be opened as a workspace.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It does not exist, or is no folder.
    #[error("there is no folder {}", path.display())]
    NoFolder {
        /// The path.
        path: PathBuf,
    },
    /// It holds no file of a workspace.
    #[error("{} has no letterhead.toml and no templates", path.display())]
    NoWorkspace {
        /// The folder.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl OpenError {
    /// What to do, in one sentence.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::NoFolder { .. } => "Choose another folder, or look whether it was moved",
            Self::NoWorkspace { .. } => "Choose the folder that holds letterhead.toml",
            Self::Read { .. } => "Look at the permissions of the folder",
        }
    }
}

/// A file was not saved; what was there before is whole.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file is not what it was when it was read.
    #[error("the file was changed by another program")]
    Changed {
        /// What it says now, if it is there and text.
        theirs: Option<String>,
        /// What it is now, if it is there.
        stamp: Option<Stamp>,
    },
    /// The file system refuses.
    #[error("{} cannot be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl SaveError {
    /// What to do, in one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "Compare both and choose",
            Self::Write { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    "Make room on the disk and save again"
                }
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    "Allow writing to the folder, or copy the workspace to one of your own"
                }
                ErrorKind::InvalidInput => {
                    "Files outside of the workspace are left alone. Put it into the folder itself"
                }
                _ => "Look whether the folder is still there, and save again",
            },
        }
    }
}

/// A new workspace could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// There is something in the folder already.
    #[error("{} is not empty", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The file system refuses.
    #[error("{} cannot be written", path.display())]
    Write {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl CreateError {
    /// What to do, in one sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NotEmpty { .. } => "Choose an empty folder, or one that does not exist yet",
            Self::Write { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room on the disk",
                _ => "Choose a folder that you may write to",
            },
        }
    }
}
