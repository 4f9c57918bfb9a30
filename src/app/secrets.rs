//! The secrets of connector profiles: looked up where the profiles say they are, kept in memory.
//!
//! A store may wait for a person, so it is asked in the background; until it has answered, a secret
//! counts as unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{App, Event};
use crate::domain::connector::{Secret, SecretReference, form};
use crate::model::{SecretState, StoreChoice, TaskKey};
use crate::services::secrets::{
    EncryptedFile, EnvironmentVariables, ExposeSecret as _, KdfCost, Keyring, SecretError,
    SecretStore, SecretString, WorkspaceId,
};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// The answer of a store for each name that it was asked for.
pub type Answers = Vec<(SecretReference, Result<Option<SecretString>, SecretError>)>;

/// What a store of secrets says in the background.
pub enum SecretsNews {
    /// It was asked for secrets.
    Read(Answers),
    /// Secrets were kept, or could not be.
    Kept(Keeping, Option<SecretError>),
    /// It was looked for.
    Checked(Result<(), SecretError>),
    /// The encrypted file was opened, or could not be.
    FileOpened(Result<Box<EncryptedFile>, SecretError>),
}

/// The secrets of the open workspace.
#[derive(Default)]
pub(super) struct Secrets {
    /// Whose they are: stores answer late, when another one may be open.
    workspace: Option<WorkspaceId>,
    store: Option<Arc<dyn SecretStore>>,
    /// The file for those who choose it; there once it was made.
    file: Option<PathBuf>,
    known: BTreeMap<SecretReference, Secret>,
    /// What was typed in this run. It counts, whatever a store has from before.
    typed: BTreeSet<SecretReference>,
    asked: BTreeSet<SecretReference>,
}

