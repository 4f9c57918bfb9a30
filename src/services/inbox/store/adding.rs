//! How messages come into the store: caught by the server, or added from a file.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use tempfile::{PathPersistError, TempPath};

use super::record::{self, Description, FORMAT_VERSION};
use super::{CaptureId, Envelope, Inbox, MessageSummary, RawBody, Speaker, TranscriptLine};
use crate::services::inbox::error::InboxError;

/// A message that was received and shall be stored.
#[derive(Debug)]
pub struct NewMessage {
    /// What the client said about it.
    pub envelope: Envelope,
    /// The dialogue so far, with secrets replaced.
    pub transcript: Vec<TranscriptLine>,
    /// The message.
    pub body: RawBody,
    /// What the sender is told once the message has its name; becomes the last line of the
    /// dialogue.
    pub answer: fn(&CaptureId) -> String,
}

/// What storing a message did.
#[derive(Debug, Clone)]
pub struct Added {
    /// The new message.
    pub summary: Arc<MessageSummary>,
    /// Messages that were removed to keep the store within its limits.
    pub removed: Vec<CaptureId>,
}

/// A message on its way in, however it came.
struct Incoming<'a> {
    envelope: Option<Envelope>,
    transcript: Vec<TranscriptLine>,
    body: RawBody,
    answer: Option<fn(&CaptureId) -> String>,
    file: Option<&'a Path>,
}

impl Inbox {
    /// Stores a message and removes the oldest ones if there are too many.
    pub fn add(&self, message: NewMessage) -> Result<Added, InboxError> {
        self.store(Incoming {
            envelope: Some(message.envelope),
            transcript: message.transcript,
            body: message.body,
            answer: Some(message.answer),
            file: None,
        })
    }

    /// Stores a message that lay in `file`, byte for byte, and removes the oldest ones if there are
    /// too many. It is listed with the time of now; nothing is known of its delivery.
    pub fn add_from_file(&self, raw: Vec<u8>, file: &Path) -> Result<Added, InboxError> {
        self.store(Incoming {
            envelope: None,
            transcript: Vec::new(),
            body: RawBody::Memory(raw),
            answer: None,
            file: Some(file),
        })
    }

    fn store(&self, message: Incoming<'_>) -> Result<Added, InboxError> {
        let incoming = self.session.incoming();
        let write_failed = |source| InboxError::Write {
            path: self.files.folder().to_owned(),
            source,
        };
        let received_at = self.clock.now();
        let bytes = message.body.bytes().map_err(write_failed)?;
        let placeholder = CaptureId::new(received_at, 0);
        let envelope = message.envelope.as_ref();
        let (summary, search_text) = record::describe(placeholder, received_at, &bytes, envelope);
        drop(bytes);
        let file = message.body.into_file(incoming).map_err(write_failed)?;
        let id = self.claim(received_at, file)?;
        let mut transcript = message.transcript;
        transcript.extend(message.answer.map(|answer| TranscriptLine {
            speaker: Speaker::Server,
            text: answer(&id),
        }));
        let description = Description {
            version: FORMAT_VERSION,
            summary: MessageSummary {
                id: id.clone(),
                added_from: message.file.map(record::file_text),
                ..summary
            },
            // Older programs want one; an empty one tells them as little as there is to tell.
            envelope: message.envelope.unwrap_or_default(),
            transcript,
            search_text,
        };
        self.describe(&id, description)
    }

    /// Writes what is known of a message beside it, which makes it one of the store.
    fn describe(&self, id: &CaptureId, description: Description) -> Result<Added, InboxError> {
        let aside = self.session.incoming();
        if let Err(error) = self.files.write_description(id, &description, aside) {
            // A message without its description would be listed as broken; the client is told to
            // send again instead.
            fs::remove_file(self.files.raw(id)).ok();
            return Err(error);
        }
        let summary = Arc::new(description.summary);
        self.state.lock().insert(
            Arc::clone(&summary),
            description.search_text.into_boxed_str(),
        );
        Ok(Added {
            summary,
            removed: self.enforce_limits(),
        })
    }

    /// Gives the file a free name of this moment, in one step.
    fn claim(&self, time: Timestamp, mut file: TempPath) -> Result<CaptureId, InboxError> {
        loop {
            let id = self.state.lock().next_name(time);
            let path = self.files.raw(&id);
            match file.persist_noclobber(&path) {
                Ok(()) => return Ok(id),
                // Another program that uses the same folder was faster.
                Err(PathPersistError { error, path })
                    if error.kind() == std::io::ErrorKind::AlreadyExists =>
                {
                    file = path;
                }
                Err(PathPersistError { error, .. }) => {
                    return Err(InboxError::Write {
                        path,
                        source: error,
                    });
                }
            }
        }
    }
}
