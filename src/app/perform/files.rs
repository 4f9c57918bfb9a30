//! The workspace and its files.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::app::event::Picked;
use crate::app::{App, Event, FileQuestion, disk, keep};
use crate::domain::logto::{TemplateDetails, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Conflict, ConflictChoice, Dialog, Document, EditKind, EditorPart, FileKey, FolderUse,
    NoticeKind, TaskKey, TemplateTexts,
};
use crate::services::workspace::write_atomic;
use crate::tasks::IfBusy;

use crate::services::with_causes;

/// Opens a folder; drafts of the one that was open are kept in its journal.
pub(in crate::app) fn open(app: &mut App, root: PathBuf) {
    app.model.dialog = None;
    // The path is kept for the next run, which may start elsewhere.
    let root = std::path::absolute(&root).unwrap_or(root);
    keep::keep_drafts(app);
    if app.model.root() == Some(root.as_path()) {
        disk::read_again(app);
        return;
    }
    let folders = app.folders.clone();
    app.start_blocking(TaskKey::Open, IfBusy::Replace, move |reporter, _| {
        let result = disk::read_all(&root, &folders).map(Box::new);
        reporter.send(Event::Opened { root, result });
    });
}

/// Asks for a folder in the window: the system's dialog is not there on every desktop.
pub(super) fn ask_folder(app: &mut App, purpose: FolderUse) {
    app.model.dialog = Some(Dialog::Folder(purpose));
}

/// Asks for a folder with the system's dialog.
pub(super) fn browse(app: &mut App, purpose: FolderUse) {
    let root = app.model.root();
    let start = root.and_then(|root| root.parent()).map(PathBuf::from);
    let (title, picked): (_, fn(PathBuf) -> Picked) = match purpose {
        FolderUse::Open => ("Open workspace", Picked::Open),
        FolderUse::Create => ("Empty folder for the new workspace", Picked::Create),
    };
    let title = title.to_owned();
    ask(app, FileQuestion::Folder { title, start }, picked);
}

/// Asks with a dialog of the system.
pub(super) fn ask(app: &mut App, question: FileQuestion, picked: fn(PathBuf) -> Picked) {
    let answer = app.host.ask(question);
    app.start(
        TaskKey::FileDialog,
        IfBusy::Refuse,
        move |reporter, _| async move {
            let picked = answer.await.map_or(Picked::Nothing, picked);
            reporter.send(Event::Picked(picked));
        },
    );
}

/// Makes a workspace from the samples.
pub(super) fn create(app: &mut App, target: PathBuf) {
    app.model.dialog = None;
    app.start_blocking(TaskKey::Create, IfBusy::Refuse, move |reporter, _| {
        let result = disk::create(&target).map(|()| target);
        reporter.send(Event::Created(result));
    });
}

pub(super) fn reload(app: &mut App) {
    disk::read_again(app);
}

/// Saves the open template; with a conflict, asks what shall become of it first.
pub(super) fn save(app: &mut App) {
    let Some(key) = app.model.active_file() else {
        return;
    };
    let document = app.model.file(&key);
    if document.is_some_and(|document| document.conflict.is_some()) {
        ask_conflict(app, &key);
    } else {
        disk::save_file(app, &key);
    }
}

pub(super) fn save_all(app: &mut App) {
    let modified = app.model.files();
    let modified = modified.filter(|(_, document)| document.is_modified());
    let keys: Vec<FileKey> = modified.map(|(key, _)| key).collect();
    for key in &keys {
        disk::save_file(app, key);
    }
    let conflict = app
        .model
        .files()
        .find(|(_, document)| document.conflict.is_some())
        .map(|(key, _)| key);
    if let Some(key) = conflict {
        ask_conflict(app, &key);
    }
}

pub(super) fn ask_revert(app: &mut App) {
    app.model.dialog = app.model.active_file().map(Dialog::Revert);
}

/// Goes back to what is on disk; undo brings the changes back.
pub(super) fn revert(app: &mut App, key: &FileKey) {
    app.model.dialog = None;
    let now_ms = app.model.now_ms;
    let Some(document) = app.model.file_mut(key) else {
        return;
    };
    match document.conflict.take() {
        None => {
            if let Some(saved) = document.saved.clone() {
                document.edit(saved, EditKind::Step, now_ms);
            }
        }
        // What is on disk is theirs by now.
        Some(Conflict::Changed(theirs)) => {
            document.edit(theirs.clone(), EditKind::Step, now_ms);
            document.set_saved(Some(theirs));
        }
        Some(conflict) => {
            document.conflict = Some(conflict);
            ask_conflict(app, key);
        }
    }
}

