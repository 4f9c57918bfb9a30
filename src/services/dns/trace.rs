//! A run as it went, to be shown, kept and replayed.

use serde::{Deserialize, Serialize};

use super::reply::Reply;
use crate::domain::sender_domain::dns::Question;

/// The version of the format.
const SCHEMA: u32 = 1;

/// Every question of a run, in the order they were answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The version of the format: 1.
    pub schema: u32,
    /// The questions.
    pub queries: Vec<TracedQuery>,
}

/// A question of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedQuery {
    /// What was asked.
    pub question: Question,
    /// How many answers in a row it took to know that this had to be asked, itself included: 1 for
    /// what the check knew from the start.
    pub level: u32,
    /// When it was asked, in microseconds since the run began.
    pub asked_micros: u64,
    /// When the answer was there, in microseconds since the run began.
    pub answered_micros: u64,
    /// What came.
    pub reply: Reply,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            queries: Vec::new(),
        }
    }
}

impl Trace {
    /// The most answers in a row that the run had to wait for.
    pub fn levels(&self) -> u32 {
        let levels = self.queries.iter().map(|traced| traced.level);
        levels.max().unwrap_or_default()
    }

    /// The queries that left, repeated ones included.
    pub fn queries_sent(&self) -> u32 {
        let sent = self
            .queries
            .iter()
            .map(|traced| traced.reply.source.queries);
        sent.sum()
    }
}
