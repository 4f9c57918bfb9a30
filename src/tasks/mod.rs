//! Background work: start, replace, refuse, cancel, report.
//!
//! The only module that knows the runtime. Each start has a run number; an event of a run that is
//! no longer current is dropped, so that a late answer never overwrites a newer one. A panic becomes
//! an event. The sender wakes the window; nothing polls.

use std::collections::HashMap;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use tokio::runtime::Handle;
pub use tokio_util::sync::CancellationToken;

/// What to do when work of the same key is still running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfBusy {
    /// Cancel it and start anew: for rendering, searching, whatever follows typing.
    Replace,
    /// Keep it and start nothing: for whatever must not happen twice.
    Refuse,
}

/// Whether work was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Start {
    /// It runs.
    Started,
    /// Work of the same key runs already.
    Refused,
}

enum Message<K, E> {
    /// From work that runs as long as the program.
    Service(E),
    /// From a run, which may be out of date by now.
    Run { key: K, run: u64, event: E },
    /// A run ended, by itself or by a panic.
    Ended {
        key: K,
        run: u64,
        panic: Option<String>,
    },
}

/// What [`Tasks::next_report`] hands over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report<K, E> {
    /// News from work that is still wanted.
    Event(E),
    /// The work of this key panicked, with this message.
    Panicked(K, String),
}

/// Sends the events of one run.
pub struct Reporter<K, E> {
    key: K,
    run: u64,
    sender: Sender<Message<K, E>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<K: Clone, E> Reporter<K, E> {
    /// Hands an event to the window and wakes it.
    pub fn send(&self, event: E) {
        let message = Message::Run {
            key: self.key.clone(),
            run: self.run,
            event,
        };
        // Nobody listens any more only when the window is closing.
        self.sender.send(message).ok();
        (self.wake)();
    }
}

/// Sends events of work that runs as long as the program, such as a server.
pub struct ServiceReporter<K, E> {
    sender: Sender<Message<K, E>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<K, E> ServiceReporter<K, E> {
    /// Hands an event to the window and wakes it.
    pub fn send(&self, event: E) {
        // Nobody listens any more only when the window is closing.
        self.sender.send(Message::Service(event)).ok();
        (self.wake)();
    }
}

impl<K, E> Clone for ServiceReporter<K, E> {
    fn clone(&self) -> Self {
        Self {
            sender: self.sender.clone(),
            wake: Arc::clone(&self.wake),
        }
    }
}

struct Running {
    run: u64,
    token: CancellationToken,
}

/// The running work, by key.
pub struct Tasks<K, E> {
    handle: Handle,
    sender: Sender<Message<K, E>>,
    receiver: Receiver<Message<K, E>>,
    wake: Arc<dyn Fn() + Send + Sync>,
    running: HashMap<K, Running>,
    next_run: u64,
    shutdown: CancellationToken,
}

impl<K, E> Tasks<K, E>
where
    K: Clone + Eq + Hash + Send + 'static,
    E: Send + 'static,
{
    /// Work runs on `handle`; `wake` is called after each event.
    pub fn new(handle: Handle, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self {
            handle,
            sender,
            receiver,
            wake: Arc::new(wake),
            running: HashMap::new(),
            next_run: 0,
            shutdown: CancellationToken::new(),
        }
    }

    /// Starts asynchronous work. `work` gets a reporter and a token that asks it to stop.
    pub fn start<F>(
        &mut self,
        key: K,
        if_busy: IfBusy,
        work: impl FnOnce(Reporter<K, E>, CancellationToken) -> F,
    ) -> Start
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Some((reporter, token)) = self.begin(&key, if_busy) else {
            return Start::Refused;
        };
        let run = reporter.run;
        let future = work(reporter, token);
        let task = self.handle.spawn(future);
        self.report_end(key, run, task);
        Start::Started
    }

    /// Starts work that computes or waits for the disk, on a thread made for it.
    pub fn start_blocking(
        &mut self,
        key: K,
        if_busy: IfBusy,
        work: impl FnOnce(Reporter<K, E>, CancellationToken) + Send + 'static,
    ) -> Start {
        let Some((reporter, token)) = self.begin(&key, if_busy) else {
            return Start::Refused;
        };
        let run = reporter.run;
        let task = self.handle.spawn_blocking(move || work(reporter, token));
        self.report_end(key, run, task);
        Start::Started
    }

    /// Runs a future for as long as the program does; it is dropped at shutdown.
    pub fn serve(&self, future: impl Future<Output = ()> + Send + 'static) {
        let shutdown = self.shutdown.clone();
        self.handle.spawn(async move {
            shutdown.run_until_cancelled(future).await;
        });
    }

    /// A reporter for work started by [`Self::serve`].
    pub fn service_reporter(&self) -> ServiceReporter<K, E> {
        ServiceReporter {
            sender: self.sender.clone(),
            wake: Arc::clone(&self.wake),
        }
    }

    /// Is cancelled when the program ends.
    pub fn shutdown_token(&self) -> CancellationToken {
        self.shutdown.child_token()
    }

    /// Asks the work of this key to stop. It may finish what cannot be undone, and says so.
    pub fn cancel(&self, key: &K) {
        if let Some(running) = self.running.get(key) {
            running.token.cancel();
        }
    }

