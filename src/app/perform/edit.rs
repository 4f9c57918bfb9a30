//! Changes of the open template.

use std::sync::Arc;

use crate::app::App;
use crate::domain::finding::{Fix, Span};
use crate::domain::logto::{ContentType, Field};
use crate::model::{EditKind, Screen, TemplateTexts, UiRequest};

pub(super) fn edit(app: &mut App, field: Field, text: Arc<str>, kind: EditKind) {
    change(app, kind, |texts| texts.set_field(field, text));
}

pub(super) fn set_content_type(app: &mut App, content_type: Option<ContentType>) {
    change(app, EditKind::Step, |texts| {
        texts.content_type = content_type;
    });
}

/// Puts the replacement of a fix into the text, if the text still has the place.
pub(super) fn apply_fix(app: &mut App, field: Field, fix: &Fix) {
    let Some(document) = app.model.document() else {
        return;
    };
    let analysis = app.model.design.analysis.as_ref();
    if analysis.is_none_or(|analysis| analysis.texts != document.texts) {
        // The place was found in an older text.
        return;
    }
    let text = document.texts.field(field);
    let (Some(before), Some(after)) = (text.get(..fix.span.start), text.get(fix.span.end..)) else {
        return;
    };
    let mended: Arc<str> = [before, fix.replacement.as_str(), after].concat().into();
    edit(app, field, mended, EditKind::Step);
}

pub(super) fn reveal(app: &mut App, field: Field, span: Span) {
    app.model.screen = Screen::Design;
    if matches!(field, Field::ReplyTo | Field::SendFrom) {
        app.model.design.view.more_fields = true;
    }
    app.model.requests.push(UiRequest::Reveal(field, span));
}

pub(super) fn undo(app: &mut App) {
    if let Some(document) = app.model.document_mut() {
        document.undo();
    }
}

pub(super) fn redo(app: &mut App) {
    if let Some(document) = app.model.document_mut() {
        document.redo();
    }
}

fn change(app: &mut App, kind: EditKind, change: impl FnOnce(&mut TemplateTexts)) {
    let now_ms = app.model.now_ms;
    if let Some(document) = app.model.document_mut() {
        let mut texts = document.texts.clone();
        change(&mut texts);
        document.edit(texts, kind, now_ms);
    }
}
