//! The capture server on loopback and its message store.
//!
//! [`Inbox`] keeps messages as files, byte for byte as they arrived; [`SmtpServer`] receives them,
//! and [`read_message_file`] takes one that another program saved.
//! Nothing here sends mail or listens beyond loopback.

mod config;
mod error;
mod event;
mod file;
mod smtp;
mod store;

pub use config::{InboxConfig, StartTls, StoreLimits};
pub use error::{BindError, InboxError};
pub use event::{InboxEvent, RefusedReason};
pub use file::{MessageFileError, read_message, read_message_file};
pub use smtp::SmtpServer;
pub use store::{
    Added, CaptureId, Envelope, Inbox, MessageFlaw, MessageSummary, NewMessage, RawBody, Speaker,
    StoredMessage, TranscriptLine,
};
