//! What an error of reqwest is, in the words of Node.js.

use std::error::Error as StdError;
use std::io;

use rustls::{CertificateError, Error as TlsError};

use super::names::NoAddress;
use crate::domain::connector::answer::{HttpPhase, NetworkTrouble, TroubleKind};

/// What is known of a request when it fails.
pub(super) struct Attempted<'a> {
    /// The host that was asked for.
    pub host: &'a str,
    /// The address and port that was tried last, or the host and port if it was never looked up.
    pub peer: &'a str,
    /// How long a connection may take.
    pub connect_timeout: std::time::Duration,
}

/// Why a request has no answer.
pub(super) fn of_request(error: &reqwest::Error, attempted: &Attempted<'_>) -> NetworkTrouble {
    let chain = Chain(error);
    if let Some(missing) = chain.find::<NoAddress>() {
        return NetworkTrouble::dns(&missing.host, missing.is_temporary);
    }
    if chain.says(&["tunnel error", "proxy"]) {
        let message = "The proxy refused to connect to the host";
        return NetworkTrouble::new(TroubleKind::Proxy, "ERR_PROXY", message);
    }
    if let Some(error) = chain.tls() {
        return of_tls(error, attempted.host);
    }
    if error.is_timeout() {
        return NetworkTrouble::timeout(HttpPhase::Connect, attempted.connect_timeout);
    }
    if chain.says(&["message head is too large"]) {
        return NetworkTrouble::too_large();
    }
    if chain.says(&[
        "invalid http",
        "invalid content-length",
        "invalid transfer-encoding",
        "unexpected transfer-encoding",
    ]) {
        return NetworkTrouble::not_http();
    }
    if let Some(system) = chain.io() {
        return of_system(system, error.is_connect(), attempted.peer);
    }
    if chain.says(&[
        "before message completed",
        "connection closed",
        "channel closed",
    ]) {
        return NetworkTrouble::closed();
    }
    NetworkTrouble::new(TroubleKind::Other, "ERR_GOT_REQUEST_ERROR", chain.last())
}

/// Why an answer has no end.
pub(super) fn of_answer(error: &reqwest::Error) -> NetworkTrouble {
    let chain = Chain(error);
    let is_broken = chain.io().is_some_and(|error| {
        let kind = error.kind();
        matches!(
            kind,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        )
    });
    if is_broken {
        return NetworkTrouble::new(TroubleKind::Other, "Z_DATA_ERROR", "incorrect header check");
    }
    NetworkTrouble::cut()
}

fn of_system(error: &io::Error, is_connecting: bool, peer: &str) -> NetworkTrouble {
    use io::ErrorKind;
    let unreachable = |code| NetworkTrouble::connect(TroubleKind::Unreachable, code, peer);
    match error.kind() {
        ErrorKind::ConnectionRefused => {
            NetworkTrouble::connect(TroubleKind::Refused, "ECONNREFUSED", peer)
        }
        ErrorKind::HostUnreachable => unreachable("EHOSTUNREACH"),
        ErrorKind::NetworkUnreachable => unreachable("ENETUNREACH"),
        ErrorKind::AddrNotAvailable => unreachable("EADDRNOTAVAIL"),
        ErrorKind::TimedOut => unreachable("ETIMEDOUT"),
        ErrorKind::PermissionDenied => unreachable("EACCES"),
        ErrorKind::BrokenPipe => NetworkTrouble::new(TroubleKind::Reset, "EPIPE", "write EPIPE"),
        ErrorKind::UnexpectedEof if is_connecting => NetworkTrouble::new(
            TroubleKind::Closed,
            "ECONNRESET",
            "Client network socket disconnected before secure TLS connection was established",
        ),
        ErrorKind::UnexpectedEof => NetworkTrouble::closed(),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => NetworkTrouble::reset(),
        _ => NetworkTrouble::new(TroubleKind::Other, "EIO", error.to_string()),
    }
}

fn of_tls(error: &TlsError, host: &str) -> NetworkTrouble {
    let certificate = |kind, code, message: String| NetworkTrouble::new(kind, code, message);
    match error {
        TlsError::InvalidMessage(_) => NetworkTrouble::new(
            TroubleKind::NoTls,
            "EPROTO",
            "write EPROTO error:0A00010B:SSL routines:ssl3_get_record:wrong version number",
        ),
        TlsError::InvalidCertificate(reason) => match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => certificate(
                TroubleKind::CertificateExpired,
                "CERT_HAS_EXPIRED",
                "certificate has expired".to_owned(),
            ),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                certificate(
                    TroubleKind::CertificateNotYetValid,
                    "CERT_NOT_YET_VALID",
                    "certificate is not yet valid".to_owned(),
                )
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                certificate(
                    TroubleKind::CertificateWrongName,
                    "ERR_TLS_CERT_ALTNAME_INVALID",
                    format!(
                        "Hostname/IP does not match certificate's altnames: Host: {host}. is not \
                         in the cert's altnames"
                    ),
                )
            }
            CertificateError::UnknownIssuer => certificate(
                TroubleKind::CertificateUnknownIssuer,
                "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
                "unable to verify the first certificate".to_owned(),
            ),
            CertificateError::Revoked => certificate(
                TroubleKind::CertificateOther,
                "CERT_REVOKED",
                "certificate revoked".to_owned(),
            ),
            other => certificate(
                TroubleKind::CertificateOther,
                "CERT_REJECTED",
                other.to_string(),
            ),
        },
        other => NetworkTrouble::new(TroubleKind::Tls, "EPROTO", format!("write EPROTO {other}")),
    }
}

/// An error and what it was caused by.
struct Chain<'a>(&'a reqwest::Error);

impl<'a> Chain<'a> {
    fn errors(&self) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
        let first: &'a (dyn StdError + 'static) = self.0;
        std::iter::successors(Some(first), |error: &&'a (dyn StdError + 'static)| {
            (*error).source()
        })
    }

    fn find<T: StdError + 'static>(&self) -> Option<&'a T> {
        self.errors().find_map(|error| error.downcast_ref())
    }

    /// The system's error nearest to the cause.
    fn io(&self) -> Option<&'a io::Error> {
        self.errors()
            .filter_map(|error| error.downcast_ref())
            .last()
    }

    /// An I/O error does not name what it holds as its source.
    fn tls(&self) -> Option<&'a TlsError> {
        self.find::<TlsError>().or_else(|| {
            let mut held = self.errors().filter_map(|error| {
                let held = error.downcast_ref::<io::Error>()?.get_ref()?;
                let inner = held
                    .downcast_ref::<io::Error>()
                    .and_then(io::Error::get_ref);
                held.downcast_ref::<TlsError>()
                    .or_else(|| inner?.downcast_ref::<TlsError>())
            });
            held.next()
        })
    }

    /// Whether one of the causes says one of these words, given in small letters. The first error is
    /// left out, as it may repeat the address.
    fn says(&self, words: &[&str]) -> bool {
        self.errors().skip(1).any(|error| {
            let text = error.to_string().to_lowercase();
            words.iter().any(|word| text.contains(word))
        })
    }

    /// The sentence of the first cause.
    fn last(&self) -> String {
        let cause = self.errors().skip(1).last();
        cause.map_or_else(|| "the request failed".to_owned(), ToString::to_string)
    }
}
