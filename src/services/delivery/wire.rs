//! One connection in lettre's hands, driven line by line.
//!
//! lettre makes a connection in one go: connect, TLS, greeting and EHLO, of which it tells nothing.
//! To see and limit each of them, its connection is first made with a stand-in ([`Prelude`]) and
//! then given the socket. Of a refusal lettre keeps its lines joined, of what is no SMTP nothing;
//! so what is read is kept beside it ([`Lines`]). Over `STARTTLS` the socket changes hands once
//! more, which is why it is shared ([`Socket`]).

mod lines;
mod socket;

use std::io;
use std::sync::Arc;

use lettre::transport::smtp::Error as SmtpError;
#[expect(
    deprecated,
    reason = "the only way to give lettre a socket after the handshake"
)]
use lettre::transport::smtp::client::AsyncNetworkStream;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use parking_lot::Mutex;
use rustls::pki_types::CertificateDer;
use tokio::net::TcpStream;
use tokio::time::Instant;

use self::lines::{End, Heard, Lines};
use self::socket::{Prelude, Socket};
use super::tls::Tls;
use super::transcript::Reply;

/// How much of a mail is written at a time.
const CHUNK_BYTES: usize = 16 * 1024;

/// Why no reply came.
#[derive(Debug)]
pub(super) enum WireError {
    /// The server ended the connection.
    Closed,
    /// The connection broke.
    Reset(io::ErrorKind),
    /// The reply was longer than any server's.
    TooLong,
    /// What came cannot be read.
    Garbled {
        /// What came, lines separated by a line feed.
        said: String,
        /// What lettre says about it.
        source: SmtpError,
    },
}

/// A connection to a server.
pub(super) struct Wire {
    connection: AsyncSmtpConnection,
    socket: Socket,
    heard: Arc<Mutex<Heard>>,
}

impl Wire {
    /// Takes over a socket on which nothing was said yet.
    pub(super) async fn over(socket: TcpStream) -> Result<Self, SmtpError> {
        let name = ClientId::Domain("prelude".to_owned());
        let prelude = Box::new(Prelude(b"220 prelude\r\n250 prelude\r\n"));
        let connection = AsyncSmtpConnection::connect_with_transport(prelude, &name).await?;
        let socket = Socket::new(socket);
        let mut wire = Self {
            connection,
            socket: socket.clone(),
            heard: Arc::default(),
        };
        wire.read_from(Lines::new(Box::new(socket), Arc::clone(&wire.heard)));
        Ok(wire)
    }

    /// Makes the TLS handshake and returns the server's certificates, its own first.
    ///
    /// What the server sent before it and nobody read is dropped, so nothing slipped into the plain
    /// part can pass for an encrypted answer.
    pub(super) async fn encrypt(
        &mut self,
        tls: &Tls,
    ) -> Result<Vec<CertificateDer<'static>>, io::Error> {
        let stream = tls.handshake(self.socket.clone()).await?;
        let certificates = stream.get_ref().1.peer_certificates();
        let certificates = certificates.unwrap_or_default().to_vec();
        self.read_from(Lines::new(Box::new(stream), Arc::clone(&self.heard)));
        Ok(certificates)
    }

    fn read_from(&mut self, lines: Lines) {
        #[expect(deprecated, reason = "see the import")]
        let stream = AsyncNetworkStream::use_existing_tokio1(Box::new(lines));
        self.connection.set_stream(stream);
    }

    /// Waits for a reply.
    pub(super) async fn reply(&mut self) -> Result<Reply, WireError> {
        self.heard.lock().begin();
        let result = self.connection.read_response().await;
        self.read(result)
    }

    /// Sends a line and waits for the reply.
    pub(super) async fn command(&mut self, line: &str) -> Result<Reply, WireError> {
        self.heard.lock().begin();
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
        self.heard.lock().begin();
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
        self.socket.last_activity()
    }

    fn read(&self, result: Result<Response, SmtpError>) -> Result<Reply, WireError> {
        let heard = self.heard.lock();
        let code = match &result {
            Ok(response) => Some(response.code()),
            Err(error) => error.status(),
        };
        if let Some(code) = code {
            return Ok(heard.reply(code.into()));
        }
        let Err(source) = result else {
            return Err(WireError::Closed);
        };
        Err(match heard.end() {
            _ if heard.is_too_long() => WireError::TooLong,
            Some(End::Closed) => WireError::Closed,
            Some(End::Broken(kind)) => WireError::Reset(kind),
            None => WireError::Garbled {
                said: heard.text().to_owned(),
                source,
            },
        })
    }
}
