//! Secrets that go with the program: asked about before it ends, told when it is back.

use crate::app::App;
use crate::domain::authoring::SourceKey;
use crate::domain::connector::SecretReference;
use crate::domain::workspace::secret_places;
use crate::model::{Command, Dialog, Document, NoticeKind, ProfileCommand, SecretState};

/// Has it told once which secrets of these profiles are missing, whose drafts are back: they may have
/// been in memory only.
pub(in crate::app) fn tell_missing_of(app: &mut App, profiles: Vec<String>) {
    app.secrets.returned = profiles;
}

/// Tells what is missing of the profiles that are back, as soon as all places have answered.
pub(super) fn tell_missing(app: &mut App) {
    let connectors = &app.model.connectors;
    let is_open = |reference: &SecretReference| {
        matches!(
            connectors.secrets.get(reference),
            None | Some(SecretState::Asked)
        )
    };
    let mut missing = Vec::new();
    for name in &app.secrets.returned {
        let view = connectors.views.get(name);
        let Some(profile) = view.and_then(|view| view.profile.as_ref()) else {
            continue;
        };
        let places = secret_places(&profile.factory, &profile.config);
        let mut references = places.iter().filter_map(|at| at.reference(&profile.config));
        if !profile.sandbox && references.any(|one| is_open(&one)) {
            return;
        }
        let gaps = connectors.missing_secrets(profile).into_iter();
        missing.extend(gaps.map(|gap| format!("{} of {name}", gap.path)));
    }
    app.secrets.returned.clear();
    let title = match missing.len() {
        0 => return,
        1 => "1 secret has to be given again".to_owned(),
        count => format!("{count} secrets have to be given again"),
    };
    let detail = format!(
        "They are kept nowhere, so they went when Letterhead closed: {}",
        missing.join(", ")
    );
    let first = connectors.views.keys();
    let first = first.filter(|name| {
        missing
            .iter()
            .any(|one| one.ends_with(&format!(" of {name}")))
    });
    let show = first.take(1).map(|name| {
        let select = ProfileCommand::Select(name.clone());
        ("Show".to_owned(), Command::Profile(select))
    });
    let show = show.collect();
    app.model
        .notify_with(NoticeKind::Warning, title, detail, show);
}

/// The profiles with secrets that are lost when the program ends, each with the places of those in
/// it, as in JavaScript.
fn only_in_memory(app: &App) -> Vec<(String, Vec<String>)> {
    let model = &app.model;
    let profiles = model.connectors.views.values().filter_map(|view| {
        let key = SourceKey::Connector(view.name.clone());
        let is_modified = model.sources.get(&key).is_some_and(Document::is_modified);
        let profile = view.profile.as_ref()?;
        let places = model.connectors.only_in_memory(profile, is_modified);
        (!places.is_empty()).then(|| (view.name.clone(), places))
    });
    profiles.collect()
}

/// What is asked before the program ends, as something would be lost.
pub(in crate::app) fn question_before_quit(app: &App) -> Option<Dialog> {
    if app.model.is_sending() {
        return Some(Dialog::QuitWhileSending);
    }
    let lost = only_in_memory(app);
    (!lost.is_empty()).then_some(Dialog::QuitWithSecrets(lost))
}
