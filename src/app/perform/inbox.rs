//! Messages of the inbox.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::app::event::Picked;
use crate::app::{App, Event, FileQuestion, deliverability};
use crate::domain::message::ParsedMessage;
use crate::model::{
    Arrival, Dialog, DialogueLine, MessageId, MessageRow, MessageTab, OpenMessage, Screen, TaskKey,
};
use crate::services::inbox::{
    CaptureId, Inbox, InboxError, MessageSummary, Speaker, read_message_file,
};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// Changes of the folder that follow each other more closely are looked at once.
const QUIET: Duration = Duration::from_millis(150);

/// Takes the list over from the store; keeps a message selected.
pub(in crate::app) fn refresh(app: &mut App) {
    let Some(inbox) = &app.inbox else {
        return;
    };
    let found = inbox.search(&app.model.inbox.query);
    app.model.inbox.total = inbox.len();
    app.model.inbox.messages = found.iter().map(|summary| row(summary)).collect();
    let messages = &app.model.inbox.messages;
    let selected = &app.model.inbox.selected;
    let is_listed = |id: &MessageId| messages.iter().any(|row| row.id == *id);
    if !selected.as_ref().is_some_and(is_listed) {
        let first = messages.first().map(|row| row.id.clone());
        app.model.inbox.selected = None;
        app.model.inbox.open = crate::model::Fetched::Never;
        if app.model.screen == Screen::Inbox
            && let Some(first) = first
        {
            select(app, first);
        }
    }
}

fn row(summary: &MessageSummary) -> MessageRow {
    MessageRow {
        id: MessageId(summary.id.to_string()),
        received_at: summary.received_at,
        from: summary.from.clone(),
        to: summary.to.clone(),
        subject: summary.subject.clone(),
        size: summary.size,
        attachments: summary.attachments,
        added_from: summary.added_from.clone(),
        flaw: summary.flaw.as_ref().map(|flaw| format!("{flaw:?}")),
    }
}

pub(super) fn search(app: &mut App, query: String) {
    app.model.inbox.query = query;
    refresh(app);
}

pub(super) fn show(app: &mut App) {
    app.model.screen = Screen::Inbox;
    app.model.inbox.unseen = 0;
    refresh(app);
}

pub(super) fn select(app: &mut App, id: MessageId) {
    app.model.screen = Screen::Inbox;
    if app.model.inbox.selected.as_ref() != Some(&id) {
        app.model.inbox.selected = Some(id);
        load_message(app);
    }
}

/// Shows the checks of a message, whatever is searched for.
pub(in crate::app) fn show_checks(app: &mut App, id: MessageId) {
    app.model.inbox.query.clear();
    show(app);
    select(app, id);
    app.model.inbox.tab = MessageTab::Checks;
}

/// Asks for the file of a message.
pub(super) fn ask_file(app: &mut App) {
    app.model.inbox.file_error = None;
    app.model.dialog = Some(Dialog::MessageFile);
}

/// Asks for it with the system's dialog.
pub(super) fn browse_file(app: &mut App) {
    let newest = app.model.inbox.recent_files.first();
    let question = FileQuestion::File {
        title: "Message to check".to_owned(),
        start: newest.and_then(|file| file.parent()).map(PathBuf::from),
        usual: ("Messages".to_owned(), "eml".to_owned()),
    };
    super::files::ask(app, question, Picked::Message);
}

/// Adds messages from files, each by itself.
pub(super) fn add_files(app: &mut App, files: Vec<PathBuf>) {
    app.model.inbox.file_error = None;
    let Some(inbox) = app.inbox.clone() else {
        let detail = "It may still be starting. Wait a moment and try again";
        app.note_error("The inbox is not open yet", detail);
        return;
    };
    app.start_blocking(TaskKey::AddMessages, IfBusy::Refuse, move |reporter, _| {
        let added = files.into_iter().map(|path| {
            let result = add_file(&inbox, &path);
            (path, result)
        });
        reporter.send(Event::MessagesAdded(added.collect()));
    });
}

fn add_file(inbox: &Inbox, path: &Path) -> Result<MessageId, String> {
    let raw = read_message_file(path).map_err(|error| with_causes(&error))?;
    let added = inbox.add_from_file(raw, path);
    let added = added.map_err(|error| with_causes(&error))?;
    Ok(MessageId(added.summary.id.to_string()))
}

/// Reads the selected message.
pub(in crate::app) fn load_message(app: &mut App) {
    let (Some(inbox), Some(id)) = (app.inbox.clone(), app.model.inbox.selected.clone()) else {
        return;
    };
    app.model.inbox.open.start();
    app.start_blocking(TaskKey::Message, IfBusy::Replace, move |reporter, _| {
        let result = Box::new(read(&inbox, &id));
        reporter.send(Event::MessageRead { id, result });
    });
}

