//! What came of a delivery, told for people and for the history.

use crate::app::App;
use crate::domain::send_history::{Outcome, SentRecord};
use crate::model::{Action, Command, ConnectorsTab, NoticeKind, ProfileCommand};
use crate::services::delivery::{DeliveryEvent, HttpEvent};

const IN_DOUBT: &str = "Nobody knows whether the mail was sent";

/// A step in words, and whether the delivery can still be called off; nothing if the last one stays.
pub(super) fn step_words(step: &DeliveryEvent) -> Option<(String, bool)> {
    let words = match step {
        DeliveryEvent::Connecting { address } => (format!("Connecting to {address}"), true),
        DeliveryEvent::Connected { .. } => ("Connected".to_owned(), true),
        DeliveryEvent::Tls { .. } => ("Encrypted".to_owned(), true),
        DeliveryEvent::Authenticated { .. } => ("Logged in".to_owned(), true),
        DeliveryEvent::Sending { bytes, .. } => (format!("Sending {bytes} bytes"), true),
        DeliveryEvent::PointOfNoReturn => ("Waiting for the answer".to_owned(), false),
        DeliveryEvent::Done { .. } => ("Delivered".to_owned(), false),
        DeliveryEvent::Http(step) => return http_step(step),
    };
    Some(words)
}

/// A step over HTTP in words; nothing if the last one stays.
fn http_step(step: &HttpEvent) -> Option<(String, bool)> {
    Some(match step {
        HttpEvent::Asking {
            origin, attempt: 1, ..
        } => (format!("Asking {origin}"), true),
        HttpEvent::Resolving { host } => (format!("Looking up {host}"), true),
        HttpEvent::Connecting { .. } => ("Connecting".to_owned(), true),
        HttpEvent::Redirected { to, .. } => (format!("Redirected to {to}"), false),
        HttpEvent::Retrying { .. } => (step.retry_words()?, true),
        HttpEvent::Asking { attempt, .. } => (format!("Asking again, attempt {attempt}"), false),
        HttpEvent::Accepted { .. } => ("Delivered".to_owned(), false),
        HttpEvent::Answered { .. } => return None,
    })
}

/// Tells a person what came of the mail, unless they look at it already.
pub(super) fn tell(app: &mut App, record: &SentRecord, is_shown: bool) {
    let show = (
        "Show".to_owned(),
        Command::Profile(ProfileCommand::ShowTab(ConnectorsTab::History)),
    );
    let again = ("Send again".to_owned(), Command::Do(Action::SendTest));
    let summary = record.summary();
    match record.outcome() {
        Outcome::Delivered { .. }
        | Outcome::Doubtful { .. }
        | Outcome::Failed { .. }
        | Outcome::InDoubt { .. }
            if is_shown => {}
        Outcome::Delivered { .. } => {
            app.model.notify_with(
                NoticeKind::Success,
                "The mail was taken",
                summary,
                vec![show],
            );
        }
        Outcome::Doubtful { why, .. } => {
            app.model
                .notify_with(NoticeKind::Warning, summary, why.clone(), vec![show]);
        }
        Outcome::Cancelled => {
            app.model
                .notify(NoticeKind::Info, "The mail was not sent", "You stopped it");
        }
        Outcome::Failed { why, .. } => {
            let detail = format!("{summary}. {why}");
            app.model.notify_with(
                NoticeKind::Error,
                "The mail was not sent",
                detail,
                vec![again],
            );
        }
        // Nothing offers to send it again: it could come twice.
        Outcome::InDoubt { title, why, .. } => {
            let detail =
                format!("{title}. {why}\nLook whether it arrived before you send it again");
            app.model
                .notify_with(NoticeKind::Warning, IN_DOUBT, detail, vec![show]);
        }
        Outcome::Unknown => {
            let detail = "No answer came: look whether it arrived before you send it again";
            app.model.notify(NoticeKind::Warning, IN_DOUBT, detail);
        }
    }
}
