//! The work of one check, in the background.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::DomainNews;
use super::inputs::Make;
use crate::domain::connector::Connector;
use crate::domain::sender_domain::check::FetchedText;
use crate::domain::sender_domain::dns::{Inquiry, LookupOutcome};
use crate::domain::sender_domain::fix::{Proof, data_text};
use crate::domain::sender_domain::provider::Settings;
use crate::domain::sender_domain::report::Snapshot;
use crate::domain::sender_domain::shown::shown;
use crate::domain::sender_domain::whole::{WholeCheck, WholeReport};
use crate::model::{ChangesSince, CheckedDomain, TraceKind, TraceRow};
use crate::services::bimi::LogoFetcher;
use crate::services::clock::Clock;
use crate::services::dns::{
    InquiryCheck, Lookup, Recorded, Run, RunError, RunEvent, RunOptions, TracedQuery, Transport,
    prove as prove_all, run as drive,
};
use crate::services::mta_sts::PolicyFetcher;
use crate::services::provider_api::ProviderApi;
use crate::services::reports::ReportStore;
use crate::services::with_causes;
use crate::tasks::CancellationToken;

/// The screen learns of answers at most this often.
const TELL_EVERY: Duration = Duration::from_millis(50);

/// What is to be done.
pub(super) struct Order {
    pub make: Make,
    pub settings: Option<Settings>,
    pub lookup: Arc<dyn Lookup>,
    pub api: Option<(ProviderApi, Connector)>,
    pub policy: Option<PolicyFetcher>,
    pub logo: Option<LogoFetcher>,
    pub store: ReportStore,
    pub clock: Arc<dyn Clock>,
}

/// Runs a check and tells its news.
pub(super) async fn run(
    order: Order,
    tell: &(impl Fn(DomainNews) + Sync),
    token: CancellationToken,
) {
    let ended = token
        .run_until_cancelled(Box::pin(check(order, tell, &token)))
        .await;
    match ended {
        Some(Ok(())) => {}
        Some(Err(RunError::Cancelled)) | None => tell(DomainNews::Stopped),
        Some(Err(error)) => tell(DomainNews::Failed(with_causes(&error))),
    }
}

async fn check(
    order: Order,
    tell: &(impl Fn(DomainNews) + Sync),
    token: &CancellationToken,
) -> Result<(), RunError> {
    let mut notes = Vec::new();
    let (settings, verified) = asked_provider(&order, tell, &mut notes).await;
    let mut whole = order.make.with(settings.as_ref());
    let domain = whole.domain().clone();
    let policy = async {
        match &order.policy {
            Some(fetcher) => fetcher.fetch(&domain).await,
            None => FetchedText::NotFetched,
        }
    };
    let mut seen = Seen::new(&whole, notes);
    // One budget for all that is asked, proofs of changes included.
    let mut left = RunOptions::default();
    let asking = asked(&whole, (&order.lookup, left), &mut seen, tell, token);
    let (run, policy) = tokio::join!(asking, policy);
    let mut done = run?;
    left = left.after(&done);
    let logo = match (&order.logo, &done.result.report.bimi.logo_address) {
        (Some(fetcher), Some(address)) => {
            tell(DomainNews::Step("Fetching the logo".to_owned()));
            fetcher.fetch(address).await
        }
        _ => FetchedText::NotFetched,
    };
    if policy != FetchedText::NotFetched || logo != FetchedText::NotFetched {
        let options = &mut whole.check_mut().options;
        options.mta_sts_policy = policy;
        options.bimi_logo = logo;
        tell(DomainNews::Step("Reading what was fetched".to_owned()));
        let elapsed = done.elapsed;
        done = asked(&whole, (&order.lookup, left), &mut seen, tell, token).await?;
        left = left.after(&done);
        done.elapsed += elapsed;
    }
    let mut report = done.result;
    seen.notes
        .extend(report.contradiction(verified).map(str::to_owned));
    report.report.queries.elapsed_ms = u64::try_from(done.elapsed.as_millis()).ok();
    let recorded = Arc::new(Recorded {
        check: whole,
        inquiry: seen.inquiry.clone(),
    });
    let at = order.clock.now();
    let json = serde_json::to_string_pretty(&report).unwrap_or_default();
    let checked = seen.checked(report, Some(at));
    let snapshot = Snapshot::of(&checked.whole.report);
    tell(DomainNews::Done(checked.clone(), Arc::clone(&recorded)));
    compare_and_keep(order.store, snapshot, (at, json), tell).await;
    prove(recorded, checked, (order.lookup, left), tell, token).await;
    Ok(())
}

