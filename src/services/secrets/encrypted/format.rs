//! What stands in the file, version 1.
//!
//! ```json
//! {
//!   "format": "letterhead-secrets", "version": 1,
//!   "kdf": { "name": "argon2id", "memoryKib": 65536, "passes": 3, "lanes": 1, "salt": "…" },
//!   "check": "…", "nonce": "…", "secrets": "…"
//! }
//! ```
//!
//! Argon2id (version 0x13) makes 64 bytes of passphrase and salt. The first 32 are the key of
//! AES-256-GCM. The SHA-256 of the others, cut to 16 bytes, is `check`: it tells a wrong passphrase
//! from a damaged file. `secrets` is an object from names to secrets, sealed with `nonce` and with
//! [`Header::sealed_too`] as the data that is sealed but not hidden. Bytes are in Base64.

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::{Zeroize as _, Zeroizing};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::super::SecretError;

const FORMAT: &str = "letterhead-secrets";
const VERSION: u32 = 1;
const KDF: &str = "argon2id";
const SALT: usize = 16;
const CHECK: usize = 16;

/// How many bytes the seal adds.
pub(super) const TAG: usize = 16;

/// The opened content, wiped when it is dropped.
pub(super) type Unsealed = Zeroizing<Vec<u8>>;

/// How much work each try of a passphrase is (RFC 9106, section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KdfCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Parts of the memory that could be filled at once.
    pub lanes: u32,
}

impl Default for KdfCost {
    /// 64 MiB and three passes: the second choice of RFC 9106 with one lane, since the work is done
    /// by one thread here.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }
}

impl KdfCost {
    /// What a file may ask for. More would stop the machine instead of protecting anything.
    const MOST: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 64,
        lanes: 64,
    };

    const fn is_bearable(self) -> bool {
        self.memory_kib <= Self::MOST.memory_kib
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes
    }
}

/// What the file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Header {
    cost: KdfCost,
    salt: [u8; SALT],
    check: [u8; CHECK],
}

impl Header {
    /// What is sealed beside the secrets, so that nobody can change it.
    fn sealed_too(&self) -> String {
        let KdfCost {
            memory_kib,
            passes,
            lanes,
        } = self.cost;
        let (salt, check) = (STANDARD.encode(self.salt), STANDARD.encode(self.check));
        format!("{FORMAT}\n{VERSION}\n{KDF}\n{memory_kib}\n{passes}\n{lanes}\n{salt}\n{check}")
    }
}

/// The key of a file, and what the file says about it.
pub(super) struct Key {
    header: Header,
    cipher: RandomizedNonceKey,
}

impl Key {
    /// The key of a new file.
    pub fn new(passphrase: &SecretString, cost: KdfCost) -> Result<Self, SecretError> {
        if passphrase.expose_secret().is_empty() {
            return Err(SecretError::NoPassphrase);
        }
        let mut salt = [0; SALT];
        aws_lc_rs::rand::fill(&mut salt).map_err(|_error| SecretError::Cryptography)?;
        Self::derive(passphrase, cost, salt)
    }

    /// The key of a file that is there.
    pub fn of(
        sealed: &Sealed,
        passphrase: &SecretString,
        path: &Path,
    ) -> Result<Self, SecretError> {
        let header = &sealed.header;
        if !header.cost.is_bearable() {
            return Err(SecretError::Damaged {
                path: path.to_owned(),
                what: "it asks for more work than any file of this program",
            });
        }
        let key = Self::derive(passphrase, header.cost, header.salt)?;
        if key.header.check != header.check {
            return Err(SecretError::WrongPassphrase);
        }
        Ok(key)
    }

    fn derive(
        passphrase: &SecretString,
        cost: KdfCost,
        salt: [u8; SALT],
    ) -> Result<Self, SecretError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(64));
        let params = params.map_err(SecretError::Derive)?;
        let mut bytes = Zeroizing::new([0; 64]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose_secret().as_bytes(), &salt, &mut *bytes)
            .map_err(SecretError::Derive)?;
        let (key, rest) = bytes.split_at(32);
        let mut check = [0; CHECK];
        for (to, from) in check.iter_mut().zip(digest(&SHA256, rest).as_ref()) {
            *to = *from;
        }
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, key)
            .map_err(|_error| SecretError::Cryptography)?;
        Ok(Self {
            header: Header { cost, salt, check },
            cipher,
        })
    }
}

