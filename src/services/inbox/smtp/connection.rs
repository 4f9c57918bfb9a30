//! One client: reads commands, runs the dialogue, receives and stores messages.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::data::DataDecoder;
use super::reply::Reply;
use super::session::{Action, Chunk, Session};
use super::spool::{Spool, Spooled};
use super::wire::{End, Line, Wire};
use crate::services::inbox::error::InboxError;
use crate::services::inbox::event::{InboxEvent, RefusedReason};
use crate::services::inbox::store::{Added, CaptureId, Envelope, NewMessage, RawBody};

/// How many times the allowed size is read and thrown away before the connection is cut.
const PATIENCE: u64 = 4;

/// A client that is being served.
pub(super) struct Connection {
    wire: Wire,
    session: Session,
    peer: SocketAddr,
    shared: Arc<Shared>,
    /// What came by BDAT so far.
    chunks: Option<Spool>,
}

/// Whether the connection goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Continue,
    Close,
}

impl Connection {
    pub fn new(
        stream: TcpStream,
        peer: SocketAddr,
        shared: Arc<Shared>,
        shutdown: CancellationToken,
    ) -> Self {
        // Answers are short and each waits for the next command, so delaying them helps nobody.
        stream.set_nodelay(true).ok();
        Self {
            wire: Wire::new(stream, shared.config.idle_timeout, shutdown),
            session: Session::new(shared.config.clone()),
            peer,
            shared,
            chunks: None,
        }
    }

    /// Serves the client until either side ends.
    pub async fn serve(mut self) {
        let farewell = match self.converse().await {
            Ok(()) | Err(End::Gone) => None,
            Err(End::Stalled) => {
                self.refused(RefusedReason::Stalled);
                Some("421 4.4.2 localhost timed out waiting for you")
            }
            Err(End::Stopping) => Some("421 4.3.2 localhost is closing"),
            Err(End::Handshake(error)) => {
                self.refused(RefusedReason::TlsFailed {
                    reason: error.to_string(),
                });
                None
            }
        };
        if let Some(farewell) = farewell {
            // Closing sends what can be sent.
            self.wire.send(&Reply::line(farewell)).await.ok();
        }
        self.wire.close().await;
    }

    async fn converse(&mut self) -> Result<(), End> {
        let welcome = self.session.welcome();
        self.wire.send(&welcome).await?;
        loop {
            let line = match self.wire.line().await? {
                Line::Complete(line) => line,
                Line::TooLong => {
                    let reply = self.session.line_too_long();
                    self.wire.send(&reply).await?;
                    continue;
                }
            };
            let (reply, action) = self.session.handle(&line);
            if self.act(reply, action).await? == Flow::Close {
                return Ok(());
            }
        }
    }

    async fn act(&mut self, reply: Reply, action: Action) -> Result<Flow, End> {
        if let Action::ReceiveChunk(chunk) = action {
            return self.receive_chunk(chunk).await;
        }
        self.wire.send(&reply).await?;
        if self.session.transaction.is_none() {
            // RSET and EHLO also forget the chunks that came so far.
            self.chunks = None;
        }
        match action {
            Action::Continue | Action::ReceiveChunk(_) => {}
            Action::StartTls => self.start_tls().await?,
            Action::ReceiveData => return self.receive_data().await,
            Action::Close => return Ok(Flow::Close),
            Action::CloseNotMail => {
                self.refused(RefusedReason::NotMail);
                return Ok(Flow::Close);
            }
            Action::CloseTooManyErrors => {
                self.refused(RefusedReason::TooManyErrors);
                return Ok(Flow::Close);
            }
        }
        Ok(Flow::Continue)
    }

    async fn start_tls(&mut self) -> Result<(), End> {
        let shared = Arc::clone(&self.shared);
        // The session offers STARTTLS only if there is a certificate.
        if let Some(tls) = &shared.tls {
            let dropped = self.wire.start_tls(&tls.acceptor).await?;
            self.session.tls_started(dropped);
        }
        Ok(())
    }

    fn new_spool(&self) -> Spool {
        let config = &self.shared.config;
        Spool::new(config.max_message_bytes, config.spill_bytes)
    }

    /// The most bytes that are read of one message, kept or not.
    fn patience(&self) -> u64 {
        self.shared
            .config
            .max_message_bytes
            .saturating_mul(PATIENCE)
    }

    async fn receive_data(&mut self) -> Result<Flow, End> {
        let mut decoder = DataDecoder::default();
        let mut spool = self.new_spool();
        let mut content = Vec::new();
        loop {
            let bytes = self.wire.bytes().await?;
            let (used, is_end) = decoder.decode(bytes, &mut content);
            self.wire.consume(used);
            spool.write(&content, &self.shared.inbox).await;
            content.clear();
            if is_end {
                return self.finish(spool).await;
            }
            if spool.received() > self.patience() {
                self.finish(spool).await?;
                return Ok(Flow::Close);
            }
        }
    }

