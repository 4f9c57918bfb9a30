//! A batch that runs.

use std::sync::Arc;
use std::time::Duration;

use super::permit::{Permit, may_go, still_may_go, verdict};
use super::plan::{Mail, Secrets, plan};
use super::wish::{pace, payload_of, set};
use super::{Ended, Slot, deliver_mail, record};
use crate::app::{App, Event};
use crate::domain::batch::{BatchItem, BatchRun, BatchState, Next, RowState, csv, markdown};
use crate::domain::logto::{UsageType, flows_of};
use crate::domain::safety::Verdict;
use crate::domain::send_history::{BatchId, Outcome, SendId};
use crate::domain::workspace::{ConnectorProfile, TemplateKey};
use crate::model::{Command, NoticeKind, PayloadChoice, Pending, TableFormat, TaskKey};
use crate::tasks::IfBusy;

/// Starts the batch that is chosen, if it may go.
pub(in crate::app) fn start(app: &mut App) {
    let planned = app.model.sending.planned.as_ref();
    let items: Vec<BatchItem> = planned
        .iter()
        .flat_map(|run| run.rows())
        .map(|row| row.item.clone())
        .collect();
    ask(app, items);
}

/// Starts a batch of what the last one left out, and of what failed.
pub(in crate::app) fn again(app: &mut App) {
    let Some(run) = &app.model.sending.batch else {
        return;
    };
    let mut items = run.failed();
    items.extend(run.left_out());
    items.sort_by_key(|item| item.number);
    ask(app, items);
}

fn ask(app: &mut App, items: Vec<BatchItem>) {
    let recipients = recipients(&items);
    let view = app.model.sending_profile();
    let Some(profile) = view
        .and_then(|view| view.profile.clone())
        .filter(|_| !recipients.is_empty())
    else {
        return;
    };
    if may_go(app, &profile, &recipients, Pending::Batch(items.clone())) {
        begin(app, items, &profile);
    }
}

/// Who gets these mails, those that are not sent left out.
fn recipients(items: &[BatchItem]) -> Vec<String> {
    let sent = items.iter().filter(|item| item.is_sent());
    sent.map(|item| item.recipient.clone()).collect()
}

/// Begins a batch that a person said yes to, if its profile is still what they were asked about.
pub(super) fn confirmed(app: &mut App, asked: Option<&Permit>, items: Vec<BatchItem>) {
    let view = app.model.sending_profile();
    let Some(profile) = view.and_then(|view| view.profile.clone()) else {
        return;
    };
    let pending = Pending::Batch(items.clone());
    if still_may_go(app, asked, &profile, &recipients(&items), pending) {
        begin(app, items, &profile);
    }
}

/// Begins a batch that may go.
fn begin(app: &mut App, items: Vec<BatchItem>, profile: &ConnectorProfile) {
    let pace = pace(&app.model);
    app.model.sending.batch = Some(BatchRun::new(items, pace));
    app.batch_profile = Some(profile.name.clone());
    app.batch_permit = Some(Permit::of(profile));
    app.batch_id = Some(BatchId(app.clock.now().to_string()));
    go_on(app);
}

/// The profile of the batch that runs, as it is now.
fn profile(app: &App) -> Option<Arc<ConnectorProfile>> {
    let name = app.batch_profile.as_ref()?;
    app.model.connectors.views.get(name)?.profile.clone()
}

/// Who gets the mails that have not had their turn.
fn waiting(app: &App) -> Vec<String> {
    let rows = app.model.sending.batch.iter().flat_map(BatchRun::rows);
    let waiting = rows.filter(|row| matches!(row.state, RowState::Waiting));
    waiting.map(|row| row.item.recipient.clone()).collect()
}

/// Why the next mail of the batch may not go as it is: each is sent with the profile as it is then,
/// and what was judged is the one of the start.
fn hindrance(app: &App) -> Option<String> {
    let Some(profile) = profile(app) else {
        return Some("The connector profile is gone, or cannot be read any more".to_owned());
    };
    if app.batch_permit != Some(Permit::of(&profile)) {
        return Some(format!(
            "“{}” has changed since the batch was started. Look at it, then go on or stop",
            profile.title
        ));
    }
    match verdict(app, &profile, &waiting(app)) {
        Verdict::Refused(refusal) => Some(format!("{} {}", refusal.why, refusal.how)),
        Verdict::Go | Verdict::AskProduction(_) => None,
    }
}

