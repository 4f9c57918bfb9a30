//! Whether the two sides' clocks differ so much that a signature is not taken.

use jiff::Timestamp;

use super::super::HttpAnswer;
use super::RequestFacts;

/// Below that no provider minds: Amazon and Alibaba Cloud allow five and fifteen minutes.
const MOST_SECONDS: i64 = 5 * 60;

/// A sentence on the difference, if the request is signed and the answer has a date.
pub(super) fn difference(answer: &HttpAnswer, facts: &RequestFacts) -> Option<String> {
    let signed_at = facts.signed_at?;
    let theirs = date(answer.header("date")?)?;
    let seconds = theirs.as_second() - signed_at.as_second();
    if seconds.abs() < MOST_SECONDS {
        return None;
    }
    let (minutes, direction) = (
        seconds.abs() / 60,
        if seconds > 0 { "slow" } else { "fast" },
    );
    Some(format!(
        "By the date of the answer the clock of this machine is {minutes} minutes {direction}, which \
         alone spoils a signature"
    ))
}

/// A date as HTTP writes it (RFC 9110, 5.6.7).
fn date(text: &str) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(zoned.timestamp())
}
