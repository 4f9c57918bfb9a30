//! Passwords, keys and tokens at rest: outside of the workspace, each under a name.
//!
//! ```text
//! environment    variables of the process; read only
//! keyring        the system's keyring
//! memory         as long as the program runs
//! encrypted      a file with a passphrase, only where a person asks for one
//! chain          the environment first, then one of the others
//! ```
//!
//! Every call may take long, since a keyring may ask a person first: none belongs on the UI thread.
//! In memory a secret is a [`SecretString`], which is wiped when it is dropped and prints as
//! `[REDACTED]`.

mod chain;
mod encrypted;
mod environment;
mod error;
mod keyring;
mod memory;
mod scope;

use crate::domain::connector::SecretReference;

pub use chain::Chain;
pub use encrypted::{EncryptedFile, KdfCost};
pub use environment::EnvironmentVariables;
pub use error::SecretError;
pub use keyring::{Keyring, SERVICE};
pub use memory::Memory;
pub use scope::WorkspaceId;
pub use secrecy::{ExposeSecret, SecretString};

/// Where secrets are kept.
pub trait SecretStore: Send + Sync {
    /// The secret of that name; nothing if there is none.
    ///
    /// # Errors
    ///
    /// Where the store cannot be asked, which is not the same as having nothing.
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError>;

    /// Keeps a secret, in place of an older one of that name.
    ///
    /// # Errors
    ///
    /// Where the store cannot keep it; the older one is still there then.
    fn set(&self, name: &str, secret: &SecretString) -> Result<(), SecretError>;

    /// Forgets a secret; one that is not there is fine.
    ///
    /// # Errors
    ///
    /// Where the store cannot be asked.
    fn remove(&self, name: &str) -> Result<(), SecretError>;

    /// The names of what is kept, sorted; of the environment none, since most of it is no secret.
    ///
    /// # Errors
    ///
    /// Where the store cannot be asked.
    fn names(&self) -> Result<Vec<String>, SecretError>;

    /// Whether the store is there at all, without asking a person for anything.
    ///
    /// # Errors
    ///
    /// Where nothing can be kept or read, such as where no keyring runs.
    fn check(&self) -> Result<(), SecretError> {
        Ok(())
    }

    /// What kind of store it is, for people.
    fn describe(&self) -> StoreDescription;
}

/// The kinds of stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreKind {
    /// Variables of the process.
    Environment,
    /// The system's keyring.
    Keyring,
    /// As long as the program runs.
    Memory,
    /// A file with a passphrase.
    EncryptedFile,
}

/// A store, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreDescription {
    /// Its kind.
    pub kind: StoreKind,
    /// What to call it: “System keyring”.
    pub title: String,
    /// Where a secret ends up, in one sentence.
    pub place: String,
    /// Whether it can keep something new.
    pub is_writable: bool,
    /// Whether it still has its secrets when the program is started again.
    pub outlives_program: bool,
}

/// Refuses what could not be written as `${keyring:NAME}`, or would be read as a path.
fn check_name(name: &str) -> Result<(), SecretError> {
    if SecretReference::is_entry_name(name) {
        return Ok(());
    }
    Err(SecretError::Name(name.to_owned()))
}

#[cfg(test)]
mod tests;
