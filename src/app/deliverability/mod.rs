//! The checks of domains: what they are made from, their work in the background, and what becomes
//! of its news.
//!
//! Nothing is asked before a person says so.

mod inputs;
pub(super) mod message;
mod trying;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{App, Event};
use crate::domain::sender_domain::check::parse_domain;
use crate::domain::sender_domain::fix::Proof;
use crate::domain::sender_domain::report::Verdict;
use crate::model::{
    ChangesSince, CheckState, CheckedDomain, DomainCommand, DomainView, DomainWish, EarlierReport,
    NoticeKind, ReportFile, Screen, SpfTry, TaskKey,
};
use crate::services::bimi::LogoFetcher;
use crate::services::clock::Clock;
use crate::services::dns::{DnsService, Recorded, TimeLimits};
use crate::services::mta_sts::PolicyFetcher;
use crate::services::provider_api::ProviderApi;
use crate::services::reports::ReportStore;
use crate::services::with_causes;
use crate::tasks::IfBusy;

/// What the program keeps for checks of domains.
pub(super) struct Deliverability {
    dns: Arc<DnsService>,
    sender: inputs::Sender,
    recorded: BTreeMap<String, Arc<Recorded>>,
    /// The domains whose last report was looked for.
    looked_for: BTreeSet<String>,
}

/// News of a check.
pub enum DomainNews {
    /// What the last report came to that is kept.
    Earlier(EarlierReport),
    /// What it does now.
    Step(String),
    /// The report as far as it is known.
    Partial(CheckedDomain),
    /// The report, and its answers.
    Done(CheckedDomain, Arc<Recorded>),
    /// What comes of each change that mends a finding.
    Proofs(BTreeMap<usize, Proof>),
    /// What is different from last time.
    Changes(ChangesSince),
    /// The report could not be kept, and why.
    NotKept(String),
    /// The person stopped it.
    Stopped,
    /// It could not be made, and why.
    Failed(String),
    /// SPF was tried with a sender.
    Tried(SpfTry),
}

impl Deliverability {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            dns: Arc::new(DnsService::new(clock, TimeLimits::default())),
            sender: inputs::Sender::default(),
            recorded: BTreeMap::new(),
            looked_for: BTreeSet::new(),
        }
    }
}

/// Brings the list of domains up to what the connector sends as.
pub(super) fn derive(app: &mut App) {
    if app.model.screen != Screen::Deliverability {
        return;
    }
    inputs::follow_connector(app);
    let model = &mut app.model.deliverability;
    let domains = model.domains();
    let is_there = |selected: &String| domains.contains(&selected.as_str());
    if !model.selected.as_ref().is_some_and(is_there) {
        model.selected = domains.first().map(|domain| (*domain).to_owned());
    }
    look_for_reports(app);
}

/// Reads once what was found of each domain of the list in an earlier run.
fn look_for_reports(app: &mut App) {
    let domains = app.model.deliverability.domains().into_iter();
    let looked_for = &app.deliverability.looked_for;
    let new = domains.filter(|domain| !looked_for.contains(*domain));
    let new: Vec<String> = new.map(str::to_owned).collect();
    for domain in new {
        app.deliverability.looked_for.insert(domain.clone());
        let Ok(name) = parse_domain(&domain) else {
            continue;
        };
        let store = ReportStore::new(app.folders.reports());
        let key = TaskKey::ReadReport(domain.clone());
        app.start(key, IfBusy::Refuse, move |reporter, _| async move {
            let work = move || store.newest_where(&name, |json| Verdict::of_report(json).is_some());
            // A folder that cannot be read is told of by the check, which has more to say of it.
            let Ok(Ok(Some(kept))) = tokio::task::spawn_blocking(work).await else {
                return;
            };
            if let Some(verdict) = Verdict::of_report(&kept.json) {
                let earlier = EarlierReport {
                    at: kept.at,
                    verdict,
                };
                let news = DomainNews::Earlier(earlier);
                reporter.send(Event::Domain(domain, Box::new(news)));
            }
        });
    }
}