/// The settings with what the provider's API says, if it is to be asked, and whether it takes the
/// domain for verified.
async fn asked_provider(
    order: &Order,
    tell: &impl Fn(DomainNews),
    notes: &mut Vec<String>,
) -> (Option<Settings>, Option<bool>) {
    let Some(settings) = order.settings.clone() else {
        return (None, None);
    };
    let Some((client, connector)) = &order.api else {
        return (Some(settings), None);
    };
    tell(DomainNews::Step("Asking the provider's API".to_owned()));
    match client.ask(connector, &settings, order.clock.as_ref()).await {
        Ok(facts) => {
            notes.extend(facts.notes.iter().map(|note| shown(note)));
            match facts.verified {
                Some(true) => notes.push("The provider takes the domain for verified".to_owned()),
                Some(false) => {
                    notes.push("The provider does not take the domain for verified".to_owned());
                }
                None => {}
            }
            let verified = facts.verified;
            (Some(facts.apply(settings)), verified)
        }
        Err(why) => {
            notes.push(shown(&why));
            (Some(settings), None)
        }
    }
}

/// What was answered so far, kept beside the run to show it.
struct Seen {
    check: WholeCheck,
    inquiry: Inquiry,
    trace: Vec<TraceRow>,
    notes: Vec<String>,
    told: Option<Instant>,
}

impl Seen {
    fn new(check: &WholeCheck, notes: Vec<String>) -> Self {
        Self {
            check: check.clone(),
            inquiry: WholeCheck::inquiry(),
            trace: Vec::new(),
            notes,
            told: None,
        }
    }

    fn take(&mut self, traced: &TracedQuery) {
        let answer = traced.reply.answer.clone();
        self.inquiry.answer(traced.question.clone(), answer);
        self.trace.push(row(traced));
    }

    /// Whether the screen is to be told; the first answers are worth showing at once.
    fn is_due(&mut self) -> bool {
        let now = Instant::now();
        let is_due = self
            .told
            .is_none_or(|told| now.duration_since(told) >= TELL_EVERY);
        if is_due {
            self.told = Some(now);
        }
        is_due
    }

    fn checked(&self, whole: WholeReport, at: Option<jiff::Timestamp>) -> CheckedDomain {
        CheckedDomain {
            whole,
            trace: self.trace.clone(),
            notes: self.notes.clone(),
            at,
        }
    }
}

/// Runs a check over what was answered already.
async fn asked(
    whole: &WholeCheck,
    (lookup, left): (&Arc<dyn Lookup>, RunOptions),
    seen: &mut Seen,
    tell: &impl Fn(DomainNews),
    token: &CancellationToken,
) -> Result<Run<WholeReport>, RunError> {
    seen.check = whole.clone();
    let steps = InquiryCheck::new(seen.inquiry.clone(), |inquiry: &mut Inquiry| {
        whole.step(inquiry)
    });
    let on_event = |event: RunEvent<'_>| {
        let RunEvent::Answered(traced) = event else {
            return;
        };
        seen.take(traced);
        if seen.is_due() {
            let partial = seen.check.partial(&seen.inquiry);
            tell(DomainNews::Partial(seen.checked(partial, None)));
        }
    };
    drive(steps, Arc::clone(lookup), left, on_event, token).await
}

