//! Asks a provider's own API what it wants of a domain, with the connector's key. Only done when a
//! person asked for it.

use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method};

use super::clock::Clock;
use super::delivery::new_stamp;
use super::with_causes;
use crate::domain::connector::{Connector, HttpRequest, Secret};
use crate::domain::sender_domain::provider::Settings;
use crate::domain::sender_domain::provider::api::{ApiFacts, ApiQuery, ApiReply, ApiStage};

/// No answer about a domain is longer.
const MOST_BYTES: usize = 1024 * 1024;

/// Each answer has to be there by then.
const TIME: Duration = Duration::from_secs(15);

/// How many requests one domain may take: the longest way has two.
const MOST_REQUESTS: usize = 4;

/// Asks providers.
#[derive(Debug, Clone)]
pub struct ProviderApi {
    client: Client,
    account_token: Option<Secret>,
}

impl ProviderApi {
    /// A client that follows no redirect, so that a key goes nowhere else.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::of(Client::builder().https_only(true))
    }

    /// A client with what else is set in `builder`.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub fn of(builder: ClientBuilder) -> Result<Self, reqwest::Error> {
        let client = builder.redirect(Policy::none()).timeout(TIME).build()?;
        Ok(Self {
            client,
            account_token: None,
        })
    }

    /// With the token of the account, for providers that tell nothing to the connector's key.
    pub fn with_account_token(mut self, token: Secret) -> Self {
        self.account_token = Some(token).filter(|token| !token.is_empty());
        self
    }

    /// What the provider says of the domain of `settings`.
    ///
    /// # Errors
    ///
    /// Why it says nothing, in a sentence without a period.
    pub async fn ask(
        &self,
        connector: &Connector,
        settings: &Settings,
        clock: &dyn Clock,
    ) -> Result<ApiFacts, String> {
        let mut stage = ApiStage::First;
        for _ in 0..MOST_REQUESTS {
            let stamp = new_stamp(clock);
            let query = ApiQuery {
                connector,
                settings,
                stamp: &stamp,
                account_token: self.account_token.as_ref(),
            };
            let request = query.request(&stage).map_err(|error| error.to_string())?;
            let (status, body) = self.send(&request).await?;
            let reply = query.read(&stage, status, &body);
            match reply.map_err(|failure| failure.to_string())? {
                ApiReply::Facts(facts) => return Ok(facts),
                ApiReply::Next(next) => stage = next,
            }
        }
        Err("The provider's answers lead to no end".to_owned())
    }

    async fn send(&self, request: &HttpRequest) -> Result<(u16, String), String> {
        let unusable = || "No request can be made of this configuration".to_owned();
        let method: Method = request.method.parse().map_err(|_invalid| unusable())?;
        let mut builder = self.client.request(method.clone(), &request.url);
        for (name, value) in &request.headers {
            let name: HeaderName = name.parse().map_err(|_invalid| unusable())?;
            let value: HeaderValue = value.parse().map_err(|_invalid| unusable())?;
            builder = builder.header(name, value);
        }
        if method != Method::GET {
            builder = builder.body(request.body.text());
        }
        let failed = |error: reqwest::Error| {
            let why = with_causes(&error.without_url());
            format!("The provider's API cannot be reached: {why}")
        };
        let mut response = builder.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err("The provider's answer is longer than any about a domain".to_owned());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }
}
