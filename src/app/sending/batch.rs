//! Batches: what one would send, and one that runs.

use std::num::NonZeroU32;
use std::time::Duration;

use super::plan::{Mail, Secrets, plan};
use super::{Ended, Slot, deliver_mail, may_go, record};
use crate::app::{App, Event};
use crate::domain::batch::{
    BatchChoice, BatchItem, BatchRun, BatchState, Duplicates, Next, Pace, PayloadChoice as Chosen,
    RowState, TemplateFound, csv, markdown, plan_batch,
};
use crate::domain::logto::{UsageType, flows_of};
use crate::domain::send_history::{BatchId, Outcome};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    Command, ConnectorsTab, Model, NoticeKind, PayloadChoice, Pending, Screen, TableFormat, TaskKey,
};
use crate::tasks::IfBusy;

/// Failures in a row after which a batch stops by itself: whatever is wrong is wrong with all.
const FAILURES: u32 = 5;

/// Brings what a batch would send up to date, while it is looked at.
pub(in crate::app) fn derive(app: &mut App) {
    let model = &app.model;
    let is_shown =
        model.screen == Screen::Connectors && model.connectors.tab == ConnectorsTab::Send;
    if !is_shown {
        return;
    }
    let choice = choice(model);
    let items = plan_batch(&choice, &|usage_type: UsageType, language: &str| {
        found(model, usage_type, language)
    });
    let is_same = model.sending.planned.as_ref().is_some_and(|planned| {
        let rows = planned.rows().iter().map(|row| &row.item);
        rows.eq(items.iter())
    });
    if !is_same {
        let pace = pace(model);
        app.model.sending.planned = Some(BatchRun::planned(items, pace));
    }
}

fn choice(model: &Model) -> BatchChoice {
    let wish = &model.sending.wish;
    let sets = wish.payloads.iter().map(|choice| {
        let mut known = model.workspace.iter().flat_map(|open| &open.files.payloads);
        let set = match choice {
            PayloadChoice::Set(name) => known.find(|set| set.name == *name),
            _ => None,
        };
        Chosen {
            name: model.payload_name(choice),
            title: model.payload_name(choice),
            flows: set.map(|set| set.flows.clone()).unwrap_or_default(),
            usage_types: set.map(|set| set.usage_types.clone()).unwrap_or_default(),
        }
    });
    BatchChoice {
        usage_types: wish.usage_types.clone(),
        languages: wish.languages.clone(),
        payload_sets: sets.collect(),
        recipient: model.design.recipient.clone(),
        duplicates: if wish.sends_duplicates {
            Duplicates::Send
        } else {
            Duplicates::Tell
        },
    }
}

/// What Logto takes for a usage type and language, with the connector that would send.
fn found(model: &Model, usage_type: UsageType, language: &str) -> TemplateFound {
    use crate::domain::logto::{Place, SelectionRequest, choose};
    let request = SelectionRequest {
        usage_type,
        locale: Some(language.to_owned()),
        fallback: model.settings.languages.fallback.clone(),
        support: model.template_support(),
    };
    let trace = choose(&request, model);
    match &trace.chosen {
        Some(Place::Custom {
            usage_type,
            language_tag,
        }) => TemplateFound::Template {
            place: format!("{usage_type}/{language_tag}"),
            language: Some(language_tag.clone()),
        },
        Some(Place::Config { usage_type }) => TemplateFound::Template {
            place: format!("connector/{usage_type}"),
            language: None,
        },
        None if !model.template_support().uses_config() => TemplateFound::Template {
            place: format!("{usage_type}, made by the receiver"),
            language: None,
        },
        None => TemplateFound::Nothing {
            why: format!("No template fits {usage_type} in {language}: Logto sends nothing"),
        },
    }
}

fn pace(model: &Model) -> Pace {
    let rate = NonZeroU32::new(model.sending.wish.per_second).unwrap_or(NonZeroU32::MIN);
    Pace::per_second(rate).stop_after(NonZeroU32::new(FAILURES))
}

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
    let count = items.iter().filter(|item| item.is_sent()).count();
    let view = app.model.sending_profile();
    let Some(profile) = view
        .and_then(|view| view.profile.clone())
        .filter(|_| count > 0)
    else {
        return;
    };
    if may_go(app, &profile, count, Pending::Batch(items.clone())) {
        begin(app, items);
    }
}

/// Begins a batch that may go.
pub(super) fn begin(app: &mut App, items: Vec<BatchItem>) {
    let pace = pace(&app.model);
    app.model.sending.batch = Some(BatchRun::new(items, pace));
    let profile = app.model.sending_profile().map(|view| view.name.clone());
    app.batch_profile = profile;
    app.batch_id = Some(BatchId(app.clock.now().to_string()));
    go_on(app);
}

/// Sends what may go now, and waits for the rest.
pub(in crate::app) fn go_on(app: &mut App) {
    loop {
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
    let mut choices = model.sending.wish.payloads.iter();
    let choice = choices.find(|choice| model.payload_name(choice) == item.payload_set)?;
    let flow = match choice {
        PayloadChoice::Set(name) => {
            let mut sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
            let set = sets.find(|set| set.name == *name)?;
            let mut flows = set.flows.iter();
            flows.find(|flow| flow.sends(item.usage_type)).copied()
        }
        _ => None,
    };
    let flow = flow.or_else(|| flows_of(item.usage_type).first().copied())?;
    let payload = match choice {
        PayloadChoice::Set(name) => {
            let mut sets = model.workspace.iter().flat_map(|open| &open.files.payloads);
            sets.find(|set| set.name == *name)?.payload.clone()
        }
        built_in => built_in.built_in_for(flow, item.usage_type, Some(&item.language))?,
    };
    Some(Mail {
        profile: app.batch_profile.clone()?,
        key: template(item),
        flow,
        payload: std::sync::Arc::new(payload),
        payload_name: item.payload_set.clone(),
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
    let now = Duration::from_millis(app.millis());
    let Some(run) = &mut app.model.sending.batch else {
        return;
    };
    let was_over = matches!(run.state(), BatchState::Over(_));
    let id = ended.started.id.clone();
    run.ended(number, now, ended.ended.outcome, Some(id));
    let is_over = matches!(run.state(), BatchState::Over(_));
    if is_over && !was_over {
        let progress = run.progress();
        let title = format!(
            "{} of {} mails were sent",
            progress.delivered, progress.total
        );
        let kind = if progress.failed == 0 && progress.left_out == 0 {
            NoticeKind::Success
        } else {
            NoticeKind::Warning
        };
        app.model.notify(kind, title, "");
    }
    go_on(app);
}

pub(in crate::app) fn pause(app: &mut App, is_paused: bool) {
    if let Some(run) = &mut app.model.sending.batch {
        if is_paused {
            run.pause();
        } else {
            run.resume();
        }
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
    let numbers: Vec<usize> = waiting.map(|row| row.item.number).collect();
    for number in numbers {
        let Some(mail) = mail(app, number) else {
            continue;
        };
        let Ok(planned) = plan(app, &mail, Secrets::IfKnown) else {
            continue;
        };
        let batch = app.batch_id.clone();
        if let Err(error) = record::not_sent(app, &mail, &planned, batch.as_ref()) {
            tracing::error!(%error, "a mail that was not sent is not in the history");
        }
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
