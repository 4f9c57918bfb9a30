//! What can be set about the inbox.

use std::time::Duration;

/// Settings of the capture server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxConfig {
    /// The port on loopback; 0 takes any free one.
    pub port: u16,
    /// Largest message in bytes, as announced by SIZE (RFC 1870).
    pub max_message_bytes: u64,
    /// Most recipients of one message. RFC 5321, section 4.5.3.1.8, asks for at least 100.
    pub max_recipients: usize,
    /// Most connections at once; further ones are told 421.
    pub max_connections: usize,
    /// How long a client may say nothing (RFC 5321, section 4.5.3.2.7: five minutes).
    pub idle_timeout: Duration,
    /// A body larger than this many bytes is kept in a file while it is received.
    pub spill_bytes: usize,
    /// Whether STARTTLS is offered.
    pub start_tls: StartTls,
}

/// Whether the server offers STARTTLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StartTls {
    /// Offered, with a certificate the server made itself.
    #[default]
    Offered,
    /// Not offered: for clients that upgrade whenever they can and then refuse the certificate.
    Hidden,
}

impl Default for InboxConfig {
    fn default() -> Self {
        Self {
            port: 0,
            max_message_bytes: 25 * 1024 * 1024,
            max_recipients: 100,
            max_connections: 64,
            idle_timeout: Duration::from_mins(5),
            spill_bytes: 1024 * 1024,
            start_tls: StartTls::Offered,
        }
    }
}

/// How much the store keeps; the oldest messages go first. The newest message always stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreLimits {
    /// Most messages.
    pub max_messages: usize,
    /// Most bytes of raw messages together.
    pub max_bytes: u64,
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self {
            max_messages: 5_000,
            max_bytes: 1024 * 1024 * 1024,
        }
    }
}
