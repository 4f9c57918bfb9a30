//! The test send.

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
