//! `EHLO`, `HELO` and `STARTTLS`.

use super::Session;
use super::offers::{Offers, mentions};
use crate::domain::connector::smtp::{SmtpSecurity, StartTls};
use crate::services::delivery::error::{Failure, Phase};
use crate::services::delivery::event::DeliveryEvent;
use crate::services::delivery::tls;
use crate::services::delivery::transcript::Reply;
use crate::services::delivery::wire::Wire;

/// What the server answered to which greeting.
enum Hello {
    Ehlo(Reply),
    Helo,
}

impl<F: Fn(DeliveryEvent) + Send + Sync> Session<'_, F> {
    /// `EHLO`, and `STARTTLS` with another `EHLO` where the plan and the server say so.
    pub(super) async fn introduce(&mut self, wire: &mut Wire) -> Result<Offers, Failure> {
        let starttls = self.starttls();
        let hello = self.say_hello(wire, starttls).await?;
        let Hello::Ehlo(reply) = hello else {
            return Ok(Offers::of_helo());
        };
        let is_offered = mentions(&reply.to_string(), "STARTTLS");
        let is_wanted = match starttls {
            StartTls::Never => false,
            StartTls::IfOffered => is_offered,
            StartTls::Required => true,
        };
        if !is_wanted {
            return Ok(Offers::of_ehlo(&reply));
        }
        let reply = self.command(wire, Phase::StartTls, "STARTTLS").await?;
        if !matches!(reply.code, 200..=299) {
            return Err(Failure::StartTls { reply, is_offered });
        }
        let tls = self.tls()?;
        let limit = self.submission.timeouts.socket;
        let handshake = async { wire.encrypt(&tls).await.map_err(tls::failure) };
        self.within(Phase::StartTls, limit, handshake).await?;
        self.encrypted(Some(reply));
        match self.say_hello(wire, starttls).await? {
            Hello::Ehlo(reply) => Ok(Offers::of_ehlo(&reply)),
            Hello::Helo => Ok(Offers::of_helo()),
        }
    }

    pub(super) const fn starttls(&self) -> StartTls {
        match self.submission.security {
            SmtpSecurity::Implicit { .. } => StartTls::Never,
            SmtpSecurity::Plain { starttls } => starttls,
        }
    }

    async fn say_hello(&mut self, wire: &mut Wire, starttls: StartTls) -> Result<Hello, Failure> {
        let submission = self.submission;
        let name = &submission.ehlo_name;
        let line = format!("EHLO {name}");
        let reply = self.command(wire, Phase::Hello, &line).await?;
        if matches!(reply.code, 200..=299) {
            return Ok(Hello::Ehlo(reply));
        }
        if reply.code == 421 {
            return Err(Failure::EhloEnds(reply));
        }
        if starttls == StartTls::Required {
            return Err(Failure::EhloRequired(reply));
        }
        let line = format!("HELO {name}");
        let reply = self.command(wire, Phase::Hello, &line).await?;
        if !matches!(reply.code, 200..=299) {
            return Err(Failure::Hello(reply));
        }
        Ok(Hello::Helo)
    }
}
