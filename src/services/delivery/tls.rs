//! TLS as the settings ask for it, and what its errors mean.

mod certificate;
mod verifier;

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{CertificateError, ClientConfig, Error as TlsError, ProtocolVersion, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use self::verifier::{AnyCertificate, OwnRoots};
use super::error::{CertificateProblem, Failure};
use crate::domain::connector::smtp::{ClientIdentity, MinTlsVersion, TlsSettings};

pub(super) use certificate::Chain;

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum TlsSettingsError {
    /// The name is neither a host name nor an address.
    #[error("“{0}” is no name a certificate can be for")]
    ServerName(String),
    /// No certificate of `tls.ca` can be used.
    #[error("“tls.ca” holds no certificate in PEM")]
    Roots,
    /// `tls.cert` and `tls.key` cannot be used.
    #[error("“tls.cert” and “tls.key” are no certificate with its key in PEM, without passphrase")]
    Identity,
    /// The system's certificates cannot be read.
    #[error("the certificates of this machine cannot be read: {0}")]
    System(String),
}

/// The server speaks an older version than `tls.minVersion`.
#[derive(Debug, thiserror::Error)]
#[error("the server speaks no TLS 1.3")]
struct TooOld;

/// TLS that is ready to begin.
pub(super) struct Tls {
    connector: TlsConnector,
    name: ServerName<'static>,
    min_version: MinTlsVersion,
}

impl Tls {
    /// Certificates are checked against the system's, unless the settings bring their own or waive
    /// the check.
    pub(super) fn new(settings: &TlsSettings) -> Result<Self, TlsSettingsError> {
        let name = ServerName::try_from(settings.server_name.clone())
            .map_err(|_error| TlsSettingsError::ServerName(settings.server_name.clone()))?;
        let mut config = system_config()?;
        let provider = Arc::clone(config.crypto_provider());
        if settings.accept_invalid {
            let any = Arc::new(AnyCertificate::new(provider));
            config.dangerous().set_certificate_verifier(any);
        } else if let Some(pem) = &settings.roots_pem {
            let roots = Arc::new(OwnRoots::new(roots(pem)?, &provider)?);
            config.dangerous().set_certificate_verifier(roots);
        }
        if let Some(identity) = &settings.identity {
            config.client_auth_cert_resolver = client_certificate(identity, &config)?;
        }
        Ok(Self {
            connector: TlsConnector::from(Arc::new(config)),
            name,
            min_version: settings.min_version,
        })
    }

    /// Makes the handshake over a stream.
    ///
    /// The connection of a version that is too old is dropped before a word is said on it.
    pub(super) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
    ) -> io::Result<TlsStream<S>> {
        let stream = self.connector.connect(self.name.clone(), stream).await?;
        let version = stream.get_ref().1.protocol_version();
        if self.min_version == MinTlsVersion::V1_3 && version != Some(ProtocolVersion::TLSv1_3) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TooOld));
        }
        Ok(stream)
    }
}

/// A configuration that checks certificates as the system does.
///
/// The DNS library is the one at hand that makes such a configuration and gives it away.
fn system_config() -> Result<ClientConfig, TlsSettingsError> {
    let made = hickory_resolver::TlsConfig::new();
    let made = made.map_err(|error| TlsSettingsError::System(error.to_string()))?;
    let mut config = made.config;
    // Those of DNS, if any.
    config.alpn_protocols.clear();
    Ok(config)
}

fn certificates(pem: &str) -> Vec<CertificateDer<'static>> {
    let found = CertificateDer::pem_slice_iter(pem.as_bytes());
    found.filter_map(Result::ok).collect()
}

fn roots(pem: &[String]) -> Result<Vec<CertificateDer<'static>>, TlsSettingsError> {
    let roots: Vec<_> = pem.iter().flat_map(|pem| certificates(pem)).collect();
    if roots.is_empty() {
        return Err(TlsSettingsError::Roots);
    }
    Ok(roots)
}

fn root_store(roots: &[CertificateDer<'static>]) -> Result<RootCertStore, TlsSettingsError> {
    let mut store = RootCertStore::empty();
    let (added, _ignored) = store.add_parsable_certificates(roots.iter().cloned());
    if added == 0 {
        return Err(TlsSettingsError::Roots);
    }
    Ok(store)
}

fn client_certificate(
    identity: &ClientIdentity,
    config: &ClientConfig,
) -> Result<Arc<dyn ResolvesClientCert>, TlsSettingsError> {
    let chain = certificates(&identity.certificate_pem);
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.expose().as_bytes());
    let (false, Ok(key)) = (chain.is_empty(), key) else {
        return Err(TlsSettingsError::Identity);
    };
    let certified = CertifiedKey::from_der(chain, key, config.crypto_provider());
    let certified = certified.map_err(|_error| TlsSettingsError::Identity)?;
    Ok(Arc::new(SingleCertAndKey::from(certified)))
}

/// What a failed handshake means.
pub(super) fn failure(error: io::Error) -> Failure {
    if error.get_ref().is_some_and(|held| held.is::<TooOld>()) {
        return Failure::TlsTooOld;
    }
    match find_tls_error(&error) {
        Some(TlsError::InvalidMessage(_)) => Failure::TlsOnPlainPort,
        Some(TlsError::InvalidCertificate(reason)) => Failure::Certificate {
            problem: problem(reason),
            detail: detail(reason),
        },
        _ => Failure::Tls(error),
    }
}

/// The TLS error below an error; an I/O error does not name what it holds as source.
pub(super) fn find_tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a TlsError> {
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

/// What is wrong with a certificate, in the words of the failure.
pub(super) fn problem(error: &CertificateError) -> CertificateProblem {
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
        // A certificate for signing others, which self-signed ones are by default.
        _ if is_authority(error) => CertificateProblem::UnknownIssuer,
        _ => CertificateProblem::Other,
    }
}

fn is_authority(error: &CertificateError) -> bool {
    matches!(error, CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity"))
}

/// The library's sentence; of a wrong name the part of Node's that tells the names.
fn detail(error: &CertificateError) -> String {
    let CertificateError::NotValidForNameContext {
        expected,
        presented,
    } = error
    else {
        return error.to_string();
    };
    let names = |kind: &str| {
        let names = presented.iter().filter_map(|name| {
            let name = name
                .strip_prefix(kind)?
                .strip_prefix('(')?
                .strip_suffix(')')?;
            Some(name.trim_matches('"').to_owned())
        });
        names.collect::<Vec<_>>()
    };
    if let ServerName::IpAddress(_) = expected {
        let addresses = names("IpAddress").join(", ");
        return format!(
            "IP: {} is not in the cert's list: {addresses}",
            expected.to_str()
        );
    }
    let all = names("DnsName")
        .into_iter()
        .map(|name| format!("DNS:{name}"));
    let all = all.chain(
        names("IpAddress")
            .into_iter()
            .map(|name| format!("IP Address:{name}")),
    );
    let all = all.collect::<Vec<_>>().join(", ");
    format!(
        "Host: {}. is not in the cert's altnames: {all}",
        expected.to_str()
    )
}
