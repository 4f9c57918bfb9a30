//! How an OAuth 2 access token is asked for (nodemailer `xoauth2`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};

use super::super::non_empty;
use super::super::secret::Secret;
use super::config::Auth;

/// Where nodemailer asks if the configuration says nothing.
const DEFAULT_URL: &str = "https://accounts.google.com/o/oauth2/token";
const DEFAULT_SCOPE: &str = "https://mail.google.com/";
/// How long a signed request is valid: five minutes unless given, an hour at most.
const DEFAULT_LIFETIME_SECS: u32 = 300;
const MAX_LIFETIME_SECS: f64 = 3600.0;

/// One request for an access token: a form in a `POST`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// `accessUrl`, else Google's.
    pub url: String,
    /// What is shown to get a token.
    pub grant: TokenGrant,
    /// Headers of the configuration (`customHeaders`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, Secret)>,
    /// Fields of the configuration (`customParams`), which replace those of the same name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(String, Secret)>,
}

/// What is shown to get a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum TokenGrant {
    /// A refresh token (RFC 6749, 6).
    RefreshToken {
        /// `clientId`, may be empty.
        client_id: String,
        /// `clientSecret`, may be empty.
        client_secret: Secret,
        /// `refreshToken`
        refresh_token: Secret,
    },
    /// A JWT signed with RS256 (RFC 7523, 2.1).
    ServiceKey {
        /// `serviceClient`, who signs.
        client: String,
        /// The mailbox.
        user: String,
        /// `privateKey`, in PEM.
        key: Secret,
        /// Whether the key has a passphrase, so that it cannot be read here.
        has_passphrase: bool,
        /// What the token is for.
        scope: String,
        /// How long the JWT is valid, in seconds.
        lifetime_secs: u32,
    },
}

impl TokenRequest {
    /// The way to a token that a configuration gives, if it gives one.
    pub(super) fn read(auth: &Auth, user: &str) -> Option<Self> {
        let other = &auth.other;
        let text = |key: &str| non_empty(other.get(key).and_then(Value::as_str));
        let grant = if let Some(client) = non_empty(auth.service_client.as_deref()) {
            let key = other.get("privateKey").unwrap_or(&Value::Null);
            let lifetime = other.get("serviceRequestTimeout").and_then(Value::as_f64);
            TokenGrant::ServiceKey {
                client: client.to_owned(),
                user: user.to_owned(),
                key: Secret::new(
                    key.as_str()
                        .or_else(|| key["key"].as_str())
                        .unwrap_or_default(),
                ),
                has_passphrase: non_empty(key["passphrase"].as_str()).is_some(),
                scope: text("scope").unwrap_or(DEFAULT_SCOPE).to_owned(),
                lifetime_secs: match lifetime.unwrap_or_default().clamp(0.0, MAX_LIFETIME_SECS) {
                    seconds if seconds >= 1.0 => seconds as u32,
                    _ => DEFAULT_LIFETIME_SECS,
                },
            }
        } else {
            let refresh_token = auth.refresh_token.clone()?;
            if refresh_token.is_empty() {
                return None;
            }
            TokenGrant::RefreshToken {
                client_id: text("clientId").unwrap_or_default().to_owned(),
                client_secret: Secret::new(text("clientSecret").unwrap_or_default()),
                refresh_token,
            }
        };
        Some(Self {
            url: text("accessUrl").unwrap_or(DEFAULT_URL).to_owned(),
            grant,
            headers: pairs(other.get("customHeaders")),
            params: pairs(other.get("customParams")),
        })
    }

    /// What must not be shown.
    pub fn secrets(&self) -> Vec<Secret> {
        let mut secrets = match &self.grant {
            TokenGrant::RefreshToken {
                client_secret,
                refresh_token,
                ..
            } => vec![client_secret.clone(), refresh_token.clone()],
            TokenGrant::ServiceKey { key, .. } => vec![key.clone()],
        };
        let given = self.headers.iter().chain(&self.params);
        secrets.extend(given.map(|(_, value)| value.clone()));
        secrets.retain(|secret| !secret.is_empty());
        secrets
    }
}

/// The texts and numbers of an object.
fn pairs(value: Option<&Value>) -> Vec<(String, Secret)> {
    let entries = value.and_then(Value::as_object).map(Map::iter);
    let texts = entries.into_iter().flatten().filter_map(|(key, value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => return None,
        };
        Some((key.clone(), Secret::new(text)))
    });
    texts.collect()
}

/// A password or token in each form in which it goes over the wire.
pub(super) fn secrets_of_login(user: &str, secret: &str) -> Vec<Secret> {
    let encoded = |text: String| Secret::new(STANDARD.encode(text));
    vec![
        encoded(format!("\0{user}\0{secret}")),
        encoded(format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}")),
        encoded(secret.to_owned()),
        Secret::new(secret),
    ]
}
