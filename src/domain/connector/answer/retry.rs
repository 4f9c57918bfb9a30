//! When a request is made again, which only the AWS SDK does.

use std::time::Duration;

use super::aws_ses::error_code;
use super::{HttpAnswer, HttpConnector, NetworkTrouble, TroubleKind};

/// That a request is made again, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How long to wait first.
    pub after: Duration,
    /// Whether the other side asked for that wait (`Retry-After`, RFC 9110, 10.2.3).
    pub is_asked: bool,
}

/// Exceptions that mean "too fast" (`@smithy/service-error-classification`).
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];
/// Exceptions that mean "later" (the same).
const TRANSIENT: [&str; 3] = ["TimeoutError", "RequestTimeout", "RequestTimeoutException"];
/// The same for statuses.
const TRANSIENT_STATUSES: [u16; 4] = [500, 502, 503, 504];

/// The first wait of the SDK, doubled each time; it waits a random part of it, here half.
const BASE: Duration = Duration::from_millis(100);
const BASE_OF_THROTTLING: Duration = Duration::from_millis(500);
/// The SDK's longest wait of its own.
const MOST: Duration = Duration::from_secs(20);

/// Whether the connector's client would make the request again after `attempt` attempts.
///
/// The SDK also repeats a request that was refused for the clock of this machine, with the clock of
/// the answer; a request that is signed already cannot be repeated so, and the diagnosis tells it.
pub fn retry(
    connector: HttpConnector,
    attempt: usize,
    outcome: Result<&HttpAnswer, &NetworkTrouble>,
) -> Option<Retry> {
    if attempt >= connector.client().most_attempts() {
        return None;
    }
    let base = match outcome {
        Err(trouble) => is_transient_trouble(trouble).then_some(BASE)?,
        Ok(answer) => base(answer)?,
    };
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    let own = base.saturating_mul(1 << doublings.min(16)) / 2;
    let asked = outcome.ok().and_then(retry_after).unwrap_or_default();
    let own = own.min(MOST);
    Some(Retry {
        after: own.max(asked),
        is_asked: asked > own,
    })
}

fn base(answer: &HttpAnswer) -> Option<Duration> {
    // An answer that the SDK cannot read is not repeated, whatever its status.
    let is_readable = answer.body.is_empty() || answer.json().is_some_and(|body| !body.is_null());
    if answer.status < 300 || !is_readable {
        return None;
    }
    let code = error_code(answer).unwrap_or_default();
    if answer.status == 429 || THROTTLING.contains(&code.as_str()) {
        return Some(BASE_OF_THROTTLING);
    }
    let is_transient =
        TRANSIENT_STATUSES.contains(&answer.status) || TRANSIENT.contains(&code.as_str());
    is_transient.then_some(BASE)
}

/// Codes of Node.js that mean "later" (the same).
const TRANSIENT_TROUBLES: [&str; 4] = ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"];

/// Whether the SDK takes the code for one that passes; a limit of this program's own is final, though
/// it is told with the code of the system's.
fn is_transient_trouble(trouble: &NetworkTrouble) -> bool {
    let is_own = matches!(trouble.kind, TroubleKind::Timeout(_));
    !is_own && TRANSIENT_TROUBLES.contains(&trouble.code.as_str())
}

/// The wait the other side asks for, in seconds.
fn retry_after(answer: &HttpAnswer) -> Option<Duration> {
    let seconds = answer.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