/// A file as it stands on the disk.
#[derive(Debug)]
pub(super) struct Sealed {
    header: Header,
    nonce: [u8; 12],
    secrets: Vec<u8>,
}

impl Sealed {
    /// Seals a content; each time differently.
    pub fn seal(key: &Key, mut content: Unsealed) -> Result<Self, SecretError> {
        let header = key.header.clone();
        let failed = |_error| SecretError::Cryptography;
        let nonce = key
            .cipher
            .seal_in_place_append_tag(Aad::from(header.sealed_too()), &mut *content)
            .map_err(failed)?;
        Ok(Self {
            header,
            nonce: *nonce.as_ref(),
            secrets: std::mem::take(&mut *content),
        })
    }

    /// Opens a content.
    pub fn open(self, key: &Key, path: &Path) -> Result<Unsealed, SecretError> {
        if self.header != key.header {
            return Err(SecretError::Replaced {
                path: path.to_owned(),
            });
        }
        let mut content = Zeroizing::new(self.secrets);
        let nonce = Nonce::assume_unique_for_key(self.nonce);
        let opened = key
            .cipher
            .open_in_place(nonce, Aad::from(self.header.sealed_too()), &mut content)
            .map(|plain| plain.len());
        let length = opened.map_err(|_error| SecretError::Damaged {
            path: path.to_owned(),
            what: "its seal is broken",
        })?;
        if let Some(tag) = content.get_mut(length..) {
            tag.zeroize();
        }
        content.truncate(length);
        Ok(content)
    }

    /// The text of the file.
    pub fn to_text(&self) -> Result<String, SecretError> {
        let file = OnDisk {
            format: FORMAT.to_owned(),
            version: VERSION,
            kdf: KdfOnDisk {
                name: KDF.to_owned(),
                cost: self.header.cost,
                salt: STANDARD.encode(self.header.salt),
            },
            check: STANDARD.encode(self.header.check),
            nonce: STANDARD.encode(self.nonce),
            secrets: STANDARD.encode(&self.secrets),
        };
        let mut text =
            serde_json::to_string_pretty(&file).map_err(|_error| SecretError::Cryptography)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads the text of a file.
    pub fn from_text(text: &[u8], path: &Path) -> Result<Self, SecretError> {
        let damaged = |what| SecretError::Damaged {
            path: path.to_owned(),
            what,
        };
        let head: Head = serde_json::from_slice(text)
            .map_err(|_error| damaged("it is cut off, or no file of secrets"))?;
        if head.format != FORMAT {
            return Err(damaged("it is no file of secrets"));
        }
        if head.version > VERSION {
            return Err(SecretError::Newer {
                path: path.to_owned(),
            });
        }
        let file: OnDisk =
            serde_json::from_slice(text).map_err(|_error| damaged("something is missing in it"))?;
        if file.kdf.name != KDF {
            return Err(damaged("it names another way from passphrase to key"));
        }
        let bytes = |text: &str| STANDARD.decode(text).ok();
        let read = || -> Option<Self> {
            Some(Self {
                header: Header {
                    cost: file.kdf.cost,
                    salt: bytes(&file.kdf.salt)?.try_into().ok()?,
                    check: bytes(&file.check)?.try_into().ok()?,
                },
                nonce: bytes(&file.nonce)?.try_into().ok()?,
                secrets: bytes(&file.secrets)?,
            })
        };
        read().ok_or_else(|| damaged("its bytes are not Base64 of the right length"))
    }
}

/// What every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct OnDisk {
    format: String,
    version: u32,
    kdf: KdfOnDisk,
    check: String,
    nonce: String,
    secrets: String,
}

#[derive(Serialize, Deserialize)]
struct KdfOnDisk {
    name: String,
    #[serde(flatten)]
    cost: KdfCost,
    salt: String,
}
