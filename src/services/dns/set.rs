//! A few futures under way at once, in one task.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

type Running<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Futures under way, each with a mark that tells them apart. Dropping the set ends them.
pub(super) struct FutureSet<'a, M, T> {
    running: Vec<(M, Running<'a, T>)>,
}

impl<M, T> Default for FutureSet<'_, M, T> {
    fn default() -> Self {
        Self {
            running: Vec::new(),
        }
    }
}

impl<'a, M: Copy, T> FutureSet<'a, M, T> {
    /// Adds a future.
    pub(super) fn add(&mut self, mark: M, future: impl Future<Output = T> + Send + 'a) {
        self.running.push((mark, Box::pin(future)));
    }

    /// Whether none is under way.
    pub(super) const fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// The next one that ends; never if none is under way. What ended is not lost if this is dropped.
    pub(super) async fn next(&mut self) -> (M, T) {
        poll_fn(|context| {
            for (index, (mark, future)) in self.running.iter_mut().enumerate() {
                if let Poll::Ready(result) = future.as_mut().poll(context) {
                    let mark = *mark;
                    drop(self.running.swap_remove(index));
                    return Poll::Ready((mark, result));
                }
            }
            Poll::Pending
        })
        .await
    }
}
