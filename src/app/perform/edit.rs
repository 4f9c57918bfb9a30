//! Changes of the open template.

use std::sync::Arc;

use super::fix_all;
use crate::app::App;
use crate::domain::authoring::SourceKey;
use crate::domain::finding::Fix;
use crate::domain::logto::{ContentType, Field};
use crate::model::{
    EditKind, EditorPart, FileKey, Model, Screen, Target, TemplateTexts, UiRequest,
};

pub(super) fn edit(app: &mut App, field: Field, text: Arc<str>, kind: EditKind) {
    change(app, kind, |texts| texts.set_field(field, text));
}

pub(super) fn set_content_type(app: &mut App, content_type: Option<ContentType>) {
    change(app, EditKind::Step, |texts| {
        texts.content_type = content_type;
    });
}

pub(super) fn set_layout(app: &mut App, layout: Arc<str>) {
    change(app, EditKind::Step, |texts| texts.layout = layout);
}

/// Changes a file that templates are composed from.
pub(super) fn edit_source(app: &mut App, key: SourceKey, text: Arc<str>, kind: EditKind) {
    let now_ms = app.model.now_ms;
    if let Some(document) = app.model.sources.get_mut(&key) {
        document.edit(TemplateTexts::of_source(text), kind, now_ms);
        app.model.design.edited_last = Some(FileKey::Source(key));
    }
}

/// Puts the replacement of a fix into the text, if the text still has the place.
pub(super) fn apply_fix(app: &mut App, target: &Target, fix: &Fix) {
    let problems = app.model.design.problems.iter();
    let mut fixes = problems.filter(|problem| problem.target.as_ref() == Some(target));
    let is_known = fixes.any(|problem| problem.finding.fix.as_ref() == Some(fix));
    if !is_known || is_of_older_text(&app.model, fix) {
        // The place was found in an older text.
        return;
    }
    let Some(selected) = app.model.design.selected.clone() else {
        return;
    };
    let Some(document) = app.model.file(&target.part.file(&selected)) else {
        return;
    };
    let text = document.texts.field(target.field);
    let (Some(before), Some(after)) = (text.get(..fix.span.start), text.get(fix.span.end..)) else {
        return;
    };
    let mended: Arc<str> = [before, fix.replacement.as_str(), after].concat().into();
    match &target.part {
        EditorPart::Source(key) => edit_source(app, key.clone(), mended, EditKind::Step),
        EditorPart::Own => edit(app, target.field, mended, EditKind::Step),
        EditorPart::Composed => {}
    }
}

/// Whether a fix is of a check that is made anew, and not of what is found at once.
fn is_of_older_text(model: &Model, fix: &Fix) -> bool {
    let analysis = model.design.analysis.iter();
    let mut found = analysis.flat_map(|made| &made.findings);
    let is_same = |other: &Fix| other.replacement == fix.replacement && other.title == fix.title;
    model.design.is_checking && !found.any(|found| found.finding.fix.as_ref().is_some_and(is_same))
}

/// Shows a place of the open template, or of a file that it is composed from.
pub(super) fn reveal(app: &mut App, target: Target) {
    let mut target = leads_on(&app.model, &target).unwrap_or(target);
    app.model.screen = Screen::Design;
    if matches!(target.field, Field::ReplyTo | Field::SendFrom) {
        app.model.design.view.more_fields = true;
    }
    if target.field == Field::Content {
        super::look::show_part(app, std::mem::take(&mut target.part));
    }
    let request = UiRequest::Reveal(target.field, target.span);
    app.model.requests.push(request);
}

/// Where a string stands that an expression puts in: that is what the reader wants to change.
fn leads_on(model: &Model, target: &Target) -> Option<Target> {
    let EditorPart::Source(source) = &target.part else {
        return None;
    };
    let key = model.design.selected.as_ref()?;
    let text = &model.sources.get(source)?.texts.content;
    let expression = text.get(target.span.range())?.trim();
    let inner = expression.strip_prefix("[[")?.strip_suffix("]]")?;
    let path = inner
        .trim_matches(['{', '}', '~', ' '])
        .strip_prefix("strings.")?;
    let files = &model.workspace.as_ref()?.files;
    let tags = [key.tag.as_str(), files.settings.source_language()];
    let mut found = tags.into_iter().filter_map(|tag| {
        let place = files.strings.get(tag)?.place(key.usage_type, path)?;
        let part = EditorPart::Source(SourceKey::Strings(tag.to_owned()));
        Some((part, place))
    });
    let (part, span) = found.next()?;
    Some(Target {
        part,
        field: Field::Content,
        span,
    })
}

pub(super) fn undo(app: &mut App) {
    if let Some(key) = app.model.active_file()
        && !fix_all::step_joined(app, &key, true)
        && let Some(document) = app.model.file_mut(&key)
    {
        document.undo();
    }
}

pub(super) fn redo(app: &mut App) {
    if let Some(key) = app.model.active_file()
        && !fix_all::step_joined(app, &key, false)
        && let Some(document) = app.model.file_mut(&key)
    {
        document.redo();
    }
}

pub(super) fn change(app: &mut App, kind: EditKind, change: impl FnOnce(&mut TemplateTexts)) {
    let now_ms = app.model.now_ms;
    let Some(key) = app.model.design.selected.clone() else {
        return;
    };
    if key.is_connector_default() {
        super::connectors::change_default(app, &key, kind, change);
    } else if let Some(document) = app.model.documents.get_mut(&key) {
        let mut texts = document.texts.clone();
        change(&mut texts);
        document.edit(texts, kind, now_ms);
        app.model.design.edited_last = Some(FileKey::Template(key));
    }
}
