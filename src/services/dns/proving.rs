//! Tries the changes that findings bring along, and asks what only the changed records lead to.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::Lookup;
use super::run::{InquiryCheck, Run, RunOptions, run};
use crate::domain::sender_domain::dns::{Inquiry, Question, Step};
use crate::domain::sender_domain::fix::Proof;
use crate::domain::sender_domain::report::ReportFinding;
use crate::domain::sender_domain::whole::WholeCheck;

/// How often new questions are followed: a new record can lead to one that leads on.
const MOST_ROUNDS: usize = 4;

/// A check with its answers, to try changes with.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The check.
    pub check: WholeCheck,
    /// Its answers.
    pub inquiry: Inquiry,
}

/// Proves each change of `findings`, by their places, within `left`.
///
/// That is what the check left of its limits. `on_proofs` is told after each round; in early ones some are still unknown, and stay so
/// where nothing is left to ask by. It ends early if nobody wants it any more.
pub async fn prove(
    recorded: Arc<Recorded>,
    findings: Arc<[ReportFinding]>,
    (lookup, mut left): (Arc<dyn Lookup>, RunOptions),
    on_proofs: impl Fn(&BTreeMap<usize, Proof>),
    token: &CancellationToken,
) -> BTreeMap<usize, Proof> {
    let mut proofs = BTreeMap::new();
    if findings.iter().all(|finding| finding.fix.is_none()) {
        return proofs;
    }
    let mut inquiry = recorded.inquiry.clone();
    for _ in 0..MOST_ROUNDS {
        let (of, known, recorded) = (
            Arc::clone(&findings),
            inquiry.clone(),
            Arc::clone(&recorded),
        );
        let work = move || recorded.check.prove_all(&known, &of);
        // Work that panicked has been told of by the panic itself.
        let Ok(made) = tokio::task::spawn_blocking(work).await else {
            return proofs;
        };
        proofs = made;
        on_proofs(&proofs);
        let needs = proofs.values().flat_map(|proof| &proof.needs);
        let needs: Vec<Question> = needs.cloned().collect();
        if needs.is_empty() || left.is_used_up() {
            return proofs;
        }
        match answered(inquiry, needs, Arc::clone(&lookup), left, token).await {
            Some(run) => {
                left = left.after(&run);
                inquiry = run.result;
            }
            None => return proofs,
        }
    }
    proofs
}

/// The inquiry with answers to more questions; none if nobody wants them any more.
async fn answered(
    inquiry: Inquiry,
    needs: Vec<Question>,
    lookup: Arc<dyn Lookup>,
    left: RunOptions,
    token: &CancellationToken,
) -> Option<Run<Inquiry>> {
    let steps = InquiryCheck::new(inquiry, move |inquiry: &mut Inquiry| {
        let open = needs.iter().filter(|it| inquiry.get(it).is_none());
        let open: Vec<Question> = open.cloned().collect();
        if open.is_empty() {
            return Step::Done(inquiry.clone());
        }
        match inquiry.ask(open) {
            Step::Wait if !inquiry.is_waiting() => Step::Done(inquiry.clone()),
            step => step,
        }
    });
    run(steps, lookup, left, |_| (), token).await.ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::services::dns::Trace;

    #[test]
    fn what_a_check_has_spent_is_gone() {
        let run = |queries_sent, secs| Run {
            result: (),
            trace: Trace::default(),
            queries_sent,
            elapsed: Duration::from_secs(secs),
        };
        let limits = RunOptions {
            most_queries: 100,
            time: Duration::from_secs(10),
        };
        let left = limits.after(&run(40, 4));
        assert_eq!((left.most_queries, left.time.as_secs()), (60, 6));
        assert!(!left.is_used_up());
        assert!(left.after(&run(60, 1)).is_used_up());
        assert!(left.after(&run(1, 6)).is_used_up());
    }
}
