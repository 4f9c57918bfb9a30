//! An answer, and where it came from.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::sender_domain::dns::{Answer, LookupOutcome};

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The answer.
    pub answer: Answer,
    /// Where it came from.
    pub source: Source,
}

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// The server: its address, or the place it was chosen by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// How it was reached; none if no answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// The queries that left for it; none if it was known already.
    pub queries: u32,
    /// How long it took, in microseconds.
    pub elapsed_micros: u64,
    /// What went wrong on the way to a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// How a server was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// A datagram.
    Udp,
    /// A connection, since a datagram was too small or got lost.
    Tcp,
    /// A connection with TLS (RFC 7858).
    Tls,
    /// HTTPS (RFC 8484).
    Https,
    /// None: the answer was kept from an earlier question.
    Cache,
    /// None: the zone is in memory.
    Zone,
}

/// Why no usable answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// The check had asked as many questions as it may.
    OverBudget,
    /// Nothing came in time.
    Silence,
    /// No server could be reached: nobody listens, or no way leads there.
    Unreachable,
    /// The connection ended before the answer did.
    Closed,
    /// The server's certificate was not accepted, or it does not speak TLS or HTTP.
    Secured,
    /// The servers of the zone could not be found.
    NoServers,
    /// What came is not a usable DNS message.
    Malformed,
    /// The server named others to ask, where it should have answered.
    Referral,
    /// The server did not want to answer, or gave an error code other than `SERVFAIL`.
    Refused,
    /// The server could not answer (`SERVFAIL`).
    ServerFailure,
    /// The aliases lead in a circle, or there are too many in a row.
    AliasLoop,
    /// The server answers only if it need not check the signatures.
    Bogus,
}

impl Problem {
    /// The outcome that a check sees.
    pub const fn outcome(self) -> LookupOutcome {
        match self {
            Self::OverBudget => LookupOutcome::NotAsked,
            Self::Silence | Self::Unreachable | Self::Closed | Self::Secured | Self::NoServers => {
                LookupOutcome::Timeout
            }
            Self::Malformed | Self::Referral | Self::ServerFailure | Self::AliasLoop => {
                LookupOutcome::ServerFailure
            }
            Self::Refused => LookupOutcome::Refused,
            Self::Bogus => LookupOutcome::Bogus,
        }
    }

    /// A sentence for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::OverBudget => {
                "This was not asked any more: the check had sent as many queries as it may"
            }
            Self::Silence => "No server answered in time",
            Self::Unreachable => "The server cannot be reached; check its address and the network",
            Self::Closed => "The server closed the connection before its answer was complete",
            Self::Secured => {
                "No secure connection to the server; check its name, its port and its certificate"
            }
            Self::NoServers => "The servers of the zone could not be found or reached",
            Self::Malformed => "The server sent something that is not an answer",
            Self::Referral => {
                "The server does not answer for this zone: it names others instead, so it is set up \
                 wrongly or was given up"
            }
            Self::Refused => "The server refuses to answer this question",
            Self::ServerFailure => "The server could not find the answer (SERVFAIL)",
            Self::AliasLoop => "The aliases (CNAME) lead in a circle or never end",
            Self::Bogus => {
                "The signatures of the zone (DNSSEC) are wrong, so validating resolvers do not \
                 answer; the zone's owner has to repair them"
            }
        }
    }
}

/// Turns an error of a layer below into a problem, and leaves its words to the log.
pub(super) fn blame<E: fmt::Display>(problem: Problem) -> impl FnOnce(E) -> Problem {
    move |error| {
        tracing::debug!(%error, ?problem, "a query failed");
        problem
    }
}

impl Reply {
    /// The reply of a question that ended in a problem.
    pub const fn failed(problem: Problem) -> Self {
        Self {
            answer: Answer::new(problem.outcome()),
            source: Source {
                server: None,
                transport: None,
                queries: 0,
                elapsed_micros: 0,
                problem: Some(problem),
            },
        }
    }

    /// A reply that took no query and no time.
    pub const fn known(answer: Answer, transport: Transport) -> Self {
        Self {
            answer,
            source: Source {
                server: None,
                transport: Some(transport),
                queries: 0,
                elapsed_micros: 0,
                problem: None,
            },
        }
    }
}

impl Source {
    /// How long the answer took.
    pub const fn elapsed(&self) -> Duration {
        Duration::from_micros(self.elapsed_micros)
    }
}
