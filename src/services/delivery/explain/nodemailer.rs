//! The sentence with which nodemailer fails (`lib/smtp-connection`, `lib/xoauth2`), which Logto
//! passes on as it is.

use std::io;

use crate::services::delivery::error::{CertificateProblem, Failure, Phase};
use crate::services::delivery::token::TokenError;
use crate::services::delivery::transcript::Reply;

impl Failure {
    /// The message of nodemailer's error.
    pub(super) fn nodemailer_message(&self) -> String {
        match self {
            Self::Cancelled => "Connection closed".to_owned(),
            // Nothing was tried, so there is nothing Logto would say.
            Self::Http(_) | Self::HttpSettings(_) => self.to_string(),
            Self::Dns { host, source } => format!("getaddrinfo {} {host}", lookup_code(source)),
            Self::Connect { address, source } => {
                format!("connect {} {address}", errno(source).unwrap_or("EIO"))
            }
            Self::LocalAddress { host } => format!("connect EINVAL {host}"),
            Self::Timeout { phase, .. } => timeout_message(*phase).to_owned(),
            Self::Closed {
                phase: Phase::Greeting,
            } => "Unexpected socket close".to_owned(),
            Self::Closed { .. } => "Connection closed unexpectedly".to_owned(),
            Self::Reset { kind, .. } => {
                let name = errno(&io::Error::from(*kind)).unwrap_or("ECONNRESET");
                let verb = if name == "EPIPE" { "write" } else { "read" };
                format!("{verb} {name}")
            }
            Self::TooLong { .. } => "Unexpected Response".to_owned(),
            Self::Protocol { phase, said, .. } => unread_message(*phase, said),
            Self::TlsOnPlainPort => {
                "error:0A00010B:SSL routines:ssl3_get_record:wrong version number".to_owned()
            }
            Self::Certificate { problem, detail } => certificate_message(*problem, detail),
            Self::Tls(source) => tls_message(source),
            Self::TlsTooOld => {
                "error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version"
                    .to_owned()
            }
            Self::TlsSettings(source) => source.to_string(),
            Self::Token(error) => token_message(error),
            Self::MissingCredentials { mechanism } => {
                format!("Missing credentials for \"{mechanism}\"")
            }
            Self::UnsupportedMechanism { mechanism } => {
                format!("Unknown authentication method \"{mechanism}\"")
            }
            _ => self.refusal_message(),
        }
    }

    /// The message about a server's refusal.
    fn refusal_message(&self) -> String {
        let with = |text: &str, reply: &Reply| format!("{text}: {reply}");
        let twice = |text: &str, reply: &Reply| format!("{text}. response={reply}: {reply}");
        match self {
            Self::Greeting(reply) => twice("Invalid greeting", reply),
            Self::EhloEnds(reply) => twice("Server terminates connection", reply),
            Self::EhloRequired(reply) => twice(
                "EHLO failed but HELO does not support required STARTTLS",
                reply,
            ),
            Self::Hello(reply) => twice("Invalid HELO", reply),
            Self::StartTls { reply, .. } => with("Error upgrading connection with STARTTLS", reply),
            Self::Auth { reply, .. } => with("Invalid login", reply),
            Self::LoginSequence { awaited, reply, .. } => {
                let text = format!("Invalid login sequence while waiting for {awaited}");
                with(&text, reply)
            }
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
            _ => self.to_string(),
        }
    }
}

/// nodemailer looks at the first digit only, so that to it anything is a refusal.
fn unread_message(phase: Phase, said: &str) -> String {
    match phase {
        Phase::Greeting | Phase::GreetingIdle => {
            format!("Invalid greeting. response={said}: {said}")
        }
        Phase::Hello => format!("Invalid HELO. response={said}: {said}"),
        Phase::StartTls => format!("Error upgrading connection with STARTTLS: {said}"),
        Phase::Auth => format!("Invalid login: {said}"),
        Phase::Envelope => format!("Mail command failed: {said}"),
        Phase::Message => format!("Message failed: {said}"),
        Phase::Dns | Phase::Connect | Phase::Token => "Unexpected Response".to_owned(),
    }
}

const fn timeout_message(phase: Phase) -> &'static str {
    match phase {
        Phase::Dns => "queryA ETIMEOUT",
        Phase::Connect => "Connection timeout",
        Phase::Greeting => "Greeting never received",
        Phase::GreetingIdle
        | Phase::Hello
        | Phase::StartTls
        | Phase::Auth
        | Phase::Token
        | Phase::Envelope
        | Phase::Message => "Timeout",
    }
}

/// Node's sentence about a certificate it refuses.
pub(in crate::services::delivery) fn certificate_message(
    problem: CertificateProblem,
    detail: &str,
) -> String {
    let message = match problem {
        CertificateProblem::Expired => "certificate has expired",
        CertificateProblem::NotYetValid => "certificate is not yet valid",
        CertificateProblem::UnknownIssuer => "unable to verify the first certificate",
        CertificateProblem::SelfSigned => "self-signed certificate",
        CertificateProblem::SelfSignedRoot => "self-signed certificate in certificate chain",
        CertificateProblem::UnknownRoot => "unable to get local issuer certificate",
        CertificateProblem::WrongName => {
            return format!("Hostname/IP does not match certificate's altnames: {detail}");
        }
        CertificateProblem::Revoked => "certificate revoked",
        CertificateProblem::Other => detail,
    };
    message.to_owned()
}

fn tls_message(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::UnexpectedEof => {
            "Client network socket disconnected before secure TLS connection was established"
                .to_owned()
        }
        io::ErrorKind::ConnectionReset => "read ECONNRESET".to_owned(),
        _ => source.to_string(),
    }
}

fn token_message(error: &TokenError) -> String {
    match error {
        TokenError::NoWay => "Can't create new access token for user".to_owned(),
        TokenError::Key { .. } => "Can't generate token. Check your auth options".to_owned(),
        TokenError::Address(_) => "Invalid URL".to_owned(),
        TokenError::Network { message, .. }
        | TokenError::Refused { message, .. }
        | TokenError::Answer { message, .. } => message.clone(),
    }
}

/// Node's name of a failed look-up; the system tells it by a sentence only.
fn lookup_code(source: &io::Error) -> &'static str {
    if source.to_string().contains("Temporary failure") {
        "EAI_AGAIN"
    } else {
        "ENOTFOUND"
    }
}

/// Node's name of a system error.
pub(in crate::services::delivery) fn errno(error: &io::Error) -> Option<&'static str> {
    let name = match error.kind() {
        io::ErrorKind::ConnectionRefused => "ECONNREFUSED",
        io::ErrorKind::ConnectionReset => "ECONNRESET",
        io::ErrorKind::ConnectionAborted => "ECONNABORTED",
        io::ErrorKind::BrokenPipe => "EPIPE",
        io::ErrorKind::HostUnreachable => "EHOSTUNREACH",
        io::ErrorKind::NetworkUnreachable => "ENETUNREACH",
        io::ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        io::ErrorKind::PermissionDenied => "EACCES",
        io::ErrorKind::TimedOut => "ETIMEDOUT",
        io::ErrorKind::InvalidInput => "EINVAL",
        _ => return None,
    };
    Some(name)
}
