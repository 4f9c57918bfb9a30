//! The two files of a message: where they lie, how they are read, written and moved.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::body::write_aside;
use super::id::CaptureId;
use super::record::{self, Description, FORMAT_VERSION, MessageFlaw, MessageSummary, VersionOnly};
use crate::services::inbox::error::InboxError;

/// Largest message that is read only to list it, in bytes.
const MAX_LISTED_BYTES: u64 = 64 * 1024 * 1024;

/// A folder with messages.
#[derive(Debug)]
pub(super) struct Files {
    folder: PathBuf,
}

/// The names in a folder.
#[derive(Default)]
pub(super) struct Scan {
    /// Those with a `.json`.
    pub described: BTreeSet<CaptureId>,
    /// Those with an `.eml`.
    pub raw: BTreeSet<CaptureId>,
}

/// Which way a message moves, seen from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moving {
    Out,
    In,
}

/// A description cannot be used.
pub(super) enum DescriptionError {
    Missing,
    Unreadable,
    Newer,
}

impl Files {
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn raw(&self, id: &CaptureId) -> PathBuf {
        self.folder.join(format!("{id}.eml"))
    }

    fn description(&self, id: &CaptureId) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    pub fn exists(&self, id: &CaptureId) -> bool {
        self.raw(id).exists() || self.description(id).exists()
    }

    pub fn scan(&self) -> io::Result<Scan> {
        let mut scan = Scan::default();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some((id, extension)) = name.to_str().and_then(|name| name.rsplit_once('.')) else {
                continue;
            };
            let Ok(id) = id.parse() else { continue };
            match extension {
                "json" => scan.described.insert(id),
                "eml" => scan.raw.insert(id),
                _ => false,
            };
        }
        Ok(scan)
    }

    pub fn read_description(&self, id: &CaptureId) -> Result<Description, DescriptionError> {
        let bytes = fs::read(self.description(id)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => DescriptionError::Missing,
            _ => DescriptionError::Unreadable,
        })?;
        match serde_json::from_slice::<VersionOnly>(&bytes) {
            Ok(head) if head.version > FORMAT_VERSION => return Err(DescriptionError::Newer),
            _ => {}
        }
        let description: Description =
            serde_json::from_slice(&bytes).map_err(|_invalid| DescriptionError::Unreadable)?;
        if description.summary.id == *id {
            Ok(description)
        } else {
            Err(DescriptionError::Unreadable)
        }
    }

    /// Summary and search text; `None` if both files are gone.
    pub fn read_summary(&self, id: &CaptureId) -> Option<(MessageSummary, String)> {
        let size = fs::metadata(self.raw(id))
            .ok()
            .map(|metadata| metadata.len());
        let flaw = match (self.read_description(id), size) {
            (Ok(description), Some(size)) => {
                let summary = MessageSummary {
                    size,
                    ..description.summary
                };
                return Some((summary, description.search_text));
            }
            (Ok(description), None) => {
                let summary = MessageSummary {
                    size: 0,
                    flaw: Some(MessageFlaw::RawMissing),
                    ..description.summary
                };
                return Some((summary, description.search_text));
            }
            (Err(DescriptionError::Missing), None) => return None,
            (Err(_), None) => MessageFlaw::RawMissing,
            (Err(DescriptionError::Missing), Some(_)) => MessageFlaw::DescriptionMissing,
            (Err(DescriptionError::Unreadable), Some(_)) => MessageFlaw::DescriptionUnreadable,
            (Err(DescriptionError::Newer), Some(_)) => MessageFlaw::NewerFormat,
        };
        let size = size.unwrap_or(0);
        let raw = if size <= MAX_LISTED_BYTES {
            fs::read(self.raw(id)).unwrap_or_default()
        } else {
            Vec::new()
        };
        let (summary, search_text) = record::describe(id.clone(), id.time(), &raw, None);
        let summary = MessageSummary {
            size,
            flaw: Some(flaw),
            ..summary
        };
        Some((summary, search_text))
    }

    pub fn write_description(
        &self,
        id: &CaptureId,
        description: &Description,
        aside: &Path,
    ) -> Result<(), InboxError> {
        let json = serde_json::to_vec_pretty(description).map_err(InboxError::Encode)?;
        let path = self.description(id);
        write_aside(aside, &json)
            .and_then(|file| file.persist(&path).map_err(|failed| failed.error))
            .map_err(|source| InboxError::Write { path, source })
    }

    /// Moves both files. The description leaves first and arrives last, so that no other program
    /// sees a description without its message.
    pub fn move_to(&self, target: &Self, id: &CaptureId, moving: Moving) -> Result<(), InboxError> {
        let description = (self.description(id), target.description(id));
        let raw = (self.raw(id), target.raw(id));
        let order = match moving {
            Moving::Out => [description, raw],
            Moving::In => [raw, description],
        };
        for (from, to) in order {
            match fs::rename(&from, &to) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(InboxError::Move { path: from, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes both files for good.
    pub fn remove(&self, id: &CaptureId) {
        for path in [self.description(id), self.raw(id)] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(%error, %id, "cannot remove an old message");
                }
                _ => {}
            }
        }
    }
}
