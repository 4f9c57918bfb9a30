//! The secrets of connector profiles: looked up where the profiles say they are, kept in memory.
//!
//! A store may wait for a person, so it is asked in the background; until it has answered, a secret
//! counts as unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{App, Event, connectors};
use crate::domain::authoring::SourceKey;
use crate::domain::connector::{Secret, SecretReference};
use crate::domain::workspace::secret_places;
use crate::model::{
    Command, Document, NoticeKind, ProfileCommand, SecretState, StoreChoice, TaskKey,
};
use crate::services::secrets::{
    EncryptedFile, EnvironmentVariables, ExposeSecret as _, KdfCost, Keyring, SecretError,
    SecretStore, SecretString, WorkspaceId,
};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// The answer of a store for each name that it was asked for.
pub type Answers = Vec<(SecretReference, Result<Option<SecretString>, SecretError>)>;

/// The secrets of the open workspace.
#[derive(Default)]
pub(super) struct Secrets {
    store: Option<Arc<dyn SecretStore>>,
    /// The file for those who choose it; there once it was made.
    file: Option<PathBuf>,
    known: BTreeMap<SecretReference, Secret>,
    asked: BTreeSet<SecretReference>,
    /// Profiles whose changes are back from a draft: what is missing of their secrets is told once.
    returned: Vec<String>,
}

impl Secrets {
    /// The secret at a place, if it is known by now.
    pub fn get(&self, reference: &SecretReference) -> Option<Secret> {
        self.known.get(reference).cloned()
    }
}

/// Forgets the secrets of another workspace and takes up the store of this one.
pub(super) fn open(app: &mut App, root: &Path) {
    let id = WorkspaceId::of(root);
    let mut secrets = Secrets::default();
    if let Ok(id) = id {
        secrets.file = Some(app.folders.secrets().join(format!("{id}.secrets")));
        secrets.store = Some(Arc::new(Keyring::new(id)));
    }
    app.secrets = secrets;
    app.model.connectors.secrets.clear();
    app.model.connectors.unkept.clear();
    app.model.connectors.store_trouble = None;
    let has_file = app.secrets.file.as_ref().is_some_and(|file| file.is_file());
    app.model.connectors.store = if has_file {
        StoreChoice::LockedFile
    } else {
        StoreChoice::Keyring
    };
    describe(app);
}

fn describe(app: &mut App) {
    let words = app
        .secrets
        .store
        .as_ref()
        .map(|store| store.describe().place);
    app.model.connectors.store_words = words.unwrap_or_default();
}

/// The secret at a place, if it is known by now.
pub(super) fn look_up(app: &App, reference: &SecretReference) -> Option<Secret> {
    app.secrets.get(reference)
}

/// Asks for the secrets that the profiles name and nobody asked for yet.
pub(super) fn derive(app: &mut App) {
    let mut wanted = BTreeSet::new();
    for view in app.model.connectors.views.values() {
        let Some(profile) = view.profile.as_ref().filter(|profile| !profile.sandbox) else {
            continue;
        };
        let texts = secret_places(&profile.factory, &profile.config);
        let texts = texts.iter().filter_map(|at| at.text(&profile.config));
        wanted.extend(texts.filter_map(SecretReference::parse));
    }
    let fresh: Vec<SecretReference> = wanted.difference(&app.secrets.asked).cloned().collect();
    if fresh.is_empty() {
        return;
    }
    app.secrets.asked.extend(fresh.iter().cloned());
    let (variables, entries): (Vec<_>, Vec<_>) = fresh
        .into_iter()
        .partition(|one| matches!(one, SecretReference::Environment(_)));
    let environment = EnvironmentVariables::of_process();
    let answers = variables.into_iter().map(|reference| {
        let answer = environment.get(reference.name());
        (reference, answer)
    });
    let answers: Answers = answers.collect();
    take(app, answers);
    ask(app, entries);
}

