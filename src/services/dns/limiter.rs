//! How many queries are under way at once.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most queries under way at once.
pub const MOST_IN_FLIGHT: usize = 32;
/// Most queries under way to one server that is asked about its own zone.
pub const MOST_PER_SERVER: usize = 8;

/// Holds queries back while too many are under way.
#[derive(Debug)]
pub struct Limiter {
    all: Arc<Semaphore>,
    most_per_server: Option<usize>,
    servers: Mutex<HashMap<SocketAddr, Arc<Semaphore>>>,
}

/// Leave to ask; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    _held: Option<OwnedSemaphorePermit>,
}

impl Limiter {
    /// A limiter for a resolver, which is asked about everything: 32 at once.
    pub fn for_resolver() -> Self {
        Self::new(MOST_IN_FLIGHT, None)
    }

    /// A limiter for servers of zones: 32 at once, 8 to each.
    pub fn for_zones() -> Self {
        Self::new(MOST_IN_FLIGHT, Some(MOST_PER_SERVER))
    }

    /// A limiter of `most` queries, of which one server gets no more than `most_per_server`.
    pub fn new(most: usize, most_per_server: Option<usize>) -> Self {
        Self {
            all: Arc::new(Semaphore::new(most)),
            most_per_server,
            servers: Mutex::default(),
        }
    }

    /// Waits until a question may be put to `server`: leave for the question, and leave for the
    /// server. Whoever waits for a busy server does not keep the others from being asked.
    pub(super) async fn enter(&self, server: Option<SocketAddr>) -> (Permit, Permit) {
        let of_server = self.enter_server(server).await;
        // The semaphores are never closed, so a permit always comes.
        let of_question = Arc::clone(&self.all).acquire_owned().await.ok();
        (Permit { _held: of_question }, of_server)
    }

    /// Waits until a question that has been put may be put to another server as well. It counts as
    /// one question: else those that wait for a dead server would keep each other from a living one.
    pub(super) async fn enter_server(&self, server: Option<SocketAddr>) -> Permit {
        let held = match server.and_then(|server| self.of_server(server)) {
            Some(own) => own.acquire_owned().await.ok(),
            None => None,
        };
        Permit { _held: held }
    }

    fn of_server(&self, server: SocketAddr) -> Option<Arc<Semaphore>> {
        let most = self.most_per_server?;
        let mut servers = self.servers.lock();
        let own = servers
            .entry(server)
            .or_insert_with(|| Arc::new(Semaphore::new(most)));
        Some(Arc::clone(own))
    }
}
