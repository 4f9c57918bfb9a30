//! What changed between two reports on one domain.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{DomainReport, SCHEMA};
use crate::domain::sender_domain::dns::{LookupOutcome, Name, Question, RecordType};

/// What is kept of a report to compare it with a later one. It is read from the JSON of a report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Snapshot {
    schema: u32,
    domain: Name,
    findings: Vec<KnownFinding>,
    records: Vec<KnownRecords>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct KnownFinding {
    id: String,
    severity: String,
    subject: Name,
    message: String,
    /// The questions whose answers showed it.
    #[serde(default)]
    evidence: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct KnownRecords {
    #[serde(flatten)]
    question: Question,
    #[serde(flatten)]
    outcome: LookupOutcome,
}

/// Why a text is no report that could be compared.
#[derive(Debug, Error)]
pub enum SnapshotError {
    /// It is no JSON of a report.
    #[error("the file holds no report")]
    NotAReport(#[from] serde_json::Error),
    /// A later version of the program wrote it.
    #[error("the report is of version {found}, and this program reads version {SCHEMA}")]
    LaterSchema {
        /// The version found.
        found: u32,
    },
}

/// What is different in the later of two reports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Changes {
    /// Records that differ, in the order of names.
    pub records: Vec<RecordsChange>,
    /// Findings that are new.
    pub appeared: Vec<FindingChange>,
    /// Findings that are gone.
    pub gone: Vec<FindingChange>,
    /// Findings that say or weigh something else than before, as they are now.
    pub changed: Vec<FindingChange>,
}

/// The records at a name that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordsChange {
    /// The name and the type.
    #[serde(flatten)]
    pub question: Question,
    /// Records that are gone, as JSON shows them.
    pub gone: Vec<String>,
    /// Records that are new.
    pub appeared: Vec<String>,
}

/// A finding that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingChange {
    /// Its id.
    pub id: String,
    /// The name it is about.
    pub subject: Name,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// What it says.
    pub message: String,
}

impl Snapshot {
    /// What is kept of a report.
    pub fn of(report: &DomainReport) -> Self {
        let findings = report.findings.iter().map(|finding| KnownFinding {
            id: finding.id.to_owned(),
            severity: super::text::word(finding.severity).to_owned(),
            subject: finding.subject.clone(),
            message: finding.message.clone(),
            evidence: finding.evidence.clone(),
        });
        let records = report.records.iter().map(|answered| KnownRecords {
            question: answered.question.clone(),
            outcome: answered.outcome.clone(),
        });
        Self {
            schema: report.schema,
            domain: report.domain.clone(),
            findings: findings.collect(),
            records: records.collect(),
        }
    }

    /// Reads the JSON of a report.
    ///
    /// # Errors
    ///
    /// If it is none, or one of a later version.
    pub fn from_json(text: &str) -> Result<Self, SnapshotError> {
        let snapshot: Self = serde_json::from_str(text)?;
        if snapshot.schema > SCHEMA {
            return Err(SnapshotError::LaterSchema {
                found: snapshot.schema,
            });
        }
        Ok(snapshot)
    }

    /// The domain that the report is about.
    pub const fn domain(&self) -> &Name {
        &self.domain
    }

    /// What is different in a later report. Questions that only one of the two asked, or that ended
    /// without an answer in one, say nothing.
    pub fn changes_to(&self, later: &Self) -> Changes {
        let mut changes = Changes {
            records: self.record_changes(later),
            ..Changes::default()
        };
        let (mut old, mut new) = (self.findings.clone(), later.findings.clone());
        take_common(&mut old, &mut new, |one, other| one == other);
        let is_about_same = |one: &KnownFinding, other: &KnownFinding| {
            one.id == other.id && one.subject == other.subject
        };
        changes.changed = take_common(&mut old, &mut new, is_about_same);
        // What the other report had no answer about may have been there all the same.
        old.retain(|it| later.could_tell(it));
        new.retain(|it| self.could_tell(it) || it.is_about_silence());
        changes.gone = old.into_iter().map(FindingChange::from).collect();
        changes.appeared = new.into_iter().map(FindingChange::from).collect();
        changes
    }

