//! The record of a send: what is kept of it, without secrets.

use std::time::Duration;

use jiff::Timestamp;

use super::plan::{Mail, Planned};
use crate::app::App;
use crate::domain::connector::Delivery;
use crate::domain::redact::Redactor;
use crate::domain::send_history::{
    BatchId, Outcome, SendEnded, SendStarted, Sending, mask, redactor,
};
use crate::services::delivery::{DeliveryError, Receipt, Told};
use crate::services::send_history::SendHistory;

/// A send that ended.
pub struct Ended {
    /// How it started.
    pub started: SendStarted,
    /// How it ended, as it is kept.
    pub ended: SendEnded,
    /// The message of the inbox that it became.
    pub stored_as: Option<String>,
}

/// The record of a send that is about to start, and what cleans the texts of its end.
pub(super) fn started(
    app: &App,
    mail: &Mail,
    planned: &Planned,
    batch: Option<&BatchId>,
) -> (SendStarted, Redactor) {
    let at = app.clock.now();
    let is_default = mail.key.is_connector_default();
    let details = app.composing.flat(&app.model, &mail.key);
    let details = details.filter(|_| !is_default);
    let details = details.map(|texts| texts.to_details());
    let sending = Sending {
        id: &SendHistory::new_id(at),
        at,
        profile: &planned.profile,
        connector: &planned.connector,
        delivery: &planned.delivery,
        usage_type: mail.key.usage_type,
        language: (!is_default).then_some(mail.key.tag.as_str()),
        flow: mail.flow,
        recipient: &mail.recipient,
        payload: &mail.payload,
        payload_name: Some(&mail.payload_name),
        template: details.as_ref(),
        batch,
    };
    let masked = mask::payload(&mail.payload, planned.profile.sandbox);
    (SendStarted::of(&sending), redactor(&sending, &masked.texts))
}

/// The record of a mail that was planned and never sent, as the program ends before its turn.
pub(super) fn not_sent(
    app: &App,
    mail: &Mail,
    planned: &Planned,
    batch: Option<&BatchId>,
) -> (SendStarted, SendEnded) {
    let (started, _) = started(app, mail, planned, batch);
    let ended = SendEnded {
        id: started.id.clone(),
        at: app.clock.now(),
        outcome: Outcome::Cancelled,
        duration_ms: 0,
        transcript: "Letterhead was closed before the turn of this mail".to_owned(),
    };
    (started, ended)
}

/// The record of a send that ended.
pub(super) fn ended(
    started: &SendStarted,
    (delivery, result): (&Delivery, &Result<Receipt, DeliveryError>),
    redactor: &Redactor,
    (at, took): (Timestamp, Duration),
) -> Ended {
    let told = Told::of(delivery, result);
    Ended {
        started: started.clone(),
        ended: SendEnded {
            id: started.id.clone(),
            at,
            outcome: told.outcome.cleaned(redactor),
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            transcript: redactor.clean(&told.transcript).into_owned(),
        },
        stored_as: told.stored_as.filter(|_| started.is_sandbox),
    }
}
