//! A second look at a certificate that nobody trusted has signed.
//!
//! The handshake that refuses a certificate does not give it away, and what to do depends on who
//! signed it. So one more connection is made up to the handshake, nothing is said on it beyond
//! what leads there, and no login and no mail.

use std::time::Duration;

use tokio::time::timeout;

use super::Session;
use super::connect::connect_from;
use crate::domain::connector::smtp::{SmtpSecurity, TlsSettings};
use crate::services::delivery::error::{CertificateProblem, Failure};
use crate::services::delivery::event::DeliveryEvent;
use crate::services::delivery::tls::{Chain, Tls};
use crate::services::delivery::transcript::Speaker;
use crate::services::delivery::wire::Wire;

/// It must not keep anybody waiting.
const LONGEST: Duration = Duration::from_secs(5);

impl<F: Fn(DeliveryEvent) + Send + Sync> Session<'_, F> {
    /// The failure, told more exactly if it is about who signed a certificate.
    pub(super) async fn look_closer(&mut self, failure: Failure) -> Failure {
        let problem = CertificateProblem::UnknownIssuer;
        if !matches!(&failure, Failure::Certificate { problem: found, .. } if *found == problem) {
            return failure;
        }
        let limit = LONGEST.min(self.submission.timeouts.connection);
        let looked = tokio::select! {
            biased;
            () = self.cancel.cancelled() => None,
            looked = timeout(limit, self.certificates()) => looked.ok().flatten(),
        };
        let Some(chain) = looked else {
            return failure;
        };
        let detail = chain.text();
        self.recorder.push(Speaker::Note, &detail);
        Failure::Certificate {
            problem: chain.problem(),
            detail,
        }
    }

    async fn certificates(&self) -> Option<Chain> {
        let submission = self.submission;
        let settings = TlsSettings {
            accept_invalid: true,
            identity: None,
            ..submission.tls.clone()
        };
        let tls = Tls::new(&settings).ok()?;
        let socket = connect_from(submission.local_address, self.address?);
        let mut wire = Wire::over(socket.await.ok()?).await.ok()?;
        if let SmtpSecurity::Plain { .. } = submission.security {
            wire.reply().await.ok()?;
            let hello = format!("EHLO {}", submission.ehlo_name);
            wire.command(&hello).await.ok()?;
            wire.command("STARTTLS").await.ok()?;
        }
        let certificates = wire.encrypt(&tls).await.ok()?;
        Chain::read(&certificates)
    }
}
