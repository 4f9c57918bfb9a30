//! What a failure means, what to change, and what Logto would report.

mod nodemailer;

use std::io;

use super::error::{CertificateProblem, DeliveryError, Failure, Phase};
use super::token::TokenError;
use crate::domain::connector::LogtoError;

pub(super) use nodemailer::{certificate_message, errno};

impl DeliveryError {
    /// What Logto would answer: over SMTP `connector.general` with nodemailer's message.
    ///
    /// Messages of the system and of OpenSSL are given in the wording of Node.js.
    pub fn logto(&self) -> LogtoError {
        match self.http() {
            Some(failure) => failure.logto.clone(),
            None => LogtoError::general(&self.failure.nodemailer_message()),
        }
    }
}

impl Failure {
    /// What it means, in one sentence without a period.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Cancelled => "The delivery was called off; the server has not taken the mail",
            Self::Http(_) => "The request to the provider failed",
            Self::HttpSettings(_) => {
                "The proxy or the certificates that this program is to use cannot be read"
            }
            Self::Dns { .. } => "No address is known for the host of the configuration",
            Self::Connect { source, .. } if source.kind() == io::ErrorKind::ConnectionRefused => {
                "Nothing listens on this port of the host"
            }
            Self::Connect { .. } => "The host could not be reached",
            Self::LocalAddress { .. } => {
                "The local address is of another family than every address of the host"
            }
            Self::Timeout { phase, .. } => timeout_meaning(*phase),
            Self::Closed {
                phase: Phase::Greeting,
            } => "The server closed the connection before it said anything",
            Self::Closed {
                phase: Phase::Message,
            }
            | Self::Reset {
                phase: Phase::Message,
                ..
            } => "The connection ended before the server confirmed the mail; it may have taken it",
            Self::Closed { .. } => "The server closed the connection in the middle",
            Self::Reset { .. } => "The connection broke in the middle",
            Self::TooLong { .. } => "What the server says does not end, which no mail server does",
            Self::Protocol { .. } => "What answers on this port does not speak SMTP",
            Self::TlsOnPlainPort => {
                "TLS was begun at once, but the server of this port begins in plain text and \
                 switches with STARTTLS; OpenSSL calls this “wrong version number”"
            }
            Self::Certificate { problem, .. } => certificate_meaning(*problem),
            Self::Tls(_) => "Client and server could not agree on an encrypted connection",
            Self::TlsTooOld => {
                "The server speaks an older version of TLS than “tls.minVersion” allows"
            }
            Self::TlsSettings(_) => "The certificates or the server name given cannot be read",
            Self::Greeting(_) => "The server does not want this client",
            Self::EhloEnds(_) => "The server ends the session at once, which is temporary",
            Self::EhloRequired(_) => "TLS is required, but the server knows no extensions at all",
            Self::Hello(_) => "The server does not accept the name this client gave",
            Self::StartTls {
                is_offered: false, ..
            } => "TLS is required, but the server does not offer STARTTLS on this port",
            Self::StartTls { .. } => "The server offers STARTTLS but refuses it now",
            Self::Auth { reply, .. } if reply.is_temporary() => {
                "The server cannot check the login at the moment"
            }
            Self::Auth { .. } => "The server does not accept this user and password or token",
            Self::MissingCredentials { .. } => {
                "The server offers a login, so nodemailer insists on one, but user or password is \
                 empty"
            }
            Self::UnsupportedMechanism { .. } => {
                "The configuration names a login method that Logto's mailer does not know"
            }
            Self::LoginSequence { .. } => "The server refuses the login half-way",
            Self::Token(error) => token_meaning(error),
            _ if self.wants_more_first() => {
                "The server takes mail only after a login, or only over an encrypted connection"
            }
            Self::Sender(_) => "The server does not accept the sender's address",
            Self::Recipients(_) => "The server does not accept the recipient's address",
            Self::Data(_) => "The server accepted the addresses but takes no mail now",
            Self::Message(reply) if reply.code == 552 => {
                "The mail is larger than the server or the mailbox allows"
            }
            Self::Message(_) => "The server has read the mail and refuses it",
        }
    }

    /// What to change, in one sentence without a period.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Cancelled => "Send again if it was not meant",
            Self::Http(_) => "Read the diagnosis",
            Self::HttpSettings(_) => "Check the proxy's address and the trusted certificates",
            Self::Dns { .. } => "Check the spelling of “host” and the network of this machine",
            Self::Connect { .. } => {
                "Check “host” and “port”; submission is usually 587 or 465, and 25 is often blocked"
            }
            Self::LocalAddress { .. } => "Remove “localAddress” or give one of the other family",
            Self::Timeout {
                phase: Phase::Greeting | Phase::GreetingIdle,
                ..
            } => {
                "Set “secure” to true if the port expects TLS at once, as 465 does; else raise \
                 “greetingTimeout”"
            }
            Self::Timeout { .. } => {
                "Check “host” and “port” and whether a firewall drops the connection"
            }
            Self::Closed { .. } | Self::Reset { .. } => {
                "Look at the server's log; try the other kind of TLS or another port"
            }
            Self::Protocol { .. } | Self::TooLong { .. } => "Check “host” and “port”",
            Self::TlsOnPlainPort => "Set “secure” to false, or use the port for implicit TLS (465)",
            Self::Certificate {
                problem: CertificateProblem::WrongName,
                ..
            } => "Use the name the certificate is for as “host” or as “servername”",
            Self::Certificate {
                problem:
                    CertificateProblem::UnknownIssuer
                    | CertificateProblem::SelfSigned
                    | CertificateProblem::SelfSignedRoot
                    | CertificateProblem::UnknownRoot,
                ..
            } => {
                "Add the issuer to the system or to “tls.ca”; for a test only, set \
                 “tls.rejectUnauthorized” to false"
            }
            Self::Certificate { .. } => "The server's certificate must be renewed",
            Self::Tls(_) => "Check “tls”; TLS 1.2 is the oldest version spoken here",
            Self::TlsTooOld => "Set “tls.minVersion” to TLSv1.2",
            Self::TlsSettings(_) => "Check “tls.ca”, “tls.cert”, “tls.key” and “servername”",
            Self::Greeting(_) => "Read the server's answer; this machine's address may be blocked",
            Self::EhloEnds(_) => "Try again later",
            Self::EhloRequired(_) => "Check “host” and “port”, or set “requireTLS” to false",
            Self::Hello(_) => "Give “name” a full host name in ASCII",
            Self::StartTls {
                is_offered: false, ..
            } => "Use the port with STARTTLS (587), or set “requireTLS” to false",
            Self::StartTls { .. } => "Try again later, or set “secure” to true with port 465",
            Self::Auth { reply, .. } if reply.is_temporary() => "Try again later",
            Self::Auth { .. } | Self::LoginSequence { .. } => {
                "Check “auth”; many providers want a password made for programs, or TLS before it"
            }
            Self::MissingCredentials { .. } => {
                "Fill in “auth.user” and “auth.pass”, or set “auth” to {} to send without a login"
            }
            Self::UnsupportedMechanism { .. } => "Remove “authMethod” and “auth.method”",
            Self::Token(error) => token_advice(error),
            _ if self.wants_more_first() => "Give “auth” a login, and do not set “ignoreTLS”",
            Self::Sender(_) => {
                "Use a sender the account may send from, in “fromEmail” or the template's “sendFrom”"
            }
            Self::Recipients(_) => "Check the recipient; without a login servers refuse to relay",
            Self::Data(reply) | Self::Message(reply) if reply.is_temporary() => "Try again later",
            Self::Data(_) => "Read the server's answer",
            Self::Message(reply) if reply.code == 552 => "Make the mail smaller",
            Self::Message(_) => "Read the server's answer; it may take the mail for spam",
        }
    }

    /// Whether the server answered 530 to the envelope (RFC 3207, 4; RFC 4954, 6).
    pub(super) fn wants_more_first(&self) -> bool {
        match self {
            Self::Sender(reply) => reply.code == 530,
            Self::Recipients(refusals) => refusals.iter().any(|refusal| refusal.reply.code == 530),
            _ => false,
        }
    }
}

