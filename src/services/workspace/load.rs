//! Reading a workspace.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::OpenError;
use super::stamp::Stamp;
use crate::domain::workspace::{BrokenFile, Workspace};

/// A workspace as it is on disk.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What its files say.
    pub workspace: Workspace,
    /// What each file is, by its path inside the workspace.
    pub stamps: BTreeMap<PathBuf, Stamp>,
}

/// How deep folders are looked into: `templates/SignIn/fr.html`.
const DEPTH: usize = 3;

/// Reads the workspace in `root`. Files that cannot be read are listed in it as broken.
///
/// # Errors
///
/// Where there is no folder, or nothing of a workspace in it.
pub fn load(root: &Path) -> Result<Loaded, OpenError> {
    if !root.is_dir() {
        let path = root.to_owned();
        return Err(OpenError::NoFolder { path });
    }
    let failed = |source| OpenError::Read {
        path: root.to_owned(),
        source,
    };
    let canonical = root.canonicalize().map_err(failed)?;
    fs::read_dir(root).map_err(failed)?;
    let (settings, folders) = Workspace::places();
    let mut files = vec![settings];
    for folder in &folders {
        list(root, folder, DEPTH - 1, &mut files);
    }
    files.sort();
    let mut loaded = Loaded::default();
    for path in files {
        read_into(&mut loaded, &canonical, path);
    }
    let is_empty = loaded.stamps.is_empty() && loaded.workspace.broken.is_empty();
    if is_empty && !folders.iter().any(|folder| root.join(folder).is_dir()) {
        let path = root.to_owned();
        return Err(OpenError::NoWorkspace { path });
    }
    Ok(loaded)
}

/// Collects the paths below `folder` that a workspace reads.
fn list(root: &Path, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    // A folder that is not there, or went away meanwhile, has no files.
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let path = folder.join(entry.file_name());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth > 1 {
            list(root, &path, depth - 1, files);
        } else if !is_folder && Workspace::reads(&path) {
            files.push(path);
        }
    }
}

fn read_into(loaded: &mut Loaded, root: &Path, path: PathBuf) {
    match read(root, &path) {
        Ok(bytes) => {
            loaded.stamps.insert(path.clone(), Stamp::of(&bytes));
            match String::from_utf8(bytes) {
                Ok(text) => loaded.workspace.insert(&path, &text),
                Err(error) => loaded.workspace.insert_broken(not_utf8(path, &error)),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => loaded.workspace.insert_broken(BrokenFile {
            path,
            message: error.to_string(),
            line: None,
            column: None,
        }),
    }
}

fn read(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let path = root.join(path);
    if path.symlink_metadata()?.is_symlink() && !path.canonicalize()?.starts_with(root) {
        let message = "It is a link to a place outside of the workspace, which is not followed";
        return Err(io::Error::other(message));
    }
    fs::read(path)
}

fn not_utf8(path: PathBuf, error: &std::string::FromUtf8Error) -> BrokenFile {
    let at = error.utf8_error().valid_up_to();
    let before = error.as_bytes().get(..at).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let message = if memchr::memchr(0, error.as_bytes()).is_some() {
        "It is a binary file, not text".to_owned()
    } else {
        format!(
            "It is not UTF-8: byte {} does not fit. Convert it to UTF-8",
            at + 1
        )
    };
    BrokenFile {
        path,
        message,
        line: Some(line),
        column: None,
    }
}
