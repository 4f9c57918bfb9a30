//! What other programs did to the files.

use std::collections::{BTreeSet, btree_map};
use std::path::Path;
use std::sync::Arc;

use crate::app::{App, perform, problems};
use crate::domain::authoring::SourceKey;
use crate::domain::workspace::TemplateKey;
use crate::model::{Command, Conflict, Document, FileKey, Model, NoticeKind, TemplateTexts};
use crate::services::with_causes;
use crate::services::workspace::{Loaded, OpenError, Stamp};

/// Takes over what the files say now, by whomever they were changed.
pub(super) fn read_again(app: &mut App, root: &Path, loaded: Result<Box<Loaded>, OpenError>) {
    if app.model.root() != Some(root) {
        return;
    }
    let loaded = match loaded {
        Ok(loaded) => *loaded,
        Err(error) => {
            let title = "The workspace cannot be read any more";
            let detail = format!("{}. What is open here stays", with_causes(&error));
            app.note_error(title, detail);
            return;
        }
    };
    let known = app.model.files().map(|(key, _)| key);
    let templates = loaded.workspace.templates.keys().cloned();
    let sources = loaded.workspace.sources.keys().cloned();
    let there = templates
        .map(FileKey::Template)
        .chain(sources.map(FileKey::Source));
    let keys: BTreeSet<FileKey> = known.chain(there).collect();
    for key in keys {
        let stamp = loaded.stamps.get(&key.path()).copied();
        let is_same = app.disk.stamp(&key) == stamp;
        let is_saving = app
            .model
            .file(&key)
            .is_some_and(|document| document.is_saving);
        if !is_same && !is_saving {
            take_over(app, &key, &loaded, stamp);
        }
    }
    app.disk.take_other_stamps(&loaded.stamps);
    app.derived.forget_request();
    if let Some(workspace) = &mut app.model.workspace {
        workspace.is_writable = loaded.workspace.settings.is_writable();
        workspace.files = loaded.workspace;
    }
    problems::check_all(app);
}

/// The place of a file among those that are edited.
pub(super) fn entry<'a>(model: &'a mut Model, key: &FileKey) -> Entry<'a> {
    match key {
        FileKey::Template(key) => Entry::Template(model.documents.entry(key.clone())),
        FileKey::Source(key) => Entry::Source(model.sources.entry(key.clone())),
    }
}

/// A place that may have a document.
pub(super) enum Entry<'a> {
    Template(btree_map::Entry<'a, TemplateKey, Document>),
    Source(btree_map::Entry<'a, SourceKey, Document>),
}

impl<'a> Entry<'a> {
    pub fn and_modify(self, change: impl FnOnce(&mut Document)) -> Self {
        match self {
            Self::Template(entry) => Self::Template(entry.and_modify(change)),
            Self::Source(entry) => Self::Source(entry.and_modify(change)),
        }
    }

    pub fn or_insert_with(self, make: impl FnOnce() -> Document) -> &'a mut Document {
        match self {
            Self::Template(entry) => entry.or_insert_with(make),
            Self::Source(entry) => entry.or_insert_with(make),
        }
    }
}

fn take_over(app: &mut App, key: &FileKey, loaded: &Loaded, stamp: Option<Stamp>) {
    let texts = match key {
        FileKey::Template(key) => loaded.workspace.templates.get(key).map(TemplateTexts::from),
        FileKey::Source(key) => {
            let text = loaded.workspace.sources.get(key);
            text.map(|text| TemplateTexts::of_source(Arc::clone(text)))
        }
    };
    if let Some(texts) = texts {
        entry(&mut app.model, key)
            .and_modify(|document| document.disk_changed(texts.clone()))
            .or_insert_with(|| Document::from_disk(texts));
    } else {
        let path = key.path();
        let mut broken = loaded.workspace.broken.iter();
        let broken = broken.find(|file| file.path == path);
        lost(app, key, broken.map(|file| file.message.clone()));
    }
    app.disk.set_stamp(key, stamp);
    announce_conflict(app, key);
}

/// The file of a template is gone or cannot be read any more.
fn lost(app: &mut App, key: &FileKey, broken: Option<String>) {
    let Some(document) = app.model.file_mut(key) else {
        return;
    };
    if document.is_modified() || document.saved.is_none() {
        let is_there = broken.is_some() || document.saved.is_some();
        document.conflict = is_there.then(|| broken.map_or(Conflict::Deleted, Conflict::Broken));
    } else {
        perform::removed(app, key);
    }
}

pub(super) fn announce_conflict(app: &mut App, key: &FileKey) {
    let document = app.model.file(key);
    if document.is_none_or(|document| document.conflict.is_none()) {
        return;
    }
    let title = format!("{key} was changed by another program");
    let detail = "You have unsaved changes of it here. Nothing is lost";
    let compare = vec![("Compare…".to_owned(), Command::AskConflict(key.clone()))];
    app.model
        .notify_with(NoticeKind::Warning, title, detail, compare);
}
