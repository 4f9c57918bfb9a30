//! One view: draws one request after the other, always the newest.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use gtk::glib;
use letterhead::services::preview::protocol::{
    FrameHeader, MAX_PICTURE_SIDE, MAX_TEXT_BYTES, Reply, TileHeader, UpdatePath,
};
use letterhead::services::preview::{FramePart, Images, PreviewDetails, PreviewRequest, Timing};
use tokio::sync::Notify;

use super::browser::{Browser, Browsers, WINDOW_HEIGHT};
use super::document;
use super::output::Output;
use super::page::{self, Size};
use super::picture::{self, Picture};
use super::scheme::SchemeGate;

/// A picture that takes longer is given up.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// How long remote images may take before a picture without them is shown.
const REMOTE_PATIENCE: Duration = Duration::from_millis(700);

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
    #[error("it took longer than {} seconds", TIME_LIMIT.as_secs())]
    TimeLimit,
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
            let drawn = tokio::select! {
                drawn = self.draw(&request, arrived, &inbox) => drawn,
                () = glib::timeout_future(TIME_LIMIT) => Err(Failure::TimeLimit),
            };
            if let Err(failure) = drawn {
                // The next request gets a browser that is not in an unknown state.
                self.browser = None;
                self.shown = None;
                let (view, seq) = (request.view, request.seq);
                self.output.send(Reply::Failed {
                    view,
                    seq,
                    reason: failure.to_string(),
                });
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
        let slice = painter.slice_range(size);
        match slice {
            Some((top, bottom)) => painter.send_slice(size, top, bottom).await?,
            None => painter.send_whole(size).await?,
        }
        if inbox.is_waiting() {
            return Ok(());
        }
        painter.send_details(*remote).await?;
        if *remote && path == UpdatePath::Load {
            tokio::select! {
                // Images that did not come are shown as missing, which is no failure.
                _ = browser.loaded() => {}
                () = inbox.arrived() => return Ok(()),
            }
            let size = page::adopt(browser.view()).await?;
            painter.send_whole(size).await?;
            return painter.send_details(*remote).await;
        }
        if slice.is_some() {
            drop(pass);
            tokio::select! {
                () = inbox.arrived() => return Ok(()),
                () = glib::timeout_future(PAUSE) => {}
            }
            let pass = gate.enter(request.scheme).await;
            painter.send_whole(size).await?;
            drop(pass);
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
        let same_images = self
            .shown
            .take()
            .is_some_and(|shown| (shown.images, shown.addresses) == (request.images, addresses));
        let in_place = if same_images && !resized {
            tokio::select! {
                size = page::update(browser.view(), &html) => size?,
                failure = browser.broken() => return Err(failure),
            }
        } else {
            None
        };
        let updated = match in_place {
            Some(size) => (UpdatePath::InPlace, size),
            None => (UpdatePath::Load, load(browser, html, request.images).await?),
        };
        self.shown = Some(Shown {
            images: request.images,
            addresses,
        });
        Ok(updated)
    }
}

/// Loads a document; does not wait long for images from the network.
async fn load(browser: &mut Browser, html: String, images: Images) -> Result<Size, Failure> {
    browser.load(html, images);
    if images == Images::Remote {
        tokio::select! {
            loaded = browser.loaded() => loaded?,
            () = glib::timeout_future(REMOTE_PATIENCE) => {}
        }
    } else {
        browser.loaded().await?;
    }
    page::adopt(browser.view()).await
}

/// Draws and sends what the page shows.
struct Painter<'a> {
    request: &'a PreviewRequest,
    browser: &'a Browser,
    output: &'a Output,
    timing: Timing,
}

impl Painter<'_> {
    /// The part to draw first, in CSS pixels, if the document is much higher than what is looked at.
    fn slice_range(&self, size: Size) -> Option<(f32, f32)> {
        let visible = self.request.visible?;
        let height = visible.height.max(WINDOW_HEIGHT as f32);
        if size.height <= 2.0 * height {
            return None;
        }
        // Whole hundreds are whole device pixels for every scale with two decimals.
        let top = (visible.y.clamp(0.0, size.height - height) / 100.0).floor() * 100.0;
        Some((top, (top + height + 100.0).min(size.height)))
    }

    async fn send_slice(&self, size: Size, top: f32, bottom: f32) -> Result<(), Failure> {
        let scale = self.request.scale;
        let picture = picture::between(self.browser.view(), scale, top, bottom).await?;
        let height = (size.height * scale).round() as u32;
        self.send(
            picture,
            (top * scale).round() as u32,
            height,
            FramePart::Slice,
        );
        Ok(())
    }

    async fn send_whole(&self, size: Size) -> Result<(), Failure> {
        let scale = self.request.scale;
        let height = (size.height * scale).round() as u32;
        if height <= MAX_PICTURE_SIDE {
            let picture = picture::whole(self.browser.view()).await?;
            let height = picture.height;
            self.send(picture, 0, height, FramePart::Whole);
            return Ok(());
        }
        let bottom = (MAX_PICTURE_SIDE as f32 / scale).floor();
        let picture = picture::between(self.browser.view(), scale, 0.0, bottom).await?;
        let reason = format!(
            "the mail is {height} pixels high, of which the first {} can be drawn",
            picture.height
        );
        self.send(picture, 0, height, FramePart::Cut { reason });
        Ok(())
    }

    fn send(&self, picture: Picture, top: u32, document_height: u32, part: FramePart) {
        let request = self.request;
        let side = request.max_tile_side.max(1);
        let ends = (0..picture.height).step_by(side as usize);
        let tiles = ends
            .map(|y| TileHeader {
                y: top + y,
                height: side.min(picture.height - y),
            })
            .collect();
        let header = FrameHeader {
            view: request.view,
            seq: request.seq,
            css_width: picture.width as f32 / request.scale,
            css_height: document_height as f32 / request.scale,
            scale: request.scale,
            pixel_width: picture.width,
            pixel_height: document_height,
            part,
            tiles,
            slot: None,
            timing: Timing {
                snapshot: picture.snapshot_ms,
                convert: picture.convert_ms,
                ..self.timing
            },
        };
        self.output.send_frame(header, picture.rgba);
    }

    async fn send_details(&self, remote: bool) -> Result<(), Failure> {
        let details = page::details(self.browser.view(), &self.request.body, remote).await?;
        let mut text = details.text;
        let text_cut = text.len() > MAX_TEXT_BYTES;
        text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
        self.output.send(Reply::Details(PreviewDetails {
            view: self.request.view,
            seq: self.request.seq,
            links: details.links,
            text,
            text_cut,
            blocked: details.blocked,
            width: details.width,
            height: details.height,
            content_height: details.content_height,
        }));
        Ok(())
    }
}

fn millis(duration: Duration) -> f32 {
    duration.as_secs_f32() * 1000.0
}