    /// Whether work of this key runs.
    pub fn is_running(&self, key: &K) -> bool {
        self.running.contains_key(key)
    }

    /// The next report that is still wanted, if there is one; never waits.
    pub fn next_report(&mut self) -> Option<Report<K, E>> {
        while let Ok(message) = self.receiver.try_recv() {
            match message {
                Message::Service(event) => return Some(Report::Event(event)),
                Message::Run { key, run, event } if self.is_current(&key, run) => {
                    return Some(Report::Event(event));
                }
                Message::Ended { key, run, panic } if self.is_current(&key, run) => {
                    self.running.remove(&key);
                    if let Some(panic) = panic {
                        return Some(Report::Panicked(key, panic));
                    }
                }
                Message::Run { .. } | Message::Ended { .. } => {}
            }
        }
        None
    }

    /// Asks everything to stop.
    pub fn shut_down(&self) {
        self.shutdown.cancel();
    }

    fn is_current(&self, key: &K, run: u64) -> bool {
        self.running
            .get(key)
            .is_some_and(|running| running.run == run)
    }

    fn begin(&mut self, key: &K, if_busy: IfBusy) -> Option<(Reporter<K, E>, CancellationToken)> {
        if let Some(running) = self.running.get(key) {
            match if_busy {
                IfBusy::Refuse => return None,
                IfBusy::Replace => running.token.cancel(),
            }
        }
        self.next_run += 1;
        let token = self.shutdown.child_token();
        self.running.insert(
            key.clone(),
            Running {
                run: self.next_run,
                token: token.clone(),
            },
        );
        let reporter = Reporter {
            key: key.clone(),
            run: self.next_run,
            sender: self.sender.clone(),
            wake: Arc::clone(&self.wake),
        };
        Some((reporter, token))
    }

    fn report_end(&self, key: K, run: u64, task: tokio::task::JoinHandle<()>) {
        let sender = self.sender.clone();
        let wake = Arc::clone(&self.wake);
        self.handle.spawn(async move {
            let panic = match task.await {
                Ok(()) => None,
                Err(error) => error
                    .try_into_panic()
                    .ok()
                    .map(AssertUnwindSafe)
                    .map(message_of),
            };
            // Nobody listens any more only when the window is closing.
            sender.send(Message::Ended { key, run, panic }).ok();
            wake();
        });
    }
}

fn message_of(AssertUnwindSafe(panic): AssertUnwindSafe<Box<dyn std::any::Any + Send>>) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestTasks = Tasks<&'static str, u32>;

    /// Tasks, and a receiver that gets a unit for each wake-up.
    fn tasks(handle: &Handle) -> (TestTasks, Receiver<()>) {
        let (wake, woken) = mpsc::channel();
        (
            Tasks::new(handle.clone(), move || wake.send(()).unwrap()),
            woken,
        )
    }

    fn wait_for(tasks: &mut TestTasks, woken: &Receiver<()>) -> Report<&'static str, u32> {
        loop {
            if let Some(report) = tasks.next_report() {
                return report;
            }
            woken
                .recv_timeout(std::time::Duration::from_secs(10))
                .unwrap();
        }
    }

    #[test]
    fn an_answer_of_replaced_work_is_dropped() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (mut tasks, woken) = tasks(runtime.handle());
        let (release, released) = tokio::sync::oneshot::channel::<()>();
        let first = tasks.start("render", IfBusy::Replace, |reporter, _| async move {
            released.await.unwrap();
            reporter.send(1);
        });
        let second = tasks.start("render", IfBusy::Replace, |reporter, _| async move {
            release.send(()).unwrap();
            reporter.send(2);
        });
        assert_eq!((first, second), (Start::Started, Start::Started));
        assert_eq!(wait_for(&mut tasks, &woken), Report::Event(2));
        while tasks.is_running(&"render") {
            woken
                .recv_timeout(std::time::Duration::from_secs(10))
                .unwrap();
            assert_eq!(tasks.next_report(), None);
        }
    }

    #[test]
    fn work_that_must_not_happen_twice_is_refused_while_it_runs() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (mut tasks, _woken) = tasks(runtime.handle());
        let work = |_: Reporter<_, _>, token: CancellationToken| async move {
            token.cancelled().await;
        };
        assert_eq!(tasks.start("send", IfBusy::Refuse, work), Start::Started);
        assert_eq!(tasks.start("send", IfBusy::Refuse, work), Start::Refused);
    }

    #[test]
    fn cancelled_work_hears_of_it_and_can_still_report() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (mut tasks, woken) = tasks(runtime.handle());
        let start = tasks.start("send", IfBusy::Refuse, |reporter, token| async move {
            token.cancelled().await;
            reporter.send(7);
        });
        assert_eq!(start, Start::Started);
        tasks.cancel(&"send");
        assert_eq!(wait_for(&mut tasks, &woken), Report::Event(7));
    }

    #[test]
    fn a_panic_becomes_a_report_and_frees_the_key() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (mut tasks, woken) = tasks(runtime.handle());
        let start = tasks.start_blocking("read", IfBusy::Refuse, |_, _| panic!("torn page"));
        assert_eq!(start, Start::Started);
        assert_eq!(
            wait_for(&mut tasks, &woken),
            Report::Panicked("read", "torn page".to_owned())
        );
        assert!(!tasks.is_running(&"read"));
    }
}
