//! The keyring of this system.

use keyring::{Entry, Error};
use secrecy::ExposeSecret as _;

use super::{Entries, SERVICE, SecretError, SecretString};
use crate::services::with_causes;

/// The keyring of this system, which is connected to at the first use.
pub(super) struct SystemEntries;

impl Entries for SystemEntries {
    fn read(&mut self, user: &str) -> Result<Option<SecretString>, SecretError> {
        match entry(user)?.get_password() {
            Ok(text) => Ok(Some(SecretString::from(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(error, user)),
        }
    }

    fn write(&mut self, user: &str, secret: &SecretString) -> Result<(), SecretError> {
        entry(user)?
            .set_password(secret.expose_secret())
            .map_err(|error| told(error, user))
    }

    fn check(&mut self, user: &str) -> Result<(), SecretError> {
        entry(user).map(drop)
    }

    fn delete(&mut self, user: &str) -> Result<(), SecretError> {
        match entry(user)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(told(error, user)),
        }
    }
}

fn entry(user: &str) -> Result<Entry, SecretError> {
    Entry::new(SERVICE, user).map_err(|error| match (error, Entry::store_status()) {
        (Error::NoDefaultStore, Err(cause)) => SecretError::NoKeyring {
            detail: with_causes(cause),
        },
        (error, _) => told(error, user),
    })
}

/// The error in our words. Those that carry what was read are told without it.
fn told(error: Error, user: &str) -> SecretError {
    let name = user
        .rsplit_once('/')
        .map_or(user, |(_, name)| name)
        .to_owned();
    match error {
        Error::NoStorageAccess(cause) => SecretError::Locked {
            detail: cause.to_string(),
        },
        Error::BadEncoding(_) | Error::BadDataFormat(..) => SecretError::NotText { name },
        Error::TooLong(_, most) => SecretError::TooLong { most },
        Error::Ambiguous(_) => SecretError::Ambiguous { name },
        error => SecretError::Keyring(error),
    }
}
