//! The run of a batch, driven from outside.

use std::time::Duration;

use serde::Serialize;

use super::pace::{Pace, millis_or_null};
use super::plan::BatchItem;
use super::row::{Row, RowState};
use crate::domain::send_history::{Outcome, SendId};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    /// Every mail had its turn.
    Done,
    /// A person called it off.
    Cancelled,
    /// Too many failed in a row.
    Stopped,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum BatchState {
    /// Mails go out.
    Running,
    /// No further mail goes out until it is resumed.
    Paused,
    /// It is over, though mails may still be under way, see [`Progress::running`].
    Over(Ending),
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Send the mail with this number; it counts as under way from now on.
    Send(usize),
    /// Ask again at this moment.
    WaitUntil(Duration),
    /// Ask again when a mail under way has ended.
    WaitForEnd,
    /// Ask again when the run is resumed.
    Paused,
    /// There is nothing left to do.
    Over(Ending),
}

/// How far a run is. All counts are of mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Those that are to be sent; what the plan leaves out does not count.
    pub total: usize,
    /// Those that ended.
    pub ended: usize,
    /// Of the ended ones, those that were taken.
    pub delivered: usize,
    /// Of the ended ones, those that failed.
    pub failed: usize,
    /// Of the ended ones, those of which nobody knows whether they were sent.
    pub in_doubt: usize,
    /// Those under way.
    pub running: usize,
    /// Those whose turn comes.
    pub waiting: usize,
    /// Those that the end of the run left out.
    pub left_out: usize,
    /// How long it will still take; none before the first one ended, while it is paused and
    /// when it is over.
    #[serde(rename = "leftMs", serialize_with = "millis_or_null")]
    pub left: Option<Duration>,
}

/// A run of a batch.
///
/// Moments are durations since any fixed one, of a clock that does not run backwards; one that
/// does is taken as standing still.
#[derive(Debug, Clone)]
pub struct BatchRun {
    rows: Vec<Row>,
    pace: Pace,
    state: BatchState,
    now: Duration,
    last_start: Option<Duration>,
    failures_in_row: u32,
}

impl BatchRun {
    /// A run of these mails; the first one may start at once.
    pub fn new(items: Vec<BatchItem>, pace: Pace) -> Self {
        let mut run = Self {
            rows: items.into_iter().map(Row::new).collect(),
            pace,
            state: BatchState::Running,
            now: Duration::ZERO,
            last_start: None,
            failures_in_row: 0,
        };
        run.finish_if_done();
        run
    }

    /// What a run of these mails would be, to be looked at: none of them waits for its turn.
    pub fn planned(items: Vec<BatchItem>, pace: Pace) -> Self {
        let mut run = Self::new(items, pace);
        for row in run.rows.iter_mut().filter(|row| is_waiting(row)) {
            row.state = RowState::Planned;
        }
        run
    }

    /// What to do at the moment `now`.
    pub fn next(&mut self, now: Duration) -> Next {
        let now = self.at(now);
        match self.state {
            BatchState::Over(ending) => return self.over(ending),
            BatchState::Paused => return Next::Paused,
            BatchState::Running => {}
        }
        let Some(index) = self.rows.iter().position(is_waiting) else {
            return Next::WaitForEnd;
        };
        if self.running() >= self.pace.at_once.get() as usize {
            return Next::WaitForEnd;
        }
        if let Some(last) = self.last_start {
            let earliest = last.saturating_add(self.pace.interval);
            if now < earliest {
                return Next::WaitUntil(earliest);
            }
        }
        let Some(row) = self.rows.get_mut(index) else {
            return Next::WaitForEnd;
        };
        row.state = RowState::Running { since: now };
        self.last_start = Some(now);
        Next::Send(row.item.number)
    }

    /// Tells what came of the mail with that number. False if it was not under way.
    pub fn ended(
        &mut self,
        number: usize,
        now: Duration,
        outcome: Outcome,
        record: Option<SendId>,
    ) -> bool {
        let now = self.at(now);
        let row = self.rows.iter_mut().find(|row| row.item.number == number);
        let Some(row) = row else { return false };
        let RowState::Running { since } = row.state else {
            return false;
        };
        match outcome {
            Outcome::Delivered { .. } => self.failures_in_row = 0,
            Outcome::Failed { .. }
            | Outcome::Doubtful { .. }
            | Outcome::InDoubt { .. }
            | Outcome::Unknown => {
                self.failures_in_row += 1;
            }
            // A person called this one off, which tells nothing about the server.
            Outcome::Cancelled => {}
        }
        row.state = RowState::Ended {
            outcome,
            took: now.saturating_sub(since),
            record,
        };
        self.stop_if_hopeless();
        self.finish_if_done();
        true
    }

    /// Lets no further mail go; those under way go on. False if it does not run.
    pub fn pause(&mut self) -> bool {
        let is_running = self.state == BatchState::Running;
        if is_running {
            self.state = BatchState::Paused;
        }
        is_running
    }

    /// Goes on after a pause. False if it is not paused.
    pub fn resume(&mut self) -> bool {
        let is_paused = self.state == BatchState::Paused;
        if is_paused {
            self.state = BatchState::Running;
            self.finish_if_done();
        }
        is_paused
    }

