//! What a survey has to tell.

mod duplicates;
mod limits;
mod networks;
mod published;
mod repair;
mod terms;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::record::{Record, Term};
use super::Survey;
use super::branch::{Branch, SurveyVerdict};
use crate::domain::finding::{Finding, Severity, Span};
use crate::domain::sender_domain::dns::{Name, RecordType};
use crate::domain::sender_domain::{DomainFinding, RecordChange, RfcSection};

/// How many terms of one record are told about one by one. A real record has far fewer; each finding
/// about a term may hold the whole record without it.
const MOST_TERMS: usize = 100;

/// Every finding of a survey, the worst first, else in the order of the tree.
pub(super) fn of(survey: &Survey) -> Vec<DomainFinding> {
    let mut found = published::of(survey);
    limits::of(survey, &mut found);
    for branch in survey.root.all_branches() {
        if let Some(record) = branch.record() {
            let place = Place::new(survey, branch, record);
            terms::of(&place, &mut found);
            networks::of(&place, &mut found);
        }
    }
    duplicates::of(survey, &mut found);
    if survey.verdict() != SurveyVerdict::None {
        limits::flatten(survey, &mut found);
    }
    let mut found = once(found);
    found.sort_by_key(|finding| finding.finding.severity);
    found
}

/// The same with each sentence about a name once, however many places in the tree lead to it.
fn once(found: Vec<DomainFinding>) -> Vec<DomainFinding> {
    let mut told = BTreeSet::new();
    let mut found = found;
    found.retain(|it| {
        let sentence = (
            it.finding.code,
            it.subject.clone(),
            it.finding.message.clone(),
        );
        told.insert(sentence)
    });
    found
}

/// Terms or names in quotation marks, with “and” before the last; of many the first few.
fn list_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const MOST_LISTED: usize = 5;
    let mut words: Vec<String> = words.into_iter().map(|word| format!("“{word}”")).collect();
    if let Some(more) = words
        .len()
        .checked_sub(MOST_LISTED)
        .filter(|more| *more > 0)
    {
        words.truncate(MOST_LISTED);
        words.push(format!("{more} more"));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A finding under a section of RFC 7208.
fn finding(
    severity: Severity,
    code: &'static str,
    subject: &Name,
    section: &'static str,
    message: impl Into<String>,
) -> DomainFinding {
    DomainFinding::new(
        Finding::new(severity, code, message),
        subject,
        RfcSection::new(7208, section),
    )
}

/// The same finding with what to do about it.
fn with_hint(mut finding: DomainFinding, hint: impl Into<String>) -> DomainFinding {
    finding.finding = finding.finding.hint(hint);
    finding
}

/// The same finding with its bytes in the record.
fn at(mut finding: DomainFinding, span: Span) -> DomainFinding {
    finding.finding = finding.finding.at(span);
    finding
}

/// The exchange of a text for another one.
fn replacement(name: &Name, old: Option<&str>, new: Option<String>) -> RecordChange {
    RecordChange {
        name: name.clone(),
        record_type: RecordType::Txt,
        old: old.map(str::to_owned),
        new,
    }
}

/// A record in the tree, for the findings about it.
struct Place<'a> {
    branch: &'a Branch,
    record: &'a Record,
    /// Whose record it is.
    subject: Name,
    /// Whether it is the surveyed domain's own.
    is_own: bool,
    /// Whether its `all` is the last word about a mail.
    is_deciding: bool,
}

impl<'a> Place<'a> {
    fn new(survey: &'a Survey, branch: &'a Branch, record: &'a Record) -> Self {
        Self {
            branch,
            record,
            subject: Name::from_plain(&branch.domain).unwrap_or_default(),
            is_own: std::ptr::eq(branch, &raw const survey.root),
            is_deciding: std::ptr::eq(branch, survey.root.deciding()),
        }
    }

    /// A finding about this record.
    fn finding(
        &self,
        severity: Severity,
        code: &'static str,
        section: &'static str,
        message: impl Into<String>,
    ) -> DomainFinding {
        finding(severity, code, &self.subject, section, message)
    }

    /// How much something matters that only the owner of the record can change.
    const fn severity(&self, own: Severity) -> Severity {
        if self.is_own { own } else { Severity::Info }
    }

    /// The fix that publishes another text, for one's own record only.
    fn publish(&self, finding: DomainFinding, title: &str, new: String) -> DomainFinding {
        if !self.is_own {
            return finding;
        }
        let change = replacement(&self.subject, Some(&self.record.text), Some(new));
        finding.record_fix(title, vec![change])
    }

    /// The text with the bytes of `span` replaced.
    fn replaced(&self, span: Span, by: &str) -> String {
        let mut text = self.record.text.clone();
        if text.get(span.range()).is_some() {
            text.replace_range(span.range(), by);
        }
        text
    }

    /// The text without some terms and the spaces before them.
    fn without(&self, is_dropped: impl Fn(&Term) -> bool) -> String {
        let mut shorter = self.record.clone();
        shorter.terms.retain(|term| !is_dropped(term));
        shorter.to_string()
    }
}

/// A number with its noun.
fn count(number: usize, one: &str, several: &str) -> String {
    let noun = if number == 1 { one } else { several };
    format!("{number} {noun}")
}

/// For sorting: the largest first.
const fn descending<T>(value: T) -> Reverse<T> {
    Reverse(value)
}
