//! Executes a delivery: what a plan says is done, and every answer is told.
//!
//! A request over HTTP is made as the client of the connector would make it, see `http`. For SMTP,
//! lettre speaks SMTP; its connection is driven command by command, as its transport can neither
//! limit the phases in time nor tell what was said. TLS is made beside it, as it takes no
//! certificate of this client. Nothing is retried, and as nodemailer does, the connection is closed
//! without `QUIT`.

mod diagnosis;
mod error;
mod event;
mod explain;
mod http;
mod session;
mod stamp;
mod tls;
mod token;
mod told;
mod transcript;
mod wire;

use tokio_util::sync::CancellationToken;

use self::session::Session;
use super::clock::Clock;
use crate::domain::connector::Delivery;

pub use error::{CertificateProblem, DeliveryError, Failure, Phase};
pub use event::{DeliveryEvent, HttpEvent, Receipt, Refusal, SmtpReceipt};
pub use http::{
    HttpExchange, HttpFailure, HttpOptions, HttpReceipt, HttpSettingsError, ProxyChoice, ask,
};
pub use stamp::new_stamp;
pub use tls::TlsSettingsError;
pub use token::TokenError;
pub use told::Told;
pub use transcript::{Line, Reply, Speaker, Transcript};

/// What a delivery needs besides its plan.
#[derive(Clone, Copy)]
pub struct DeliveryOptions<'a> {
    /// Tells whether an access token has expired.
    pub clock: &'a dyn Clock,
    /// Limits and trust of requests over HTTP.
    pub http: &'a HttpOptions,
}

static USUAL_HTTP: HttpOptions = HttpOptions::DEFAULT;

impl<'a> DeliveryOptions<'a> {
    /// With the usual options for HTTP.
    pub const fn new(clock: &'a dyn Clock) -> Self {
        Self {
            clock,
            http: &USUAL_HTTP,
        }
    }
}

/// Does what the plan says and reports each step.
///
/// `cancel` is heeded until the last byte of the mail or request is handed over ([`DeliveryEvent::
/// PointOfNoReturn`]); after that the answer is awaited. If none comes, nobody knows whether the mail
/// was sent, and [`DeliveryError::may_be_sent`] says so.
pub async fn deliver(
    delivery: &Delivery,
    options: DeliveryOptions<'_>,
    on_progress: impl Fn(DeliveryEvent) + Send + Sync,
    cancel: CancellationToken,
) -> Result<Receipt, DeliveryError> {
    match delivery {
        Delivery::Http(request) => http::deliver(request, options.http, &on_progress, &cancel)
            .await
            .map(|receipt| Receipt::Http(Box::new(receipt)))
            .map_err(|failure| DeliveryError {
                failure,
                transcript: Transcript::default(),
            }),
        Delivery::Smtp(submission) => {
            Session::new(submission, options.clock, &on_progress, &cancel)
                .run()
                .await
                .map(Receipt::Smtp)
        }
    }
}
