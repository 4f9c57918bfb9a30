//! What a person asks for, with its details.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Action, AskedCommand, BatchWish, ClientCommand, ConnectorsTab, CopiedJson, DomainCommand,
    EditKind, EditorPart, FileKey, FolderUse, LanguagesTab, MessageClient, MessageId, MessageTab,
    PanelTab, PayloadChoice, ProblemCommand, ProfileChange, SaveWhat, Scheme, SecretPlace,
    SheetOptions, TableFormat, Target, TaskKey, Width,
};
use crate::domain::authoring::SourceKey;
use crate::domain::connector::{Secret, SecretReference};
use crate::domain::coverage::Feature;
use crate::domain::finding::Fix;
use crate::domain::logto::{ContentType, Field, Flow, LocaleRequest, UsageType};
use crate::domain::send_history::{Search, SendId};
use crate::domain::workspace::TemplateKey;

/// What shall become of a file that another program changed while it was edited here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictChoice {
    /// What was typed here is saved over it.
    KeepMine,
    /// What was typed here is given up; undo brings it back.
    TakeTheirs,
}

/// What a person asks for. Panels queue commands and change nothing themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Something about connector profiles.
    Profile(ProfileCommand),
    /// Something about the models of clients.
    Client(ClientCommand),
    /// Something about the list of problems.
    Problem(ProblemCommand),
    /// About what is looked at only when asked for.
    Asked(AskedCommand),
    /// Something about sending.
    Send(SendCommand),
    /// Something about domains of senders.
    Domain(DomainCommand),
    /// An action of the closed list.
    Do(Action),
    /// An action chosen in the command palette.
    DoFromPalette(Action),
    /// Opens a template.
    Select(TemplateKey),
    /// Opens a template and keeps what asks for a language.
    SelectKeepingRequest(TemplateKey),
    /// Shows the second template beside the first.
    Compare(TemplateKey, TemplateKey),
    /// Chooses the flow.
    SetFlow(Flow),
    /// Changes a text of the open template.
    Edit {
        /// Which.
        field: Field,
        /// The new text.
        text: Arc<str>,
        /// What was done.
        kind: EditKind,
    },
    /// Changes the content type of the open template.
    SetContentType(Option<ContentType>),
    /// Mends a text of the open template, or a file that it is composed from.
    ApplyFix {
        /// The text; its span is that of the fix.
        target: Target,
        /// How.
        fix: Fix,
    },
    /// Shows a place of the open template.
    Reveal(Target),
    /// Shows another part of the open template in the editor.
    ShowPart(EditorPart),
    /// Changes a file that templates are composed from.
    EditSource {
        /// Which.
        key: SourceKey,
        /// The new text.
        text: Arc<str>,
        /// What was done.
        kind: EditKind,
    },
    /// Changes the layout of the open template; empty for none.
    SetLayout(Arc<str>),
    /// Changes the payload.
    SetPayloadText(Arc<str>),
    /// Takes another payload.
    ChoosePayload(PayloadChoice),
    /// Shows a tab of the *Languages* screen.
    ShowLanguagesTab(LanguagesTab),
    /// Chooses the usage type whose requests are shown.
    SetServedType(UsageType),
    /// Looks at a cell of the grid.
    LookAtCell(TemplateKey),
    /// Changes the request of the resolver.
    SetResolver(LocaleRequest),
    /// Lets the resolver ask for the language of the cell again.
    FollowCell,
    /// Notes templates to be pasted into other cells.
    CopyTemplates(Vec<TemplateKey>),
    /// Makes templates of these cells from those that were copied.
    PasteTemplates(Vec<TemplateKey>),
    /// Makes templates from those of the source language.
    CreateFromSource(Vec<TemplateKey>),
    /// Asks whether to delete templates.
    AskDeleteTemplates(Vec<TemplateKey>),
    /// Deletes templates.
    DeleteTemplates(Vec<TemplateKey>),
    /// Notes that translations say what the source language says now.
    MarkTranslated(Vec<TemplateKey>),
    /// Adds a language: to the library, with templates from the source language.
    AddLanguage(String),
    /// Switches a feature of the tenant on or off.
    SwitchFeature(Feature, bool),
    /// Asks where to save something.
    AskSave(SaveWhat),
    /// Asks where to save it with the system's dialog.
    BrowseSave(SaveWhat),
    /// Saves it there.
    SaveTo(SaveWhat, PathBuf),
    /// Changes what the contact sheet shows when it is drawn next.
    SetSheetOptions(SheetOptions),
    /// Draws the contact sheet, for the languages whose tag or name holds these words.
    DrawSheet(String),
    /// Stops drawing it.
    CancelSheet,
    /// Asks for the name of a payload set.
    AskSavePayload,
    /// Saves the payload as a set of the workspace.
    SavePayload {
        /// Its title.
        title: String,
    },
    /// Changes what asks for a language.
    SetLocale(LocaleRequest),
    /// Lets the request follow the open template again.
    FollowTemplate,
    /// Changes who gets test mails.
    SetRecipient(String),
    /// Shows a tab of the bottom panel.
    ShowTab(PanelTab),
    /// Unfolds or folds the bottom panel.
    SetPanelOpen(bool),
    /// Shows more fields above the editor, or fewer.
    SetMoreFields(bool),
    /// Sets the width of the preview.
    SetWidth(Width),
    /// Tells how wide and how far down the preview is looked at.
    Look(Viewport),
    /// Sets the reader's theme.
    SetScheme(Scheme),
    /// Sets the size of the preview.
    SetZoom(f32),
    /// Asks before a link of a mail is opened.
    AskLink(String),
    /// Opens a link in the browser.
    OpenLink(String),
    /// Asks the system's dialog for a folder.
    Browse(FolderUse),
    /// Opens a workspace.
    Open(PathBuf),
    /// Makes a workspace from the samples.
    Create(PathBuf),
    /// Makes a template.
    CreateTemplate {
        /// Which.
        key: TemplateKey,
        /// The template it starts as.
        copy_of: Option<TemplateKey>,
    },
    /// Asks for a new template of this type.
    AskNewTemplate(UsageType),
    /// Deletes a template.
    DeleteTemplate(TemplateKey),
    /// Goes back to what is on disk.
    Revert(FileKey),
    /// Asks what shall become of a conflict.
    AskConflict(FileKey),
    /// Ends a conflict.
    Resolve(FileKey, ConflictChoice),
    /// Throws all unsaved changes away.
    DiscardDrafts,
    /// Searches the inbox.
    Search(String),
    /// Shows a message.
    SelectMessage(MessageId),
    /// Shows a message in another way.
    SetMessageTab(MessageTab),
    /// Asks the DNS what a message proves about its sender.
    CheckMessage(MessageId),
    /// Tells who handed a message in; none for whom connection or header name.
    SetMessageClient(MessageId, Option<MessageClient>),
    /// Forgets why the last file was not added: another one is being named.
    ForgetFileError,
    /// Asks the system's dialog for the file of a message.
    BrowseMessageFile,
    /// Adds messages from files to the inbox and shows the checks of the first.
    AddMessageFiles(Vec<PathBuf>),
    /// Deletes a message.
    DeleteMessage(MessageId),
    /// Deletes all messages.
    ClearInbox,
    /// Saves the source of a message as a file.
    SaveMessage(MessageId),
    /// Saves the bytes of the request as a file.
    SaveRequest,
    /// Puts a text on the clipboard.
    Copy(String),
    /// Stops work.
    Cancel(TaskKey),
    /// Closes the dialog.
    CloseDialog,
}

