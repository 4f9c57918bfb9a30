//! Forgetting.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use jiff::Timestamp;
use tempfile::NamedTempFile;

use super::error::HistoryError;
use super::files::{Files, Month};
use super::line::{Decoded, Line};
use crate::domain::send_history::{HistoryEvent, SendId, SendStarted};

pub(super) fn before(files: &Files, moment: Timestamp) -> Result<usize, HistoryError> {
    // What cannot be read tells no time but that of its file.
    let is_old = |send: &SendStarted| send.at < moment;
    rewrite(files, &is_old, &|month| month.is_before(moment))
}

pub(super) fn these(files: &Files, ids: &[SendId]) -> Result<usize, HistoryError> {
    let ids: HashSet<&SendId> = ids.iter().collect();
    rewrite(files, &|send| ids.contains(&send.id), &|_| false)
}

pub(super) fn all(files: &Files) -> Result<(), HistoryError> {
    let _lock = files.lock()?;
    for month in files.months()? {
        remove(&files.path(month))?;
    }
    Ok(())
}

/// Drops the sends that `is_dropped` says, with their ends, and the lines that cannot be read in
/// months that `is_old_month` says. A file that keeps all its lines is left alone.
fn rewrite(
    files: &Files,
    is_dropped: &dyn Fn(&SendStarted) -> bool,
    is_old_month: &dyn Fn(Month) -> bool,
) -> Result<usize, HistoryError> {
    let _lock = files.lock()?;
    let mut count = 0;
    // The sends that were dropped and whose ends may still come.
    let mut open = HashSet::new();
    for month in files.months()? {
        let path = files.path(month);
        let text = fs::read(&path).map_err(HistoryError::file(&path))?;
        let mut kept = Vec::with_capacity(text.len());
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let is_kept = match Line::decode(line) {
                Decoded::Line(line) => match line.event {
                    HistoryEvent::Started(send) if is_dropped(&send) => {
                        count += 1;
                        open.insert(send.id);
                        false
                    }
                    HistoryEvent::Started(_) => true,
                    HistoryEvent::Ended(ended) => !open.remove(&ended.id),
                },
                Decoded::Newer | Decoded::Unreadable => !is_old_month(month),
            };
            if is_kept {
                kept.extend_from_slice(line);
            }
        }
        if kept.is_empty() {
            remove(&path)?;
        } else if kept.len() < text.len() {
            replace(&path, &kept).map_err(HistoryError::file(&path))?;
        }
    }
    Ok(count)
}

/// Writes a file so that it is the old one or the new one at any moment, for its owner only.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn remove(path: &Path) -> Result<(), HistoryError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(HistoryError::file(path)(error))
        }
        _ => Ok(()),
    }
}
