//! The files of the workspace, and what is known about them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::event::{Event, StartedInbox};
use super::{App, perform};
use crate::domain::authoring::SourceKey;
use crate::domain::workspace::{
    PayloadSet, SETTINGS_FILE, TemplateFile, TemplateKey, Workspace, held_back,
};
use crate::model::{FileKey, Session, TaskKey, TemplateTexts};
use crate::services::folders::Folders;
use crate::services::inbox::{Inbox, InboxConfig, SmtpServer, StartTls};
use crate::services::with_causes;
use crate::services::workspace::{
    Draft, Expected, Journal, Loaded, OpenError, Recent, Stamp, Watcher, create_from_samples, load,
    save,
};
use crate::tasks::IfBusy;

/// Changes of files that follow each other more closely are read once.
const QUIET: Duration = Duration::from_millis(150);

/// What is known about the disk.
#[derive(Default)]
pub(super) struct Disk {
    /// What each file was when it was last read or written here.
    stamps: BTreeMap<PathBuf, Stamp>,
    /// The journal of the open workspace.
    pub journal: Option<Arc<Journal>>,
    watcher: Option<Watcher>,
    inbox_watcher: Option<Watcher>,
    /// The session as it was last seen, written or not.
    pub session: Option<Session>,
    inbox_started: bool,
    /// Whether drafts could not be written the last time.
    pub drafts_fail: bool,
    /// The template that was open when the program last closed.
    pub wished_template: Option<TemplateKey>,
}

/// A workspace that was read, with all that belongs to it.
pub struct Opened {
    pub(super) loaded: Loaded,
    pub(super) journal: Result<Journal, String>,
    pub(super) drafts: Vec<Draft>,
    pub(super) other_instance: bool,
    pub(super) recent: Vec<PathBuf>,
}

/// Reads a workspace and opens its journal.
pub(super) fn read_all(root: &Path, folders: &Folders) -> Result<Opened, OpenError> {
    let loaded = load(root)?;
    let mut recent = Recent::load(&folders.recent());
    // The list is a convenience; opening the folder must not fail for it.
    recent.push(root, &folders.recent()).ok();
    let opened = Journal::open(&folders.drafts(), root);
    let (journal, drafts, other_instance) = match opened {
        Ok(opened) => (Ok(opened.journal), opened.drafts, opened.other_instance),
        Err(error) => (Err(error.to_string()), Vec::new(), false),
    };
    Ok(Opened {
        loaded,
        journal,
        drafts,
        other_instance,
        recent: recent.folders().to_vec(),
    })
}

impl Disk {
    /// Takes over the journal of the workspace that was opened.
    pub fn take_journal(&mut self, journal: Journal) {
        self.journal = Some(Arc::new(journal));
    }

    /// Takes over what files are now.
    pub fn take_stamps(&mut self, stamps: BTreeMap<PathBuf, Stamp>) {
        self.stamps = stamps;
    }

    /// What a file was when it was last read or written.
    pub fn stamp(&self, key: &FileKey) -> Option<Stamp> {
        self.stamps.get(&key.path()).copied()
    }

    /// Takes over what files are now that are not edited.
    pub fn take_other_stamps(&mut self, stamps: &BTreeMap<PathBuf, Stamp>) {
        let is_edited = |path: &Path| FileKey::of(path).is_some();
        self.stamps.retain(|path, _| is_edited(path));
        let others = stamps.iter().filter(|(path, _)| !is_edited(path));
        self.stamps
            .extend(others.map(|(path, stamp)| (path.clone(), *stamp)));
    }

    /// Notes what a file is now.
    pub fn set_stamp(&mut self, key: &FileKey, stamp: Option<Stamp>) {
        match stamp {
            Some(stamp) => self.stamps.insert(key.path(), stamp),
            None => self.stamps.remove(&key.path()),
        };
    }
}

/// Watches the open folder; why it cannot, if so.
pub(super) fn watch(app: &mut App) -> Option<String> {
    let root = app.model.root()?;
    let reporter = app.tasks.service_reporter();
    let (settings, folders) = Workspace::places();
    let is_wanted = move |path: &Path| {
        path == settings || folders.iter().any(|folder| path.starts_with(folder))
    };
    let watcher = Watcher::new(root, is_wanted, move || reporter.send(Event::FilesChanged));
    match watcher {
        Ok(watcher) => {
            app.disk.watcher = Some(watcher);
            None
        }
        Err(error) => Some(with_causes(&error)),
    }
}

