//! What can go wrong with the store and when the server starts.

use std::io;
use std::path::PathBuf;

use super::store::CaptureId;

/// The store failed.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The folder of the store cannot be made or read.
    #[error("cannot open the inbox folder {}", path.display())]
    Open {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A message could not be written.
    #[error("cannot store the message in {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A message could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A message could not be moved to or from the trash.
    #[error("cannot move {}", path.display())]
    Move {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no such message (any more).
    #[error("there is no message {0} in the inbox")]
    NotFound(CaptureId),
    /// The description of a message could not be turned into JSON.
    #[error("cannot describe the message")]
    Encode(#[source] serde_json::Error),
}

/// The server could not start.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program listens on the port.
    #[error("port {port} is taken by {}", program.as_deref().unwrap_or("another program"))]
    PortTaken {
        /// The port that was asked for.
        port: u16,
        /// Name and process id of the program that has it, where the system tells.
        program: Option<String>,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The port is reserved, usually one below 1024.
    #[error("port {port} needs privileges this program does not have")]
    Forbidden {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Anything else about the socket.
    #[error("cannot listen on port {port} of loopback")]
    Listen {
        /// The port that was asked for; 0 is any.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The certificate for STARTTLS could not be made.
    #[error("cannot make a certificate for STARTTLS")]
    Certificate(#[source] rcgen::Error),
    /// The certificate for STARTTLS cannot be used.
    #[error("cannot set up TLS")]
    Tls(#[source] rustls::Error),
}
