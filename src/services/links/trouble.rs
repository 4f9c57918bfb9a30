//! Why an address has no answer, in words for people.

use std::error::Error as StdError;
use std::io;

use rustls::{CertificateError, Error as TlsError};

use super::lookup::Refused;
use crate::domain::checks::links::fetch::{LinkFailure, LinkOutcome, NotFetched};

/// What an error of reqwest comes to.
pub(super) fn of(error: &reqwest::Error) -> LinkOutcome {
    if let Some(Refused(host)) = find(error) {
        return LinkOutcome::Stopped(NotFetched::NotPublic(host.clone()));
    }
    LinkOutcome::Failed(match find::<TlsError>(error) {
        Some(TlsError::InvalidCertificate(reason)) => LinkFailure::Certificate(said_of(reason)),
        Some(_) => LinkFailure::Other("no encrypted connection comes about".to_owned()),
        None if error.is_timeout() => LinkFailure::TooSlow,
        None => LinkFailure::Other(words(error)),
    })
}

/// What is wrong with a certificate, to stand behind “its certificate”.
pub(super) const fn said_of(reason: &CertificateError) -> &'static str {
    match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another name"
        }
        CertificateError::UnknownIssuer => "is signed by nobody that browsers trust",
        CertificateError::Revoked => "was revoked",
        _ => "is not valid",
    }
}

fn words(error: &reqwest::Error) -> String {
    let system = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    let said = match system.last().map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => "the server refuses connections",
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof) => {
            "the server broke the connection off"
        }
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            "there is no way to the server from here"
        }
        _ if causes(error).any(|cause| cause.to_string().starts_with("dns error")) => {
            "the name of its server cannot be looked up"
        }
        _ => {
            return causes(error)
                .last()
                .map(ToString::to_string)
                .unwrap_or_default();
        }
    };
    said.to_owned()
}

/// An error and its causes; what an I/O error wraps is one too.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        let wrapped = error.downcast_ref::<io::Error>();
        let inner = wrapped.and_then(io::Error::get_ref);
        match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    causes(error).find_map(|cause| cause.downcast_ref())
}
