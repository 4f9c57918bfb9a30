//! One SMTP session, in nodemailer's order of commands and with its decisions.

mod auth;
mod connect;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::transport::smtp::client::TlsParameters;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::super::clock::Clock;
use super::error::{DeliveryError, Failure, Phase};
use super::event::{DeliveryEvent, Refusal, SmtpReceipt};
use super::tls;
use super::transcript::{Reply, Speaker, Transcript};
use super::wire::{Wire, WireError};
use crate::domain::connector::SmtpSubmission;
use crate::domain::connector::smtp::{SmtpSecurity, StartTls};

/// A submission under way.
pub(super) struct Session<'a, F> {
    submission: &'a SmtpSubmission,
    clock: &'a dyn Clock,
    on_progress: &'a F,
    cancel: &'a CancellationToken,
    transcript: Transcript,
    is_encrypted: bool,
}

/// What the answer to EHLO or HELO offers.
struct Offers {
    has_smtputf8: bool,
    /// The mechanisms of `AUTH`; none if there is no such line.
    auth: Option<Vec<String>>,
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
            transcript: Transcript::default(),
            is_encrypted: false,
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
                transcript: self.transcript,
            }),
            Err(failure) => Err(DeliveryError {
                failure,
                transcript: self.transcript,
            }),
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

    /// `EHLO`, and `STARTTLS` with another `EHLO` where the plan and the server say so.
    async fn introduce(&mut self, wire: &mut Wire) -> Result<Offers, Failure> {
        let starttls = match self.submission.security {
            SmtpSecurity::Implicit { .. } => StartTls::Never,
            SmtpSecurity::Plain { starttls } => starttls,
        };
        let hello = self.say_hello(wire, starttls).await?;
        let is_offered = hello.offers("STARTTLS");
        let is_wanted = match starttls {
            StartTls::Never => false,
            StartTls::IfOffered => is_offered,
            StartTls::Required => true,
        };
        if !is_wanted {
            return Ok(Offers::read(&hello));
        }
        let reply = self.command(wire, Phase::StartTls, "STARTTLS").await?;
        if !reply.is_positive() {
            return Err(Failure::StartTls { reply, is_offered });
        }
        let parameters = self.tls_parameters()?;
        let limit = self.submission.timeouts.socket;
        let handshake = async { wire.encrypt(parameters).await.map_err(tls::failure) };
        self.within(Phase::StartTls, limit, handshake).await?;
        self.encrypted(Some(reply));
        let hello = self.say_hello(wire, StartTls::Never).await?;
        Ok(Offers::read(&hello))
    }

    async fn say_hello(&mut self, wire: &mut Wire, starttls: StartTls) -> Result<Reply, Failure> {
        let name = &self.submission.ehlo_name;
        let reply = self
            .command(wire, Phase::Hello, &format!("EHLO {name}"))
            .await?;
        if reply.is_positive() {
            return Ok(reply);
        }
        if reply.code == 421 || starttls == StartTls::Required {
            return Err(Failure::Hello(reply));
        }
        let reply = self
            .command(wire, Phase::Hello, &format!("HELO {name}"))
            .await?;
        if !reply.is_positive() {
            return Err(Failure::Hello(reply));
        }
        // nodemailer takes it that such an old server knows a login.
        Ok(Reply {
            code: reply.code,
            lines: vec![String::new(), "AUTH".to_owned()],
        })
    }

    /// `MAIL FROM` and each `RCPT TO`; one recipient accepted is enough to go on.
    async fn address(
        &mut self,
        wire: &mut Wire,
        offers: &Offers,
    ) -> Result<(Vec<String>, Vec<Refusal>), Failure> {
        let envelope = &self.submission.envelope;
        let mut addresses = envelope.rcpt_to.iter().chain([&envelope.mail_from]);
        let needs_utf8 = addresses.any(|address| !address.is_ascii());
        let parameter = if needs_utf8 && offers.has_smtputf8 {
            " SMTPUTF8"
        } else {
            ""
        };
        let line = format!("MAIL FROM:<{}>{parameter}", envelope.mail_from);
        let reply = self.command(wire, Phase::Envelope, &line).await?;
        if !reply.is_positive() {
            return Err(Failure::Sender(reply));
        }
        let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
        for address in &envelope.rcpt_to {
            let line = format!("RCPT TO:<{address}>");
            let reply = self.command(wire, Phase::Envelope, &line).await?;
            let address = address.clone();
            if reply.is_positive() {
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
        self.transcript.push(Speaker::Note, note);
        let reply = self.hand_over(wire, &mail).await?;
        self.transcript.push(Speaker::Server, reply.to_string());
        if !reply.is_positive() {
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
                result = &mut mailing => return result.map_err(|error| failure(error, Phase::Message)),
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
        self.transcript.push(Speaker::Client, shown);
        let limit = self.submission.timeouts.socket;
        let exchange = async {
            wire.command(line)
                .await
                .map_err(|error| failure(error, phase))
        };
        let reply = self.within(phase, limit, exchange).await?;
        self.transcript.push(Speaker::Server, reply.to_string());
        Ok(reply)
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
    fn tls_parameters(&self) -> Result<TlsParameters, Failure> {
        tls::parameters(&self.submission.tls).map_err(Failure::TlsSettings)
    }

    fn encrypted(&mut self, reply: Option<Reply>) {
        self.is_encrypted = true;
        let is_unchecked = self.submission.tls.accept_invalid;
        let note = if is_unchecked {
            "TLS, certificate not checked"
        } else {
            "TLS"
        };
        self.transcript.push(Speaker::Note, note);
        (self.on_progress)(DeliveryEvent::Tls {
            reply,
            is_unchecked,
        });
    }
}

impl Offers {
    fn read(hello: &Reply) -> Self {
        Self {
            has_smtputf8: hello.offers("SMTPUTF8"),
            auth: hello.extension("AUTH"),
        }
    }
}

fn failure(error: WireError, phase: Phase) -> Failure {
    match error {
        WireError::Closed => Failure::Closed { phase },
        WireError::Garbled(source) => Failure::Protocol { phase, source },
    }
}
