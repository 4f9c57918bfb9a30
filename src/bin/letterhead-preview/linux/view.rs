//! One view: draws one request after the other, always the newest.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use gtk::glib;
use letterhead::services::preview::protocol::{Reply, UpdatePath};
use letterhead::services::preview::{Images, PreviewRequest, Purpose, Timing};
use tokio::sync::Notify;

use super::browser::{Browser, Browsers};
use super::document;
use super::output::Output;
use super::page::{self, Size};
use super::painter::Painter;
use super::scheme::SchemeGate;

/// A picture that takes longer is given up.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The same for one of many, which hold each other up.
const STILL_TIME_LIMIT: Duration = Duration::from_secs(10);

/// How long remote images may take before a picture without them is shown.
const REMOTE_PATIENCE: Duration = Duration::from_millis(700);

/// The same for a picture that no better one follows.
const STILL_REMOTE_PATIENCE: Duration = Duration::from_secs(5);

/// Remote images that take longer are not shown.
const IMAGE_TIME_LIMIT: Duration = Duration::from_secs(10);

/// Typing has paused when no request came for this long.
const PAUSE: Duration = Duration::from_millis(120);

/// Why a request could not be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// No web view could be made.
    #[error("the web view did not start: {0}")]
    Start(String),
    /// The document did not load, or the process that held it ended.
    #[error("the mail did not load: {0}")]
    Load(String),
    /// The host script did not answer.
    #[error("the page did not answer: {0}")]
    Script(String),
    /// No picture.
    #[error("the picture was not drawn: {0}")]
    Snapshot(String),
    /// It took too long.
    #[error("it took longer than {} seconds", .0.as_secs())]
    TimeLimit(Duration),
}

impl Failure {
    /// Whether another browser may do better.
    fn is_worth_a_retry(&self) -> bool {
        !matches!(self, Self::Start(_) | Self::TimeLimit(_))
    }
}

/// Holds the newest request of a view.
#[derive(Default)]
pub(crate) struct Inbox {
    newest: RefCell<Option<(PreviewRequest, Instant)>>,
    closed: Cell<bool>,
    assets_changed: Cell<bool>,
    changed: Notify,
}

impl Inbox {
    /// Replaces a request that still waits.
    pub(crate) fn put(&self, request: PreviewRequest) {
        *self.newest.borrow_mut() = Some((request, Instant::now()));
        self.changed.notify_one();
    }

    /// The next document has to be loaded: its images are others.
    pub(crate) fn assets_changed(&self) {
        self.assets_changed.set(true);
    }

    /// Ends the view.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        self.changed.notify_one();
    }

    fn is_waiting(&self) -> bool {
        self.closed.get() || self.newest.borrow().is_some()
    }

    /// Waits until [`Self::next`] answers at once.
    async fn arrived(&self) {
        while !self.is_waiting() {
            self.changed.notified().await;
        }
    }

    async fn next(&self) -> Option<(PreviewRequest, Instant)> {
        self.arrived().await;
        if self.closed.get() {
            None
        } else {
            self.newest.borrow_mut().take()
        }
    }
}

/// What the page shows.
struct Shown {
    images: Images,
    addresses: u64,
}

/// A view and its browser.
pub(crate) struct View {
    browsers: Rc<Browsers>,
    browser: Option<(bool, Browser)>,
    shown: Option<Shown>,
    output: Output,
    gate: Rc<SchemeGate>,
}

impl View {
    /// Makes a view. `warm` is a browser without network that was started before.
    pub(crate) fn new(
        browsers: Rc<Browsers>,
        warm: Option<Browser>,
        output: Output,
        gate: Rc<SchemeGate>,
    ) -> Self {
        let browser = warm.map(|browser| (false, browser));
        Self {
            browsers,
            browser,
            shown: None,
            output,
            gate,
        }
    }

    /// Draws what arrives until the view is closed.
    pub(crate) async fn run(mut self, inbox: Rc<Inbox>) {
        while let Some((request, arrived)) = inbox.next().await {
            if inbox.assets_changed.take() {
                self.shown = None;
            }
            let limit = time_limit(request.purpose);
            let started = Instant::now();
            let mut drawn = self.draw_in_time(&request, arrived, &inbox, limit).await;
            if drawn.as_ref().is_err_and(Failure::is_worth_a_retry) && !inbox.is_waiting() {
                // The process behind the page may have ended while nobody asked for anything.
                self.start_anew();
                let left = limit.saturating_sub(started.elapsed());
                drawn = self.draw_in_time(&request, arrived, &inbox, left).await;
            }
            if let Err(failure) = drawn {
                self.start_anew();
                let (view, seq) = (request.view, request.seq);
                self.output.send(Reply::Failed {
                    view,
                    seq,
                    reason: failure.to_string(),
                });
            }
        }
    }

    /// The next request gets a browser that is not in an unknown state.
    fn start_anew(&mut self) {
        if let Some((_, browser)) = self.browser.take() {
            browser.terminate();
        }
        self.shown = None;
    }

