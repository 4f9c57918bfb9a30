//! The check of one mail, in the order of RFC 7208 section 4: what a receiver would say, and the
//! path it takes there.

mod check;
mod lookups;
mod outcome;
mod wording;

use core::net::IpAddr;

use super::super::dns::{Answer, Inquiry, Question, Step};
use check::Walk;

pub use outcome::{Cause, CheckedRecord, CheckedTerm, EvaluationOutcome, SpfResult, TermVerdict};

/// Far more questions than the limits of RFC 7208 leave room for.
const MOST_QUESTIONS: usize = 300;

/// The mail a receiver checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRequest {
    /// The address of the client.
    pub ip: IpAddr,
    /// The name the client gave in HELO or EHLO.
    pub helo: String,
    /// The address of MAIL FROM. If it is empty, as in bounces, `postmaster` at the HELO name is
    /// checked (RFC 7208 section 2.4).
    pub mail_from: String,
    /// The receiving host, for explanations; `unknown` if there is none.
    pub receiver: Option<String>,
    /// The time in seconds since 1970, for explanations.
    pub unix_secs: u64,
}

impl CheckRequest {
    /// A mail without what only explanations need.
    pub fn new(ip: IpAddr, helo: impl Into<String>, mail_from: impl Into<String>) -> Self {
        Self {
            ip,
            helo: helo.into(),
            mail_from: mail_from.into(),
            receiver: None,
            unix_secs: 0,
        }
    }

    /// The local part and the domain that are checked (RFC 7208 section 4.3).
    pub fn identity(&self) -> (&str, &str) {
        if self.mail_from.is_empty() {
            return ("postmaster", &self.helo);
        }
        match self.mail_from.rsplit_once('@') {
            Some(("", domain)) => ("postmaster", domain),
            Some(identity) => identity,
            None => ("postmaster", &self.mail_from),
        }
    }
}

/// A check under way: it names its questions and is fed the answers.
#[derive(Debug, Clone)]
pub struct Evaluation {
    request: CheckRequest,
    inquiry: Inquiry,
}

impl Evaluation {
    /// A check that has asked nothing yet.
    pub fn new(mut request: CheckRequest) -> Self {
        // An IPv4 address in the form of IPv6 is an IPv4 address (RFC 7208 section 5).
        request.ip = request.ip.to_canonical();
        Self {
            request,
            inquiry: Inquiry::new(MOST_QUESTIONS),
        }
    }

    /// What is wanted next. Questions are named when a receiver gets to them; only those of one
    /// term come together.
    pub fn step(&mut self) -> Step<EvaluationOutcome> {
        loop {
            match Walk::new(&self.request, &self.inquiry).run() {
                Ok(outcome) => return Step::Done(outcome),
                Err(missing) => match self.inquiry.ask(missing) {
                    // Every question was kept back, which answers it.
                    Step::Wait if !self.inquiry.is_waiting() => {}
                    step => return step,
                },
            }
        }
    }

    /// The outcome over the answers of a check that asks more than this one wants to know.
    ///
    /// # Errors
    ///
    /// The questions it needs next.
    pub fn over(
        request: &CheckRequest,
        inquiry: &Inquiry,
    ) -> Result<EvaluationOutcome, Vec<Question>> {
        Walk::new(request, inquiry).run()
    }

    /// Takes an answer; one that came before may be given without having been asked for.
    pub fn answer(&mut self, question: Question, answer: Answer) {
        self.inquiry.answer(question, answer);
    }

    /// What was asked and answered so far.
    pub const fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Runs the whole check against something that answers at once.
    pub fn run(mut self, mut resolve: impl FnMut(&Question) -> Answer) -> EvaluationOutcome {
        loop {
            match self.step() {
                Step::Done(outcome) => return outcome,
                Step::Ask(questions) => {
                    for question in questions {
                        let answer = resolve(&question);
                        self.answer(question, answer);
                    }
                }
                // Nothing is under way between two steps here.
                Step::Wait => {}
            }
        }
    }
}
