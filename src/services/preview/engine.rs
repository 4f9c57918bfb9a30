//! The engine that keeps a helper process running.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::batch::{self, BatchJob};
use super::helper::{self, End};
use super::protocol::{Asset, PreviewRequest, ViewId};
use super::state::{Shared, Taken};
use super::unavailable::Unavailable;
use super::{OnPicture, PreviewEngine, PreviewEvent};

/// More ends than this within [`CRASH_WINDOW`] are not answered by another start.
const CRASH_LIMIT: usize = 5;

/// The time in which crashes are counted.
const CRASH_WINDOW: Duration = Duration::from_mins(1);

/// The pause before the first restart; doubles with each crash in the window.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// How the helper is started.
#[derive(Debug, Clone, Default)]
pub struct HelperOptions {
    /// The program; without it, `letterhead-preview` beside this program, then in `PATH`.
    pub program: Option<PathBuf>,
    /// Its arguments.
    pub args: Vec<String>,
    /// Environment variables to set for it, for example another `DISPLAY`.
    pub env: Vec<(String, String)>,
    /// Environment variables to take from it.
    pub env_remove: Vec<String>,
}

type Report = dyn Fn(PreviewEvent) + Send + Sync;

/// The preview engine behind the program `letterhead-preview`.
///
/// Dropping the last handle without [`PreviewEngine::shutdown`] leaves the future running; drop the
/// future, or shut down, to end the helper.
pub struct HelperEngine {
    options: HelperOptions,
    shared: Arc<Shared>,
    report: Arc<Report>,
}

impl HelperEngine {
    /// Makes an engine and the future that does its work, to be run by the caller.
    ///
    /// The helper starts with the first poll, before any request, so that it is warm when the
    /// window is. The future ends after [`PreviewEngine::shutdown`]; dropping it kills the helper.
    /// `on_event` is called from the future, and from [`PreviewEngine::request`] for
    /// [`PreviewEvent::Unchanged`]; it must not block.
    pub fn new(
        options: HelperOptions,
        on_event: impl Fn(PreviewEvent) + Send + Sync + 'static,
    ) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let shared = Arc::new(Shared::default());
        let report: Arc<Report> = Arc::new(on_event);
        let engine = Self {
            options: options.clone(),
            shared: Arc::clone(&shared),
            report: Arc::clone(&report),
        };
        (engine, supervise(options, shared, report))
    }
}

impl PreviewEngine for HelperEngine {
    fn request(&self, request: PreviewRequest) {
        let (view, seq) = (request.view, request.seq);
        if self.shared.store(request) == Taken::Unchanged {
            (self.report)(PreviewEvent::Unchanged { view, seq });
        }
    }

    fn set_assets(&self, assets: Vec<Asset>) {
        self.shared.set_assets(assets);
    }

    fn close(&self, view: ViewId) {
        self.shared.close(view);
    }

    fn retry(&self) {
        self.shared.retry();
    }

    fn draw_all(
        &self,
        jobs: Vec<BatchJob>,
        on_done: OnPicture,
        cancelled: Pin<Box<dyn Future<Output = ()> + Send>>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Unavailable>> + Send>> {
        let options = self.options.clone();
        Box::pin(batch::draw_all(
            options,
            jobs,
            Vec::new(),
            on_done,
            cancelled,
        ))
    }

    fn shutdown(&self) {
        self.shared.shutdown();
    }
}

/// Starts the helper, again after a crash, until the end is asked for.
async fn supervise(options: HelperOptions, shared: Arc<Shared>, report: Arc<Report>) {
    let mut crashes = Crashes::default();
    while !shared.ends() {
        shared.forget_sent();
        let unavailable = match helper::run(&options, &shared, report.as_ref()).await {
            End::Asked => return,
            End::Unavailable(unavailable) => unavailable,
            End::Crashed { last_words } => match crashes.add(Instant::now()) {
                Verdict::RestartIn(pause) => {
                    report(PreviewEvent::Crashed {
                        restarting_in: pause,
                    });
                    tokio::time::timeout(pause, shared.wait_for_end())
                        .await
                        .ok();
                    continue;
                }
                Verdict::GiveUp { times } => Unavailable::keeps_crashing(times, &last_words),
            },
        };
        crashes = Crashes::default();
        report(PreviewEvent::Unavailable(unavailable));
        shared.wait_for_retry().await;
    }
}

/// The crashes of the last [`CRASH_WINDOW`].
#[derive(Debug, Default)]
struct Crashes(VecDeque<Instant>);

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    RestartIn(Duration),
    GiveUp { times: usize },
}

impl Crashes {
    fn add(&mut self, now: Instant) -> Verdict {
        self.0
            .retain(|crash| now.duration_since(*crash) < CRASH_WINDOW);
        self.0.push_back(now);
        let times = self.0.len();
        if times > CRASH_LIMIT {
            return Verdict::GiveUp { times };
        }
        let doublings = u32::try_from(times - 1).unwrap_or(0);
        Verdict::RestartIn(FIRST_PAUSE * 2_u32.pow(doublings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_with_each_crash_until_it_gives_up() {
        let now = Instant::now();
        let mut crashes = Crashes::default();
        let pauses: Vec<Verdict> = (0..6).map(|_| crashes.add(now)).collect();
        let millis = |ms| Verdict::RestartIn(Duration::from_millis(ms));
        let expected = [
            millis(100),
            millis(200),
            millis(400),
            millis(800),
            millis(1600),
        ];
        assert_eq!(pauses[..5], expected);
        assert_eq!(pauses[5], Verdict::GiveUp { times: 6 });
    }

    #[test]
    fn crashes_of_more_than_a_minute_ago_are_forgiven() {
        let now = Instant::now();
        let mut crashes = Crashes::default();
        for _ in 0..5 {
            crashes.add(now);
        }
        let later = now + Duration::from_secs(61);
        assert_eq!(crashes.add(later), Verdict::RestartIn(FIRST_PAUSE));
    }
}
