//! Workspaces on disk: reading, atomic saving, watching, and the journal of drafts.
//!
//! All functions block: call them from a task.

mod error;
mod journal;
mod load;
mod recent;
mod samples;
mod save;
mod stamp;
mod versions;
mod watch;

pub use error::{CreateError, OpenError, SaveError};
pub use journal::{Draft, Journal, OpenedJournal};
pub use load::{Loaded, load};
pub use recent::Recent;
pub use samples::create_from_samples;
pub use save::{Expected, delete, save, write_atomic};
pub use stamp::Stamp;
pub use versions::{read_version, write_version};
pub use watch::{WatchError, Watcher};
