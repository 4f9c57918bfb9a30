//! What the *Inbox* screen shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{CheckState, Fetched};
use crate::domain::message::{ParsedMessage, RenderedBody};
use crate::domain::sender_domain::message::MessageReport;

/// The name of a captured message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(pub String);

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its name.
    pub id: MessageId,
    /// When it came.
    pub received_at: Timestamp,
    /// The sender.
    pub from: String,
    /// The recipients.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// Its size in bytes.
    pub size: u64,
    /// How many attachments it has.
    pub attachments: usize,
    /// Why it cannot be shown whole, if so.
    pub flaw: Option<String>,
}

/// A line of what client and server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialogueLine {
    /// Whether the client said it.
    pub from_client: bool,
    /// What was said.
    pub text: String,
}

/// How a message came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrival {
    /// The name the client gave.
    pub helo: String,
    /// The sender of the envelope.
    pub mail_from: String,
    /// The recipients of the envelope.
    pub rcpt_to: Vec<String>,
    /// Who logged in.
    pub auth_user: Option<String>,
    /// Whether the connection was encrypted.
    pub is_encrypted: bool,
    /// The client's address.
    pub peer: String,
    /// What was said.
    pub dialogue: Vec<DialogueLine>,
}

/// A message that was opened.
#[derive(Debug, Clone)]
pub struct OpenMessage {
    /// Its line of the list.
    pub row: MessageRow,
    /// What it says.
    pub parsed: ParsedMessage,
    /// What a reader sees.
    pub rendering: RenderedBody,
    /// Its source, as text; bytes that are no UTF-8 are replaced.
    pub source: Arc<str>,
    /// Whether bytes were replaced in `source`.
    pub source_is_lossy: bool,
    /// How it came.
    pub arrival: Arrival,
    /// Where its file lies.
    pub path: std::path::PathBuf,
}

/// A view of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageTab {
    /// As a reader sees it.
    #[default]
    Rendering,
    /// The plain text.
    Text,
    /// The header fields.
    Headers,
    /// The bytes.
    Source,
    /// How it came.
    Details,
    /// What it proves about its sender.
    Checks,
}

/// The check of a message, as the screen shows it.
#[derive(Debug, Clone, Default)]
pub struct MessageCheckView {
    /// How far it is.
    pub state: CheckState,
    /// What came of the last one that ended.
    pub report: Option<Arc<MessageReport>>,
}

impl MessageCheckView {
    /// Whether a check runs.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, CheckState::Running { .. })
    }
}

/// The capture server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum InboxServer {
    /// It is starting.
    #[default]
    Starting,
    /// It listens.
    Listening {
        /// The port on 127.0.0.1.
        port: u16,
    },
    /// It could not start.
    Failed {
        /// Why, and what to do.
        reason: String,
    },
}

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct InboxModel {
    /// The capture server.
    pub server: InboxServer,
    /// The messages found, newest first.
    pub messages: Arc<[MessageRow]>,
    /// How many there are in all.
    pub total: usize,
    /// Messages that came since the screen was last looked at.
    pub unseen: usize,
    /// What is searched for.
    pub query: String,
    /// The message shown.
    pub selected: Option<MessageId>,
    /// The message shown, read.
    pub open: Fetched<OpenMessage>,
    /// How it is shown.
    pub tab: MessageTab,
    /// The checks of messages, until the program ends.
    pub checks: BTreeMap<MessageId, MessageCheckView>,
    /// What was deleted last and can be brought back.
    pub deleted: Vec<MessageId>,
}

impl InboxModel {
    /// Where the server listens, for the settings of another program.
    pub fn address(&self) -> Option<String> {
        match self.server {
            InboxServer::Listening { port } => Some(format!("127.0.0.1:{port}")),
            _ => None,
        }
    }
}
