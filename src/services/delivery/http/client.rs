//! The HTTP client of one delivery.

use std::sync::Arc;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Proxy};
use tokio::sync::mpsc::UnboundedSender;

use super::exchange::Signal;
use super::names::Names;
use super::options::{HttpOptions, ProxyChoice};

/// Why there can be no client. The values themselves are not told: a proxy's may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpSettingsError {
    /// A certificate of the settings is none.
    #[error("a trusted certificate of the settings cannot be read")]
    Roots,
    /// The proxy's address is none.
    #[error("the address of the proxy cannot be read")]
    Proxy,
    /// The system's certificates cannot be read, or the TLS library does not start.
    #[error("the system's trusted certificates cannot be read")]
    Client,
}

/// A client that does no more than it is told: no redirect, no repetition, HTTP/1.1 as Logto's.
pub(super) fn client(
    options: &HttpOptions,
    signals: UnboundedSender<Signal>,
) -> Result<Client, HttpSettingsError> {
    let mut builder = Client::builder()
        .user_agent(concat!("letterhead/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .pool_max_idle_per_host(0)
        .connect_timeout(options.connect_timeout)
        .dns_resolver(Arc::new(Names(signals)))
        .tls_danger_accept_invalid_certs(options.accepts_invalid_certificates);
    for pem in &options.roots_pem {
        let found = Certificate::from_pem_bundle(pem.as_bytes());
        let found = found.map_err(|_unreadable| HttpSettingsError::Roots)?;
        if found.is_empty() {
            return Err(HttpSettingsError::Roots);
        }
        builder = builder.tls_certs_merge(found);
    }
    builder = match &options.proxy {
        ProxyChoice::Environment => builder,
        ProxyChoice::Direct => builder.no_proxy(),
        ProxyChoice::At(address) => {
            let proxy = Proxy::all(address.expose());
            builder.proxy(proxy.map_err(|_unreadable| HttpSettingsError::Proxy)?)
        }
    };
    builder
        .build()
        .map_err(|_no_client| HttpSettingsError::Client)
}
