//! Promoting one profile to another: what is taken over, the change, and the JSON for production.

use std::sync::Arc;

use super::{change_with, select};
use crate::app::{App, secrets};
use crate::domain::authoring::SourceKey;
use crate::domain::workspace::{MissingSecret, resolve_known};
use crate::model::{Command, Dialog, EditKind, NoticeKind, ProfileCommand, ProfileComparison};

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

/// Puts what production would be on the clipboard, with references in place of secrets.
pub(super) fn copy(app: &mut App) {
    let Some(made) = app.model.connectors.comparison.clone() else {
        return;
    };
    super::super::perform(app, Command::Copy(made.promotion.production_json()));
    let title = "Copied the JSON for production";
    let (_, known, missing) = resolved(app, &made);
    if known == 0 && missing.is_empty() {
        let detail = "Paste it into Logto's Console; nothing was changed there or in the workspace";
        app.model.notify(NoticeKind::Success, title, detail);
        return;
    }
    let detail = "Secrets that are kept elsewhere stand as ${…}: put them in at Logto, or copy it with \
                  them. Nothing was changed there or in the workspace";
    let with = Command::Profile(ProfileCommand::AskCopyPromotion);
    let actions = vec![("With secrets…".to_owned(), with)];
    app.model
        .notify_with(NoticeKind::Success, title, detail, actions);
}

/// Asks before secrets go to the clipboard, and says which of them are not known.
pub(super) fn ask_copy(app: &mut App) {
    let Some(made) = app.model.connectors.comparison.clone() else {
        return;
    };
    let (_, known, missing) = resolved(app, &made);
    app.model.dialog = Some(Dialog::CopySecrets { known, missing });
}

/// Puts the JSON with the secrets that are known on the clipboard, and nowhere else.
pub(super) fn copy_with_secrets(app: &mut App) {
    app.model.dialog = None;
    let Some(made) = app.model.connectors.comparison.clone() else {
        return;
    };
    let (json, known, missing) = resolved(app, &made);
    super::super::perform(app, Command::Copy(json));
    let title = match known {
        1 => "Copied the JSON with 1 secret in clear".to_owned(),
        count => format!("Copied the JSON with {count} secrets in clear"),
    };
    let next = "Paste it into Logto's Console, then copy something else";
    if missing.is_empty() {
        app.model.notify(NoticeKind::Success, title, next);
        return;
    }
    let detail = format!("{next}. Still references: {}", missing.join("; "));
    app.model.notify(NoticeKind::Warning, title, detail);
}

/// The JSON of production with its secrets, how many of them are known, and why the others are not.
fn resolved(app: &App, made: &ProfileComparison) -> (String, usize, Vec<String>) {
    let factory = made.other.profile.as_ref();
    let factory = factory.map_or("", |profile| profile.factory.as_str());
    let production = &made.promotion.production;
    let known = std::cell::Cell::new(0);
    let look_up = |reference: &_| {
        let secret = secrets::look_up(app, reference)?;
        known.set(known.get() + 1);
        Some(secret)
    };
    let (value, missing) = resolve_known(factory, &production.value(), &look_up);
    let why = |one: &MissingSecret| {
        let why = app.model.connectors.why_missing(&one.reference);
        let why = why.unwrap_or_else(|| one.because(None));
        format!("{} ({why})", one.path)
    };
    let missing = missing.iter().map(why).collect();
    (production.retold(&value).pretty(), known.get(), missing)
}
