//! Something that is got in the background.

use std::sync::Arc;

/// The state of a value that background work brings. What was there stays until the new is there,
/// so that no screen goes blank.
#[derive(Debug, Clone, Default)]
pub enum Fetched<T> {
    /// It was never asked for.
    #[default]
    Never,
    /// It is on its way.
    Loading {
        /// What was there before.
        previous: Option<Arc<T>>,
    },
    /// It is there.
    Ready(Arc<T>),
    /// It could not be got.
    Failed {
        /// Why, for people.
        error: String,
        /// What was there before.
        previous: Option<Arc<T>>,
    },
}

impl<T> Fetched<T> {
    /// The value to show: the newest there is, even if a newer one is on its way.
    pub fn shown(&self) -> Option<&Arc<T>> {
        match self {
            Self::Never => None,
            Self::Loading { previous } | Self::Failed { previous, .. } => previous.as_ref(),
            Self::Ready(value) => Some(value),
        }
    }

    /// Whether it is on its way.
    pub const fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// Why it could not be got.
    pub fn error(&self) -> Option<&str> {
        match self {
            Self::Failed { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Notes that it is on its way.
    pub fn start(&mut self) {
        let previous = self.shown().cloned();
        *self = Self::Loading { previous };
    }

    /// Notes that it came, or did not.
    pub fn finish(&mut self, result: Result<T, String>) {
        *self = match result {
            Ok(value) => Self::Ready(Arc::new(value)),
            Err(error) => Self::Failed {
                error,
                previous: self.shown().cloned(),
            },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_previous_value_is_shown_until_the_next_is_there() {
        let mut fetched = Fetched::Never;
        fetched.start();
        assert!(fetched.shown().is_none());
        fetched.finish(Ok(1));
        fetched.start();
        assert!(fetched.is_loading());
        assert_eq!(fetched.shown().map(|value| **value), Some(1));
        fetched.finish(Err("gone".to_owned()));
        assert_eq!(fetched.error(), Some("gone"));
        assert_eq!(fetched.shown().map(|value| **value), Some(1));
    }
}
