//! What all look-ups share: what is kept and for how long, what is asked once, how a check is driven,
//! and what is left of it to replay.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use letterhead::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType, Step, Zone,
};
use letterhead::domain::sender_domain::spf::{SurveyRequest, SurveyRun, SurveyVerdict};
use letterhead::services::clock::{Clock, SystemClock};
use letterhead::services::dns::{
    Budget, Cache, DnsService, InquiryCheck, Lookup, LookupFuture, Replay, Reply, Run, RunError,
    RunEvent, RunOptions, ServerChoice, TimeLimits, Trace, Transport, ZoneLookup, run,
};
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::zone_server::ZoneServer;

/// A clock that moves when told to.
struct HandClock(Mutex<Timestamp>);

impl HandClock {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Timestamp::UNIX_EPOCH)))
    }

    fn advance(&self, secs: i64) {
        *self.0.lock() += SignedDuration::from_secs(secs);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock()
    }
}

/// Gives one answer, and counts how often.
struct Counting {
    answer: Answer,
    asked: AtomicUsize,
}

impl Counting {
    fn new(outcome: LookupOutcome, ttl_secs: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            answer: Answer {
                ttl_secs,
                ..Answer::new(outcome)
            },
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Lookup for Counting {
    fn ask<'a>(&'a self, _: &'a Question, _: &'a Budget) -> LookupFuture<'a> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let reply = Reply::known(self.answer.clone(), Transport::Udp);
        Box::pin(async move { reply })
    }
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn question(text: &str) -> Question {
    Question::new(name(text), RecordType::Txt)
}

fn some_text() -> LookupOutcome {
    LookupOutcome::Records(vec![RecordData::Txt("v=spf1 -all".into())])
}

async fn ask(lookup: &dyn Lookup) -> Reply {
    lookup.ask(&question("d.example"), &Budget::default()).await
}

#[tokio::test]
async fn an_answer_is_kept_for_its_lifetime_within_bounds() {
    let cases = [
        (some_text(), Some(60), 59, 60),
        (some_text(), Some(0), 4, 5),
        (some_text(), None, 4, 5),
        (some_text(), Some(1_000_000), 3599, 3600),
        (LookupOutcome::NoSuchName, Some(30), 29, 30),
        (LookupOutcome::NoData, Some(30), 29, 30),
    ];
    for (outcome, ttl_secs, kept_secs, gone_secs) in cases {
        let clock = HandClock::new();
        let inner = Counting::new(outcome, ttl_secs);
        let source: Arc<dyn Lookup> = Arc::clone(&inner) as Arc<dyn Lookup>;
        let cache = Cache::new(source, Arc::clone(&clock) as Arc<dyn Clock>);
        ask(&cache).await;
        clock.advance(kept_secs);
        let kept = ask(&cache).await;
        assert_eq!(inner.asked(), 1, "{ttl_secs:?}");
        assert_eq!(kept.source.transport, Some(Transport::Cache));
        let left = ttl_secs.map(|ttl| ttl.saturating_sub(u32::try_from(kept_secs).unwrap()));
        assert_eq!(kept.answer.ttl_secs, left);
        clock.advance(gone_secs - kept_secs);
        ask(&cache).await;
        assert_eq!(inner.asked(), 2, "{ttl_secs:?}");
    }
}

#[tokio::test]
async fn failures_are_not_kept() {
    for outcome in [
        LookupOutcome::Timeout,
        LookupOutcome::ServerFailure,
        LookupOutcome::Refused,
        LookupOutcome::Bogus,
        LookupOutcome::NotAsked,
    ] {
        let inner = Counting::new(outcome, Some(60));
        let cache = Cache::new(Arc::clone(&inner) as Arc<dyn Lookup>, Arc::new(SystemClock));
        ask(&cache).await;
        ask(&cache).await;
        assert_eq!(inner.asked(), 2);
    }
}

#[tokio::test]
async fn a_recheck_asks_anew_and_only_once() {
    let clock = HandClock::new();
    let inner = Counting::new(some_text(), Some(600));
    let source = Arc::clone(&inner) as Arc<dyn Lookup>;
    let cache = Arc::new(Cache::new(source, Arc::clone(&clock) as Arc<dyn Clock>));
    ask(&*cache).await;
    clock.advance(1);
    let fresh = cache.fresh();
    ask(&fresh).await;
    ask(&fresh).await;
    ask(&*cache).await;
    assert_eq!(inner.asked(), 2);
}

/// Answers when it is let.
struct Gate {
    inner: Arc<Counting>,
    reached: Notify,
    open: Notify,
}

impl Lookup for Gate {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        Box::pin(async move {
            self.reached.notify_one();
            self.open.notified().await;
            self.inner.ask(question, budget).await
        })
    }
}

