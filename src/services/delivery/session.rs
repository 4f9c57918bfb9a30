//! One SMTP session, in nodemailer's order of commands and with its decisions.

mod auth;
mod connect;
mod cram_md5;
mod hello;
mod look;
mod offers;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use self::offers::Offers;
use super::super::clock::Clock;
use super::error::{DeliveryError, Failure, Phase};
use super::event::{DeliveryEvent, Refusal, SmtpReceipt};
use super::tls::Tls;
use super::transcript::{Recorder, Reply, Speaker};
use super::wire::{Wire, WireError};
use crate::domain::connector::SmtpSubmission;

/// A submission under way.
pub(super) struct Session<'a, F> {
    submission: &'a SmtpSubmission,
    clock: &'a dyn Clock,
    on_progress: &'a F,
    cancel: &'a CancellationToken,
    recorder: Recorder,
    is_encrypted: bool,
    /// The address the connection was made to.
    address: Option<SocketAddr>,
}

impl<'a, F: Fn(DeliveryEvent) + Send + Sync> Session<'a, F> {
    pub(super) fn new(
        submission: &'a SmtpSubmission,
        clock: &'a dyn Clock,
        on_progress: &'a F,
        cancel: &'a CancellationToken,
    ) -> Self {
        Self {
            submission,
            clock,
            on_progress,
            cancel,
            recorder: Recorder::new(submission.auth.secrets()),
            is_encrypted: false,
            address: None,
        }
    }

    pub(super) async fn run(mut self) -> Result<SmtpReceipt, DeliveryError> {
        match self.submit().await {
            Ok((response, accepted, rejected)) => Ok(SmtpReceipt {
                response,
                message_id: self.submission.message_id.clone(),
                accepted,
                rejected,
                is_encrypted: self.is_encrypted,
                transcript: self.recorder.end(),
            }),
            Err(failure) => {
                let failure = self.look_closer(failure).await;
                Err(DeliveryError {
                    failure,
                    transcript: self.recorder.end(),
                })
            }
        }
    }

    async fn submit(&mut self) -> Result<(Reply, Vec<String>, Vec<Refusal>), Failure> {
        let mut wire = self.connect().await?;
        let offers = self.introduce(&mut wire).await?;
        self.authenticate(&mut wire, &offers).await?;
        let (accepted, rejected) = self.address(&mut wire, &offers).await?;
        let reply = self.send(&mut wire).await?;
        Ok((reply, accepted, rejected))
    }

    /// `MAIL FROM` and each `RCPT TO`; one recipient accepted is enough to go on.
    async fn address(
        &mut self,
        wire: &mut Wire,
        offers: &Offers,
    ) -> Result<(Vec<String>, Vec<Refusal>), Failure> {
        let submission = self.submission;
        let envelope = &submission.envelope;
        let parameter = if submission.needs_utf8() && offers.has_smtputf8 {
            " SMTPUTF8"
        } else {
            ""
        };
        let line = format!("MAIL FROM:<{}>{parameter}", envelope.mail_from);
        let reply = self.command(wire, Phase::Envelope, &line).await?;
        if !matches!(reply.code, 200..=299) {
            return Err(Failure::Sender(reply));
        }
        let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
        for address in &envelope.rcpt_to {
            let line = format!("RCPT TO:<{address}>");
            let reply = self.command(wire, Phase::Envelope, &line).await?;
            let address = address.clone();
            if matches!(reply.code, 200..=299) {
                accepted.push(address);
            } else {
                rejected.push(Refusal { address, reply });
            }
        }
        if accepted.is_empty() {
            return Err(Failure::Recipients(rejected));
        }
        Ok((accepted, rejected))
    }

    /// `DATA` and the mail.
    async fn send(&mut self, wire: &mut Wire) -> Result<Reply, Failure> {
        let mail = self.submission.eml();
        let reply = self.command(wire, Phase::Envelope, "DATA").await?;
        if !reply.is_positive() {
            return Err(Failure::Data(reply));
        }
        (self.on_progress)(DeliveryEvent::Sending {
            reply,
            bytes: mail.len(),
        });
        let note = format!("mail of {} bytes", mail.len());
        self.recorder.push(Speaker::Note, &note);
        let reply = self.hand_over(wire, &mail).await?;
        let reply = self.heard(&reply);
        if !matches!(reply.code, 200..=299) {
            return Err(Failure::Message(reply));
        }
        (self.on_progress)(DeliveryEvent::Done {
            reply: reply.clone(),
        });
        Ok(reply)
    }

