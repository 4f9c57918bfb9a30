//! Names looked up under guard.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::ClientBuilder;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// A look-up under way.
pub type Looking<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Finds the addresses of a name.
pub trait LookUp: Send + Sync {
    /// The addresses of `host`.
    fn look_up<'a>(&'a self, host: &'a str) -> Looking<'a>;
}

/// The resolver of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemLookUp;

impl LookUp for SystemLookUp {
    fn look_up<'a>(&'a self, host: &'a str) -> Looking<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A name led to no address that may be connected to.
#[derive(Debug, thiserror::Error)]
#[error("{0} leads to a private address")]
pub(super) struct Refused(pub String);

/// The client that looks names up by `names`, and connects only to what `connect` lets through.
pub fn guarded(
    builder: ClientBuilder,
    connect: fn(IpAddr) -> bool,
    names: Arc<dyn LookUp>,
) -> ClientBuilder {
    // A proxy would look names up by itself, behind the guard.
    let resolver = Guarded { names, connect };
    builder.no_proxy().dns_resolver(Arc::new(resolver))
}

/// Lets only those addresses through that pass the guard.
struct Guarded {
    names: Arc<dyn LookUp>,
    connect: fn(IpAddr) -> bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let names = Arc::clone(&self.names);
        let connect = self.connect;
        Box::pin(async move {
            let host = name.as_str();
            let found = names.look_up(host).await?;
            let is_empty = found.is_empty();
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| connect(*address))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if allowed.is_empty() && !is_empty {
                return Err(Refused(host.to_owned()).into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}