/// Forgets the secrets of another workspace and takes up the store of this one.
pub(super) fn open(app: &mut App, root: &Path) {
    let id = WorkspaceId::of(root);
    let mut secrets = Secrets::default();
    if let Ok(id) = id {
        secrets.file = Some(app.folders.secrets().join(format!("{id}.secrets")));
        secrets.store = Some(Arc::new(Keyring::new(id.clone())));
        secrets.workspace = Some(id);
    }
    app.secrets = secrets;
    app.model.connectors.secrets.clear();
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

/// Takes over what a store said, if the workspace is open that it was asked for.
pub(super) fn apply(app: &mut App, of: &WorkspaceId, news: SecretsNews) {
    if app.secrets.workspace.as_ref() != Some(of) {
        if let SecretsNews::Kept(keeping, Some(error)) = news {
            let listed = listed(&keeping);
            let title = "A secret of the workspace that was open before is not kept";
            app.note_error(title, format!("{listed}. {}", told(&error)));
        }
        return;
    }
    match news {
        SecretsNews::Read(answers) => take(app, answers),
        SecretsNews::Kept(keeping, error) => kept(app, &keeping, error),
        SecretsNews::Checked(found) => checked(app, found),
        SecretsNews::FileOpened(opened) => file_opened(app, opened),
    }
}

/// Asks a store in the background; what it says is for the workspace that is open now.
fn start(
    app: &mut App,
    key: impl FnOnce(String) -> TaskKey,
    if_busy: IfBusy,
    ask: impl FnOnce() -> SecretsNews + Send + 'static,
) {
    let Some(of) = app.secrets.workspace.clone() else {
        return;
    };
    app.start_blocking(key(of.to_string()), if_busy, move |reporter, _| {
        reporter.send(Event::Secrets(of, ask()));
    });
}

/// The secret at a place, if it is known by now.
pub(super) fn look_up(app: &App, reference: &SecretReference) -> Option<Secret> {
    app.secrets.known.get(reference).cloned()
}

/// Asks for the secrets that the profiles name and nobody asked for yet.
pub(super) fn derive(app: &mut App) {
    let mut wanted = BTreeSet::new();
    for view in app.model.connectors.views.values() {
        let Some(profile) = view.profile.as_ref().filter(|profile| !profile.sandbox) else {
            continue;
        };
        let places = form::secrets_in(&profile.factory, &profile.config);
        let references = places.iter().filter_map(|at| at.reference(&profile.config));
        wanted.extend(references);
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
        let name = reference.name().to_owned();
        let key = |of| TaskKey::ReadSecret(of, name);
        start(app, key, IfBusy::Replace, move || {
            let answer = store.get(reference.name());
            SecretsNews::Read(vec![(reference, answer)])
        });
    }
}

/// Takes over what a store said.
fn take(app: &mut App, answers: Answers) {
    for (reference, answer) in answers {
        let state = match answer {
            _ if app.secrets.typed.contains(&reference) => SecretState::Known,
            Ok(Some(secret)) => {
                let secret = Secret::new(secret.expose_secret());
                app.secrets.known.insert(reference.clone(), secret);
                SecretState::Known
            }
            // Another store had it.
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
    app.derived.forget_request();
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
        app.secrets.typed.insert(reference.clone());
        app.secrets.known.insert(reference.clone(), secret.clone());
        states.insert(reference.clone(), SecretState::Known);
    }
    app.derived.forget_request();
    store(app, keeping, secrets);
}

/// Hands what belongs into the store to it.
fn store(app: &mut App, keeping: Keeping, secrets: Vec<(SecretReference, Secret)>) {
    let entries = secrets.into_iter().filter_map(|(reference, secret)| {
        is_entry(&reference).then(|| (reference.name().to_owned(), secret))
    });
    let entries: Vec<(String, Secret)> = entries.collect();
    let store = app.secrets.store.clone();
    let Some(store) = store.filter(|_| !entries.is_empty()) else {
        kept(app, &keeping, None);
        return;
    };
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(", ");
    let key = |of| TaskKey::KeepSecret(of, names);
    start(app, key, IfBusy::Replace, move || {
        let mut kept = entries.into_iter().map(|(name, secret)| {
            store.set(&name, &SecretString::from(secret.expose().to_owned()))
        });
        let error = kept.find_map(Result::err);
        SecretsNews::Kept(keeping, error)
    });
}

/// Whether a secret belongs into the store, and not into the environment.
const fn is_entry(reference: &SecretReference) -> bool {
    matches!(reference, SecretReference::Keyring(_))
}

fn listed(keeping: &Keeping) -> String {
    let listed: Vec<String> = keeping.references.iter().map(ToString::to_string).collect();
    listed.join(", ")
}

/// Tells what came of keeping secrets: one thing, and a true one.
fn kept(app: &mut App, keeping: &Keeping, error: Option<SecretError>) {
    use crate::model::NoticeKind;
    let listed = listed(keeping);
    let are_entries = keeping.references.iter().any(is_entry);
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
    if let Some(error) = error {
        checked(app, Err(error));
    }
    let parts = [what, keeping.next.clone()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    app.model
        .notify(kind, keeping.title.clone(), parts.join(". "));
}

/// Looks whether secrets can be kept, for a dialog that offers it.
pub(super) fn check(app: &mut App) {
    let Some(store) = app.secrets.store.clone() else {
        return;
    };
    start(app, TaskKey::CheckSecrets, IfBusy::Refuse, move || {
        SecretsNews::Checked(store.check())
    });
}

/// Takes over whether secrets can be kept.
fn checked(app: &mut App, found: Result<(), SecretError>) {
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
    start(app, TaskKey::SecretsFile, IfBusy::Refuse, move || {
        let opened = if file.is_file() {
            EncryptedFile::open(&file, &passphrase)
        } else {
            EncryptedFile::create(&file, &passphrase, KdfCost::default())
        };
        SecretsNews::FileOpened(opened.map(Box::new))
    });
}

/// Takes over the opened file, keeps in it what was typed, and asks it for the rest.
fn file_opened(app: &mut App, opened: Result<Box<EncryptedFile>, SecretError>) {
    match opened {
        Ok(file) => {
            app.secrets.store = Some(Arc::from(file as Box<dyn SecretStore>));
            app.model.connectors.store = StoreChoice::File;
            app.model.connectors.store_trouble = None;
            let typed = &app.secrets.typed;
            app.secrets
                .asked
                .retain(|reference| !is_entry(reference) || typed.contains(reference));
            describe(app);
            keep_typed(app);
        }
        Err(error) => {
            let detail = told(&error);
            app.note_error("The encrypted file was not opened", detail);
        }
    }
}

/// Keeps what was typed before the store was there.
fn keep_typed(app: &mut App) {
    let typed = app
        .secrets
        .typed
        .iter()
        .filter(|reference| is_entry(reference));
    let typed = typed.filter_map(|reference| Some((reference.clone(), look_up(app, reference)?)));
    let typed: Vec<(SecretReference, Secret)> = typed.collect();
    let title = "Secrets are kept in the encrypted file".to_owned();
    if typed.is_empty() {
        let place = app.model.connectors.store_words.clone();
        app.model
            .notify(crate::model::NoticeKind::Success, title, place);
        return;
    }
    let keeping = Keeping {
        title,
        next: String::new(),
        references: typed.iter().map(|(one, _)| one.clone()).collect(),
    };
    store(app, keeping, typed);
}

/// What went wrong and what to do, as sentences.
fn told(error: &SecretError) -> String {
    let what = with_causes(error);
    let mut chars = what.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let what: String = first.chain(chars).collect();
    format!("{what}. {}", error.advice())
}
