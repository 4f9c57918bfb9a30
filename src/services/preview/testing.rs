//! A preview engine without a web engine, for tests of what uses one.

use std::pin::Pin;

use parking_lot::Mutex;

use super::batch::{BatchJob, BatchPicture};
use super::{Asset, OnPicture, PreviewEngine, PreviewEvent, PreviewRequest, Unavailable, ViewId};

/// What was asked of a [`FakeEngine`].
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A picture.
    Request(PreviewRequest),
    /// Other embedded images.
    SetAssets(Vec<Asset>),
    /// To forget a view.
    Close(ViewId),
    /// To try again.
    Retry,
    /// To end.
    Shutdown,
}

/// Records what it is asked and reports what a test pushes.
pub struct FakeEngine {
    asked: Mutex<Vec<Asked>>,
    on_event: Box<dyn Fn(PreviewEvent) + Send + Sync>,
}

impl FakeEngine {
    /// Makes an engine that reports to `on_event`.
    pub fn new(on_event: impl Fn(PreviewEvent) + Send + Sync + 'static) -> Self {
        Self {
            asked: Mutex::default(),
            on_event: Box::new(on_event),
        }
    }

    /// Reports an event, as the real engine would.
    pub fn push(&self, event: PreviewEvent) {
        (self.on_event)(event);
    }

    /// Everything asked since the last call, oldest first.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock())
    }

    /// The requests for pictures among [`Self::take_asked`].
    pub fn take_requests(&self) -> Vec<PreviewRequest> {
        let requests = self
            .take_asked()
            .into_iter()
            .filter_map(|asked| match asked {
                Asked::Request(request) => Some(request),
                _ => None,
            });
        requests.collect()
    }
}

impl PreviewEngine for FakeEngine {
    fn request(&self, request: PreviewRequest) {
        self.asked.lock().push(Asked::Request(request));
    }

    fn set_assets(&self, assets: Vec<Asset>) {
        self.asked.lock().push(Asked::SetAssets(assets));
    }

    fn close(&self, view: ViewId) {
        self.asked.lock().push(Asked::Close(view));
    }

    fn retry(&self) {
        self.asked.lock().push(Asked::Retry);
    }

    fn draw_all(
        &self,
        jobs: Vec<BatchJob>,
        mut on_done: OnPicture,
        _cancelled: Pin<Box<dyn Future<Output = ()> + Send>>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Unavailable>> + Send>> {
        for (index, job) in jobs.iter().enumerate() {
            let width = (job.width as f32 * job.scale) as u32;
            let picture = BatchPicture {
                width,
                height: 4,
                rgba: vec![200; width as usize * 4 * 4],
                css_height: 4.0,
                is_cropped: false,
            };
            on_done(index, Ok(picture));
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn shutdown(&self) {
        self.asked.lock().push(Asked::Shutdown);
    }
}
