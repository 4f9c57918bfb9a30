//! DNS as data: names, questions, answers, and a zone in memory.
//!
//! The outcomes of a look-up are kept apart, since checks may say “missing” only when a server said
//! so, never when none answered.

mod inquiry;
mod name;
mod record;
mod zone;

#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use inquiry::{Inquiry, Step};
pub use name::{Name, NameError};
pub use record::{RecordData, Soa, TxtData};
pub use zone::Zone;

/// The types of records the checks ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    /// An IPv4 address (RFC 1035).
    A,
    /// An IPv6 address (RFC 3596).
    Aaaa,
    /// An alias (RFC 1035).
    Cname,
    /// A key of DNSSEC (RFC 4034).
    Dnskey,
    /// The fingerprint of a child zone's key (RFC 4034).
    Ds,
    /// A mail host (RFC 5321).
    Mx,
    /// A name server (RFC 1035).
    Ns,
    /// The name of an address (RFC 1035).
    Ptr,
    /// The start of a zone (RFC 1035).
    Soa,
    /// The retired type 99 of SPF (RFC 7208 section 3.1).
    Spf,
    /// A certificate's fingerprint (RFC 6698).
    Tlsa,
    /// Text (RFC 1035).
    Txt,
}

impl RecordType {
    /// Every type.
    pub const ALL: [Self; 12] = [
        Self::A,
        Self::Aaaa,
        Self::Cname,
        Self::Dnskey,
        Self::Ds,
        Self::Mx,
        Self::Ns,
        Self::Ptr,
        Self::Soa,
        Self::Spf,
        Self::Tlsa,
        Self::Txt,
    ];

    /// The mnemonic, as in a zone file.
    pub const fn mnemonic(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Cname => "CNAME",
            Self::Dnskey => "DNSKEY",
            Self::Ds => "DS",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Ptr => "PTR",
            Self::Soa => "SOA",
            Self::Spf => "SPF",
            Self::Tlsa => "TLSA",
            Self::Txt => "TXT",
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.mnemonic())
    }
}

/// What a check wants to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The name, always absolute.
    pub name: Name,
    /// The type of record.
    #[serde(rename = "type")]
    pub record_type: RecordType,
}

impl Question {
    /// A question about `name`.
    pub const fn new(name: Name, record_type: RecordType) -> Self {
        Self { name, record_type }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.record_type)
    }
}

/// How a look-up ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "records", rename_all = "kebab-case")]
pub enum LookupOutcome {
    /// Records of the wanted type, at least one.
    Records(Vec<RecordData>),
    /// The name exists and has no record of this type.
    NoData,
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The server could not answer (SERVFAIL), for another reason than DNSSEC as far as is known.
    ServerFailure,
    /// The server did not want to answer (REFUSED), or gave another error code.
    Refused,
    /// No server answered in time.
    Timeout,
    /// The answer exists, and DNSSEC proves that it must not be trusted.
    Bogus,
    /// The question was kept back, since the check had asked as many as it may.
    NotAsked,
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What came.
    #[serde(flatten)]
    pub outcome: LookupOutcome,
    /// The aliases that were followed, in order: the targets of the CNAME records, the name whose
    /// records these are last. Empty if the name asked for is no alias.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Name>,
    /// For how many seconds the answer may be kept; none for a failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl_secs: Option<u32>,
    /// Whether the resolver vouches for the answer by DNSSEC (the AD bit).
    #[serde(default)]
    pub authenticated: bool,
}

impl Answer {
    /// An answer without aliases, lifetime or DNSSEC.
    pub const fn new(outcome: LookupOutcome) -> Self {
        Self {
            outcome,
            aliases: Vec::new(),
            ttl_secs: None,
            authenticated: false,
        }
    }

    /// The records; none unless there are any.
    pub fn records(&self) -> &[RecordData] {
        match &self.outcome {
            LookupOutcome::Records(records) => records,
            _ => &[],
        }
    }

    /// Whether a server said that there is nothing: no such name, or no such record. RFC 7208
    /// section 4.6.4 calls it a void look-up.
    pub const fn is_void(&self) -> bool {
        matches!(
            self.outcome,
            LookupOutcome::NoData | LookupOutcome::NoSuchName
        )
    }

    /// Whether nothing can be said about the name, since no usable answer came.
    pub const fn is_failure(&self) -> bool {
        matches!(
            self.outcome,
            LookupOutcome::ServerFailure
                | LookupOutcome::Refused
                | LookupOutcome::Timeout
                | LookupOutcome::Bogus
                | LookupOutcome::NotAsked
        )
    }
}
