//! Environment variables.

use std::env;

use super::{SecretError, SecretStore, SecretString, StoreDescription, StoreKind, check_name};

/// Tells the value of a variable.
type Lookup = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The variables of this process, each under its own name.
pub struct EnvironmentVariables {
    lookup: Lookup,
}

impl EnvironmentVariables {
    /// The variables of this process.
    pub fn of_process() -> Self {
        // One that is no Unicode is no secret that a provider would take.
        Self::new(|name| env::var_os(name)?.into_string().ok())
    }

    /// Variables that `lookup` tells.
    pub fn new(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            lookup: Box::new(lookup),
        }
    }
}

impl SecretStore for EnvironmentVariables {
    /// A variable that is set but empty counts as not set, as continuous integration sets those of
    /// secrets it does not have.
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        check_name(name)?;
        let value = (self.lookup)(name).filter(|value| !value.is_empty());
        Ok(value.map(SecretString::from))
    }

    fn set(&self, name: &str, _secret: &SecretString) -> Result<(), SecretError> {
        check_name(name)?;
        Err(SecretError::ReadOnly)
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        match self.get(name)? {
            Some(_) => Err(SecretError::ReadOnly),
            None => Ok(()),
        }
    }

    fn names(&self) -> Result<Vec<String>, SecretError> {
        Ok(Vec::new())
    }

    fn describe(&self) -> StoreDescription {
        StoreDescription {
            kind: StoreKind::Environment,
            title: "Environment variables".to_owned(),
            place: "Secrets are read from variables set where the program is started".to_owned(),
            is_writable: false,
            outlives_program: true,
        }
    }
}
