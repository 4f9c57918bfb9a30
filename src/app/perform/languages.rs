//! The *Languages* screen: templates in bulk, translations, features.

use std::path::Path;
use std::sync::Arc;

use super::edit;
use crate::app::languages::source_of;
use crate::app::{App, Event};
use crate::domain::authoring::{SourceKey, version};
use crate::domain::coverage::Feature;
use crate::domain::logto::{BUILT_IN_LANGUAGES, LocaleRequest, UsageType};
use crate::domain::workspace::{ParseError, TemplateKey, with_custom_language, with_feature};
use crate::model::{
    Command, Dialog, Document, EditKind, NoticeKind, Screen, SourceChange, TaskKey, TemplateTexts,
};
use crate::services::with_causes;
use crate::services::workspace::{read_version, write_version};
use crate::tasks::IfBusy;

/// Looks at a cell: what became of its source text is read, if it is stale.
pub(super) fn look_at(app: &mut App, key: TemplateKey) {
    app.model.languages.cell = Some(key.clone());
    app.model.languages.change = None;
    if !app.model.languages.stale.contains(&key) {
        return;
    }
    let (Some(root), Some(document), Some(now)) = (
        app.model.root().map(Path::to_path_buf),
        app.model.documents.get(&key),
        source_of(app, key.usage_type),
    ) else {
        return;
    };
    let from = Arc::clone(&document.texts.translated_from);
    app.start_blocking(TaskKey::Version, IfBusy::Replace, move |reporter, _| {
        let before = read_version(&root, &from);
        reporter.send(Event::VersionRead(SourceChange {
            key,
            before: before.map(Arc::from).map_err(|error| with_causes(&error)),
            now: now.into(),
        }));
    });
}

pub(super) fn set_resolver(app: &mut App, locale: LocaleRequest) {
    app.model.languages.locale_follows = false;
    app.model.languages.locale = locale;
}

/// Notes the templates among these cells.
pub(super) fn copy(app: &mut App, keys: Vec<TemplateKey>) {
    let documents = &app.model.documents;
    let copied: Vec<TemplateKey> = keys
        .into_iter()
        .filter(|key| documents.contains_key(key))
        .collect();
    let title = match copied.as_slice() {
        [] => return,
        [one] => format!("Copied {one}"),
        _ => format!("Copied {} templates", copied.len()),
    };
    let detail = "Select empty cells and paste";
    app.model.languages.copied = copied;
    app.model.notify(NoticeKind::Info, title, detail);
}

/// Makes templates of the empty cells among these: each from the copied one of its type, or from
/// the only one.
pub(super) fn paste(app: &mut App, keys: Vec<TemplateKey>) {
    let mut made = 0;
    for key in keys {
        let copied = &app.model.languages.copied;
        let of_type = copied.iter().find(|from| from.usage_type == key.usage_type);
        let only = match copied.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        let Some(from) = of_type.or(only).cloned() else {
            continue;
        };
        if app.model.documents.contains_key(&key) {
            continue;
        }
        let Some(texts) = app
            .model
            .documents
            .get(&from)
            .map(|from| from.texts.clone())
        else {
            continue;
        };
        let content = super::files::in_language(&texts.content, &from.tag, &key.tag);
        let texts = TemplateTexts {
            content: content.into(),
            translated_from: "".into(),
            ..texts
        };
        app.model.documents.insert(key, Document::unsaved(texts));
        made += 1;
    }
    let title = match made {
        0 => "Nothing was pasted: only empty cells of the same type are filled".to_owned(),
        1 => "Pasted one template".to_owned(),
        count => format!("Pasted {count} templates"),
    };
    let detail = "They are not saved yet. Save all writes them";
    let detail = if made == 0 { "" } else { detail };
    app.model.notify(NoticeKind::Info, title, detail);
}

/// Makes templates from those of the source language; they are saved when the person says so.
pub(super) fn create_from_source(app: &mut App, keys: Vec<TemplateKey>) {
    let source = app.model.settings.source_language().to_owned();
    let mut made = Vec::new();
    for key in keys {
        let from = TemplateKey::new(key.usage_type, source.clone());
        let Some(texts) = app
            .model
            .documents
            .get(&from)
            .map(|from| from.texts.clone())
        else {
            continue;
        };
        if app.model.documents.contains_key(&key) {
            continue;
        }
        let content = super::files::in_language(&texts.content, &source, &key.tag);
        let texts = TemplateTexts {
            content: content.into(),
            translated_from: version_now(app, key.usage_type).into(),
            ..texts
        };
        if texts.layout().is_some() {
            make_strings(app, &key.tag);
        }
        app.model
            .documents
            .insert(key.clone(), Document::unsaved(texts));
        made.push(key);
    }
    let title = match made.as_slice() {
        [] => "Nothing was made: the source language has no such template".to_owned(),
        [one] => format!("Made {one} from {source}"),
        _ => format!("Made {} templates from {source}", made.len()),
    };
    keep_versions(app, &made);
    let open = match made.as_slice() {
        [one] => vec![("Open".to_owned(), Command::Select(one.clone()))],
        _ => Vec::new(),
    };
    let detail = match made.len() {
        0 => "",
        1 => "It is not saved yet",
        _ => "They are not saved yet. Save all writes them",
    };
    app.model
        .notify_with(NoticeKind::Success, title, detail, open);
}

fn version_now(app: &App, usage_type: UsageType) -> String {
    source_of(app, usage_type).map_or_else(String::new, |text| version(&text))
}

