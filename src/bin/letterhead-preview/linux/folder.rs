//! The folder that the web engine keeps its caches in: one per process, gone with it.

use std::path::Path;

use tempfile::TempDir;

/// What the folders' names start with; the number of their process follows.
const PREFIX: &str = "letterhead-preview-";

/// Makes the folder of this process, and removes those of processes that were killed.
///
/// # Errors
/// When there is no place for temporary files.
pub(crate) fn create() -> std::io::Result<TempDir> {
    let place = tempfile::env::temp_dir();
    remove_abandoned(&place);
    let prefix = format!("{PREFIX}{}-", std::process::id());
    tempfile::Builder::new().prefix(&prefix).tempdir_in(place)
}

fn remove_abandoned(place: &Path) {
    let Ok(entries) = place.read_dir() else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name
            .to_str()
            .and_then(process_of)
            .is_some_and(|process| !is_alive(process))
        {
            // Another helper may remove it at the same time, or it may belong to another user.
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// The process that a folder belongs to.
fn process_of(name: &str) -> Option<u32> {
    name.strip_prefix(PREFIX)?.split_once('-')?.0.parse().ok()
}

fn is_alive(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_ended_processes_are_removed() {
        let place = tempfile::tempdir().unwrap();
        let alive = format!("{PREFIX}{}-abc", std::process::id());
        // Larger than any process number of Linux.
        let ended = format!("{PREFIX}4194999-abc");
        let others = [
            alive.as_str(),
            ended.as_str(),
            "letterhead-preview-notes",
            "else-1-2",
        ];
        for name in others {
            std::fs::create_dir(place.path().join(name)).unwrap();
        }
        remove_abandoned(place.path());
        let left = others.map(|name| place.path().join(name).exists());
        assert_eq!(left, [true, false, true, true]);
    }
}
