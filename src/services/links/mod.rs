//! Looks whether the links of a mail lead somewhere. Nothing here runs unless somebody asks for it.
//!
//! The plan and its guards are those of [`fetch`](crate::domain::checks::links::fetch): http and
//! https only, no private or reserved address, few redirects, little time, few bytes. A name is
//! looked up here, and only addresses that pass the guard are connected to, so that a second look-up
//! cannot lead elsewhere.

mod lookup;
mod trouble;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use tokio::task::JoinSet;

pub use self::lookup::{LookUp, Looking, SystemLookUp, guarded};
use crate::domain::checks::links::fetch::{
    LinkAnswer, LinkFailure, LinkLook, LinkOutcome, MOST_BYTES, MOST_REDIRECTS, MOST_SECONDS,
    NotFetched, Redirect, looks_of, may_connect, may_fetch,
};

/// How many addresses are asked at a time.
const AT_A_TIME: usize = 6;
/// How many bytes tell what an answer looks like.
const HEAD_BYTES: usize = 64;

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
        let client = guarded(Client::builder(), guard.connect, names)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(MOST_SECONDS))
            .referer(false)
            // Bytes are counted as they come, and cannot swell.
            .gzip(false)
            .user_agent(concat!("Letterhead/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, guard })
    }

    /// What may be looked at.
    pub const fn guard(&self) -> Guard {
        self.guard
    }

    /// Looks at addresses, a few at a time, and tells of each as soon as it is known, with its place
    /// in `urls`. Stops when it is dropped.
    pub async fn look_all(&self, urls: Vec<String>, mut tell: impl FnMut(usize, LinkLook)) {
        let mut waiting = urls.into_iter().enumerate();
        let mut running = JoinSet::new();
        loop {
            while running.len() < AT_A_TIME
                && let Some((at, url)) = waiting.next()
            {
                let links = self.clone();
                running.spawn(async move { (at, links.look(&url).await) });
            }
            match running.join_next().await {
                Some(Ok((at, look))) => tell(at, look),
                Some(Err(error)) if error.is_panic() => {
                    std::panic::resume_unwind(error.into_panic())
                }
                Some(Err(_)) => {}
                None => return,
            }
        }
    }

    /// Asks for an address and follows its redirects.
    pub async fn look(&self, url: &str) -> LinkLook {
        let started = Instant::now();
        let limit = Duration::from_secs(MOST_SECONDS);
        let mut redirects = Vec::new();
        let following = self.follow(url, &mut redirects);
        let outcome = tokio::time::timeout(limit, following)
            .await
            .unwrap_or(LinkOutcome::Failed(LinkFailure::TooSlow));
        LinkLook {
            redirects,
            millis: started.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
            outcome,
        }
    }

    /// The content of an address, with at most `most` bytes and one more, so that more is noticed.
    ///
    /// # Errors
    ///
    /// What stood in the way.
    pub async fn content(&self, url: &str, most: usize) -> Result<(u16, Vec<u8>), LinkOutcome> {
        let read = async {
            let mut response = self.reach(url, &mut Vec::new()).await?;
            let status = response.status().as_u16();
            let mut bytes = Vec::new();
            while bytes.len() <= most {
                let chunk = response.chunk().await;
                let chunk = chunk.map_err(|error| trouble::of(&error))?;
                let Some(chunk) = chunk else { break };
                bytes.extend_from_slice(&chunk);
            }
            bytes.truncate(most.saturating_add(1));
            Ok((status, bytes))
        };
        let limit = Duration::from_secs(MOST_SECONDS);
        let read = tokio::time::timeout(limit, read).await;
        read.unwrap_or(Err(LinkOutcome::Failed(LinkFailure::TooSlow)))
    }

    async fn follow(&self, url: &str, redirects: &mut Vec<Redirect>) -> LinkOutcome {
        match self.reach(url, redirects).await {
            Ok(response) => answered(response).await,
            Err(outcome) => outcome,
        }
    }

    /// The answer at the end of all redirects.
    async fn reach(
        &self,
        url: &str,
        redirects: &mut Vec<Redirect>,
    ) -> Result<Response, LinkOutcome> {
        let mut url = url.to_owned();
        loop {
            let Ok(parsed) = Url::parse(&url) else {
                let words = "it is no address that can be asked".to_owned();
                return Err(LinkOutcome::Failed(LinkFailure::Other(words)));
            };
            // What is asked is what the client reads, which may differ from what is written.
            let guarded = [url.as_str(), parsed.as_str()].map(self.guard.fetch);
            if let Some(reason) = guarded.into_iter().find_map(Result::err) {
                return Err(LinkOutcome::Stopped(reason));
            }
            let response = self.client.get(parsed).send().await;
            let response = response.map_err(|error| trouble::of(&error))?;
            let Some(next) = next(&response) else {
                return Ok(response);
            };
            if redirects.len() == MOST_REDIRECTS {
                return Err(LinkOutcome::Failed(LinkFailure::TooManyRedirects));
            }
            url.clone_from(&next.to);
            redirects.push(next);
        }
    }
}

/// Where a redirect leads.
fn next(response: &Response) -> Option<Redirect> {
    let status = response.status().as_u16();
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url: Url = response.url().join(location).ok()?;
    Some(Redirect {
        status,
        to: url.to_string(),
    })
}

/// Reads an answer as far as it matters.
async fn answered(mut response: Response) -> LinkOutcome {
    let status = response.status().as_u16();
    let media_type = media_type(&response);
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let mut bytes = 0;
    while bytes < MOST_BYTES {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                head.extend(chunk.iter().take(HEAD_BYTES - head.len()));
                bytes += chunk.len();
            }
            Ok(None) => break,
            Err(error) => return trouble::of(&error),
        }
    }
    LinkOutcome::Answered(LinkAnswer {
        status,
        bytes: bytes.min(MOST_BYTES),
        media_type,
        looks: looks_of(&head),
    })
}

/// The media type that a server names, in small letters, without parameters.
fn media_type(response: &Response) -> String {
    let value = response.headers().get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let name = value.and_then(|value| value.split(';').next());
    name.unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
