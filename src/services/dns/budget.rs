//! How much one check may ask, and how long it may take.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Most queries that leave for one check, so that no zone can make it ask without end. Repeated
/// queries and those over TCP after a cut answer count as well.
pub const MOST_QUERIES: usize = 100;

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// For the first server, before another one is asked as well.
    pub first: Duration,
    /// For one question, whoever answers.
    pub query: Duration,
    /// For all questions of a check.
    pub check: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            query: Duration::from_millis(2500),
            check: Duration::from_secs(10),
        }
    }
}

/// What one check has left.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    sent: AtomicUsize,
    deadline: Instant,
}

impl Budget {
    /// A budget of `most` queries, which ends `time` from now.
    pub fn new(most: usize, time: Duration) -> Self {
        let now = Instant::now();
        // A time that no clock can name is as good as a day.
        let day = Duration::from_hours(24);
        Self {
            most,
            sent: AtomicUsize::new(0),
            deadline: now.checked_add(time).unwrap_or(now + day),
        }
    }

    /// Takes one query; false if none is left.
    pub fn take(&self) -> bool {
        let take = |sent: usize| (sent < self.most).then_some(sent + 1);
        self.sent
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok()
    }

    /// The queries that were taken.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }

    /// When the check has to be done.
    pub const fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether the deadline has passed.
    pub fn is_late(&self) -> bool {
        Instant::now() >= self.deadline
    }
}

/// What one question takes from a budget.
#[derive(Debug)]
pub(super) struct Purse<'a> {
    budget: &'a Budget,
    taken: AtomicU32,
}

impl<'a> Purse<'a> {
    /// A purse that has taken nothing yet.
    pub(super) const fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            taken: AtomicU32::new(0),
        }
    }

    /// Takes one query; false if none is left.
    pub(super) fn take(&self) -> bool {
        let is_left = self.budget.take();
        if is_left {
            self.taken.fetch_add(1, Ordering::Relaxed);
        }
        is_left
    }

    /// The queries that were taken.
    pub(super) fn taken(&self) -> u32 {
        self.taken.load(Ordering::Relaxed)
    }
}

/// The budget of one check with the usual limits.
impl Default for Budget {
    fn default() -> Self {
        Self::new(MOST_QUERIES, TimeLimits::default().check)
    }
}
