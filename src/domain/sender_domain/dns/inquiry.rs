//! What a check has asked and been answered.
//!
//! A check is a pure function of the answers known so far: it is run again whenever one arrived, and
//! names the questions it still has. So its figures cannot depend on the order of the answers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, LookupOutcome, Question};

/// What a check wants next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<T> {
    /// These questions, which may be asked all at once. More may follow after any answer.
    Ask(Vec<Question>),
    /// Answers to questions it named before.
    Wait,
    /// Nothing; this is the result.
    Done(T),
}

/// The questions and answers of one check.
#[derive(Debug, Clone, Default)]
pub struct Inquiry {
    answers: BTreeMap<Question, Answer>,
    asked: BTreeSet<Question>,
    most_questions: usize,
}

impl Inquiry {
    /// An inquiry that asks no more than `most_questions`; what goes beyond counts as answered by
    /// [`LookupOutcome::NotAsked`].
    pub fn new(most_questions: usize) -> Self {
        Self {
            most_questions,
            ..Self::default()
        }
    }

    /// The answer, if it is known.
    pub fn get(&self, question: &Question) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// Takes an answer. The first one to a question stays.
    pub fn answer(&mut self, question: Question, answer: Answer) {
        self.asked.insert(question.clone());
        self.answers.entry(question).or_insert(answer);
    }

    /// What to do about the questions a check could not go on without: the new ones among them are
    /// to be asked.
    pub fn ask<T>(&mut self, wanted: impl IntoIterator<Item = Question>) -> Step<T> {
        let mut fresh = Vec::new();
        for question in wanted {
            if self.asked.contains(&question) {
                continue;
            }
            self.asked.insert(question.clone());
            if self.asked.len() > self.most_questions {
                let kept_back = Answer::new(LookupOutcome::NotAsked);
                self.answers.insert(question, kept_back);
            } else {
                fresh.push(question);
            }
        }
        if fresh.is_empty() {
            Step::Wait
        } else {
            Step::Ask(fresh)
        }
    }

    /// Whether a question that was asked has no answer yet.
    pub fn is_waiting(&self) -> bool {
        self.asked.len() > self.answers.len()
    }

    /// Every question and its answer, in the order of names: a trace.
    pub fn answers(&self) -> impl Iterator<Item = (&Question, &Answer)> {
        self.answers.iter()
    }
}