/// Watches the inbox, into which other programs put messages too. Without it the list is brought up
/// to date by hand (F5).
pub(super) fn watch_inbox(app: &mut App) {
    let reporter = app.tasks.service_reporter();
    let folder = app.folders.inbox();
    let watcher = Watcher::new(
        &folder,
        |_| true,
        move || {
            reporter.send(Event::InboxFolderChanged);
        },
    );
    match watcher {
        Ok(watcher) => app.disk.inbox_watcher = Some(watcher),
        Err(error) => tracing::warn!(%error, "the inbox is not watched"),
    }
}

/// Reads the open folder again, after something changed in it.
pub(super) fn read_again(app: &mut App) {
    let Some(root) = app.model.root().map(Path::to_path_buf) else {
        return;
    };
    app.start(
        TaskKey::Refresh,
        IfBusy::Replace,
        move |reporter, _| async move {
            tokio::time::sleep(QUIET).await;
            let folder = root.clone();
            let read = tokio::task::spawn_blocking(move || load(&folder).map(Box::new)).await;
            // A panic of the reader is told like any other.
            let loaded = read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
            reporter.send(Event::FilesRead { root, loaded });
        },
    );
}

/// Starts a reading that is under way anew: it may have seen a file as it was before it was saved
/// or deleted here, and would bring that back.
pub(super) fn read_newer(app: &mut App) {
    if app.tasks.is_running(&TaskKey::Refresh) {
        read_again(app);
    }
}

/// Makes a workspace from the samples.
pub(super) fn create(target: &Path) -> Result<(), String> {
    if target.join(SETTINGS_FILE).is_file() {
        return Ok(());
    }
    create_from_samples(target).map_err(|error| with_causes(&error))
}

/// What the texts of a file make of it, before it is printed.
pub(super) enum Printable {
    /// A template, with all that its file said beside the texts.
    Template(Box<TemplateFile>),
    /// A text as it stands.
    Text(Arc<str>),
}

impl Printable {
    /// The file.
    pub fn print(&self) -> String {
        match self {
            Self::Template(file) => file.print(),
            Self::Text(text) => text.to_string(),
        }
    }
}

/// The file that texts make.
pub(super) fn printable(app: &App, key: &FileKey, texts: &TemplateTexts) -> Printable {
    let FileKey::Template(key) = key else {
        return Printable::Text(Arc::clone(&texts.content));
    };
    let workspace = app.model.workspace.as_ref();
    let known = workspace.and_then(|open| open.files.templates.get(key));
    let mut file = match known {
        Some(file) => file.clone(),
        None => TemplateFile::new(texts.to_details()),
    };
    file.set_details(texts.to_details());
    let translated_from = Some(texts.translated_from.as_ref()).filter(|text| !text.is_empty());
    file.set_authoring(texts.layout(), translated_from);
    Printable::Template(Box::new(file))
}

/// The texts that a file makes.
pub(super) fn texts_of(key: &FileKey, text: &str) -> Result<TemplateTexts, String> {
    match key {
        FileKey::Template(_) => match TemplateFile::parse(text) {
            Ok(parsed) => Ok(TemplateTexts::from(&parsed.value)),
            Err(error) => Err(error.to_string()),
        },
        FileKey::Source(_) => Ok(TemplateTexts::of_source(text.into())),
    }
}

