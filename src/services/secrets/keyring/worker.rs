//! One thread that talks to the keyring, so that nobody waits for ever.
//!
//! A keyring that asks a person blocks its caller until the answer. Only this thread is blocked;
//! who asked gets an error when the patience ends. As soon as the person has answered, the thread
//! is free again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::{Entries, SecretError};

/// How long a question waits behind one that nobody waits for any more.
const PATIENCE_IF_STUCK: Duration = Duration::from_millis(500);

type Work = Box<dyn FnOnce(&mut dyn Entries) + Send>;

const OPEN: u8 = 0;
const ANSWERED: u8 = 1;
const ABANDONED: u8 = 2;

/// A question and whether somebody still waits for its answer.
struct Job {
    work: Work,
    state: Arc<AtomicU8>,
}

pub(super) struct Worker {
    jobs: Sender<Job>,
    patience: Duration,
    /// Questions given up whose turn is not over.
    abandoned: Arc<AtomicUsize>,
}

impl Worker {
    pub fn new(entries: impl Entries, patience: Duration) -> Self {
        let (jobs, queue) = channel();
        let abandoned = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&abandoned);
        // Not through the task layer: a prompt can hold this thread for as long as a person likes.
        let started = thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || serve(entries, &queue, &count));
        if let Err(error) = started {
            // The queue is gone with the thread, so every question is told that there is no answer.
            tracing::error!(%error, "no thread for the keyring");
        }
        Self {
            jobs,
            patience,
            abandoned,
        }
    }

    /// Asks and waits for the answer, but no longer than the patience.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut dyn Entries) -> Result<T, SecretError> + Send + 'static,
    ) -> Result<T, SecretError> {
        let patience = if self.abandoned.load(Ordering::SeqCst) > 0 {
            self.patience.min(PATIENCE_IF_STUCK)
        } else {
            self.patience
        };
        let (reply, answer) = channel();
        let state = Arc::new(AtomicU8::new(OPEN));
        let work: Work = Box::new(move |entries| {
            // Nobody listens any more if the patience has ended, which the state tells as well.
            reply.send(question(entries)).ok();
        });
        let job = Job {
            work,
            state: Arc::clone(&state),
        };
        if self.jobs.send(job).is_err() {
            return Err(SecretError::NoAnswer(Duration::ZERO));
        }
        match answer.recv_timeout(patience) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => return Err(SecretError::NoAnswer(patience)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        // Counted before it is given up, so that the thread never counts down first.
        self.abandoned.fetch_add(1, Ordering::SeqCst);
        let given_up = state.compare_exchange(OPEN, ABANDONED, Ordering::SeqCst, Ordering::SeqCst);
        if given_up.is_err() {
            // The answer came in this very moment.
            self.abandoned.fetch_sub(1, Ordering::SeqCst);
            return answer
                .recv()
                .unwrap_or(Err(SecretError::NoAnswer(patience)));
        }
        Err(SecretError::NoAnswer(patience))
    }
}

fn serve(mut entries: impl Entries, queue: &Receiver<Job>, abandoned: &AtomicUsize) {
    while let Ok(job) = queue.recv() {
        // Nothing is done late for somebody who was told that it was not done.
        if job.state.load(Ordering::SeqCst) == OPEN {
            (job.work)(&mut entries);
        }
        let done = job
            .state
            .compare_exchange(OPEN, ANSWERED, Ordering::SeqCst, Ordering::SeqCst);
        if done.is_err() {
            abandoned.fetch_sub(1, Ordering::SeqCst);
        }
    }
}
