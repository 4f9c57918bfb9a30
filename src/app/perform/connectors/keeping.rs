//! Secrets of profiles on their way out of the workspace.

use super::{change, change_with, insert};
use crate::app::secrets::{self, Keeping};
use crate::app::{App, disk};
use crate::domain::authoring::SourceKey;
use crate::domain::connector::form::SecretAt;
use crate::domain::connector::{Secret, SecretReference, console};
use crate::domain::workspace::{ConnectorProfile, HeldBack, cleaned, secret_places};
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
    insert(app, name, &profile);
    let keeping = Keeping {
        title: "Imported the connector".to_owned(),
        next: "Look it over and save it".to_owned(),
        references: found.iter().map(|(one, _)| one.clone()).collect(),
    };
    secrets::keep(app, keeping, found);
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
        let keeping = Keeping {
            title: format!("Set {}", path.join(".")),
            next: String::new(),
            references: vec![reference.clone()],
        };
        secrets::keep(app, keeping, vec![(reference, secret)]);
    }
    change(app, name, ProfileChange::Field(path.to_vec(), value));
}

/// Keeps all secrets that stand in a profile outside the workspace, puts references in their place
/// as one step of undoing, and saves it.
pub(super) fn keep_all(app: &mut App, name: &str, place: SecretPlace) {
    app.model.dialog = None;
    let mut kept = Vec::new();
    let unkept = unkept(app, name);
    change_with(app, name, EditKind::Step, |profile| {
        for (pointer, secret) in unkept {
            if let Some(place) = profile.config.pointer_mut(&pointer) {
                *place = serde_json::Value::from(secret.expose());
            }
        }
        let (clean, found) = cleaned(profile, &|at| reference(profile, at, place));
        *profile = clean;
        kept = found;
    });
    let keeping = Keeping {
        title: match kept.len() {
            1 => format!("Took the secret out of {name}"),
            count => format!("Took {count} secrets out of {name}"),
        },
        next: String::new(),
        references: kept.iter().map(|(one, _)| one.clone()).collect(),
    };
    secrets::keep(app, keeping, kept);
    disk::save_file(app, &FileKey::Source(SourceKey::Connector(name.to_owned())));
}

/// The secrets that a profile has references to and that are kept nowhere, with their JSON pointers.
fn unkept(app: &App, name: &str) -> Vec<(String, Secret)> {
    let connectors = &app.model.connectors;
    let view = connectors.views.get(name);
    let Some(profile) = view.and_then(|view| view.profile.as_ref()) else {
        return Vec::new();
    };
    let places = secret_places(&profile.factory, &profile.config).into_iter();
    let secrets = places.filter_map(|at| {
        let reference = at.reference(&profile.config)?;
        let secret = secrets::look_up(app, &reference)?;
        let is_unkept = connectors.unkept.contains(&reference);
        is_unkept.then_some((at.pointer, secret))
    });
    secrets.collect()
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
                secrets::check(app);
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