#[tokio::test]
async fn equal_questions_are_asked_once_even_if_the_first_asker_leaves() {
    let inner = Counting::new(some_text(), Some(60));
    let gate = Arc::new(Gate {
        inner: Arc::clone(&inner),
        reached: Notify::new(),
        open: Notify::new(),
    });
    let cache = Arc::new(Cache::new(
        Arc::clone(&gate) as Arc<dyn Lookup>,
        Arc::new(SystemClock),
    ));
    let mut asking = tokio::task::JoinSet::new();
    let leaver = {
        let cache = Arc::clone(&cache);
        asking.spawn(async move { ask(&*cache).await })
    };
    gate.reached.notified().await;
    for _ in 0..5 {
        let cache = Arc::clone(&cache);
        asking.spawn(async move { ask(&*cache).await });
    }
    leaver.abort();
    gate.reached.notified().await;
    gate.open.notify_one();
    let mut replies = Vec::new();
    while let Some(joined) = asking.join_next().await {
        replies.extend(joined.ok());
    }
    assert_eq!(replies.len(), 5);
    assert!(
        replies
            .iter()
            .all(|reply| reply.answer.records().len() == 1)
    );
    assert_eq!(inner.asked(), 1);
}

fn spf_zone() -> Zone {
    let texts = [
        (
            "d.example",
            "v=spf1 include:a.example include:b.example -all",
        ),
        ("a.example", "v=spf1 include:c.example -all"),
        ("b.example", "v=spf1 ip4:192.0.2.0/24 -all"),
        ("c.example", "v=spf1 ip4:198.51.100.0/24 -all"),
    ];
    Zone::from_iter(texts.map(|(at, text)| (name(at), RecordData::Txt(text.into()))))
}

fn survey() -> SurveyRun {
    SurveyRun::new(SurveyRequest::new(name("d.example")))
}

async fn survey_with(lookup: Arc<dyn Lookup>) -> Run<SurveyVerdict> {
    let never = CancellationToken::new();
    let run = run(survey(), lookup, RunOptions::default(), |_| (), &never).await;
    let run = run.unwrap();
    Run {
        result: run.result.verdict(),
        trace: run.trace,
        queries_sent: run.queries_sent,
        elapsed: run.elapsed,
    }
}

#[tokio::test]
async fn a_run_tells_what_depends_on_what() {
    let server = ZoneServer::start(spf_zone(), Duration::ZERO).await;
    let service = DnsService::new(Arc::new(SystemClock), TimeLimits::default());
    let lookup = service
        .lookup(&ServerChoice::Servers(vec![server.address]))
        .unwrap();
    let run = survey_with(lookup).await;
    assert_eq!(run.result, SurveyVerdict::Ok);
    let levels = |wanted: &str| {
        let mut queries = run.trace.queries.iter();
        let found = queries.find(|traced| traced.question == question(wanted));
        found.map(|traced| traced.level)
    };
    assert_eq!(levels("d.example"), Some(1));
    assert_eq!(levels("a.example"), Some(2));
    assert_eq!(levels("b.example"), Some(2));
    assert_eq!(levels("c.example"), Some(3));
    assert_eq!(run.trace.levels(), 3);
    assert_eq!(run.queries_sent, run.trace.queries.len());
    assert_eq!(
        server.queries.load(Ordering::SeqCst),
        run.trace.queries.len()
    );
}

#[tokio::test]
async fn a_trace_is_replayed_without_a_network() {
    let zone: Arc<dyn Lookup> = Arc::new(ZoneLookup(spf_zone()));
    let first = survey_with(zone).await;
    let json = serde_json::to_string(&first.trace).unwrap();
    let trace: Trace = serde_json::from_str(&json).unwrap();
    assert_eq!(trace, first.trace);
    let again = survey_with(Arc::new(Replay::from(trace))).await;
    assert_eq!(again.result, first.result);
    let empty = Replay::default();
    let reply = ask(&empty).await;
    assert_eq!(reply.answer.outcome, LookupOutcome::NotAsked);
}

