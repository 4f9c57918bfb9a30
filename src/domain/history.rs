//! Undo and redo of snapshots.

use std::collections::VecDeque;

/// Changes of the same kind with no longer pause than this make one step, in milliseconds.
const PAUSE_MS: u64 = 800;

/// Most steps that are kept.
const MOST_STEPS: usize = 500;

/// Most that all snapshots may cost together; the newest step is always kept.
const MOST_COST: usize = 64 * 1024 * 1024;

/// The past and the future of a document. `T` is a cheap snapshot, `K` the kind of a change.
#[derive(Debug, Clone)]
pub struct History<T, K> {
    past: VecDeque<Step<T>>,
    future: Vec<T>,
    last: Option<(K, u64)>,
    cost: usize,
}

#[derive(Debug, Clone)]
struct Step<T> {
    snapshot: T,
    cost: usize,
}

impl<T, K> Default for History<T, K> {
    fn default() -> Self {
        Self {
            past: VecDeque::new(),
            future: Vec::new(),
            last: None,
            cost: 0,
        }
    }
}

impl<T, K: Mergeable> History<T, K> {
    /// Notes a change made at `at_ms`: `before` is what was there. `cost` is what the snapshot
    /// holds, in bytes.
    pub fn record(&mut self, before: T, kind: K, at_ms: u64, cost: usize) {
        self.future.clear();
        let goes_on = self.last.as_ref().is_some_and(|(last, when)| {
            last.merges_with(&kind) && at_ms.saturating_sub(*when) <= PAUSE_MS
        });
        self.last = Some((kind, at_ms));
        if goes_on && !self.past.is_empty() {
            return;
        }
        self.past.push_back(Step {
            snapshot: before,
            cost,
        });
        self.cost += cost;
        while self.past.len() > 1 && (self.past.len() > MOST_STEPS || self.cost > MOST_COST) {
            if let Some(oldest) = self.past.pop_front() {
                self.cost -= oldest.cost;
            }
        }
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// One step back from `now`.
    pub fn undo(&mut self, now: T) -> Option<T> {
        let step = self.past.pop_back()?;
        self.cost -= step.cost;
        self.future.push(now);
        self.last = None;
        Some(step.snapshot)
    }

    /// One step forward from `now`; `cost` as for [`Self::record`].
    pub fn redo(&mut self, now: T, cost: usize) -> Option<T> {
        let next = self.future.pop()?;
        self.past.push_back(Step {
            snapshot: now,
            cost,
        });
        self.cost += cost;
        self.last = None;
        Some(next)
    }
}

/// A kind of change that may make one step with the change before.
pub trait Mergeable {
    /// Whether both can be one step, if the second follows soon enough.
    fn merges_with(&self, next: &Self) -> bool;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Kind {
        Typing,
        Step,
    }

    impl Mergeable for Kind {
        fn merges_with(&self, next: &Self) -> bool {
            *self == Self::Typing && *next == Self::Typing
        }
    }

    #[test]
    fn typing_without_a_pause_is_one_step() {
        let mut history = History::default();
        history.record("", Kind::Typing, 0, 0);
        history.record("a", Kind::Typing, 100, 1);
        history.record("ab", Kind::Typing, 2_000, 2);
        assert_eq!(history.undo("abc"), Some("ab"));
        assert_eq!(history.undo("ab"), Some(""));
        assert_eq!(history.undo(""), None);
        assert_eq!(history.redo("", 0), Some("ab"));
        assert_eq!(history.redo("ab", 2), Some("abc"));
        assert!(!history.can_redo());
    }

    #[test]
    fn a_new_change_drops_what_could_be_redone() {
        let mut history = History::default();
        history.record(1, Kind::Step, 0, 0);
        assert_eq!(history.undo(2), Some(1));
        history.record(1, Kind::Step, 1, 0);
        assert!(!history.can_redo());
    }

    #[test]
    fn snapshots_that_cost_too_much_go_oldest_first() {
        let mut history = History::default();
        for at in 0..5 {
            history.record(at, Kind::Step, at * 10_000, MOST_COST / 2);
        }
        assert_eq!(history.undo(5), Some(4));
        assert_eq!(history.undo(4), Some(3));
        assert_eq!(history.undo(3), None);
    }

    proptest! {
        #[test]
        fn undoing_everything_and_redoing_it_changes_nothing(values in prop::collection::vec(0..9, 1..40)) {
            let mut history = History::default();
            let mut now = -1;
            for (at, value) in values.iter().enumerate() {
                history.record(now, Kind::Step, at as u64, 0);
                now = *value;
            }
            let end = now;
            while let Some(before) = history.undo(now) {
                now = before;
            }
            prop_assert_eq!(now, -1);
            while let Some(after) = history.redo(now, 0) {
                now = after;
            }
            prop_assert_eq!(now, end);
        }
    }
}