/// Tells what changed since the last report, and keeps this one.
async fn compare_and_keep(
    store: ReportStore,
    snapshot: Snapshot,
    (at, json): (jiff::Timestamp, String),
    tell: &impl Fn(DomainNews),
) {
    let work = move || {
        let domain = snapshot.domain().clone();
        // One that cannot be read is told of; one in which nothing was answered says nothing.
        let is_meant =
            |json: &str| Snapshot::from_json(json).map_or(true, |before| before.has_answers());
        let changes = match store.newest_where(&domain, is_meant) {
            Ok(None) => ChangesSince::First,
            Ok(Some(kept)) => match Snapshot::from_json(&kept.json) {
                Ok(before) => ChangesSince::Since(kept.at, before.changes_to(&snapshot)),
                Err(error) => ChangesSince::Unreadable(with_causes(&error)),
            },
            Err(error) => ChangesSince::Unreadable(with_causes(&error)),
        };
        let kept = store.keep(&domain, at, &json);
        (changes, kept.map_err(|error| with_causes(&error)))
    };
    // Work that panicked has been told of by the panic itself.
    if let Ok((changes, kept)) = tokio::task::spawn_blocking(work).await {
        tell(DomainNews::Changes(changes));
        if let Err(error) = kept {
            tell(DomainNews::NotKept(error));
        }
    }
}

/// Proves each change that would mend a finding. What only the changed records lead to is asked.
async fn prove(
    recorded: Arc<Recorded>,
    checked: CheckedDomain,
    asking: (Arc<dyn Lookup>, RunOptions),
    tell: &impl Fn(DomainNews),
    token: &CancellationToken,
) {
    let findings = checked.whole.report.findings.into();
    let on_proofs = |proofs: &BTreeMap<usize, Proof>| tell(DomainNews::Proofs(proofs.clone()));
    // The last round was told as well.
    drop(prove_all(recorded, findings, asking, on_proofs, token).await);
}

/// A question and its answer in words.
fn row(traced: &TracedQuery) -> TraceRow {
    let TracedQuery {
        question,
        level,
        asked_micros,
        answered_micros,
        reply,
    } = traced;
    let millis = |micros: u64| micros as f32 / 1000.0;
    let mut records: Vec<String> = reply
        .answer
        .aliases
        .iter()
        .map(|alias| format!("→ {alias}"))
        .collect();
    records.extend(
        reply
            .answer
            .records()
            .iter()
            .map(|data| shown(&data_text(data))),
    );
    let (outcome, kind) = outcome(&reply.answer.outcome);
    if let Some(problem) = reply.source.problem {
        records.push(problem.message().to_owned());
    }
    let how = match reply.source.transport {
        Some(Transport::Udp) => "UDP",
        Some(Transport::Tcp) => "TCP",
        Some(Transport::Tls) => "TLS",
        Some(Transport::Https) => "HTTPS",
        Some(Transport::Cache) => "known",
        Some(Transport::Zone) => "memory",
        None => "",
    };
    let server = reply.source.server.as_deref().unwrap_or_default();
    TraceRow {
        question: shown(&question.to_string()),
        records,
        outcome,
        kind,
        server: format!("{} {how}", shown(server)).trim().to_owned(),
        level: *level,
        asked_ms: millis(*asked_micros),
        took_ms: millis(answered_micros.saturating_sub(*asked_micros)),
    }
}

const fn outcome(outcome: &LookupOutcome) -> (&'static str, TraceKind) {
    match outcome {
        LookupOutcome::Records(_) => ("records", TraceKind::Records),
        LookupOutcome::NoData => ("no such record", TraceKind::Nothing),
        LookupOutcome::NoSuchName => ("no such name", TraceKind::Nothing),
        LookupOutcome::ServerFailure => ("server failure", TraceKind::Failure),
        LookupOutcome::Refused => ("refused", TraceKind::Failure),
        LookupOutcome::Timeout => ("no answer", TraceKind::Failure),
        LookupOutcome::Bogus => ("bogus", TraceKind::Failure),
        LookupOutcome::NotAsked => ("not asked", TraceKind::Failure),
    }
}
