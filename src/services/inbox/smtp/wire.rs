//! Reading and writing on a connection: lines, raw bytes, time limits, and the change to TLS.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::reply::Reply;

/// Longest line. AUTH may need that much (RFC 4954, section 4); other commands need less.
pub(super) const MAX_LINE_BYTES: usize = 12_288;
/// How much is read at a time.
const READ_BYTES: usize = 16 * 1024;
/// How much may wait to be written while a client sends commands without reading answers.
const MAX_UNSENT_BYTES: usize = 64 * 1024;
/// How long and how much is still read after the last answer, so that the client gets to see it:
/// closing a socket with unread bytes would destroy what is on its way.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: u64 = 1024 * 1024;

/// One end of a connection.
pub(super) struct Wire {
    stream: Stream,
    input: Vec<u8>,
    output: Vec<u8>,
    idle_timeout: Duration,
    shutdown: CancellationToken,
}

enum Stream {
    Plain(TcpStream),
    Encrypted(Box<TlsStream<TcpStream>>),
    /// The handshake failed.
    Gone,
}

/// Why a connection ends without its command.
#[derive(Debug)]
pub(super) enum End {
    /// The client is gone.
    Gone,
    /// The client said nothing for too long.
    Stalled,
    /// The server stops.
    Stopping,
    /// The TLS handshake failed.
    Handshake(io::Error),
}

/// A line of the client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its line break.
    Complete(Vec<u8>),
    /// Longer than allowed; it was thrown away.
    TooLong,
}

impl Wire {
    pub const fn new(
        stream: TcpStream,
        idle_timeout: Duration,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            stream: Stream::Plain(stream),
            input: Vec::new(),
            output: Vec::new(),
            idle_timeout,
            shutdown,
        }
    }

    /// Queues an answer; it is sent when there is nothing left to read at once (RFC 2920).
    pub async fn send(&mut self, reply: &Reply) -> Result<(), End> {
        for line in reply.iter() {
            self.output.extend_from_slice(line.as_bytes());
            self.output.extend_from_slice(b"\r\n");
        }
        if self.output.len() > MAX_UNSENT_BYTES {
            self.flush().await?;
        }
        Ok(())
    }

    /// Sends everything that waits.
    pub async fn flush(&mut self) -> Result<(), End> {
        if self.output.is_empty() {
            return Ok(());
        }
        let sending = async {
            match &mut self.stream {
                Stream::Plain(stream) => stream.write_all(&self.output).await,
                Stream::Encrypted(stream) => {
                    stream.write_all(&self.output).await?;
                    stream.flush().await
                }
                Stream::Gone => Err(io::ErrorKind::NotConnected.into()),
            }
        };
        match timeout(self.idle_timeout, sending).await {
            Ok(Ok(())) => {
                self.output.clear();
                Ok(())
            }
            Ok(Err(_gone)) => Err(End::Gone),
            Err(_elapsed) => Err(End::Stalled),
        }
    }

    /// The next line. The time limit is for the whole line, so that a client cannot hold the
    /// connection byte by byte. A lone LF ends a line too, for people who type by hand.
    pub async fn line(&mut self) -> Result<Line, End> {
        let deadline = Instant::now() + self.idle_timeout;
        let mut searched = 0;
        let mut is_too_long = false;
        loop {
            let unsearched = self.input.get(searched..).unwrap_or_default();
            if let Some(feed) = memchr::memchr(b'\n', unsearched) {
                let mut line: Vec<u8> = self.input.drain(..=searched + feed).collect();
                line.pop();
                if line.ends_with(b"\r") {
                    line.pop();
                }
                return Ok(if is_too_long || line.len() > MAX_LINE_BYTES {
                    Line::TooLong
                } else {
                    Line::Complete(line)
                });
            }
            if self.input.len() > MAX_LINE_BYTES {
                is_too_long = true;
                self.input.clear();
            }
            searched = self.input.len();
            self.read_more(deadline).await?;
        }
    }

    /// Bytes that are here already, or, if there are none, the next ones.
    pub async fn bytes(&mut self) -> Result<&[u8], End> {
        if self.input.is_empty() {
            self.read_more(Instant::now() + self.idle_timeout).await?;
        }
        Ok(&self.input)
    }

    /// Marks bytes of [`Self::bytes`] as used.
    pub fn consume(&mut self, count: usize) {
        self.input.drain(..count.min(self.input.len()));
    }

    async fn read_more(&mut self, deadline: Instant) -> Result<(), End> {
        self.flush().await?;
        self.input.reserve(READ_BYTES);
        let reading = async {
            match &mut self.stream {
                Stream::Plain(stream) => stream.read_buf(&mut self.input).await,
                Stream::Encrypted(stream) => stream.read_buf(&mut self.input).await,
                Stream::Gone => Err(io::ErrorKind::NotConnected.into()),
            }
        };
        tokio::select! {
            () = self.shutdown.cancelled() => Err(End::Stopping),
            read = timeout_at(deadline, reading) => match read {
                Ok(Ok(0) | Err(_)) => Err(End::Gone),
                Ok(Ok(_)) => Ok(()),
                Err(_elapsed) => Err(End::Stalled),
            },
        }
    }

    /// Does the TLS handshake. Whatever the client sent before it is dropped, so that nobody can
    /// slip commands into the encrypted part (RFC 3207, section 6). Returns how many bytes.
    pub async fn start_tls(&mut self, acceptor: &TlsAcceptor) -> Result<usize, End> {
        self.flush().await?;
        let dropped = self.input.len();
        self.input.clear();
        let stream = match std::mem::replace(&mut self.stream, Stream::Gone) {
            Stream::Plain(stream) => stream,
            other => {
                self.stream = other;
                return Ok(dropped);
            }
        };
        let handshake = tokio::select! {
            () = self.shutdown.cancelled() => return Err(End::Stopping),
            handshake = timeout(self.idle_timeout, acceptor.accept(stream)) => handshake,
        };
        match handshake {
            Ok(Ok(stream)) => {
                self.stream = Stream::Encrypted(Box::new(stream));
                Ok(dropped)
            }
            Ok(Err(error)) => Err(End::Handshake(error)),
            Err(_elapsed) => Err(End::Stalled),
        }
    }

    /// Sends what waits and closes.
    pub async fn close(mut self) {
        // The connection ends here in any case, so errors have no consequence.
        self.flush().await.ok();
        match &mut self.stream {
            Stream::Plain(stream) => say_goodbye(stream, &self.shutdown).await,
            Stream::Encrypted(stream) => say_goodbye(stream, &self.shutdown).await,
            Stream::Gone => {}
        }
    }
}

/// Closes the sending side and reads for a moment what the client still sends, but not when the
/// server stops.
async fn say_goodbye(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    shutdown: &CancellationToken,
) {
    let closing = async {
        stream.shutdown().await.ok();
        if shutdown.is_cancelled() {
            return;
        }
        let mut rest = stream.take(LINGER_BYTES);
        let mut nowhere = tokio::io::sink();
        tokio::select! {
            () = shutdown.cancelled() => {}
            _ = tokio::io::copy(&mut rest, &mut nowhere) => {}
        }
    };
    timeout(LINGER, closing).await.ok();
}