/// Goes back to what is on disk everywhere; undo brings each change back.
pub(super) fn discard_drafts(app: &mut App) {
    let keys: Vec<FileKey> = app.model.files().map(|(key, _)| key).collect();
    for key in keys {
        let document = app.model.file(&key);
        if document.is_some_and(|document| document.saved.is_none()) {
            removed(app, &key);
        } else {
            revert(app, &key);
        }
    }
    if app.model.document().is_none() {
        app.model.design.selected = app.model.documents.keys().next().cloned();
    }
}

pub(super) fn ask_new_template(app: &mut App, usage_type: UsageType) {
    app.model.dialog = Some(Dialog::NewTemplate { usage_type });
}

/// Makes a template, which is saved when the person says so.
pub(super) fn create_template(app: &mut App, key: TemplateKey, copy_of: Option<TemplateKey>) {
    app.model.dialog = None;
    if !app.model.documents.contains_key(&key) {
        let texts = copy_of
            .and_then(|copy_of| {
                let mut texts = app.model.documents.get(&copy_of)?.texts.clone();
                texts.content = in_language(&texts.content, &copy_of.tag, &key.tag).into();
                texts.translated_from = "".into();
                Some(texts)
            })
            .unwrap_or_else(|| TemplateTexts::from(&TemplateDetails::default()));
        let mut document = Document::unsaved(texts);
        let file = FileKey::Template(key.clone());
        document.conflict = app.model.broken(&file).map(Conflict::Broken);
        app.model.documents.insert(key.clone(), document);
    }
    super::select(app, key);
}

/// HTML that says it is in another language; its words are still to be translated.
pub(super) fn in_language(html: &str, from: &str, to: &str) -> String {
    html.replace(&format!(" lang=\"{from}\""), &format!(" lang=\"{to}\""))
}

pub(super) fn ask_delete(app: &mut App) {
    app.model.dialog = app
        .model
        .design
        .selected
        .clone()
        .map(Dialog::DeleteTemplate);
}

pub(super) fn delete_template(app: &mut App, key: TemplateKey) {
    app.model.deleted_templates.clear();
    delete_one(app, key);
}

/// Deletes several templates; all of them can be brought back together.
pub(super) fn delete_templates(app: &mut App, keys: Vec<TemplateKey>) {
    app.model.deleted_templates.clear();
    for key in keys {
        delete_one(app, key);
    }
}

fn delete_one(app: &mut App, key: TemplateKey) {
    app.model.dialog = None;
    let is_on_disk = app
        .model
        .documents
        .get(&key)
        .is_some_and(|document| document.saved.is_some());
    if is_on_disk {
        disk::delete_template(app, key);
    } else {
        removed(app, &FileKey::Template(key));
    }
}

/// Brings back the templates that were deleted last, and saves them.
pub(super) fn restore_template(app: &mut App) {
    for (key, texts) in std::mem::take(&mut app.model.deleted_templates) {
        let document = Document::unsaved(texts);
        app.model.documents.entry(key.clone()).or_insert(document);
        super::select(app, key.clone());
        disk::save_file(app, &FileKey::Template(key));
    }
}

/// Takes a file that is gone off the lists; of a template the notice brings it back.
pub(in crate::app) fn removed(app: &mut App, key: &FileKey) {
    keep::forget_draft(app, key);
    let key = match key {
        FileKey::Template(key) => key,
        FileKey::Source(key) => {
            app.model.sources.remove(key);
            return;
        }
    };
    app.model.documents.remove(key);
    if app.model.design.selected.as_ref() == Some(key) {
        let mut after = app.model.documents.range(key.clone()..);
        let next = after
            .next()
            .or_else(|| app.model.documents.iter().next_back());
        app.model.design.selected = next.map(|(key, _)| key.clone());
    }
}

pub(super) fn ask_conflict(app: &mut App, key: &FileKey) {
    match key {
        FileKey::Template(key) => super::select(app, key.clone()),
        FileKey::Source(key) => super::look::show_part(app, EditorPart::Source(key.clone())),
    }
    app.model.dialog = Some(Dialog::Conflict(key.clone()));
}

