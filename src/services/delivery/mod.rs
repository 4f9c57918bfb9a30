//! Executes a delivery: what a plan says is done, and every answer is told.
//!
//! lettre speaks SMTP; its connection is driven command by command, as its transport can neither
//! limit the phases in time nor tell what was said. TLS is made beside it, as it takes no
//! certificate of this client. Nothing is retried, and as nodemailer does, the connection is closed
//! without `QUIT`.

mod diagnosis;
mod error;
mod event;
mod explain;
mod session;
mod stamp;
mod tls;
mod token;
mod transcript;
mod wire;

use tokio_util::sync::CancellationToken;

use self::session::Session;
use super::clock::Clock;
use crate::domain::connector::Delivery;

pub use error::{CertificateProblem, DeliveryError, Failure, Phase};
pub use event::{DeliveryEvent, Receipt, Refusal};
pub use stamp::new_stamp;
pub use tls::TlsSettingsError;
pub use token::TokenError;
pub use transcript::{Line, Reply, Speaker, Transcript};

/// What a delivery needs besides its plan.
#[derive(Clone, Copy)]
pub struct DeliveryOptions<'a> {
    /// Tells whether an access token has expired.
    pub clock: &'a dyn Clock,
}

/// Does what the plan says and reports each step.
///
/// `cancel` is heeded until the last byte of the mail is handed over ([`DeliveryEvent::
/// PointOfNoReturn`]); after that the server's answer is awaited, so the result is always known.
pub async fn deliver(
    delivery: &Delivery,
    options: DeliveryOptions<'_>,
    on_progress: impl Fn(DeliveryEvent) + Send + Sync,
    cancel: CancellationToken,
) -> Result<Receipt, DeliveryError> {
    match delivery {
        Delivery::Http(_) => Err(DeliveryError {
            failure: Failure::OverHttp,
            transcript: Transcript::default(),
        }),
        Delivery::Smtp(submission) => {
            Session::new(submission, options.clock, &on_progress, &cancel)
                .run()
                .await
        }
    }
}
