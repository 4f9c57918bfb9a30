//! The record of a send: what is kept of it, without secrets.

use std::time::Duration;

use jiff::Timestamp;

use super::outcome;
use super::plan::{Mail, Planned};
use crate::app::App;
use crate::domain::connector::Delivery;
use crate::domain::logto;
use crate::domain::send_history::{
    BatchId, SendEnded, SendStarted, SentLanguage, SentRequest, TemplateDigest, mask,
};
use crate::services::delivery::{DeliveryError, Receipt};
use crate::services::send_history::SendHistory;

/// A send that ended, with what is told about it once.
pub struct Ended {
    /// How it started.
    pub started: SendStarted,
    /// How it ended, as it is kept.
    pub ended: SendEnded,
    /// The message of the inbox that it became.
    pub stored_as: Option<String>,
    /// What to do about a failure.
    pub advice: Vec<String>,
}

/// The record of a send that is about to start.
pub(super) fn started(
    app: &App,
    mail: &Mail,
    planned: &Planned,
    batch: Option<BatchId>,
) -> SendStarted {
    let at = app.clock.now();
    let profile = &planned.profile;
    let masked = mask::payload(&mail.payload, profile.sandbox);
    let hide = |text: String| {
        let texts = masked.texts.iter();
        texts.fold(text, |text, secret| text.replace(secret.expose(), "••••••"))
    };
    let shown = planned.delivery.masked();
    let text = match &shown {
        Delivery::Http(request) => request.preview(),
        Delivery::Smtp(submission) => submission.transcript_preview(),
    };
    let json = serde_json::to_string(&shown).unwrap_or_default();
    let details = app.model.flat(&mail.key).map(|texts| texts.to_details());
    let place = mail.key.to_string();
    let has_own = !mail.key.is_connector_default();
    SendStarted {
        id: SendHistory::new_id(at),
        at,
        profile: profile.name.clone(),
        factory: profile.factory.clone(),
        environment: profile.environment,
        is_sandbox: profile.sandbox,
        usage_type: mail.key.usage_type,
        language: SentLanguage {
            requested: has_own.then(|| mail.key.tag.clone()),
            resolved: logto::resolve(&app.model.design.locale).locale,
        },
        flow: Some(mail.flow),
        recipient: mail.recipient.clone(),
        request: SentRequest {
            text: hide(text),
            json: serde_json::from_str(&hide(json)).unwrap_or_default(),
        },
        template: details.map(|details| TemplateDigest::of(&place, &details)),
        payload: masked.into_sent(Some(mail.payload_name.clone())),
        batch,
    }
}

/// The record of a send that ended.
pub(super) fn ended(
    started: &SendStarted,
    delivery: &Delivery,
    result: Result<Receipt, DeliveryError>,
    at: Timestamp,
    took: Duration,
) -> Ended {
    let told = outcome::of(delivery, result);
    Ended {
        started: started.clone(),
        ended: SendEnded {
            id: started.id.clone(),
            at,
            outcome: told.outcome,
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            transcript: told.transcript,
        },
        stored_as: told.stored_as.filter(|_| started.is_sandbox),
        advice: told.advice,
    }
}
