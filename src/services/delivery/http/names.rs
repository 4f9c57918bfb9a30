//! Looks hosts up, and says which and with what result.

use std::error::Error as StdError;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::mpsc::UnboundedSender;

use super::exchange::Signal;

/// The system's resolver.
pub(super) struct Names(pub UnboundedSender<Signal>);

/// The host has no address.
#[derive(Debug, thiserror::Error)]
#[error("no address for {host}")]
pub(super) struct NoAddress {
    /// The name.
    pub host: String,
    /// Whether the name server could not be asked, so that it may be there after all.
    pub is_temporary: bool,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let signals = self.0.clone();
        Box::pin(async move {
            // Nobody listens any more if the delivery was dropped.
            signals.send(Signal::Resolving(host.clone())).ok();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await;
            let found = found.map(|addresses| addresses.collect::<Vec<SocketAddr>>());
            let addresses = match found {
                Ok(addresses) if !addresses.is_empty() => addresses,
                Ok(_) => return Err(missing(&host, false)),
                Err(error) => {
                    let text = error.to_string().to_lowercase();
                    let is_temporary = text.contains("temporary") || text.contains("try again");
                    return Err(missing(&host, is_temporary));
                }
            };
            signals.send(Signal::Resolved(addresses.clone())).ok();
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

fn missing(host: &str, is_temporary: bool) -> Box<dyn StdError + Send + Sync> {
    let host = host.to_owned();
    NoAddress { host, is_temporary }.into()
}
