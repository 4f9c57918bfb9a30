//! The links of a mail.

use std::sync::Arc;

use super::{AskedNews, sample};
use crate::app::{App, Event};
use crate::domain::checks::links::fetch::LinkPlan;
use crate::domain::workspace::TemplateKey;
use crate::model::{AskState, LinkCheck, TaskKey, TemplateTexts};
use crate::services::links::{Guard, Links, SystemLookUp};
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// Notes which addresses would be asked.
pub(super) fn plan(app: &mut App, key: TemplateKey, texts: TemplateTexts) {
    let payload = sample(&app.model, &key);
    let plan = LinkPlan::guarded(&texts.to_details(), &payload, app.guard.fetch);
    let check = LinkCheck::planned(texts, plan);
    app.model.asked.links.insert(key, check);
}

/// Asks the servers of a plan.
pub(super) fn look(app: &mut App, key: &TemplateKey) {
    let Some(check) = app.model.asked.links.get(key) else {
        return;
    };
    let urls: Vec<String> = check
        .plan
        .wanted
        .iter()
        .map(|one| one.url.clone())
        .collect();
    let count = urls.len();
    let (guard, of) = (app.guard, key.clone());
    let task = TaskKey::Links(key.clone());
    let is_started = app.start(task, IfBusy::Refuse, move |reporter, token| async move {
        let tell = |news| reporter.send(Event::Asked(of.clone(), news));
        let looking = Box::pin(looked_at(guard, urls, &tell));
        let ended = token.run_until_cancelled(looking).await;
        tell(AskedNews::Links(ended.unwrap_or(AskState::Stopped)));
    });
    let since_ms = app.model.now_ms;
    if let Some(check) = app.model.asked.links.get_mut(key).filter(|_| is_started) {
        check.looks = vec![None; count];
        check.state = AskState::Running { since_ms };
    }
}

async fn looked_at(
    guard: Guard,
    urls: Vec<String>,
    tell: &(impl Fn(AskedNews) + Sync),
) -> AskState {
    match Links::with(guard, Arc::new(SystemLookUp)) {
        Ok(links) => {
            links
                .look_all(urls, |at, look| tell(AskedNews::Look(at, look)))
                .await;
            AskState::Done
        }
        Err(error) => AskState::Failed(with_causes(&error)),
    }
}
