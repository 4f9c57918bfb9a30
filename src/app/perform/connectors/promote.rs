//! Promoting one profile to another: what is taken over, and the change.

use std::sync::Arc;

use super::{change_with, select};
use crate::app::App;
use crate::domain::authoring::SourceKey;
use crate::model::{Command, EditKind, NoticeKind, ProfileCommand};

/// Takes a value over in the promotion, or leaves it.
pub(super) fn take_over(app: &mut App, pointer: String, is_taken: bool) {
    let promoted = &mut app.model.connectors.promoted;
    if is_taken {
        promoted.insert(pointer);
    } else {
        promoted.remove(&pointer);
    }
}

/// Changes the other profile of the comparison as a promotion would; the notice saves it, or takes it
/// back, though another profile is shown.
pub(super) fn promote(app: &mut App) {
    let Some(made) = app.model.connectors.comparison.clone() else {
        return;
    };
    let name = made.other.name.clone();
    let config = made.promotion.production.clone();
    change_with(app, &name, EditKind::Step, |profile| {
        *profile = profile.clone().with_config(&config);
    });
    let Some(text) = text_of(app, &name) else {
        return;
    };
    let title = format!("Changed {}", made.other.title());
    let actions = [
        ("Save", ProfileCommand::Save(name.clone())),
        ("Undo", ProfileCommand::TakeBack(name.clone(), text)),
        ("Show", ProfileCommand::Select(name)),
    ];
    let actions = actions.map(|(label, command)| (label.to_owned(), Command::Profile(command)));
    let detail = "It is not saved yet";
    app.model
        .notify_with(NoticeKind::Success, title, detail, actions.into());
}

/// Undoes the last change of a profile, unless it was changed since it had this text.
pub(super) fn take_back(app: &mut App, name: &str, text: &Arc<str>) {
    let key = SourceKey::Connector(name.to_owned());
    let is_same = text_of(app, name).is_some_and(|now| now == *text);
    if let Some(document) = app.model.sources.get_mut(&key).filter(|_| is_same) {
        document.undo();
        let title = format!("{name} is as it was");
        app.model.notify(NoticeKind::Info, title, "");
    } else {
        let title = format!("{name} was changed again since");
        let detail = "Undo it step by step where it is shown";
        app.model.notify(NoticeKind::Warning, title, detail);
        if app.model.connectors.views.contains_key(name) {
            select(app, name.to_owned());
        }
    }
}

fn text_of(app: &App, name: &str) -> Option<Arc<str>> {
    let key = SourceKey::Connector(name.to_owned());
    let document = app.model.sources.get(&key)?;
    Some(Arc::clone(&document.texts.content))
}