    /// Whether anything was answered at all; a report of silence is nothing to compare with.
    pub fn has_answers(&self) -> bool {
        self.records
            .iter()
            .any(|known| data(&known.outcome).is_some())
    }

    /// Whether the report could have told a finding: none of the questions that show it failed, and
    /// if it asked none of them, others had an answer.
    fn could_tell(&self, finding: &KnownFinding) -> bool {
        let known = self.records.iter();
        let mut known = known.filter(|known| finding.evidence.contains(&known.question));
        self.has_answers() && known.all(|known| data(&known.outcome).is_some())
    }

    fn record_changes(&self, later: &Self) -> Vec<RecordsChange> {
        let before: BTreeMap<&Question, &LookupOutcome> = self
            .records
            .iter()
            .map(|known| (&known.question, &known.outcome))
            .collect();
        let mut changes = Vec::new();
        // The serial of a zone changes with anything in it.
        let is_told = |known: &&KnownRecords| known.question.record_type != RecordType::Soa;
        for known in later.records.iter().filter(is_told) {
            let old = before.get(&known.question).and_then(|it| data(it));
            let (Some(old), Some(new)) = (old, data(&known.outcome)) else {
                continue;
            };
            let missing_in = |one: &[String], other: &[String]| -> Vec<String> {
                one.iter()
                    .filter(|it| !other.contains(it))
                    .cloned()
                    .collect()
            };
            let (gone, appeared) = (missing_in(&old, &new), missing_in(&new, &old));
            if !gone.is_empty() || !appeared.is_empty() {
                changes.push(RecordsChange {
                    question: known.question.clone(),
                    gone,
                    appeared,
                });
            }
        }
        changes
    }
}

impl Changes {
    /// Whether nothing changed.
    pub const fn is_empty(&self) -> bool {
        self.records.is_empty()
            && self.appeared.is_empty()
            && self.gone.is_empty()
            && self.changed.is_empty()
    }

    /// The changes as plain text, one on each line; one line if there is none.
    pub fn to_text(&self) -> String {
        use crate::domain::sender_domain::shown::shown;
        if self.is_empty() {
            return "Nothing changed\n".to_owned();
        }
        let mut text = String::new();
        for change in &self.records {
            let question = &change.question;
            let lines = [('-', &change.gone), ('+', &change.appeared)];
            for (sign, data) in lines {
                text.extend(
                    data.iter()
                        .map(|data| format!("{sign} {question} {}\n", shown(data))),
                );
            }
        }
        for (word, findings) in [
            ("new", &self.appeared),
            ("gone", &self.gone),
            ("changed", &self.changed),
        ] {
            text.extend(findings.iter().map(|it| {
                let message = shown(&it.message);
                format!("{word}: {} {message} [{}]\n", it.severity, it.id)
            }));
        }
        text
    }
}

impl KnownFinding {
    /// Whether it says that no answer came.
    fn is_about_silence(&self) -> bool {
        self.id.ends_with(".unchecked") || self.id.ends_with(".temperror")
    }
}

impl From<KnownFinding> for FindingChange {
    fn from(finding: KnownFinding) -> Self {
        Self {
            id: finding.id,
            subject: finding.subject,
            severity: finding.severity,
            message: finding.message,
        }
    }
}

/// The records as texts; none if no usable answer came.
fn data(outcome: &LookupOutcome) -> Option<Vec<String>> {
    match outcome {
        LookupOutcome::Records(records) => {
            let texts = records.iter().map(super::super::fix::data_text);
            Some(texts.collect())
        }
        LookupOutcome::NoData | LookupOutcome::NoSuchName => Some(Vec::new()),
        _ => None,
    }
}

/// Takes the pairs out of two lists that belong together, and returns those of the second.
fn take_common(
    old: &mut Vec<KnownFinding>,
    new: &mut Vec<KnownFinding>,
    is_pair: impl Fn(&KnownFinding, &KnownFinding) -> bool,
) -> Vec<FindingChange> {
    let mut common = Vec::new();
    let mut rest = Vec::new();
    for finding in std::mem::take(new) {
        match old.iter().position(|it| is_pair(it, &finding)) {
            Some(index) => {
                old.remove(index);
                common.push(finding.into());
            }
            None => rest.push(finding),
        }
    }
    *new = rest;
    common
}
