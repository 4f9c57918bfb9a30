//! What a profile would do with a mail.

use std::sync::Arc;

use serde_json::Value;

use crate::app::{App, secrets};
use crate::domain::connector::{
    Connector, ConnectorError, Delivery, EndpointError, EndpointOverride, PlanError, PlanInput,
    SAMPLE_IP, render_as_logto,
};
use crate::domain::logto::Flow;
use crate::domain::workspace::{ConnectorProfile, MissingSecret, TemplateKey};
use crate::model::{InboxServer, Model, SecretState};
use crate::services::delivery::new_stamp;

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct Mail {
    /// The name of the profile.
    pub profile: String,
    /// The template.
    pub key: TemplateKey,
    /// The flow.
    pub flow: Flow,
    /// The variables.
    pub payload: Arc<Value>,
    /// What the payload is called.
    pub payload_name: String,
    /// Who gets it.
    pub recipient: String,
}

/// What would be done.
pub(in crate::app) struct Planned {
    /// The profile.
    pub profile: Arc<ConnectorProfile>,
    /// The connector, with its secrets.
    pub connector: Connector,
    /// What it does.
    pub delivery: Delivery,
}

/// Why nothing can be done.
#[derive(Debug, thiserror::Error)]
pub(in crate::app) enum Obstacle {
    /// There is no profile, or it cannot be read.
    #[error("there is no connector profile that can be read")]
    NoProfile,
    /// There is no such template.
    #[error("there is no template {0}")]
    NoTemplate(TemplateKey),
    /// The template cannot be composed.
    #[error("{0} cannot be composed: Problems tells why")]
    NotComposed(TemplateKey),
    /// The inbox does not listen.
    #[error("{0}")]
    NoInbox(String),
    /// Secrets are not where the profile says they are.
    #[error("{0}. Type it on the Send tab or in the settings of the profile")]
    MissingSecrets(String),
    /// The address to send through is none.
    #[error("the address to send through cannot be used: {0}")]
    Endpoint(#[from] EndpointError),
    /// No connector of this program has that id, or it can be no sandbox.
    #[error("{0}")]
    Factory(String),
    /// Logto would not send.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

fn missing_words(model: &Model, missing: &[MissingSecret]) -> String {
    let all = missing.iter().map(|one| {
        let why = model.connectors.why_missing(&one.reference);
        let why = why.unwrap_or_else(|| match model.connectors.secrets.get(&one.reference) {
            Some(SecretState::Asked) => "the keyring has not answered yet".to_owned(),
            _ => one.because(None),
        });
        format!("{} is missing: {why}", one.path)
    });
    all.collect::<Vec<_>>().join("; ")
}

/// Whether what a secret stands for must be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Secrets {
    /// To send.
    Needed,
    /// To show: a reference stands in for what is not known.
    IfKnown,
}

/// The mail that the window shows: of the open template, with the profile that would send it.
pub(in crate::app) fn shown_mail(model: &Model) -> Option<Mail> {
    let payload = model.design.payload()?;
    Some(Mail {
        profile: model.sending_profile()?.name.clone(),
        key: model.design.selected.clone()?,
        flow: model.design.flow,
        payload: Arc::clone(&payload.value),
        payload_name: model.payload_name(&payload.choice),
        recipient: model.design.recipient.clone(),
    })
}

/// The port of the inbox, while it listens.
pub(in crate::app) fn inbox_port(model: &Model) -> Option<u16> {
    match model.inbox.server {
        InboxServer::Listening { port } => Some(port),
        _ => None,
    }
}

/// What the profile would do with the mail.
pub(in crate::app) fn plan(app: &App, mail: &Mail, wanted: Secrets) -> Result<Planned, Obstacle> {
    let model = &app.model;
    let view = model.connectors.views.get(&mail.profile);
    let profile = view.and_then(|view| view.profile.clone());
    let profile = profile.ok_or(Obstacle::NoProfile)?;
    let connector = connector(app, &profile, wanted)?;
    let key = &mail.key;
    let details = if key.is_connector_default() {
        None
    } else {
        let document = model.template(key);
        document.ok_or_else(|| Obstacle::NoTemplate(key.clone()))?;
        let texts = app.composing.flat(model, key);
        let texts = texts.ok_or_else(|| Obstacle::NotComposed(key.clone()))?;
        Some(texts.to_details())
    };
    let stamp = new_stamp(app.clock.as_ref());
    let input = PlanInput {
        usage_type: key.usage_type,
        to: &mail.recipient,
        payload: &mail.payload,
        ip: mail.flow.sends_ip().then_some(SAMPLE_IP),
        custom_template: details.as_ref(),
        stamp: &stamp,
        hostname: None,
        render: &render_as_logto,
    };
    let mut delivery = match profile.over() {
        Some(endpoint) => connector.plan_at(&input, &EndpointOverride::parse(endpoint)?)?,
        None => connector.plan(&input)?,
    };
    if let Delivery::Smtp(submission) = &mut delivery
        && profile.accept_invalid_certificates
    {
        submission.tls.accept_for_profile();
    }
    Ok(Planned {
        profile,
        connector,
        delivery,
    })
}

/// The connector of a profile; a sandbox leads to the inbox.
fn connector(
    app: &App,
    profile: &ConnectorProfile,
    wanted: Secrets,
) -> Result<Connector, Obstacle> {
    if profile.sandbox {
        let port = inbox_port(&app.model).ok_or_else(|| no_inbox(&app.model))?;
        let connector = Connector::sandboxed(&profile.factory, &profile.config, port);
        return connector.map_err(obstacle);
    }
    let look_up = |reference: &_| secrets::look_up(app, reference);
    let config = match (profile.resolved(&look_up), wanted) {
        (Ok(config), _) => config,
        (Err(missing), Secrets::Needed) => {
            let words = missing_words(&app.model, &missing);
            return Err(Obstacle::MissingSecrets(words));
        }
        (Err(_), Secrets::IfKnown) => profile.config.clone(),
    };
    Connector::from_json(&profile.factory, config).map_err(obstacle)
}

fn obstacle(error: ConnectorError) -> Obstacle {
    match error {
        ConnectorError::InvalidConfig(issues) => Obstacle::Plan(PlanError::InvalidConfig(issues)),
        error @ (ConnectorError::UnknownFactory(_) | ConnectorError::NoSandbox(_)) => {
            Obstacle::Factory(error.to_string())
        }
    }
}

fn no_inbox(model: &Model) -> Obstacle {
    Obstacle::NoInbox(match &model.inbox.server {
        InboxServer::Failed { reason } => reason.clone(),
        _ => "The inbox is still starting; try again in a moment".to_owned(),
    })
}
