//! The dialog that stands before everything else.

use std::path::PathBuf;

use super::{CopiedJson, FileKey, FixPlan, ReportFile, SheetFile};
use crate::domain::logto::UsageType;
use crate::domain::safety::Question;
use crate::domain::workspace::TemplateKey;

/// What a folder is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderUse {
    /// To be opened.
    Open,
    /// For a new workspace.
    Create,
}

/// What is saved outside of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveWhat {
    /// The contact sheet.
    Sheet(SheetFile),
    /// The report on a domain.
    Report(ReportFile, String),
    /// Templates as Logto stores them.
    Flat(Vec<TemplateKey>),
}

/// A dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// The command palette.
    Palette,
    /// Asks for a folder to open, or to make a workspace in.
    Folder(FolderUse),
    /// Makes a template.
    NewTemplate {
        /// Its usage type.
        usage_type: UsageType,
    },
    /// Asks before a template is deleted.
    DeleteTemplate(TemplateKey),
    /// Whether several templates shall be deleted.
    DeleteTemplates(Vec<TemplateKey>),
    /// Asks where to save something.
    Save(SaveWhat),
    /// Which language shall be added.
    AddLanguage,
    /// Asks before changes are thrown away.
    Revert(FileKey),
    /// A file was changed by another program while it was edited here.
    Conflict(FileKey),
    /// Saves the payload as a set of the workspace.
    SavePayload,
    /// Asks for the file of a message to be checked.
    MessageFile,
    /// Asks before all messages are deleted.
    ClearInbox,
    /// Asks before a link of a mail is opened.
    OpenLink(String),
    /// Asks whether a folder without a workspace shall become one.
    MakeWorkspace(PathBuf),
    /// Makes a connector profile.
    NewConnector,
    /// Takes a configuration over from Logto's Console.
    ImportConnector,
    /// Asks before a profile is deleted.
    DeleteProfile(String),
    /// Where a secret of a profile is kept: the path of its keys.
    KeepSecret(String, Vec<String>),
    /// Where the secrets of a profile are kept that stand in it, before it is saved.
    KeepSecrets(String),
    /// Asks before the program ends while a mail is being sent.
    QuitWhileSending,
    /// Asks for the passphrase of the encrypted file of secrets.
    SecretsFile,
    /// Asks before a configuration is copied with its secrets.
    CopySecrets {
        /// Which.
        what: CopiedJson,
        /// How many secrets are known.
        known: usize,
        /// The others, each with the reason.
        missing: Vec<String>,
    },
    /// Asks before the history of sends is forgotten.
    ClearHistory,
    /// Asks once more before a production profile sends.
    Production(Question),
    /// What the rule with this id means.
    WhyProblem(&'static str),
    /// Asks why the rule with this id shall be ignored, and where.
    IgnoreProblem {
        /// The id of the rule.
        rule: &'static str,
        /// A template that has it.
        template: TemplateKey,
        /// Whether it is in a file that many templates share.
        is_shared: bool,
    },
    /// Shows what mending all places of a kind changes.
    FixAll(FixPlan),
    /// The links of a template: what would be asked, and what came of it.
    CheckLinks(TemplateKey),
    /// What `SpamAssassin` says of a template.
    AskSpam(TemplateKey),
    /// What this program is.
    About,
}