/// Pauses a batch whose next mail may not go, and says why. True if so.
fn is_held(app: &mut App) -> bool {
    let is_at_it = app
        .model
        .sending
        .batch
        .as_ref()
        .is_some_and(|run| run.state() == BatchState::Running && run.progress().waiting > 0);
    let Some(why) = is_at_it.then(|| hindrance(app)).flatten() else {
        return false;
    };
    if let Some(run) = &mut app.model.sending.batch {
        run.pause();
    }
    let title = "The batch is paused";
    app.model.notify(NoticeKind::Warning, title, why);
    true
}

/// Sends what may go now, and waits for the rest.
pub(in crate::app) fn go_on(app: &mut App) {
    loop {
        if is_held(app) {
            return;
        }
        let now = Duration::from_millis(app.millis());
        let Some(run) = &mut app.model.sending.batch else {
            return;
        };
        match run.next(now) {
            Next::Send(number) => send_one(app, number),
            Next::WaitUntil(moment) => {
                let pause = moment.saturating_sub(now);
                app.start(
                    TaskKey::BatchTimer,
                    IfBusy::Replace,
                    move |reporter, _| async move {
                        tokio::time::sleep(pause).await;
                        reporter.send(Event::BatchDue);
                    },
                );
                return;
            }
            Next::WaitForEnd | Next::Paused | Next::Over(_) => return,
        }
    }
}

fn send_one(app: &mut App, number: usize) {
    let mail = mail(app, number);
    let planned = mail.map(|mail| (plan(app, &mail, Secrets::Needed), mail));
    let failed = match planned {
        Some((Ok(planned), mail)) => {
            let batch = app.batch_id.clone();
            if deliver_mail(app, &mail, planned, Slot::Batch(number), batch.as_ref()) {
                return;
            }
            "A send of that number runs already".to_owned()
        }
        Some((Err(obstacle), _)) => obstacle.to_string(),
        None => "The template or the payload is not there any more".to_owned(),
    };
    let now = Duration::from_millis(app.millis());
    let outcome = Outcome::Failed {
        code: "not-planned".to_owned(),
        title: failed,
        why: String::new(),
    };
    if let Some(run) = &mut app.model.sending.batch {
        run.ended(number, now, outcome, None);
    }
}

/// The mail of the batch with that number.
fn mail(app: &App, number: usize) -> Option<Mail> {
    let run = app.model.sending.batch.as_ref()?;
    let mut rows = run.rows().iter();
    let item = &rows.find(|row| row.item.number == number)?.item;
    let model = &app.model;
    let choice = payload_of(&item.payload_set)?;
    let set = match &choice {
        PayloadChoice::Set(name) => Some(set(model, name)?),
        _ => None,
    };
    let mut flows = set.into_iter().flat_map(|set| &set.flows);
    let flow = flows.find(|flow| flow.sends(item.usage_type)).copied();
    let flow = flow.or_else(|| flows_of(item.usage_type).first().copied())?;
    let payload = match set {
        Some(set) => set.payload.clone(),
        None => choice.built_in_for(flow, item.usage_type, Some(&item.language))?,
    };
    Some(Mail {
        profile: app.batch_profile.clone()?,
        key: template(item),
        flow,
        payload: Arc::new(payload),
        payload_name: item.payload_title.clone(),
        recipient: item.recipient.clone(),
    })
}

/// The template that Logto takes for an item.
fn template(item: &BatchItem) -> TemplateKey {
    let place = item.template.as_deref().unwrap_or_default();
    let custom = place.split_once('/').and_then(|(folder, tag)| {
        let usage_type: UsageType = folder.parse().ok()?;
        Some(TemplateKey::new(usage_type, tag))
    });
    custom.unwrap_or_else(|| TemplateKey::connector_default(item.usage_type))
}

/// Takes over what came of a mail of the batch.
pub(in crate::app) fn ended_one(app: &mut App, number: usize, ended: Ended) {
    let id = ended.started.id.clone();
    take(app, number, ended.ended.outcome, Some(id));
}

