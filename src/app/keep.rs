//! Drafts and the session: what survives a crash.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::disk::{Printable, printable};
use super::event::Event;
use crate::domain::authoring::SourceKey;
use crate::domain::workspace::without_secrets;
use crate::model::{Document, FileKey, Session, TaskKey};
use crate::services::workspace::{Journal, Stamp, write_atomic};
use crate::tasks::IfBusy;

/// Drafts are at most this far behind the typing.
const DRAFT_DELAY: Duration = Duration::from_millis(400);

/// The session is at most this far behind.
const SESSION_DELAY: Duration = Duration::from_millis(1_500);

/// Sees to it that drafts and session are written soon, if they changed.
pub(super) fn schedule(app: &mut App) {
    let is_behind = |document: &Document| document.revision > document.kept_revision;
    if app.disk.journal.is_some() && app.model.files().any(|(_, document)| is_behind(document)) {
        timer(app, TaskKey::JournalTimer, DRAFT_DELAY, || {
            Event::JournalDue
        });
    }
    let session = Session::of(&app.model);
    if app.model.workspace.is_some() && app.disk.session.as_ref() != Some(&session) {
        app.disk.session = Some(session);
        timer(app, TaskKey::SessionTimer, SESSION_DELAY, || {
            Event::SessionDue
        });
    }
}

fn timer(app: &mut App, key: TaskKey, delay: Duration, event: fn() -> Event) {
    app.start(key, IfBusy::Refuse, move |reporter, _| async move {
        tokio::time::sleep(delay).await;
        reporter.send(event());
    });
}

/// A draft to be written, or one that is no longer needed.
struct Keep {
    key: FileKey,
    revision: u64,
    /// What to write; nothing to remove it.
    draft: Option<(Printable, Option<Stamp>)>,
}

fn to_keep(app: &App) -> Vec<Keep> {
    let files = app.model.files();
    let changed = files.filter(|(_, document)| document.revision > document.kept_revision);
    changed
        .map(|(key, document)| Keep {
            revision: document.revision,
            draft: document.is_modified().then(|| {
                // With a conflict the draft is of no file that is there: the next run is to
                // compare it again.
                let base = app.disk.stamp(&key).filter(|_| document.conflict.is_none());
                (for_draft(app, &key, document), base)
            }),
            key,
        })
        .collect()
}

/// What a draft says of a document: no secret that somebody typed is written to the disk.
fn for_draft(app: &App, key: &FileKey, document: &Document) -> Printable {
    match key {
        FileKey::Source(SourceKey::Connector(name)) => {
            let text = &document.texts.content;
            match without_secrets(name, text) {
                Cow::Borrowed(_) => Printable::Text(Arc::clone(text)),
                Cow::Owned(clean) => Printable::Text(clean.into()),
            }
        }
        _ => printable(app, key, &document.texts),
    }
}

fn keep(journal: &Journal, keeps: Vec<Keep>, at: jiff::Timestamp) -> Event {
    let mut kept = Vec::new();
    let mut error = None;
    for Keep {
        key,
        revision,
        draft,
    } in keeps
    {
        let path = key.path();
        let result = match draft {
            Some((file, base)) => journal.put(&path, base, &file.print(), at),
            None => journal.remove(&path),
        };
        match result {
            Ok(()) => kept.push((key, revision)),
            Err(failure) => error = Some(failure.to_string()),
        }
    }
    Event::JournalWritten { kept, error }
}

/// Writes the drafts that changed.
pub(super) fn write_journal(app: &mut App) {
    let Some(journal) = app.disk.journal.clone() else {
        return;
    };
    let keeps = to_keep(app);
    let at = app.clock.now();
    app.start_blocking(TaskKey::Journal, IfBusy::Refuse, move |reporter, _| {
        reporter.send(keep(&journal, keeps, at));
    });
}

/// Writes the drafts that changed, now.
pub(super) fn keep_drafts(app: &mut App) {
    let Some(journal) = app.disk.journal.clone() else {
        return;
    };
    if let Event::JournalWritten { kept, error } = keep(&journal, to_keep(app), app.clock.now()) {
        for (key, revision) in kept {
            if let Some(document) = app.model.file_mut(&key) {
                document.kept_revision = revision;
            }
        }
        if let Some(error) = error {
            tracing::error!(%error, "drafts could not be kept");
        }
    }
}

/// Forgets the draft of a file that is gone.
pub(super) fn forget_draft(app: &mut App, key: &FileKey) {
    let Some(journal) = app.disk.journal.clone() else {
        return;
    };
    let path = key.path();
    app.start_blocking(
        TaskKey::Forget(key.clone()),
        IfBusy::Replace,
        move |_, _| {
            if let Err(error) = journal.remove(&path) {
                tracing::warn!(%error, "a draft could not be removed");
            }
        },
    );
}

/// How the program was left; the beginning, if that cannot be read.
pub(super) fn read_session(path: &Path) -> Session {
    let read = std::fs::read(path).ok();
    read.and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn session_bytes(app: &App) -> Option<Vec<u8>> {
    serde_json::to_vec_pretty(&Session::of(&app.model)).ok()
}

/// Writes the session.
pub(super) fn write_session(app: &mut App) {
    let (Some(bytes), path) = (session_bytes(app), app.folders.session()) else {
        return;
    };
    app.start_blocking(TaskKey::Session, IfBusy::Replace, move |_, _| {
        if let Err(error) = write_session_file(&path, &bytes) {
            tracing::warn!(%error, "the session could not be written");
        }
    });
}

fn write_session_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    write_atomic(path, bytes)
}

/// Writes everything that must not be lost, before the program ends.
pub(super) fn keep_all(app: &mut App) {
    keep_drafts(app);
    if app.model.workspace.is_some()
        && let Some(bytes) = session_bytes(app)
        && let Err(error) = write_session_file(&app.folders.session(), &bytes)
    {
        tracing::warn!(%error, "the session could not be written");
    }
}
