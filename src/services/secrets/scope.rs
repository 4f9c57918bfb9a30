//! Which secrets belong to a workspace.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};

/// How many bytes of the digest are kept.
const BYTES: usize = 16;

/// The name under which the secrets of a workspace are kept: 32 hexadecimal digits.
///
/// It is the start of the SHA-256 of the folder's path, links resolved, and stays the same as long
/// as the folder stays where it is. It comes from the path and from nothing in the folder on
/// purpose: a workspace that somebody sends cannot claim the secrets of another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkspaceId(String);

impl WorkspaceId {
    /// The id of the workspace in the folder `root`.
    ///
    /// # Errors
    ///
    /// Where the folder is not there.
    pub fn of(root: &Path) -> io::Result<Self> {
        let path = root.canonicalize()?;
        let digest = digest(&SHA256, path.as_os_str().as_encoded_bytes());
        let mut id = String::with_capacity(BYTES * 2);
        for byte in digest.as_ref().iter().take(BYTES) {
            write!(id, "{byte:02x}").map_err(io::Error::other)?;
        }
        Ok(Self(id))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkspaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