fn read(inbox: &Inbox, id: &MessageId) -> Result<OpenMessage, String> {
    let parsed = id.0.parse::<CaptureId>();
    let capture_id = parsed.map_err(|error| error.to_string())?;
    let stored = inbox
        .load(&capture_id)
        .map_err(|error| with_causes(&error))?;
    let parsed = ParsedMessage::parse(&stored.raw);
    let source = String::from_utf8_lossy(&stored.raw);
    let envelope = stored.envelope.as_ref();
    let dialogue = stored.transcript.iter().map(|line| DialogueLine {
        from_client: line.speaker == Speaker::Client,
        text: line.text.clone(),
    });
    Ok(OpenMessage {
        row: row(&stored.summary),
        client: deliverability::message::client(&stored),
        rendering: parsed.render_html(),
        parsed,
        source_is_lossy: matches!(source, std::borrow::Cow::Owned(_)),
        source: source.into(),
        arrival: Arrival {
            helo: envelope
                .map(|envelope| envelope.helo.clone())
                .unwrap_or_default(),
            mail_from: envelope
                .map(|envelope| envelope.mail_from.clone())
                .unwrap_or_default(),
            rcpt_to: envelope
                .map(|envelope| envelope.rcpt_to.clone())
                .unwrap_or_default(),
            auth_user: envelope.and_then(|envelope| envelope.auth_user.clone()),
            is_encrypted: envelope.is_some_and(|envelope| envelope.tls),
            peer: envelope
                .map(|envelope| envelope.peer.clone())
                .unwrap_or_default(),
            dialogue: dialogue.collect(),
        },
        path: inbox.raw_path(&capture_id),
    })
}

pub(super) fn ask_clear(app: &mut App) {
    app.model.dialog = Some(Dialog::ClearInbox);
}

pub(super) fn clear(app: &mut App) {
    app.model.dialog = None;
    let all = app.inbox.as_ref().map(|inbox| inbox.list());
    let ids = all.unwrap_or_default();
    let ids = ids.iter().map(|summary| MessageId(summary.id.to_string()));
    delete(app, &ids.collect::<Vec<_>>());
}

pub(super) fn delete_selected(app: &mut App) {
    if let Some(id) = app.model.inbox.selected.clone() {
        select_beside(app, &id);
        delete(app, &[id]);
    }
}

/// Selects the message after this one, or the one before if it is the last.
fn select_beside(app: &mut App, id: &MessageId) {
    let messages = Arc::clone(&app.model.inbox.messages);
    if let Some(at) = messages.iter().position(|row| row.id == *id) {
        let beside = messages
            .get(at + 1)
            .or_else(|| messages.get(at.checked_sub(1)?));
        if let Some(beside) = beside {
            select(app, beside.id.clone());
        }
    }
}

pub(super) fn delete(app: &mut App, ids: &[MessageId]) {
    change(app, ids, |inbox, ids| {
        let deleted = inbox.delete(ids)?;
        Ok(deleted.iter().map(|id| MessageId(id.to_string())).collect())
    });
}

/// Brings back what was deleted last.
pub(super) fn restore(app: &mut App) {
    let ids = std::mem::take(&mut app.model.inbox.deleted);
    change(app, &ids, |inbox, ids| {
        inbox.restore(ids)?;
        Ok(Vec::new())
    });
}

/// Changes messages on disk; `change` tells which can be brought back.
fn change(
    app: &mut App,
    ids: &[MessageId],
    change: impl FnOnce(&Inbox, &[CaptureId]) -> Result<Vec<MessageId>, InboxError> + Send + 'static,
) {
    let Some(inbox) = app.inbox.clone() else {
        return;
    };
    let ids: Vec<CaptureId> = ids.iter().filter_map(|id| id.0.parse().ok()).collect();
    app.start_blocking(TaskKey::Messages, IfBusy::Refuse, move |reporter, _| {
        let result = change(&inbox, &ids).map_err(|error| with_causes(&error));
        reporter.send(Event::MessagesChanged(result));
    });
}

/// Looks what other programs did to the folder, once it is quiet.
pub(in crate::app) fn look_again(app: &mut App) {
    let Some(inbox) = app.inbox.clone() else {
        return;
    };
    app.start(
        TaskKey::LookAgain,
        IfBusy::Replace,
        move |reporter, _| async move {
            tokio::time::sleep(QUIET).await;
            let looked = tokio::task::spawn_blocking(move || inbox.refresh()).await;
            let result = match looked {
                Ok(result) => result.map(|_| Vec::new()),
                // A panic of the store is told like any other.
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            };
            let result = result.map_err(|error| with_causes(&error));
            reporter.send(Event::MessagesChanged(result));
        },
    );
}

pub(super) fn save_message(app: &mut App, id: &MessageId) {
    let (Some(inbox), Ok(capture_id)) = (app.inbox.clone(), id.0.parse::<CaptureId>()) else {
        return;
    };
    let name = format!("{}.eml", id.0);
    super::files::export_with(app, name, move || {
        let stored = inbox
            .load(&capture_id)
            .map_err(|error| with_causes(&error))?;
        Ok(stored.raw)
    });
}
