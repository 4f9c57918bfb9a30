//! A body that tells when it is handed over, and that can be held back until then.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::io::ReaderStream;

use super::exchange::Signal;

const OPEN: u8 = 0;
const HANDED_OVER: u8 = 1;
const STOPPED: u8 = 2;

/// Whether the end of a body has left; of handing over and stopping only one ever happens.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate(Arc<AtomicU8>);

impl Gate {
    /// Holds the end of the body back; false if it has left already.
    pub fn stop(&self) -> bool {
        self.set(STOPPED)
    }

    fn hand_over(&self) -> bool {
        self.set(HANDED_OVER)
    }

    fn set(&self, state: u8) -> bool {
        let set = self
            .0
            .compare_exchange(OPEN, state, Ordering::AcqRel, Ordering::Acquire);
        set.is_ok()
    }
}

/// The bytes of a body.
struct Handed {
    bytes: Vec<u8>,
    sent: usize,
    gate: Gate,
    signals: UnboundedSender<Signal>,
}

/// A body whose last byte passes the gate; that is signalled before the byte is given away.
pub(super) fn body(bytes: Vec<u8>, gate: Gate, signals: UnboundedSender<Signal>) -> reqwest::Body {
    let handed = Handed {
        bytes,
        sent: 0,
        gate,
        signals,
    };
    reqwest::Body::wrap_stream(ReaderStream::new(handed))
}

impl AsyncRead for Handed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let end = self.bytes.len().min(self.sent + buffer.remaining());
        let is_last = end == self.bytes.len() && self.sent < end;
        if is_last {
            if !self.gate.hand_over() {
                return Poll::Ready(Err(io::Error::other("called off")));
            }
            // Nobody listens any more if the delivery was dropped.
            self.signals.send(Signal::HandedOver).ok();
        }
        buffer.put_slice(self.bytes.get(self.sent..end).unwrap_or_default());
        self.sent = end;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt as _;
    use tokio::sync::mpsc;

    use super::*;

    fn handed(size: usize) -> (Handed, mpsc::UnboundedReceiver<Signal>) {
        let (signals, heard) = mpsc::unbounded_channel();
        let handed = Handed {
            bytes: vec![b'x'; size],
            sent: 0,
            gate: Gate::default(),
            signals,
        };
        (handed, heard)
    }

    #[tokio::test]
    async fn the_last_byte_is_signalled_before_it_leaves() {
        let (mut body, mut heard) = handed(10);
        let mut half = [0; 6];
        body.read_exact(&mut half).await.unwrap();
        assert!(heard.try_recv().is_err());
        let mut rest = Vec::new();
        body.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest.len(), 4);
        assert!(matches!(heard.try_recv(), Ok(Signal::HandedOver)));
        assert!(heard.try_recv().is_err() && !body.gate.stop());
    }

    #[tokio::test]
    async fn a_body_that_is_stopped_keeps_its_end() {
        let (mut body, mut heard) = handed(10);
        let gate = body.gate.clone();
        body.read_exact(&mut [0; 6]).await.unwrap();
        assert!(gate.stop());
        assert!(body.read_exact(&mut [0; 4]).await.is_err());
        assert!(heard.try_recv().is_err());
    }
}
