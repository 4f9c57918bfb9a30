//! A set of servers that are asked one after the other until one answers.

mod attempt;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::budget::{Budget, Purse, TimeLimits};
use super::endpoint::{Endpoint, Heard, Way as Route};
use super::limiter::{Limiter, Permit};
use super::reading::{Progress, Way};
use super::reply::{Problem, Reply, Source};
use super::set::FutureSet;
use super::{Lookup, LookupFuture};
use crate::domain::sender_domain::dns::{LookupOutcome, Question};
use attempt::Attempt;

/// How many servers are asked for one answer.
const MOST_ATTEMPTS: usize = 3;

/// Servers that all know the same, such as the resolvers of a system or the servers of a zone.
///
/// The first is asked; if it fails, or says nothing for a second, the next one is asked as well, or
/// the same one over TCP. Whichever answers first is right.
#[derive(Debug)]
pub struct Servers {
    endpoints: Vec<Endpoint>,
    limits: TimeLimits,
    limiter: Arc<Limiter>,
    recursion: bool,
    /// The one that answered last when another one did not.
    preferred: AtomicUsize,
}

/// An answer and the server it came from.
struct Answered {
    heard: Heard,
    server: usize,
}

impl Servers {
    /// Resolvers, which find the answer for us.
    pub fn resolvers(endpoints: Vec<Endpoint>, limits: TimeLimits) -> Self {
        Self::new(endpoints, limits, Arc::new(Limiter::for_resolver()), true)
    }

    /// The servers of a zone, which answer for it alone.
    pub fn of_zone(endpoints: Vec<Endpoint>, limits: TimeLimits, limiter: Arc<Limiter>) -> Self {
        Self::new(endpoints, limits, limiter, false)
    }

    fn new(
        endpoints: Vec<Endpoint>,
        limits: TimeLimits,
        limiter: Arc<Limiter>,
        recursion: bool,
    ) -> Self {
        Self {
            endpoints,
            limits,
            limiter,
            recursion,
            preferred: AtomicUsize::new(0),
        }
    }

    /// Follows the aliases from a question to its answer, or to one that these servers do not know.
    pub(super) async fn follow(&self, way: &mut Way, budget: &Budget) -> (Progress, Source) {
        let mut source = Source::default();
        let plan = self.plan();
        let first = plan
            .first()
            .and_then(|&(first, _)| self.endpoints.get(first));
        let Some(first) = first else {
            return (Progress::Failed(Problem::NoServers), source);
        };
        source.server = Some(first.label());
        let entering = self.limiter.enter(first.plain_address());
        let Ok((_permit, of_first)) = timeout_at(budget.deadline(), entering).await else {
            return (Progress::Failed(Problem::Silence), source);
        };
        let started = Instant::now();
        let deadline = budget.deadline().min(started + self.limits.query);
        let purse = Purse::new(budget);
        let mut of_first = Some(of_first);
        let progress = loop {
            let question = way.question();
            let tried = Tried {
                question: &question,
                plan: &plan,
                deadline,
                purse: &purse,
            };
            match self.race(tried, of_first.take()).await {
                Ok(answered) => {
                    source.transport = Some(answered.heard.transport);
                    source.server = self.endpoints.get(answered.server).map(Endpoint::label);
                    match way.follow(&answered.heard.message) {
                        // The servers of a zone do not know where an alias leads outside of it.
                        Progress::Alias if self.recursion => {}
                        progress => break progress,
                    }
                }
                Err(problem) => break Progress::Failed(problem),
            }
        };
        source.queries = purse.taken();
        source.elapsed_micros = micros(started.elapsed());
        (progress, source)
    }

    /// The servers to try, each with the way to it.
    fn plan(&self) -> Vec<(usize, Route)> {
        let count = self.endpoints.len();
        let start = self.preferred.load(Ordering::Relaxed);
        let mut plan: Vec<(usize, Route)> = (0..count.min(MOST_ATTEMPTS))
            .map(|index| ((start + index) % count, Route::Usual))
            .collect();
        if let &[(only, _)] = &*plan {
            plan.push((only, Route::Connection));
        }
        plan
    }

    /// The first usable answer. `of_first` is leave to ask the first server.
    async fn race(
        &self,
        tried: Tried<'_>,
        mut of_first: Option<Permit>,
    ) -> Result<Answered, Problem> {
        let mut attempts = FutureSet::default();
        let mut waiting = tried.plan.iter();
        let mut failure = None;
        let mut next_at = Instant::now();
        loop {
            if Instant::now() >= next_at
                && let Some(&(server, route)) = waiting.next()
                && let Some(endpoint) = self.endpoints.get(server)
            {
                let attempt = Attempt {
                    endpoint,
                    route,
                    recursion: self.recursion,
                    limiter: &self.limiter,
                };
                attempts.add(server, attempt.run(&tried, of_first.take()));
                next_at = Instant::now() + self.limits.first;
            }
            if attempts.is_empty() {
                return Err(failure.unwrap_or(Problem::Silence));
            }
            tokio::select! {
                biased;
                (server, result) = attempts.next() => match result {
                    Ok(heard) => {
                        self.remember(server, tried.plan);
                        return Ok(Answered { heard, server });
                    }
                    // The zone's owner is at fault, which no other server changes.
                    Err(Problem::Bogus) => return Err(Problem::Bogus),
                    Err(problem) => {
                        failure = failure.max(Some(problem));
                        next_at = Instant::now();
                    }
                },
                () = sleep_until(next_at), if waiting.len() > 0 => {}
                () = sleep_until(tried.deadline) => {
                    return Err(failure.map_or(Problem::Silence, |seen| seen.max(Problem::Silence)));
                }
            }
        }
    }

    /// Asks the server that answered first next time, if it was not the first to be asked.
    fn remember(&self, server: usize, plan: &[(usize, Route)]) {
        if plan.first().is_some_and(|&(first, _)| first != server) {
            self.preferred.store(server, Ordering::Relaxed);
        }
    }
}

/// What is tried.
#[derive(Clone, Copy)]
struct Tried<'a> {
    question: &'a Question,
    plan: &'a [(usize, Route)],
    deadline: Instant,
    purse: &'a Purse<'a>,
}

fn micros(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
}

/// The reply at the end of a way.
pub(super) fn reply(way: Way, progress: Progress, mut source: Source) -> Reply {
    let outcome = match progress {
        Progress::Done(outcome) => outcome,
        Progress::Failed(problem) => {
            source.problem = Some(problem);
            problem.outcome()
        }
        // Whoever could not follow an alias does not know what is behind it.
        Progress::Alias => {
            source.problem = Some(Problem::NoServers);
            LookupOutcome::Timeout
        }
    };
    Reply {
        answer: way.answer(outcome),
        source,
    }
}

impl Lookup for Servers {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        Box::pin(async move {
            let mut way = Way::new(question);
            let (progress, source) = self.follow(&mut way, budget).await;
            reply(way, progress, source)
        })
    }
}
