//! The desktop around the window: dialogs for files, the browser, the file manager.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::Stdio;

/// What a dialog asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileQuestion {
    /// A folder that exists.
    Folder {
        /// The title of the dialog.
        title: String,
        /// Where to begin.
        start: Option<PathBuf>,
    },
    /// A file that exists.
    File {
        /// The title of the dialog.
        title: String,
        /// Where to begin.
        start: Option<PathBuf>,
        /// What files of the usual kind are called, and the ending of their names.
        usual: (String, String),
    },
    /// A file to be written.
    SaveAs {
        /// The title of the dialog.
        title: String,
        /// The proposed name.
        name: String,
    },
}

/// An answer that a person takes time to give.
pub type Answer = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;

/// The desktop.
pub trait Host: Send + Sync {
    /// Asks for a file or folder; nothing if the person thinks better of it.
    fn ask(&self, question: FileQuestion) -> Answer;

    /// Opens a file, folder or address in the program that is meant for it; ends when it is handed
    /// over.
    fn open(&self, what: OsString) -> Opening;
}

/// The handing over of a file or address.
pub type Opening = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

/// The desktop this program runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemHost;

impl Host for SystemHost {
    fn ask(&self, question: FileQuestion) -> Answer {
        Box::pin(async move {
            let dialog = rfd::AsyncFileDialog::new();
            let handle = match question {
                FileQuestion::Folder { title, start } => {
                    let mut dialog = dialog.set_title(title);
                    if let Some(start) = start {
                        dialog = dialog.set_directory(start);
                    }
                    dialog.pick_folder().await
                }
                FileQuestion::File {
                    title,
                    start,
                    usual: (name, ending),
                } => {
                    let mut dialog = dialog
                        .set_title(title)
                        .add_filter(name, &[ending])
                        .add_filter("All files", &["*"]);
                    if let Some(start) = start {
                        dialog = dialog.set_directory(start);
                    }
                    dialog.pick_file().await
                }
                FileQuestion::SaveAs { title, name } => {
                    dialog
                        .set_title(title)
                        .set_file_name(name)
                        .save_file()
                        .await
                }
            };
            handle.map(|handle| handle.path().to_owned())
        })
    }

    fn open(&self, what: OsString) -> Opening {
        Box::pin(async move {
            let status = tokio::process::Command::new(OPENER)
                .arg(what)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .await?;
            if status.success() {
                Ok(())
            } else {
                Err(io::Error::other(format!("{OPENER} ended with {status}")))
            }
        })
    }
}

/// The program of the system that knows which program opens what.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(target_os = "windows") {
    "explorer"
} else {
    "xdg-open"
};
