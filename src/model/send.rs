//! The test send.

use super::MessageId;

/// What became of a test send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The mail arrived.
    Delivered {
        /// The server's answer.
        answer: String,
        /// The message in the inbox.
        message: Option<MessageId>,
    },
    /// The mail was not sent.
    Failed {
        /// What failed.
        title: String,
        /// Why, and what to do.
        detail: String,
    },
    /// It was called off.
    Cancelled,
}

/// The test send.
#[derive(Debug, Clone, Default)]
pub enum SendState {
    /// None runs.
    #[default]
    Idle,
    /// One runs.
    Running {
        /// The present step, for people.
        step: String,
        /// Whether it can still be called off.
        can_cancel: bool,
    },
}

impl SendState {
    /// Whether one runs.
    pub const fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }
}
