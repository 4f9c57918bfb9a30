//! What came of a delivery, told for people and for the history.

use crate::app::App;
use crate::domain::connector::Delivery;
use crate::domain::send_history::{Fact, Outcome, SentRecord};
use crate::model::{Action, Command, ConnectorsTab, NoticeKind, ProfileCommand};
use crate::services::delivery::{DeliveryError, DeliveryEvent, Failure, Receipt};

/// What came of a delivery.
pub(super) struct Told {
    pub outcome: Outcome,
    pub transcript: String,
    pub stored_as: Option<String>,
    pub advice: Vec<String>,
}

/// Tells what came of it.
pub(super) fn of(_delivery: &Delivery, result: Result<Receipt, DeliveryError>) -> Told {
    match result {
        Ok(receipt) => {
            let answer = receipt.response.to_string();
            let stored_as = answer
                .rsplit_once("stored as ")
                .map(|(_, id)| id.trim().to_owned());
            let fact = |name: &str, value: String| Fact {
                name: name.to_owned(),
                value,
            };
            Told {
                outcome: Outcome::Delivered {
                    facts: vec![
                        fact("Answer", answer),
                        fact("Message-ID", receipt.message_id.clone()),
                    ],
                },
                transcript: receipt.transcript.to_string(),
                stored_as,
                advice: Vec::new(),
            }
        }
        Err(error) => {
            let transcript = error.transcript.to_string();
            let outcome = match &error.failure {
                Failure::Cancelled => Outcome::Cancelled,
                failure => Outcome::Failed {
                    code: "connector.general".to_owned(),
                    title: failure.to_string(),
                    why: format!("{}. {}", failure.meaning(), failure.advice()),
                },
            };
            Told {
                outcome,
                transcript,
                stored_as: None,
                advice: Vec::new(),
            }
        }
    }
}

/// A step in words, and whether the delivery can still be called off.
pub(super) fn step_words(step: &DeliveryEvent) -> (String, bool) {
    match step {
        DeliveryEvent::Connecting { address } => (format!("Connecting to {address}"), true),
        DeliveryEvent::Connected { .. } => ("Connected".to_owned(), true),
        DeliveryEvent::Tls { .. } => ("Encrypted".to_owned(), true),
        DeliveryEvent::Authenticated { .. } => ("Logged in".to_owned(), true),
        DeliveryEvent::Sending { bytes, .. } => (format!("Sending {bytes} bytes"), true),
        DeliveryEvent::PointOfNoReturn => ("Waiting for the answer".to_owned(), false),
        DeliveryEvent::Done { .. } => ("Delivered".to_owned(), false),
    }
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
        Outcome::Delivered { .. } if is_shown => {}
        Outcome::Delivered { .. } => {
            app.model.notify_with(
                NoticeKind::Success,
                "The mail was taken",
                summary,
                vec![show],
            );
        }
        Outcome::Cancelled => {
            app.model
                .notify(NoticeKind::Info, "The mail was not sent", "You stopped it")
        }
        Outcome::Failed { why, .. } => {
            let detail = if is_shown {
                summary
            } else {
                format!("{summary}. {why}")
            };
            app.model.notify_with(
                NoticeKind::Error,
                "The mail was not sent",
                detail,
                vec![again],
            );
        }
        Outcome::Unknown => {
            let detail = "No answer came: look whether it arrived before you send it again";
            app.model.notify(
                NoticeKind::Warning,
                "Nobody knows whether the mail was sent",
                detail,
            );
        }
    }
}
