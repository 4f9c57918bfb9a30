//! A new workspace from the samples that this program carries.

use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::error::CreateError;

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample-templates");

/// Copies the samples into `target`, which must be empty or absent. It appears whole or not at all.
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
    let parent = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let building = tempfile::Builder::new()
        .prefix(".letterhead-")
        .tempdir_in(parent)?;
    SAMPLES.extract(building.path())?;
    if is_there {
        fs::remove_dir(target)?;
    }
    fs::rename(building.path(), target)?;
    // Its folder has moved; there is nothing left to clean up.
    let _moved = building.keep();
    share(target)
}

/// A temporary folder is for its owner only; a workspace is not.
#[cfg(unix)]
fn share(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn share(_folder: &Path) -> io::Result<()> {
    Ok(())
}
