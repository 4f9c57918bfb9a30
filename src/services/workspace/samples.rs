//! A new workspace from the samples that this program carries.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use super::error::CreateError;
use crate::domain::workspace::SETTINGS_FILE;

/// Folders that are being built are hidden.
const PREFIX: &str = ".letterhead-";

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample-templates");

/// Copies the samples into `target`, which must be empty or absent. A new folder appears whole
/// or not at all; one that is there becomes a workspace with the last file.
///
/// # Errors
///
/// Where there is something already, or the file system refuses.
pub fn create_from_samples(target: &Path) -> Result<(), CreateError> {
    let failed = |source| CreateError::Write {
        path: target.to_owned(),
        source,
    };
    let is_there = target.exists();
    if is_there && fs::read_dir(target).map_err(failed)?.next().is_some() {
        let path = target.to_owned();
        return Err(CreateError::NotEmpty { path });
    }
    copy(target, is_there).map_err(failed)
}

fn copy(target: &Path, is_there: bool) -> io::Result<()> {
    if is_there {
        return fill(target);
    }
    let parent = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let building = temporary_folder(parent)?;
    SAMPLES.extract(building.path())?;
    fs::rename(building.path(), target)?;
    // Its folder has moved; there is nothing left to clean up.
    let _moved = building.keep();
    Ok(())
}

/// Fills a folder that stays the one it is, since it may be a link, a mounted disk, or one whose
/// parent is not ours. The settings, which make it a workspace, come last.
fn fill(target: &Path) -> io::Result<()> {
    let building = temporary_folder(target)?;
    SAMPLES.extract(building.path())?;
    let mut names = Vec::new();
    for entry in fs::read_dir(building.path())? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| name == SETTINGS_FILE);
    for (index, name) in names.iter().enumerate() {
        let moved = fs::rename(building.path().join(name), target.join(name));
        if let Err(error) = moved {
            take_back(
                target,
                building.path(),
                names.get(..index).unwrap_or_default(),
            );
            return Err(error);
        }
    }
    building.close()
}

/// Moves what was put into `target` back, so that the folder is empty as before.
fn take_back(target: &Path, building: &Path, names: &[OsString]) {
    for name in names {
        if let Err(error) = fs::rename(target.join(name), building.join(name)) {
            tracing::warn!(path = %target.join(name).display(), %error, "a sample stays behind");
        }
    }
}

/// A temporary folder is for its owner only; one that stays has the permissions of any new folder.
#[cfg(unix)]
fn temporary_folder(parent: &Path) -> io::Result<TempDir> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new()
        .prefix(PREFIX)
        .permissions(fs::Permissions::from_mode(0o777))
        .tempdir_in(parent)
}

#[cfg(not(unix))]
fn temporary_folder(parent: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    #[test]
    fn an_empty_folder_is_filled_and_stays_the_one_it_is() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, link) = (parent.path().join("folder"), parent.path().join("link"));
        fs::create_dir(&folder).unwrap();
        symlink("folder", &link).unwrap();
        let before = fs::metadata(&folder).unwrap().ino();
        create_from_samples(&link).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().ino(), before);
        assert!(link.is_symlink() && folder.join(SETTINGS_FILE).is_file());
        let mut names = fs::read_dir(&folder).unwrap().flatten();
        let is_hidden = |name: OsString| name.as_encoded_bytes().starts_with(b".");
        assert!(!names.any(|entry| is_hidden(entry.file_name())));
    }

    #[test]
    fn a_new_folder_has_the_permissions_of_any_other() {
        let parent = tempfile::tempdir().unwrap();
        let (made, other) = (parent.path().join("made"), parent.path().join("other"));
        create_from_samples(&made).unwrap();
        fs::create_dir(&other).unwrap();
        let mode = |folder: &Path| fs::metadata(folder).unwrap().mode();
        assert_eq!(mode(&made), mode(&other));
    }
}
