//! Notices when files of a workspace change.

use std::path::Path;
use std::time::Duration;

use notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};

/// Changes that follow each other more closely are told once.
const QUIET: Duration = Duration::from_millis(150);

/// A folder cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("the folder cannot be watched")]
pub struct WatchError(#[from] notify::Error);

/// Watches a folder until it is dropped.
pub struct Watcher {
    _debouncer: Debouncer<notify::RecommendedWatcher>,
}

impl Watcher {
    /// Calls `on_change` after files below `root` changed, by whomever.
    ///
    /// # Errors
    ///
    /// Where the system cannot watch it, for example for lack of watches.
    pub fn new(root: &Path, on_change: impl Fn() + Send + 'static) -> Result<Self, WatchError> {
        let mut debouncer = new_debouncer(QUIET, move |result: DebounceEventResult| {
            // An error means that something was missed, so the files are to be read again too.
            if result.as_ref().is_ok_and(Vec::is_empty) {
                return;
            }
            on_change();
        })?;
        debouncer.watcher().watch(root, RecursiveMode::Recursive)?;
        Ok(Self {
            _debouncer: debouncer,
        })
    }
}
