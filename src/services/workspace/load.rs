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

/// Files from this size on are not read: no mail is so large, and several would fill the memory.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

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
    let mut loaded = Loaded::default();
    let mut files = vec![settings];
    for folder in &folders {
        list(&mut loaded, &canonical, folder, DEPTH - 1, &mut files);
    }
    files.sort();
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
///
/// A folder that cannot be read is listed as broken: its files must not seem to be deleted.
fn list(loaded: &mut Loaded, root: &Path, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let entries = inside(root, folder).and_then(fs::read_dir);
    let entries = entries.and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) if is_gone(root, folder, &error) => return,
        Err(error) => return not_readable(loaded, folder.to_owned(), &error),
    };
    for entry in entries {
        let path = folder.join(entry.file_name());
        // Through links, so that a usage type may share the folder of another.
        let is_folder = fs::metadata(entry.path()).is_ok_and(|kind| kind.is_dir());
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if is_folder && depth > 1 && !is_hidden {
            list(loaded, root, &path, depth - 1, files);
        } else if !is_folder && Workspace::reads(&path) {
            files.push(path);
        }
    }
}

/// Where something of the workspace is on the disk, after all links.
fn inside(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let full = root.join(path).canonicalize()?;
    if full.starts_with(root) {
        return Ok(full);
    }
    let message = "It is a link to a place outside of the workspace, which is not followed";
    Err(io::Error::other(message))
}

/// Whether an error says that something is not there, or went away meanwhile. A link that leads to
/// nothing is there.
fn is_gone(root: &Path, path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound && root.join(path).symlink_metadata().is_err()
}

fn not_readable(loaded: &mut Loaded, path: PathBuf, error: &io::Error) {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "It is a link that leads to nothing".to_owned(),
        _ => error.to_string(),
    };
    loaded.workspace.insert_broken(BrokenFile {
        path,
        message,
        line: None,
        column: None,
    });
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
        Err(error) if is_gone(root, &path, &error) => {}
        Err(error) => not_readable(loaded, path, &error),
    }
}

fn read(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let path = inside(root, path)?;
    let file = fs::metadata(&path)?;
    // Reading a pipe or a device could wait for ever.
    if !file.is_file() {
        return Err(io::Error::other("It is no file"));
    }
    if file.len() > MOST_BYTES {
        let message = format!(
            "It has {} MB; files of more than {} MB are not read",
            file.len() / 1024 / 1024,
            MOST_BYTES / 1024 / 1024,
        );
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::workspace::write_atomic;

    const TEMPLATE: &str = "+++\nsubject = \"a\"\n+++\n";

    fn write(root: &Path, path: &str, text: &str) {
        let full = root.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        write_atomic(&full, text.as_bytes()).unwrap();
    }

    /// The broken files and why.
    fn broken(root: &Path) -> Vec<(String, String)> {
        let files = load(root).unwrap().workspace.broken.into_iter();
        files
            .map(|file| (file.path.display().to_string(), file.message))
            .collect()
    }

    #[test]
    fn a_folder_that_cannot_be_read_does_not_seem_empty() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "templates", "a file where a folder should be");
        let broken = broken(root.path());
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0].0, "templates");
    }

    #[test]
    fn a_file_too_large_for_any_mail_is_listed() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "templates/SignIn/en.html", TEMPLATE);
        let huge = root.path().join("templates/SignIn/fr.html");
        // It takes no room: nothing is written into it.
        fs::File::create(huge)
            .unwrap()
            .set_len(MOST_BYTES + 1)
            .unwrap();
        let broken = broken(root.path());
        assert!(broken[0].1.contains("not read"), "{broken:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_of_the_workspace_only() {
        use std::os::unix::fs::symlink;
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let root = root.path();
        write(root, "templates/SignIn/en.html", TEMPLATE);
        write(outside.path(), "fr.html", TEMPLATE);
        symlink("SignIn", root.join("templates/Register")).unwrap();
        symlink(outside.path(), root.join("templates/Generic")).unwrap();
        symlink("nothing", root.join("templates/SignIn/de.html")).unwrap();
        symlink("nothing", root.join("templates/SignIn/.#en.html")).unwrap();
        let loaded = load(root).unwrap();
        let keys = loaded.workspace.templates.keys();
        let keys: Vec<String> = keys.map(ToString::to_string).collect();
        assert_eq!(keys, ["SignIn · en", "Register · en"]);
        let broken = broken(root);
        let paths: Vec<&str> = broken.iter().map(|(path, _)| path.as_str()).collect();
        let expected = [
            "templates/Generic",
            "templates/Register/de.html",
            "templates/SignIn/de.html",
        ];
        assert_eq!(paths, expected);
        assert!(broken[0].1.contains("outside"), "{broken:?}");
        assert!(broken[2].1.contains("leads to nothing"), "{broken:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_not_read() {
        use std::os::unix::net::UnixListener;
        let root = tempfile::tempdir().unwrap();
        write(root.path(), "templates/SignIn/en.html", TEMPLATE);
        let socket = root.path().join("templates/SignIn/fr.html");
        let _listener = UnixListener::bind(socket).unwrap();
        let broken = broken(root.path());
        assert_eq!(broken[0].1, "It is no file");
    }
}
