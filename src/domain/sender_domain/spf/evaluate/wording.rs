//! The result of a check in sentences, and as a finding.

use super::CheckRequest;
use super::outcome::{
    Cause, CheckedRecord, CheckedTerm, EvaluationOutcome, SpfResult, TermVerdict,
};
use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::spf::{MOST_LOOKUPS, MOST_MX_HOSTS, MOST_VOID_LOOKUPS};
use crate::domain::sender_domain::{DomainFinding, RfcSection};

impl Cause {
    /// The cause as a sentence without a period about the record of `domain`.
    pub fn message(&self, domain: &str) -> String {
        match self {
            Self::MalformedDomain => format!("“{domain}” is no name that could have an SPF record"),
            Self::NoRecord => format!("{domain} has no SPF record"),
            Self::SeveralRecords { count } => format!("{domain} has {count} SPF records"),
            Self::Syntax { .. } => format!("The SPF record of {domain} is malformed"),
            Self::NoTermMatched => format!("No term of the record of {domain} matches"),
            Self::LookupFailed { question, .. } => format!(
                "The DNS gives no answer about the {} records of {}",
                question.record_type, question.name
            ),
            Self::TooManyLookups => {
                format!("The check needs more than the {MOST_LOOKUPS} look-ups there may be")
            }
            Self::TooManyVoidLookups => {
                format!("More than {MOST_VOID_LOOKUPS} look-ups find nothing")
            }
            Self::TooManyMxHosts { count } => {
                format!("A term leads to {count} mail hosts, and {MOST_MX_HOSTS} may be")
            }
            Self::TargetWithoutRecord => {
                format!("The record of {domain} refers to a domain without an SPF record")
            }
            Self::TargetError => {
                format!("The record of {domain} refers to one that ends in an error")
            }
        }
    }
}

impl EvaluationOutcome {
    /// The record and the term where the check was decided: the last ones on the path.
    pub fn decided_at(&self) -> (&CheckedRecord, Option<&CheckedTerm>) {
        let mut record = &self.path;
        loop {
            let term = record.terms.last();
            let inner = term.filter(|term| {
                // The record of an include that matched only lets it match.
                !matches!(term.verdict, TermVerdict::Match(_) | TermVerdict::NoMatch)
            });
            match inner.and_then(|term| term.record.as_deref()) {
                Some(inner) => record = inner,
                None => return (record, term),
            }
        }
    }

    /// The result as a finding about the domain that was checked.
    pub fn finding(&self, request: &CheckRequest) -> DomainFinding {
        let (_, domain) = request.identity();
        let subject = Name::from_plain(domain).unwrap_or_default();
        let (record, term) = self.decided_at();
        let why = match (&record.cause, term) {
            (Some(cause), _) => cause.message(&record.domain),
            (None, Some(term)) => format!("“{}” of {} decides", term.text, record.domain),
            (None, None) => format!("The record of {} decides", record.domain),
        };
        let ip = request.ip;
        let (severity, code, message, hint) = match self.result {
            SpfResult::Pass => (
                Severity::Info,
                "spf.eval",
                format!("{ip} may send for {domain}"),
                None,
            ),
            SpfResult::TempError => (
                Severity::Warning,
                "spf.eval",
                format!(
                    "Whether {ip} may send for {domain} is not known, as the DNS did not answer"
                ),
                Some("Try again; if it stays so, check the name servers"),
            ),
            _ => (
                Severity::Error,
                "spf.ip-not-authorized",
                format!(
                    "{ip} may not send for {domain}: SPF ends in {}",
                    self.result
                ),
                Some("Name the server in the record, with ip4, ip6 or its provider's include"),
            ),
        };
        let hint = match hint {
            Some(hint) => format!("{why}. {hint}"),
            None => why,
        };
        let finding = Finding::new(severity, code, message).hint(hint);
        let section = record.cause.as_ref().map_or("4.6.2", Cause::section);
        DomainFinding::new(finding, &subject, RfcSection::new(7208, section))
    }
}
