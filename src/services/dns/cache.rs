//! Answers kept for as long as their zone allows, and equal questions asked once.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use super::budget::Budget;
use super::reply::{Reply, Source, Transport};
use super::{Lookup, LookupFuture};
use crate::domain::sender_domain::dns::{Answer, LookupOutcome, Question};
use crate::services::clock::Clock;

/// An answer is kept for at least as many seconds, so that one check does not ask twice.
const LEAST_SECS: u32 = 5;
/// An answer is kept for at most as many seconds, so that a change shows within an hour.
const MOST_SECS: u32 = 3600;

/// Most answers that are kept.
const MOST_ENTRIES: usize = 4096;

/// Keeps the answers of one set of servers. Failures are not kept.
pub struct Cache {
    inner: Arc<dyn Lookup>,
    clock: Arc<dyn Clock>,
    entries: Mutex<HashMap<Question, Entry>>,
    flights: Mutex<HashMap<Question, Arc<OnceCell<Reply>>>>,
}

/// Ends a flight when whoever takes part in it is done or gives up.
struct Landing<'a> {
    cache: &'a Cache,
    question: &'a Question,
    flight: &'a Arc<OnceCell<Reply>>,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        self.cache.land(self.question, self.flight);
    }
}

/// The same answers for whoever checks again: only those that came since then.
pub struct Fresh {
    cache: Arc<Cache>,
    since: Timestamp,
}

struct Entry {
    reply: Reply,
    stored: Timestamp,
    expires: Timestamp,
}

impl Cache {
    /// A cache before `inner`.
    pub fn new(inner: Arc<dyn Lookup>, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            clock,
            entries: Mutex::default(),
            flights: Mutex::default(),
        }
    }

    /// A view that takes nothing from before now, and keeps what it learns for everyone.
    pub fn fresh(self: &Arc<Self>) -> Fresh {
        Fresh {
            cache: Arc::clone(self),
            since: self.clock.now(),
        }
    }

    async fn answer(
        &self,
        question: &Question,
        budget: &Budget,
        since: Option<Timestamp>,
    ) -> Reply {
        if let Some(reply) = self.kept(question, since) {
            return reply;
        }
        let flight = Arc::clone(self.flights.lock().entry(question.clone()).or_default());
        let _landing = Landing {
            cache: self,
            question,
            flight: &flight,
        };
        let mut own = None;
        let joined = flight.get_or_try_init(async || {
            let reply = self.inner.ask(question, budget).await;
            own = Some(reply.clone());
            // What ended by this check's own limits is nobody else's answer.
            if is_cut_short(&reply, budget) {
                Err(())
            } else {
                self.keep(question, &reply);
                Ok(reply)
            }
        });
        let joined = joined.await.ok().cloned();
        match (own, joined) {
            (Some(own), _) => own,
            (None, Some(joined)) => at_no_cost(joined),
            // Unreachable: who got an error has asked itself.
            (None, None) => self.inner.ask(question, budget).await,
        }
    }

    /// Ends a flight; later questions are answered by what was kept, or asked anew.
    fn land(&self, question: &Question, flight: &Arc<OnceCell<Reply>>) {
        let mut flights = self.flights.lock();
        let is_current = flights
            .get(question)
            .is_some_and(|current| Arc::ptr_eq(current, flight));
        // The map and this flight hold it: nobody else waits for it.
        if is_current && (flight.initialized() || Arc::strong_count(flight) <= 2) {
            flights.remove(question);
        }
    }

    fn kept(&self, question: &Question, since: Option<Timestamp>) -> Option<Reply> {
        let now = self.clock.now();
        let entries = self.entries.lock();
        let entry = entries.get(question)?;
        let is_usable = now < entry.expires && since.is_none_or(|since| entry.stored >= since);
        is_usable.then(|| entry.reply_at(now))
    }

    fn keep(&self, question: &Question, reply: &Reply) {
        if reply.answer.is_failure() {
            return;
        }
        let stored = self.clock.now();
        let lifetime = reply.answer.ttl_secs.unwrap_or_default();
        let lifetime = lifetime.clamp(LEAST_SECS, MOST_SECS);
        let Ok(expires) = stored.checked_add(SignedDuration::from_secs(lifetime.into())) else {
            return;
        };
        let mut entries = self.entries.lock();
        if entries.len() >= MOST_ENTRIES {
            entries.retain(|_, entry| stored < entry.expires);
        }
        if entries.len() >= MOST_ENTRIES {
            entries.clear();
        }
        let entry = Entry {
            reply: reply.clone(),
            stored,
            expires,
        };
        entries.insert(question.clone(), entry);
    }
}

impl Entry {
    /// The reply with as much of its lifetime as is left.
    fn reply_at(&self, now: Timestamp) -> Reply {
        let age = now.duration_since(self.stored).as_secs();
        let age = u32::try_from(age).unwrap_or(u32::MAX);
        let mut reply = at_no_cost(self.reply.clone());
        reply.answer = Answer {
            ttl_secs: reply.answer.ttl_secs.map(|ttl| ttl.saturating_sub(age)),
            ..reply.answer
        };
        reply
    }
}

/// A reply that another question has paid for.
fn at_no_cost(reply: Reply) -> Reply {
    Reply {
        source: Source {
            transport: Some(Transport::Cache),
            queries: 0,
            elapsed_micros: 0,
            ..reply.source
        },
        ..reply
    }
}

fn is_cut_short(reply: &Reply, budget: &Budget) -> bool {
    match reply.answer.outcome {
        LookupOutcome::NotAsked => true,
        LookupOutcome::Timeout => budget.is_late(),
        _ => false,
    }
}

impl Lookup for Cache {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        Box::pin(self.answer(question, budget, None))
    }
}

impl Lookup for Fresh {
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a> {
        Box::pin(self.cache.answer(question, budget, Some(self.since)))
    }
}
