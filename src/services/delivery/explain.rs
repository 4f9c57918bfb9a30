//! What a failure means, what to change, and what Logto would report.

use std::io;

use super::error::{CertificateProblem, DeliveryError, Failure, Phase};
use super::transcript::Reply;
use crate::domain::connector::LogtoError;
use crate::domain::connector::smtp::TokenGrant;

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
            } => "The server closed the connection before it confirmed the mail",
            Self::Closed { .. } => "The server closed the connection in the middle",
            Self::Protocol { .. } => "What answers on this port does not speak SMTP",
            Self::TlsOnPlainPort => {
                "TLS was begun at once, but the server of this port begins in plain text and \
                 switches with STARTTLS; OpenSSL calls this “wrong version number”"
            }
            Self::Certificate { problem, .. } => certificate_meaning(*problem),
            Self::Tls(_) => "Client and server could not agree on an encrypted connection",
            Self::TlsSettings(_) => "The certificates or the server name given cannot be read",
            Self::Greeting(_) => "The server does not want this client",
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
                "The only login in question is one that cannot be used here"
            }
            Self::AccessTokenNeeded {
                grant: TokenGrant::None,
            } => "There is neither an access token nor a way to get one",
            Self::AccessTokenNeeded { .. } => {
                "Logto would fetch an access token first; that is not possible here"
            }
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
                phase: Phase::Greeting,
                ..
            } => {
                "Set “secure” to true if the port expects TLS at once, as 465 does; else raise \
                 “greetingTimeout”"
            }
            Self::Timeout { .. } => {
                "Check “host” and “port” and whether a firewall drops the connection"
            }
            Self::Closed { .. } => {
                "Look at the server's log; try the other kind of TLS or another port"
            }
            Self::Protocol { .. } => "Check “port”",
            Self::TlsOnPlainPort => "Set “secure” to false, or use the port for implicit TLS (465)",
            Self::Certificate {
                problem: CertificateProblem::WrongName,
                ..
            } => "Use the name the certificate is for as “host” or as “servername”",
            Self::Certificate {
                problem: CertificateProblem::UnknownIssuer,
                ..
            } => {
                "Add the issuer to the system or to “tls.ca”; for a test only, set \
                 “tls.rejectUnauthorized” to false"
            }
            Self::Certificate { .. } => "The server's certificate must be renewed",
            Self::Tls(_) => "Check “tls”; TLS 1.2 is the oldest version spoken here",
            Self::TlsSettings(_) => "Check “tls.ca” and “servername”",
            Self::Greeting(_) => "Read the server's answer; this machine's address may be blocked",
            Self::Hello(_) => "Give “name” a full host name in ASCII",
            Self::StartTls {
                is_offered: false, ..
            } => "Use the port with STARTTLS (587), or set “requireTLS” to false",
            Self::StartTls { .. } => "Try again later, or set “secure” to true with port 465",
            Self::Auth { reply, .. } if reply.is_temporary() => "Try again later",
            Self::Auth { .. } => {
                "Check “auth”; many providers want a password made for programs, or TLS before it"
            }
            Self::MissingCredentials { .. } => {
                "Fill in “auth.user” and “auth.pass”, or set “auth” to {} to send without a login"
            }
            Self::UnsupportedMechanism { .. } => "Use a server that offers PLAIN, LOGIN or XOAUTH2",
            Self::AccessTokenNeeded { .. } => "Put a fresh token into “auth.accessToken”",
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
    fn wants_more_first(&self) -> bool {
        match self {
            Self::Sender(reply) => reply.code == 530,
            Self::Recipients(refusals) => refusals.iter().any(|refusal| refusal.reply.code == 530),
            _ => false,
        }
    }

    /// The message of nodemailer's error.
    fn nodemailer_message(&self) -> String {
        let with = |text: &str, reply: &Reply| format!("{text}: {reply}");
        let twice = |text: &str, reply: &Reply| format!("{text}. response={reply}: {reply}");
        match self {
            Self::Cancelled => "Connection closed".to_owned(),
            // These have an answer of their own, or nothing was tried.
            Self::Http(_) | Self::HttpSettings(_) => self.to_string(),
            Self::Dns { host, .. } => format!("getaddrinfo ENOTFOUND {host}"),
            Self::Connect { address, source } => format!("connect {} {address}", errno(source)),
            Self::LocalAddress { host } => format!("connect EINVAL {host}"),
            Self::Timeout { phase, .. } => match phase {
                Phase::Dns => "queryA ETIMEOUT".to_owned(),
                Phase::Connect => "Connection timeout".to_owned(),
                Phase::Greeting => "Greeting never received".to_owned(),
                _ => "Timeout".to_owned(),
            },
            Self::Closed {
                phase: Phase::Greeting,
            } => "Unexpected socket close".to_owned(),
            Self::Closed { .. } => "Connection closed unexpectedly".to_owned(),
            Self::Protocol { .. } => "Unexpected Response".to_owned(),
            Self::TlsOnPlainPort => {
                "error:0A00010B:SSL routines:ssl3_get_record:wrong version number".to_owned()
            }
            Self::Certificate { problem, detail } => match problem {
                CertificateProblem::Expired => "certificate has expired".to_owned(),
                CertificateProblem::NotYetValid => "certificate is not yet valid".to_owned(),
                CertificateProblem::UnknownIssuer => {
                    "unable to verify the first certificate".to_owned()
                }
                CertificateProblem::WrongName => {
                    format!("Hostname/IP does not match certificate's altnames: {detail}")
                }
                CertificateProblem::Revoked => "certificate revoked".to_owned(),
                CertificateProblem::Other => detail.clone(),
            },
            Self::Tls(source) | Self::TlsSettings(source) => source.to_string(),
            Self::Greeting(reply) => twice("Invalid greeting", reply),
            Self::Hello(reply) if reply.code == 421 => twice("Server terminates connection", reply),
            Self::Hello(reply) => twice("Invalid HELO", reply),
            Self::StartTls { reply, .. } => with("Error upgrading connection with STARTTLS", reply),
            Self::Auth { reply, .. } => with("Invalid login", reply),
            Self::MissingCredentials { mechanism } => {
                format!("Missing credentials for \"{mechanism}\"")
            }
            Self::UnsupportedMechanism { mechanism } => {
                format!("Unknown authentication method \"{mechanism}\"")
            }
            Self::AccessTokenNeeded { .. } => "Can't create new access token for user".to_owned(),
            Self::Sender(reply) => with("Mail command failed", reply),
            Self::Recipients(refusals) => {
                let text = "Can't send mail - all recipients were rejected";
                match refusals.last() {
                    Some(last) => with(text, &last.reply),
                    None => text.to_owned(),
                }
            }
            Self::Data(reply) => with("Data command failed", reply),
            Self::Message(reply) => with("Message failed", reply),
        }
    }
}

const fn timeout_meaning(phase: Phase) -> &'static str {
    match phase {
        Phase::Dns => "The name server did not answer in time",
        Phase::Connect => "The host did not answer in time",
        Phase::Greeting => {
            "The connection stands, but the server says nothing; it may be waiting for TLS"
        }
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
        CertificateProblem::UnknownIssuer => {
            "Nobody this machine trusts has signed the server's certificate"
        }
        CertificateProblem::Revoked => "The server's certificate was revoked",
        CertificateProblem::Other => "The server's certificate cannot be accepted",
    }
}

/// Node's name of a system error.
fn errno(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "ECONNREFUSED",
        io::ErrorKind::ConnectionReset => "ECONNRESET",
        io::ErrorKind::HostUnreachable => "EHOSTUNREACH",
        io::ErrorKind::NetworkUnreachable => "ENETUNREACH",
        io::ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        io::ErrorKind::PermissionDenied => "EACCES",
        io::ErrorKind::TimedOut => "ETIMEDOUT",
        _ => "EIO",
    }
}
