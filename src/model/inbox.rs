//! What the *Inbox* screen shows.

use core::net::IpAddr;
use std::collections::BTreeMap;
use std::path::PathBuf;
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
    /// The file it was added from, if it was.
    pub added_from: Option<String>,
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
    /// Who handed it in, as far as connection or header tell.
    pub client: MessageClient,
    /// Where its file lies.
    pub path: PathBuf,
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

/// Who handed a message in, as a person reads and types it. A check takes what is empty from the
/// header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageClient {
    /// The address of the client.
    pub ip: String,
    /// The name it gave in HELO or EHLO.
    pub helo: String,
    /// The envelope sender; `<>` for bounces.
    pub mail_from: String,
}

impl MessageClient {
    /// The address, none if there is none; or what is wrong with it.
    pub fn address(&self) -> Result<Option<IpAddr>, String> {
        let text = self.ip.trim();
        // As servers write it in Received (RFC 5321 section 4.1.3).
        let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let bare = bare.unwrap_or(text);
        let bare = bare.strip_prefix("IPv6:").unwrap_or(bare);
        if bare.is_empty() {
            return Ok(None);
        }
        let address = bare.parse::<IpAddr>().map_err(|_not_one| {
            format!("“{text}” is no IP address; write it like 192.0.2.1 or 2001:db8::1")
        })?;
        Ok(Some(address.to_canonical()))
    }
}

/// The check of a message, as the screen shows it.
#[derive(Debug, Clone, Default)]
pub struct MessageCheckView {
    /// Who handed the message in, if somebody typed it.
    pub client: Option<MessageClient>,
    /// What was typed when the check began.
    pub checked_client: Option<MessageClient>,
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
    /// The files that messages were added from lately, the newest first.
    pub recent_files: Vec<PathBuf>,
    /// Why the file that the dialog asked for was not added.
    pub file_error: Option<String>,
}

/// How many files are remembered.
const MOST_RECENT_FILES: usize = 6;

impl InboxModel {
    /// Remembers a file that a message was added from.
    pub fn remember_file(&mut self, path: PathBuf) {
        // The session is JSON, which has no other names.
        if path.to_str().is_some() {
            self.recent_files.retain(|other| *other != path);
            self.recent_files.insert(0, path);
            self.recent_files.truncate(MOST_RECENT_FILES);
        }
    }

    /// Takes over who a person says handed a message in; none for whom connection or header name.
    pub fn set_client(&mut self, id: MessageId, client: Option<MessageClient>) {
        self.checks.entry(id).or_default().client = client;
    }

    /// Where the server listens, for the settings of another program.
    pub fn address(&self) -> Option<String> {
        match self.server {
            InboxServer::Listening { port } => Some(format!("127.0.0.1:{port}")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<Option<IpAddr>, String> {
        let ip = text.to_owned();
        let client = MessageClient {
            ip,
            ..MessageClient::default()
        };
        client.address()
    }

    #[test]
    fn an_address_is_taken_as_people_and_servers_write_it() {
        for (text, wanted) in [
            (" 192.0.2.1 ", "192.0.2.1"),
            ("[192.0.2.1]", "192.0.2.1"),
            ("[IPv6:2001:db8::1]", "2001:db8::1"),
            ("2001:DB8::1", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(address(text), Ok(wanted.parse().ok()), "{text}");
        }
        assert_eq!(address("  "), Ok(None));
        for text in ["192.0.2", "mx.example.com", "192.0.2.1/24", "[192.0.2.1"] {
            let why = address(text).unwrap_err();
            assert!(why.contains(text) && why.contains("192.0.2.1 or"), "{why}");
        }
    }

    #[test]
    fn a_few_files_are_remembered_each_once_the_newest_first() {
        let mut inbox = InboxModel::default();
        for name in ["a", "b", "c", "d", "e", "f", "g", "b"] {
            inbox.remember_file(PathBuf::from(name));
        }
        let wanted = ["b", "g", "f", "e", "d", "c"].map(PathBuf::from);
        assert_eq!(inbox.recent_files, wanted);
    }
}
