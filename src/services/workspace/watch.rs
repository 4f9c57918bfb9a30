//! Notices when files of a workspace change.

use std::path::Path;

use notify::{Event, RecursiveMode, Watcher as _};

/// A folder cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("the folder cannot be watched")]
pub struct WatchError(#[from] notify::Error);

/// Watches a folder until it is dropped.
pub struct Watcher {
    _watcher: notify::RecommendedWatcher,
}

impl Watcher {
    /// Calls `on_change` for each change of a file below `root`, by whomever; one save makes
    /// several. Reading a file is no change.
    ///
    /// # Errors
    ///
    /// Where the system cannot watch it, for example for lack of watches.
    pub fn new(root: &Path, on_change: impl Fn() + Send + 'static) -> Result<Self, WatchError> {
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // An error means that something was missed, so the files are to be read again too.
            if event.is_ok_and(|event| event.kind.is_access()) {
                return;
            }
            on_change();
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Self { _watcher: watcher })
    }
}