/// Does one command about domains.
pub(super) fn perform(app: &mut App, command: DomainCommand) {
    let model = &mut app.model.deliverability;
    match command {
        DomainCommand::Select(domain) => model.selected = Some(domain),
        DomainCommand::Add(text) => add(app, &text),
        DomainCommand::Remove(domain) => remove(app, &domain),
        DomainCommand::ShowTab(tab) => model.tab = tab,
        DomainCommand::Check(domain) => check(app, domain, Freshness::AsKnown),
        DomainCommand::Recheck(domain) => check(app, domain, Freshness::Anew),
        DomainCommand::CheckAll => check_all(app),
        DomainCommand::Stop(domain) => app.tasks.cancel(&TaskKey::CheckDomain(domain)),
        DomainCommand::SetServer(server) => model.server = server,
        DomainCommand::SetWish(wish) => note(app, wish),
        DomainCommand::SetElsewhere(elsewhere) => model.elsewhere = elsewhere,
        DomainCommand::SetAccountToken(token) => model.account_token = token,
        DomainCommand::Try { domain, ip } => trying::start(app, domain, ip),
    }
}

/// Whether what is known already is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freshness {
    AsKnown,
    Anew,
}

/// Checks the domain shown.
pub(super) fn check_shown(app: &mut App) {
    if let Some(domain) = app.model.deliverability.selected.clone() {
        check(app, domain, Freshness::AsKnown);
    }
}

/// Checks the domain shown and asks everything anew.
pub(super) fn recheck_shown(app: &mut App) {
    if let Some(domain) = app.model.deliverability.selected.clone() {
        check(app, domain, Freshness::Anew);
    }
}

/// Stops the check of the domain shown.
pub(super) fn stop_shown(app: &App) {
    if let Some(domain) = app.model.deliverability.selected.clone() {
        app.tasks.cancel(&TaskKey::CheckDomain(domain));
    }
}

/// Checks every domain of the list.
pub(super) fn check_all(app: &mut App) {
    let domains = app.model.deliverability.domains();
    let domains: Vec<String> = domains.into_iter().map(str::to_owned).collect();
    for domain in domains {
        check(app, domain, Freshness::AsKnown);
    }
}

fn check(app: &mut App, domain: String, freshness: Freshness) {
    let order = match order(app, &domain, freshness) {
        Ok(order) => order,
        Err(why) => {
            let view = app.model.deliverability.views.entry(domain).or_default();
            view.state = CheckState::Failed(why);
            return;
        }
    };
    let key = TaskKey::CheckDomain(domain.clone());
    let of = domain.clone();
    let view = app.model.deliverability.views.get(&domain);
    // While the report is there and only its changes are still being tried, a new check is welcome.
    let if_busy = if view.is_some_and(DomainView::is_running) {
        IfBusy::Refuse
    } else {
        IfBusy::Replace
    };
    let is_started = app.start(key, if_busy, move |reporter, token| async move {
        let tell = |news| reporter.send(Event::Domain(of.clone(), Box::new(news)));
        Box::pin(work::run(order, &tell, token)).await;
    });
    if is_started {
        let since_ms = app.model.now_ms;
        let view = app.model.deliverability.views.entry(domain).or_default();
        view.state = CheckState::Running {
            since_ms,
            step: "Asking the DNS".to_owned(),
        };
    }
}

fn order(app: &App, domain: &str, freshness: Freshness) -> Result<work::Order, String> {
    let model = &app.model.deliverability;
    let lookup = app
        .deliverability
        .dns
        .lookup(&inputs::server(&model.server)?);
    let lookup = lookup.map_err(|error| with_causes(&error))?;
    let inputs = inputs::inputs(app, domain)?;
    let api = match inputs.api {
        Some(connector) if model.elsewhere.api => {
            let client = ProviderApi::new().map_err(|error| with_causes(&error))?;
            let token = model.account_token.clone();
            Some((client.with_account_token(token), connector))
        }
        _ => None,
    };
    let policy = model.elsewhere.policy.then(PolicyFetcher::new).transpose();
    let logo = model.elsewhere.logo.then(LogoFetcher::new).transpose();
    Ok(work::Order {
        make: inputs.make,
        settings: inputs.settings,
        lookup: match freshness {
            Freshness::AsKnown => lookup,
            Freshness::Anew => Arc::new(lookup.fresh()),
        },
        api,
        policy: policy.map_err(|error| with_causes(&error))?,
        logo: logo.map_err(|error| with_causes(&error))?,
        store: ReportStore::new(app.folders.reports()),
        clock: Arc::clone(&app.clock),
    })
}

