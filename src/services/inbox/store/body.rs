//! The bytes of a message on their way into the store.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use tempfile::{NamedTempFile, TempPath};

/// The bytes of a message that is to be stored.
#[derive(Debug)]
pub enum RawBody {
    /// In memory.
    Memory(Vec<u8>),
    /// In a file that the store made (see `Inbox::spill_file`); it becomes the stored file.
    File(TempPath),
}

impl RawBody {
    /// All bytes, for reading the headers and the text.
    pub(super) fn bytes(&self) -> io::Result<std::borrow::Cow<'_, [u8]>> {
        match self {
            Self::Memory(bytes) => Ok(bytes.into()),
            Self::File(path) => {
                let mut bytes = Vec::new();
                File::open(path)?.read_to_end(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }

    /// A file with these bytes in `folder`, not yet in its place.
    pub(super) fn into_file(self, folder: &Path) -> io::Result<TempPath> {
        match self {
            Self::Memory(bytes) => write_aside(folder, &bytes),
            Self::File(path) => Ok(path),
        }
    }
}

/// Writes `bytes` to a new file in `folder`, to be moved to its place in one step. It is not
/// forced to disk: a captured test message is not worth a pause per message, and a file cut short
/// by a power failure is listed as broken.
pub(super) fn write_aside(folder: &Path, bytes: &[u8]) -> io::Result<TempPath> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    Ok(file.into_temp_path())
}
