//! The HTTP clients of Logto's connectors, as far as they differ.

use std::time::Duration;

/// Which library sends a connector's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HttpClient {
    /// got 14: follows ten redirects with verb and body, waits for ever.
    Got,
    /// axios with follow-redirects, by way of Postmark's client: follows 21, the first of 301 and 302
    /// without the body; a minute in all.
    Axios,
    /// The AWS SDK: follows none, asks up to three times, waits for ever.
    AwsSdk,
}

impl HttpClient {
    /// How many redirects are followed.
    pub const fn most_redirects(self) -> usize {
        match self {
            Self::Got => 10,
            Self::Axios => 21,
            Self::AwsSdk => 0,
        }
    }

    /// How often a request is made, at most.
    pub const fn most_attempts(self) -> usize {
        match self {
            Self::AwsSdk => 3,
            Self::Got | Self::Axios => 1,
        }
    }

    /// How long Logto waits, where it has a limit at all.
    pub const fn limit(self) -> Option<Duration> {
        match self {
            Self::Axios => Some(Duration::from_mins(1)),
            Self::Got | Self::AwsSdk => None,
        }
    }
}
