//! A template, or a file that templates are composed from, while it is edited.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::authoring::SourceKey;
use crate::domain::history::{History, Mergeable};
use crate::domain::logto::{ContentType, Field, TemplateDetails};
use crate::domain::workspace::{FileKind, TemplateFile, TemplateKey};

/// The texts of a template, cheap to copy.
///
/// An empty Reply-To or sender stands for an absent one, as Logto's connectors take it.
#[derive(Debug, Clone, Eq)]
pub struct TemplateTexts {
    /// The subject line.
    pub subject: Arc<str>,
    /// The body.
    pub content: Arc<str>,
    /// What the body is; nothing means HTML.
    pub content_type: Option<ContentType>,
    /// The Reply-To address.
    pub reply_to: Arc<str>,
    /// The sender.
    pub send_from: Arc<str>,
    /// The layout it is composed with; empty for none.
    pub layout: Arc<str>,
    /// The version of the source language it was translated from; empty if that is not known.
    pub translated_from: Arc<str>,
}

impl PartialEq for TemplateTexts {
    /// Looks at the texts only where they are not the very same ones: this is asked for every file
    /// in every frame, and a workspace may hold a hundred megabytes.
    fn eq(&self, other: &Self) -> bool {
        let Self {
            subject,
            content,
            content_type,
            reply_to,
            send_from,
            layout,
            translated_from,
        } = self;
        let is_same = |one: &Arc<str>, other: &Arc<str>| Arc::ptr_eq(one, other) || one == other;
        *content_type == other.content_type
            && is_same(subject, &other.subject)
            && is_same(reply_to, &other.reply_to)
            && is_same(send_from, &other.send_from)
            && is_same(layout, &other.layout)
            && is_same(translated_from, &other.translated_from)
            && is_same(content, &other.content)
    }
}

impl TemplateTexts {
    /// The text of a field.
    pub const fn field(&self, field: Field) -> &Arc<str> {
        match field {
            Field::Subject => &self.subject,
            Field::Content => &self.content,
            Field::ReplyTo => &self.reply_to,
            Field::SendFrom => &self.send_from,
        }
    }

    /// Replaces the text of a field.
    pub fn set_field(&mut self, field: Field, text: Arc<str>) {
        match field {
            Field::Subject => self.subject = text,
            Field::Content => self.content = text,
            Field::ReplyTo => self.reply_to = text,
            Field::SendFrom => self.send_from = text,
        }
    }

    /// As Logto stores them.
    pub fn to_details(&self) -> TemplateDetails {
        let optional = |text: &Arc<str>| (!text.is_empty()).then(|| text.to_string());
        TemplateDetails {
            subject: self.subject.to_string(),
            content: self.content.to_string(),
            content_type: self.content_type,
            reply_to: optional(&self.reply_to),
            send_from: optional(&self.send_from),
        }
    }

    /// Whether the body is plain text.
    pub fn is_plain(&self) -> bool {
        self.content_type == Some(ContentType::Plain)
    }

    /// A file that templates are composed from: its text stands as the content.
    pub fn of_source(text: Arc<str>) -> Self {
        Self {
            content: text,
            ..Self::from(&TemplateDetails::default())
        }
    }

    /// These texts with what Logto stores taken from `details`.
    pub fn with_details(&self, details: &TemplateDetails) -> Self {
        Self {
            layout: Arc::clone(&self.layout),
            translated_from: Arc::clone(&self.translated_from),
            ..Self::from(details)
        }
    }

    /// The layout, if the template is composed with one.
    pub fn layout(&self) -> Option<&str> {
        Some(self.layout.as_ref()).filter(|layout| !layout.is_empty())
    }

    /// Roughly how many bytes a copy of its own would take.
    pub fn cost(&self) -> usize {
        [
            &self.subject,
            &self.content,
            &self.reply_to,
            &self.send_from,
        ]
        .iter()
        .map(|text| text.len())
        .sum()
    }
}

impl From<&TemplateDetails> for TemplateTexts {
    fn from(details: &TemplateDetails) -> Self {
        let optional = |text: &Option<String>| text.as_deref().unwrap_or_default().into();
        Self {
            subject: details.subject.as_str().into(),
            content: details.content.as_str().into(),
            content_type: details.content_type,
            reply_to: optional(&details.reply_to),
            send_from: optional(&details.send_from),
            layout: "".into(),
            translated_from: "".into(),
        }
    }
}

impl From<&TemplateFile> for TemplateTexts {
    fn from(file: &TemplateFile) -> Self {
        let optional = |text: &Option<String>| text.as_deref().unwrap_or_default().into();
        let authoring = file.authoring();
        Self {
            layout: optional(&authoring.layout),
            translated_from: optional(&authoring.translated_from),
            ..Self::from(file.details())
        }
    }
}

/// A file of the workspace that is edited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKey {
    /// A template.
    Template(TemplateKey),
    /// A file that templates are composed from.
    Source(SourceKey),
}

