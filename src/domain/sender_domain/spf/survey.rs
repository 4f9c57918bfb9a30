//! A survey of a domain's SPF: every branch at once, with what it costs and authorises in the worst
//! case, and what is wrong with it.

mod branch;
mod findings;
mod flatten;
mod walk;

use core::net::{IpAddr, Ipv4Addr};

use super::super::DomainFinding;
use super::super::dns::{Answer, Inquiry, Name, Question, Step, TxtData};
use super::MOST_LOOKUPS;
use walk::Walker;

pub use branch::{Branch, BranchState, Cost, Explanation, SurveyVerdict, SurveyedTerm, VoidCount};

/// Most questions a survey asks, so that no zone can make it ask without end.
pub const MOST_QUESTIONS: usize = 100;

/// What the surveyed domain is to the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SenderRole {
    /// The domain of MAIL FROM, which receivers check.
    MailFrom,
    /// A domain that stands in From only.
    FromOnly,
}

/// What to survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRequest {
    /// The domain.
    pub domain: Name,
    /// What the domain is to the mail.
    pub role: SenderRole,
    /// The client of a sample mail, to show what macros become.
    pub sample_ip: IpAddr,
    /// The local part of the sample mail's sender.
    pub sample_local_part: String,
    /// The name a server of one's own gives in EHLO; it should have a record as well.
    pub helo: Option<Name>,
    /// How many questions may be asked.
    pub most_questions: usize,
}

impl SurveyRequest {
    /// The survey of the domain of MAIL FROM.
    pub const fn new(domain: Name) -> Self {
        Self {
            domain,
            role: SenderRole::MailFrom,
            sample_ip: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
            sample_local_part: String::new(),
            helo: None,
            most_questions: MOST_QUESTIONS,
        }
    }
}

/// A survey under way: it names its questions and is fed the answers, in any order.
#[derive(Debug, Clone)]
pub struct SurveyRun {
    request: SurveyRequest,
    inquiry: Inquiry,
}

impl SurveyRun {
    /// A survey that has asked nothing yet.
    pub fn new(request: SurveyRequest) -> Self {
        let inquiry = Inquiry::new(request.most_questions);
        Self { request, inquiry }
    }

    /// What is wanted next. All questions of a branch come at once, as soon as they are known.
    pub fn step(&mut self) -> Step<Survey> {
        loop {
            let surveyed = Surveyed::over(&self.request, &self.inquiry);
            let missing: Vec<Question> = surveyed.missing(&self.inquiry).cloned().collect();
            if missing.is_empty() {
                return Step::Done(surveyed.survey);
            }
            match self.inquiry.ask(missing) {
                // Every question was kept back, which answers it.
                Step::Wait if !self.inquiry.is_waiting() => {}
                step => return step,
            }
        }
    }

    /// The survey as far as the answers go. What is still to come counts as nothing, so no verdict or
    /// finding may be drawn from it yet.
    pub fn so_far(&self) -> Survey {
        Surveyed::over(&self.request, &self.inquiry).survey
    }

    /// Takes an answer; one that came before may be given without having been asked for.
    pub fn answer(&mut self, question: Question, answer: Answer) {
        self.inquiry.answer(question, answer);
    }

    /// What was asked and answered so far.
    pub const fn inquiry(&self) -> &Inquiry {
        &self.inquiry
    }

    /// Runs the whole survey against something that answers at once.
    pub fn run(mut self, mut resolve: impl FnMut(&Question) -> Answer) -> Survey {
        loop {
            match self.step() {
                Step::Done(survey) => return survey,
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

/// A survey as far as some answers go, for checks that ask more than SPF wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surveyed {
    /// The survey. What is still to come counts as nothing in it.
    pub survey: Survey,
    /// Every question it has, answered or not, each once and in the order of the records.
    pub looked: Vec<Question>,
}

impl Surveyed {
    /// Surveys what the answers of `inquiry` say.
    pub fn over(request: &SurveyRequest, inquiry: &Inquiry) -> Self {
        let mut walker = Walker::new(request, inquiry);
        let survey = walker.survey();
        let looked = walker.into_looked();
        Self { survey, looked }
    }

    /// The questions without an answer. The survey is whole if there is none.
    pub fn missing<'a>(&'a self, inquiry: &Inquiry) -> impl Iterator<Item = &'a Question> {
        self.looked
            .iter()
            .filter(|question| inquiry.get(question).is_none())
    }
}

/// What a domain publishes about its senders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The domain.
    pub domain: Name,
    /// What the domain is to the mail.
    pub role: SenderRole,
    /// Its record with everything below.
    pub root: Branch,
    /// Every text of the domain.
    pub texts: Vec<TxtData>,
    /// Whether it has a record of the retired type SPF.
    pub has_type_99: bool,
    /// The name it is an alias of, if a server says so besides its texts.
    pub alias: Option<Name>,
    /// A name that has the record in its place: `www` below it, or itself twice.
    pub misplaced: Option<Name>,
    /// The EHLO name of one's own server that has no record.
    pub helo_without_record: Option<Name>,
}

impl Survey {
    /// What receivers make of the records in the worst case.
    pub fn verdict(&self) -> SurveyVerdict {
        let cost = self.root.cost;
        let is_over = cost.lookups > MOST_LOOKUPS || cost.void.is_over();
        let verdict = self.root.verdict();
        if is_over && verdict != SurveyVerdict::None {
            SurveyVerdict::PermError
        } else {
            verdict
        }
    }

    /// The text of the record, if there is exactly one.
    pub fn record(&self) -> Option<&str> {
        self.root.text()
    }

    /// Everything worth telling, the worst first.
    pub fn findings(&self) -> Vec<DomainFinding> {
        findings::of(self)
    }

    /// The record with every include replaced by the networks it stands for now; none if that would
    /// not mean the same, or not everything is known. It goes stale when one of them changes.
    pub fn flattened(&self) -> Option<String> {
        flatten::flattened(&self.root)
    }
}
