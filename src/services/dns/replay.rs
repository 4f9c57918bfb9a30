//! Answers without a network: a recorded run, and a zone in memory.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::reply::{Problem, Reply, Transport};
use super::trace::Trace;
use super::{Lookup, LookupFuture};
use crate::domain::sender_domain::dns::{Question, Zone};

/// Answers what a recorded run was answered, with the times and servers of then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replay {
    replies: BTreeMap<Question, Reply>,
}

impl From<Trace> for Replay {
    fn from(trace: Trace) -> Self {
        let replies = trace.queries.into_iter();
        Self {
            replies: replies
                .map(|traced| (traced.question, traced.reply))
                .collect(),
        }
    }
}

impl Lookup for Replay {
    /// What was not asked then is not answered now, as it would be if the budget were used up.
    fn ask<'a>(&'a self, question: &'a Question, _: &'a Budget) -> LookupFuture<'a> {
        let reply = self.replies.get(question).cloned();
        Box::pin(async move { reply.unwrap_or_else(|| Reply::failed(Problem::OverBudget)) })
    }
}

/// Answers from a zone in memory: to try a change before it is published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ZoneLookup(pub Zone);

impl Lookup for ZoneLookup {
    fn ask<'a>(&'a self, question: &'a Question, _: &'a Budget) -> LookupFuture<'a> {
        let reply = Reply::known(self.0.answer(question), Transport::Zone);
        Box::pin(async move { reply })
    }
}
