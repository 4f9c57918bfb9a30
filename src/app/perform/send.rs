//! The test send and its plan.

use std::sync::Arc;

use crate::app::{App, Event};
use crate::domain::connector::{Connector, Delivery, PlanError, PlanInput, render_as_logto, smtp};
use crate::model::{InboxServer, Model, SendState, TaskKey};
use crate::services::delivery::{DeliveryOptions, deliver, new_stamp};
use crate::tasks::IfBusy;

/// The port of the inbox, while it listens.
pub(in crate::app) fn inbox_port(model: &Model) -> Option<u16> {
    match model.inbox.server {
        InboxServer::Listening { port } => Some(port),
        _ => None,
    }
}

/// What the sandbox connector would do with the open template; nothing if none is open or the
/// inbox does not listen.
pub(in crate::app) fn plan(app: &App) -> Option<Result<Delivery, PlanError>> {
    let model = &app.model;
    let key = model.design.selected.as_ref()?;
    if not_composed(model).is_some() {
        return None;
    }
    let details = model.flat(key)?.to_details();
    let payload = model.design.payload()?;
    let connector = match connector(model, inbox_port(model)?) {
        Ok(connector) => connector,
        Err(error) => return Some(Err(error)),
    };
    let stamp = new_stamp(app.clock.as_ref());
    Some(connector.plan(&PlanInput {
        usage_type: key.usage_type,
        to: &model.design.recipient,
        payload: &payload.value,
        ip: None,
        custom_template: Some(&details),
        stamp: &stamp,
        hostname: None,
        render: &render_as_logto,
    }))
}

/// Why the open template cannot be composed, if so: then there is no mail.
fn not_composed(model: &Model) -> Option<String> {
    let (_, composition) = model.design.composition.as_ref()?;
    let found = composition
        .findings
        .first()
        .filter(|_| composition.is_failed)?;
    Some(format!("It cannot be composed. {}", found.finding.message))
}

/// The workspace's sandbox connector, pointed at the inbox.
fn connector(model: &Model, port: u16) -> Result<Connector, PlanError> {
    let workspace = model.workspace.as_ref();
    let profile = workspace.and_then(|open| open.files.sandbox());
    let config = profile.map(|profile| &profile.config);
    let config = smtp::sandboxed(config, port).map_err(PlanError::InvalidConfig)?;
    Ok(Connector::Smtp(Box::new(config)))
}

/// Sends the open template as it stands, saved or not.
pub(super) fn send(app: &mut App) {
    if let Some(reason) = not_composed(&app.model) {
        app.note_error("The test mail was not sent", reason);
        return;
    }
    let delivery = match plan(app) {
        Some(Ok(delivery)) => delivery,
        Some(Err(error)) => {
            let answer = error.logto();
            app.note_error(
                "The test mail was not sent",
                format!(
                    "{error}. Logto would answer {} ({})",
                    answer.code, answer.status
                ),
            );
            return;
        }
        None => {
            let reason = match &app.model.inbox.server {
                InboxServer::Failed { reason } => reason.clone(),
                _ => "The inbox is still starting; try again in a moment".to_owned(),
            };
            app.note_error("The test mail was not sent", reason);
            return;
        }
    };
    let clock = Arc::clone(&app.clock);
    let is_started = app.start(
        TaskKey::Send,
        IfBusy::Refuse,
        move |reporter, token| async move {
            let options = DeliveryOptions::new(clock.as_ref());
            let on_event = |event| reporter.send(Event::SendStep(event));
            let result = deliver(&delivery, options, on_event, token).await;
            reporter.send(Event::SendEnded(result));
        },
    );
    if is_started {
        app.model.send = SendState::Running {
            step: "Connecting".to_owned(),
            can_cancel: true,
        };
    }
}

/// Saves the mail of the request shown as a file.
pub(super) fn save_request(app: &mut App) {
    let Some(request) = app.model.design.request.clone() else {
        return;
    };
    if let Ok(Delivery::Smtp(submission)) = request.as_ref() {
        super::files::export(app, "request.eml".to_owned(), submission.eml());
    }
}
