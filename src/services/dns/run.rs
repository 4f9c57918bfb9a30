//! Drives a check that names its questions and is fed the answers.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::task::{Id, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Lookup;
use super::budget::{Budget, MOST_QUERIES, TimeLimits};
use super::reply::{Problem, Reply};
use super::trace::{Trace, TracedQuery};
use crate::domain::sender_domain::dns::{Answer, Inquiry, Question, Step};
use crate::domain::sender_domain::message::{MessageCheck, MessageReport};
use crate::domain::sender_domain::spf::{Evaluation, EvaluationOutcome, Survey, SurveyRun};

/// A check as the driver sees it.
pub trait Check {
    /// What it comes to.
    type Output;

    /// What it wants next.
    fn step(&mut self) -> Step<Self::Output>;

    /// Takes an answer.
    fn answer(&mut self, question: Question, answer: Answer);
}

impl Check for Evaluation {
    type Output = EvaluationOutcome;

    fn step(&mut self) -> Step<Self::Output> {
        Self::step(self)
    }

    fn answer(&mut self, question: Question, answer: Answer) {
        Self::answer(self, question, answer);
    }
}

impl Check for SurveyRun {
    type Output = Survey;

    fn step(&mut self) -> Step<Self::Output> {
        Self::step(self)
    }

    fn answer(&mut self, question: Question, answer: Answer) {
        Self::answer(self, question, answer);
    }
}

impl Check for MessageCheck {
    type Output = MessageReport;

    fn step(&mut self) -> Step<Self::Output> {
        Self::step(self)
    }

    fn answer(&mut self, question: Question, answer: Answer) {
        Self::answer(self, question, answer);
    }
}

/// A check that is a function of an inquiry.
#[derive(Debug, Clone)]
pub struct InquiryCheck<F> {
    inquiry: Inquiry,
    step: F,
}

impl<F> InquiryCheck<F> {
    /// A check that asks by `inquiry`; `step` is called after every answer.
    pub const fn new(inquiry: Inquiry, step: F) -> Self {
        Self { inquiry, step }
    }
}

impl<T, F: FnMut(&mut Inquiry) -> Step<T>> Check for InquiryCheck<F> {
    type Output = T;

    fn step(&mut self) -> Step<T> {
        (self.step)(&mut self.inquiry)
    }

    fn answer(&mut self, question: Question, answer: Answer) {
        self.inquiry.answer(question, answer);
    }
}

/// The limits of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOptions {
    /// How many queries may leave.
    pub most_queries: usize,
    /// When all has to be over. What is missing then ends in a timeout.
    pub time: Duration,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            most_queries: MOST_QUERIES,
            time: TimeLimits::default().check,
        }
    }
}

impl RunOptions {
    /// What is left of the limits after a run: work that follows it has no budget of its own.
    #[must_use]
    pub const fn after<T>(self, run: &Run<T>) -> Self {
        Self {
            most_queries: self.most_queries.saturating_sub(run.queries_sent),
            time: self.time.saturating_sub(run.elapsed),
        }
    }

    /// Whether nothing is left.
    pub const fn is_used_up(self) -> bool {
        self.most_queries == 0 || self.time.is_zero()
    }
}

/// News of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEvent<'a> {
    /// These questions are being asked.
    Asked(&'a [Question]),
    /// An answer came.
    Answered(&'a TracedQuery),
}

/// A run that came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<T> {
    /// The result of the check.
    pub result: T,
    /// What was asked and answered.
    pub trace: Trace,
    /// The queries that left, repeated ones included; those of unanswered questions too.
    pub queries_sent: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// Why a run has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RunError {
    /// Nobody wants it any more.
    #[error("the check was cancelled")]
    Cancelled,
    /// The check waits for an answer to a question that it never asked.
    #[error("the check waits for something it did not ask for")]
    Stuck,
}

/// Runs a check to its end: asks whatever it wants to know at once, feeds it every answer as it
/// comes, and tells `on_event`. Dropping the future cancels it as `cancel` does.
pub async fn run<C: Check>(
    check: C,
    lookup: Arc<dyn Lookup>,
    options: RunOptions,
    on_event: impl FnMut(RunEvent<'_>),
    cancel: &CancellationToken,
) -> Result<Run<C::Output>, RunError> {
    let driver = Driver {
        check,
        lookup,
        budget: Arc::new(Budget::new(options.most_queries, options.time)),
        on_event,
        started: Instant::now(),
        flights: JoinSet::new(),
        asked: HashMap::new(),
        trace: Trace::default(),
    };
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(RunError::Cancelled),
        run = driver.run() => run,
    }
}

