//! News of the test send.

use crate::app::{App, perform};
use crate::model::{Action, Command, MessageId, MessageTab, NoticeKind, SendState};
use crate::services::delivery::{DeliveryError, DeliveryEvent, Failure, HttpEvent, Receipt};

pub(super) fn step(app: &mut App, step: &DeliveryEvent) {
    let (step, can_cancel) = match step {
        DeliveryEvent::Connecting { address } => (format!("Connecting to {address}"), true),
        DeliveryEvent::Connected { .. } => ("Connected".to_owned(), true),
        DeliveryEvent::Tls { .. } => ("Encrypted".to_owned(), true),
        DeliveryEvent::Authenticated { .. } => ("Logged in".to_owned(), true),
        DeliveryEvent::Sending { bytes, .. } => (format!("Sending {bytes} bytes"), true),
        DeliveryEvent::PointOfNoReturn => ("Waiting for the answer".to_owned(), false),
        DeliveryEvent::Done { .. } => ("Delivered".to_owned(), false),
        DeliveryEvent::Http(step) => match http_step(step) {
            Some(step) => step,
            None => return,
        },
    };
    // Over HTTP a request may lead to another one, but what has left stays out.
    let has_left = matches!(
        app.model.send,
        SendState::Running {
            can_cancel: false,
            ..
        }
    );
    let can_cancel = can_cancel && !has_left;
    app.model.send = SendState::Running { step, can_cancel };
}

/// What is shown of a step over HTTP, and whether it can still be called off; nothing if the last step
/// stays.
fn http_step(step: &HttpEvent) -> Option<(String, bool)> {
    Some(match step {
        HttpEvent::Asking {
            origin, attempt: 1, ..
        } => (format!("Asking {origin}"), true),
        HttpEvent::Resolving { host } => (format!("Looking up {host}"), true),
        HttpEvent::Connecting { .. } => ("Connecting".to_owned(), true),
        HttpEvent::Redirected { to, .. } => (format!("Redirected to {to}"), false),
        HttpEvent::Retrying { attempt, most, .. } => {
            (format!("Asking again, {attempt} of {most}"), false)
        }
        HttpEvent::Accepted { .. } => ("Delivered".to_owned(), false),
        HttpEvent::Asking { .. } | HttpEvent::Answered { .. } => return None,
    })
}

pub(super) fn ended(app: &mut App, result: Result<Receipt, DeliveryError>) {
    app.model.send = SendState::Idle;
    match result {
        Ok(receipt) => delivered(app, &receipt),
        Err(DeliveryError {
            failure: Failure::Cancelled,
            ..
        }) => app.model.notify(
            NoticeKind::Info,
            "The test mail was not sent",
            "You stopped it",
        ),
        Err(error) => {
            let detail = format!("{} ({error})", error.told());
            let again = ("Send again".to_owned(), Command::Do(Action::SendTest));
            let title = "The test mail was not sent";
            app.model
                .notify_with(NoticeKind::Error, title, detail, vec![again]);
        }
    }
}

/// Shows the message that arrived: its answer names it.
fn delivered(app: &mut App, receipt: &Receipt) {
    let answer = receipt.to_string();
    let id = answer
        .rsplit_once("stored as ")
        .map(|(_, id)| MessageId(id.trim().to_owned()));
    perform::refresh_inbox(app);
    let Some(id) = id else {
        let title = "The test mail was taken";
        app.model.notify(NoticeKind::Success, title, answer);
        return;
    };
    app.model.inbox.query.clear();
    app.model.inbox.tab = MessageTab::Rendering;
    perform::perform(app, Command::Do(Action::ShowInbox));
    perform::perform(app, Command::SelectMessage(id));
    let back = (
        "Back to the template".to_owned(),
        Command::Do(Action::ShowDesign),
    );
    let title = "The test mail arrived";
    app.model
        .notify_with(NoticeKind::Success, title, answer, vec![back]);
}