/// Takes over news of a check.
pub(super) fn news(app: &mut App, domain: String, news: DomainNews) {
    let now_ms = app.model.now_ms;
    let views = &mut app.model.deliverability.views;
    let view = views.entry(domain.clone()).or_default();
    match news {
        DomainNews::Earlier(earlier) => view.earlier = Some(Arc::new(earlier)),
        DomainNews::Step(step) => {
            let since_ms = match view.state {
                CheckState::Running { since_ms, .. } => since_ms,
                _ => now_ms,
            };
            view.state = CheckState::Running { since_ms, step };
        }
        DomainNews::Partial(checked) => {
            view.checked = Some(Arc::new(checked));
            view.proofs = Arc::default();
            view.changes = None;
        }
        DomainNews::Done(checked, recorded) => {
            view.checked = Some(Arc::new(checked));
            view.proofs = Arc::default();
            view.tried = None;
            view.state = CheckState::Idle;
            app.deliverability.recorded.insert(domain, recorded);
        }
        DomainNews::Proofs(proofs) => view.proofs = Arc::new(proofs),
        DomainNews::Changes(changes) => view.changes = Some(Arc::new(changes)),
        DomainNews::NotKept(error) => {
            let title = format!("The report on {domain} is not kept for later");
            app.model.notify(NoticeKind::Warning, title, error);
        }
        DomainNews::Stopped => view.state = CheckState::Stopped,
        DomainNews::Failed(why) => view.state = CheckState::Failed(why),
        DomainNews::Tried(tried) => view.tried = Some(Arc::new(tried)),
    }
}

/// A check ended by a panic.
pub(super) fn panicked(app: &mut App, domain: &str) {
    if let Some(view) = app.model.deliverability.views.get_mut(domain) {
        view.state = CheckState::Failed("The check ended by a mistake of this program".to_owned());
    }
}

fn add(app: &mut App, text: &str) {
    let words = text.split(|char: char| char.is_whitespace() || matches!(char, ',' | ';'));
    let mut wrong = Vec::new();
    let mut last = None;
    for word in words.filter(|word| !word.is_empty()) {
        match parse_domain(word) {
            Ok(name) => {
                let domain = name.to_string();
                let model = &mut app.model.deliverability;
                if !model.domains().contains(&domain.as_str()) {
                    model.wishes.push(DomainWish::new(&domain));
                }
                last = Some(domain);
            }
            Err(error) => wrong.push(format!("{word}: {error}")),
        }
    }
    if let Some(last) = last {
        app.model.deliverability.selected = Some(last);
    }
    if !wrong.is_empty() {
        let title = "Some of it was not added";
        app.model
            .notify(NoticeKind::Warning, title, wrong.join(". "));
    }
}

fn remove(app: &mut App, domain: &str) {
    app.tasks.cancel(&TaskKey::CheckDomain(domain.to_owned()));
    app.deliverability.recorded.remove(domain);
    app.deliverability.looked_for.remove(domain);
    let model = &mut app.model.deliverability;
    model.wishes.retain(|wish| wish.domain != domain);
    model.views.remove(domain);
    if model.selected.as_deref() == Some(domain) {
        model.selected = None;
    }
}

fn note(app: &mut App, wish: DomainWish) {
    let wishes = &mut app.model.deliverability.wishes;
    match wishes.iter_mut().find(|known| known.domain == wish.domain) {
        Some(known) => *known = wish,
        None => wishes.push(wish),
    }
}

/// The text of a report as a file has it; none if there is no report.
pub(super) fn file(app: &App, file: ReportFile, domain: &str) -> Option<String> {
    let view = app.model.deliverability.views.get(domain)?;
    let whole = view.checked.as_ref()?.whole.clone();
    let whole = whole.with_proofs(&view.proofs);
    match file {
        ReportFile::Markdown => Some(whole.to_markdown()),
        ReportFile::Html => Some(whole.report.to_html()),
        ReportFile::Json => serde_json::to_string_pretty(&whole).ok(),
    }
}
