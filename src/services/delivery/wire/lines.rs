//! Hands a server's words on line by line, keeps them, and limits their length.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::transcript::Reply;

/// The longest line; servers stay below 512 bytes (RFC 5321, 4.5.3.1.5), and lettre gives up at the
/// same length.
const MAX_LINE_BYTES: usize = 1000;
/// The longest reply. lettre reads the whole reply again with every line, so that a server could
/// keep it busy for a minute with the 100,000 bytes it would take.
const MAX_REPLY_BYTES: usize = 16 * 1024;
const MAX_REPLY_LINES: usize = 128;

/// A stream of bytes below SMTP, encrypted or not.
pub(super) trait Bytes:
    AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug
{
}

impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin + std::fmt::Debug> Bytes for T {}

/// What was read since the last command.
#[derive(Debug, Default)]
pub(super) struct Heard {
    text: String,
    lines: usize,
    is_too_long: bool,
    /// How the connection ended, if it did.
    end: Option<End>,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The server closed it.
    Closed,
    /// It broke.
    Broken(io::ErrorKind),
}

impl End {
    /// TLS calls it an error if the server ends without a farewell, which servers often do.
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Closed,
            kind => Self::Broken(kind),
        }
    }
}

impl Heard {
    /// Forgets what was read.
    pub(super) fn begin(&mut self) {
        self.text.clear();
        self.lines = 0;
    }

    /// The lines that were read, without the last line feed.
    pub(super) fn text(&self) -> &str {
        self.text.trim_end_matches('\n')
    }

    pub(super) const fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    pub(super) const fn end(&self) -> Option<End> {
        self.end
    }

    /// What was read as a reply with that code.
    pub(super) fn reply(&self, code: u16) -> Reply {
        let without_code = |line: &str| {
            let text = line.get(3..).unwrap_or_default();
            text.strip_prefix(['-', ' ']).unwrap_or(text).to_owned()
        };
        Reply {
            code,
            lines: self.text().split('\n').map(without_code).collect(),
        }
    }
}

/// The stream that lettre reads; each read gives one line at most, so that nothing is read ahead.
#[derive(Debug)]
pub(super) struct Lines {
    inner: Box<dyn Bytes>,
    heard: Arc<Mutex<Heard>>,
    /// Read, but not handed on yet.
    waiting: Vec<u8>,
    /// The rest of the line being handed on.
    line: Vec<u8>,
}

impl Lines {
    pub(super) fn new(inner: Box<dyn Bytes>, heard: Arc<Mutex<Heard>>) -> Self {
        Self {
            inner,
            heard,
            waiting: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Takes the next whole line, if there is one, as nodemailer reads it: UTF-8, else each byte a
    /// character.
    fn take_line(&mut self) -> bool {
        let Some(end) = memchr::memchr(b'\n', &self.waiting) else {
            return false;
        };
        let line: Vec<u8> = self.waiting.drain(..=end).collect();
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = match std::str::from_utf8(line) {
            Ok(text) => text.to_owned(),
            Err(_) => line.iter().map(|byte| char::from(*byte)).collect(),
        };
        self.line = format!("{text}\r\n").into_bytes();
        let mut heard = self.heard.lock();
        heard.text.push_str(&text);
        heard.text.push('\n');
        heard.lines += 1;
        true
    }

    /// An error if the line under way or the whole reply is too long.
    fn measure(&self) -> io::Result<()> {
        let mut heard = self.heard.lock();
        let is_too_long = self.line.len() > MAX_LINE_BYTES
            || (self.line.is_empty() && self.waiting.len() > MAX_LINE_BYTES)
            || heard.text.len() > MAX_REPLY_BYTES
            || heard.lines > MAX_REPLY_LINES;
        if is_too_long {
            heard.is_too_long = true;
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }

    fn ended(&self, end: End) {
        self.heard.lock().end.get_or_insert(end);
    }

    fn hand_on(&mut self, buffer: &mut ReadBuf<'_>) {
        let count = self.line.len().min(buffer.remaining());
        buffer.put_slice(self.line.get(..count).unwrap_or_default());
        self.line.drain(..count);
    }
}

impl AsyncTokioStream for Lines {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        // lettre asks only when it makes connections of its own.
        Err(io::ErrorKind::NotConnected.into())
    }
}

impl AsyncRead for Lines {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            if !self.line.is_empty() || self.take_line() {
                self.measure()?;
                self.hand_on(buffer);
                return Poll::Ready(Ok(()));
            }
            self.measure()?;
            let mut space = [0; MAX_LINE_BYTES];
            let mut more = ReadBuf::new(&mut space);
            match Pin::new(&mut *self.inner).poll_read(context, &mut more) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Err(error)) => {
                    self.ended(End::of(&error));
                    return Poll::Ready(Err(error));
                }
                Poll::Ready(Ok(())) if more.filled().is_empty() => {
                    self.ended(End::Closed);
                    return Poll::Ready(Ok(()));
                }
                Poll::Ready(Ok(())) => self.waiting.extend_from_slice(more.filled()),
            }
        }
    }
}

impl AsyncWrite for Lines {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut *self.inner).poll_write(context, bytes);
        if let Poll::Ready(Err(error)) = &result {
            self.ended(End::of(error));
        }
        result
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut *self.inner).poll_flush(context);
        if let Poll::Ready(Err(error)) = &result {
            self.ended(End::of(error));
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn read(words: &[u8]) -> (io::Result<String>, Arc<Mutex<Heard>>) {
        let (mut server, client) = tokio::io::duplex(1 << 20);
        server.write_all(words).await.unwrap();
        drop(server);
        let heard = Arc::<Mutex<Heard>>::default();
        let mut lines = Lines::new(Box::new(client), Arc::clone(&heard));
        let mut text = String::new();
        let result = lines.read_to_string(&mut text).await;
        (result.map(|_| text), heard)
    }

    #[tokio::test]
    async fn lines_are_kept_as_they_came() {
        let (text, heard) = read(b"250-a\n250-\r\n250 gr\xfc\xdfe\r\nrest").await;
        assert_eq!(text.unwrap(), "250-a\r\n250-\r\n250 gr\u{fc}\u{df}e\r\n");
        let heard = heard.lock();
        assert_eq!(heard.text(), "250-a\n250-\n250 grüße");
        assert_eq!(heard.reply(250).lines, ["a", "", "grüße"]);
        assert_eq!(heard.end(), Some(End::Closed));
    }

    #[tokio::test]
    async fn a_line_or_a_reply_without_end_is_an_error() {
        for words in [vec![b'x'; 1002], b"250-x\r\n".repeat(20_000)] {
            let (text, heard) = read(&words).await;
            assert_eq!(text.unwrap_err().kind(), io::ErrorKind::InvalidData);
            assert!(heard.lock().is_too_long());
        }
    }
}
