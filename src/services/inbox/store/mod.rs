//! The messages on disk: `<id>.eml` is the raw message, `<id>.json` what is known about it.
//!
//! A message exists once its `.json` does; both files appear by an atomic rename. Several programs
//! may use one folder: names are claimed by making the `.eml`, and [`Inbox::refresh`] tells what
//! the others did.

mod adding;
mod body;
mod files;
mod id;
mod record;
mod session;
mod state;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use tempfile::NamedTempFile;

pub use adding::{Added, NewMessage};
pub use body::RawBody;
pub use id::CaptureId;
pub use record::{Envelope, MessageFlaw, MessageSummary, Speaker, StoredMessage, TranscriptLine};

use super::config::StoreLimits;
use super::error::InboxError;
use crate::services::clock::Clock;
use files::{Files, Moving};
use session::SessionFolder;
use state::State;

/// The store of captured messages. Its functions touch the disk: call them from a task, except
/// [`Self::list`], [`Self::search`], [`Self::len`] and [`Self::generation`].
pub struct Inbox {
    files: Files,
    session: SessionFolder,
    clock: Arc<dyn Clock>,
    limits: StoreLimits,
    state: Mutex<State>,
    /// Held by whatever removes files or compares memory with the folder.
    maintenance: Mutex<()>,
}

