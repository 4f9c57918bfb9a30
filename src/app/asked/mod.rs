//! What is done only when somebody asks for it: looking at links, asking `SpamAssassin`. The mail is
//! the open template with the values of a sample, never those of a payload that was typed.

mod links;
mod spam;

use serde_json::Value;

use super::App;
use crate::domain::checks::links::fetch::LinkLook;
use crate::domain::checks::spam::SpamVerdict;
use crate::domain::logto::{in_language, sample_payload};
use crate::domain::workspace::TemplateKey;
use crate::model::{AskState, AskedCommand, Dialog, Model, NoticeKind, TaskKey, TemplateTexts};

/// News from the background.
pub enum AskedNews {
    /// What became of an address, by its place in the plan.
    Look(usize, LinkLook),
    /// The links ended so.
    Links(AskState),
    /// What `SpamAssassin` said, or why there is nothing.
    Spam(Result<SpamVerdict, AskState>),
}

/// Shows the links of the open template, and what is known of them.
pub(super) fn ask_links(app: &mut App) {
    let Some((key, texts)) = mail(app) else {
        return;
    };
    if !app.model.asked.links.contains_key(&key) {
        links::plan(app, key.clone(), texts);
    }
    app.model.dialog = Some(Dialog::CheckLinks(key));
}

/// Asks which server to ask about the open template.
pub(super) fn ask_spam(app: &mut App) {
    if let Some((key, _)) = mail(app) {
        app.model.dialog = Some(Dialog::AskSpam(key));
    }
}

/// Does one command.
pub(super) fn perform(app: &mut App, command: AskedCommand) {
    match command {
        AskedCommand::PlanLinks(key) => {
            if let Some(texts) = app.model.flat(&key) {
                links::plan(app, key, texts);
            }
        }
        AskedCommand::LookAtLinks(key) => links::look(app, &key),
        AskedCommand::AskSpam(key, server) => spam::ask(app, key, &server),
    }
}

/// Takes over news; of what is no longer there nothing is kept.
pub(super) fn news(app: &mut App, key: &TemplateKey, news: AskedNews) {
    let asked = &mut app.model.asked;
    match news {
        AskedNews::Look(at, look) => {
            let check = asked.links.get_mut(key);
            if let Some(slot) = check.and_then(|check| check.looks.get_mut(at)) {
                *slot = Some(look);
            }
        }
        AskedNews::Links(state) => {
            if let Some(check) = asked.links.get_mut(key) {
                check.state = state;
            }
        }
        AskedNews::Spam(result) => {
            if let Some(check) = asked.spam.get_mut(key) {
                match result {
                    Ok(verdict) => {
                        check.verdict = Some(verdict);
                        check.state = AskState::Done;
                    }
                    Err(state) => check.state = state,
                }
            }
        }
    }
}

/// Work ended by a panic.
pub(super) fn panicked(app: &mut App, key: &TaskKey) {
    let state = AskState::Failed("It ended by a mistake of this program".to_owned());
    match key {
        TaskKey::Links(key) => news(app, key, AskedNews::Links(state)),
        TaskKey::Spam(key) => news(app, key, AskedNews::Spam(Err(state))),
        _ => {}
    }
}

/// The open template as Logto would store it; a notice says so if it cannot be composed.
fn mail(app: &mut App) -> Option<(TemplateKey, TemplateTexts)> {
    let key = app.model.design.selected.clone()?;
    let Some(texts) = app.model.flat(&key) else {
        let title = format!("{key} cannot be composed");
        let model = &mut app.model;
        model.notify(NoticeKind::Warning, title, "Problems tells why");
        return None;
    };
    Some((key, texts))
}

/// The values of the sample of the flow that is looked at.
fn sample(model: &Model, key: &TemplateKey) -> Value {
    let payload = sample_payload(model.design.flow, key.usage_type);
    if key.is_connector_default() {
        payload
    } else {
        in_language(payload, &key.tag)
    }
}
