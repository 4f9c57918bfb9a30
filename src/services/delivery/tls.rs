//! TLS settings for lettre, and what its TLS errors mean.

use std::error::Error as StdError;
use std::io;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters, TlsVersion};
use rustls::{CertificateError, Error as TlsError};

use super::error::{CertificateProblem, Failure};
use crate::domain::connector::smtp::{MinTlsVersion, TlsSettings};

/// Certificates are checked against the system's, unless the settings bring their own.
pub(super) fn parameters(settings: &TlsSettings) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(settings.server_name.clone())
        .dangerous_accept_invalid_certs(settings.accept_invalid)
        .dangerous_accept_invalid_hostnames(settings.accept_invalid)
        .set_min_tls_version(match settings.min_version {
            MinTlsVersion::V1_2 => TlsVersion::Tlsv12,
            MinTlsVersion::V1_3 => TlsVersion::Tlsv13,
        });
    if let Some(roots) = &settings.roots_pem {
        builder = builder.certificate_store(CertificateStore::None);
        for pem in roots {
            builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
        }
    }
    builder.build()
}

/// What a failed handshake means.
pub(super) fn failure(error: SmtpError) -> Failure {
    match find_tls_error(&error) {
        Some(TlsError::InvalidMessage(_)) => Failure::TlsOnPlainPort,
        Some(TlsError::InvalidCertificate(reason)) => Failure::Certificate {
            problem: problem(reason),
            detail: reason.to_string(),
        },
        _ => Failure::Tls(error),
    }
}

/// lettre hides the cause in its sources, and an I/O error does not name what it holds as source.
fn find_tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a TlsError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<TlsError>() {
            return Some(found);
        }
        let held = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|held| held.downcast_ref::<TlsError>());
        if held.is_some() {
            return held;
        }
        next = error.source();
    }
    None
}

const fn problem(error: &CertificateError) -> CertificateProblem {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateProblem::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateProblem::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateProblem::WrongName
        }
        CertificateError::UnknownIssuer => CertificateProblem::UnknownIssuer,
        CertificateError::Revoked => CertificateProblem::Revoked,
        _ => CertificateProblem::Other,
    }
}
