//! A server on loopback that says whatever a test wants, byte by byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hickory_proto::op::{Message, MessageType};
use hickory_proto::rr::{Name as WireName, RData, Record};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::zone_server::sockets;

/// The lifetime of every record.
pub const TTL_SECS: u32 = 60;

/// What a server does on a connection once it has read a query.
pub enum Stream {
    /// It sends these bytes and closes.
    Bytes(Vec<u8>),
    /// It keeps the connection open and silent.
    Silence,
}

/// A query as the server got it.
pub struct Received<'a> {
    pub bytes: &'a [u8],
    /// How many came before, over either way.
    pub earlier: usize,
}

/// A running server; it stops when dropped.
pub struct RawServer {
    pub address: SocketAddr,
    /// The queries it got.
    pub queries: Arc<AtomicUsize>,
    _tasks: JoinSet<()>,
}

impl RawServer {
    /// A server that sends what `datagrams` returns to a query over UDP, and does what `stream`
    /// returns to one over TCP.
    pub async fn start(
        datagrams: impl Fn(&Received<'_>) -> Vec<Vec<u8>> + Send + Sync + 'static,
        stream: impl Fn(&Received<'_>) -> Stream + Send + Sync + 'static,
    ) -> Self {
        let (udp, tcp) = sockets().await;
        let address = udp.local_addr().unwrap();
        let queries = Arc::new(AtomicUsize::new(0));
        let mut tasks = JoinSet::new();
        let counter = Arc::clone(&queries);
        tasks.spawn(async move {
            let mut buffer = vec![0; 2048];
            loop {
                // A client that has gone away shows as an error of the next receive.
                let Ok((length, client)) = udp.recv_from(&mut buffer).await else {
                    continue;
                };
                let received = Received {
                    bytes: &buffer[..length],
                    earlier: counter.fetch_add(1, Ordering::SeqCst),
                };
                for datagram in datagrams(&received) {
                    udp.send_to(&datagram, client).await.ok();
                }
            }
        });
        let counter = Arc::clone(&queries);
        let stream = Arc::new(stream);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((connection, _)) = tcp.accept().await {
                let stream = Arc::clone(&stream);
                let counter = Arc::clone(&counter);
                connections.spawn(async move {
                    let (mut connection, query) = read(connection).await;
                    let received = Received {
                        bytes: &query,
                        earlier: counter.fetch_add(1, Ordering::SeqCst),
                    };
                    match stream(&received) {
                        Stream::Bytes(bytes) => {
                            connection.write_all(&bytes).await.ok();
                            connection.shutdown().await.ok();
                        }
                        Stream::Silence => {
                            // Until the client gives up.
                            connection.read_u8().await.ok();
                        }
                    }
                });
            }
        });
        Self {
            address,
            queries,
            _tasks: tasks,
        }
    }

    /// A server that answers over both ways alike.
    pub async fn answering(
        answer: impl Fn(&Received<'_>) -> Vec<u8> + Clone + Send + Sync + 'static,
    ) -> Self {
        let over_tcp = answer.clone();
        Self::start(
            move |received| vec![answer(received)],
            move |received| Stream::Bytes(framed(&over_tcp(received))),
        )
        .await
    }

    pub fn queries(&self) -> usize {
        self.queries.load(Ordering::SeqCst)
    }
}

async fn read(mut connection: TcpStream) -> (TcpStream, Vec<u8>) {
    let length = connection.read_u16().await.unwrap_or_default();
    let mut query = vec![0; usize::from(length)];
    connection.read_exact(&mut query).await.ok();
    (connection, query)
}

/// A message as it goes over a connection.
pub fn framed(message: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len()).unwrap();
    [&length.to_be_bytes(), message].concat()
}

/// The query in a packet.
pub fn query(received: &Received<'_>) -> Message {
    Message::from_vec(received.bytes).unwrap()
}

/// The name a packet asks for.
pub fn asked(received: &Received<'_>) -> WireName {
    query(received).queries[0].name().clone()
}

/// A reply to a packet, with whatever `fill` puts into it.
pub fn reply(received: &Received<'_>, fill: impl FnOnce(&mut Message)) -> Vec<u8> {
    let mut message = query(received);
    message.metadata.message_type = MessageType::Response;
    message.metadata.recursion_available = true;
    message.edns = None;
    fill(&mut message);
    message.to_vec().unwrap()
}

/// A reply with these records of the name that was asked for.
pub fn records(received: &Received<'_>, data: impl IntoIterator<Item = RData>) -> Vec<u8> {
    let name = asked(received);
    reply(received, |message| {
        for data in data {
            message.add_answer(Record::from_rdata(name.clone(), TTL_SECS, data));
        }
    })
}
