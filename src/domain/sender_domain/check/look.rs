//! What one section of the check looked at, and so how far it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::finding::{Finding, Severity};
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordData, RecordType,
};
use crate::domain::sender_domain::report::{ReportFinding, SectionState};

/// How many findings of one id about one name are told.
const MOST_OF_A_KIND: usize = 20;
/// How many questions without an answer are named in a sentence.
const MOST_NAMED: usize = 3;

/// A reader of answers that keeps what it was asked.
pub(super) struct Look<'a> {
    inquiry: &'a Inquiry,
    looked: Vec<Question>,
    known: BTreeSet<Question>,
}

/// A finished section.
pub(super) struct Section<T> {
    pub value: T,
    pub state: SectionState,
    pub findings: Vec<ReportFinding>,
    pub missing: Vec<Question>,
}

impl<'a> Look<'a> {
    pub(super) const fn new(inquiry: &'a Inquiry) -> Self {
        Self {
            inquiry,
            looked: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    pub(super) const fn inquiry(&self) -> &'a Inquiry {
        self.inquiry
    }

    /// The answer, if it is known.
    pub(super) fn ask(&mut self, name: &Name, record_type: RecordType) -> Option<&'a Answer> {
        let question = Question::new(name.clone(), record_type);
        let answer = self.inquiry.get(&question);
        self.also(std::iter::once(question));
        answer
    }

    /// Questions that another reader had.
    pub(super) fn also(&mut self, questions: impl IntoIterator<Item = Question>) {
        for question in questions {
            if self.known.insert(question.clone()) {
                self.looked.push(question);
            }
        }
    }

    pub(super) fn missing(&self) -> Vec<Question> {
        let is_missing = |question: &&Question| self.inquiry.get(question).is_none();
        self.looked.iter().filter(is_missing).cloned().collect()
    }

    pub(super) fn is_waiting(&self) -> bool {
        let mut looked = self.looked.iter();
        looked.any(|question| self.inquiry.get(question).is_none())
    }

    pub(super) const fn looked_count(&self) -> usize {
        self.looked.len()
    }

    /// The questions that ended without a usable answer.
    pub(super) fn failed(&self) -> Vec<(Question, LookupOutcome)> {
        let failed = |question: &Question| {
            let answer = self.inquiry.get(question)?;
            let is_failure = answer.is_failure();
            is_failure.then(|| (question.clone(), answer.outcome.clone()))
        };
        self.looked.iter().filter_map(failed).collect()
    }

    pub(super) fn state(&self) -> SectionState {
        if self.is_waiting() {
            return SectionState::Waiting;
        }
        let failed = self.failed();
        if failed.is_empty() {
            return SectionState::Known;
        }
        let why = why(&failed);
        SectionState::Unchecked { why }
    }

    /// A finding that says what could not be checked, if there is something.
    pub(super) fn unchecked(
        &self,
        severity: Severity,
        code: &'static str,
        subject: &Name,
        what: &str,
    ) -> Option<ReportFinding> {
        let failed = self.failed();
        if failed.is_empty() {
            return None;
        }
        let message = format!("{what} could not be checked: {}", why(&failed));
        let finding = Finding::new(severity, code, message).hint(
            "Check again in a while; if it stays so, look at the name servers of these names",
        );
        let finding = ReportFinding::of(finding, subject).arg("questions", failed.len());
        Some(
            failed
                .into_iter()
                .fold(finding, |finding, (question, _)| finding.shown_by(question)),
        )
    }

    /// The section, with findings only if nothing is to come that could change them.
    pub(super) fn finish<T>(self, value: T, findings: Vec<ReportFinding>) -> Section<T> {
        let state = self.state();
        Section {
            value,
            findings: if state.is_waiting() {
                Vec::new()
            } else {
                findings
            },
            missing: self.missing(),
            state,
        }
    }
}

/// The questions without an answer, in words.
fn why(failed: &[(Question, LookupOutcome)]) -> String {
    let mut named: Vec<String> = failed
        .iter()
        .take(MOST_NAMED)
        .map(|(question, outcome)| {
            let Question { name, record_type } = question;
            format!("{record_type} of {name}: {}", reason(outcome))
        })
        .collect();
    if let Some(more) = failed
        .len()
        .checked_sub(MOST_NAMED)
        .filter(|more| *more > 0)
    {
        named.push(format!("and {more} more"));
    }
    named.join(", ")
}

/// Why there is no usable answer, as a clause.
const fn reason(outcome: &LookupOutcome) -> &'static str {
    match outcome {
        LookupOutcome::Records(_) => "there are records",
        LookupOutcome::NoData => "there is no such record",
        LookupOutcome::NoSuchName => "there is no such name",
        LookupOutcome::ServerFailure => "the server failed",
        LookupOutcome::Refused => "the server refused",
        LookupOutcome::Timeout => "no server answered in time",
        LookupOutcome::Bogus => "the signature of the answer is wrong",
        LookupOutcome::NotAsked => "not asked, as the check had asked enough",
    }
}

/// The findings without those of which there are too many of a kind: a record that means harm can have
/// thousands of flaws, and each finding holds its text.
pub(super) fn few<T>(findings: Vec<T>, kind: impl Fn(&T) -> (&'static str, Name)) -> Vec<T> {
    let mut counts: BTreeMap<(&'static str, Name), usize> = BTreeMap::new();
    let is_kept = |finding: &T| {
        let count = counts.entry(kind(finding)).or_default();
        *count += 1;
        *count <= MOST_OF_A_KIND
    };
    let mut kept = findings;
    kept.retain(is_kept);
    kept
}

/// The texts of an answer, the strings of each joined.
pub(super) fn texts(answer: &Answer) -> Vec<String> {
    answer
        .records()
        .iter()
        .filter_map(|data| match data {
            RecordData::Txt(text) => Some(text.text()),
            _ => None,
        })
        .collect()
}

/// `prefix` in front of a domain, which may make it too long for a name.
pub(super) fn below(prefix: &str, domain: &Name) -> Option<Name> {
    let labels = prefix.split('.').map(str::as_bytes);
    Name::from_labels(labels.chain(domain.labels())).ok()
}
