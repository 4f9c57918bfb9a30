//! News of the workspace and its files.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use super::reread::{announce_conflict, entry};
use crate::app::disk::{self, Opened};
use crate::app::{App, keep, perform, problems, secrets, sending};
use crate::domain::authoring::SourceKey;
use crate::domain::workspace::{TemplateKey, without_secrets};
use crate::model::{
    Action, AskedModel, Command, Conflict, ConnectorsModel, Dialog, Document, EditKind, EditorPart,
    FileKey, LanguagesModel, NoticeKind, OpenWorkspace, ProfileCommand, SheetModel, TaskKey,
    TemplateTexts,
};
use crate::services::with_causes;
use crate::services::workspace::{Draft, OpenError, SaveError, Stamp};

pub(super) fn opened(app: &mut App, root: PathBuf, result: Result<Box<Opened>, OpenError>) {
    let opened = match result {
        Ok(opened) => *opened,
        Err(OpenError::NoWorkspace { path }) => {
            app.model.dialog = Some(Dialog::MakeWorkspace(path));
            return;
        }
        Err(error) => {
            let title = format!("Cannot open {}", root.display());
            let detail = format!("{}. {}", with_causes(&error), error.advice());
            app.note_error(title, detail);
            return;
        }
    };
    // What was typed while the folder was read belongs to the old one.
    keep::keep_drafts(app);
    app.derived.forget();
    app.model.design.remote_allowed.clear();
    app.model.deleted_templates.clear();
    app.model.joined_edits.clear();
    let documents = opened.loaded.workspace.templates.iter();
    app.model.documents = documents
        .map(|(key, file)| (key.clone(), Document::from_disk(file.into())))
        .collect();
    let sources = opened.loaded.workspace.sources.iter();
    app.model.sources = sources
        .map(|(key, text)| {
            let texts = TemplateTexts::of_source(Arc::clone(text));
            (key.clone(), Document::from_disk(texts))
        })
        .collect();
    problems::forget(&mut app.model);
    app.model.asked = AskedModel::default();
    sending::stop(app);
    forget_screens(app);
    app.model.design.part = EditorPart::Own;
    secrets::open(app, &root);
    app.model.workspace = Some(OpenWorkspace {
        root,
        is_writable: opened.loaded.workspace.settings.is_writable(),
        files: opened.loaded.workspace,
    });
    app.model.recent = opened.recent;
    app.disk.take_stamps(opened.loaded.stamps);
    match opened.journal {
        Ok(journal) => app.disk.take_journal(journal),
        Err(error) => {
            app.disk.journal = None;
            let detail = format!("{error}. Save often: what is not saved is lost in a crash");
            app.note_error("Drafts cannot be kept", detail);
        }
    }
    if opened.other_instance {
        let title = "Another Letterhead has this workspace open";
        let detail = "Both can edit. A file that one saves shows up as changed in the other";
        app.model.notify(NoticeKind::Warning, title, detail);
    }
    if let Some(reason) = disk::watch(app) {
        let title = "Changes by other programs are not noticed";
        let detail = format!("{reason}. Read the files again (F5) after changing them");
        app.model.notify(NoticeKind::Warning, title, detail);
    }
    note_read_only(app);
    restore_drafts(app, opened.drafts);
    select_first(app);
    problems::check_all(app);
    disk::start_inbox(app);
    perform::search_history(app);
}

/// What was looked at in another workspace is not of this one.
fn forget_screens(app: &mut App) {
    let model = &mut app.model;
    model.languages = LanguagesModel {
        tab: model.languages.tab,
        ..LanguagesModel::default()
    };
    model.sheet = SheetModel {
        options: model.sheet.options,
        ..SheetModel::default()
    };
    model.design.compare = None;
    model.connectors = ConnectorsModel {
        tab: model.connectors.tab,
        ..ConnectorsModel::default()
    };
    model.sending.batch = None;
    model.sending.last = None;
    app.tasks.cancel(&TaskKey::Sheet);
    app.pictures.sheet.clear();
}

fn note_read_only(app: &mut App) {
    if app.model.workspace.is_some() && !app.model.is_writable() {
        let title = "This workspace is open for reading only";
        let detail = "A newer version of Letterhead made it; this one would not keep all of it";
        app.model.notify(NoticeKind::Warning, title, detail);
    }
}