/// Answers all but some names, which it never answers.
struct Deaf(ZoneLookup, &'static str);

impl Lookup for Deaf {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        if question.name == name(self.1) {
            return Box::pin(std::future::pending());
        }
        self.0.ask(question, budget)
    }
}

#[tokio::test]
async fn nothing_waits_for_the_slowest_and_what_is_missing_is_a_timeout() {
    let lookup = Arc::new(Deaf(ZoneLookup(spf_zone()), "b.example"));
    let options = RunOptions {
        time: Duration::from_millis(200),
        ..RunOptions::default()
    };
    let never = CancellationToken::new();
    let mut answered = Vec::new();
    let run = run(
        survey(),
        lookup,
        options,
        |event| {
            if let RunEvent::Answered(traced) = event {
                let reply = traced.reply.answer.clone();
                answered.push((traced.question.clone(), reply.outcome));
            }
        },
        &never,
    )
    .await
    .unwrap();
    // The includes of the other branch were found meanwhile.
    let outcomes: BTreeMap<Question, LookupOutcome> = answered.iter().cloned().collect();
    assert!(matches!(
        outcomes[&question("c.example")],
        LookupOutcome::Records(_)
    ));
    assert_eq!(outcomes[&question("b.example")], LookupOutcome::Timeout);
    assert_eq!(answered.last().unwrap().0, question("b.example"));
    assert_eq!(run.result.verdict(), SurveyVerdict::TempError);
    assert!(run.elapsed >= options.time);
}

#[tokio::test]
async fn a_check_can_be_cancelled() {
    let lookup = Arc::new(Deaf(ZoneLookup(spf_zone()), "d.example"));
    let cancel = CancellationToken::new();
    let canceller = cancel.clone();
    let on_event = move |event: RunEvent<'_>| {
        if matches!(event, RunEvent::Asked(_)) {
            canceller.cancel();
        }
    };
    let result = run(survey(), lookup, RunOptions::default(), on_event, &cancel).await;
    assert_eq!(result.map(|_| ()), Err(RunError::Cancelled));
}

#[tokio::test]
async fn a_check_that_waits_for_nothing_is_told_so() {
    let check = InquiryCheck::new(Inquiry::new(10), |_: &mut Inquiry| Step::<()>::Wait);
    let lookup = Arc::new(ZoneLookup::default());
    let never = CancellationToken::new();
    let result = run(check, lookup, RunOptions::default(), |_| (), &never).await;
    assert_eq!(result.map(|_| ()), Err(RunError::Stuck));
}

#[test]
fn servers_are_named_as_people_write_them() {
    let cases = [
        ("192.0.2.1", "192.0.2.1:53"),
        ("127.0.0.1:5353", "127.0.0.1:5353"),
        ("2001:db8::1", "[2001:db8::1]:53"),
        ("[2001:db8::1]:5353", "[2001:db8::1]:5353"),
        ("192.0.2.1, 192.0.2.2:54", "192.0.2.1:53,192.0.2.2:54"),
        ("tls://192.0.2.1", "tls://192.0.2.1:853"),
        (
            "tls://192.0.2.1:8853#dns.example",
            "tls://192.0.2.1:8853#dns.example",
        ),
        (
            "https://dns.example/dns-query",
            "https://dns.example/dns-query",
        ),
        ("system", "system"),
        ("authoritative", "authoritative"),
    ];
    for (text, printed) in cases {
        let choice: ServerChoice = text.parse().unwrap();
        assert_eq!(choice.to_string(), printed);
        assert_eq!(printed.parse::<ServerChoice>().unwrap(), choice);
    }
    for text in [
        "",
        "dns.example",
        "192.0.2.1:99999",
        "http://dns.example",
        "tls://dns.example",
    ] {
        assert!(text.parse::<ServerChoice>().is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_choice_is_opened_once() {
    let service = DnsService::new(Arc::new(SystemClock), TimeLimits::default());
    let choose = |text: &str| service.lookup(&text.parse().unwrap()).unwrap();
    assert!(Arc::ptr_eq(&choose("192.0.2.1"), &choose("192.0.2.1:53")));
    assert!(!Arc::ptr_eq(&choose("192.0.2.1"), &choose("192.0.2.2")));
    // Neither of these sends anything before it is asked.
    choose("tls://192.0.2.1#dns.example");
    choose("https://dns.example/dns-query");
    let name = "tls://192.0.2.1#not a name".parse().unwrap();
    assert!(service.lookup(&name).is_err());
}
