//! What stands in a file in place of a secret.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Where a secret is kept: written `${NAME}` or `${keyring:NAME}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretReference {
    /// A variable of the environment.
    Environment(String),
    /// An entry of the system's keyring.
    Keyring(String),
}

/// The text is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reference names a variable or an entry of the keyring in ${{…}}")]
pub struct NoReference;

impl SecretReference {
    /// Reads a text that is a reference and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix("${")?.strip_suffix('}')?;
        match name.strip_prefix("keyring:") {
            Some(name) => Self::is_entry_name(name).then(|| Self::Keyring(name.to_owned())),
            None => is_variable_name(name).then(|| Self::Environment(name.to_owned())),
        }
    }

    /// The longest name of an entry, in bytes.
    pub const LONGEST_ENTRY_NAME: usize = 200;

    /// Whether an entry of a store of secrets can have that name: letters, digits, `_`, `-` and `.`,
    /// so that it can stand in a reference and is never read as a path.
    pub fn is_entry_name(name: &str) -> bool {
        !name.is_empty() && name.len() <= Self::LONGEST_ENTRY_NAME && name.chars().all(is_of_entry)
    }

    /// The entry of that name, with `_` in place of what none can have.
    pub fn fitting_entry(name: &str) -> Self {
        let mut name = name.replace(|char| !is_of_entry(char), "_");
        name.truncate(name.floor_char_boundary(Self::LONGEST_ENTRY_NAME));
        Self::Keyring(name)
    }

    /// The name of the variable or of the entry.
    pub fn name(&self) -> &str {
        match self {
            Self::Environment(name) | Self::Keyring(name) => name,
        }
    }
}

/// Letters, digits and underscores, no digit first (POSIX.1-2017, 3.235).
fn is_variable_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|char: char| char.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_of_entry(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '-' | '.')
}

impl fmt::Display for SecretReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "${{{name}}}"),
            Self::Keyring(name) => write!(f, "${{keyring:{name}}}"),
        }
    }
}

impl FromStr for SecretReference {
    type Err = NoReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(NoReference)
    }
}

impl Serialize for SecretReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
