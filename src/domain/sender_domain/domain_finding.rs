//! A finding about a domain: a problem, the name it is about, where the rule stands, and the change
//! of records that would mend it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::dns::{Name, RecordType};
use crate::domain::finding::Finding;

/// A section of an RFC, printed as `RFC 7208 4.6.4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RfcSection {
    /// The number of the RFC.
    pub rfc: u16,
    /// The section; empty for the whole.
    pub section: &'static str,
}

impl RfcSection {
    /// A section of an RFC.
    pub const fn new(rfc: u16, section: &'static str) -> Self {
        Self { rfc, section }
    }
}

impl fmt::Display for RfcSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RFC {}", self.rfc)?;
        if self.section.is_empty() {
            return Ok(());
        }
        write!(f, " {}", self.section)
    }
}

impl Serialize for RfcSection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One change of the records of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordChange {
    /// The name that has or gets the record.
    pub name: Name,
    /// The type of the record.
    #[serde(rename = "type")]
    pub record_type: RecordType,
    /// The data to remove; none if nothing stands there yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The data to publish; none to remove only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// Changes of records that solve a finding together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordFix {
    /// What they do, as a command.
    pub title: String,
    /// The changes.
    pub changes: Vec<RecordChange>,
}

/// One problem of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainFinding {
    /// What is wrong; its span counts in the text of the subject's record.
    #[serde(flatten)]
    pub finding: Finding,
    /// The name whose record is meant.
    pub subject: Name,
    /// Where the rules stand, at least one.
    pub refs: Vec<RfcSection>,
    /// The records that would solve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_fix: Option<RecordFix>,
}

impl DomainFinding {
    /// A finding about `subject` that a rule backs.
    pub fn new(finding: Finding, subject: &Name, rule: RfcSection) -> Self {
        Self {
            finding,
            subject: subject.clone(),
            refs: vec![rule],
            record_fix: None,
        }
    }

    /// The same finding with one more rule.
    pub fn see(mut self, rule: RfcSection) -> Self {
        self.refs.push(rule);
        self
    }

    /// The same finding with the records that would solve it.
    pub fn record_fix(mut self, title: impl Into<String>, changes: Vec<RecordChange>) -> Self {
        self.record_fix = Some(RecordFix {
            title: title.into(),
            changes,
        });
        self
    }
}
