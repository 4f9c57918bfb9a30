//! Which mail is drawn next, and which are being drawn. Knows no process and no clock.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::super::protocol::{ColorScheme, MAX_PICTURE_SIDE, PreviewRequest, Purpose, ViewId};
use super::BatchJob;

/// The largest scale that the engine draws in.
const LARGEST_SCALE: f32 = 4.0;

/// A job that was being drawn when the helper crashed may be the cause. After this many times it is
/// not tried again.
const CRASHES: u32 = 2;

/// The jobs without an answer.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: VecDeque<Job>,
    /// What each view draws.
    lanes: Vec<Option<Drawing>>,
}

#[derive(Debug)]
struct Job {
    index: usize,
    job: BatchJob,
    crashes: u32,
}

#[derive(Debug)]
struct Drawing {
    job: Job,
    asked: Instant,
}

/// A job that has its answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finished {
    /// Its place among the jobs.
    pub(super) index: usize,
    /// Pixels per CSS pixel of the picture that was asked for.
    pub(super) scale: f32,
}

impl Queue {
    /// Puts jobs in an order in which views rarely change: by scheme, then by width.
    pub(super) fn new(jobs: Vec<BatchJob>, lanes: usize) -> Self {
        let jobs = jobs.into_iter().enumerate().map(|(index, job)| Job {
            index,
            job,
            crashes: 0,
        });
        let mut jobs: Vec<Job> = jobs.collect();
        jobs.sort_by_key(|Job { job, .. }| (job.scheme == ColorScheme::Dark, job.width));
        Self {
            waiting: jobs.into(),
            lanes: (0..lanes.max(1)).map(|_| None).collect(),
        }
    }

    /// Whether every job has its answer.
    pub(super) fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.oldest().is_none()
    }

    /// Gives jobs to views that have none. Those of another scheme wait until all views are free: the
    /// engine draws one scheme at a time, and a view that waits for others would seem slow.
    pub(super) fn hand_out(&mut self, now: Instant) -> Vec<PreviewRequest> {
        let mut scheme = self.drawing().map(|drawing| drawing.job.job.scheme).next();
        let mut requests = Vec::new();
        for (view, lane) in (0..).map(ViewId).zip(&mut self.lanes) {
            let fits = |next: &mut Job| scheme.is_none_or(|scheme| scheme == next.job.scheme);
            if lane.is_none()
                && let Some(job) = self.waiting.pop_front_if(fits)
            {
                scheme = Some(job.job.scheme);
                requests.push(request(view, &job));
                *lane = Some(Drawing { job, asked: now });
            }
        }
        requests
    }

    /// Takes the job that an answer is for. Returns `None` for an answer that nobody waits for.
    pub(super) fn finish(&mut self, view: ViewId, seq: u64) -> Option<Finished> {
        let lane = self.lanes.get_mut(view.0 as usize)?;
        let Job { index, job, .. } = lane.take_if(|drawing| seq_of(&drawing.job) == seq)?.job;
        Some(Finished {
            index,
            scale: job.scale,
        })
    }

    /// When the job that is drawn for the longest time was handed out.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.drawing().map(|drawing| drawing.asked).min()
    }

    /// The helper takes jobs only now: what was handed out before counts from here.
    pub(super) fn restart_clocks(&mut self, now: Instant) {
        for drawing in self.lanes.iter_mut().flatten() {
            drawing.asked = now;
        }
    }

    /// The helper crashed. Returns what is not tried again, with the views that drew it.
    pub(super) fn take_suspects(&mut self) -> Vec<(ViewId, usize)> {
        let mut suspects = Vec::new();
        for (view, lane) in (0..).map(ViewId).zip(&mut self.lanes) {
            if let Some(drawing) = lane {
                drawing.job.crashes += 1;
            }
            if let Some(drawing) = lane.take_if(|drawing| drawing.job.crashes >= CRASHES) {
                suspects.push((view, drawing.job.index));
            }
        }
        suspects
    }

    /// Takes back what is being drawn. Returns what was so for at least `limit`; the rest waits again.
    pub(super) fn give_back(&mut self, now: Instant, limit: Duration) -> Vec<usize> {
        let mut overdue = Vec::new();
        for drawing in self.lanes.iter_mut().filter_map(Option::take) {
            if now.duration_since(drawing.asked) >= limit {
                overdue.push(drawing.job.index);
            } else {
                self.waiting.push_front(drawing.job);
            }
        }
        overdue
    }

    fn drawing(&self) -> impl Iterator<Item = &Drawing> {
        self.lanes.iter().flatten()
    }
}

fn seq_of(job: &Job) -> u64 {
    job.index as u64
}

fn request(view: ViewId, job: &Job) -> PreviewRequest {
    let seq = seq_of(job);
    let job = &job.job;
    PreviewRequest {
        view,
        seq,
        body: job.body.clone(),
        format: job.format,
        width: job.width,
        scale: job.scale.clamp(1.0, LARGEST_SCALE),
        scheme: job.scheme,
        images: job.images,
        visible: None,
        max_tile_side: MAX_PICTURE_SIDE,
        purpose: Purpose::Still {
            max_height: job.max_height,
        },
    }
}
