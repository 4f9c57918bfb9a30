//! Why a secret could not be read or kept. No error holds a secret.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// A store of secrets could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The name cannot be used.
    #[error("{0:?} cannot be the name of a secret")]
    Name(String),
    /// There is no keyring to ask: no session bus, or no secret service on it.
    #[error("no keyring service runs here")]
    NoKeyring {
        /// What the system says.
        detail: String,
    },
    /// The keyring stays locked: its question was dismissed, or nobody can be asked.
    #[error("the keyring is locked")]
    Locked {
        /// What the system says.
        detail: String,
    },
    /// The keyring has not answered, most likely because it waits for a person.
    #[error("the keyring did not answer within {} s", .0.as_secs())]
    NoAnswer(Duration),
    /// The keyring has more than one secret under the name.
    #[error("the keyring has {name} more than once")]
    Ambiguous {
        /// The name.
        name: String,
    },
    /// What the keyring holds under the name is no text.
    #[error("{name} in the keyring is not text")]
    NotText {
        /// The name.
        name: String,
    },
    /// The secret is longer than the keyring takes.
    #[error("the secret is longer than the {most} characters that the keyring takes")]
    TooLong {
        /// How many it takes.
        most: u32,
    },
    /// The keyring fails otherwise.
    #[error("the keyring failed")]
    Keyring(#[source] keyring::Error),
    /// The store can only be read.
    #[error("environment variables can only be read")]
    ReadOnly,
    /// The file has another passphrase.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// A file of that name is there already.
    #[error("{} is there already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file.
    #[error("{} is not there", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut off, or was changed by something else than this program.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A newer version of the program wrote the file.
    #[error("{} was written by a newer version", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// Another program has given the file another passphrase meanwhile.
    #[error("{} has a new passphrase", path.display())]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase is empty.
    #[error("the passphrase is empty")]
    NoPassphrase,
    /// The passphrase cannot be made into a key here, for example for lack of memory.
    #[error("the key cannot be derived: {0}")]
    Derive(argon2::Error),
    /// The system's source of random numbers or its cipher fails.
    #[error("the system's cryptography failed")]
    Cryptography,
    /// The file cannot be read or written.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl SecretError {
    /// What to do, in one or two sentences for people.
    pub fn advice(&self) -> String {
        match self {
            Self::Name(_) => {
                "Use letters, digits, “_”, “-” and “.”, at most 200 of them".to_owned()
            }
            Self::NoKeyring { .. } => {
                "Use ${NAME} environment variables or choose the encrypted file. If a keyring is \
                 started later, start Letterhead again"
                    .to_owned()
            }
            Self::Locked { .. } => {
                "Unlock it, for example by logging in with your password or in the system's \
                 password manager, and try again"
                    .to_owned()
            }
            Self::NoAnswer(_) => {
                "It may be asking for your password in another window. Answer there and try again"
                    .to_owned()
            }
            Self::Ambiguous { name } => format!(
                "Delete all but one entry of the service {} whose user ends with /{name}, in the \
                 system's password manager",
                super::SERVICE
            ),
            Self::NotText { .. } => "Set it again".to_owned(),
            Self::TooLong { .. } => {
                "Use an environment variable or the encrypted file for this one".to_owned()
            }
            Self::Keyring(_) => {
                "Try again. If it stays so, use environment variables or the encrypted file"
                    .to_owned()
            }
            Self::ReadOnly => {
                "Set the variable where the program is started, or choose another store".to_owned()
            }
            Self::WrongPassphrase => {
                "Enter it again. Without it nobody can read the file, and its secrets have to be \
                 set anew in another one"
                    .to_owned()
            }
            Self::Exists { .. } => "Open it with its passphrase, or choose another name".to_owned(),
            Self::Missing { .. } => "Create it with a passphrase".to_owned(),
            Self::Damaged { .. } => {
                "Restore it from a copy, or delete it and set the secrets again".to_owned()
            }
            Self::Newer { .. } => "Use the newer version of Letterhead".to_owned(),
            Self::Replaced { .. } => "Open it again with the new passphrase".to_owned(),
            Self::NoPassphrase => "Enter a passphrase of several words".to_owned(),
            Self::Derive(_) => "Close other programs and try again".to_owned(),
            Self::Cryptography => "Start Letterhead again".to_owned(),
            Self::File { .. } => {
                "Look whether the folder is there and may be written to".to_owned()
            }
        }
    }
}
