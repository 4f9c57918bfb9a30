//! Sending with connectors: the plan, the decision whether it may go, the record, batches.

mod batch;
mod outcome;
mod permit;
mod plan;
mod record;
mod wish;

use std::sync::Arc;

use self::permit::{may_go, still_may_go};
use super::{App, Event, perform};
use crate::domain::send_history::{SendEnd, SentRecord};
use crate::model::{
    Action, Command, ConnectorsTab, MessageId, MessageTab, NoticeKind, Pending, Screen, SendState,
    TaskKey,
};
use crate::services::delivery::{DeliveryEvent, DeliveryOptions, HttpOptions, deliver};
use crate::tasks::IfBusy;

pub(super) use batch::{
    again, copy, ended_one, forget, go_on, leave, panicked, pause, start as start_batch, stop,
};
pub(super) use permit::Permit;
pub(super) use plan::{Mail, Obstacle, Planned, Secrets, inbox_port, plan, shown_mail};
pub use record::Ended;
pub(super) use wish::derive;

/// What a send belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The mail chosen.
    One,
    /// The mail of the batch with that number.
    Batch(usize),
}

impl Slot {
    const fn task(self) -> TaskKey {
        match self {
            Self::One => TaskKey::Send,
            Self::Batch(number) => TaskKey::BatchSend(number),
        }
    }
}

/// Sends the mail shown, if it may go.
pub(super) fn send(app: &mut App) {
    let Some((mail, planned)) = planned_one(app) else {
        return;
    };
    let recipients = [mail.recipient.clone()];
    let pending = Pending::One(mail.recipient.clone());
    if may_go(app, &planned.profile, &recipients, pending) {
        deliver_mail(app, &mail, planned, Slot::One, None);
    }
}

/// Sends what the person said yes to.
pub(super) fn confirmed(app: &mut App) {
    app.model.dialog = None;
    let asked = app.asked.take();
    match app.model.sending.pending.take() {
        Some(Pending::One(recipient)) => one_confirmed(app, asked.as_ref(), &recipient),
        Some(Pending::Batch(items)) => batch::confirmed(app, asked.as_ref(), items),
        Some(Pending::GoOn) => batch::go_on_confirmed(app, asked.as_ref()),
        None => {}
    }
}

/// Sends the mail shown, if it is still what the person said yes to; else they are asked anew.
fn one_confirmed(app: &mut App, asked: Option<&Permit>, recipient: &str) {
    let Some((mail, planned)) = planned_one(app) else {
        return;
    };
    let recipients = [mail.recipient.clone()];
    let pending = Pending::One(mail.recipient.clone());
    let asked = asked.filter(|_| mail.recipient == recipient);
    if still_may_go(app, asked, &planned.profile, &recipients, pending) {
        deliver_mail(app, &mail, planned, Slot::One, None);
    }
}

fn planned_one(app: &mut App) -> Option<(Mail, Planned)> {
    let mail = shown_mail(&app.model)?;
    match plan(app, &mail, Secrets::Needed) {
        Ok(planned) => Some((mail, planned)),
        Err(obstacle) => {
            tell(app, &obstacle);
            None
        }
    }
}

/// Tells why nothing was sent.
fn tell(app: &mut App, obstacle: &Obstacle) {
    let detail = match obstacle {
        Obstacle::Plan(error) => {
            let answer = error.logto();
            format!(
                "{error}. Logto would answer {} ({})",
                answer.code, answer.status
            )
        }
        other => other.to_string(),
    };
    app.note_error("The mail was not sent", detail);
}

