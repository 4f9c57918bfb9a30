//! Fetches the logo that a BIMI record names. It is fetched only when a person asked for it, and under
//! the guards of links: the public web only, few redirects, little time.

use super::links::{Guard, Links, SystemLookUp};
use crate::domain::checks::links::fetch::{LinkOutcome, NotFetched, may_fetch};
use crate::domain::sender_domain::check::FetchedText;

use std::sync::Arc;

/// More than any logo has; those over 32 KB are read to tell their size.
const MOST_BYTES: usize = 256 * 1024;

/// Fetches logos over HTTPS.
#[derive(Debug, Clone)]
pub struct LogoFetcher {
    links: Links,
}

impl LogoFetcher {
    /// A fetcher that connects to public addresses only.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        let guard = Guard {
            fetch: over_https,
            ..Guard::default()
        };
        Ok(Self::of(Links::with(guard, Arc::new(SystemLookUp))?))
    }

    /// A fetcher with other guards.
    pub const fn of(links: Links) -> Self {
        Self { links }
    }

    /// The text of the logo, or why it cannot be had.
    pub async fn fetch(&self, address: &str) -> FetchedText {
        let (status, bytes) = match self.links.content(address, MOST_BYTES).await {
            Ok(read) => read,
            Err(outcome) => return FetchedText::Failed(why(outcome)),
        };
        if status != 200 {
            return FetchedText::Failed(format!("the server answers with HTTP {status}"));
        }
        if bytes.len() > MOST_BYTES {
            return FetchedText::Failed("it is longer than 256 KB".to_owned());
        }
        match String::from_utf8(bytes) {
            Ok(text) => FetchedText::Fetched(text),
            Err(_bytes) => FetchedText::Failed("it is no text, or compressed".to_owned()),
        }
    }
}

/// As links may be, but over HTTPS only, wherever redirects lead.
fn over_https(url: &str) -> Result<(), NotFetched> {
    match url.get(..8) {
        Some(scheme) if scheme.eq_ignore_ascii_case("https://") => may_fetch(url),
        _ => Err(NotFetched::Scheme),
    }
}

/// Why nothing came, as a clause.
fn why(outcome: LinkOutcome) -> String {
    match outcome {
        LinkOutcome::Stopped(NotFetched::Scheme) => "it leads elsewhere than https".to_owned(),
        LinkOutcome::Stopped(reason) => reason.to_string(),
        LinkOutcome::Failed(why) => why,
        LinkOutcome::Answered { status, .. } => format!("the server answers with HTTP {status}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_to_the_public_web_is_fetched() {
        assert_eq!(over_https("HTTPS://d.example.com/a.svg"), Ok(()));
        assert_eq!(
            over_https("http://d.example.com/a.svg"),
            Err(NotFetched::Scheme)
        );
        assert!(matches!(
            over_https("https://127.0.0.1/a.svg"),
            Err(NotFetched::NotPublic(_))
        ));
    }

    #[tokio::test]
    async fn a_logo_within_a_private_network_is_not_asked_for() {
        let fetcher = LogoFetcher::new().unwrap();
        let text = fetcher.fetch("https://192.168.1.1/logo.svg").await;
        let FetchedText::Failed(why) = text else {
            panic!("{text:?}");
        };
        assert!(why.contains("no public server"), "{why}");
    }
}
