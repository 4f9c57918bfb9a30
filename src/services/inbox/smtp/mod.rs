//! The capture server: SMTP (RFC 5321) on loopback, which takes every message and sends none on.

mod auth;
mod connection;
mod data;
mod port_owner;
mod reply;
mod session;
mod spool;
mod syntax;
mod tls;
mod transcript;
mod wire;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::config::{InboxConfig, StartTls};
use super::error::BindError;
use super::event::{InboxEvent, RefusedReason};
use super::store::Inbox;
use connection::Connection;
use tls::Tls;

/// How many messages are read and written to disk at the same time. Large messages are read into
/// memory for a moment to find their subject, so this bounds the memory.
const CONCURRENT_STORES: usize = 4;
/// How long open connections may take to say goodbye when the server stops.
const FAREWELL: Duration = Duration::from_secs(2);
/// Pause after the system could not give a new connection, for example for lack of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// How long a client may take to read that it was refused.
const REFUSAL: Duration = Duration::from_secs(1);
/// How many refused clients are answered at a time; the rest is cut off.
const MAX_REFUSALS: usize = 64;

/// What all connections share.
struct Shared {
    config: InboxConfig,
    inbox: Arc<Inbox>,
    on_event: Box<dyn Fn(InboxEvent) + Send + Sync>,
    tls: Option<Tls>,
    storing: Semaphore,
}

/// A bound server that does not run yet.
pub struct SmtpServer {
    listener: TcpListener,
    /// The same port on `::1`, where the machine has it and it is free.
    listener_v6: Option<TcpListener>,
    local_addr: SocketAddr,
    shared: Arc<Shared>,
}

impl SmtpServer {
    /// Takes the port on `127.0.0.1`, and on `::1` if possible, and makes a certificate. Clients
    /// can connect from now on; they are served by [`Self::run`].
    ///
    /// `on_event` is called from the server's tasks and must return quickly.
    pub async fn bind(
        config: InboxConfig,
        inbox: Arc<Inbox>,
        on_event: impl Fn(InboxEvent) + Send + Sync + 'static,
    ) -> Result<Self, BindError> {
        let tls = match config.start_tls {
            StartTls::Offered => Some(Tls::self_made()?),
            StartTls::Hidden => None,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port))
            .await
            .map_err(|source| bind_error(config.port, source))?;
        let local_addr = listener.local_addr().map_err(|source| BindError::Listen {
            port: config.port,
            source,
        })?;
        let listener_v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, local_addr.port()))
            .await
            .ok();
        Ok(Self {
            listener,
            listener_v6,
            local_addr,
            shared: Arc::new(Shared {
                config,
                inbox,
                on_event: Box::new(on_event),
                tls,
                storing: Semaphore::new(CONCURRENT_STORES),
            }),
        })
    }

    /// Where clients connect, on `127.0.0.1`.
    pub const fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// The certificate of this run as PEM, for clients that shall trust it as their only root;
    /// `None` if STARTTLS is hidden. It is valid for `localhost`, `127.0.0.1` and `::1`.
    pub fn certificate_pem(&self) -> Option<&str> {
        self.shared
            .tls
            .as_ref()
            .map(|tls| tls.certificate_pem.as_str())
    }

    /// Serves clients until `shutdown` is cancelled. Open connections are then told 421 and get
    /// two seconds to end.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut connections = JoinSet::new();
        let mut refusals = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = shutdown.cancelled() => break,
                accepted = self.accept() => accepted,
                Some(ended) = connections.join_next() => {
                    if let Err(error) = ended {
                        tracing::error!(%error, "a connection of the inbox failed");
                    }
                    continue;
                }
                Some(_) = refusals.join_next() => continue,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    (self.shared.on_event)(InboxEvent::AcceptFailed {
                        reason: error.to_string(),
                    });
                    tokio::select! {
                        () = shutdown.cancelled() => break,
                        () = tokio::time::sleep(ACCEPT_PAUSE) => continue,
                    }
                }
            };
            let limit = self.shared.config.max_connections;
            if connections.len() < limit {
                let connection =
                    Connection::new(stream, peer, Arc::clone(&self.shared), shutdown.clone());
                connections.spawn(connection.serve());
            } else {
                (self.shared.on_event)(InboxEvent::Refused {
                    reason: RefusedReason::TooManyConnections { limit },
                    peer,
                });
                if refusals.len() < MAX_REFUSALS {
                    refusals.spawn(refuse(stream));
                }
            }
        }
        let farewell = async { while connections.join_next().await.is_some() {} };
        // What has not ended by then is cut off when the set is dropped.
        tokio::time::timeout(FAREWELL, farewell).await.ok();
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.listener_v6 {
            None => self.listener.accept().await,
            Some(listener_v6) => tokio::select! {
                accepted = self.listener.accept() => accepted,
                accepted = listener_v6.accept() => accepted,
            },
        }
    }
}

/// Tells a client that there are too many.
async fn refuse(mut stream: TcpStream) {
    let farewell = async {
        stream
            .write_all(b"421 4.7.0 localhost too many connections, try again later\r\n")
            .await?;
        stream.shutdown().await
    };
    // The client is refused either way; whether it read why does not matter.
    tokio::time::timeout(REFUSAL, farewell).await.ok();
}

fn bind_error(port: u16, source: io::Error) -> BindError {
    match source.kind() {
        io::ErrorKind::AddrInUse => BindError::PortTaken {
            port,
            program: port_owner::find(port),
            source,
        },
        io::ErrorKind::PermissionDenied => BindError::Forbidden { port, source },
        _ => BindError::Listen { port, source },
    }
}
