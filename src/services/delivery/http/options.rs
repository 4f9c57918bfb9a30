//! How a request over HTTP is made, as far as the plan does not say.

use std::time::Duration;

use crate::domain::connector::Secret;

/// The way to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ProxyChoice {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, or the system's settings.
    #[default]
    Environment,
    /// Straight there.
    Direct,
    /// By way of this proxy: an address of `http` or `https`, which may hold a user and a password.
    At(Secret),
}

/// Limits and trust of requests over HTTP.
///
/// Most of Logto's connectors have no limit at all and wait for ever; these are this program's own,
/// and a failure by one of them says so. Where the client of Logto's connector has a limit, that one
/// ends the delivery if it is the shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpOptions {
    /// The longest look-up, connection and TLS handshake of one request.
    pub connect_timeout: Duration,
    /// The longest silence after a request was handed over.
    pub answer_timeout: Duration,
    /// The longest delivery, with all redirects and repetitions.
    pub total_timeout: Duration,
    /// Certificates of authorities that are trusted besides the system's, in PEM.
    pub roots_pem: Vec<String>,
    /// Takes any certificate, for tests on this machine.
    pub accepts_invalid_certificates: bool,
    /// The way to the provider.
    pub proxy: ProxyChoice,
}

impl HttpOptions {
    /// Fifteen seconds to connect, five minutes of silence, a quarter of an hour in all; the system's
    /// trust and proxy. A slow provider is waited for as Logto does.
    pub const DEFAULT: Self = Self {
        connect_timeout: Duration::from_secs(15),
        answer_timeout: Duration::from_mins(5),
        total_timeout: Duration::from_mins(15),
        roots_pem: Vec::new(),
        accepts_invalid_certificates: false,
        proxy: ProxyChoice::Environment,
    };
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
