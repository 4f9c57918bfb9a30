//! The check of one message of the inbox: its work in the background, and what becomes of its news.

use std::net::IpAddr;
use std::sync::Arc;

use super::inputs;
use crate::app::{App, Event};
use crate::domain::sender_domain::message::{MessageCheck, MessageReport, MessageRequest};
use crate::model::{CheckState, MessageId, TaskKey};
use crate::services::clock::Clock;
use crate::services::dns::{Lookup, RunError, RunEvent, RunOptions, run as drive};
use crate::services::inbox::{CaptureId, Inbox, StoredMessage};
use crate::services::with_causes;
use crate::tasks::{CancellationToken, IfBusy};

/// News of the check of a message.
pub enum MessageNews {
    /// So many answers came.
    Answers(usize),
    /// What it proves.
    Done(Box<MessageReport>),
    /// The person stopped it.
    Stopped,
    /// It could not be made, and why.
    Failed(String),
}

/// What is to be done.
struct Order {
    inbox: Arc<Inbox>,
    id: MessageId,
    lookup: Arc<dyn Lookup>,
    clock: Arc<dyn Clock>,
}

/// Checks a message; one that was checked before asks everything anew.
pub(in crate::app) fn check(app: &mut App, id: MessageId) {
    let order = match order(app, &id) {
        Ok(order) => order,
        Err(why) => {
            let view = app.model.inbox.checks.entry(id).or_default();
            view.state = CheckState::Failed(why);
            return;
        }
    };
    let key = TaskKey::CheckMessage(id.clone());
    let of = id.clone();
    let is_started = app.start(key, IfBusy::Refuse, move |reporter, token| async move {
        let tell = |news| reporter.send(Event::MessageCheck(of.clone(), news));
        Box::pin(run(order, &tell, token)).await;
    });
    if is_started {
        let since_ms = app.model.now_ms;
        let view = app.model.inbox.checks.entry(id).or_default();
        let step = "Asking the DNS".to_owned();
        view.state = CheckState::Running { since_ms, step };
    }
}

fn order(app: &App, id: &MessageId) -> Result<Order, String> {
    let choice = inputs::server(&app.model.deliverability.server)?;
    let lookup = app.deliverability.dns.lookup(&choice);
    let lookup = lookup.map_err(|error| with_causes(&error))?;
    let views = &app.model.inbox.checks;
    let is_known = views.get(id).is_some_and(|view| view.report.is_some());
    Ok(Order {
        inbox: app.inbox.clone().ok_or("The inbox is not open yet")?,
        id: id.clone(),
        lookup: if is_known {
            Arc::new(lookup.fresh())
        } else {
            lookup
        },
        clock: Arc::clone(&app.clock),
    })
}

async fn run(order: Order, tell: &(impl Fn(MessageNews) + Sync), token: CancellationToken) {
    let ended = token
        .run_until_cancelled(Box::pin(checked(order, tell, &token)))
        .await;
    tell(ended.unwrap_or(MessageNews::Stopped));
}

async fn checked(
    order: Order,
    tell: &(impl Fn(MessageNews) + Sync),
    token: &CancellationToken,
) -> MessageNews {
    let unix_secs = order.clock.now().as_second().try_into().unwrap_or_default();
    let (inbox, id) = (order.inbox, order.id);
    let prepared = tokio::task::spawn_blocking(move || {
        let stored = load(&inbox, &id)?;
        Ok::<_, String>(MessageCheck::new(&request(stored, unix_secs)))
    });
    let check = match prepared.await {
        Ok(Ok(check)) => check,
        Ok(Err(why)) => return MessageNews::Failed(why),
        Err(error) => return MessageNews::Failed(with_causes(&error)),
    };
    let mut answers = 0;
    let on_event = |event: RunEvent<'_>| {
        if matches!(event, RunEvent::Answered(_)) {
            answers += 1;
            tell(MessageNews::Answers(answers));
        }
    };
    match drive(check, order.lookup, RunOptions::default(), on_event, token).await {
        Ok(run) => MessageNews::Done(Box::new(run.result)),
        Err(RunError::Cancelled) => MessageNews::Stopped,
        Err(error) => MessageNews::Failed(with_causes(&error)),
    }
}

fn load(inbox: &Inbox, id: &MessageId) -> Result<StoredMessage, String> {
    let id = id.0.parse::<CaptureId>();
    let id = id.map_err(|error| error.to_string())?;
    inbox.load(&id).map_err(|error| with_causes(&error))
}

/// The message with what is known of its delivery. A client on this computer is not the one that
/// SPF is about: then the header is believed.
fn request(stored: StoredMessage, unix_secs: u64) -> MessageRequest {
    let envelope = stored.envelope.as_ref();
    let elsewhere = envelope.and_then(|envelope| Some((envelope, remote(&envelope.peer)?)));
    MessageRequest {
        ip: elsewhere.map(|(_, ip)| ip),
        helo: elsewhere.map(|(envelope, _)| envelope.helo.clone()),
        mail_from: elsewhere.map(|(envelope, _)| envelope.mail_from.clone()),
        raw: stored.raw,
        unix_secs,
    }
}

/// The address of a client, with or without its port, unless it is this computer.
fn remote(peer: &str) -> Option<IpAddr> {
    let with_port = peer.parse::<std::net::SocketAddr>().map(|at| at.ip());
    let ip = with_port.or_else(|_| peer.parse()).ok()?.to_canonical();
    (!ip.is_loopback()).then_some(ip)
}

/// Takes over news of a check.
pub(in crate::app) fn news(app: &mut App, id: MessageId, news: MessageNews) {
    let now_ms = app.model.now_ms;
    let view = app.model.inbox.checks.entry(id).or_default();
    view.state = match news {
        MessageNews::Answers(count) => {
            let since_ms = match view.state {
                CheckState::Running { since_ms, .. } => since_ms,
                _ => now_ms,
            };
            let step = match count {
                1 => "Asking the DNS: 1 answer so far".to_owned(),
                count => format!("Asking the DNS: {count} answers so far"),
            };
            CheckState::Running { since_ms, step }
        }
        MessageNews::Done(report) => {
            view.report = Some(Arc::from(report));
            CheckState::Idle
        }
        MessageNews::Stopped => CheckState::Stopped,
        MessageNews::Failed(why) => CheckState::Failed(why),
    };
}

/// A check ended by a panic.
pub(in crate::app) fn panicked(app: &mut App, id: &MessageId) {
    if let Some(view) = app.model.inbox.checks.get_mut(id) {
        view.state = CheckState::Failed("The check ended by a mistake of this program".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_client_elsewhere_is_one_for_spf() {
        for here in ["127.0.0.1:4711", "[::1]:25", "::ffff:127.0.0.1", "", "x"] {
            assert_eq!(remote(here), None, "{here}");
        }
        let there = "192.0.2.1".parse().ok();
        for peer in ["192.0.2.1:4711", "192.0.2.1", "[::ffff:192.0.2.1]:25"] {
            assert_eq!(remote(peer), there, "{peer}");
        }
    }
}
