//! What the server tells while it runs.

use std::net::SocketAddr;
use std::sync::Arc;

use super::store::{CaptureId, MessageSummary};

/// Something happened at the server.
#[derive(Debug, Clone)]
pub enum InboxEvent {
    /// A message was stored.
    Received(Arc<MessageSummary>),
    /// The oldest messages were removed to keep the store within its limits.
    Removed(Vec<CaptureId>),
    /// A client was not served, in whole or in part.
    Refused {
        /// Why.
        reason: RefusedReason,
        /// The client's address.
        peer: SocketAddr,
    },
    /// The server could not take a new connection; it goes on.
    AcceptFailed {
        /// What the system said.
        reason: String,
    },
}

/// Why a client was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefusedReason {
    /// As many clients as allowed are connected already.
    TooManyConnections {
        /// The limit.
        limit: usize,
    },
    /// The message is larger than allowed.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The message has more recipients than allowed; it was offered for the rest.
    TooManyRecipients {
        /// The limit.
        limit: usize,
    },
    /// The client was silent for too long.
    Stalled,
    /// The TLS handshake failed, usually because the client does not trust the certificate.
    TlsFailed {
        /// What the TLS library said.
        reason: String,
    },
    /// The client speaks HTTP: a web page tried to reach the server.
    NotMail,
    /// The client made too many errors.
    TooManyErrors,
    /// The message could not be stored.
    StoreFailed {
        /// What went wrong, cause included.
        reason: String,
    },
}
