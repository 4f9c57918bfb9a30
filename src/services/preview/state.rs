//! What the engine was asked and has not sent yet.
//!
//! Shared between the window's thread, which only ever stores, and the task that talks to the
//! helper. Only the newest request of a view is kept, so a slow helper is never flooded.

use std::collections::BTreeMap;

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::protocol::{Asset, Command, PreviewRequest, Purpose, ViewId};

/// The wishes of the window.
#[derive(Debug, Default)]
pub(super) struct Shared {
    inner: Mutex<Wishes>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Wishes {
    newest: BTreeMap<ViewId, Newest>,
    told: Vec<Command>,
    assets: Vec<Asset>,
    assets_sent: bool,
    retry: bool,
    shutdown: bool,
}

#[derive(Debug)]
struct Newest {
    request: PreviewRequest,
    sent: bool,
    failed: bool,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It will be sent.
    Stored,
    /// The picture of the request before is the same.
    Unchanged,
}

impl Shared {
    /// Stores a request in place of the one before.
    pub(super) fn store(&self, request: PreviewRequest) -> Taken {
        let mut wishes = self.inner.lock();
        // A live view still shows the picture before; of a still, nobody keeps it.
        let is_kept = request.purpose == Purpose::Live;
        let same = wishes
            .newest
            .get(&request.view)
            .is_some_and(|newest| !newest.failed && newest.request.draws_the_same(&request));
        if is_kept && same {
            return Taken::Unchanged;
        }
        wishes.newest.insert(
            request.view,
            Newest {
                request,
                sent: false,
                failed: false,
            },
        );
        drop(wishes);
        self.changed.notify_one();
        Taken::Stored
    }

    /// Replaces the embedded images. Every view is drawn again.
    pub(super) fn set_assets(&self, assets: Vec<Asset>) {
        let mut wishes = self.inner.lock();
        if wishes.assets == assets {
            return;
        }
        wishes.assets = assets;
        wishes.assets_sent = false;
        for newest in wishes.newest.values_mut() {
            newest.sent = false;
        }
        drop(wishes);
        self.changed.notify_one();
    }

    /// Forgets a view.
    pub(super) fn close(&self, view: ViewId) {
        let mut wishes = self.inner.lock();
        if wishes.newest.remove(&view).is_some() {
            wishes.told.push(Command::Close { view });
        }
        drop(wishes);
        self.changed.notify_one();
    }

    /// Sends a command to this helper; the next one will not get it.
    pub(super) fn tell(&self, command: Command) {
        self.inner.lock().told.push(command);
        self.changed.notify_one();
    }

    /// Remembers that a request was not drawn, so that the same one may be asked again.
    pub(super) fn mark_failed(&self, view: ViewId, seq: u64) {
        if let Some(newest) = self.inner.lock().newest.get_mut(&view)
            && newest.request.seq == seq
        {
            newest.failed = true;
        }
    }

    /// Asks for another start.
    pub(super) fn retry(&self) {
        self.inner.lock().retry = true;
        self.changed.notify_one();
    }

    /// Asks to end.
    pub(super) fn shutdown(&self) {
        self.inner.lock().shutdown = true;
        self.changed.notify_one();
    }

    /// Whether the end was asked for.
    pub(super) fn ends(&self) -> bool {
        self.inner.lock().shutdown
    }

    /// A new helper knows nothing: everything has to be sent again.
    pub(super) fn forget_sent(&self) {
        let mut wishes = self.inner.lock();
        wishes.assets_sent = wishes.assets.is_empty();
        wishes.told.clear();
        wishes.retry = false;
        for newest in wishes.newest.values_mut() {
            newest.sent = false;
        }
    }

    /// Takes what has to be sent now, oldest wish of each view dropped already.
    pub(super) fn take_commands(&self) -> Vec<Command> {
        let mut wishes = self.inner.lock();
        let mut commands = Vec::new();
        if !std::mem::replace(&mut wishes.assets_sent, true) {
            commands.push(Command::Assets {
                assets: wishes.assets.clone(),
            });
        }
        commands.append(&mut wishes.told);
        for newest in wishes.newest.values_mut().filter(|newest| !newest.sent) {
            newest.sent = true;
            commands.push(Command::Render(newest.request.clone()));
        }
        commands
    }

    /// Waits until something was stored since the last wait.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Waits until another start, or the end, is asked for.
    pub(super) async fn wait_for_retry(&self) {
        loop {
            {
                let mut wishes = self.inner.lock();
                if wishes.shutdown || std::mem::take(&mut wishes.retry) {
                    return;
                }
            }
            self.changed().await;
        }
    }

    /// Waits until the end is asked for.
    pub(super) async fn wait_for_end(&self) {
        while !self.ends() {
            self.changed().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(seq: u64, body: &str) -> PreviewRequest {
        PreviewRequest::html(ViewId(1), seq, body, 640)
    }

    fn sent(shared: &Shared) -> Vec<u64> {
        let commands = shared
            .take_commands()
            .into_iter()
            .filter_map(|command| match command {
                Command::Render(request) => Some(request.seq),
                _ => None,
            });
        commands.collect()
    }

    #[test]
    fn only_the_newest_request_is_sent_and_only_once() {
        let shared = Shared::default();
        shared.store(request(1, "a"));
        shared.store(request(2, "b"));
        assert_eq!(sent(&shared), [2]);
        assert_eq!(sent(&shared), [] as [u64; 0]);
    }

    #[test]
    fn the_same_picture_is_not_drawn_again_unless_it_failed() {
        let shared = Shared::default();
        assert_eq!(shared.store(request(1, "a")), Taken::Stored);
        assert_eq!(shared.store(request(2, "a")), Taken::Unchanged);
        shared.mark_failed(ViewId(1), 1);
        assert_eq!(shared.store(request(3, "a")), Taken::Stored);
    }

    #[test]
    fn a_still_is_drawn_each_time_it_is_asked_for() {
        let shared = Shared::default();
        for seq in 1..3 {
            let mut still = request(seq, "a");
            still.purpose = Purpose::Still { max_height: 100 };
            assert_eq!(shared.store(still), Taken::Stored);
        }
    }

    #[test]
    fn a_new_helper_gets_everything_again() {
        let shared = Shared::default();
        shared.store(request(1, "a"));
        shared.set_assets(vec![Asset {
            id: "x".to_owned(),
            content_type: "image/png".to_owned(),
            bytes: vec![1],
        }]);
        assert_eq!(shared.take_commands().len(), 2);
        shared.forget_sent();
        let again = shared.take_commands();
        assert!(matches!(
            again.as_slice(),
            [Command::Assets { .. }, Command::Render(_)]
        ));
    }
}
