//! What a domain publishes beside what its provider asks for.
//!
//! The comparison is a pure function of the answers known so far. It asks for every expected name
//! first, and looks further only where something is missing: at the name with the zone added twice,
//! at the domain above, for addresses in place of an alias.

mod alias;
mod differ;
mod find;
mod spf;
mod wording;

pub(in crate::domain::sender_domain) use find::dmarc_found;

#[cfg(test)]
mod tests;

use core::net::IpAddr;

use serde::Serialize;

use super::expected::{Expected, Match};
use super::pattern::Difference;
use super::rules::{Needed, ProviderRules};
use crate::domain::sender_domain::DomainFinding;
use crate::domain::sender_domain::dmarc::TreeWalk;
use crate::domain::sender_domain::dns::{
    Answer, Inquiry, LookupOutcome, Name, Question, RecordType, Step,
};

/// The ids of the findings made here.
pub const FINDING_IDS: [&str; 9] = [
    "provider.extra-mx",
    "provider.mismatch",
    "provider.missing",
    "provider.name-doubled",
    "provider.proxied",
    "provider.spf-include-needed",
    "provider.spf-include-unneeded",
    "provider.unchecked",
    "provider.value-needed",
];

/// One expected record and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The record.
    pub expected: Expected,
    /// What stands there.
    pub state: State,
    /// What to tell about it; none where all is well or nothing is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<DomainFinding>,
    /// The questions whose answers decided it.
    pub evidence: Vec<Question>,
}

/// What stands in the place of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// The record.
    Found {
        /// Where, if the name was not known before.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Name>,
    },
    /// Nothing: a server said so.
    Missing,
    /// Something else.
    Different {
        /// What stands there.
        found: Vec<String>,
        /// What went wrong, if it shows.
        #[serde(skip_serializing_if = "Option::is_none")]
        slip: Option<Slip>,
        /// The values that differ, if the form is right: another region or account.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        differences: Vec<Difference>,
    },
    /// More than there should be.
    Extra {
        /// What is too much.
        found: Vec<String>,
    },
    /// The record, at its name with the zone's name added twice.
    NameDoubled {
        /// Where.
        at: Name,
        /// Its data.
        data: String,
    },
    /// The record, at the domain above.
    Misplaced {
        /// Where.
        at: Name,
        /// Its data.
        data: String,
    },
    /// Addresses where an alias should be.
    Proxied {
        /// Whose proxy, if it is a known one.
        by: Option<String>,
        /// The addresses.
        addresses: Vec<IpAddr>,
    },
    /// Nobody knows, since no usable answer came.
    Unchecked {
        /// Why not.
        why: Unchecked,
    },
    /// Nobody knows, since a value is missing that only the provider has.
    Unknown,
    /// Not needed: another form of the set-up is in use, or it would only do harm and is not there.
    NotNeeded,
}

/// Why an answer is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unchecked {
    /// The question has not been asked or answered yet.
    Waiting,
    /// The servers did not answer, or not in a usable way.
    NoAnswer,
    /// The answer is forged or broken by DNSSEC.
    Bogus,
    /// The check had asked as much as it may.
    NotAsked,
}

/// What went wrong on the way into the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slip {
    /// The zone's own name stands at the end of the value, as its dot was missing.
    ZoneAppended,
    /// Quotation marks or backslashes became part of the value.
    Quotes,
    /// Blanks became part of the value.
    Blanks,
    /// Capitals and small letters differ where they count.
    LetterCase,
    /// A text stands where an alias should be.
    TextForAlias,
    /// The provider's key was copied in place of the alias to it.
    KeyForAlias,
    /// There are two SPF records, so that none counts.
    TwoSpfRecords,
    /// The SPF record breaks the grammar, so that receivers answer it with an error.
    BrokenSpfRecord,
    /// The key is withdrawn: its value is empty.
    Revoked,
}