/// Puts drafts that were never saved back into their templates.
fn restore_drafts(app: &mut App, drafts: Vec<Draft>) {
    let mut restored = Vec::new();
    for draft in drafts {
        let Some(key) = FileKey::of(&draft.path) else {
            continue;
        };
        let Ok(texts) = disk::texts_of(&key, &draft.text) else {
            continue;
        };
        let is_outdated = app.disk.stamp(&key) != draft.base;
        let broken = app.model.broken(&key);
        let now_ms = app.model.now_ms;
        let document = entry(&mut app.model, &key);
        let document = document
            .and_modify(|document| {
                // What is on disk may have changed since the draft was begun.
                if is_outdated && document.texts != texts {
                    document.conflict = Some(Conflict::Changed(document.texts.clone()));
                }
                document.edit(texts.clone(), EditKind::Step, now_ms);
            })
            .or_insert_with(|| {
                let mut document = Document::unsaved(texts);
                document.conflict = broken.map(Conflict::Broken);
                document
            });
        if document.is_modified() {
            // A draft that an earlier version wrote with a secret in it is written anew.
            if !holds_secret(&key, &draft.text) {
                document.kept_revision = document.revision;
            }
            restored.push(key);
        } else {
            keep::forget_draft(app, &key);
        }
    }
    let Some(first) = restored.first().cloned() else {
        return;
    };
    let title = match restored.len() {
        1 => format!("Unsaved changes of {first} are back"),
        count => format!("Unsaved changes of {count} files are back"),
    };
    let show = match first {
        FileKey::Template(key) => Command::Select(key),
        FileKey::Source(key) => Command::ShowPart(EditorPart::Source(key)),
    };
    let actions = vec![
        ("Show".to_owned(), show),
        ("Discard".to_owned(), Command::DiscardDrafts),
    ];
    let detail = "They were typed before Letterhead last closed. Save keeps them";
    let profiles = restored.iter().filter_map(|key| match key {
        FileKey::Source(SourceKey::Connector(name)) => Some(name.clone()),
        _ => None,
    });
    secrets::tell_missing_of(app, profiles.collect());
    app.model
        .notify_with(NoticeKind::Warning, title, detail, actions);
}

fn holds_secret(key: &FileKey, draft: &str) -> bool {
    match key {
        FileKey::Source(SourceKey::Connector(name)) => {
            matches!(without_secrets(name, draft), Cow::Owned(_))
        }
        _ => false,
    }
}

fn select_first(app: &mut App) {
    let wished = app.disk.wished_template.take();
    let keys = &app.model.documents;
    let selected = app.model.design.selected.take();
    app.model.design.selected = selected
        .into_iter()
        .chain(wished)
        .find(|key| keys.contains_key(key))
        .or_else(|| keys.keys().find(|key| key.tag == "en").cloned())
        .or_else(|| keys.keys().next().cloned());
}

pub(super) fn created(app: &mut App, result: Result<PathBuf, String>) {
    match result {
        Ok(root) => perform::open(app, root),
        Err(error) => app.note_error("No workspace was made", error),
    }
}

pub(super) fn saved(
    app: &mut App,
    key: &FileKey,
    texts: TemplateTexts,
    written: &str,
    result: Result<Stamp, SaveError>,
) {
    let Some(document) = app.model.file_mut(key) else {
        return;
    };
    document.is_saving = false;
    match result {
        Ok(stamp) => {
            document.set_saved(Some(texts));
            document.conflict = None;
            app.disk.set_stamp(key, Some(stamp));
            if let Some(workspace) = &mut app.model.workspace {
                workspace.files.insert(&key.path(), written);
            }
            disk::read_newer(app);
        }
        Err(SaveError::Changed { theirs, stamp }) => their_turn(app, key, theirs, stamp),
        Err(error) => {
            let title = format!("{key} was not saved");
            let detail = format!(
                "{}. {}. What you typed is kept as a draft",
                with_causes(&error),
                error.advice(),
            );
            let again = vec![("Save again".to_owned(), Command::Do(Action::SaveAll))];
            app.model
                .notify_with(NoticeKind::Error, title, detail, again);
        }
    }
}

