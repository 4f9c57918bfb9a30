//! What the big receivers demand of senders, as dated data, and whether a domain meets it.

mod judge;
mod packs;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use judge::judge;
pub(super) use judge::{dkim_state, spf_state};

/// What one receiver makes of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiverReport {
    /// The rule pack, for example `google-2024-02`.
    pub id: &'static str,
    /// The receiver.
    pub name: &'static str,
    /// Since when the rules are in force.
    pub since: &'static str,
    /// Whether what is demanded of everybody is met: no if a rule is not, none if one cannot be told.
    pub passes: Option<bool>,
    /// The same with what is demanded of those who send much.
    pub passes_bulk: Option<bool>,
    /// The rules.
    pub rules: Vec<ReceiverRule>,
}

/// One demand of a receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiverRule {
    /// A stable name within the pack, for example `dmarc`.
    pub id: &'static str,
    /// What is demanded, in one sentence without a period.
    pub demand: &'static str,
    /// Of whom.
    pub of: DemandedOf,
    /// Whether the domain meets it.
    pub state: RuleState,
    /// Why, in one sentence without a period.
    pub why: String,
    /// The site that says so.
    pub source: &'static str,
}

/// Of whom something is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DemandedOf {
    /// Of every sender.
    Everybody,
    /// Of those who send more than 5,000 mails a day.
    BulkSenders,
}

/// Whether a demand is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleState {
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// The DNS cannot tell, or not yet.
    Unknown,
    /// It is not about mail of this kind.
    NotApplicable,
}