/// Saves a file; a profile with secrets in it only once these are kept elsewhere.
pub(super) fn save_file(app: &mut App, key: &FileKey) {
    let (Some(root), Some(document)) =
        (app.model.root().map(Path::to_path_buf), app.model.file(key))
    else {
        return;
    };
    // A conflict is for the person to end: saving would overwrite what another program wrote.
    if document.is_saving || document.conflict.is_some() || !app.model.is_writable() {
        return;
    }
    let texts = document.texts.clone();
    if let FileKey::Source(SourceKey::Connector(name)) = key
        && let Some(why) = held_back(name, &texts.content)
    {
        perform::hold_back(app, name, why);
        return;
    }
    let file = printable(app, key, &texts);
    let expected = match app.disk.stamp(key) {
        Some(stamp) => Expected::Same(stamp),
        None => Expected::Absent,
    };
    let (key, saving) = (key.clone(), key.clone());
    let path = key.path();
    let is_started = app.start_blocking(
        TaskKey::Save(key.clone()),
        IfBusy::Refuse,
        move |reporter, _| {
            let written = file.print();
            let result = save(&root, &path, &written, expected);
            reporter.send(Event::Saved {
                key,
                texts,
                written,
                result,
            });
        },
    );
    if let Some(document) = app.model.file_mut(&saving) {
        document.is_saving = is_started;
    }
}

/// Deletes the file of a template.
pub(super) fn delete_template(app: &mut App, key: TemplateKey) {
    let (Some(root), Some(stamp)) = (
        app.model.root().map(Path::to_path_buf),
        app.disk.stamp(&FileKey::Template(key.clone())),
    ) else {
        perform::removed(app, &FileKey::Template(key));
        return;
    };
    app.start_blocking(
        TaskKey::Delete(key.clone()),
        IfBusy::Refuse,
        move |reporter, _| {
            let result = crate::services::workspace::delete(&root, &key.file_path(), stamp);
            reporter.send(Event::Deleted { key, result });
        },
    );
}

/// Deletes a shared file.
pub(super) fn delete_source(app: &mut App, key: SourceKey) {
    let file = FileKey::Source(key.clone());
    let (Some(root), Some(stamp)) = (
        app.model.root().map(Path::to_path_buf),
        app.disk.stamp(&file),
    ) else {
        perform::removed(app, &file);
        return;
    };
    app.start_blocking(TaskKey::Forget(file), IfBusy::Refuse, move |reporter, _| {
        let result = crate::services::workspace::delete(&root, &key.file_path(), stamp);
        reporter.send(Event::SourceDeleted { key, result });
    });
}

/// Saves a payload set, in place of one of the same name.
pub(super) fn save_payload(app: &mut App, set: PayloadSet) {
    let Some(root) = app.model.root().map(Path::to_path_buf) else {
        return;
    };
    let path = PathBuf::from("payloads").join(format!("{}.toml", set.name));
    let expected = match app.disk.stamps.get(&path) {
        Some(stamp) => Expected::Same(*stamp),
        None => Expected::Absent,
    };
    app.start_blocking(TaskKey::SavePayload, IfBusy::Refuse, move |reporter, _| {
        let result = save(&root, &path, &set.print(), expected).map(drop);
        let name = set.name;
        reporter.send(Event::PayloadSaved { name, result });
    });
}

/// Starts the capture server, once, with the settings of the first workspace.
pub(super) fn start_inbox(app: &mut App) {
    if std::mem::replace(&mut app.disk.inbox_started, true) {
        return;
    }
    let settings = app
        .model
        .workspace
        .as_ref()
        .map(|open| &open.files.settings);
    let config = InboxConfig {
        port: settings.map_or(0, |settings| settings.inbox_smtp_port),
        start_tls: if settings.is_some_and(|settings| settings.inbox_start_tls) {
            StartTls::Offered
        } else {
            StartTls::Hidden
        },
        ..InboxConfig::default()
    };
    let folder = app.folders.inbox();
    let clock = Arc::clone(&app.clock);
    let on_event = app.tasks.service_reporter();
    app.start(
        TaskKey::StartInbox,
        IfBusy::Refuse,
        move |reporter, _| async move {
            let opened = tokio::task::spawn_blocking(move || Inbox::open(&folder, clock)).await;
            let result = match opened {
                Ok(Ok(inbox)) => {
                    let inbox = Arc::new(inbox);
                    let on_event = move |event| on_event.send(Event::Inbox(event));
                    let server = SmtpServer::bind(config, Arc::clone(&inbox), on_event).await;
                    let server = server.map_err(|error| with_causes(&error));
                    Ok(Box::new(StartedInbox { inbox, server }))
                }
                Ok(Err(error)) => Err(with_causes(&error)),
                Err(error) => Err(error.to_string()),
            };
            reporter.send(Event::InboxStarted(result));
        },
    );
}
