//! Events: each changes the model, and starts what follows. This file only dispatches.

mod files;
mod inbox;
mod preview;
mod reread;
mod sheet;

use super::event::{Event, Picked};
use super::{
    App, asked, checks, deliverability, derive, disk, keep, perform, problems, secrets, sending,
    variants,
};
use crate::model::{Command, NoticeKind, SendState, TaskKey};

/// Takes in one event.
pub(super) fn apply(app: &mut App, ctx: &egui::Context, event: Event) {
    match event {
        Event::Opened { root, result } => files::opened(app, root, result),
        Event::Created(result) => files::created(app, result),
        Event::Saved {
            key,
            texts,
            written,
            result,
        } => files::saved(app, &key, texts, &written, result),
        Event::Deleted { key, result } => files::deleted(app, &key, result),
        Event::PayloadSaved { name, result } => files::payload_saved(app, &name, result),
        Event::VersionRead(change) => perform::version_read(app, change),
        Event::FilesChanged => disk::read_again(app),
        Event::FilesRead { root, loaded } => reread::read_again(app, &root, loaded),
        Event::JournalDue => keep::write_journal(app),
        Event::JournalWritten { kept, error } => files::journal_written(app, &kept, error),
        // What changed meanwhile is written when this event settles.
        Event::Inspected => {}
        Event::SessionDue => keep::write_session(app),
        Event::MailChecked { run, findings } => checks::checked(app, run, findings),
        Event::Checked(checked) => problems::checked(app, *checked),
        Event::Emulated(place, made) => variants::emulated(app, place, made),
        Event::Analysed { key, analysis } => derive::analysed(app, &key, analysis),
        Event::Preview(event) => preview::apply(app, ctx, event),
        Event::SheetPicture { index, result } => sheet::picture(app, ctx, index, result),
        Event::SheetEnded(result) => sheet::ended(app, result),
        Event::InboxStarted(result) => inbox::started(app, result),
        Event::Inbox(event) => inbox::apply(app, event),
        Event::InboxFolderChanged => perform::look_again(app),
        Event::SendStep(slot, step) => sending::step(app, slot, &step),
        Event::SendEnded(slot, result) => sending::ended(app, slot, *result),
        Event::NotRecorded(error) => app.note_error("A send is missing in the history", error),
        Event::BatchDue => sending::go_on(app),
        Event::HistoryRead(found) => perform::history_read(app, found),
        Event::HistoryCleared(result) => perform::history_cleared(app, result),
        Event::Secrets(of, news) => secrets::apply(app, &of, news),
        Event::SourceDeleted { key, result } => files::source_deleted(app, &key, result),
        Event::Domain(domain, news) => deliverability::news(app, domain, *news),
        Event::MessageCheck(id, news) => deliverability::message::news(app, id, news),
        Event::Asked(key, news) => asked::news(app, &key, news),
        Event::MessageRead { id, result } => inbox::message_read(app, &id, *result),
        Event::MessagesChanged(result) => inbox::changed(app, result),
        Event::MessagesAdded(files) => inbox::added(app, files),
        Event::Picked(picked) => match picked {
            Picked::Message(path) => perform::perform(app, Command::AddMessageFiles(vec![path])),
            Picked::Open(root) => perform::open(app, root),
            Picked::Create(target) => perform::perform(app, Command::Create(target)),
            Picked::Save(what, path) => perform::perform(app, Command::SaveTo(what, path)),
            Picked::Nothing => {}
        },
        Event::HandedOver { what, error } => {
            if let Some(error) = error {
                let title = format!("Cannot open {what}");
                let detail = format!("{error}. Is a program for it installed?");
                app.note_error(title, detail);
            }
        }
        Event::Exported(Ok(path)) => {
            let title = format!("Saved {}", path.display());
            app.model.notify(NoticeKind::Success, title, "");
        }
        Event::Exported(Err(error)) => app.note_error("The file was not saved", error),
    }
}

/// Work ended by a panic: a mistake of this program, which goes on.
pub(super) fn panicked(app: &mut App, key: &TaskKey, message: &str) {
    if *key == TaskKey::Send {
        app.model.send = SendState::Idle;
    }
    if let TaskKey::BatchSend(number) = key {
        sending::panicked(app, *number, message);
    }
    if *key == TaskKey::Check {
        checks::panicked(app);
    }
    if let TaskKey::CheckDomain(domain) = key {
        deliverability::panicked(app, domain);
    }
    if let TaskKey::CheckMessage(id) = key {
        deliverability::message::panicked(app, id);
    }
    asked::panicked(app, key);
    if let TaskKey::Save(key) = key
        && let Some(document) = app.model.file_mut(key)
    {
        document.is_saving = false;
    }
    let title = "Something went wrong inside Letterhead";
    let detail = format!("Nothing you typed is lost. What was being done failed: {message}");
    app.note_error(title, detail);
}