/// Executes a plan in the background, and keeps a record of it from before it starts.
fn deliver_mail(
    app: &mut App,
    mail: &Mail,
    planned: Planned,
    slot: Slot,
    batch: Option<&crate::domain::send_history::BatchId>,
) -> bool {
    let (started, redactor) = record::started(app, mail, &planned, batch);
    let history = Arc::clone(&app.history);
    let clock = Arc::clone(&app.clock);
    let Planned {
        profile, delivery, ..
    } = planned;
    let of = started.clone();
    let is_started = app.start(
        slot.task(),
        IfBusy::Refuse,
        move |reporter, token| async move {
            let begun = std::time::Instant::now();
            let kept = {
                let (history, started) = (Arc::clone(&history), started.clone());
                tokio::task::spawn_blocking(move || history.started(started)).await
            };
            if let Err(error) = flat(kept) {
                reporter.send(Event::NotRecorded(error));
            }
            let http = HttpOptions {
                accepts_invalid_certificates: profile.accept_invalid_certificates,
                ..HttpOptions::DEFAULT
            };
            let options = DeliveryOptions {
                clock: clock.as_ref(),
                http: &http,
            };
            let on_event = |event| reporter.send(Event::SendStep(slot, event));
            let result = deliver(&delivery, options, on_event, token).await;
            let took = begun.elapsed();
            let ended = record::ended(
                &started,
                (&delivery, &result),
                &redactor,
                (clock.now(), took),
            );
            let keep = ended.ended.clone();
            let kept = tokio::task::spawn_blocking(move || history.ended(keep)).await;
            if let Err(error) = flat(kept) {
                reporter.send(Event::NotRecorded(error));
            }
            reporter.send(Event::SendEnded(slot, Box::new(ended)));
        },
    );
    if is_started && slot == Slot::One {
        app.model.sending.last = Some(Arc::new(SentRecord {
            send: of,
            end: SendEnd::Waiting,
        }));
        app.model.send = SendState::Running {
            step: "Connecting".to_owned(),
            can_cancel: true,
        };
    }
    is_started
}

/// What came of keeping something, in words.
fn flat<E: std::error::Error>(
    kept: Result<Result<(), E>, tokio::task::JoinError>,
) -> Result<(), String> {
    match kept {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(crate::services::with_causes(&error)),
        Err(error) => Err(error.to_string()),
    }
}

/// Takes over a step of a send.
pub(super) fn step(app: &mut App, slot: Slot, step: &DeliveryEvent) {
    if slot == Slot::One
        && let Some((step, can_cancel)) = outcome::step_words(step)
    {
        app.model.send = SendState::Running { step, can_cancel };
    }
}

/// Takes over what came of a send.
pub(super) fn ended(app: &mut App, slot: Slot, ended: Ended) {
    perform::search_history(app);
    let Slot::Batch(number) = slot else {
        ended_single(app, ended);
        return;
    };
    ended_one(app, number, ended);
}

fn ended_single(app: &mut App, ended: Ended) {
    app.model.send = SendState::Idle;
    let Ended {
        started,
        ended,
        stored_as,
    } = ended;
    let record = Arc::new(SentRecord {
        send: started,
        end: SendEnd::Ended(Box::new(ended)),
    });
    app.model.sending.last = Some(Arc::clone(&record));
    if let Some(id) = stored_as {
        show_message(app, MessageId(id), &record);
        return;
    }
    let is_shown =
        app.model.screen == Screen::Connectors && app.model.connectors.tab == ConnectorsTab::Send;
    outcome::tell(app, &record, is_shown);
}

/// Shows the message that arrived in the inbox.
fn show_message(app: &mut App, id: MessageId, record: &SentRecord) {
    perform::refresh_inbox(app);
    let was_on = app.model.screen;
    app.model.inbox.query.clear();
    app.model.inbox.tab = MessageTab::Rendering;
    perform::perform(app, Command::Do(Action::ShowInbox));
    perform::perform(app, Command::SelectMessage(id));
    let back = match was_on {
        Screen::Connectors => ("Back to the connector", Action::ShowConnectors),
        _ => ("Back to the template", Action::ShowDesign),
    };
    let back = (back.0.to_owned(), Command::Do(back.1));
    let title = "The test mail arrived";
    app.model
        .notify_with(NoticeKind::Success, title, record.summary(), vec![back]);
}
