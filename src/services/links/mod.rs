//! Looks whether the links of a mail lead somewhere. Nothing here runs unless somebody asks for it.
//!
//! The plan and its guards are those of [`fetch`](crate::domain::checks::links::fetch): http and
//! https only, no private or reserved address, few redirects, little time, few bytes. A name is
//! looked up here, and only addresses that pass the guard are connected to, so that a second look-up
//! cannot lead elsewhere.

mod lookup;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

pub use self::lookup::{LookUp, SystemLookUp};
use crate::domain::checks::links::fetch::{
    LinkFetch, LinkOutcome, MOST_BYTES, MOST_REDIRECTS, MOST_SECONDS, NotFetched, may_connect,
    may_fetch,
};
use crate::services::with_causes;

/// What may be looked at.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    /// Whether an address may be asked, by how it is written; of each redirect too.
    pub fetch: fn(&str) -> Result<(), NotFetched>,
    /// Whether a connection may be made to what a name leads to.
    pub connect: fn(IpAddr) -> bool,
}

impl Default for Guard {
    /// The public web.
    fn default() -> Self {
        Self {
            fetch: may_fetch,
            connect: may_connect,
        }
    }
}

/// Looks at links.
#[derive(Debug, Clone)]
pub struct Links {
    client: Client,
    guard: Guard,
}

impl Links {
    /// With the names of this machine's resolver.
    ///
    /// # Errors
    ///
    /// Where TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with(Guard::default(), Arc::new(SystemLookUp))
    }

    /// With other guards and names.
    ///
    /// # Errors
    ///
    /// Where TLS cannot be set up.
    pub fn with(guard: Guard, names: Arc<dyn LookUp>) -> Result<Self, reqwest::Error> {
        let resolver = lookup::Guarded {
            names,
            connect: guard.connect,
        };
        let client = Client::builder()
            // A proxy would look names up by itself, behind the guard.
            .no_proxy()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(MOST_SECONDS))
            .referer(false)
            .user_agent(concat!("Letterhead/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(resolver))
            .build()?;
        Ok(Self { client, guard })
    }

    /// Asks for an address and follows its redirects.
    pub async fn look(&self, wanted: &LinkFetch) -> LinkOutcome {
        let limit = Duration::from_secs(MOST_SECONDS);
        match tokio::time::timeout(limit, self.follow(wanted)).await {
            Ok(outcome) => outcome,
            Err(_) => late(),
        }
    }

    /// The content of an address, with at most `most` bytes and one more, so that more is noticed.
    ///
    /// # Errors
    ///
    /// What stood in the way.
    pub async fn content(&self, url: &str, most: usize) -> Result<(u16, Vec<u8>), LinkOutcome> {
        let read = async {
            let (mut response, _) = self.reach(url).await?;
            let status = response.status().as_u16();
            let mut bytes = Vec::new();
            while bytes.len() <= most {
                let chunk = response.chunk().await.map_err(failed)?;
                let Some(chunk) = chunk else { break };
                bytes.extend_from_slice(&chunk);
            }
            bytes.truncate(most.saturating_add(1));
            Ok((status, bytes))
        };
        let limit = Duration::from_secs(MOST_SECONDS);
        let read = tokio::time::timeout(limit, read).await;
        read.unwrap_or_else(|_late| Err(late()))
    }

    async fn follow(&self, wanted: &LinkFetch) -> LinkOutcome {
        match self.reach(&wanted.url).await {
            Ok((response, redirects)) => answered(response, redirects).await,
            Err(outcome) => outcome,
        }
    }

    /// The answer at the end of all redirects, and how many there were.
    async fn reach(&self, url: &str) -> Result<(Response, usize), LinkOutcome> {
        let mut url = url.to_owned();
        for redirects in 0..=MOST_REDIRECTS {
            if let Err(reason) = (self.guard.fetch)(&url) {
                return Err(LinkOutcome::Stopped(reason));
            }
            let response = self.client.get(&url).send().await;
            let response = response.map_err(failed)?;
            match next(&response) {
                Some(next) => url = next,
                None => return Ok((response, redirects)),
            }
        }
        let why = format!("more than {MOST_REDIRECTS} redirects");
        Err(LinkOutcome::Failed(why))
    }
}

/// Where a redirect leads.
fn next(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url: Url = response.url().join(location).ok()?;
    Some(url.to_string())
}

/// Reads an answer as far as its size matters.
async fn answered(mut response: Response, redirects: usize) -> LinkOutcome {
    let status = response.status().as_u16();
    let mut bytes = 0;
    while bytes < MOST_BYTES {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes += chunk.len(),
            Ok(None) => break,
            Err(error) => return failed(error),
        }
    }
    LinkOutcome::Answered {
        status,
        redirects,
        bytes: bytes.min(MOST_BYTES),
    }
}

fn late() -> LinkOutcome {
    LinkOutcome::Failed(format!("no answer within {MOST_SECONDS} seconds"))
}

fn failed(error: reqwest::Error) -> LinkOutcome {
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        if let Some(lookup::Refused(host)) = error.downcast_ref() {
            return LinkOutcome::Stopped(NotFetched::NotPublic(host.clone()));
        }
        cause = error.source();
    }
    if error.is_timeout() {
        return late();
    }
    // Whoever asked knows the address.
    LinkOutcome::Failed(with_causes(&error.without_url()))
}

#[cfg(test)]
mod tests;
