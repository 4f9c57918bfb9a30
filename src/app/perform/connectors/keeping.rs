//! Secrets of profiles on their way out of the workspace.

use super::{change, change_with, insert};
use crate::app::{App, disk, secrets};
use crate::domain::authoring::SourceKey;
use crate::domain::connector::form::SecretAt;
use crate::domain::connector::{Secret, SecretReference, console};
use crate::domain::workspace::{ConnectorProfile, HeldBack, cleaned};
use crate::model::{
    Command, Dialog, EditKind, FileKey, NoticeKind, ProfileChange, ProfileCommand, Screen,
    SecretPlace,
};

/// Makes a profile of what the Console has. Secrets go where the person keeps them, and the file
/// has references in their place from the beginning.
pub(super) fn import(
    app: &mut App,
    (name, title): (String, &str),
    factory: Option<&str>,
    json: &Secret,
    place: SecretPlace,
) {
    app.model.dialog = None;
    let imported = match console::import(json.expose(), factory) {
        Ok(imported) => imported,
        Err(error) => {
            app.note_error("Nothing was imported", error.to_string());
            return;
        }
    };
    let mut profile =
        ConnectorProfile::new(name.clone(), imported.factory, serde_json::Value::Null)
            .with_config(&imported.config);
    title.clone_into(&mut profile.title);
    let (profile, found) = cleaned(&profile, &|at| reference(&profile, at, place));
    let references: Vec<String> = found.iter().map(|(one, _)| one.to_string()).collect();
    for (reference, secret) in found {
        secrets::keep(app, reference, secret);
    }
    insert(app, name, &profile);
    let detail = match references.as_slice() {
        [] => "It has no secrets. Look it over and save it".to_owned(),
        some => format!(
            "Its secrets are kept outside the workspace, as {}. Look it over and save it",
            some.join(", ")
        ),
    };
    app.model
        .notify(NoticeKind::Success, "Imported the connector", detail);
}

/// Keeps a secret outside the workspace, and puts a reference in its place.
pub(super) fn keep_secret(
    app: &mut App,
    name: &str,
    path: &[String],
    reference: SecretReference,
    secret: Option<Secret>,
) {
    app.model.dialog = None;
    let value = Some(serde_json::Value::from(reference.to_string()));
    if let Some(secret) = secret {
        secrets::keep(app, reference, secret);
    }
    change(app, name, ProfileChange::Field(path.to_vec(), value));
}

/// Keeps all secrets that stand in a profile outside the workspace, puts references in their place
/// as one step of undoing, and saves it.
pub(super) fn keep_all(app: &mut App, name: &str, place: SecretPlace) {
    app.model.dialog = None;
    let mut kept = Vec::new();
    change_with(app, name, EditKind::Step, |profile| {
        let (clean, found) = cleaned(profile, &|at| reference(profile, at, place));
        *profile = clean;
        kept = found;
    });
    for (reference, secret) in kept {
        secrets::keep(app, reference, secret);
    }
    disk::save_file(app, &FileKey::Source(SourceKey::Connector(name.to_owned())));
}

/// Says why a profile is not saved as it stands: asks where its secrets shall be kept, or tells what
/// is missing.
pub(in crate::app) fn hold_back(app: &mut App, name: &str, why: HeldBack) {
    let file = format!("connectors/{name}.toml");
    let detail = match why {
        HeldBack::Secrets(_) => {
            // The first of several is asked about; the others stay unsaved until then.
            if app.model.dialog.is_none() {
                app.model.dialog = Some(Dialog::KeepSecrets(name.to_owned()));
            }
            return;
        }
        HeldBack::Unfinished(error) => format!(
            "Its JSON cannot be read yet: {error}. Finish it, or take it back with Undo; until then \
             it is kept as a draft"
        ),
        HeldBack::Unreadable => "It cannot be read, and it seems to hold a secret, which would be \
             written into the workspace. Mend it first; until then it is kept as a draft"
            .to_owned(),
    };
    let is_shown = app.model.screen == Screen::Connectors
        && app.model.connectors.selected.as_deref() == Some(name);
    let show = Command::Profile(ProfileCommand::Select(name.to_owned()));
    let actions = if is_shown {
        Vec::new()
    } else {
        vec![("Show".to_owned(), show)]
    };
    let title = format!("{file} was not saved");
    app.model
        .notify_with(NoticeKind::Warning, title, detail, actions);
}

/// Where a secret is kept unless the person names another place.
fn reference(profile: &ConnectorProfile, at: &SecretAt, place: SecretPlace) -> SecretReference {
    match place {
        SecretPlace::Store => profile.keyring_entry_for(at),
        SecretPlace::Environment => profile.variable_for(at),
    }
}
