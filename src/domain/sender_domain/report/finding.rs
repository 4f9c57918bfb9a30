//! A finding as a report holds it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::sender_domain::dns::{Name, Question};
use crate::domain::sender_domain::fix::ProofSummary;
use crate::domain::sender_domain::references::references;
use crate::domain::sender_domain::shown::shown;
use crate::domain::sender_domain::{DomainFinding, RecordFix};

/// One problem, or a fact worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFinding {
    /// The stable name, for example `spf.lookup-limit`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The name it is about.
    pub subject: Name,
    /// What is wrong, in one sentence without a period.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where the rules stand, at least one: `RFC 7208 4.6.4`, or the site of a receiver.
    pub refs: Vec<String>,
    /// The values in the message, for those who write their own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, Value>,
    /// The questions whose answers show it.
    pub evidence: Vec<Question>,
    /// The text of the record, if the finding is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The bytes of that text which are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The records that would solve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<RecordFix>,
    /// What these are good for, if it was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<ProofSummary>,
}

impl ReportFinding {
    /// A finding about a record whose rules stand in the table of [`references`].
    pub fn of(finding: Finding, subject: &Name) -> Self {
        Self {
            id: finding.code,
            severity: finding.severity,
            subject: subject.clone(),
            message: finding.message,
            hint: finding.hint,
            refs: references(finding.code)
                .iter()
                .map(|section| (*section).to_owned())
                .collect(),
            args: BTreeMap::new(),
            evidence: Vec::new(),
            record: None,
            span: finding.span,
            fix: None,
            proof: None,
        }
    }

    /// Where it stands among others: the worst first, then what more hangs on.
    pub fn rank(&self) -> (Severity, usize) {
        (self.severity, super::document::place(self.id))
    }

    /// The same finding with one more value.
    pub fn arg(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.insert(name, value.into());
        self
    }

    /// The same finding with a question whose answer shows it.
    pub fn shown_by(mut self, question: Question) -> Self {
        if !self.evidence.contains(&question) {
            self.evidence.push(question);
        }
        self
    }

    /// The same finding with the text that its span counts in.
    pub fn in_record(mut self, text: impl Into<String>) -> Self {
        self.record = Some(text.into());
        self
    }

    /// Escapes what must not be shown as it is: sentences hold texts from the DNS, and these anything.
    pub(in super::super) fn make_harmless(&mut self) {
        self.message = shown(&self.message);
        self.hint = self.hint.as_deref().map(shown);
        if let Some(fix) = &mut self.fix {
            fix.title = shown(&fix.title);
        }
    }

    /// The same finding with the records that would solve it.
    pub fn fix(mut self, fix: RecordFix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// A finding that brings its rules along, such as those of the provider checks.
impl From<DomainFinding> for ReportFinding {
    fn from(found: DomainFinding) -> Self {
        let refs = found.refs.iter().map(ToString::to_string).collect();
        Self {
            refs,
            fix: found.record_fix,
            ..Self::of(found.finding, &found.subject)
        }
    }
}