const fn timeout_meaning(phase: Phase) -> &'static str {
    match phase {
        Phase::Dns => "The name server did not answer in time",
        Phase::Connect => "The host did not answer in time",
        Phase::Greeting | Phase::GreetingIdle => {
            "The connection stands, but the server says nothing; it may be waiting for TLS"
        }
        Phase::Token => "The token server did not answer in time",
        Phase::Message => "The server did not confirm the mail in time; it may have taken it",
        Phase::Hello | Phase::StartTls | Phase::Auth | Phase::Envelope => {
            "The server stopped answering"
        }
    }
}

const fn certificate_meaning(problem: CertificateProblem) -> &'static str {
    match problem {
        CertificateProblem::Expired => "The server's certificate has expired",
        CertificateProblem::NotYetValid => "The server's certificate is not valid yet",
        CertificateProblem::WrongName => "The server's certificate is for another name",
        CertificateProblem::SelfSigned => {
            "The server's certificate has signed itself, so nobody vouches for it"
        }
        CertificateProblem::UnknownIssuer
        | CertificateProblem::SelfSignedRoot
        | CertificateProblem::UnknownRoot => {
            "Nobody this machine trusts has signed the server's certificate"
        }
        CertificateProblem::Revoked => "The server's certificate was revoked",
        CertificateProblem::Other => "The server's certificate cannot be accepted",
    }
}

const fn token_meaning(error: &TokenError) -> &'static str {
    match error {
        TokenError::NoWay => "There is neither an access token nor a way to get one",
        TokenError::Key {
            has_passphrase: true,
        } => "The private key has a passphrase, with which it cannot be read here",
        TokenError::Key { .. } => "The private key cannot be read",
        TokenError::Address(_) => "The address for access tokens cannot be used",
        TokenError::Network { .. } => "The token server cannot be reached",
        TokenError::Refused { .. } => "The token server gives no access token",
        TokenError::Answer { .. } => "What answers for access tokens is no token server",
    }
}

const fn token_advice(error: &TokenError) -> &'static str {
    match error {
        TokenError::NoWay => "Fill in “auth.refreshToken” or “auth.accessToken”",
        TokenError::Key {
            has_passphrase: true,
        } => "For the test, give a key without a passphrase, or an “auth.accessToken”",
        TokenError::Key { .. } => "Put an RSA key in PEM into “auth.privateKey”",
        TokenError::Address(_) | TokenError::Network { .. } | TokenError::Answer { .. } => {
            "Check “auth.accessUrl” and the network of this machine"
        }
        TokenError::Refused { .. } => {
            "Grant access again and put the new refresh token into “auth”"
        }
    }
}
