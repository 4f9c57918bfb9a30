//! Saving and deleting single files, never half.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::SaveError;
use super::stamp::Stamp;

/// What a file must be for it to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// What it was when it was read.
    Same(Stamp),
    /// Not there.
    Absent,
}

/// Writes `text` to the file at `path` inside `root`, all of it or nothing.
///
/// # Errors
///
/// Where the file is not as expected, or the file system refuses; the old file is whole then.
pub fn save(root: &Path, path: &Path, text: &str, expected: Expected) -> Result<Stamp, SaveError> {
    let full = root.join(path);
    check(&full, expected)?;
    let written = full
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| write_atomic(&full, text.as_bytes()));
    written.map_err(|source| SaveError::Write { path: full, source })?;
    Ok(Stamp::of(text.as_bytes()))
}

/// Deletes the file at `path` inside `root`; one that is gone already is fine.
///
/// # Errors
///
/// Where the file is not as expected, or the file system refuses.
pub fn delete(root: &Path, path: &Path, expected: Stamp) -> Result<(), SaveError> {
    let full = root.join(path);
    match check(&full, Expected::Same(expected)) {
        Err(SaveError::Changed { stamp: None, .. }) => return Ok(()),
        checked => checked?,
    }
    fs::remove_file(&full).map_err(|source| SaveError::Write { path: full, source })
}

fn check(full: &Path, expected: Expected) -> Result<(), SaveError> {
    let bytes = match fs::read(full) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(source) => {
            let path = full.to_owned();
            return Err(SaveError::Write { path, source });
        }
    };
    let stamp = bytes.as_deref().map(Stamp::of);
    let is_expected = match expected {
        Expected::Same(expected) => stamp == Some(expected),
        Expected::Absent => stamp.is_none(),
    };
    if is_expected {
        return Ok(());
    }
    let theirs = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Err(SaveError::Changed { theirs, stamp })
}

/// Writes a file so that it is the old one or the new one at any moment, power cuts included.
///
/// # Errors
///
/// What the file system says; the old file is whole then.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    } else {
        share(file.as_file())?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is for its owner only; a new file of a workspace is not.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &fs::File) -> io::Result<()> {
    Ok(())
}
