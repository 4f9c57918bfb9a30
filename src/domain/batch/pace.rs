//! How fast the mails of a batch may go.

use std::num::NonZeroU32;
use std::time::Duration;

use serde::Serializer;

/// The limits of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The least time between the starts of two sends.
    pub interval: Duration,
    /// How many sends may be under way at once.
    pub at_once: NonZeroU32,
    /// After how many failures in a row the run stops; none never stops it.
    pub stop_after_failures: Option<NonZeroU32>,
}

impl Pace {
    /// At most `sends` starts in any second, evenly spread.
    pub fn per_second(sends: NonZeroU32) -> Self {
        // Rounded up: a shorter one could let one too many into a second.
        let nanos = 1_000_000_000_u64.div_ceil(u64::from(sends.get()));
        Self::every(Duration::from_nanos(nanos))
    }

    /// At most one start in `interval`.
    pub fn every(interval: Duration) -> Self {
        Self {
            interval,
            ..Self::default()
        }
    }

    /// The same pace with so many sends under way at once.
    pub fn at_once(mut self, at_once: NonZeroU32) -> Self {
        self.at_once = at_once;
        self
    }

    /// The same pace, stopping after so many failures in a row.
    pub fn stop_after(mut self, failures: Option<NonZeroU32>) -> Self {
        self.stop_after_failures = failures;
        self
    }
}

impl Default for Pace {
    /// One a second, one at a time, until three fail in a row: slow enough for every provider's
    /// smallest plan, and a wrong password does not lock an account.
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(1),
            at_once: NonZeroU32::MIN,
            stop_after_failures: NonZeroU32::new(3),
        }
    }
}

/// Writes a duration as whole milliseconds.
pub(super) fn millis<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u128(duration.as_millis())
}

/// Writes a duration as whole milliseconds, or null.
#[expect(clippy::ref_option, reason = "serde passes fields by reference")]
pub(super) fn millis_or_null<S: Serializer>(
    duration: &Option<Duration>,
    to: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => millis(duration, to),
        None => to.serialize_none(),
    }
}