/// What of the preview is looked at, in CSS pixels; the width in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// The width there is.
    pub width: f32,
    /// The height there is.
    pub height: f32,
    /// How far it is scrolled.
    pub top: f32,
    /// Points per CSS pixel.
    pub zoom: f32,
    /// Device pixels per point.
    pub pixels_per_point: f32,
}

/// What a person asks of connector profiles; each is named by its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileCommand {
    /// Shows a connector profile.
    Select(String),
    /// Shows a tab of the *Connectors* screen.
    ShowTab(ConnectorsTab),
    /// Sends with this profile from now on.
    Use(String),
    /// Changes a profile.
    Change(String, ProfileChange),
    /// Shows the templates in the configuration of a profile; from then on it is the one that sends.
    ShowTemplates(String),
    /// Asks where a secret of a profile shall be kept: the path of its keys.
    AskKeepSecret(String, Vec<String>),
    /// Puts a configuration on the clipboard, as the Console takes it.
    CopyConfig(String),
    /// Makes a profile.
    Create {
        /// The name of its file.
        name: String,
        /// What people call it.
        title: String,
        /// Logto's id of the connector.
        factory: String,
    },
    /// Makes a profile of what the Console has.
    Import {
        /// The name of its file.
        name: String,
        /// What people call it.
        title: String,
        /// Logto's id of the connector; none to tell it from the JSON.
        factory: Option<String>,
        /// The JSON, which may hold secrets.
        json: Secret,
        /// Where they are kept.
        place: SecretPlace,
    },
    /// Makes a copy of a profile.
    Duplicate(String),
    /// Asks before a profile is deleted.
    AskDelete(String),
    /// Deletes a profile.
    Delete(String),
    /// Brings a deleted profile back, with the text of its file.
    Restore(String, Arc<str>),
    /// Keeps a secret outside the workspace.
    KeepSecret {
        /// The profile.
        profile: String,
        /// The path of its keys.
        path: Vec<String>,
        /// What stands in the file.
        reference: SecretReference,
        /// The secret; none to leave what is kept there.
        secret: Option<Secret>,
    },
    /// Keeps all secrets that stand in a profile outside the workspace, and saves it.
    KeepSecrets(String, SecretPlace),
    /// Asks where the secrets of a profile are to be kept that are in memory only.
    AskKeepSecrets(String),
    /// Asks for the passphrase of the encrypted file of secrets.
    AskSecretsFile,
    /// Keeps secrets in the encrypted file, which has this passphrase.
    UseSecretsFile(Secret),
    /// Compares the profile shown with another one.
    CompareWith(Option<String>),
    /// Takes a value of the profile shown over in a promotion, or not; its JSON pointer.
    TakeOver(String, bool),
    /// Changes the other profile of the comparison as a promotion would.
    Promote,
    /// Saves a profile, whichever is shown.
    Save(String),
    /// Takes the last change of a profile back, while its file still has this text.
    TakeBack(String, Arc<str>),
    /// Puts what production would be after a promotion on the clipboard.
    CopyPromotion,
    /// Asks before a configuration is copied with its secrets.
    AskCopySecrets(CopiedJson),
    /// Puts a configuration on the clipboard with the secrets that are known.
    CopyWithSecrets(CopiedJson),
}

