//! Where the program keeps its own files.

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of one person on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Messages, drafts, the session, the first workspace.
    pub data: PathBuf,
}

impl Folders {
    /// The usual folders of this person; nothing if they have no home folder.
    pub fn of_user() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "letterhead")?;
        Some(Self {
            data: folders.data_dir().to_owned(),
        })
    }

    /// Messages.
    pub fn inbox(&self) -> PathBuf {
        self.data.join("inbox")
    }

    /// Drafts of all workspaces.
    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// How the program was left.
    pub fn session(&self) -> PathBuf {
        self.data.join("session.json")
    }

    /// Workspaces opened lately.
    pub fn recent(&self) -> PathBuf {
        self.data.join("recent.json")
    }

    /// What was sent with connectors.
    pub fn sends(&self) -> PathBuf {
        self.data.join("sends")
    }

    /// Reports on domains, with a folder for each.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// Encrypted files of secrets, for those who choose them.
    pub fn secrets(&self) -> PathBuf {
        self.data.join("secrets")
    }

    /// The workspace that a person starts with.
    pub fn first_workspace(&self) -> PathBuf {
        self.data.join("sample-workspace")
    }

    /// Files made for other programs.
    pub fn exports(&self) -> PathBuf {
        self.data.join("exports")
    }
}
