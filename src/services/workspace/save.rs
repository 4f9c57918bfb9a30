//! Saving and deleting single files, never half.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::SaveError;
use super::stamp::Stamp;

const OUTSIDE: &str = "it is outside of the workspace";

const PROTECTED: &str = "it is protected against writing";

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
/// A link to another file of the workspace stays one: the file it leads to is written.
///
/// # Errors
///
/// Where the file is not as expected, or the file system refuses; the old file is whole then.
pub fn save(root: &Path, path: &Path, text: &str, expected: Expected) -> Result<Stamp, SaveError> {
    let failed = |source| SaveError::Write {
        path: root.join(path),
        source,
    };
    let full = place(root, path).map_err(failed)?;
    // Before anything is written: a refusal then costs nothing and leaves no folder behind.
    check(&full, expected)?;
    let folder = full.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(failed)?;
    let file = prepare(folder, &full, text.as_bytes()).map_err(failed)?;
    // Once more: writing may take long on a slow disk, and another program may have been faster.
    check(&full, expected)?;
    let persisted = match expected {
        Expected::Same(_) => file.persist(&full),
        Expected::Absent => file.persist_noclobber(&full).or_else(|error| {
            if error.error.kind() == ErrorKind::AlreadyExists {
                return Err(error);
            }
            // Not every file system can do that; the check was a moment ago.
            error.file.persist(&full)
        }),
    };
    if let Err(error) = persisted {
        // The file may have appeared after the check.
        check(&full, expected)?;
        return Err(failed(error.error));
    }
    sync_folder(folder);
    Ok(Stamp::of(text.as_bytes()))
}