/// Asks the store in the background.
fn ask(app: &mut App, entries: Vec<SecretReference>) {
    let Some(store) = app.secrets.store.clone().filter(|_| !entries.is_empty()) else {
        return;
    };
    for reference in &entries {
        let states = &mut app.model.connectors.secrets;
        states.insert(reference.clone(), SecretState::Asked);
    }
    for reference in entries {
        let store = Arc::clone(&store);
        let key = TaskKey::ReadSecret(reference.name().to_owned());
        app.start_blocking(key, IfBusy::Replace, move |reporter, _| {
            let answer = store.get(reference.name());
            reporter.send(Event::SecretsRead(vec![(reference, answer)]));
        });
    }
}

/// Takes over what a store said.
pub(super) fn take(app: &mut App, answers: Answers) {
    let changed: Vec<_> = answers.iter().map(|(one, _)| one.clone()).collect();
    for (reference, answer) in answers {
        let state = match answer {
            Ok(Some(secret)) => {
                let secret = Secret::new(secret.expose_secret());
                app.model.connectors.unkept.remove(&reference);
                app.secrets.known.insert(reference.clone(), secret);
                SecretState::Known
            }
            // What was typed in this run counts.
            Ok(None) | Err(_) if app.secrets.known.contains_key(&reference) => SecretState::Known,
            Ok(None) => SecretState::Missing,
            Err(error) => {
                let why = told(&error);
                checked(app, Err(error));
                SecretState::Failed(why)
            }
        };
        app.model.connectors.secrets.insert(reference, state);
    }
    connectors::look_over(app, &changed);
    app.derived.forget_request();
    tell_missing(app);
}

/// Has it told once which secrets of these profiles are missing, whose drafts are back: they may have
/// been in memory only.
pub(super) fn tell_missing_of(app: &mut App, profiles: Vec<String>) {
    app.secrets.returned = profiles;
}

/// Tells what is missing of the profiles that are back, as soon as all places have answered.
fn tell_missing(app: &mut App) {
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
        let mut references = places
            .iter()
            .filter_map(|at| SecretReference::parse(at.text(&profile.config)?));
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

/// What a person is told once their secrets are kept, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// What was done: “Imported the connector”.
    pub title: String,
    /// What to do next, as a sentence without a period; empty if there is nothing.
    pub next: String,
    /// What stands in the file in place of the secrets.
    pub references: Vec<SecretReference>,
}

/// Keeps secrets at their places, and tells once what came of it. What belongs into the environment is
/// known until the program ends.
pub(super) fn keep(app: &mut App, keeping: Keeping, secrets: Vec<(SecretReference, Secret)>) {
    let states = &mut app.model.connectors.secrets;
    for (reference, secret) in &secrets {
        app.secrets.asked.insert(reference.clone());
        app.secrets.known.insert(reference.clone(), secret.clone());
        states.insert(reference.clone(), SecretState::Known);
        app.model.connectors.unkept.insert(reference.clone());
    }
    connectors::look_over(app, &keeping.references);
    app.derived.forget_request();
    let entries = secrets.into_iter().filter_map(|(reference, secret)| {
        let is_entry = matches!(reference, SecretReference::Keyring(_));
        is_entry.then(|| (reference.name().to_owned(), secret))
    });
    let entries: Vec<(String, Secret)> = entries.collect();
    let store = app.secrets.store.clone();
    let Some(store) = store.filter(|_| !entries.is_empty()) else {
        kept(app, &keeping, None);
        return;
    };
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let key = TaskKey::KeepSecret(names.join(", "));
    app.start_blocking(key, IfBusy::Replace, move |reporter, _| {
        let mut kept = entries.into_iter().map(|(name, secret)| {
            store.set(&name, &SecretString::from(secret.expose().to_owned()))
        });
        let error = kept.find_map(Result::err);
        reporter.send(Event::SecretsKept(keeping, error));
    });
}

