//! Why a mail was not delivered.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::event::Refusal;
use super::http::{HttpFailure, HttpSettingsError};
use super::transcript::{Reply, Transcript};
use crate::domain::connector::smtp::TokenGrant;

/// A delivery that failed, with what was said until then.
#[derive(Debug, thiserror::Error)]
#[error("{failure}")]
pub struct DeliveryError {
    /// What failed.
    #[source]
    pub failure: Failure,
    /// The conversation up to the failure.
    pub transcript: Transcript,
}

impl DeliveryError {
    /// The failure of a delivery over HTTP, if it was one.
    pub fn http(&self) -> Option<&HttpFailure> {
        match &self.failure {
            Failure::Http(failure) => Some(failure),
            _ => None,
        }
    }

    /// What it means and what to do, as text of one or more lines for a person to read.
    pub fn told(&self) -> String {
        match self.http() {
            Some(failure) => failure.diagnosis.text(),
            None => format!("{}. {}", self.failure.meaning(), self.failure.advice()),
        }
    }
}

/// The part of a delivery that was under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking up the host.
    Dns,
    /// Connecting, with the handshake of implicit TLS.
    Connect,
    /// Waiting for the greeting.
    Greeting,
    /// `EHLO`, `HELO`.
    Hello,
    /// `STARTTLS` and its handshake.
    StartTls,
    /// The login.
    Auth,
    /// `MAIL FROM`, `RCPT TO`, `DATA`.
    Envelope,
    /// The mail and its answer.
    Message,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateProblem {
    /// It is no longer valid.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// It is for another name.
    WrongName,
    /// Nobody trusted has signed it, which is also said of a self-signed one.
    UnknownIssuer,
    /// It was revoked.
    Revoked,
    /// Something else.
    Other,
}

/// What failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It was called off before the mail was handed over.
    #[error("the delivery was cancelled")]
    Cancelled,
    /// A delivery over HTTP failed; the diagnosis is in it.
    #[error("{0}")]
    Http(Box<HttpFailure>),
    /// The settings of this program for HTTP cannot be used.
    #[error("{0}")]
    HttpSettings(#[source] HttpSettingsError),
    /// The host has no address.
    #[error("the host {host} has no address")]
    Dns {
        /// The name looked up.
        host: String,
        /// The resolver's answer.
        #[source]
        source: io::Error,
    },
    /// No connection could be made.
    #[error("no connection to {address}")]
    Connect {
        /// The last address tried.
        address: SocketAddr,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The host has addresses, but none that `localAddress` can reach.
    #[error("the local address cannot reach {host}")]
    LocalAddress {
        /// The host.
        host: String,
    },
    /// A phase took too long.
    #[error("timeout after {} ms ({phase:?})", .after.as_millis())]
    Timeout {
        /// The phase.
        phase: Phase,
        /// The limit.
        after: Duration,
    },
    /// The server ended the connection.
    #[error("the server closed the connection ({phase:?})")]
    Closed {
        /// The phase.
        phase: Phase,
    },
    /// The server's bytes were no SMTP.
    #[error("the server's answer is not SMTP ({phase:?})")]
    Protocol {
        /// The phase.
        phase: Phase,
        /// What lettre says.
        #[source]
        source: lettre::transport::smtp::Error,
    },
    /// TLS was begun on a port where the server speaks plain text first.
    #[error("the server does not begin with TLS on this port")]
    TlsOnPlainPort,
    /// The server's certificate is refused.
    #[error("the server's certificate is refused ({problem:?})")]
    Certificate {
        /// Why.
        problem: CertificateProblem,
        /// The library's sentence.
        detail: String,
    },
    /// The handshake failed otherwise.
    #[error("the TLS handshake failed")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// `tls.ca` or the server's name cannot be used.
    #[error("the TLS settings cannot be used")]
    TlsSettings(#[source] lettre::transport::smtp::Error),
    /// The server greets with a refusal.
    #[error("the server refuses the connection: {0}")]
    Greeting(Reply),
    /// The server takes neither `EHLO` nor `HELO`.
    #[error("the server refuses the client's name: {0}")]
    Hello(Reply),
    /// The server refuses `STARTTLS`.
    #[error("the server refuses STARTTLS: {reply}")]
    StartTls {
        /// Its answer.
        reply: Reply,
        /// Whether it had offered it.
        is_offered: bool,
    },
    /// The server refuses the login.
    #[error("the server refuses the login with {mechanism}: {reply}")]
    Auth {
        /// The SASL mechanism.
        mechanism: String,
        /// Its answer.
        reply: Reply,
    },
    /// The server asks for a login and the configuration has no user or no password.
    #[error("user or password is missing for {mechanism}")]
    MissingCredentials {
        /// The SASL mechanism that would be used.
        mechanism: String,
    },
    /// Only mechanisms this program does not speak are offered or configured.
    #[error("the login mechanism {mechanism} is not supported")]
    UnsupportedMechanism {
        /// The SASL mechanism.
        mechanism: String,
    },
    /// An access token would have to be fetched first, which this program does not do.
    #[error("there is no valid access token")]
    AccessTokenNeeded {
        /// How nodemailer would fetch it.
        grant: TokenGrant,
    },
    /// The server refuses the sender.
    #[error("the server refuses the sender: {0}")]
    Sender(Reply),
    /// The server refuses every recipient.
    #[error("the server refuses all recipients")]
    Recipients(Vec<Refusal>),
    /// The server refuses `DATA`.
    #[error("the server refuses to take a mail: {0}")]
    Data(Reply),
    /// The server refuses the mail itself.
    #[error("the server refuses the mail: {0}")]
    Message(Reply),
}