/// Takes over that sending a mail of the batch ended by a mistake of this program.
pub(in crate::app) fn panicked(app: &mut App, number: usize, message: &str) {
    let outcome = Outcome::InDoubt {
        code: "not-known".to_owned(),
        title: "Something went wrong inside Letterhead while it was sent".to_owned(),
        why: message.to_owned(),
    };
    take(app, number, outcome, None);
}

fn take(app: &mut App, number: usize, outcome: Outcome, record: Option<SendId>) {
    let now = Duration::from_millis(app.millis());
    let Some(run) = &mut app.model.sending.batch else {
        return;
    };
    let was_over = matches!(run.state(), BatchState::Over(_));
    run.ended(number, now, outcome, record);
    let is_over = matches!(run.state(), BatchState::Over(_));
    if is_over && !was_over {
        let progress = run.progress();
        let title = format!(
            "{} of {} mails were sent",
            progress.delivered, progress.total
        );
        let kind = if progress.delivered == progress.total {
            NoticeKind::Success
        } else {
            NoticeKind::Warning
        };
        app.model.notify(kind, title, "");
    }
    go_on(app);
}

/// Pauses the batch, or goes on with it if it may.
pub(in crate::app) fn pause(app: &mut App, is_paused: bool) {
    if !is_paused {
        let judged = app.batch_permit.clone();
        go_on_confirmed(app, judged.as_ref());
        return;
    }
    if let Some(run) = &mut app.model.sending.batch {
        run.pause();
    }
    go_on(app);
}

/// Goes on with a paused batch, if its profile is still what was judged; else it is judged anew.
pub(super) fn go_on_confirmed(app: &mut App, judged: Option<&Permit>) {
    let Some(profile) = profile(app) else {
        let detail = "The connector profile is gone, or cannot be read any more";
        app.note_error("Nothing was sent", detail);
        return;
    };
    let waiting = waiting(app);
    if !still_may_go(app, judged, &profile, &waiting, Pending::GoOn) {
        return;
    }
    app.batch_permit = Some(Permit::of(&profile));
    if let Some(run) = &mut app.model.sending.batch {
        run.resume();
    }
    go_on(app);
}

/// Stops the batch; what is under way is called off where that is still possible.
pub(in crate::app) fn stop(app: &mut App) {
    let Some(run) = &mut app.model.sending.batch else {
        return;
    };
    run.cancel();
    let numbers: Vec<usize> = run.rows().iter().map(|row| row.item.number).collect();
    for number in numbers {
        app.tasks.cancel(&TaskKey::BatchSend(number));
    }
    app.tasks.cancel(&TaskKey::BatchTimer);
}

/// Stops the batch for good, and keeps in the history what it has not sent. It writes at once: the
/// program is about to end.
pub(in crate::app) fn leave(app: &mut App) {
    let Some(run) = &app.model.sending.batch else {
        return;
    };
    let waiting = run.rows().iter();
    let waiting = waiting.filter(|row| matches!(row.state, RowState::Waiting));
    let batch = app.batch_id.clone();
    let records = waiting.filter_map(|row| {
        let mail = mail(app, row.item.number)?;
        let planned = plan(app, &mail, Secrets::IfKnown).ok()?;
        Some(record::not_sent(app, &mail, &planned, batch.as_ref()))
    });
    let records = records.collect();
    if let Err(error) = app.history.all_ended(records) {
        tracing::error!(%error, "mails that were not sent are not in the history");
    }
    stop(app);
}

pub(in crate::app) fn forget(app: &mut App) {
    let run = app.model.sending.batch.as_ref();
    if run.is_some_and(|run| matches!(run.state(), BatchState::Over(_))) {
        app.model.sending.batch = None;
    }
}

/// Puts the table on the clipboard.
pub(in crate::app) fn copy(app: &mut App, format: TableFormat) {
    let rows = app.model.sending.rows();
    let text = match format {
        TableFormat::Csv => csv(rows),
        TableFormat::Markdown => markdown(rows),
    };
    crate::app::perform::perform(app, Command::Copy(text));
    app.model
        .notify(NoticeKind::Success, "Copied the table", "");
}
