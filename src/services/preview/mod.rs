//! Pixels of a mail, drawn by a web engine in a helper process.
//!
//! [`PreviewEngine`] is what the window talks to; [`HelperEngine`] is the real one, which starts,
//! feeds and watches the program `letterhead-preview`. No web engine and no GTK is linked here:
//! everything crosses a pipe in the form of [`protocol`]. A crash of the web engine is an event,
//! never the end of the window.

mod engine;
mod helper;
mod slots;
mod state;
mod unavailable;

pub mod batch;
pub mod measure;
pub mod pixels;
pub mod protocol;
pub mod testing;
pub mod wire;

use std::pin::Pin;
use std::time::Duration;

pub use engine::{HelperEngine, HelperOptions};
pub use protocol::{
    Asset, BlockedResource, BodyFormat, ColorScheme, FramePart, Images, LinkArea, PreviewDetails,
    PreviewRequest, Purpose, Timing, ViewId, VisibleRange,
};
pub use unavailable::{Unavailable, UnavailableKind};

/// Gets the place of each mail that was to be drawn, with its picture or why there is none.
pub type OnPicture = Box<dyn FnMut(usize, Result<batch::BatchPicture, String>) + Send>;

/// Draws mails. Never blocks: answers come as [`PreviewEvent`]s.
pub trait PreviewEngine: Send + Sync {
    /// Asks for a picture. A newer request for the same view replaces one that still waits; one
    /// that would draw the same picture again is answered by [`PreviewEvent::Unchanged`].
    fn request(&self, request: PreviewRequest);

    /// Sets the embedded images that `cid:` addresses find, for all views, replacing the old set.
    fn set_assets(&self, assets: Vec<Asset>);

    /// Forgets a view that is shown no more and frees its part of the web engine.
    fn close(&self, view: ViewId);

    /// Tries again after [`PreviewEvent::Unavailable`].
    fn retry(&self);

    /// Draws mails that are not shown at once, by a helper of its own that leaves the views alone;
    /// see [`batch::draw_all`].
    fn draw_all(
        &self,
        jobs: Vec<batch::BatchJob>,
        on_done: OnPicture,
        cancelled: Pin<Box<dyn Future<Output = ()> + Send>>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Unavailable>> + Send>>;

    /// Ends the engine. Requests after that are ignored.
    fn shutdown(&self);
}

/// What an engine reports.
#[derive(Debug, Clone)]
pub enum PreviewEvent {
    /// The web engine runs and takes requests.
    Started {
        /// Name and version of the web engine, for example `WebKitGTK 2.50.6`.
        engine: String,
    },
    /// A picture of a mail, or of the part of it that is looked at.
    Frame(PreviewFrame),
    /// What belongs to the picture: links, text, blocked resources.
    Details(PreviewDetails),
    /// The request would draw what is on the screen already.
    Unchanged {
        /// The view asked for.
        view: ViewId,
        /// The number of the request.
        seq: u64,
    },
    /// This request could not be drawn; the engine goes on.
    Failed {
        /// The view asked for.
        view: ViewId,
        /// The number of the request.
        seq: u64,
        /// Why, as a lower-case sentence without period.
        reason: String,
    },
    /// The helper process ended; it is started anew and the newest requests are repeated.
    Crashed {
        /// How long until the next start.
        restarting_in: Duration,
    },
    /// There is no preview until [`PreviewEngine::retry`] is called.
    Unavailable(Unavailable),
}

/// The picture of a mail.
#[derive(Debug, Clone)]
pub struct PreviewFrame {
    /// The view it was asked for.
    pub view: ViewId,
    /// The number of the request it answers.
    pub seq: u64,
    /// Width in CSS pixels. Larger than asked for when the mail does not fit its width.
    pub css_width: f32,
    /// Height of the whole document in CSS pixels.
    pub css_height: f32,
    /// Device pixels per CSS pixel.
    pub scale: f32,
    /// Width of every tile in device pixels.
    pub pixel_width: u32,
    /// Height of the whole document in device pixels, also when only a part of it is here.
    pub pixel_height: u32,
    /// How much of the document the tiles cover.
    pub part: FramePart,
    /// The picture from top to bottom, in pieces no higher than the request allowed.
    pub tiles: Vec<Tile>,
    /// Where the time went.
    pub timing: Timing,
}

/// A horizontal piece of a [`PreviewFrame`], as wide as the frame.
#[derive(Clone)]
pub struct Tile {
    /// Distance from the top of the document in device pixels.
    pub y: u32,
    /// Height in device pixels.
    pub height: u32,
    /// `pixel_width * height * 4` bytes, rows from top to bottom, red first, opaque.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Tile {
    /// Leaves the pixels out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tile")
            .field("y", &self.y)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}
