//! The secrets that the references of a profile lead to, for a command that runs once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::connector::{Secret, SecretReference};
use crate::domain::workspace::MissingSecret;
use crate::services::secrets::{
    Chain, EnvironmentVariables, ExposeSecret as _, Keyring, SecretStore as _, WorkspaceId,
};
use crate::services::with_causes;

/// The environment, and the keyring's entries of one workspace.
pub(super) struct Secrets {
    environment: EnvironmentVariables,
    keyring: Option<Chain>,
    /// Why places could not be asked.
    failures: RefCell<BTreeMap<SecretReference, String>>,
}

impl Secrets {
    /// Those of the workspace in this folder; without one, those of the environment only. Nothing is
    /// asked yet.
    pub fn of(root: Option<&Path>) -> Self {
        let id = root.and_then(|root| WorkspaceId::of(root).ok());
        let chain = |id| {
            let environment = EnvironmentVariables::of_process();
            Chain::new(environment, std::sync::Arc::new(Keyring::new(id)))
        };
        Self {
            environment: EnvironmentVariables::of_process(),
            keyring: id.map(chain),
            failures: RefCell::default(),
        }
    }

    /// The secret that a reference leads to. The keyring may ask a person to unlock it.
    pub fn look_up(&self, reference: &SecretReference) -> Option<Secret> {
        let found = match (reference, &self.keyring) {
            (SecretReference::Environment(name), _) => self.environment.get(name),
            (SecretReference::Keyring(name), Some(keyring)) => keyring.get(name),
            (SecretReference::Keyring(_), None) => {
                let why = "entries of the keyring belong to a workspace; give --workspace";
                self.fail(reference, why.to_owned());
                return None;
            }
        };
        match found {
            Ok(secret) => Some(Secret::new(secret?.expose_secret())),
            Err(error) => {
                self.fail(reference, with_causes(&error));
                None
            }
        }
    }

    fn fail(&self, reference: &SecretReference, why: String) {
        self.failures.borrow_mut().insert(reference.clone(), why);
    }

    /// What is missing, and why, as one line.
    pub fn told(&self, missing: &[MissingSecret]) -> String {
        let failures = self.failures.borrow();
        let told = missing.iter().map(|one| {
            let failure = failures.get(&one.reference).map(String::as_str);
            let (path, reference) = (&one.path, &one.reference);
            format!("{path} is missing: {} ({reference})", one.because(failure))
        });
        told.collect::<Vec<_>>().join("; ")
    }
}
