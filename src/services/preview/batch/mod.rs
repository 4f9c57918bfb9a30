//! Pictures of many mails, drawn in the background.
//!
//! A batch has a helper process of its own, with a low priority, so that it does not stand in the way
//! of the preview, and draws in several views at the same time. Nothing of it is left when it ends.

mod picture;
mod queue;

use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;

use self::queue::{Finished, Queue};
use super::protocol::{Asset, BACKGROUND, BodyFormat, ColorScheme, Images};
use super::unavailable::{Unavailable, UnavailableKind};
use super::{HelperEngine, HelperOptions, PreviewEngine as _, PreviewEvent};

/// How many views draw at the same time, each with a process of the web engine. More of them draw no
/// faster: all pictures go through one thread of the helper. Several helpers are slower.
const LANES: usize = 2;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Until the helper runs.
    start: Duration,
    /// From handing out a job to its answer. The helper gives up after ten seconds by itself and says
    /// so; this is for one that says nothing any more.
    answer: Duration,
    /// For the helper to end by itself, before it is killed.
    end: Duration,
}

const LIMITS: Limits = Limits {
    start: Duration::from_secs(30),
    answer: Duration::from_secs(15),
    end: Duration::from_millis(500),
};

/// A mail to be drawn, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchJob {
    /// The rendered content.
    pub body: String,
    /// How `body` is written.
    pub format: BodyFormat,
    /// Width of the reader's window in CSS pixels, 1 to 4096.
    pub width: u32,
    /// The reader's theme.
    pub scheme: ColorScheme,
    /// Which images are shown. Remote ones that do not come within five seconds are missing.
    pub images: Images,
    /// Pixels of the picture per CSS pixel, up to 4. Below 1 the mail is laid out and drawn in full
    /// size, then made smaller, so that a thumbnail has the line breaks of the mail.
    pub scale: f32,
    /// Rows below this are left out, in CSS pixels.
    pub max_height: u32,
}

/// The picture of a mail.
#[derive(Clone, PartialEq)]
pub struct BatchPicture {
    /// Width in pixels: that of the job times its scale, more when the mail does not fit its width.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height * 4` bytes, rows from top to bottom, red first, opaque.
    pub rgba: Vec<u8>,
    /// Height of the whole mail in CSS pixels, at least that of the reader's window.
    pub css_height: f32,
    /// Whether rows at the bottom were left out.
    pub is_cropped: bool,
}

impl std::fmt::Debug for BatchPicture {
    /// Leaves the pixels out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchPicture")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("css_height", &self.css_height)
            .field("is_cropped", &self.is_cropped)
            .finish_non_exhaustive()
    }
}

/// Draws mails, several at the same time and in an order of its own: light ones first.
///
/// `assets` are the embedded images that `cid:` addresses find. `on_done` gets the index of each job
/// exactly once, with its picture or with the reason why there is none, as a lower-case sentence
/// without period; it must not block. When `cancelled` completes, the helper process ends within a
/// second and the jobs that are left get no answer; dropping the future does the same.
///
/// # Errors
/// When there is no web engine. The jobs that are left get no answer.
pub async fn draw_all(
    mut options: HelperOptions,
    jobs: Vec<BatchJob>,
    assets: Vec<Asset>,
    on_done: impl FnMut(usize, Result<BatchPicture, String>) + Send,
    cancelled: impl Future<Output = ()> + Send,
) -> Result<(), Unavailable> {
    options.args.push(BACKGROUND.to_owned());
    let helper = Helper {
        options,
        assets,
        limits: LIMITS,
    };
    let mut queue = Queue::new(jobs, LANES);
    helper.draw(&mut queue, on_done, cancelled).await
}

/// How helpers are started, and how long they may take.
struct Helper {
    options: HelperOptions,
    assets: Vec<Asset>,
    limits: Limits,
}

impl Helper {
    /// Draws until the queue is empty, with another helper each time that one falls silent.
    async fn draw(
        &self,
        queue: &mut Queue,
        mut on_done: impl FnMut(usize, Result<BatchPicture, String>),
        cancelled: impl Future<Output = ()>,
    ) -> Result<(), Unavailable> {
        let mut cancelled = pin!(cancelled);
        while !queue.is_done() {
            match self.run(queue, &mut on_done, cancelled.as_mut()).await {
                End::Over => return Ok(()),
                End::Unavailable(unavailable) => return Err(unavailable),
                End::Silent => {}
            }
        }
        Ok(())
    }

