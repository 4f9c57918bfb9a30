//! The stamp of a new mail.

use std::hash::{BuildHasher as _, RandomState};

use super::super::clock::Clock;
use crate::domain::message::MessageStamp;

/// The present time and ids no other mail has, in the form nodemailer gives them.
pub fn new_stamp(clock: &dyn Clock) -> MessageStamp {
    let date = clock.now();
    // Each RandomState has keys of its own; the ids need to be unique, not unguessable.
    let random = || RandomState::new().hash_one(date.as_nanosecond());
    let digits = format!("{:016x}{:016x}", random(), random());
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    MessageStamp {
        date,
        message_id: [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
            .map(|(from, to)| part(from, to))
            .join("-"),
        boundary_seed: format!("{:016x}", random()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::clock::FixedClock;

    #[test]
    fn two_mails_of_the_same_moment_have_different_ids() {
        let clock = FixedClock("2026-01-02T03:04:05Z".parse().unwrap());
        let (first, second) = (new_stamp(&clock), new_stamp(&clock));
        assert_eq!(first.date, second.date);
        assert_ne!(first.message_id, second.message_id);
        let lengths: Vec<usize> = first.message_id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