impl FileKey {
    /// What is edited of the file at `path`, inside the workspace; nothing if it is not edited.
    pub fn of(path: &Path) -> Option<Self> {
        match FileKind::of(path) {
            FileKind::Template(key) => Some(Self::Template(key)),
            FileKind::Source(key) => Some(Self::Source(key)),
            FileKind::Settings => Some(Self::Source(SourceKey::Settings)),
            FileKind::Connector(name) => Some(Self::Source(SourceKey::Connector(name))),
            _ => None,
        }
    }

    /// Its path inside the workspace.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Template(key) => key.file_path(),
            Self::Source(key) => key.file_path(),
        }
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(key) => key.fmt(f),
            Self::Source(key) => key.fmt(f),
        }
    }
}

/// What another program did to a file while it was edited here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The file was changed.
    Changed(TemplateTexts),
    /// The file is broken now; this is why.
    Broken(String),
    /// The file was deleted.
    Deleted,
}

/// What was changed last, so that typing makes one step of undoing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// Text was typed into a field.
    Type(Field),
    /// Text was deleted from a field.
    Delete(Field),
    /// Something that is always a step of its own.
    Step,
}

impl Mergeable for EditKind {
    fn merges_with(&self, next: &Self) -> bool {
        *self != Self::Step && self == next
    }
}

/// A file while it is edited.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its texts now.
    pub texts: TemplateTexts,
    /// Its texts on disk; nothing if it was never saved.
    pub saved: Option<TemplateTexts>,
    /// Grows with each change.
    pub revision: u64,
    /// The revision that is safe in the journal or on disk.
    pub kept_revision: u64,
    /// Whether it is being saved.
    pub is_saving: bool,
    /// What another program did to its file meanwhile.
    pub conflict: Option<Conflict>,
    history: History<TemplateTexts, EditKind>,
}

impl Document {
    /// A document of what is on disk.
    pub fn from_disk(texts: TemplateTexts) -> Self {
        Self::new(texts.clone(), Some(texts))
    }

    /// A document that was never saved.
    pub fn unsaved(texts: TemplateTexts) -> Self {
        Self {
            revision: 1,
            ..Self::new(texts, None)
        }
    }

    fn new(texts: TemplateTexts, saved: Option<TemplateTexts>) -> Self {
        Self {
            texts,
            saved,
            revision: 0,
            kept_revision: 0,
            is_saving: false,
            conflict: None,
            history: History::default(),
        }
    }

    /// Whether it differs from its file.
    pub fn is_modified(&self) -> bool {
        self.saved.as_ref() != Some(&self.texts)
    }

    /// Changes the texts; `at_ms` is the time of the change, for grouping.
    pub fn edit(&mut self, texts: TemplateTexts, kind: EditKind, at_ms: u64) {
        if texts == self.texts {
            return;
        }
        let before = std::mem::replace(&mut self.texts, texts);
        let cost = before.cost();
        self.history.record(before, kind, at_ms, cost);
        self.revision += 1;
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Goes one step back.
    pub fn undo(&mut self) {
        if let Some(texts) = self.history.undo(self.texts.clone()) {
            self.texts = texts;
            self.revision += 1;
        }
    }

    /// Goes one step forward.
    pub fn redo(&mut self) {
        let cost = self.texts.cost();
        if let Some(texts) = self.history.redo(self.texts.clone(), cost) {
            self.texts = texts;
            self.revision += 1;
        }
    }

    /// Notes what is on disk now; a draft in the journal is then looked at again.
    pub fn set_saved(&mut self, saved: Option<TemplateTexts>) {
        self.saved = saved;
        self.revision += 1;
    }

    /// Takes note of what is on disk now; a change made here stays.
    pub fn disk_changed(&mut self, texts: TemplateTexts) {
        if self.saved.as_ref() == Some(&texts) {
            // Whatever another program did, it has undone it.
            self.conflict = None;
            return;
        }
        if self.is_modified() && self.texts != texts {
            self.conflict = Some(Conflict::Changed(texts));
            return;
        }
        if self.texts != texts {
            self.texts = texts.clone();
            self.history = History::default();
        }
        self.conflict = None;
        self.set_saved(Some(texts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(subject: &str) -> TemplateTexts {
        TemplateTexts::from(&TemplateDetails {
            subject: subject.to_owned(),
            ..TemplateDetails::default()
        })
    }

    #[test]
    fn an_outside_change_is_taken_over_only_where_nothing_is_lost() {
        let mut document = Document::from_disk(texts("a"));
        document.disk_changed(texts("b"));
        assert_eq!(document.texts, texts("b"));
        assert!(!document.is_modified());

        document.edit(texts("mine"), EditKind::Step, 0);
        document.disk_changed(texts("theirs"));
        assert_eq!(document.texts, texts("mine"));
        assert_eq!(document.conflict, Some(Conflict::Changed(texts("theirs"))));

        document.disk_changed(texts("b"));
        assert_eq!(document.conflict, None, "they took their change back");
        document.disk_changed(texts("mine"));
        assert!(!document.is_modified(), "both say the same");
    }

    #[test]
    fn whatever_is_saved_lets_the_journal_look_again() {
        let mut document = Document::from_disk(texts("a"));
        document.edit(texts("b"), EditKind::Step, 0);
        document.kept_revision = document.revision;
        document.disk_changed(texts("b"));
        assert!(document.revision > document.kept_revision);
    }
}