    async fn receive_chunk(&mut self, chunk: Chunk) -> Result<Flow, End> {
        let mut spool = self.chunks.take().unwrap_or_else(|| self.new_spool());
        let mut missing = chunk.bytes;
        if spool.received().saturating_add(missing) > self.patience() {
            let reply = self.session.too_large();
            self.refused(RefusedReason::TooLarge {
                limit: self.shared.config.max_message_bytes,
            });
            self.wire.send(&reply).await?;
            return Ok(Flow::Close);
        }
        while missing > 0 {
            let bytes = self.wire.bytes().await?;
            let count = bytes
                .len()
                .min(usize::try_from(missing).unwrap_or(usize::MAX));
            if chunk.refusal.is_none() {
                spool
                    .write(bytes.get(..count).unwrap_or_default(), &self.shared.inbox)
                    .await;
            }
            self.wire.consume(count);
            missing -= count as u64;
        }
        let reply = match chunk.refusal {
            Some(refusal) => refusal,
            None if chunk.is_last || spool.is_too_large() => return self.finish(spool).await,
            None => {
                self.chunks = Some(spool);
                Reply::line(format!("250 2.0.0 {} bytes received", chunk.bytes))
            }
        };
        let reply = self.session.said(reply);
        self.wire.send(&reply).await?;
        Ok(Flow::Continue)
    }

    /// Stores a message that has arrived, answers, and makes room for the next one.
    async fn finish(&mut self, spool: Spool) -> Result<Flow, End> {
        let limit = self.shared.config.max_message_bytes;
        self.session
            .transcript
            .note(&format!("a message of {} bytes", spool.received()));
        let reply = match spool.finish().await {
            Spooled::Complete(body) => self.store(body).await,
            Spooled::TooLarge => {
                self.refused(RefusedReason::TooLarge { limit });
                self.session.too_large()
            }
            Spooled::Failed(error) => self.store_failed(&error),
        };
        self.session.end_transaction();
        let reply = self.session.said(reply);
        self.wire.send(&reply).await?;
        Ok(Flow::Continue)
    }

    async fn store(&self, body: RawBody) -> Reply {
        let Some(transaction) = &self.session.transaction else {
            return Reply::line("451 4.3.0 no message was announced");
        };
        if transaction.has_too_many_recipients {
            self.refused(RefusedReason::TooManyRecipients {
                limit: self.shared.config.max_recipients,
            });
        }
        let message = NewMessage {
            envelope: Envelope {
                helo: self.session.helo().to_owned(),
                mail_from: transaction.mail_from.clone(),
                rcpt_to: transaction.rcpt_to.clone(),
                auth_user: self.session.auth_user.clone(),
                tls: self.session.tls,
                smtp_utf8: transaction.smtp_utf8,
                peer: self.peer.to_string(),
            },
            transcript: self.session.transcript.lines(),
            body,
            answer: stored,
        };
        match self.add(message).await {
            Ok(Ok(added)) => {
                let reply = Reply::line(stored(&added.summary.id));
                (self.shared.on_event)(InboxEvent::Received(added.summary));
                if !added.removed.is_empty() {
                    (self.shared.on_event)(InboxEvent::Removed(added.removed));
                }
                reply
            }
            Ok(Err(error)) => self.store_failed(&error),
            Err(error) => self.store_failed(&error),
        }
    }

    async fn add(&self, message: NewMessage) -> Result<Result<Added, InboxError>, JoinError> {
        // The semaphore is never closed; without a permit the message is still stored.
        let _permit = self.shared.storing.acquire().await.ok();
        let inbox = Arc::clone(&self.shared.inbox);
        tokio::task::spawn_blocking(move || inbox.add(message)).await
    }

    fn store_failed(&self, error: &(dyn Error + 'static)) -> Reply {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            reason = format!("{reason}: {error}");
            cause = error.source();
        }
        tracing::error!(%reason, "the inbox cannot store a message");
        self.refused(RefusedReason::StoreFailed { reason });
        Reply::line("451 4.3.0 the message could not be stored")
    }

    fn refused(&self, reason: RefusedReason) {
        (self.shared.on_event)(InboxEvent::Refused {
            reason,
            peer: self.peer,
        });
    }
}

/// What a client is told about a stored message.
fn stored(id: &CaptureId) -> String {
    format!("250 2.0.0 stored as {id}")
}
