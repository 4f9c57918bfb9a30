//! The record of a send that is about to start.

use jiff::Timestamp;
use serde_json::Value;

use super::{BatchId, SendId, SendStarted, SentLanguage, SentRequest, TemplateDigest, mask};
use crate::domain::connector::{Connector, Delivery, form};
use crate::domain::logto::{Flow, TemplateDetails, UsageType};
use crate::domain::redact::Redactor;
use crate::domain::workspace::ConnectorProfile;

/// A send that is about to start.
#[derive(Clone, Copy)]
pub struct Sending<'a> {
    /// Its name.
    pub id: &'a SendId,
    /// When.
    pub at: Timestamp,
    /// The profile, with references in place of secrets.
    pub profile: &'a ConnectorProfile,
    /// The connector, with its secrets.
    pub connector: &'a Connector,
    /// What is done.
    pub delivery: &'a Delivery,
    /// The kind of mail.
    pub usage_type: UsageType,
    /// The tag of the template; none for the connector's own.
    pub language: Option<&'a str>,
    /// The flow.
    pub flow: Flow,
    /// Who gets it.
    pub recipient: &'a str,
    /// The variables.
    pub payload: &'a Value,
    /// What the payload is called.
    pub payload_name: Option<&'a str>,
    /// The template, where the connector was handed one.
    pub template: Option<&'a TemplateDetails>,
    /// The batch it belongs to.
    pub batch: Option<&'a BatchId>,
}

impl SendStarted {
    /// The record, without secrets of the connector and, unless it goes to the sandbox, without codes
    /// and links.
    pub fn of(sending: &Sending<'_>) -> Self {
        let profile = sending.profile;
        let masked = mask::payload(sending.payload, profile.sandbox);
        let redactor = redactor(sending, &masked.texts);
        let shown = sending.delivery.masked();
        let text = match &shown {
            Delivery::Http(request) => request.preview(),
            Delivery::Smtp(submission) => submission.transcript_preview(),
        };
        let mut json = serde_json::to_value(&shown).unwrap_or_default();
        redactor.clean_json(&mut json);
        let tag = sending.language;
        let place = format!(
            "{}/{}",
            sending.usage_type,
            tag.unwrap_or("connector default")
        );
        Self {
            id: sending.id.clone(),
            at: sending.at,
            profile: profile.name.clone(),
            factory: profile.factory.clone(),
            environment: profile.environment,
            is_sandbox: profile.sandbox,
            usage_type: sending.usage_type,
            language: SentLanguage {
                requested: tag.map(str::to_owned),
                resolved: tag.map(str::to_owned),
            },
            flow: Some(sending.flow),
            recipient: sending.recipient.to_owned(),
            request: SentRequest {
                text: redactor.clean(&text).into_owned(),
                json,
            },
            template: sending
                .template
                .map(|details| TemplateDigest::of(&place, details)),
            payload: masked.into_sent(sending.payload_name.map(str::to_owned)),
            batch: sending.batch.cloned(),
        }
    }
}

/// What finds the secrets of the connector and what is masked of the payload, in any spelling.
pub fn redactor(sending: &Sending<'_>, texts: &[crate::domain::connector::Secret]) -> Redactor {
    let config = sending.connector.to_json();
    let secrets = form::secrets_in(sending.connector.factory_id(), config);
    let secrets: Vec<_> = secrets.iter().filter_map(|at| at.text(config)).collect();
    let secrets = secrets.iter().map(AsRef::as_ref);
    Redactor::new(secrets.chain(texts.iter().map(|text| text.expose())))
}
