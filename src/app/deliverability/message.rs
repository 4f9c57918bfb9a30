//! The check of one message of the inbox: its work in the background, and what becomes of its news.

use std::net::IpAddr;
use std::sync::Arc;

use super::inputs;
use crate::app::{App, Event};
use crate::domain::sender_domain::message::{
    MessageCheck, MessageReport, MessageRequest, sender_in_header,
};
use crate::model::{CheckState, MessageClient, MessageId, TaskKey};
use crate::services::clock::Clock;
use crate::services::dns::{Lookup, RunError, RunEvent, RunOptions, run as drive};
use crate::services::inbox::{CaptureId, Envelope, Inbox, StoredMessage};
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
    client: Option<MessageClient>,
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
        view.checked_client.clone_from(&view.client);
    }
}

fn order(app: &App, id: &MessageId) -> Result<Order, String> {
    let choice = inputs::server(&app.model.deliverability.server)?;
    let lookup = app.deliverability.dns.lookup(&choice);
    let lookup = lookup.map_err(|error| with_causes(&error))?;
    let view = app.model.inbox.checks.get(id);
    let is_known = view.is_some_and(|view| view.report.is_some());
    Ok(Order {
        inbox: app.inbox.clone().ok_or("The inbox is not open yet")?,
        id: id.clone(),
        client: view.and_then(|view| view.client.clone()),
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
    let (inbox, id, client) = (order.inbox, order.id, order.client);
    let prepared = tokio::task::spawn_blocking(move || {
        let stored = load(&inbox, &id)?;
        let request = request(stored, client.as_ref(), unix_secs)?;
        Ok::<_, String>(MessageCheck::new(&request))
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

/// The message with what is known of its delivery, and what a person knows better.
fn request(
    stored: StoredMessage,
    typed: Option<&MessageClient>,
    unix_secs: u64,
) -> Result<MessageRequest, String> {
    let caught = elsewhere(&stored);
    let mut request = MessageRequest {
        ip: caught.map(|(_, ip)| ip),
        helo: caught.map(|(envelope, _)| envelope.helo.clone()),
        mail_from: caught.map(|(envelope, _)| envelope.mail_from.clone()),
        raw: Vec::new(),
        unix_secs,
    };
    if let Some(typed) = typed {
        // What was left as it is keeps its origin, which the report tells.
        let known = client(&stored);
        let given = |typed: &str, known: &str| {
            let typed = typed.trim();
            (!typed.is_empty() && typed != known).then(|| typed.to_owned())
        };
        let other = typed
            .address()?
            .filter(|ip| Ok(Some(*ip)) != known.address());
        // The name in the header is that of the client there.
        let known_helo = if other.is_some() { "" } else { &known.helo };
        request.helo = given(&typed.helo, known_helo).or(request.helo);
        request.mail_from = given(&typed.mail_from, &known.mail_from).or(request.mail_from);
        request.ip = other.or(request.ip);
    }
    request.raw = stored.raw;
    Ok(request)
}

/// The envelope of a message that a client elsewhere handed in, with its address. A client on this
/// computer is not the one that SPF is about, and of a file none is known.
fn elsewhere(stored: &StoredMessage) -> Option<(&Envelope, IpAddr)> {
    let envelope = stored.envelope.as_ref()?;
    Some((envelope, remote(&envelope.peer)?))
}

/// Who handed a message in, as far as the connection tells, or else the header.
pub(in crate::app) fn client(stored: &StoredMessage) -> MessageClient {
    let (ip, helo, mail_from) = if let Some((envelope, ip)) = elsewhere(stored) {
        let (helo, from) = (envelope.helo.clone(), envelope.mail_from.clone());
        (Some(ip), Some(helo), Some(from))
    } else {
        let sender = sender_in_header(&stored.raw);
        (sender.ip, sender.helo, sender.mail_from)
    };
    MessageClient {
        ip: ip.map(|ip| ip.to_string()).unwrap_or_default(),
        helo: helo.unwrap_or_default(),
        mail_from: match mail_from.as_deref() {
            Some("") => "<>".to_owned(),
            from => from.unwrap_or_default().to_owned(),
        },
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
