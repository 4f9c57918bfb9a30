//! What translations were made from: `translated-from/<version>.txt`, one file for each version of a
//! source text, so that a later change can be shown.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::save::write_atomic;

const FOLDER: &str = "translated-from";

/// What a version of a source text said.
///
/// # Errors
///
/// What the file system says; also for a name that is none of a version.
pub fn read_version(root: &Path, version: &str) -> io::Result<String> {
    fs::read_to_string(place(root, version)?)
}

/// Keeps a version of a source text, unless it is kept already.
///
/// # Errors
///
/// What the file system says; also for a name that is none of a version.
pub fn write_version(root: &Path, version: &str, text: &str) -> io::Result<()> {
    let path = place(root, version)?;
    if path.exists() {
        return Ok(());
    }
    fs::create_dir_all(root.join(FOLDER))?;
    write_atomic(&path, text.as_bytes())
}

/// The file of a version. Its name comes from a front matter, so it must be no path.
fn place(root: &Path, version: &str) -> io::Result<PathBuf> {
    let is_name = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_name {
        let message = format!("{version:?} is no version of a text");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    Ok(root.join(FOLDER).join(format!("{version}.txt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_kept_once_and_read_again() {
        let root = tempfile::tempdir().unwrap();
        write_version(root.path(), "00ff", "one").unwrap();
        write_version(root.path(), "00ff", "two").unwrap();
        assert_eq!(read_version(root.path(), "00ff").unwrap(), "one");
        assert!(read_version(root.path(), "11").is_err());
        assert!(write_version(root.path(), "../x", "two").is_err());
    }
}