    /// Draws with one helper, and sees it end.
    async fn run(
        &self,
        queue: &mut Queue,
        on_done: &mut impl FnMut(usize, Result<BatchPicture, String>),
        cancelled: impl Future<Output = ()>,
    ) -> End {
        let (sender, mut events) = unbounded_channel();
        let (engine, work) = HelperEngine::new(self.options.clone(), move |event| {
            // Nobody listens once the batch has ended.
            sender.send(event).ok();
        });
        engine.set_assets(self.assets.clone());
        let mut work = pin!(work);
        let mut run = Run {
            engine: &engine,
            queue,
            on_done,
            limits: self.limits,
        };
        let end = tokio::select! {
            biased;
            () = cancelled => End::Over,
            // Before the answers, so that the next mail is on its way while a picture is worked on.
            // It goes on until the shutdown below.
            () = &mut work => End::Over,
            end = run.until_done(&mut events) => end,
        };
        engine.shutdown();
        // One that has not ended by then is killed, since the work is dropped.
        tokio::time::timeout(self.limits.end, work).await.ok();
        end
    }
}

/// How the run of a helper ended.
#[derive(Debug)]
enum End {
    /// There is nothing more to do.
    Over,
    /// There is no web engine.
    Unavailable(Unavailable),
    /// The helper lives and says nothing any more; another one may do better.
    Silent,
}

/// A helper at work.
struct Run<'a, F> {
    engine: &'a HelperEngine,
    queue: &'a mut Queue,
    on_done: &'a mut F,
    limits: Limits,
}

impl<F: FnMut(usize, Result<BatchPicture, String>)> Run<'_, F> {
    /// Hands out jobs and passes on answers until all are answered.
    async fn until_done(&mut self, events: &mut UnboundedReceiver<PreviewEvent>) -> End {
        let mut start_by = Some(Instant::now() + self.limits.start);
        loop {
            self.hand_out();
            let Some(oldest) = self.queue.oldest() else {
                return End::Over;
            };
            let deadline = start_by.unwrap_or(oldest + self.limits.answer);
            let event = match tokio::time::timeout_at(deadline, events.recv()).await {
                Ok(Some(event)) => event,
                Ok(None) => return End::Over,
                Err(_) if start_by.is_some() => return End::Unavailable(self.never_started()),
                Err(_) => {
                    self.give_up_overdue();
                    return End::Silent;
                }
            };
            match event {
                PreviewEvent::Started { .. } => {
                    start_by = None;
                    self.queue.restart_clocks(Instant::now());
                }
                PreviewEvent::Frame(frame) => {
                    if let Some(Finished { index, scale }) =
                        self.queue.finish(frame.view, frame.seq)
                    {
                        self.hand_out();
                        // Lets the request out before the work on this picture.
                        tokio::task::yield_now().await;
                        (self.on_done)(index, Ok(picture::of(frame, scale)));
                    }
                }
                PreviewEvent::Failed { view, seq, reason } => {
                    if let Some(finished) = self.queue.finish(view, seq) {
                        (self.on_done)(finished.index, Err(reason));
                    }
                }
                PreviewEvent::Crashed { restarting_in } => {
                    start_by = Some(Instant::now() + restarting_in + self.limits.start);
                    for (view, index) in self.queue.take_suspects() {
                        self.engine.close(view);
                        let reason = "the web preview ended twice while it was drawn";
                        (self.on_done)(index, Err(reason.to_owned()));
                    }
                }
                PreviewEvent::Unavailable(unavailable) => return End::Unavailable(unavailable),
                PreviewEvent::Details(_) | PreviewEvent::Unchanged { .. } => {}
            }
        }
    }

    fn hand_out(&mut self) {
        for request in self.queue.hand_out(Instant::now()) {
            self.engine.request(request);
        }
    }

    fn never_started(&self) -> Unavailable {
        let seconds = self.limits.start.as_secs();
        Unavailable {
            kind: UnavailableKind::Refused,
            reason: format!("it did not start within {seconds} seconds"),
            install: None,
        }
    }

    /// Answers what the helper owes an answer for too long; the rest is for the next one.
    fn give_up_overdue(&mut self) {
        let limit = self.limits.answer;
        for index in self.queue.give_back(Instant::now(), limit) {
            let reason = format!("there was no answer within {} seconds", limit.as_secs());
            (self.on_done)(index, Err(reason));
        }
    }
}

#[cfg(test)]
mod tests;
