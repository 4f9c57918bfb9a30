//! One query and its answer over UDP and TCP.
//!
//! None of this limits the time; whoever asks does.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use hickory_proto::op::Message;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};

use super::reply::{Problem, blame};
use super::wire::{Query, Received};

/// Most packets that answer something else before a server is given up.
const MOST_FOREIGN: usize = 64;

/// More than any answer over UDP that was asked for.
const BUFFER_BYTES: usize = 4096;

/// The answer of a datagram.
pub(super) enum Datagram {
    /// It is whole.
    Whole(Box<Message>),
    /// It was cut off, to be asked for over TCP.
    Cut,
}

/// Asks over UDP, from a port of its own that only this server can answer to.
pub(super) async fn over_udp(server: SocketAddr, query: &Query) -> Result<Datagram, Problem> {
    let local: SocketAddr = match server {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(local)
        .await
        .map_err(blame(Problem::Unreachable))?;
    socket
        .connect(server)
        .await
        .map_err(blame(Problem::Unreachable))?;
    socket
        .send(query.bytes())
        .await
        .map_err(blame(Problem::Unreachable))?;
    let mut buffer = vec![0; BUFFER_BYTES];
    for _ in 0..MOST_FOREIGN {
        let length = socket
            .recv(&mut buffer)
            .await
            .map_err(blame(Problem::Unreachable))?;
        match query.receive(buffer.get(..length).unwrap_or_default()) {
            Received::Foreign => {}
            Received::Cut => return Ok(Datagram::Cut),
            Received::Malformed => return Err(Problem::Malformed),
            Received::Message(message) => return Ok(Datagram::Whole(message)),
        }
    }
    Err(Problem::Malformed)
}

/// Asks over TCP, on a connection of its own.
pub(super) async fn over_tcp(server: SocketAddr, query: &Query) -> Result<Message, Problem> {
    let connected = TcpStream::connect(server).await;
    let mut stream = connected.map_err(blame(Problem::Unreachable))?;
    stream.set_nodelay(true).map_err(blame(Problem::Closed))?;
    stream
        .write_all(&query.framed())
        .await
        .map_err(blame(Problem::Closed))?;
    let mut answer = Vec::new();
    for _ in 0..MOST_FOREIGN {
        let length = stream.read_u16().await.map_err(blame(Problem::Closed))?;
        answer.resize(usize::from(length), 0);
        stream
            .read_exact(&mut answer)
            .await
            .map_err(blame(Problem::Closed))?;
        match query.receive(&answer) {
            Received::Foreign => {}
            // Nothing is larger than what TCP carries.
            Received::Cut | Received::Malformed => return Err(Problem::Malformed),
            Received::Message(message) => return Ok(*message),
        }
    }
    Err(Problem::Malformed)
}
