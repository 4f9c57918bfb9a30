//! The history of sends.

use std::sync::Arc;

use crate::app::{App, Event};
use crate::domain::logto::{Flow, flows_of};
use crate::domain::send_history::{Resend, Search, SendId};
use crate::domain::workspace::TemplateKey;
use crate::model::{
    ConnectorsTab, Dialog, HistoryModel, NoticeKind, PayloadChoice, PayloadDraft, Screen, TaskKey,
};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// How many sends are shown at most.
const SHOWN: usize = 500;

/// Looks the history up again, as it is searched now.
pub(in crate::app) fn search_again(app: &mut App) {
    let history = Arc::clone(&app.history);
    let search = app.model.sending.history.search.clone();
    app.start_blocking(TaskKey::History, IfBusy::Replace, move |reporter, token| {
        let found = history.page(&search, None, SHOWN, &|| !token.is_cancelled());
        let found = found
            .map(|page| page.records)
            .map_err(|error| with_causes(&error));
        reporter.send(Event::HistoryRead(found));
    });
}

/// Looks at the sends of the profile that is shown, unless those of all are wanted.
pub(in crate::app) fn follow(app: &mut App) {
    let model = &app.model;
    let is_shown =
        model.screen == Screen::Connectors && model.connectors.tab == ConnectorsTab::History;
    let history = &model.sending.history;
    let wanted = (!history.all_profiles)
        .then(|| model.connectors.selected.clone())
        .flatten();
    if is_shown && history.search.profile != wanted {
        app.model.sending.history.search.profile = wanted;
        search_again(app);
    }
}

pub(super) fn search(app: &mut App, search: Search) {
    app.model.sending.history.search = search;
    search_again(app);
}

/// Shows a send of the history on its tab.
pub(super) fn show(app: &mut App, id: SendId) {
    app.model.screen = Screen::Connectors;
    app.model.connectors.tab = ConnectorsTab::History;
    let sent_with = &app.model.sending.batch_profile;
    app.model.sending.history = HistoryModel {
        // The profile that is shown may be another one.
        all_profiles: *sent_with != app.model.connectors.selected,
        selected: Some(id),
        ..HistoryModel::default()
    };
    search_again(app);
}

/// Sets everything up to send the same mail again; the person looks at it and sends.
pub(super) fn again(app: &mut App, id: &SendId) {
    let records = Arc::clone(&app.model.sending.history.records);
    let Some(record) = records.iter().find(|record| record.send.id == *id) else {
        return;
    };
    let resend = record.resend();
    if !app.model.connectors.views.contains_key(&resend.profile) {
        let detail = format!("connectors/{}.toml is not there any more", resend.profile);
        app.note_error("The profile is gone", detail);
        return;
    }
    let key = match &resend.language {
        Some(tag) => TemplateKey::new(resend.usage_type, tag.clone()),
        None => TemplateKey::connector_default(resend.usage_type),
    };
    if app.model.template(&key).is_none() {
        app.note_error(
            "The template is gone",
            format!("There is no {key} any more"),
        );
        return;
    }
    super::connectors::select(app, resend.profile.clone());
    app.model.connectors.tab = ConnectorsTab::Send;
    super::look::choose_message(app, key);
    app.model.design.recipient.clone_from(&resend.recipient);
    take_payload(app, &resend);
    if !resend.missing.is_empty() {
        let title = "Look at the variables before you send";
        let detail = "Codes and links are not kept in the history; new ones stand in for them";
        app.model.notify(NoticeKind::Info, title, detail);
    }
}

/// Takes the payload of an earlier send, with sample values for what was not kept.
fn take_payload(app: &mut App, resend: &Resend) {
    let flow = resend
        .flow
        .or_else(|| flows_of(resend.usage_type).first().copied());
    let Some(flow) = flow else {
        return;
    };
    app.model.design.flow = flow;
    let mut payload = resend.payload.clone();
    let sample = sample(flow, resend);
    for pointer in &resend.missing {
        if let Some(value) = sample.as_ref().and_then(|sample| sample.pointer(pointer)) {
            crate::domain::send_history::mask::fill(&mut payload, pointer, value.clone());
        }
    }
    let mut draft = PayloadDraft::chosen(PayloadChoice::Full, payload);
    draft.is_modified = true;
    let key = (flow, resend.usage_type);
    app.model.design.payloads.insert(key, draft);
}

fn sample(flow: Flow, resend: &Resend) -> Option<serde_json::Value> {
    PayloadChoice::Full.built_in(flow, resend.usage_type)
}

pub(super) fn ask_clear(app: &mut App) {
    app.model.dialog = Some(Dialog::ClearHistory);
}

/// Forgets all sends.
pub(super) fn clear(app: &mut App) {
    app.model.dialog = None;
    app.model.sending.last = None;
    let history = Arc::clone(&app.history);
    app.start_blocking(TaskKey::ClearHistory, IfBusy::Refuse, move |reporter, _| {
        let result = history.clear().map_err(|error| with_causes(&error));
        reporter.send(Event::HistoryCleared(result.map(drop)));
    });
}

/// Takes over what the history holds.
pub(in crate::app) fn read(
    app: &mut App,
    found: Result<Vec<crate::domain::send_history::SentRecord>, String>,
) {
    match found {
        Ok(records) => {
            let history = &mut app.model.sending.history;
            let is_there = |id: &SendId| records.iter().any(|record| record.send.id == *id);
            if history.selected.as_ref().is_none_or(|id| !is_there(id)) {
                history.selected = records.first().map(|record| record.send.id.clone());
            }
            history.records = records.into();
        }
        Err(error) => app.note_error("The history cannot be read", error),
    }
}

/// Takes over that the history was forgotten.
pub(in crate::app) fn cleared(app: &mut App, result: Result<(), String>) {
    if let Err(error) = result {
        app.note_error("The history was not forgotten", error);
    }
    search_again(app);
}
