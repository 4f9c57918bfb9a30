//! Secrets of profiles on their way to the clipboard and into stores.

use egui::accesskit::Role;
use letterhead::domain::connector::Secret;
use letterhead::model::{
    Command, ConnectorsTab, CopiedJson, Dialog, ProfileCommand, SecretPlace, StoreChoice,
};
use letterhead::services::secrets::{
    EncryptedFile, ExposeSecret as _, KdfCost, SecretStore as _, SecretString, WorkspaceId,
};

use super::connector_settings::{SECRET, assert_nowhere, paste, postmark, with};
use super::harness::Studio;

#[test]
fn a_pasted_secret_goes_to_the_clipboard_after_a_question_only() {
    let mut studio = with("postmark-mail");
    paste(&mut studio, &postmark(SECRET));
    let copied = studio.copied_by(Role::Button, "Copy for Logto's Console…");
    assert!(
        copied.contains("${keyring:mark.serverToken}") && !copied.contains(SECRET),
        "{copied}"
    );
    let told = studio.app().model().notices.last().unwrap();
    let (label, with) = told.actions[0].clone();
    assert_eq!(label, "With secrets…");
    studio.perform(with);
    let expected = Dialog::CopySecrets {
        what: CopiedJson::Config("mark".to_owned()),
        known: 1,
        missing: Vec::new(),
    };
    assert_eq!(studio.app().model().dialog, Some(expected));
    let copied = studio.copied_by(Role::Button, "Copy with secrets");
    assert!(copied.contains(SECRET), "{copied}");
    assert_nowhere(&studio, SECRET);
}

/// The encrypted file of the workspace's secrets, and its passphrase.
fn file_of_secrets(studio: &Studio) -> (std::path::PathBuf, SecretString) {
    let id = WorkspaceId::of(&studio.workspace()).unwrap();
    let folder = studio.data().join("secrets");
    (folder.join(format!("{id}.secrets")), "correct horse".into())
}

#[test]
fn a_secret_that_was_typed_outlives_an_older_one_of_a_store_opened_later() {
    let mut studio = with("postmark-mail");
    paste(&mut studio, &postmark(SECRET));
    let (file, passphrase) = file_of_secrets(&studio);
    // The usual cost would take seconds in a build without optimisation.
    let cost = KdfCost {
        memory_kib: 32,
        passes: 1,
        lanes: 1,
    };
    let older = EncryptedFile::create(&file, &passphrase, cost).unwrap();
    older.set("mark.serverToken", &"older".into()).unwrap();
    // No keyring runs here: it is known until the program ends, and kept nowhere.
    let place = SecretPlace::Store;
    studio.perform(ProfileCommand::KeepSecrets("mark".to_owned(), place));
    studio.until(|model| !model.has_unsaved() && model.work.is_empty());

    let passphrase = Secret::new("correct horse");
    studio.perform(ProfileCommand::UseSecretsFile(passphrase));
    studio.until(|model| {
        let is_kept = model.notices.last().is_some_and(|notice| {
            notice.title == "Secrets are kept in the encrypted file"
                && notice.detail.contains("${keyring:mark.serverToken}")
        });
        is_kept && model.work.is_empty()
    });
    let kept = older.get("mark.serverToken").unwrap().unwrap();
    assert_eq!(kept.expose_secret(), SECRET);
    let what = CopiedJson::Config("mark".to_owned());
    studio.perform(ProfileCommand::AskCopySecrets(what));
    let copied = studio.copied_by(Role::Button, "Copy with secrets");
    assert!(copied.contains(SECRET), "{copied}");
}

#[test]
fn a_store_that_opens_late_is_not_taken_for_that_of_another_workspace() {
    let mut studio = with("postmark-mail");
    let other = tempfile::tempdir().unwrap();
    letterhead::services::workspace::create_from_samples(other.path()).unwrap();
    let passphrase = Secret::new("correct horse");
    studio.perform(ProfileCommand::UseSecretsFile(passphrase));
    studio.perform(Command::Open(other.path().to_owned()));
    let root = other.path().to_owned();
    studio.until(|model| model.root() == Some(root.as_path()) && model.work.is_empty());
    let (file, _) = file_of_secrets(&studio);
    assert!(file.is_file(), "the first workspace has its file");
    let connectors = &studio.app().model().connectors;
    assert_eq!(connectors.store, StoreChoice::Keyring);
    assert!(connectors.store_words.contains("keyring"));
}

#[test]
fn a_promotion_shows_and_copies_no_secret_that_was_pasted() {
    let mut studio = with("postmark-mail");
    paste(&mut studio, &postmark(SECRET));
    studio.perform(ProfileCommand::Duplicate("mark".to_owned()));
    studio.perform(ProfileCommand::ShowTab(ConnectorsTab::Compare));
    studio.perform(ProfileCommand::CompareWith(Some("mark".to_owned())));
    let copied = studio.copied_by(Role::Button, "Copy JSON for production");
    assert!(
        copied.contains("${keyring:mark.serverToken}") && !copied.contains(SECRET),
        "{copied}"
    );
}
