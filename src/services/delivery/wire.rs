//! One connection in lettre's hands, driven line by line.
//!
//! lettre makes a connection in one go: connect, TLS, greeting and EHLO, of which it tells nothing.
//! To see and limit each of them, its connection is first made with a stand-in ([`Prelude`]) and
//! then given the socket. Over `STARTTLS` the socket changes hands once more, which is why it is
//! shared ([`Socket`]).

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::Error as SmtpError;
#[expect(
    deprecated,
    reason = "the only way to give lettre a socket after the handshake"
)]
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::transcript::Reply;

/// How much of a mail is written at a time.
const CHUNK_BYTES: usize = 16 * 1024;

/// Why no reply came.
#[derive(Debug)]
pub(super) enum WireError {
    /// The server ended the connection.
    Closed,
    /// What came cannot be read.
    Garbled(SmtpError),
}

/// A connection to a server.
pub(super) struct Wire {
    connection: AsyncSmtpConnection,
    socket: Socket,
}

impl Wire {
    /// Takes over a socket on which nothing was said yet.
    pub(super) async fn over(socket: TcpStream) -> Result<Self, SmtpError> {
        let name = ClientId::Domain("prelude".to_owned());
        let prelude = Box::new(Prelude(b"220 prelude\r\n250 prelude\r\n"));
        let connection = AsyncSmtpConnection::connect_with_transport(prelude, &name).await?;
        let mut wire = Self {
            connection,
            socket: Socket::new(socket),
        };
        #[expect(deprecated, reason = "see the import")]
        let stream = AsyncNetworkStream::use_existing_tokio1(Box::new(wire.socket.clone()));
        wire.connection.set_stream(stream);
        Ok(wire)
    }

    /// Makes the TLS handshake. What the server sent before it and nobody read is dropped, so
    /// nothing slipped into the plain part can pass for an encrypted answer.
    pub(super) async fn encrypt(&mut self, parameters: TlsParameters) -> Result<(), SmtpError> {
        #[expect(deprecated, reason = "see the import")]
        let mut stream = AsyncNetworkStream::use_existing_tokio1(Box::new(self.socket.clone()));
        stream.upgrade_tls(parameters).await?;
        self.connection.set_stream(stream);
        Ok(())
    }

    /// Waits for a reply.
    pub(super) async fn reply(&mut self) -> Result<Reply, WireError> {
        let result = self.connection.read_response().await;
        self.read(result)
    }

    /// Sends a line and waits for the reply.
    pub(super) async fn command(&mut self, line: &str) -> Result<Reply, WireError> {
        let result = self.connection.command(format!("{line}\r\n")).await;
        self.read(result)
    }

    /// Sends a mail, dots stuffed, and waits for the reply.
    ///
    /// `before_end` runs when all is written but the line that ends the mail.
    pub(super) async fn mail(
        &mut self,
        mail: &[u8],
        before_end: impl FnOnce() + Send,
    ) -> Result<Reply, WireError> {
        // lettre ends the last line itself.
        let mail = mail.strip_suffix(b"\r\n").unwrap_or(mail);
        let mut before_end = Some(before_end);
        let chunks = mail
            .chunks(CHUNK_BYTES)
            .map(Some)
            .chain(std::iter::once_with(|| {
                if let Some(before_end) = before_end.take() {
                    before_end();
                }
                None
            }))
            .map(Option::unwrap_or_default);
        let result = self.connection.message_iter(chunks).await;
        self.read(result)
    }

    /// When a byte last went either way.
    pub(super) fn last_activity(&self) -> Arc<Mutex<Instant>> {
        Arc::clone(&self.socket.last_activity)
    }

    fn read(&self, result: Result<Response, SmtpError>) -> Result<Reply, WireError> {
        let error = match result {
            Ok(response) => {
                return Ok(Reply {
                    code: response.code().into(),
                    lines: response.message().map(str::to_owned).collect(),
                });
            }
            Err(error) => error,
        };
        match error.status() {
            Some(code) => Ok(Reply {
                code: code.into(),
                lines: vec![
                    std::error::Error::source(&error)
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                ],
            }),
            None if *self.socket.is_closed.lock() => Err(WireError::Closed),
            None => Err(WireError::Garbled(error)),
        }
    }
}

/// A socket with several owners, of whom one uses it at a time.
#[derive(Debug, Clone)]
struct Socket {
    stream: Arc<Mutex<TcpStream>>,
    last_activity: Arc<Mutex<Instant>>,
    is_closed: Arc<Mutex<bool>>,
}

impl Socket {
    fn new(stream: TcpStream) -> Self {
        Self {
            stream: Arc::new(Mutex::new(stream)),
            last_activity: Arc::new(Mutex::new(Instant::now())),
            is_closed: Arc::new(Mutex::new(false)),
        }
    }

    fn note<T>(&self, result: &Poll<io::Result<T>>, is_end: impl FnOnce(&T) -> bool) {
        match result {
            Poll::Pending => {}
            Poll::Ready(Ok(value)) if !is_end(value) => *self.last_activity.lock() = Instant::now(),
            // An error on the socket itself is a reset or the like: the server is gone.
            Poll::Ready(_) => *self.is_closed.lock() = true,
        }
    }
}

impl AsyncTokioStream for Socket {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.lock().peer_addr()
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let filled = buffer.filled().len();
        let result = Pin::new(&mut *self.stream.lock()).poll_read(context, buffer);
        self.note(&result, |()| buffer.filled().len() == filled);
        result
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut *self.stream.lock()).poll_write(context, bytes);
        self.note(&result, |_| false);
        result
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream.lock()).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream.lock()).poll_shutdown(context)
    }
}

/// Says a greeting and an answer to EHLO, and ignores what it is told.
#[derive(Debug)]
struct Prelude(&'static [u8]);

impl AsyncTokioStream for Prelude {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Err(io::ErrorKind::NotConnected.into())
    }
}

impl AsyncRead for Prelude {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Prelude {
    fn poll_write(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