/// Ends a conflict with what another program did to a file.
pub(super) fn resolve(app: &mut App, key: &FileKey, choice: ConflictChoice) {
    app.model.dialog = None;
    let now_ms = app.model.now_ms;
    let Some(document) = app.model.file_mut(key) else {
        return;
    };
    let Some(conflict) = document.conflict.take() else {
        return;
    };
    match (choice, conflict) {
        (ConflictChoice::TakeTheirs, Conflict::Changed(theirs)) => {
            document.edit(theirs.clone(), EditKind::Step, now_ms);
            document.set_saved(Some(theirs));
        }
        (ConflictChoice::TakeTheirs, Conflict::Deleted) => removed(app, key),
        (ConflictChoice::TakeTheirs, broken @ Conflict::Broken(_)) => {
            document.conflict = Some(broken);
        }
        (ConflictChoice::KeepMine, conflict) => {
            let saved = match conflict {
                Conflict::Changed(theirs) => {
                    // Theirs becomes a step of the history, so that undo can bring it back.
                    let mine = document.texts.clone();
                    document.edit(theirs.clone(), EditKind::Step, now_ms);
                    document.edit(mine, EditKind::Step, now_ms);
                    Some(theirs)
                }
                Conflict::Broken(_) | Conflict::Deleted => None,
            };
            document.set_saved(saved);
            disk::save_file(app, key);
        }
    }
}

pub(super) fn show_folder(app: &mut App) {
    if let Some(root) = app.model.root() {
        let what = root.display().to_string();
        let root = root.as_os_str().to_owned();
        hand_over(app, root, what);
    }
}

/// Opens something in the program of the system that is meant for it.
pub(super) fn hand_over(app: &mut App, what: OsString, name: String) {
    let opening = app.host.open(what);
    app.start(
        TaskKey::Export,
        IfBusy::Replace,
        move |reporter, _| async move {
            let error = opening.await.err().map(|error| error.to_string());
            reporter.send(Event::HandedOver { what: name, error });
        },
    );
}

/// Writes the mail to a file of its own and opens it in the browser.
pub(super) fn open_in_browser(app: &mut App) {
    let rendered = app.model.design.analysis.as_ref().map(|analysis| {
        let content = analysis
            .content
            .as_ref()
            .map(|rendered| rendered.text.clone());
        (content, analysis.texts.is_plain())
    });
    let Some((Ok(content), is_plain)) = rendered else {
        let detail = "Logto cannot render it with this payload, so there is nothing to open";
        app.model
            .notify(NoticeKind::Warning, "No mail to open", detail);
        return;
    };
    let folder = app.folders.exports();
    let host = std::sync::Arc::clone(&app.host);
    let name = if is_plain { "mail.txt" } else { "mail.html" };
    app.start(
        TaskKey::Export,
        IfBusy::Replace,
        move |reporter, _| async move {
            let path = folder.join(name);
            let written = {
                let path = path.clone();
                tokio::task::spawn_blocking(move || {
                    std::fs::create_dir_all(&folder)?;
                    write_atomic(&path, content.as_bytes())
                })
                .await
            };
            let result = match written {
                Ok(Ok(())) => host.open(path.into_os_string()).await,
                Ok(Err(error)) => Err(error),
                Err(error) => Err(std::io::Error::other(error)),
            };
            let error = result.err().map(|error| error.to_string());
            let what = name.to_owned();
            reporter.send(Event::HandedOver { what, error });
        },
    );
}

/// Asks where to, then writes `bytes` there.
pub(super) fn export(app: &mut App, name: String, bytes: Vec<u8>) {
    export_with(app, name, move || Ok(bytes));
}

/// Asks where to, then makes the bytes and writes them there.
pub(super) fn export_with(
    app: &mut App,
    name: String,
    bytes: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
) {
    let title = "Save message".to_owned();
    let answer = app.host.ask(FileQuestion::SaveAs { title, name });
    app.start(
        TaskKey::FileDialog,
        IfBusy::Refuse,
        move |reporter, _| async move {
            let Some(path) = answer.await else {
                reporter.send(Event::Picked(Picked::Nothing));
                return;
            };
            let written = tokio::task::spawn_blocking(move || {
                write_atomic(&path, &bytes()?).map_err(|error| with_causes(&error))?;
                Ok(path)
            });
            let result = written.await.unwrap_or_else(|error| Err(error.to_string()));
            reporter.send(Event::Exported(result));
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_names_its_own_language() {
        let html = "<html lang=\"en\"><p hreflang=\"en\" lang=\"en\">";
        let copy = in_language(html, "en", "pt-BR");
        assert_eq!(
            copy,
            "<html lang=\"pt-BR\"><p hreflang=\"en\" lang=\"pt-BR\">"
        );
    }
}