/// Another program was faster: its text and ours are to be compared.
fn their_turn(app: &mut App, key: &FileKey, theirs: Option<String>, stamp: Option<Stamp>) {
    app.disk.set_stamp(key, stamp);
    let conflict = match (theirs, stamp) {
        (Some(text), _) => match disk::texts_of(key, &text) {
            Ok(texts) => Conflict::Changed(texts),
            Err(error) => Conflict::Broken(error),
        },
        (None, Some(_)) => Conflict::Broken("it is not UTF-8 text".to_owned()),
        (None, None) => Conflict::Deleted,
    };
    if let Some(document) = app.model.file_mut(key) {
        document.conflict = Some(conflict);
    }
    announce_conflict(app, key);
}

pub(super) fn deleted(app: &mut App, key: &TemplateKey, result: Result<(), SaveError>) {
    match result {
        Ok(()) => {
            let document = app.model.documents.get(key);
            let texts = document.map(|document| document.texts.clone());
            let file = FileKey::Template(key.clone());
            perform::removed(app, &file);
            app.disk.set_stamp(&file, None);
            disk::read_newer(app);
            let deleted = &mut app.model.deleted_templates;
            deleted.extend(texts.map(|texts| (key.clone(), texts)));
            let is_last = !app
                .model
                .work
                .iter()
                .any(|work| matches!(&work.key, TaskKey::Delete(other) if other != key));
            if !is_last {
                return;
            }
            let title = match deleted.len() {
                0 | 1 => format!("Deleted {key}"),
                count => format!("Deleted {count} templates"),
            };
            let again = Command::Do(Action::RestoreTemplate);
            let actions = vec![("Undo".to_owned(), again)];
            app.model.notify_with(NoticeKind::Info, title, "", actions);
        }
        Err(SaveError::Changed { theirs, stamp }) => {
            their_turn(app, &FileKey::Template(key.clone()), theirs, stamp);
        }
        Err(error) => {
            let title = format!("{key} was not deleted");
            let detail = format!("{}. {}", with_causes(&error), error.advice());
            app.note_error(title, detail);
        }
    }
}

/// Takes over that a profile was deleted.
pub(super) fn source_deleted(app: &mut App, key: &SourceKey, result: Result<(), SaveError>) {
    match result {
        Ok(()) => {
            let text = app.model.sources.get(key);
            let text = text.map(|document| Arc::clone(&document.texts.content));
            let file = FileKey::Source(key.clone());
            perform::removed(app, &file);
            app.disk.set_stamp(&file, None);
            disk::read_newer(app);
            let mut actions = Vec::new();
            if let (SourceKey::Connector(name), Some(text)) = (key, text) {
                let undo = Command::Profile(ProfileCommand::Restore(name.clone(), text));
                actions.push(("Undo".to_owned(), undo));
            }
            let title = format!("Deleted {key}");
            app.model.notify_with(NoticeKind::Info, title, "", actions);
        }
        Err(error) => {
            let title = format!("{key} was not deleted");
            let detail = format!("{}. {}", with_causes(&error), error.advice());
            app.note_error(title, detail);
        }
    }
}

pub(super) fn payload_saved(app: &mut App, name: &str, result: Result<(), SaveError>) {
    match result {
        Ok(()) => {
            let title = format!("Saved payloads/{name}.toml");
            app.model.notify(NoticeKind::Success, title, "");
            disk::read_again(app);
        }
        Err(error) => {
            let detail = format!("{}. {}", with_causes(&error), error.advice());
            app.note_error("The payload was not saved", detail);
        }
    }
}

pub(super) fn journal_written(app: &mut App, kept: &[(FileKey, u64)], error: Option<String>) {
    for (key, revision) in kept {
        if let Some(document) = app.model.file_mut(key) {
            document.kept_revision = *revision;
        }
    }
    let was_failing = std::mem::replace(&mut app.disk.drafts_fail, error.is_some());
    if let Some(error) = error.filter(|_| !was_failing) {
        let title = "Drafts cannot be kept";
        let detail = format!("{error}. Save often until there is room on the disk again");
        app.note_error(title, detail);
    }
}
