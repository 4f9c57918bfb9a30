//! Why a mail was not delivered.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::event::Refusal;
use super::http::{HttpFailure, HttpSettingsError};
use super::tls::TlsSettingsError;
use super::token::TokenError;
use super::transcript::{Reply, Transcript};

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

    /// Whether the mail was on its way and no answer to it came, so that it may have been sent all
    /// the same.
    pub fn may_be_sent(&self) -> bool {
        match &self.failure {
            Failure::Http(failure) => failure.may_be_sent,
            Failure::Timeout { phase, .. }
            | Failure::Closed { phase }
            | Failure::Reset { phase, .. }
            | Failure::TooLong { phase }
            | Failure::Protocol { phase, .. } => *phase == Phase::Message,
            _ => false,
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
    /// The same, ended by `socketTimeout`, which is shorter than `greetingTimeout`.
    GreetingIdle,
    /// `EHLO`, `HELO`.
    Hello,
    /// `STARTTLS` and its handshake.
    StartTls,
    /// The login.
    Auth,
    /// Asking for an access token.
    Token,
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
    /// Nobody trusted has signed it, and the server shows no other certificate.
    UnknownIssuer,
    /// It has signed itself.
    SelfSigned,
    /// The server shows who signed it, up to one that has signed itself and is not trusted.
    SelfSignedRoot,
    /// The server shows who signed it, but not up to anybody trusted.
    UnknownRoot,
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
    /// The connection broke.
    #[error("the connection broke ({phase:?}, {kind})")]
    Reset {
        /// The phase.
        phase: Phase,
        /// The system's answer.
        kind: io::ErrorKind,
    },
    /// The server's answer does not end.
    #[error("the server's answer is too long ({phase:?})")]
    TooLong {
        /// The phase.
        phase: Phase,
    },
    /// The server's bytes were no SMTP.
    #[error("the server's answer is not SMTP ({phase:?})")]
    Protocol {
        /// The phase.
        phase: Phase,
        /// What it said, lines separated by a line feed.
        said: String,
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
    Tls(#[source] io::Error),
    /// The server speaks no version as new as `tls.minVersion`.
    #[error("the server speaks no TLS 1.3")]
    TlsTooOld,
    /// `tls` or the server's name cannot be used.
    #[error("the TLS settings cannot be used")]
    TlsSettings(#[source] TlsSettingsError),
    /// The server greets with a refusal.
    #[error("the server refuses the connection: {0}")]
    Greeting(Reply),
    /// The server ends the session at `EHLO`.
    #[error("the server ends the session: {0}")]
    EhloEnds(Reply),
    /// The server refuses `EHLO`, without which there is no `STARTTLS`.
    #[error("the server refuses EHLO, which TLS needs: {0}")]
    EhloRequired(Reply),
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
    /// The configuration names a mechanism that nodemailer does not know.
    #[error("the login mechanism {mechanism} is not supported")]
    UnsupportedMechanism {
        /// The SASL mechanism.
        mechanism: String,
    },
    /// The server does not go through the steps of a login.
    #[error("the server refuses the login with {mechanism} half-way: {reply}")]
    LoginSequence {
        /// The SASL mechanism.
        mechanism: String,
        /// What nodemailer waited for.
        awaited: &'static str,
        /// What came.
        reply: Reply,
    },
    /// There is no access token.
    #[error("there is no access token")]
    Token(#[source] TokenError),
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