    /// Writes the mail; cancelling works until its end is written, then the answer is awaited.
    async fn hand_over(&self, wire: &mut Wire, mail: &[u8]) -> Result<Reply, Failure> {
        let limit = self.submission.timeouts.socket;
        let last_activity = wire.last_activity();
        let is_over = AtomicBool::new(false);
        let mailing = wire.mail(mail, || {
            is_over.store(true, Ordering::Release);
            (self.on_progress)(DeliveryEvent::PointOfNoReturn);
        });
        tokio::pin!(mailing);
        loop {
            let deadline = *last_activity.lock() + limit;
            tokio::select! {
                biased;
                () = self.cancel.cancelled(), if !is_over.load(Ordering::Acquire) => {
                    // The mail may have been handed over since the condition was looked at.
                    if !is_over.load(Ordering::Acquire) {
                        return Err(Failure::Cancelled);
                    }
                }
                result = &mut mailing => {
                    return result.map_err(|error| self.wire_failure(error, Phase::Message));
                }
                () = sleep_until(deadline) => {
                    if *last_activity.lock() + limit <= Instant::now() {
                        return Err(Failure::Timeout { phase: Phase::Message, after: limit });
                    }
                }
            }
        }
    }

    /// Sends a line, writes down what was said and returns the reply, whatever it is.
    async fn command(
        &mut self,
        wire: &mut Wire,
        phase: Phase,
        line: &str,
    ) -> Result<Reply, Failure> {
        self.secret_command(wire, phase, line, line).await
    }

    /// The same for a line of which only `shown` may be written down.
    async fn secret_command(
        &mut self,
        wire: &mut Wire,
        phase: Phase,
        line: &str,
        shown: &str,
    ) -> Result<Reply, Failure> {
        self.recorder.push(Speaker::Client, shown);
        let limit = self.submission.timeouts.socket;
        let exchange = async {
            let reply = wire.command(line).await;
            reply.map_err(|error| self.wire_failure(error, phase))
        };
        let reply = self.within(phase, limit, exchange).await?;
        Ok(self.heard(&reply))
    }

    /// Writes a reply down and returns it without secrets: a server may repeat what it was told.
    fn heard(&mut self, reply: &Reply) -> Reply {
        self.recorder.push(Speaker::Server, &reply.to_string());
        self.recorder.masked_reply(reply)
    }

    /// The result of a future, unless it takes too long or the delivery is cancelled.
    async fn within<T>(
        &self,
        phase: Phase,
        limit: Duration,
        future: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Failure::Cancelled),
            result = timeout(limit, future) => match result {
                Ok(result) => result,
                Err(_elapsed) => Err(Failure::Timeout { phase, after: limit }),
            },
        }
    }

    /// Reads the system's certificates, which takes a while, so only where TLS begins.
    fn tls(&self) -> Result<Tls, Failure> {
        Tls::new(&self.submission.tls).map_err(Failure::TlsSettings)
    }

    fn encrypted(&mut self, reply: Option<Reply>) {
        self.is_encrypted = true;
        let is_unchecked = self.submission.tls.accept_invalid;
        let note = if is_unchecked {
            "TLS, certificate not checked"
        } else {
            "TLS"
        };
        self.recorder.push(Speaker::Note, note);
        (self.on_progress)(DeliveryEvent::Tls {
            reply,
            is_unchecked,
        });
    }

    fn wire_failure(&self, error: WireError, phase: Phase) -> Failure {
        match error {
            WireError::Closed => Failure::Closed { phase },
            WireError::Reset(kind) => Failure::Reset { phase, kind },
            WireError::TooLong => Failure::TooLong { phase },
            WireError::Garbled { said, source } => Failure::Protocol {
                phase,
                said: self.recorder.masked(&said),
                source,
            },
        }
    }
}