struct Driver<C, F> {
    check: C,
    lookup: Arc<dyn Lookup>,
    budget: Arc<Budget>,
    on_event: F,
    started: Instant,
    flights: JoinSet<Reply>,
    asked: HashMap<Id, Asked>,
    trace: Trace,
}

/// A question under way.
struct Asked {
    question: Question,
    level: u32,
    at: Instant,
}

impl<C: Check, F: FnMut(RunEvent<'_>)> Driver<C, F> {
    async fn run(mut self) -> Result<Run<C::Output>, RunError> {
        let mut level = 1;
        let mut arrived: Vec<TracedQuery> = Vec::new();
        loop {
            if let Some(result) = self.advance(level, &mut arrived)? {
                return Ok(Run {
                    result,
                    queries_sent: self.budget.sent(),
                    elapsed: self.started.elapsed(),
                    trace: self.trace,
                });
            }
            if arrived.is_empty() {
                arrived = self.arrivals().await;
            }
            // Those that took the fewest answers first, so that what follows from them is not
            // taken to have needed the others too.
            arrived.sort_by_key(|traced| std::cmp::Reverse(traced.level));
            let Some(nearest) = arrived.last().map(|traced| traced.level) else {
                return Err(RunError::Stuck);
            };
            while let Some(traced) = arrived.pop_if(|traced| traced.level == nearest) {
                self.take(traced);
            }
            level = nearest + 1;
        }
    }

    /// Lets the check go on, and asks what it wants to know; its result if it is done. What is late
    /// already is answered at once, into `arrived`.
    fn advance(
        &mut self,
        level: u32,
        arrived: &mut Vec<TracedQuery>,
    ) -> Result<Option<C::Output>, RunError> {
        match self.check.step() {
            Step::Done(result) => Ok(Some(result)),
            Step::Wait if self.flights.is_empty() && arrived.is_empty() => Err(RunError::Stuck),
            Step::Wait => Ok(None),
            Step::Ask(questions) => {
                (self.on_event)(RunEvent::Asked(&questions));
                let is_late = self.budget.is_late();
                for question in questions {
                    let asked = Asked {
                        question,
                        level,
                        at: Instant::now(),
                    };
                    if is_late {
                        arrived.push(self.traced(asked, Reply::failed(Problem::Silence)));
                    } else {
                        self.ask(asked);
                    }
                }
                Ok(None)
            }
        }
    }

    fn ask(&mut self, asked: Asked) {
        let lookup = Arc::clone(&self.lookup);
        let budget = Arc::clone(&self.budget);
        let question = asked.question.clone();
        let flight = async move { lookup.ask(&question, &budget).await };
        let id = self.flights.spawn(flight).id();
        self.asked.insert(id, asked);
    }

    /// Waits for an answer, and returns it with all others that are there; when time is up, those to
    /// all questions.
    async fn arrivals(&mut self) -> Vec<TracedQuery> {
        let mut arrived = Vec::new();
        let landed = tokio::select! {
            biased;
            landed = self.flights.join_next_with_id() => landed,
            () = sleep_until(self.budget.deadline()) => {
                self.flights.abort_all();
                self.flights.detach_all();
                return self.unanswered();
            }
        };
        let mut next = landed;
        while let Some(landed) = next {
            match landed {
                Ok((id, reply)) => {
                    if let Some(asked) = self.asked.remove(&id) {
                        arrived.push(self.traced(asked, reply));
                    }
                }
                // A panic is a bug, which whoever started this run learns of.
                Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
                // Nothing else ends a flight while it is waited for.
                Err(_) => {}
            }
            next = self.flights.try_join_next_with_id();
        }
        arrived
    }

    /// What is still asked for, as if every server had kept silent.
    fn unanswered(&mut self) -> Vec<TracedQuery> {
        let mut asked: Vec<Asked> = std::mem::take(&mut self.asked).into_values().collect();
        asked.sort_by(|left, right| (left.at, &left.question).cmp(&(right.at, &right.question)));
        asked
            .into_iter()
            .map(|asked| self.traced(asked, Reply::failed(Problem::Silence)))
            .collect()
    }

    fn traced(&self, asked: Asked, reply: Reply) -> TracedQuery {
        let since = |at: Instant| {
            let micros = at.saturating_duration_since(self.started).as_micros();
            u64::try_from(micros).unwrap_or(u64::MAX)
        };
        TracedQuery {
            question: asked.question,
            level: asked.level,
            asked_micros: since(asked.at),
            answered_micros: since(Instant::now()),
            reply,
        }
    }

    fn take(&mut self, traced: TracedQuery) {
        (self.on_event)(RunEvent::Answered(&traced));
        let answer = traced.reply.answer.clone();
        self.check.answer(traced.question.clone(), answer);
        self.trace.queries.push(traced);
    }
}
