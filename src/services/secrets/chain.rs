//! The environment first, then the store that a person chose.

use std::sync::Arc;

use super::{EnvironmentVariables, SecretError, SecretStore, SecretString, StoreDescription};

/// Looks a secret up in the environment, then in one other store, which keeps what is new.
///
/// So a pipeline or a colleague can put another secret in place of a kept one for one run.
pub struct Chain {
    environment: EnvironmentVariables,
    chosen: Arc<dyn SecretStore>,
}

impl Chain {
    /// The chain that ends with `chosen`.
    pub fn new(environment: EnvironmentVariables, chosen: Arc<dyn SecretStore>) -> Self {
        Self {
            environment,
            chosen,
        }
    }
}

impl SecretStore for Chain {
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        match self.environment.get(name)? {
            Some(secret) => Ok(Some(secret)),
            None => self.chosen.get(name),
        }
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<(), SecretError> {
        self.chosen.set(name, secret)
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        self.chosen.remove(name)
    }

    fn names(&self) -> Result<Vec<String>, SecretError> {
        self.chosen.names()
    }

    fn check(&self) -> Result<(), SecretError> {
        self.chosen.check()
    }

    fn describe(&self) -> StoreDescription {
        self.chosen.describe()
    }
}
