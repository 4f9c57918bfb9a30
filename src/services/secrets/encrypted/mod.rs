//! Secrets in a file with a passphrase, for systems without a keyring. Only where a person asks.
//!
//! The key comes from the passphrase by Argon2id (RFC 9106); the secrets are sealed with
//! AES-256-GCM, and so is what the file says about itself. The key stays in memory as long as the
//! file is open, the secrets do not: each call reads the file.

mod format;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use secrecy::ExposeSecret as _;
use secrecy::zeroize::Zeroizing;
use tempfile::NamedTempFile;

use self::format::{Key, Sealed, Unsealed};
use super::{SecretError, SecretStore, SecretString, StoreDescription, StoreKind, check_name};

pub use self::format::KdfCost;

/// No file of secrets is larger, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

type Secrets = BTreeMap<String, SecretString>;

/// An open file of secrets.
pub struct EncryptedFile {
    path: PathBuf,
    key: Mutex<Key>,
}

impl EncryptedFile {
    /// Makes a file without secrets. Takes a moment on purpose, see [`KdfCost`].
    ///
    /// # Errors
    ///
    /// Where the passphrase is empty, there is such a file already, or it cannot be written.
    pub fn create(
        path: &Path,
        passphrase: &SecretString,
        cost: KdfCost,
    ) -> Result<Self, SecretError> {
        let key = Key::new(passphrase, cost)?;
        let store = Self {
            path: path.to_owned(),
            key: Mutex::new(key),
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| store.failed(source))?;
        }
        let _lock = store.lock()?;
        if path.exists() {
            return Err(SecretError::Exists {
                path: path.to_owned(),
            });
        }
        store.write(&store.key.lock(), &Secrets::new())?;
        Ok(store)
    }

    /// Opens a file. Takes a moment on purpose, see [`KdfCost`].
    ///
    /// # Errors
    ///
    /// Where the file is not there, damaged or newer, or has another passphrase.
    pub fn open(path: &Path, passphrase: &SecretString) -> Result<Self, SecretError> {
        let sealed = read(path)?;
        let key = Key::of(&sealed, passphrase, path)?;
        sealed.open(&key, path)?;
        Ok(Self {
            path: path.to_owned(),
            key: Mutex::new(key),
        })
    }

    /// Gives the file another passphrase. Copies of the file keep the old one.
    ///
    /// # Errors
    ///
    /// Where the passphrase is empty, or the file cannot be read or written; it keeps the old one
    /// then.
    pub fn change_passphrase(
        &self,
        passphrase: &SecretString,
        cost: KdfCost,
    ) -> Result<(), SecretError> {
        let new = Key::new(passphrase, cost)?;
        let mut key = self.key.lock();
        let _lock = self.lock()?;
        let secrets = self.secrets(&key)?;
        self.write(&new, &secrets)?;
        *key = new;
        Ok(())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn secrets(&self, key: &Key) -> Result<Secrets, SecretError> {
        let text: Unsealed = read(&self.path)?.open(key, &self.path)?;
        let secrets: BTreeMap<String, String> =
            serde_json::from_slice(&text).map_err(|_error| SecretError::Damaged {
                path: self.path.clone(),
                what: "its content is not a list of secrets",
            })?;
        let wrap = |(name, secret)| (name, SecretString::from(secret));
        Ok(secrets.into_iter().map(wrap).collect())
    }

    fn change(&self, change: impl FnOnce(&mut Secrets)) -> Result<(), SecretError> {
        let key = self.key.lock();
        let _lock = self.lock()?;
        let mut secrets = self.secrets(&key)?;
        change(&mut secrets);
        self.write(&key, &secrets)
    }

    /// Writes a file that is the old one or the new one at any moment, for its owner only.
    fn write(&self, key: &Key, secrets: &Secrets) -> Result<(), SecretError> {
        let sealed = Sealed::seal(key, plain(secrets)?)?;
        let text = sealed.to_text()?;
        let folder = self
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        // Without further permissions a temporary file is for its owner only, and stays so.
        let write = || -> io::Result<()> {
            let mut file = NamedTempFile::new_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&self.path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(|source| self.failed(source))
    }

    /// Held while the file is read, changed and written, against other programs. The lock has a
    /// file of its own, since the other one is replaced each time.
    fn lock(&self) -> Result<File, SecretError> {
        let mut path = self.path.clone().into_os_string();
        path.push(".lock");
        let lock = || -> io::Result<File> {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            file.lock()?;
            Ok(file)
        };
        lock().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> SecretError {
        SecretError::File {
            path: self.path.clone(),
            source,
        }
    }
}

/// The secrets as JSON, wiped when it is dropped.
fn plain(secrets: &Secrets) -> Result<Unsealed, SecretError> {
    let exposed: BTreeMap<&str, &str> = secrets
        .iter()
        .map(|(name, secret)| (name.as_str(), secret.expose_secret()))
        .collect();
    // Six times is the most that JSON makes of a byte: a text that grows leaves copies behind.
    let room = exposed
        .iter()
        .map(|(name, secret)| (name.len() + secret.len()) * 6 + 6);
    let mut text = Zeroizing::new(Vec::with_capacity(room.sum::<usize>() + 2 + format::TAG));
    serde_json::to_writer(&mut *text, &exposed).map_err(|_error| SecretError::Cryptography)?;
    Ok(text)
}

fn read(path: &Path) -> Result<Sealed, SecretError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => SecretError::Missing {
            path: path.to_owned(),
        },
        _ => SecretError::File {
            path: path.to_owned(),
            source,
        },
    };
    let mut text = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let read = file
        .take(LARGEST + 1)
        .read_to_end(&mut text)
        .map_err(failed)?;
    if read as u64 > LARGEST {
        return Err(SecretError::Damaged {
            path: path.to_owned(),
            what: "it is far too large",
        });
    }
    Sealed::from_text(&text, path)
}

impl SecretStore for EncryptedFile {
    fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        check_name(name)?;
        let mut secrets = self.secrets(&self.key.lock())?;
        Ok(secrets.remove(name))
    }

    fn set(&self, name: &str, secret: &SecretString) -> Result<(), SecretError> {
        check_name(name)?;
        self.change(|secrets| {
            secrets.insert(name.to_owned(), secret.clone());
        })
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        check_name(name)?;
        self.change(|secrets| {
            secrets.remove(name);
        })
    }

    fn names(&self) -> Result<Vec<String>, SecretError> {
        let secrets = self.secrets(&self.key.lock())?;
        Ok(secrets.into_keys().collect())
    }

    fn describe(&self) -> StoreDescription {
        StoreDescription {
            kind: StoreKind::EncryptedFile,
            title: "Encrypted file".to_owned(),
            place: format!(
                "Secrets are kept in {}, which opens with its passphrase only",
                self.path.display()
            ),
            is_writable: true,
            outlives_program: true,
        }
    }
}

#[cfg(test)]
mod tests;
