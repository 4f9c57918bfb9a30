//! From a host name to a greeting.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream, lookup_host};

use super::Session;
use crate::domain::connector::smtp::SmtpSecurity;
use crate::services::delivery::error::{Failure, Phase};
use crate::services::delivery::event::DeliveryEvent;
use crate::services::delivery::tls::{self, Tls};
use crate::services::delivery::transcript::Speaker;
use crate::services::delivery::wire::Wire;

impl<F: Fn(DeliveryEvent) + Send + Sync> Session<'_, F> {
    /// Looks up the host, tries its addresses in turn, begins TLS if the plan says so, and waits
    /// for the greeting.
    pub(super) async fn connect(&mut self) -> Result<Wire, Failure> {
        let tls = match self.submission.security {
            SmtpSecurity::Implicit { .. } => Some(self.tls()?),
            SmtpSecurity::Plain { .. } => None,
        };
        let limit = self.submission.timeouts.connection;
        let addresses = self.resolve().await?;
        let mut last_failure = None;
        let mut wire = None;
        for address in addresses {
            (self.on_progress)(DeliveryEvent::Connecting { address });
            let note = format!("connect to {address}");
            self.recorder.push(Speaker::Note, &note);
            self.address = Some(address);
            let opening = self.open(address, tls.as_ref());
            match self.within(Phase::Connect, limit, opening).await {
                Ok(opened) => {
                    wire = Some(opened);
                    break;
                }
                Err(Failure::Cancelled) => return Err(Failure::Cancelled),
                Err(failure) => last_failure = Some(failure),
            }
        }
        let Some(mut wire) = wire else {
            return Err(last_failure.unwrap_or_else(|| Failure::LocalAddress {
                host: self.submission.host.clone(),
            }));
        };
        if tls.is_some() {
            self.encrypted(None);
        }
        let greeting = async {
            let reply = wire.reply().await;
            reply.map_err(|error| self.wire_failure(error, Phase::Greeting))
        };
        // The greeting is waited for by two clocks; nodemailer goes by the first that rings.
        let timeouts = &self.submission.timeouts;
        let (phase, limit) = if timeouts.socket < timeouts.greeting {
            (Phase::GreetingIdle, timeouts.socket)
        } else {
            (Phase::Greeting, timeouts.greeting)
        };
        let reply = self.within(phase, limit, greeting).await?;
        let reply = self.heard(&reply);
        if reply.code != 220 {
            return Err(Failure::Greeting(reply));
        }
        (self.on_progress)(DeliveryEvent::Connected { reply });
        Ok(wire)
    }

    /// The host's addresses that can be used, IPv4 first as nodemailer orders them.
    async fn resolve(&self) -> Result<Vec<SocketAddr>, Failure> {
        let (host, port) = (self.submission.host.as_str(), self.submission.port);
        let failure = |source| Failure::Dns {
            host: host.to_owned(),
            source,
        };
        let lookup = async { lookup_host((host, port)).await.map_err(failure) };
        let limit = self.submission.timeouts.dns;
        let found = self.within(Phase::Dns, limit, lookup).await?;
        let mut addresses: Vec<SocketAddr> = found.collect();
        if addresses.is_empty() {
            return Err(failure(io::ErrorKind::NotFound.into()));
        }
        addresses.sort_by_key(SocketAddr::is_ipv6);
        addresses.dedup();
        if let Some(local) = self.submission.local_address {
            addresses.retain(|address| address.is_ipv4() == local.is_ipv4());
        }
        Ok(addresses)
    }

    /// Connects to one address; with TLS at once if there are settings for it.
    async fn open(&self, address: SocketAddr, tls: Option<&Tls>) -> Result<Wire, Failure> {
        let socket = connect_from(self.submission.local_address, address)
            .await
            .map_err(|source| Failure::Connect { address, source })?;
        let protocol = |source| Failure::Protocol {
            phase: Phase::Connect,
            said: String::new(),
            source,
        };
        let mut wire = Wire::over(socket).await.map_err(protocol)?;
        if let Some(tls) = tls {
            wire.encrypt(tls).await.map_err(tls::failure)?;
        }
        Ok(wire)
    }
}

/// A connection from a local address, if one is given.
pub(super) async fn connect_from(
    local: Option<IpAddr>,
    address: SocketAddr,
) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    if let Some(local) = local {
        socket.bind(SocketAddr::new(local, 0))?;
    }
    let stream = socket.connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
