//! The certificate and TLS settings for STARTTLS (RFC 3207).

use std::sync::Arc;

use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::TlsAcceptor;

use crate::services::inbox::error::BindError;

/// A certificate made for one run of the server; its key never leaves the memory.
pub(super) struct Tls {
    pub acceptor: TlsAcceptor,
    pub certificate_pem: String,
}

impl Tls {
    /// A new key and a certificate signed with it, for the names of loopback.
    pub fn self_made() -> Result<Self, BindError> {
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut params = CertificateParams::new(names).map_err(BindError::Certificate)?;
        params
            .distinguished_name
            .push(DnType::CommonName, "Letterhead inbox");
        let key = KeyPair::generate().map_err(BindError::Certificate)?;
        let certificate = params.self_signed(&key).map_err(BindError::Certificate)?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(BindError::Tls)?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .map_err(BindError::Tls)?;
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate_pem: certificate.pem(),
        })
    }
}
