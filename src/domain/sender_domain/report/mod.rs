//! The report on a domain: what it publishes for its mail, what is wrong with it, and what the big
//! receivers make of it.
//!
//! It is a value. The check makes it, at any time; screens, the terminal and files show it.

mod changes;
mod document;
mod exit;
mod finding;
mod html;
mod markdown;
mod section;
mod standing;
mod text;
pub(super) mod verdict;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::dns::{LookupOutcome, Name, Question};
use super::receivers::ReceiverReport;

pub use changes::{Changes, FindingChange, RecordsChange, Snapshot, SnapshotError};
pub use finding::ReportFinding;
pub use section::{
    BimiSection, DaneHost, DaneState, DkimKey, DkimNames, DmarcSection, DnssecSection, DnssecState,
    Existence, KeyState, LogoState, MtaStsSection, MxSection, SectionState, Sections,
    SelectorSource, SenderService, SendingAddress, SpfResultFor, SpfSection, StreamSection,
    TextSection, WalkFound, WalkStep,
};
pub use standing::{HOST_FAMILIES, ReportPart, Standing};

/// The version of the report's JSON. A field may be added without a new one.
pub const SCHEMA: u32 = 1;

/// Everything known about a domain.
///
/// # JSON
///
/// It serialises to one object with the fields below, in this order. What is not known is `null`;
/// names stand without the dot at the end.
///
/// ```text
/// schema       1
/// domain, zone the domain checked; the zone it lies in
/// verdict      {level: "good"|"weak"|"bad"|"unknown", sentence}
/// complete     whether every question is answered
/// sections     {spf, dkim, dmarc, mx, ip, mta_sts, tls_rpt, bimi, dnssec, dane, streams,
///               receivers}, each {state: "waiting"|"known"|"unchecked"|"not-wanted", why?}
/// spf          {verdict: "ok"|"none"|"permerror"|"temperror", record, lookups, void, results}
/// dkim         [{selector, type: "rsa"|"ed25519", bits, usable, cname, name, state, source,
///               record}]
/// dkim_names   {below, wildcard, guessed}
/// dmarc        {verdict: "ok"|"none"|"temperror", record, location, policy, effective, subdomains,
///               nonexistent, organization, walk}
/// mx           {null, hosts, own_addresses}
/// ip           [{ip, reverse, generic}]
/// mta_sts, tls_rpt, bimi, dnssec, dane, streams
/// receivers    [{id, name, since, passes, passes_bulk, rules}]
/// findings     [{id, severity: "error"|"warning"|"info", subject, message, hint, refs, args,
///               evidence, record, span, fix, proof}], the worst first; proof is {verdict: "solves"|
///               "brings-up-errors"|"falls-short"|"unknown", brings_up, remains}, of messages
/// records      [{name, type, outcome, records}]
/// queries      {count, levels, elapsed_ms}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainReport {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The domain.
    pub domain: Name,
    /// The zone that the domain lies in; none until its start is found.
    pub zone: Option<Name>,
    /// What it all comes to.
    pub verdict: Verdict,
    /// Whether every question is answered, be it by “could not be checked”.
    #[serde(rename = "complete")]
    pub is_complete: bool,
    /// How far each section is.
    pub sections: Sections,
    /// Which servers may send.
    pub spf: SpfSection,
    /// The keys: those asked for, and those found by guessing.
    pub dkim: Vec<DkimKey>,
    /// What is known about key names in general.
    pub dkim_names: DkimNames,
    /// What happens to mail that fails.
    pub dmarc: DmarcSection,
    /// Who takes the domain's mail.
    pub mx: MxSection,
    /// The addresses that send, if one's own server does.
    pub ip: Vec<SendingAddress>,
    /// Whether mail to the domain must be encrypted.
    pub mta_sts: MtaStsSection,
    /// Who gets reports about encryption.
    pub tls_rpt: TextSection,
    /// The logo beside mail.
    pub bimi: BimiSection,
    /// Whether the answers are signed.
    pub dnssec: DnssecSection,
    /// Whether the certificates of the mail hosts stand in the DNS; empty unless asked for.
    pub dane: Vec<DaneHost>,
    /// Who sends for the domain.
    pub streams: StreamSection,
    /// What the big receivers make of it.
    pub receivers: Vec<ReceiverReport>,
    /// Everything worth telling, the worst first.
    pub findings: Vec<ReportFinding>,
    /// Every question with what came: the evidence.
    pub records: Vec<AnsweredQuestion>,
    /// What it took.
    pub queries: QueryCount,
}

/// What a report comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// For a colour and an icon.
    pub level: VerdictLevel,
    /// In plain words, one sentence without a period.
    pub sentence: String,
}

impl Verdict {
    /// What a report came to that was kept as JSON; none if it is no such report.
    pub fn of_report(json: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Kept {
            verdict: Verdict,
        }
        let kept: Kept = serde_json::from_str(json).ok()?;
        Some(kept.verdict)
    }
}

/// How good a domain is for sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictLevel {
    /// Mail passes, and forged mail does not.
    Good,
    /// Mail passes, and something should be better.
    Weak,
    /// Mail will be refused or forged.
    Bad,
    /// Too little is known.
    Unknown,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnsweredQuestion {
    /// The question.
    #[serde(flatten)]
    pub question: Question,
    /// What came.
    #[serde(flatten)]
    pub outcome: LookupOutcome,
}

/// What a check took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct QueryCount {
    /// How many questions were asked.
    pub count: usize,
    /// The longest chain of questions of which each needed the answer to the one before; it is
    /// reckoned when the report is complete.
    pub levels: usize,
    /// How long it took in milliseconds, set by who knows the time.
    pub elapsed_ms: Option<u64>,
}