impl Inbox {
    /// Opens the store in `folder`, making the folder if needed, with the default limits.
    ///
    /// Broken files are listed with their flaw; only an unusable folder is an error.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>) -> Result<Self, InboxError> {
        Self::open_with(folder, clock, StoreLimits::default())
    }

    /// Opens the store with limits of its own.
    pub fn open_with(
        folder: &Path,
        clock: Arc<dyn Clock>,
        limits: StoreLimits,
    ) -> Result<Self, InboxError> {
        let failed = |source| InboxError::Open {
            path: folder.to_owned(),
            source,
        };
        fs::create_dir_all(folder).map_err(failed)?;
        let inbox = Self {
            session: SessionFolder::create(folder).map_err(failed)?,
            files: Files::new(folder),
            clock,
            limits,
            state: Mutex::default(),
            maintenance: Mutex::default(),
        };
        inbox.refresh()?;
        inbox.enforce_limits();
        Ok(inbox)
    }

    /// All messages, newest first.
    pub fn list(&self) -> Vec<Arc<MessageSummary>> {
        let state = self.state.lock();
        state
            .entries
            .values()
            .rev()
            .map(|entry| Arc::clone(&entry.summary))
            .collect()
    }

    /// The messages in which every word of `query` occurs, in subject, sender, recipients or text,
    /// regardless of case; newest first. An empty query finds all. Only the first 16 KiB of text
    /// of a message are searched.
    pub fn search(&self, query: &str) -> Vec<Arc<MessageSummary>> {
        let query = query.to_lowercase();
        let words: Vec<_> = query
            .split_whitespace()
            .map(|word| memchr::memmem::Finder::new(word.as_bytes()))
            .collect();
        let state = self.state.lock();
        state
            .entries
            .values()
            .rev()
            .filter(|entry| {
                let text = entry.search_text.as_bytes();
                words.iter().all(|word| word.find(text).is_some())
            })
            .map(|entry| Arc::clone(&entry.summary))
            .collect()
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.state.lock().entries.len()
    }

    /// Whether there is no message.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that changes whenever the list does.
    pub fn generation(&self) -> u64 {
        self.state.lock().generation
    }

    /// Where the raw message lies, for other programs to open.
    pub fn raw_path(&self, id: &CaptureId) -> PathBuf {
        self.files.raw(id)
    }

    /// Reads a message with its envelope and dialogue.
    pub fn load(&self, id: &CaptureId) -> Result<StoredMessage, InboxError> {
        let summary = self
            .state
            .lock()
            .entries
            .get(id)
            .map(|entry| entry.summary.as_ref().clone())
            .ok_or_else(|| InboxError::NotFound(id.clone()))?;
        let path = self.files.raw(id);
        let raw = fs::read(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => InboxError::NotFound(id.clone()),
            _ => InboxError::Read { path, source },
        })?;
        let description = self.files.read_description(id).ok();
        let (envelope, transcript) = description.map_or_else(
            || (None, Vec::new()),
            |description| {
                let is_caught = description.summary.added_from.is_none();
                let envelope = is_caught.then_some(description.envelope);
                (envelope, description.transcript)
            },
        );
        Ok(StoredMessage {
            summary,
            envelope,
            transcript,
            raw,
        })
    }

    /// An empty file inside the store for the bytes of a large message while they arrive.
    pub fn spill_file(&self) -> Result<NamedTempFile, InboxError> {
        let folder = self.session.incoming();
        NamedTempFile::new_in(folder).map_err(|source| InboxError::Write {
            path: folder.to_owned(),
            source,
        })
    }

    /// Removes messages. They can be brought back with [`Self::restore`] until the store is
    /// closed. Returns the ids that were there.
    pub fn delete(&self, ids: &[CaptureId]) -> Result<Vec<CaptureId>, InboxError> {
        let _guard = self.maintenance.lock();
        let trash = Files::new(&self.session.trash());
        let mut deleted = Vec::new();
        for id in ids {
            if self.state.lock().entries.contains_key(id) {
                self.files.move_to(&trash, id, Moving::Out)?;
                self.state.lock().remove(id);
                deleted.push(id.clone());
            }
        }
        Ok(deleted)
    }

    /// Brings deleted messages back. Returns the ids that could be found in the trash.
    pub fn restore(&self, ids: &[CaptureId]) -> Result<Vec<CaptureId>, InboxError> {
        let _guard = self.maintenance.lock();
        let trash = Files::new(&self.session.trash());
        let mut restored = Vec::new();
        for id in ids {
            if trash.exists(id) {
                trash.move_to(&self.files, id, Moving::In)?;
                self.load_entry(id);
                restored.push(id.clone());
            }
        }
        Ok(restored)
    }

    /// Takes in what other programs did to the folder. Returns whether anything changed.
    pub fn refresh(&self) -> Result<bool, InboxError> {
        let _guard = self.maintenance.lock();
        let before = self.generation();
        // Messages that are added while the folder is read must not be taken for removed ones.
        let (known, sound) = self.state.lock().known_and_sound();
        let found = self.files.scan().map_err(|source| InboxError::Open {
            path: self.files.folder().to_owned(),
            source,
        })?;
        for id in known.difference(&found.described.union(&found.raw).cloned().collect()) {
            self.state.lock().remove(id);
        }
        for id in found.described.difference(&sound) {
            self.load_entry(id);
        }
        let now = self.clock.now();
        for id in found.raw.difference(&found.described) {
            // A young message without description is probably being written right now.
            let is_young = now.duration_since(id.time()).as_secs().abs() < 10;
            if !is_young {
                self.load_entry(id);
            }
        }
        Ok(self.generation() != before)
    }

    /// Reads one message from disk into memory. A message that vanished meanwhile is left out.
    fn load_entry(&self, id: &CaptureId) {
        let Some((summary, search_text)) = self.files.read_summary(id) else {
            return;
        };
        let mut state = self.state.lock();
        let is_known = state
            .entries
            .get(id)
            .is_some_and(|entry| *entry.summary == summary);
        if !is_known {
            state.insert(Arc::new(summary), search_text.into_boxed_str());
        }
    }

    fn enforce_limits(&self) -> Vec<CaptureId> {
        let mut removed = Vec::new();
        loop {
            let oldest = {
                let mut state = self.state.lock();
                let is_over = state.entries.len() > self.limits.max_messages
                    || state.total_bytes > self.limits.max_bytes;
                if !is_over || state.entries.len() <= 1 {
                    return removed;
                }
                let Some(oldest) = state.entries.keys().next().cloned() else {
                    return removed;
                };
                state.remove(&oldest);
                oldest
            };
            self.files.remove(&oldest);
            removed.push(oldest);
        }
    }
}

#[cfg(test)]
mod tests;
