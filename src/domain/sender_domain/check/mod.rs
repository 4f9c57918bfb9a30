//! The check of a whole domain: every question that is known at once, the others as soon as an
//! answer names them, and a report at any time.
//!
//! It is a pure function of the answers. “Missing” is said only where a server said so; anything
//! else could not be checked.

mod assemble;
mod bimi;
pub mod case;
mod dane;
mod dkim;
mod dkim_guess;
mod dmarc;
mod dmarc_reports;
mod dnssec;
mod input;
mod ip;
mod levels;
mod look;
mod mx;
mod questions;
mod spf;
mod spf_mend;
mod streams;
mod transport;

#[cfg(test)]
pub(super) mod tests;

use core::net::IpAddr;

use super::dns::{Answer, Inquiry, LookupOutcome, Name, Question, Step};
use super::mx::Replies;
use super::report::DomainReport;
use super::spf::SenderRole;

pub use input::{DomainInputError, parse_domain};

/// Most questions one check asks, so that no zone can make it ask without end.
pub const MOST_QUESTIONS: usize = 100;
/// How many of them the SPF records may take, so that they leave room for the rest.
const MOST_SPF_QUESTIONS: usize = 50;

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainCheck {
    /// The domain in From.
    pub domain: Name,
    /// The selectors that mail of the domain is signed with, as far as they are known.
    pub selectors: Vec<String>,
    /// What the checks of a provider want to know besides; asked with the first questions.
    pub expected: Vec<Question>,
    /// The addresses that send, if one's own server does.
    pub sending_ips: Vec<IpAddr>,
    /// The name that server gives in EHLO.
    pub helo: Option<Name>,
    /// The servers that one's own mail is handed to.
    pub smtp_hosts: Vec<Name>,
    /// What else is wanted.
    pub options: CheckOptions,
}

/// How thorough a check is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckOptions {
    /// What the domain is to the mail.
    pub role: SenderRole,
    /// Whether people are meant to answer.
    pub replies: Replies,
    /// Whether common selectors are tried.
    pub guessing: Guessing,
    /// Whether the certificates of the mail hosts in the DNS are looked at.
    pub dane: Wanted,
    /// Whether the logo is looked at.
    pub bimi: Wanted,
    /// The policy of MTA-STS at `https://mta-sts.<domain>/.well-known/mta-sts.txt`.
    pub mta_sts_policy: FetchedText,
    /// The logo that the BIMI record names.
    pub bimi_logo: FetchedText,
}

/// Whether a part of the check is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Whether common selectors are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guessing {
    /// They are if no selector is given.
    IfNoneGiven,
    /// They never are.
    Never,
}

/// A text that does not stand in the DNS, which the caller fetches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchedText {
    /// Nobody looked.
    NotFetched,
    /// The text.
    Fetched(String),
    /// It could not be had, for this reason: a clause such as “the certificate is not valid”.
    Failed(String),
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            role: SenderRole::MailFrom,
            replies: Replies::Wanted,
            guessing: Guessing::IfNoneGiven,
            dane: Wanted::No,
            bimi: Wanted::Yes,
            mta_sts_policy: FetchedText::NotFetched,
            bimi_logo: FetchedText::NotFetched,
        }
    }
}

impl DomainCheck {
    /// The check of a domain of which nothing else is known.
    pub fn new(domain: Name) -> Self {
        Self {
            domain,
            selectors: Vec::new(),
            expected: Vec::new(),
            sending_ips: Vec::new(),
            helo: None,
            smtp_hosts: Vec::new(),
            options: CheckOptions::default(),
        }
    }

    /// An inquiry with the budget of a check.
    pub fn inquiry() -> Inquiry {
        Inquiry::new(MOST_QUESTIONS)
    }

    /// What is wanted next: the first time all questions that follow from the domain itself, then
    /// those that answers lead to.
    pub fn step(&self, inquiry: &mut Inquiry) -> Step<DomainReport> {
        loop {
            let assembled = assemble::assemble(self, inquiry);
            if assembled.missing.is_empty() {
                let mut report = assembled.report;
                report.queries.levels = levels::count(self, inquiry);
                return Step::Done(report);
            }
            for question in assembled.kept_back {
                inquiry.answer(question, Answer::new(LookupOutcome::NotAsked));
            }
            match inquiry.ask(assembled.missing) {
                // Every question was kept back, which answers it.
                Step::Wait if !inquiry.is_waiting() => {}
                step => return step,
            }
        }
    }

    /// The report as far as the answers go: what is still to come is marked as waiting and has no
    /// findings.
    pub fn partial(&self, inquiry: &Inquiry) -> DomainReport {
        assemble::assemble(self, inquiry).report
    }

    /// Runs the whole check against something that answers at once; also returns what was asked.
    pub fn run(&self, mut resolve: impl FnMut(&Question) -> Answer) -> (DomainReport, Inquiry) {
        let mut inquiry = Self::inquiry();
        loop {
            match self.step(&mut inquiry) {
                Step::Done(report) => return (report, inquiry),
                Step::Ask(questions) => {
                    for question in questions {
                        let answer = resolve(&question);
                        inquiry.answer(question, answer);
                    }
                }
                // Nothing is under way between two steps here.
                Step::Wait => {}
            }
        }
    }
}
