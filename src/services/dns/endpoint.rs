//! A server and the way to it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::Message;
use hickory_resolver::net::tls::client_config;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_rustls::TlsConnector;

use super::budget::Purse;
use super::exchange::{Datagram, over_tcp, over_udp};
use super::pipeline::Pipeline;
use super::reply::{Problem, Transport, blame};
use super::wire::{Manner, Query, Received};
use crate::domain::sender_domain::dns::Question;

/// What a message is called in HTTP (RFC 8484 section 6).
const MEDIA_TYPE: &str = "application/dns-message";

/// No message is longer.
const MOST_BYTES: usize = 65_535;

/// How long the layer below waits, which is longer than any of our own limits.
const BACKSTOP: Duration = Duration::from_secs(30);

/// A server and the way to it.
#[derive(Debug)]
pub enum Endpoint {
    /// Over UDP, and TCP where that does not do.
    Plain(SocketAddr),
    /// Over TLS (RFC 7858).
    Tls(Box<TlsServer>),
    /// Over HTTPS (RFC 8484).
    Https(HttpsServer),
}

/// A server that is asked over TLS. All queries share a connection.
pub struct TlsServer {
    address: SocketAddr,
    name: ServerName<'static>,
    config: Arc<ClientConfig>,
    connection: Mutex<Option<Arc<Pipeline>>>,
}

/// A server that is asked over HTTPS.
#[derive(Debug)]
pub struct HttpsServer {
    url: String,
    client: reqwest::Client,
}

/// Whether a plain server is asked by a datagram first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As is usual.
    Usual,
    /// Over a connection at once, since a datagram got no answer.
    Connection,
}

/// An answer as it came.
#[derive(Debug)]
pub(super) struct Heard {
    pub message: Message,
    pub transport: Transport,
}

impl Endpoint {
    /// Where it is, as it was chosen.
    pub fn label(&self) -> String {
        match self {
            Self::Plain(address) => address.to_string(),
            Self::Tls(server) => format!("tls://{}", server.address),
            Self::Https(server) => server.url.clone(),
        }
    }

    /// The address, if it is asked plainly.
    pub(super) const fn plain_address(&self) -> Option<SocketAddr> {
        match self {
            Self::Plain(address) => Some(*address),
            Self::Tls(_) | Self::Https(_) => None,
        }
    }

    /// Puts a question and waits for the answer, over TCP too if it does not fit a datagram.
    pub(super) async fn send(
        &self,
        question: &Question,
        manner: Manner,
        way: Way,
        purse: &Purse<'_>,
    ) -> Result<Heard, Problem> {
        if !purse.take() {
            return Err(Problem::OverBudget);
        }
        // Names of the domain always fit, so this does not happen.
        let with_random_id = !matches!(self, Self::Https(_));
        let query =
            Query::new(question, manner, with_random_id).map_err(blame(Problem::Malformed))?;
        let (message, transport) = match self {
            Self::Plain(address) => {
                if way == Way::Usual {
                    if let Datagram::Whole(message) = over_udp(*address, &query).await? {
                        return Ok(Heard {
                            message: *message,
                            transport: Transport::Udp,
                        });
                    }
                    if !purse.take() {
                        return Err(Problem::OverBudget);
                    }
                }
                (over_tcp(*address, &query).await?, Transport::Tcp)
            }
            Self::Tls(server) => (server.exchange(&query).await?, Transport::Tls),
            Self::Https(server) => (server.exchange(&query).await?, Transport::Https),
        };
        Ok(Heard { message, transport })
    }
}

impl TlsServer {
    /// A server whose certificate is checked for `name` against the certificates of this system.
    pub fn new(address: SocketAddr, name: ServerName<'static>) -> Result<Self, rustls::Error> {
        Ok(Self::with_config(address, name, client_config()?))
    }

    /// A server with other settings for TLS.
    pub fn with_config(
        address: SocketAddr,
        name: ServerName<'static>,
        config: ClientConfig,
    ) -> Self {
        Self {
            address,
            name,
            config: Arc::new(config),
            connection: Mutex::new(None),
        }
    }

    async fn exchange(&self, query: &Query) -> Result<Message, Problem> {
        let (connection, was_open) = self.connection(None).await?;
        match connection.exchange(query).await {
            Err(Problem::Closed) if was_open => {
                // Servers close idle connections; a new one tells whether they still answer.
                let (connection, _) = self.connection(Some(&connection)).await?;
                connection.exchange(query).await
            }
            result => result,
        }
    }

    /// The connection and whether it was open already. It is opened anew if it is the `closed` one.
    async fn connection(
        &self,
        closed: Option<&Arc<Pipeline>>,
    ) -> Result<(Arc<Pipeline>, bool), Problem> {
        let mut kept = self.connection.lock().await;
        if let Some(connection) = &*kept
            && closed.is_none_or(|closed| !Arc::ptr_eq(closed, connection))
        {
            return Ok((Arc::clone(connection), true));
        }
        let socket = TcpStream::connect(self.address).await;
        let socket = socket.map_err(blame(Problem::Unreachable))?;
        socket.set_nodelay(true).map_err(blame(Problem::Closed))?;
        let stream = TlsConnector::from(Arc::clone(&self.config))
            .connect(self.name.clone(), socket)
            .await
            .map_err(blame(Problem::Secured))?;
        let connection = Arc::new(Pipeline::start(stream));
        *kept = Some(Arc::clone(&connection));
        Ok((connection, false))
    }
}

impl fmt::Debug for TlsServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsServer")
            .field("address", &self.address)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl HttpsServer {
    /// A server at a URL. The host of the URL is looked up by the system; give an address to avoid
    /// that.
    pub fn new(url: String) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(BACKSTOP)
            .build()?;
        Ok(Self::with_client(url, client))
    }

    /// A server that is asked with other settings.
    pub const fn with_client(url: String, client: reqwest::Client) -> Self {
        Self { url, client }
    }

    async fn exchange(&self, query: &Query) -> Result<Message, Problem> {
        let request = self
            .client
            .post(&self.url)
            .header(CONTENT_TYPE, MEDIA_TYPE)
            .header(ACCEPT, MEDIA_TYPE)
            .body(query.bytes().to_vec());
        let mut response = request.send().await.map_err(|error| {
            let is_connecting = error.is_connect();
            let problem = if is_connecting {
                Problem::Secured
            } else {
                Problem::Closed
            };
            blame(problem)(error)
        })?;
        if !response.status().is_success() {
            return Err(Problem::Refused);
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(blame(Problem::Closed))? {
            body.extend_from_slice(&part);
            if body.len() > MOST_BYTES {
                return Err(Problem::Malformed);
            }
        }
        match query.receive(&body) {
            Received::Message(message) => Ok(*message),
            Received::Foreign | Received::Cut | Received::Malformed => Err(Problem::Malformed),
        }
    }
}
