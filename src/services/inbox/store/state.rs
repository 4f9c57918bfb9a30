//! What the store keeps in memory about its messages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::id::CaptureId;
use super::record::MessageSummary;

/// The messages in memory.
#[derive(Default)]
pub(super) struct State {
    pub entries: BTreeMap<CaptureId, Entry>,
    pub total_bytes: u64,
    /// Millisecond and count of the last name given out.
    last_name: Option<(i64, u32)>,
    pub generation: u64,
}

/// A message in memory.
pub(super) struct Entry {
    pub summary: Arc<MessageSummary>,
    pub search_text: Box<str>,
}

impl State {
    pub fn insert(&mut self, summary: Arc<MessageSummary>, search_text: Box<str>) {
        self.total_bytes += summary.size;
        let id = summary.id.clone();
        let entry = Entry {
            summary,
            search_text,
        };
        if let Some(old) = self.entries.insert(id, entry) {
            self.total_bytes -= old.summary.size;
        }
        self.generation += 1;
    }

    pub fn remove(&mut self, id: &CaptureId) {
        if let Some(entry) = self.entries.remove(id) {
            self.total_bytes -= entry.summary.size;
            self.generation += 1;
        }
    }

    /// All names, and those of messages without a flaw, which need not be read again.
    pub fn known_and_sound(&self) -> (BTreeSet<CaptureId>, BTreeSet<CaptureId>) {
        let sound = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.summary.flaw.is_none());
        (
            self.entries.keys().cloned().collect(),
            sound.map(|(id, _)| id.clone()).collect(),
        )
    }

    /// A name that this program has not given out yet.
    pub fn next_name(&mut self, time: Timestamp) -> CaptureId {
        let millisecond = time.as_millisecond();
        let count = match self.last_name {
            Some((last, count)) if last == millisecond => count + 1,
            _ => 0,
        };
        self.last_name = Some((millisecond, count));
        CaptureId::new(time, count)
    }
}