/// Tells what came of keeping secrets: one thing, and a true one.
pub(super) fn kept(app: &mut App, keeping: &Keeping, error: Option<SecretError>) {
    let listed: Vec<String> = keeping.references.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    let are_entries = keeping
        .references
        .iter()
        .any(|one| matches!(one, SecretReference::Keyring(_)));
    let (kind, what) = match &error {
        Some(error) => (
            NoticeKind::Warning,
            format!(
                "What you gave is known until Letterhead closes, not longer: {listed}. {}",
                told(error)
            ),
        ),
        None if are_entries => {
            let place = &app.model.connectors.store_words;
            (NoticeKind::Success, format!("{place}, as {listed}"))
        }
        None if listed.is_empty() => (NoticeKind::Success, String::new()),
        None => (
            NoticeKind::Success,
            format!(
                "What you gave is known until Letterhead closes; set {listed} before you start it \
                 again"
            ),
        ),
    };
    match error {
        Some(error) => checked(app, Err(error)),
        // The environment is none of what a program can change for its next start.
        None => app.model.connectors.unkept.retain(|one| {
            matches!(one, SecretReference::Environment(_)) || !keeping.references.contains(one)
        }),
    }
    let parts = [what, keeping.next.clone()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    app.model
        .notify(kind, keeping.title.clone(), parts.join(". "));
}

/// The profiles with secrets that are lost when the program ends, each with the places of those in
/// it, as in JavaScript.
pub(super) fn only_in_memory(app: &App) -> Vec<(String, Vec<String>)> {
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

/// Looks whether secrets can be kept, for a dialog that offers it.
pub(super) fn check(app: &mut App) {
    let Some(store) = app.secrets.store.clone() else {
        return;
    };
    app.start_blocking(TaskKey::CheckSecrets, IfBusy::Refuse, move |reporter, _| {
        reporter.send(Event::SecretsChecked(store.check()));
    });
}

/// Takes over whether secrets can be kept.
pub(super) fn checked(app: &mut App, found: Result<(), SecretError>) {
    let is_absent = |error: &SecretError| matches!(error, SecretError::NoKeyring { .. });
    app.model.connectors.store_trouble = found
        .err()
        .filter(is_absent)
        .map(|error| with_causes(&error));
}

/// Takes the encrypted file as the store: opens it, or makes it.
pub(super) fn use_file(app: &mut App, passphrase: &Secret) {
    app.model.dialog = None;
    let Some(file) = app.secrets.file.clone() else {
        return;
    };
    let passphrase = SecretString::from(passphrase.expose().to_owned());
    app.start_blocking(TaskKey::SecretsFile, IfBusy::Refuse, move |reporter, _| {
        let opened = if file.is_file() {
            EncryptedFile::open(&file, &passphrase)
        } else {
            EncryptedFile::create(&file, &passphrase, KdfCost::default())
        };
        reporter.send(Event::SecretsFileOpened(opened.map(Box::new)));
    });
}

/// Takes over the opened file, and asks it for what was asked of the keyring.
pub(super) fn file_opened(app: &mut App, opened: Result<Box<EncryptedFile>, SecretError>) {
    match opened {
        Ok(file) => {
            app.secrets.store = Some(Arc::from(file as Box<dyn SecretStore>));
            app.model.connectors.store = StoreChoice::File;
            app.model.connectors.store_trouble = None;
            let is_entry = |one: &SecretReference| matches!(one, SecretReference::Keyring(_));
            app.secrets.asked.retain(|reference| !is_entry(reference));
            describe(app);
            let place = app.model.connectors.store_words.clone();
            let title = "Secrets are kept in the encrypted file";
            let unkept = app.model.connectors.unkept.iter();
            let unkept = unkept.filter(|one| is_entry(one)).filter_map(|one| {
                let secret = app.secrets.get(one)?;
                Some((one.clone(), secret))
            });
            let unkept: Vec<_> = unkept.collect();
            if unkept.is_empty() {
                app.model.notify(NoticeKind::Success, title, place);
                return;
            }
            // What the keyring did not take goes there as well.
            let keeping = Keeping {
                title: title.to_owned(),
                next: String::new(),
                references: unkept.iter().map(|(one, _)| one.clone()).collect(),
            };
            keep(app, keeping, unkept);
        }
        Err(error) => {
            let detail = told(&error);
            app.note_error("The encrypted file was not opened", detail);
        }
    }
}

/// What went wrong and what to do, as sentences.
fn told(error: &SecretError) -> String {
    let what = with_causes(error);
    let mut chars = what.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let what: String = first.chain(chars).collect();
    format!("{what}. {}", error.advice())
}
