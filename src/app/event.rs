//! What the background reports.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::authoring::{Composition, SourceKey};
use crate::domain::logto::FieldFinding;
use crate::domain::send_history::SentRecord;
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Analysis, FileKey, MessageId, OpenMessage, SaveWhat, SourceChange, TemplateProblems,
    TemplateTexts,
};
use crate::services::delivery::DeliveryEvent;
use crate::services::inbox::{Inbox, InboxEvent, SmtpServer};
use crate::services::preview::PreviewEvent;
use crate::services::preview::batch::BatchPicture;
use crate::services::secrets::WorkspaceId;
use crate::services::workspace::{Loaded, OpenError, SaveError, Stamp};

use super::asked::AskedNews;
use super::deliverability::DomainNews;
use super::deliverability::message::MessageNews;
use super::disk::Opened;
use super::secrets::SecretsNews;
use super::sending::{Ended, Slot};
use super::variants::Made;

/// News from the background.
pub enum Event {
    /// A workspace was read, or could not be.
    Opened {
        /// The folder.
        root: PathBuf,
        /// What it holds.
        result: Result<Box<Opened>, OpenError>,
    },
    /// A workspace was made from the samples, or could not be.
    Created(Result<PathBuf, String>),
    /// A file was saved, or could not be.
    Saved {
        /// Which.
        key: FileKey,
        /// The texts that were saved.
        texts: TemplateTexts,
        /// The file as it was written.
        written: String,
        /// What its file is now.
        result: Result<Stamp, SaveError>,
    },
    /// A template was deleted, or could not be.
    Deleted {
        /// Which.
        key: TemplateKey,
        /// Whether it was.
        result: Result<(), SaveError>,
    },
    /// A payload set was saved, or could not be.
    PayloadSaved {
        /// Its name.
        name: String,
        /// Whether it was.
        result: Result<(), SaveError>,
    },
    /// What a translation was made from was read, or could not be.
    VersionRead(SourceChange),
    /// Files of the workspace were changed, by whomever.
    FilesChanged,
    /// They were read again, or cannot be any more.
    FilesRead {
        /// The folder.
        root: PathBuf,
        /// What it holds now.
        loaded: Result<Box<Loaded>, OpenError>,
    },
    /// Drafts are to be written to the journal.
    JournalDue,
    /// Drafts were written, up to these revisions.
    JournalWritten {
        /// The drafts.
        kept: Vec<(FileKey, u64)>,
        /// Why some were not, if so.
        error: Option<String>,
    },
    /// The state of the window was written.
    Inspected,
    /// The session is to be written.
    SessionDue,
    /// The open mail was checked.
    MailChecked {
        /// The number of the check.
        run: u64,
        /// What is wrong with it.
        findings: Vec<FieldFinding>,
    },
    /// All templates were composed and checked.
    Checked(Box<CheckedAll>),
    /// A long mail was made as a client shows it, for the variant at this place.
    Emulated(usize, Made),
    /// A large template was analysed.
    Analysed {
        /// Which.
        key: TemplateKey,
        /// What it renders to.
        analysis: Arc<Analysis>,
    },
    /// The preview.
    Preview(PreviewEvent),
    /// A thumbnail of the contact sheet was drawn, or cannot be.
    SheetPicture {
        /// Its place on the sheet.
        index: usize,
        /// Its pixels.
        result: Result<BatchPicture, String>,
    },
    /// The contact sheet is drawn, or cannot be.
    SheetEnded(Result<(), String>),
    /// The capture server started, or could not.
    InboxStarted(Result<Box<StartedInbox>, String>),
    /// The capture server.
    Inbox(InboxEvent),
    /// The folder of the inbox was changed, by whomever.
    InboxFolderChanged,
    /// A step of a send.
    SendStep(Slot, DeliveryEvent),
    /// A send ended.
    SendEnded(Slot, Box<Ended>),
    /// A send could not be kept in the history; this is why.
    NotRecorded(String),
    /// The next mail of the batch may go.
    BatchDue,
    /// The history was searched, or cannot be.
    HistoryRead(Result<Vec<SentRecord>, String>),
    /// The history was forgotten, or could not be.
    HistoryCleared(Result<(), String>),
    /// A store of secrets, about those of a workspace.
    Secrets(WorkspaceId, SecretsNews),
    /// A shared file was deleted, or could not be.
    SourceDeleted {
        /// Which.
        key: SourceKey,
        /// Whether it was.
        result: Result<(), SaveError>,
    },
    /// News of the check of a domain.
    Domain(String, Box<DomainNews>),
    /// News of the check of a message.
    MessageCheck(MessageId, MessageNews),
    /// News of what was asked for about a template.
    Asked(TemplateKey, AskedNews),
    /// A message was read.
    MessageRead {
        /// Which.
        id: MessageId,
        /// What it says, or why it cannot be read.
        result: Box<Result<OpenMessage, String>>,
    },
    /// Messages were deleted or brought back: what can be brought back now, or what went wrong.
    MessagesChanged(Result<Vec<MessageId>, String>),
    /// Messages were added from these files, or could not be.
    MessagesAdded(Vec<(PathBuf, Result<MessageId, String>)>),
    /// A person chose a file or folder.
    Picked(Picked),
    /// Something was handed to another program, or could not be.
    HandedOver {
        /// What it was about.
        what: String,
        /// Why it could not be, if so.
        error: Option<String>,
    },
    /// A file was written for a person.
    Exported(Result<PathBuf, String>),
}

/// What looking at all templates found.
#[derive(Default)]
pub struct CheckedAll {
    /// What is wrong with each.
    pub problems: BTreeMap<TemplateKey, TemplateProblems>,
    /// What composing makes of those that name a layout.
    pub composed: BTreeMap<TemplateKey, Arc<Composition>>,
}

/// A file or folder that a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// A folder to open.
    Open(PathBuf),
    /// A folder to make a workspace in.
    Create(PathBuf),
    /// The file of a message to be checked.
    Message(PathBuf),
    /// A file or folder to save something in.
    Save(SaveWhat, PathBuf),
    /// They thought better of it.
    Nothing,
}

/// The inbox once it is open.
pub struct StartedInbox {
    /// Its messages.
    pub inbox: Arc<Inbox>,
    /// The server, which does not run yet; nothing if it could not start, and why.
    pub server: Result<SmtpServer, String>,
}
