//! What a file was when it was last read or written here.

use serde::{Deserialize, Serialize};

use crate::domain::fingerprint::fingerprint;

/// The length and a hash of a file's bytes. Times are not looked at: what counts is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stamp {
    length: u64,
    hash: u64,
}

impl Stamp {
    /// The stamp of these bytes; the same in every run (FNV-1a, 64 bits).
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            length: bytes.len() as u64,
            hash: fingerprint(bytes),
        }
    }

    /// The hash, for names of files.
    pub(super) const fn hash(self) -> u64 {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_tell_texts_apart_and_stay_the_same() {
        assert_eq!(Stamp::of(b"a").hash, 0xaf63_dc4c_8601_ec8c);
        assert_ne!(Stamp::of(b"ab"), Stamp::of(b"ba"));
    }
}
