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
    /// Calls `on_change` for each change of a file below `root` whose path in it `is_wanted`, by
    /// whomever; one save makes several. Reading a file is no change.
    ///
    /// # Errors
    ///
    /// Where the system cannot watch it, for example for lack of watches.
    pub fn new(
        root: &Path,
        is_wanted: impl Fn(&Path) -> bool + Send + 'static,
        on_change: impl Fn() + Send + 'static,
    ) -> Result<Self, WatchError> {
        let folder = root.to_owned();
        let is_inside = move |path: &Path| path.strip_prefix(&folder).is_ok_and(&is_wanted);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // An error means that something was missed, so the files are to be read again too.
            let is_change = event.map_or(true, |event| {
                let paths = &event.paths;
                !event.kind.is_access() && paths.iter().any(|path| is_inside(path))
            });
            if is_change {
                on_change();
            }
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Self { _watcher: watcher })
    }
}