/// Keeps what translations are made from, so that a later change can be shown.
fn keep_versions(app: &mut App, keys: &[TemplateKey]) {
    let Some(root) = app.model.root().map(Path::to_path_buf) else {
        return;
    };
    let types: std::collections::BTreeSet<UsageType> =
        keys.iter().map(|key| key.usage_type).collect();
    let texts = types
        .into_iter()
        .filter_map(|usage_type| source_of(app, usage_type));
    let texts: Vec<String> = texts.collect();
    app.start_blocking(TaskKey::KeepVersions, IfBusy::Replace, move |_, _| {
        for text in texts {
            if let Err(error) = write_version(&root, &version(&text), &text) {
                tracing::warn!(%error, "a version of the source text is not kept");
            }
        }
    });
}

pub(super) fn ask_delete(app: &mut App, keys: Vec<TemplateKey>) {
    let documents = &app.model.documents;
    let keys: Vec<TemplateKey> = keys
        .into_iter()
        .filter(|key| documents.contains_key(key))
        .collect();
    app.model.dialog = match keys.as_slice() {
        [] => None,
        [one] => Some(Dialog::DeleteTemplate(one.clone())),
        _ => Some(Dialog::DeleteTemplates(keys)),
    };
}

/// Notes that translations say what the source language says now.
pub(super) fn mark_translated(app: &mut App, keys: &[TemplateKey]) {
    let source = app.model.settings.source_language().to_owned();
    let now_ms = app.model.now_ms;
    let mut marked = Vec::new();
    for key in keys.iter().filter(|key| key.tag != source) {
        let version: Arc<str> = version_now(app, key.usage_type).into();
        if version.is_empty() {
            continue;
        }
        if let Some(document) = app.model.documents.get_mut(key) {
            let mut texts = document.texts.clone();
            texts.translated_from = version;
            document.edit(texts, EditKind::Step, now_ms);
            marked.push(key.clone());
        }
    }
    keep_versions(app, &marked);
    app.model.languages.change = None;
    let title = match marked.as_slice() {
        [] => return,
        [one] => format!("{one} is up to date with {source}"),
        _ => format!("{} templates are up to date with {source}", marked.len()),
    };
    let detail = "It stands in their front matter once they are saved";
    app.model.notify(NoticeKind::Success, title, detail);
}

/// Adds a language: to the library, with templates from the source language and, where those have
/// a layout, a file for its strings.
pub(super) fn add(app: &mut App, tag: &str) {
    app.model.dialog = None;
    if !BUILT_IN_LANGUAGES.contains(&tag) {
        change_settings(app, |text| with_custom_language(text, tag));
    }
    let keys = UsageType::ALL.map(|usage_type| TemplateKey::new(usage_type, tag));
    create_from_source(app, keys.to_vec());
    app.model.screen = Screen::Languages;
}

/// Makes the file for the strings of a language, with those of the source language to be
/// translated, unless there is one.
fn make_strings(app: &mut App, tag: &str) {
    let strings = SourceKey::Strings(tag.to_owned());
    if app.model.sources.contains_key(&strings) {
        return;
    }
    let source = app.model.settings.source_language().to_owned();
    let first = SourceKey::Strings(source.clone());
    let words = app.model.sources.get(&first);
    let words = words.map(|document| &document.texts.content);
    let text = to_translate(words.map_or("", AsRef::as_ref), tag, &source);
    let document = Document::unsaved(TemplateTexts::of_source(text.into()));
    app.model.sources.insert(strings, document);
}

/// The strings of the source language as comments, to be translated one by one; until then readers
/// get them as they are.
fn to_translate(words: &str, tag: &str, source: &str) -> String {
    let name = crate::domain::language::english_name(tag);
    let mut text = format!(
        "# {name}. Take the # away from a line once it is translated; until then readers get it in {source}.\n"
    );
    for line in words.lines() {
        let is_head = line.trim_start().starts_with('[') && line.trim_end().ends_with(']');
        let is_plain = line.trim().is_empty() || is_head || line.starts_with('#');
        if !line.starts_with('#') {
            text.push_str(if is_plain { "" } else { "# " });
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

pub(super) fn switch(app: &mut App, feature: Feature, is_on: bool) {
    change_settings(app, |text| with_feature(text, feature, is_on));
}

/// Changes the settings file as text, like typing does.
pub(in crate::app) fn change_settings(
    app: &mut App,
    change: impl FnOnce(&str) -> Result<String, ParseError>,
) {
    let key = SourceKey::Settings;
    let sources = &mut app.model.sources;
    let document = sources
        .entry(key.clone())
        .or_insert_with(|| Document::unsaved(TemplateTexts::of_source("version = 1\n".into())));
    let text = Arc::clone(&document.texts.content);
    match change(&text) {
        Ok(text) => edit::edit_source(app, key, text.into(), EditKind::Step),
        Err(error) => {
            let title = format!("{key} was not changed");
            app.note_error(title, format!("It cannot be read: {error}"));
        }
    }
}

/// Takes over what became of a source text, if the cell is still looked at.
pub(in crate::app) fn version_read(app: &mut App, change: SourceChange) {
    if app.model.languages.cell.as_ref() == Some(&change.key) {
        app.model.languages.change = Some(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_to_be_translated_stand_as_comments() {
        let words = "# English.\n\nbutton = \"Go\"\n[SignIn]\ntitle = \"Sign in\"\n";
        let text = to_translate(words, "fr", "en");
        let expected = "\n# button = \"Go\"\n[SignIn]\n# title = \"Sign in\"\n";
        assert!(text.starts_with("# French. "));
        assert!(text.ends_with(expected), "{text}");
        assert!(crate::domain::workspace::parse_strings(&text).is_ok());
    }
}
