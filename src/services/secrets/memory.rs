//! Secrets for this session only.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use super::{SecretError, SecretStore, SecretString, StoreDescription, StoreKind, check_name};

/// Secrets that are gone when the program ends.
#[derive(Debug, Default)]
pub struct Memory {
    secrets: Mutex<BTreeMap<String, SecretString>>,
}

impl SecretStore for Memory {
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        check_name(name)?;
        Ok(self.secrets.lock().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<(), SecretError> {
        check_name(name)?;
        self.secrets.lock().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        check_name(name)?;
        self.secrets.lock().remove(name);
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, SecretError> {
        Ok(self.secrets.lock().keys().cloned().collect())
    }

    fn describe(&self) -> StoreDescription {
        StoreDescription {
            kind: StoreKind::Memory,
            title: "This session only".to_owned(),
            place: "Secrets stay in memory and are gone when the program ends".to_owned(),
            is_writable: true,
            outlives_program: false,
        }
    }
}
