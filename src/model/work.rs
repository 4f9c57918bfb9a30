//! Work in the background.

use super::{FileKey, MessageId};
use crate::domain::workspace::TemplateKey;

/// Tells running work apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskKey {
    /// Reading a workspace.
    Open,
    /// Making a workspace from the samples.
    Create,
    /// Saving a template.
    Save(FileKey),
    /// Reading what a translation was made from.
    Version,
    /// Keeping what translations were made from.
    KeepVersions,
    /// Saving a payload set.
    SavePayload,
    /// Deleting a template.
    Delete(TemplateKey),
    /// Removing the draft of a template that is gone.
    Forget(FileKey),
    /// Reading files that another program changed.
    Refresh,
    /// Waiting until drafts are to be written.
    JournalTimer,
    /// Writing drafts.
    Journal,
    /// Waiting until the session is to be written.
    SessionTimer,
    /// Writing the session.
    Session,
    /// Checking the open mail.
    Check,
    /// Looking at the links of a mail.
    Links(TemplateKey),
    /// Asking `SpamAssassin` about a mail.
    Spam(TemplateKey),
    /// Looking for problems in all templates.
    CheckAll,
    /// Analysing a large template.
    Analyse,
    /// Showing a long mail as a client does, by the place of the variant.
    Emulate(usize),
    /// A send.
    Send,
    /// A mail of the batch, by its number.
    BatchSend(usize),
    /// Waiting until the next mail of the batch may go.
    BatchTimer,
    /// Searching the history of sends.
    History,
    /// Forgetting the history.
    ClearHistory,
    /// Asking a store for a secret: the id of its workspace, and its name.
    ReadSecret(String, String),
    /// Keeping secrets: the id of their workspace, and their names.
    KeepSecret(String, String),
    /// Looks whether the secrets of the workspace with this id can be kept.
    CheckSecrets(String),
    /// Opening the encrypted file with the secrets of the workspace with this id.
    SecretsFile(String),
    /// Drawing the contact sheet.
    Sheet,
    /// Checking a domain.
    CheckDomain(String),
    /// Reading what the last report on a domain came to.
    ReadReport(String),
    /// Trying SPF with a sender of a domain.
    TrySpf(String),
    /// Checking a message.
    CheckMessage(MessageId),
    /// Reading a message.
    Message,
    /// Deleting or restoring messages.
    Messages,
    /// Adding messages from files.
    AddMessages,
    /// Looking what other programs did to the inbox.
    LookAgain,
    /// A dialog of the system that asks for a file.
    FileDialog,
    /// Writing a file to be opened by another program.
    Export,
    /// Writing the state of the window for a test or a report.
    Inspect,
    /// Starting the capture server.
    StartInbox,
}

impl TaskKey {
    /// What the status line says while it runs; nothing for what takes no time worth telling.
    pub fn label(&self) -> Option<String> {
        Some(match self {
            Self::Open => "Reading workspace".to_owned(),
            Self::Create => "Making workspace".to_owned(),
            Self::Save(key) => format!("Saving {key}"),
            Self::Analyse => "Checking a large template".to_owned(),
            Self::Sheet => "Drawing contact sheet".to_owned(),
            Self::CheckDomain(domain) => format!("Checking {domain}"),
            Self::CheckMessage(_) => "Checking a message".to_owned(),
            Self::Links(key) => format!("Looking at the links of {key}"),
            Self::Spam(key) => format!("Asking SpamAssassin about {key}"),
            Self::Messages => "Changing the inbox".to_owned(),
            Self::AddMessages => "Adding to the inbox".to_owned(),
            Self::Message => "Reading message".to_owned(),
            Self::ReadSecret(_, name) => format!("Asking the keyring for {name}"),
            Self::KeepSecret(_, name) => format!("Keeping {name}"),
            Self::CheckSecrets(_) => "Looking for the keyring".to_owned(),
            Self::SecretsFile(_) => "Opening the encrypted file".to_owned(),
            _ => return None,
        })
    }

    /// Whether a person can stop it.
    pub const fn can_cancel(&self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Analyse
                | Self::Send
                | Self::Sheet
                | Self::CheckDomain(_)
                | Self::CheckMessage(_)
                | Self::Links(_)
                | Self::Spam(_)
        )
    }
}

/// Work that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Tells it apart.
    pub key: TaskKey,
    /// When it started, in milliseconds of the window's time.
    pub since_ms: u64,
}