/// Deletes the file at `path` inside `root`; one that is gone already is fine.
///
/// # Errors
///
/// Where the file is not as expected, or the file system refuses.
pub fn delete(root: &Path, path: &Path, expected: Stamp) -> Result<(), SaveError> {
    let failed = |source| SaveError::Write {
        path: root.join(path),
        source,
    };
    let full = place(root, path).map_err(failed)?;
    match check(&full, Expected::Same(expected)) {
        Err(SaveError::Changed { stamp: None, .. }) => return Ok(()),
        checked => checked?,
    }
    // Of a link, the link goes; what it leads to may be a template of its own.
    match fs::remove_file(root.join(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

/// Where a file of the workspace is on the disk, after all links.
///
/// An error if the folder is gone, which must not be made anew where it was, or if the file is
/// outside of it or may not be written.
fn place(root: &Path, path: &Path) -> io::Result<PathBuf> {
    let root = root.canonicalize()?;
    let is_plain = |part| matches!(part, Component::Normal(_));
    if path.as_os_str().is_empty() || !path.components().all(is_plain) {
        return Err(io::Error::new(ErrorKind::InvalidInput, OUTSIDE));
    }
    let mut full = root.join(path);
    if full.symlink_metadata().is_ok() {
        full = full.canonicalize()?;
    } else {
        // The deepest folder that is there decides where new ones are made.
        let there = full.ancestors().skip(1).find(|folder| folder.exists());
        if let Some(there) = there
            && !there.canonicalize()?.starts_with(&root)
        {
            return Err(io::Error::new(ErrorKind::InvalidInput, OUTSIDE));
        }
    }
    if !full.starts_with(&root) {
        return Err(io::Error::new(ErrorKind::InvalidInput, OUTSIDE));
    }
    // Replacing it would work all the same, against the will of whoever protected it.
    match fs::metadata(&full) {
        Ok(file) if file.permissions().readonly() => {
            Err(io::Error::new(ErrorKind::PermissionDenied, PROTECTED))
        }
        _ => Ok(full),
    }
}

fn check(full: &Path, expected: Expected) -> Result<(), SaveError> {
    let bytes = match fs::read(full) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
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
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let file = prepare(folder, path, bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// The new file beside the old one, with its permissions, safe on the disk.
fn prepare(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = temporary_file(folder)?;
    fill(&mut file, bytes)?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

fn fill(file: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.flush()
}

/// A temporary file is for its owner only; one that stays has the permissions of any new file.
#[cfg(unix)]
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new()
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

/// Makes a change of names in a folder last. The file is whole without it, so a file system that
/// cannot do it is no reason to fail.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Err(error) = fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        tracing::debug!(path = %folder.display(), %error, "the folder cannot be synced");
    }
    #[cfg(not(unix))]
    let _: &Path = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, text: &str) -> Stamp {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_atomic(path, text.as_bytes()).unwrap();
        Stamp::of(text.as_bytes())
    }

    const TEMPLATE: &str = "templates/SignIn/fr.html";

    #[test]
    fn a_workspace_that_is_gone_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("unmounted");
        let error = save(&root, Path::new(TEMPLATE), "x", Expected::Absent).unwrap_err();
        assert!(matches!(error, SaveError::Write { .. }), "{error}");
        assert!(!root.exists());
    }

    #[test]
    fn nothing_is_written_outside_of_the_workspace() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        let absolute = folder.path().join("x.html");
        for path in [Path::new("../x.html"), &absolute, Path::new("")] {
            let error = save(&root, path, "x", Expected::Absent).unwrap_err();
            assert!(matches!(error, SaveError::Write { .. }), "{error}");
        }
        assert!(!absolute.exists());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_written_through_inside_and_refused_outside() {
        use std::os::unix::fs::symlink;
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (root, outside) = (root.path(), outside.path());
        let stamp = write(&root.join("templates/SignIn/en.html"), "old");
        symlink("en.html", root.join(TEMPLATE)).unwrap();
        save(root, Path::new(TEMPLATE), "new", Expected::Same(stamp)).unwrap();
        assert!(root.join(TEMPLATE).is_symlink());
        let written = fs::read_to_string(root.join("templates/SignIn/en.html"));
        assert_eq!(written.unwrap(), "new");
        delete(root, Path::new(TEMPLATE), Stamp::of(b"new")).unwrap();
        assert!(root.join("templates/SignIn/en.html").exists());

        symlink(outside, root.join("payloads")).unwrap();
        let stamp = write(&outside.join("a.toml"), "theirs");
        for (path, expected) in [
            ("payloads/a.toml", Expected::Same(stamp)),
            ("payloads/b.toml", Expected::Absent),
        ] {
            save(root, Path::new(path), "mine", expected).unwrap_err();
        }
        assert_eq!(fs::read_dir(outside).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_a_protected_file_is_not_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let root = tempfile::tempdir().unwrap();
        let full = root.path().join(TEMPLATE);
        let stamp = write(&full, "old");
        let mode = |mode| fs::set_permissions(&full, fs::Permissions::from_mode(mode));
        mode(0o640).unwrap();
        let path = Path::new(TEMPLATE);
        let stamp = save(root.path(), path, "new", Expected::Same(stamp)).unwrap();
        let permissions = fs::metadata(&full).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o640);
        mode(0o440).unwrap();
        let error = save(root.path(), path, "newer", Expected::Same(stamp)).unwrap_err();
        assert!(error.advice().contains("Allow writing"), "{error}");
        assert_eq!(fs::read_to_string(&full).unwrap(), "new");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_such() {
        let mut full = fs::File::options().write(true).open("/dev/full").unwrap();
        let source = fill(&mut full, b"text").unwrap_err();
        let path = PathBuf::from(TEMPLATE);
        let error = SaveError::Write { path, source };
        assert!(error.advice().contains("room"), "{error:?}");
    }

    #[test]
    fn nothing_is_left_beside_a_file_that_was_not_saved() {
        let root = tempfile::tempdir().unwrap();
        // A folder stands where the file should be.
        fs::create_dir_all(root.path().join(TEMPLATE)).unwrap();
        let path = Path::new(TEMPLATE);
        save(root.path(), path, "x", Expected::Absent).unwrap_err();
        write_atomic(&root.path().join(TEMPLATE), b"x").unwrap_err();
        let beside = fs::read_dir(root.path().join("templates/SignIn")).unwrap();
        assert_eq!(beside.count(), 1);
    }
}
