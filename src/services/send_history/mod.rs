//! The history of sends on the disk: lines of JSON, appended, one file or more for each month.
//!
//! ```text
//! line      one event as text
//! files     which files there are, the lock, appending
//! backward  the lines of a file from its end
//! session   which running programs wait for answers
//! page      the newest sends first, so many at a time
//! delete    forgetting by age, by name, or all
//! ```
//!
//! Any number of programs may append and read at once. Nothing is masked here: the caller hands
//! over what may be kept. Every call reads or writes files, so none belongs on the UI thread.

mod backward;
mod delete;
mod error;
mod files;
mod line;
mod page;
mod session;

use std::path::Path;

use jiff::Timestamp;
use parking_lot::Mutex;

use self::files::Files;
use self::line::Line;
use self::session::Session;
use crate::domain::send_history::{
    HistoryEvent, Search, SendEnded, SendId, SendStarted, SentRecord,
};

pub use error::HistoryError;
pub use page::{Cursor, Page};

/// The history of one person on this machine.
#[derive(Debug)]
pub struct SendHistory {
    files: Files,
    /// What tells other programs that this one waits for answers; there once something was sent.
    session: Mutex<Option<Session>>,
}

impl SendHistory {
    /// The history in `folder`, which is made when something is kept.
    pub fn new(folder: &Path) -> Self {
        Self {
            files: Files::new(folder),
            session: Mutex::new(None),
        }
    }

    /// A name for a send that starts at that moment.
    pub fn new_id(at: Timestamp) -> SendId {
        SendId::new(at, &session::random_name(4))
    }

    /// Keeps that a send has started, safe on the disk: to be called before anything is sent.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept.
    pub fn started(&self, send: SendStarted) -> Result<(), HistoryError> {
        let at = send.at;
        let event = HistoryEvent::Started(Box::new(send));
        let lock = self.files.lock()?;
        let session = self.session_name()?;
        let line = Line::new(session, event).encode()?;
        self.files.append(at, &line, lock)
    }

    /// Keeps that a send has ended.
    ///
    /// # Errors
    ///
    /// Where it cannot be kept.
    pub fn ended(&self, ended: SendEnded) -> Result<(), HistoryError> {
        let at = ended.at;
        let event = HistoryEvent::Ended(Box::new(ended));
        let lock = self.files.lock()?;
        let line = Line::new(self.session_name()?, event).encode()?;
        self.files.append(at, &line, lock)
    }

    /// Keeps sends that started and ended already, in one write: nothing of them if it fails.
    ///
    /// # Errors
    ///
    /// Where they cannot be kept.
    pub fn all_ended(&self, sends: Vec<(SendStarted, SendEnded)>) -> Result<(), HistoryError> {
        let Some(at) = sends.last().map(|(_, ended)| ended.at) else {
            return Ok(());
        };
        let lock = self.files.lock()?;
        let session = self.session_name()?;
        let mut lines = Vec::new();
        for (started, ended) in sends {
            let started = HistoryEvent::Started(Box::new(started));
            let ended = HistoryEvent::Ended(Box::new(ended));
            for event in [started, ended] {
                lines.extend(Line::new(session.clone(), event).encode()?);
            }
        }
        self.files.append(at, &lines, lock)
    }

    /// The newest sends that `search` finds, at most `most`; those after `cursor` if there is one.
    ///
    /// `is_wanted` is asked now and then; once it says no, the page ends with what was found.
    ///
    /// # Errors
    ///
    /// Where the files cannot be read. Lines that cannot be read are counted, no error.
    pub fn page(
        &self,
        search: &Search,
        cursor: Option<&Cursor>,
        most: usize,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Page, HistoryError> {
        page::read(&self.files, search, cursor, most, is_wanted)
    }

    /// One send; nothing if it is not in the history.
    ///
    /// # Errors
    ///
    /// Where the files cannot be read.
    pub fn find(&self, id: &SendId) -> Result<Option<SentRecord>, HistoryError> {
        page::find(&self.files, id)
    }

    /// Forgets the sends that started before a moment, and tells how many those were.
    ///
    /// # Errors
    ///
    /// Where the files cannot be written; each file is then as it was or as it should be.
    pub fn delete_before(&self, moment: Timestamp) -> Result<usize, HistoryError> {
        delete::before(&self.files, moment)
    }

    /// Forgets these sends, and tells how many of them there were.
    ///
    /// # Errors
    ///
    /// As [`Self::delete_before`].
    pub fn delete(&self, ids: &[SendId]) -> Result<usize, HistoryError> {
        delete::these(&self.files, ids)
    }

    /// Forgets everything.
    ///
    /// # Errors
    ///
    /// Where a file cannot be deleted.
    pub fn clear(&self) -> Result<(), HistoryError> {
        delete::all(&self.files)
    }

    /// How many bytes the history takes.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn size(&self) -> Result<u64, HistoryError> {
        self.files.size()
    }

    /// The name of this program's session, which is opened at the first call. The caller holds the
    /// lock of the folder.
    fn session_name(&self) -> Result<String, HistoryError> {
        let mut session = self.session.lock();
        if let Some(session) = session.as_ref() {
            return Ok(session.name().to_owned());
        }
        let opened = Session::open(self.files.folder())?;
        let name = opened.name().to_owned();
        *session = Some(opened);
        Ok(name)
    }
}

#[cfg(test)]
mod tests;
