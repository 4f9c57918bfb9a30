//! How many answers had to wait for another one.

use std::collections::BTreeSet;

use super::{DomainCheck, assemble};
use crate::domain::sender_domain::dns::{Inquiry, Question};

/// The longest chain of questions of which each needed the answer to the one before, found by
/// asking all over again from what is known.
pub(super) fn count(check: &DomainCheck, known: &Inquiry) -> usize {
    let mut replay = DomainCheck::inquiry();
    let mut levels = 0;
    let mut asked: BTreeSet<Question> = BTreeSet::new();
    loop {
        let missing = assemble::assemble(check, &replay).missing;
        let fresh: Vec<Question> = missing
            .into_iter()
            .filter(|question| asked.insert(question.clone()))
            .collect();
        let mut has_answered = false;
        for question in fresh {
            if let Some(answer) = known.get(&question) {
                replay.answer(question, answer.clone());
                has_answered = true;
            }
        }
        if !has_answered {
            return levels;
        }
        levels += 1;
    }
}
