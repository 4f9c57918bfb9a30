//! News of the inbox.

use std::path::PathBuf;

use crate::app::event::StartedInbox;
use crate::app::{App, Event, disk, perform};
use crate::model::{
    Action, Command, Dialog, InboxServer, MessageId, NoticeKind, OpenMessage, Screen,
};
use crate::services::inbox::{InboxEvent, RefusedReason};

pub(super) fn started(app: &mut App, result: Result<Box<StartedInbox>, String>) {
    let started = match result {
        Ok(started) => *started,
        Err(reason) => {
            app.model.inbox.server = InboxServer::Failed { reason };
            return;
        }
    };
    app.inbox = Some(started.inbox);
    match started.server {
        Ok(server) => {
            let port = server.local_addr().port();
            app.model.inbox.server = InboxServer::Listening { port };
            let shutdown = app.tasks.shutdown_token();
            app.tasks.serve(server.run(shutdown));
        }
        Err(reason) => app.model.inbox.server = InboxServer::Failed { reason },
    }
    disk::watch_inbox(app);
    perform::refresh_inbox(app);
}

pub(super) fn apply(app: &mut App, event: InboxEvent) {
    match event {
        InboxEvent::Received(_) => {
            if app.model.screen != Screen::Inbox {
                app.model.inbox.unseen += 1;
            }
            perform::refresh_inbox(app);
        }
        InboxEvent::Removed(_) => perform::refresh_inbox(app),
        InboxEvent::Refused { reason, peer } => {
            let (title, detail) = refusal(&reason);
            let detail = format!("{detail} (client {peer})");
            app.model.notify(NoticeKind::Warning, title, detail);
        }
        InboxEvent::AcceptFailed { reason } => {
            app.note_error("The inbox could not take a connection", reason);
        }
    }
}

fn refusal(reason: &RefusedReason) -> (&'static str, String) {
    match reason {
        RefusedReason::TooManyConnections { limit } => (
            "The inbox turned a client away",
            format!("{limit} clients are connected already, which is the limit"),
        ),
        RefusedReason::TooLarge { limit } => (
            "A message was too large for the inbox",
            format!("The limit is {} MB", limit / (1024 * 1024)),
        ),
        RefusedReason::TooManyRecipients { limit } => (
            "A message had too many recipients",
            format!("The inbox takes {limit} at a time"),
        ),
        RefusedReason::Stalled => (
            "A client of the inbox went silent",
            "The connection was closed".to_owned(),
        ),
        RefusedReason::TlsFailed { reason } => (
            "A client could not encrypt its connection to the inbox",
            format!("{reason}. It may not trust the inbox’s own certificate; let it ignore TLS"),
        ),
        RefusedReason::NotMail => (
            "A web page tried to reach the inbox",
            "It speaks HTTP, not SMTP; nothing was taken".to_owned(),
        ),
        RefusedReason::TooManyErrors => (
            "A client of the inbox made too many errors",
            "The connection was closed".to_owned(),
        ),
        RefusedReason::StoreFailed { reason } => (
            "A message could not be stored",
            format!("{reason}. Make room on the disk and send it again"),
        ),
    }
}

pub(super) fn message_read(app: &mut App, id: &MessageId, result: Result<OpenMessage, String>) {
    if app.model.inbox.selected.as_ref() == Some(id) {
        app.model.inbox.open.finish(result);
    }
}

pub(super) fn changed(app: &mut App, result: Result<Vec<MessageId>, String>) {
    match result {
        Ok(deleted) if deleted.is_empty() => {}
        Ok(deleted) => {
            let title = match deleted.len() {
                1 => "Deleted a message".to_owned(),
                count => format!("Deleted {count} messages"),
            };
            let undo = ("Undo".to_owned(), Command::Do(Action::RestoreMessages));
            app.model.inbox.deleted = deleted;
            app.model
                .notify_with(NoticeKind::Info, title, "", vec![undo]);
        }
        Err(error) => app.note_error("The inbox was not changed", error),
    }
    perform::refresh_inbox(app);
}

/// Shows the checks of the first message that was added; tells which files were not, and why.
pub(super) fn added(app: &mut App, files: Vec<(PathBuf, Result<MessageId, String>)>) {
    let mut shown = None;
    let mut count = 0;
    // The first is to be the newest of those remembered.
    for (path, result) in files.into_iter().rev() {
        match result {
            Ok(id) => {
                app.model.inbox.remember_file(path);
                shown = Some(id);
                count += 1;
            }
            Err(why) if app.model.dialog == Some(Dialog::MessageFile) => {
                app.model.inbox.file_error = Some(why);
            }
            Err(why) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let title = format!("{} was not added to the inbox", name.display());
                app.note_error(title, why);
            }
        }
    }
    let Some(id) = shown else {
        return;
    };
    if app.model.dialog == Some(Dialog::MessageFile) {
        app.model.dialog = None;
    }
    perform::show_checks(app, id);
    if count > 1 {
        let title = format!("Added {count} messages to the inbox");
        app.model.notify(NoticeKind::Success, title, "");
    }
}

impl From<InboxEvent> for Event {
    fn from(event: InboxEvent) -> Self {
        Self::Inbox(event)
    }
}
