//! What `SpamAssassin` says of a mail.

use super::{AskedNews, sample};
use crate::app::perform::change_settings;
use crate::app::{App, Event};
use crate::domain::checks::spam::{SpamVerdict, USUAL_SPAMD, mail, server};
use crate::domain::connector::Connector;
use crate::domain::workspace::{TemplateKey, with_spamd};
use crate::model::{AskState, SpamCheck, TaskKey};
use crate::services::delivery::new_stamp;
use crate::services::{spamd, with_causes};
use crate::tasks::IfBusy;

/// Asks the server about a template, and keeps its address in the settings.
pub(super) fn ask(app: &mut App, key: TemplateKey, typed: &str) {
    let (Ok(address), Some(texts)) = (server(typed), app.model.flat(&key)) else {
        return;
    };
    keep(app, &address);
    let bytes = bytes(app, &key);
    let (to, of) = (address.clone(), key.clone());
    let task = TaskKey::Spam(key.clone());
    let is_started = app.start(task, IfBusy::Refuse, move |reporter, token| async move {
        let asking = Box::pin(asked(&to, bytes));
        let ended = token.run_until_cancelled(asking).await;
        let result = ended.unwrap_or(Err(AskState::Stopped));
        reporter.send(Event::Asked(of, AskedNews::Spam(result)));
    });
    if is_started {
        let since_ms = app.model.now_ms;
        let check = SpamCheck {
            texts,
            server: address,
            verdict: None,
            state: AskState::Running { since_ms },
        };
        app.model.asked.spam.insert(key, check);
    }
}

async fn asked(to: &str, mail: Result<Vec<u8>, String>) -> Result<SpamVerdict, AskState> {
    let mail = mail.map_err(AskState::Failed)?;
    let answer = spamd::ask(to, &mail).await;
    answer.map_err(|error| AskState::Failed(format!("{to}: {}", with_causes(&error))))
}

/// The mail, or why there is none.
fn bytes(app: &App, key: &TemplateKey) -> Result<Vec<u8>, String> {
    let texts = app.model.flat(key).ok_or("It cannot be composed")?;
    let profile = app.model.sending_profile();
    let profile = profile.and_then(|view| view.profile.as_ref());
    let connector = profile
        .and_then(|profile| Connector::from_json(&profile.factory, profile.config.clone()).ok());
    let stamp = new_stamp(app.clock.as_ref());
    let payload = sample(&app.model, key);
    let mail = mail(&texts.to_details(), &payload, connector.as_ref(), &stamp);
    mail.map_err(|error| with_causes(&error))
}

fn keep(app: &mut App, address: &str) {
    let known = app.model.settings.spamd.as_deref();
    let is_known = known.map_or(address == USUAL_SPAMD, |known| known == address);
    if !is_known && app.model.is_writable() {
        change_settings(app, |text| with_spamd(text, address));
    }
}
