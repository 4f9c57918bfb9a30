//! Which servers to ask.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use parking_lot::Mutex;
use rustls::pki_types::ServerName;
use thiserror::Error;

use super::authoritative::{AddressPolicy, Authoritative};
use super::budget::TimeLimits;
use super::cache::Cache;
use super::endpoint::{Endpoint, HttpsServer, TlsServer};
use super::servers::Servers;
use super::{Lookup, system};
use crate::services::clock::Clock;

/// Where a server listens (RFC 1035 section 4.2).
const PORT: u16 = 53;
/// Where a server listens with TLS (RFC 7858 section 3.1).
const TLS_PORT: u16 = 853;

/// Which servers to ask.
///
/// As text: `system`; an address, with a port where it is not 53, or several with commas between;
/// `tls://ADDRESS`, with `#NAME` behind it if the certificate is for a name; `https://…`; or
/// `authoritative`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServerChoice {
    /// The resolvers this machine is set to use.
    System,
    /// These resolvers.
    Servers(Vec<SocketAddr>),
    /// A resolver over TLS (RFC 7858).
    Tls {
        /// Where it listens.
        address: SocketAddr,
        /// The name in its certificate, if that is not for its address.
        name: Option<String>,
    },
    /// A resolver over HTTPS (RFC 8484), by its URL.
    Https(String),
    /// The servers of each zone. The system's resolvers are asked only who they are.
    Authoritative,
}

/// Why servers cannot be asked.
#[derive(Debug, Error)]
pub enum ChoiceError {
    /// The text names no server.
    #[error(
        "{0} is no DNS server; give IP, IP:PORT, tls://IP#NAME, https://… , system or authoritative"
    )]
    Unknown(String),
    /// The system names no resolver.
    #[error("this system names no DNS server; give one")]
    NoSystemServers,
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
    /// HTTPS cannot be set up.
    #[error("HTTPS cannot be set up")]
    Https(#[source] reqwest::Error),
}

impl FromStr for ServerChoice {
    type Err = ChoiceError;

    fn from_str(text: &str) -> Result<Self, ChoiceError> {
        let unknown = || ChoiceError::Unknown(text.to_owned());
        if text == "system" {
            return Ok(Self::System);
        }
        if text == "authoritative" {
            return Ok(Self::Authoritative);
        }
        if text.starts_with("https://") {
            return Ok(Self::Https(text.to_owned()));
        }
        if let Some(server) = text.strip_prefix("tls://") {
            let (address, name) = match server.split_once('#') {
                Some((address, name)) => (address, Some(name.to_owned())),
                None => (server, None),
            };
            let address = socket_address(address, TLS_PORT).ok_or_else(unknown)?;
            return Ok(Self::Tls { address, name });
        }
        let servers: Option<Vec<SocketAddr>> = text
            .split(',')
            .map(|server| socket_address(server.trim(), PORT))
            .collect();
        servers.map(Self::Servers).ok_or_else(unknown)
    }
}

impl fmt::Display for ServerChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Servers(servers) => {
                let servers: Vec<String> = servers.iter().map(SocketAddr::to_string).collect();
                f.write_str(&servers.join(","))
            }
            Self::Tls { address, name } => {
                let name = name.as_ref().map(|name| format!("#{name}"));
                write!(f, "tls://{address}{}", name.unwrap_or_default())
            }
            Self::Https(url) => f.write_str(url),
            Self::Authoritative => f.write_str("authoritative"),
        }
    }
}

fn socket_address(text: &str, port: u16) -> Option<SocketAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let with_port = text.parse().ok();
    with_port.or_else(|| {
        let ip: IpAddr = bare.unwrap_or(text).parse().ok()?;
        Some(SocketAddr::new(ip, port))
    })
}

/// The look-ups of the program, one for each set of servers, so that all checks share what is known
/// and none sends more than it may.
pub struct DnsService {
    clock: Arc<dyn Clock>,
    limits: TimeLimits,
    open: Mutex<BTreeMap<ServerSet, Arc<Cache>>>,
}

/// The servers behind a choice: those of the system change when the machine moves to another
/// network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum ServerSet {
    /// These are asked.
    Chosen(ServerChoice),
    /// The zones' own are asked, which these name.
    NamedBy(Vec<SocketAddr>),
}

impl DnsService {
    /// A service that has opened nothing yet.
    pub fn new(clock: Arc<dyn Clock>, limits: TimeLimits) -> Self {
        Self {
            clock,
            limits,
            open: Mutex::default(),
        }
    }

    /// The look-up for a choice. [`Cache::fresh`] asks anew.
    pub fn lookup(&self, choice: &ServerChoice) -> Result<Arc<Cache>, ChoiceError> {
        let set = match choice {
            ServerChoice::System => ServerSet::Chosen(ServerChoice::Servers(of_system()?)),
            ServerChoice::Authoritative => ServerSet::NamedBy(of_system()?),
            _ => ServerSet::Chosen(choice.clone()),
        };
        if let Some(open) = self.open.lock().get(&set) {
            return Ok(Arc::clone(open));
        }
        let inner = self.open(&set)?;
        let cache = Arc::new(Cache::new(inner, Arc::clone(&self.clock)));
        let mut open = self.open.lock();
        Ok(Arc::clone(open.entry(set).or_insert(cache)))
    }

    fn open(&self, set: &ServerSet) -> Result<Arc<dyn Lookup>, ChoiceError> {
        let choice = match set {
            ServerSet::Chosen(choice) => choice,
            ServerSet::NamedBy(resolvers) => {
                let finder = self.lookup(&ServerChoice::Servers(resolvers.clone()))?;
                let policy = AddressPolicy::PublicOnly;
                let source = Authoritative::new(finder, self.limits, PORT, policy);
                return Ok(Arc::new(source));
            }
        };
        let endpoints = endpoints(choice)?;
        Ok(Arc::new(Servers::resolvers(endpoints, self.limits)))
    }
}

fn of_system() -> Result<Vec<SocketAddr>, ChoiceError> {
    let servers = system::resolvers();
    if servers.is_empty() {
        Err(ChoiceError::NoSystemServers)
    } else {
        Ok(servers)
    }
}

fn endpoints(choice: &ServerChoice) -> Result<Vec<Endpoint>, ChoiceError> {
    let plain = |servers: &[SocketAddr]| servers.iter().copied().map(Endpoint::Plain).collect();
    match choice {
        ServerChoice::System | ServerChoice::Authoritative => Ok(plain(&of_system()?)),
        ServerChoice::Servers(servers) => Ok(plain(servers)),
        ServerChoice::Tls { address, name } => {
            let server_name = match name {
                Some(name) => ServerName::try_from(name.clone())
                    .map_err(|_invalid| ChoiceError::Unknown(choice.to_string()))?,
                None => ServerName::IpAddress(address.ip().into()),
            };
            let server = TlsServer::new(*address, server_name).map_err(ChoiceError::Tls)?;
            Ok(vec![Endpoint::Tls(Box::new(server))])
        }
        ServerChoice::Https(url) => {
            let server = HttpsServer::new(url.clone()).map_err(ChoiceError::Https)?;
            Ok(vec![Endpoint::Https(server)])
        }
    }
}