/// What a person asks of sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendCommand {
    /// Sends what the person was asked about.
    Confirm,
    /// Chooses the mail to send, without leaving the screen.
    ChooseMail(TemplateKey),
    /// Lets a profile send to anybody until the program ends, or not.
    LiftList(String, bool),
    /// Changes what is chosen for a batch.
    SetBatch(BatchWish),
    /// Starts the batch.
    StartBatch,
    /// Holds the batch, or goes on.
    PauseBatch(bool),
    /// Stops the batch.
    StopBatch,
    /// Sends what a batch left out, and what failed.
    BatchAgain,
    /// Forgets the batch that ran.
    ForgetBatch,
    /// Puts the table of the batch on the clipboard.
    CopyBatch(TableFormat),
    /// Searches the history.
    SearchHistory(Search),
    /// Shows the sends of all profiles, or those of the one looked at.
    ShowAllSends(bool),
    /// Shows a send of the history.
    SelectRecord(SendId),
    /// Shows a send of the history on its tab.
    ShowRecord(SendId),
    /// Sets everything up to send the same mail again.
    Again(SendId),
    /// Asks before the history is forgotten.
    AskClearHistory,
    /// Forgets the history.
    ClearHistory,
    /// Ends the program although a mail is being sent.
    QuitAnyway,
}

impl From<ProfileCommand> for Command {
    fn from(command: ProfileCommand) -> Self {
        Self::Profile(command)
    }
}

impl From<DomainCommand> for Command {
    fn from(command: DomainCommand) -> Self {
        Self::Domain(command)
    }
}

impl From<AskedCommand> for Command {
    fn from(command: AskedCommand) -> Self {
        Self::Asked(command)
    }
}

impl From<SendCommand> for Command {
    fn from(command: SendCommand) -> Self {
        Self::Send(command)
    }
}
