//! Fetches the policy of MTA-STS (RFC 8461 section 3.3): the one part of a sender's set-up that does
//! not stand in the DNS. It is fetched only when a person asked for it.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, StatusCode};

use super::links::{LookUp, SystemLookUp, guarded};
use super::with_causes;
use crate::domain::checks::links::fetch::may_connect;
use crate::domain::sender_domain::check::FetchedText;
use crate::domain::sender_domain::dns::Name;

/// No policy is longer; senders may refuse what is (RFC 8461 section 3.3).
const MOST_BYTES: usize = 64 * 1024;

/// All of it has to be there by then.
const TIME: Duration = Duration::from_secs(6);

/// Fetches policies over HTTPS, follows no redirect and takes no more than it must.
#[derive(Debug, Clone)]
pub struct PolicyFetcher {
    client: Client,
}

impl PolicyFetcher {
    /// A fetcher that trusts whom this machine trusts, and connects to public addresses only: the
    /// name that is asked belongs to whoever owns the domain.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_names(Arc::new(SystemLookUp))
    }

    /// The same with other names.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn with_names(names: Arc<dyn LookUp>) -> Result<Self, reqwest::Error> {
        Self::of(guarded(Client::builder(), may_connect, names))
    }

    /// A fetcher with what else is set in `builder`, which brings its own guard.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn of(builder: ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = builder
            .https_only(true)
            .redirect(Policy::none())
            .timeout(TIME)
            .connect_timeout(TIME)
            .build()?;
        Ok(Self { client })
    }

    /// Where the policy of a domain is.
    pub fn address(domain: &Name) -> String {
        format!("https://mta-sts.{domain}/.well-known/mta-sts.txt")
    }

    /// The policy of a domain, or why it cannot be had.
    pub async fn fetch(&self, domain: &Name) -> FetchedText {
        match self.text(domain).await {
            Ok(text) => FetchedText::Fetched(text),
            Err(why) => FetchedText::Failed(why),
        }
    }

    async fn text(&self, domain: &Name) -> Result<String, String> {
        let sent = self.client.get(Self::address(domain)).send().await;
        let mut response = sent.map_err(why)?;
        let status = response.status();
        if status.is_redirection() {
            return Err("the server redirects elsewhere, which senders do not follow".to_owned());
        }
        if status != StatusCode::OK {
            return Err(format!("the server answers with HTTP {}", status.as_u16()));
        }
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_text = kind
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/plain"));
        if !is_text {
            return Err("the server does not call it text/plain".to_owned());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(why)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err("it is longer than 64 KB".to_owned());
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_bytes| "it is no UTF-8".to_owned())
    }
}

/// Why nothing came, as a clause.
fn why(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer came in time".to_owned();
    }
    with_causes(&error.without_url())
}