    /// Ends the run; results stay, and those of mails under way are still taken. False if it was
    /// over.
    pub fn cancel(&mut self) -> bool {
        if matches!(self.state, BatchState::Over(_)) {
            return false;
        }
        self.end(Ending::Cancelled, "The batch was cancelled before its turn");
        true
    }

    /// Where it stands.
    pub const fn state(&self) -> BatchState {
        self.state
    }

    /// All mails with what came of them, in the order of the plan.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The mail with that number.
    pub fn item(&self, number: usize) -> Option<&BatchItem> {
        let row = self.rows.iter().find(|row| row.item.number == number);
        row.map(|row| &row.item)
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        let mut spent = Duration::ZERO;
        for row in self.rows.iter().filter(|row| row.item.is_sent()) {
            progress.total += 1;
            match &row.state {
                RowState::Planned => {}
                RowState::Waiting => progress.waiting += 1,
                RowState::Running { .. } => progress.running += 1,
                RowState::NotSent { .. } => progress.left_out += 1,
                RowState::Ended { outcome, took, .. } => {
                    progress.ended += 1;
                    spent = spent.saturating_add(*took);
                    match outcome {
                        Outcome::Delivered { .. } => progress.delivered += 1,
                        Outcome::Failed { .. } => progress.failed += 1,
                        Outcome::Doubtful { .. } | Outcome::InDoubt { .. } | Outcome::Unknown => {
                            progress.in_doubt += 1;
                        }
                        Outcome::Cancelled => {}
                    }
                }
            }
        }
        progress.left = self.left(&progress, spent);
        progress
    }

    /// The mails that never had their turn, for another run.
    pub fn left_out(&self) -> Vec<BatchItem> {
        self.rows
            .iter()
            .filter(|row| row.item.is_sent() && matches!(row.state, RowState::NotSent { .. }))
            .map(|row| row.item.clone())
            .collect()
    }

    /// The mails that failed, for another run. Those of which nobody knows whether they were sent
    /// are not among them: they could come twice.
    pub fn failed(&self) -> Vec<BatchItem> {
        let is_failed = |row: &&Row| {
            matches!(
                row.state,
                RowState::Ended {
                    outcome: Outcome::Failed { .. },
                    ..
                }
            )
        };
        let failed = self.rows.iter().filter(is_failed);
        failed.map(|row| row.item.clone()).collect()
    }

    fn at(&mut self, now: Duration) -> Duration {
        self.now = self.now.max(now);
        self.now
    }

    fn running(&self) -> usize {
        self.rows.iter().filter(|row| is_running(row)).count()
    }

    fn over(&self, ending: Ending) -> Next {
        if self.running() > 0 {
            Next::WaitForEnd
        } else {
            Next::Over(ending)
        }
    }

    fn stop_if_hopeless(&mut self) {
        let most = self.pace.stop_after_failures;
        let is_hopeless = most.is_some_and(|most| self.failures_in_row >= most.get());
        let is_over = matches!(self.state, BatchState::Over(_));
        if is_hopeless && !is_over && self.rows.iter().any(is_waiting) {
            let why = match self.failures_in_row {
                1 => "The batch stopped after a failure".to_owned(),
                count => format!("The batch stopped after {count} failures in a row"),
            };
            self.end(Ending::Stopped, &why);
        }
    }

    fn finish_if_done(&mut self) {
        let is_open = |row: &Row| is_waiting(row) || is_running(row);
        if !matches!(self.state, BatchState::Over(_)) && !self.rows.iter().any(is_open) {
            self.state = BatchState::Over(Ending::Done);
        }
    }

    fn end(&mut self, ending: Ending, why: &str) {
        for row in self.rows.iter_mut().filter(|row| is_waiting(row)) {
            row.state = RowState::NotSent {
                why: why.to_owned(),
            };
        }
        self.state = BatchState::Over(ending);
    }

    /// The slower of two limits: the pace, and how long the server took so far.
    fn left(&self, progress: &Progress, spent: Duration) -> Option<Duration> {
        if self.state != BatchState::Running || progress.ended == 0 {
            return None;
        }
        let mean = spent.as_secs_f64() / progress.ended as f64;
        let lanes = f64::from(self.pace.at_once.get());
        let each = self.pace.interval.as_secs_f64().max(mean / lanes);
        let since = self.rows.iter().filter_map(|row| match row.state {
            RowState::Running { since } => Some(self.now.saturating_sub(since).as_secs_f64()),
            _ => None,
        });
        let under_way = since
            .map(|since| (mean - since).max(0.0))
            .fold(0.0, f64::max);
        let waiting = progress.waiting as f64 * each;
        // The last one starts when the others have, and takes its time.
        let last = if progress.waiting > 0 {
            (mean - each).max(0.0)
        } else {
            0.0
        };
        Duration::try_from_secs_f64(under_way.max(0.0) + waiting + last).ok()
    }
}

fn is_waiting(row: &Row) -> bool {
    matches!(row.state, RowState::Waiting)
}

fn is_running(row: &Row) -> bool {
    matches!(row.state, RowState::Running { .. })
}
