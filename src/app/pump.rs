//! Keeps the preview up to date: asks for pictures, measures how long they take.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::model::{Profile, Viewport};
use crate::services::preview::{
    BodyFormat, ColorScheme, Images, PreviewEngine, PreviewRequest, Purpose, ViewId, VisibleRange,
};

/// The picture of the open template.
pub(super) const TEMPLATE: ViewId = ViewId(1);

/// The picture of a message.
pub(super) const MESSAGE: ViewId = ViewId(2);

/// The picture of the template beside it.
pub(super) const COMPARED: ViewId = ViewId(3);

/// The second of the variants beside each other; the first is that of the open template.
pub(super) const SECOND: ViewId = ViewId(4);

/// The third.
pub(super) const THIRD: ViewId = ViewId(5);

/// The fourth.
pub(super) const FOURTH: ViewId = ViewId(6);

/// A mail to be shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// Its body.
    pub body: Arc<str>,
    /// How the body is written.
    pub format: BodyFormat,
    /// Width of the reader's window in CSS pixels.
    pub width: u32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
    /// The reader's theme.
    pub scheme: ColorScheme,
    /// Which images are shown.
    pub images: Images,
}

#[derive(Default)]
struct Side {
    wanted: Option<Wanted>,
    seq: u64,
    visible: Option<VisibleRange>,
}

/// Asks the engine for pictures, no more often than something changed.
pub(super) struct PreviewPump {
    engine: Arc<dyn PreviewEngine>,
    sides: BTreeMap<ViewId, Side>,
    /// When the change was made that a request of the template answers.
    asked_at: BTreeMap<u64, Instant>,
    /// Changes whose picture is painted with this frame.
    to_paint: Vec<Instant>,
    max_tile_side: u32,
}

impl PreviewPump {
    pub fn new(engine: Arc<dyn PreviewEngine>) -> Self {
        Self {
            engine,
            sides: BTreeMap::new(),
            asked_at: BTreeMap::new(),
            to_paint: Vec::new(),
            max_tile_side: 2048,
        }
    }

    /// The largest side of a texture.
    pub fn set_max_tile_side(&mut self, side: usize) {
        self.max_tile_side = u32::try_from(side).unwrap_or(u32::MAX);
    }

    /// Asks for a picture if it would differ from the one asked for last; its number. `edited_at`
    /// is when the person made the change that it shows, if that is to be measured.
    pub fn want(&mut self, view: ViewId, wanted: Wanted, edited_at: Option<Instant>) -> u64 {
        let side = self.sides.entry(view).or_default();
        if side.wanted.as_ref() == Some(&wanted) {
            return side.seq;
        }
        side.seq += 1;
        if let Some(at) = edited_at {
            self.asked_at.insert(side.seq, at);
        }
        self.engine.request(PreviewRequest {
            view,
            seq: side.seq,
            body: wanted.body.to_string(),
            format: wanted.format,
            width: wanted.width,
            scale: wanted.scale,
            scheme: wanted.scheme,
            images: wanted.images,
            visible: side.visible,
            max_tile_side: self.max_tile_side,
            purpose: Purpose::Live,
        });
        side.wanted = Some(wanted);
        side.seq
    }

    /// Notes what part is looked at, for the next request.
    pub fn look(&mut self, view: ViewId, viewport: Viewport) {
        self.sides.entry(view).or_default().visible = Some(VisibleRange {
            y: viewport.top.max(0.0),
            height: viewport.height.max(1.0),
        });
    }

    /// Notes that the picture of a request came.
    pub fn arrived(&mut self, view: ViewId, seq: u64) {
        if view != TEMPLATE {
            return;
        }
        let later = self.asked_at.split_off(&(seq + 1));
        let answered = std::mem::replace(&mut self.asked_at, later);
        // A request that a newer one replaced was never drawn: only the drawn one counts.
        self.to_paint.extend(answered.get(&seq));
    }

    /// Notes that a frame with all pictures that came was drawn.
    pub fn painted(&mut self, profile: &mut Profile) {
        for at in self.to_paint.drain(..) {
            profile
                .key_to_picture
                .push(at.elapsed().as_secs_f32() * 1e3);
        }
    }

    /// Forgets a picture.
    pub fn forget(&mut self, view: ViewId) {
        // Its numbers go on, so that a late answer is not taken for one to a later request.
        let side = self.sides.get_mut(&view);
        if side.is_some_and(|side| side.wanted.take().is_some()) {
            self.engine.close(view);
        }
    }

    /// The engine, for pictures that are not shown at once.
    pub fn engine(&self) -> Arc<dyn PreviewEngine> {
        Arc::clone(&self.engine)
    }

    /// Starts the engine again.
    pub fn retry(&self) {
        self.engine.retry();
    }

    /// Ends the engine.
    pub fn shut_down(&self) {
        self.engine.shutdown();
    }
}
