//! A bound for the work on one mail.

use std::cell::Cell;

/// Steps that may still be taken; what comes after them is left out.
#[derive(Debug)]
pub(super) struct Steps(Cell<u64>);

impl Steps {
    pub const fn new(most: u64) -> Self {
        Self(Cell::new(most))
    }

    /// Takes steps; whether there were enough.
    pub fn take(&self, count: usize) -> bool {
        let left = self.0.get().checked_sub(count as u64);
        self.0.set(left.unwrap_or(0));
        left.is_some_and(|left| left > 0)
    }

    /// Whether none are left.
    pub const fn are_used_up(&self) -> bool {
        self.0.get() == 0
    }
}