/// The first questions: every expected name that is known.
pub fn questions(expected: &[Expected]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for one in expected {
        for question in first_questions(one) {
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
    }
    questions
}

fn first_questions(expected: &Expected) -> Vec<Question> {
    let Some(name) = expected.known_name() else {
        let candidates = expected.candidates.iter().cloned();
        return candidates
            .map(|name| Question::new(name, expected.record_type))
            .collect();
    };
    if expected.matches != Match::Dmarc {
        return vec![Question::new(name, expected.record_type)];
    }
    let domain = name.parent().unwrap_or_default().to_string();
    let domains = TreeWalk::domains(&domain).into_iter();
    let names = domains.filter_map(|domain| Name::from_plain(&format!("_dmarc.{domain}")).ok());
    names
        .map(|name| Question::new(name, RecordType::Txt))
        .collect()
}

/// The comparison as far as the answers go; what is not answered yet is [`Unchecked::Waiting`].
pub fn compare(expected: &[Expected], inquiry: &Inquiry) -> Vec<Compared> {
    Look::new(inquiry).compare(expected)
}

/// The comparison, or what is still to ask for it.
pub fn step(expected: &[Expected], inquiry: &mut Inquiry) -> Step<Vec<Compared>> {
    loop {
        let mut look = Look::new(inquiry);
        let compared = look.compare(expected);
        let missing = std::mem::take(&mut look.missing);
        if missing.is_empty() {
            return Step::Done(compared);
        }
        match inquiry.ask(missing) {
            // Every question was kept back, which answers it.
            Step::Wait if !inquiry.is_waiting() => {}
            Step::Wait => return Step::Wait,
            Step::Ask(questions) => return Step::Ask(questions),
            Step::Done(done) => return Step::Done(done),
        }
    }
}

/// One pass over the answers.
pub(super) struct Look<'a> {
    rules: &'static ProviderRules,
    inquiry: &'a Inquiry,
    missing: Vec<Question>,
    evidence: Vec<Question>,
}

impl<'a> Look<'a> {
    fn new(inquiry: &'a Inquiry) -> Self {
        Self {
            rules: ProviderRules::embedded(),
            inquiry,
            missing: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// An answer, if there is one; otherwise the question is noted.
    fn ask(&mut self, name: &Name, record_type: RecordType) -> Option<&'a Answer> {
        let question = Question::new(name.clone(), record_type);
        let answer = self.inquiry.get(&question);
        if answer.is_none() {
            if !self.missing.contains(&question) {
                self.missing.push(question);
            }
        } else if !self.evidence.contains(&question) {
            self.evidence.push(question);
        }
        answer
    }

    fn compare(&mut self, expected: &[Expected]) -> Vec<Compared> {
        let mut compared: Vec<Compared> = expected.iter().map(|one| self.one(one)).collect();
        settle_forms(&mut compared);
        for one in &mut compared {
            one.finding = wording::finding(&one.expected, &one.state);
        }
        compared
    }

    fn one(&mut self, expected: &Expected) -> Compared {
        self.evidence.clear();
        let state = self.state(expected);
        Compared {
            expected: expected.clone(),
            state,
            finding: None,
            evidence: self.evidence.clone(),
        }
    }
}

/// Of several forms one is enough: the one that is there, else the one that was begun, else the
/// first. The records of the others are not needed.
fn settle_forms(compared: &mut [Compared]) {
    let mut groups: Vec<String> = Vec::new();
    for one in compared.iter() {
        if let Some(form) = &one.expected.form
            && !groups.contains(&form.group)
        {
            groups.push(form.group.clone());
        }
    }
    for group in groups {
        let weight = |one: &Compared| match one.state {
            State::Found { .. } => 4,
            State::Extra { .. } | State::Different { .. } => 3,
            State::NameDoubled { .. } | State::Misplaced { .. } | State::Proxied { .. } => 2,
            _ => 0,
        };
        let mut best: Option<(u32, String)> = None;
        for one in compared.iter() {
            let Some(form) = one.expected.form.as_ref().filter(|it| it.group == group) else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|(most, _)| weight(one) > *most);
            if is_better {
                best = Some((weight(one), form.form.clone()));
            }
        }
        let Some((_, chosen)) = best else { continue };
        for one in compared.iter_mut() {
            let form = one.expected.form.as_ref();
            let is_other = form.is_some_and(|it| it.group == group && it.form != chosen);
            if is_other {
                one.state = State::NotNeeded;
            }
        }
    }
}

/// Why an answer says nothing.
pub(super) const fn unchecked(answer: &Answer) -> Unchecked {
    match answer.outcome {
        LookupOutcome::Bogus => Unchecked::Bogus,
        LookupOutcome::NotAsked => Unchecked::NotAsked,
        _ => Unchecked::NoAnswer,
    }
}

/// The state of something that is not there.
const fn absent(needed: Needed) -> State {
    match needed {
        Needed::Unneeded => State::NotNeeded,
        _ => State::Missing,
    }
}
