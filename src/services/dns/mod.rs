//! The DNS behind the checks of a sender's domain.
//!
//! A [`Lookup`] answers one question; [`run()`] drives a check that only names its questions. Nothing
//! here decides what an answer means for mail, and nothing calls a name missing unless a server said
//! so: silence, refusal and failure stay what they are.
//!
//! Queries go to the servers that were chosen and to no other. They are encoded and decoded by
//! hickory-proto and exchanged over sockets of our own, since the answers of a failing server, the
//! aliases on the way and the time each took have to be told apart.

mod authoritative;
mod budget;
mod cache;
mod choice;
mod data;
mod endpoint;
mod exchange;
mod limiter;
mod pipeline;
mod proving;
mod reading;
mod replay;
mod reply;
mod run;
mod servers;
mod set;
mod system;
mod trace;
mod wire;

use std::pin::Pin;

use crate::domain::sender_domain::dns::Question;

pub use authoritative::{AddressPolicy, Authoritative};
pub use budget::{Budget, MOST_QUERIES, TimeLimits};
pub use cache::{Cache, Fresh};
pub use choice::{ChoiceError, DnsService, ServerChoice};
pub use endpoint::{Endpoint, HttpsServer, TlsServer};
pub use limiter::{Limiter, MOST_IN_FLIGHT, MOST_PER_SERVER};
pub use proving::{Recorded, prove};
pub use replay::{Replay, ZoneLookup};
pub use reply::{Problem, Reply, Source, Transport};
pub use run::{Check, InquiryCheck, Run, RunError, RunEvent, RunOptions, run};
pub use servers::Servers;
pub use trace::{Trace, TracedQuery};

/// The answer to come.
pub type LookupFuture<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// Answers questions about the DNS.
pub trait Lookup: Send + Sync {
    /// The answer to a question, whatever became of it. Every query that leaves for it is taken from
    /// `budget`, and none is waited for beyond its deadline. Dropping the future gives the question
    /// up.
    fn ask<'a>(&'a self, question: &'a Question, budget: &'a Budget) -> LookupFuture<'a>;
}