    async fn draw_in_time(
        &mut self,
        request: &PreviewRequest,
        arrived: Instant,
        inbox: &Inbox,
        limit: Duration,
    ) -> Result<(), Failure> {
        tokio::select! {
            drawn = self.draw(request, arrived, inbox) => drawn,
            () = glib::timeout_future(limit) => {
                Err(Failure::TimeLimit(time_limit(request.purpose)))
            }
        }
    }

    async fn draw(
        &mut self,
        request: &PreviewRequest,
        arrived: Instant,
        inbox: &Inbox,
    ) -> Result<(), Failure> {
        let gate = Rc::clone(&self.gate);
        let pass = gate.enter(request.scheme).await;
        let started = Instant::now();
        let (path, size) = self.update(request).await?;
        let timing = Timing {
            path,
            waited: millis(started - arrived),
            update: millis(started.elapsed()),
            ..Timing::default()
        };
        let Some((remote, browser)) = &self.browser else {
            return Err(Failure::Start("it is gone".to_owned()));
        };
        let painter = Painter {
            request,
            browser,
            output: &self.output,
            timing,
        };
        if let Purpose::Still { max_height } = request.purpose {
            return painter.send_still(size, max_height).await;
        }
        let slice = painter.slice_range(size);
        match slice {
            Some((top, bottom)) => painter.send_slice(size, top, bottom).await?,
            None => painter.send_whole(size).await?,
        }
        if inbox.is_waiting() {
            return Ok(());
        }
        painter.send_details(*remote).await?;
        drop(pass);
        let more = if browser.is_loading() {
            tokio::select! {
                loaded = browser.loaded() => loaded.is_ok(),
                () = inbox.arrived() => false,
                // What did not come until now stays missing.
                () = glib::timeout_future(IMAGE_TIME_LIMIT) => false,
            }
        } else if slice.is_some() {
            tokio::select! {
                () = inbox.arrived() => false,
                () = glib::timeout_future(PAUSE) => true,
            }
        } else {
            false
        };
        if more {
            let _pass = gate.enter(request.scheme).await;
            let size = page::adopt(browser.view()).await?;
            painter.send_whole(size).await?;
            if *remote {
                painter.send_details(*remote).await?;
            }
        }
        Ok(())
    }

    /// Brings the page up to date.
    async fn update(&mut self, request: &PreviewRequest) -> Result<(UpdatePath, Size), Failure> {
        let remote = request.images == Images::Remote;
        if self
            .browser
            .as_ref()
            .is_none_or(|(has_remote, _)| *has_remote != remote)
        {
            self.browser = None;
            self.shown = None;
            self.browser = Some((remote, self.browsers.start(remote)?));
        }
        let Some((_, browser)) = &mut self.browser else {
            return Err(Failure::Start("it is gone".to_owned()));
        };
        let html = document::html(request);
        let addresses = document::image_addresses(&html);
        let resized = browser.resize(request.width.clamp(1, 4096), request.scale.clamp(0.5, 4.0));
        if resized {
            browser.resized().await;
        }
        let same_images = self
            .shown
            .take()
            .is_some_and(|shown| (shown.images, shown.addresses) == (request.images, addresses));
        // A still has nothing in common with the one before it.
        let is_live = request.purpose == Purpose::Live;
        let in_place = if is_live && same_images && !resized {
            tokio::select! {
                size = page::update(browser.view(), &html) => size?,
                failure = browser.broken() => return Err(failure),
                () = glib::timeout_future(REMOTE_PATIENCE), if remote => {
                    Some(page::adopt(browser.view()).await?)
                }
            }
        } else {
            None
        };
        let updated = match in_place {
            Some(size) => (UpdatePath::InPlace, size),
            None => (UpdatePath::Load, load(browser, html, request).await?),
        };
        self.shown = Some(Shown {
            images: request.images,
            addresses,
        });
        Ok(updated)
    }
}

/// Loads a document; does not wait long for images from the network.
async fn load(
    browser: &mut Browser,
    html: String,
    request: &PreviewRequest,
) -> Result<Size, Failure> {
    browser.load(html, request.images);
    if request.images == Images::Remote {
        let patience = match request.purpose {
            Purpose::Live => REMOTE_PATIENCE,
            Purpose::Still { .. } => STILL_REMOTE_PATIENCE,
        };
        browser.committed().await?;
        tokio::select! {
            loaded = browser.loaded() => loaded?,
            () = glib::timeout_future(patience) => {}
        }
    } else {
        browser.loaded().await?;
    }
    page::adopt(browser.view()).await
}

fn time_limit(purpose: Purpose) -> Duration {
    match purpose {
        Purpose::Live => TIME_LIMIT,
        Purpose::Still { .. } => STILL_TIME_LIMIT,
    }
}

fn millis(duration: Duration) -> f32 {
    duration.as_secs_f32() * 1000.0
}
