//! The system's keyring: Secret Service, Keychain or Credential Manager.
//!
//! An entry has the service `letterhead` and the user `<workspace id>/<name>`, so that
//! `secret-tool lookup service letterhead username <id>/<name>` finds it too. As keyrings cannot
//! list their entries alike everywhere, the user `<workspace id>/` holds the names as a JSON list;
//! what other programs add is found by its name all the same. Two programs that set a secret of one
//! workspace in the same instant could lose a name from that list, never a secret.

mod system;
mod worker;

use std::collections::BTreeSet;
use std::time::Duration;

use secrecy::ExposeSecret as _;

use self::worker::Worker;
use super::{
    SecretError, SecretStore, SecretString, StoreDescription, StoreKind, WorkspaceId, check_name,
};

/// The service of all entries.
pub const SERVICE: &str = "letterhead";

/// How long a person may take to unlock the keyring before the question counts as unanswered.
const PATIENCE: Duration = Duration::from_secs(30);

/// The entries of one workspace in the system's keyring.
pub struct Keyring {
    workspace: WorkspaceId,
    worker: Worker,
}

/// A keyring, entry by entry; every call may wait for a person.
pub(super) trait Entries: Send + 'static {
    /// The text of an entry; nothing if there is none.
    fn read(&mut self, user: &str) -> Result<Option<SecretString>, SecretError>;
    /// Writes an entry, in place of an older one.
    fn write(&mut self, user: &str, secret: &SecretString) -> Result<(), SecretError>;
    /// Deletes an entry; one that is not there is fine.
    fn delete(&mut self, user: &str) -> Result<(), SecretError>;
    /// Whether there is a keyring; nobody is asked to unlock it.
    fn check(&mut self, user: &str) -> Result<(), SecretError>;
}

impl Keyring {
    /// The entries of a workspace. Asks nothing yet.
    pub fn new(workspace: WorkspaceId) -> Self {
        Self::over(workspace, system::SystemEntries, PATIENCE)
    }

    /// The same entries, asked for with another patience than the usual 30 seconds.
    pub fn with_patience(workspace: WorkspaceId, patience: Duration) -> Self {
        Self::over(workspace, system::SystemEntries, patience)
    }

    fn over(workspace: WorkspaceId, entries: impl Entries, patience: Duration) -> Self {
        Self {
            workspace,
            worker: Worker::new(entries, patience),
        }
    }

    fn user(&self, name: &str) -> String {
        format!("{}/{name}", self.workspace)
    }

    /// The user of the list of names, which no secret can have.
    fn index(&self) -> String {
        self.user("")
    }
}

fn read_names(entries: &mut dyn Entries, index: &str) -> Result<BTreeSet<String>, SecretError> {
    let text = match entries.read(index) {
        // Somebody has put something else there; the next change writes the list anew.
        Err(SecretError::NotText { .. }) => None,
        read => read?,
    };
    let names = text.and_then(|text| serde_json::from_str(text.expose_secret()).ok());
    Ok(names.unwrap_or_default())
}

fn write_names(
    entries: &mut dyn Entries,
    index: &str,
    names: &BTreeSet<String>,
) -> Result<(), SecretError> {
    if names.is_empty() {
        return entries.delete(index);
    }
    let list: Vec<&str> = names.iter().map(String::as_str).collect();
    let text = serde_json::Value::from(list).to_string();
    entries.write(index, &SecretString::from(text))
}

impl SecretStore for Keyring {
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        check_name(name)?;
        let user = self.user(name);
        self.worker.ask(move |entries| entries.read(&user))
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<(), SecretError> {
        check_name(name)?;
        let (user, index) = (self.user(name), self.index());
        let (name, secret) = (name.to_owned(), secret.clone());
        self.worker.ask(move |entries| {
            entries.write(&user, &secret)?;
            let mut names = read_names(entries, &index)?;
            if names.insert(name) {
                write_names(entries, &index, &names)?;
            }
            Ok(())
        })
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        check_name(name)?;
        let (user, index) = (self.user(name), self.index());
        let name = name.to_owned();
        self.worker.ask(move |entries| {
            entries.delete(&user)?;
            let mut names = read_names(entries, &index)?;
            if names.remove(&name) {
                write_names(entries, &index, &names)?;
            }
            Ok(())
        })
    }

    /// The names that were set through this program.
    fn names(&self) -> Result<Vec<String>, SecretError> {
        let index = self.index();
        self.worker
            .ask(move |entries| Ok(read_names(entries, &index)?.into_iter().collect()))
    }

    fn check(&self) -> Result<(), SecretError> {
        let index = self.index();
        self.worker.ask(move |entries| entries.check(&index))
    }

    fn describe(&self) -> StoreDescription {
        StoreDescription {
            kind: StoreKind::Keyring,
            title: "System keyring".to_owned(),
            place: format!(
                "Secrets are kept in the system's keyring, under the service “{SERVICE}”"
            ),
            is_writable: true,
            outlives_program: true,
        }
    }
}

#[cfg(test)]
mod tests;
