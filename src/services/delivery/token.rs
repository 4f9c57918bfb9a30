//! Fetches OAuth 2 access tokens and remembers them until they expire.
//!
//! Logto's mailer fetches one for every mail; here they are kept in memory, as a person who tests
//! sends often and token servers limit how often they are asked.

mod jwt;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, Url};
use serde_json::Value;

use super::tls::find_tls_error;
use crate::domain::connector::smtp::{TokenGrant, TokenRequest};
use crate::domain::connector::{Secret, hide};

/// No token server's answer is longer.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// A token this near its end is not used again.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The tokens by what was asked to get them.
static REMEMBERED: LazyLock<Mutex<BTreeMap<Vec<u8>, Token>>> = LazyLock::new(Mutex::default);

/// An access token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub text: Secret,
    /// When it expires, if the server said so.
    expires: Option<Timestamp>,
}

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The configuration has neither a token nor a way to one.
    #[error("there is neither an access token nor a way to get one")]
    NoWay,
    /// The private key cannot be read or cannot sign.
    #[error("the private key cannot sign a request for a token")]
    Key {
        /// Whether it is locked by a passphrase.
        has_passphrase: bool,
    },
    /// `accessUrl` or a header cannot be used.
    #[error("the address for access tokens cannot be used: {0}")]
    Address(String),
    /// The server could not be asked.
    #[error("the token server cannot be asked: {message}")]
    Network {
        /// The server's host and port.
        host: String,
        /// Node's sentence.
        message: String,
    },
    /// The server refuses (RFC 6749, 5.2).
    #[error("the token server refuses: {message}")]
    Refused {
        /// Its code, for example `invalid_grant`.
        code: String,
        /// Code, description and address, as nodemailer prints them.
        message: String,
    },
    /// What the server answers is no answer about a token.
    #[error("the token server's answer is of no use: {message}")]
    Answer {
        /// The HTTP status.
        status: u16,
        /// nodemailer's or Node's sentence.
        message: String,
    },
}

/// A token fetched before for the same request that is still valid.
pub(super) fn remembered(request: &TokenRequest, now: Timestamp) -> Option<Secret> {
    let remembered = REMEMBERED.lock();
    let token = remembered.get(&key_of(request))?;
    let is_valid = token.expires.is_some_and(|expires| now < expires);
    is_valid.then(|| token.text.clone())
}

/// Keeps a token that says how long it is valid.
pub(super) fn remember(request: &TokenRequest, token: &Token) {
    let mut remembered = REMEMBERED.lock();
    if token.expires.is_some() {
        remembered.insert(key_of(request), token.clone());
    } else {
        remembered.remove(&key_of(request));
    }
}

/// A digest of all that makes a request what it is, secrets included.
fn key_of(request: &TokenRequest) -> Vec<u8> {
    let secrets = request.secrets();
    let secrets = secrets.iter().map(Secret::expose).collect::<Vec<_>>();
    // The debug form has everything but the secrets.
    let text = format!("{request:?}\0{}", secrets.join("\0"));
    digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

/// Asks the server for a token. `now` is the time a signed request is made at.
pub(super) async fn fetch(request: &TokenRequest, now: Timestamp) -> Result<Token, TokenError> {
    let url = Url::parse(&request.url).map_err(|error| TokenError::Address(error.to_string()))?;
    let body = form(request, now)?;
    let client = Client::builder().no_proxy();
    // nodemailer follows a redirect with a GET and without the form, which gives no token.
    let client = client.redirect(reqwest::redirect::Policy::none()).build();
    let host = || match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        _ => request.url.clone(),
    };
    let network = |error: reqwest::Error| TokenError::Network {
        message: network_message(&error, &url, &host()),
        host: host(),
    };
    let client = client.map_err(network)?;
    let asking = client
        .post(url.clone())
        .headers(headers(request)?)
        .body(body);
    let response = asking.send().await.map_err(network)?;
    let status = response.status().as_u16();
    let answer = answer_of(response).await.map_err(network)?;
    read(request, status, &answer, now)
}

async fn answer_of(mut response: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        answer.extend_from_slice(&chunk);
        if answer.len() > MAX_ANSWER_BYTES {
            answer.truncate(MAX_ANSWER_BYTES);
            break;
        }
    }
    Ok(answer)
}

fn headers(request: &TokenRequest) -> Result<HeaderMap, TokenError> {
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let bad = || TokenError::Address(format!("“{name}” is no header that can be sent"));
        let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_error| bad())?;
        let value = HeaderValue::from_str(value.expose()).map_err(|_error| bad())?;
        headers.insert(name, value);
    }
    headers
        .entry(ACCEPT)
        .or_insert(HeaderValue::from_static("*/*"));
    headers.insert(CONTENT_TYPE, form);
    Ok(headers)
}

/// The fields as a form; those of the configuration replace the others of their name.
fn form(request: &TokenRequest, now: Timestamp) -> Result<String, TokenError> {
    let fields = match &request.grant {
        TokenGrant::RefreshToken {
            client_id,
            client_secret,
            refresh_token,
        } => vec![
            ("client_id", client_id.clone()),
            ("client_secret", client_secret.expose().to_owned()),
            ("refresh_token", refresh_token.expose().to_owned()),
            ("grant_type", "refresh_token".to_owned()),
        ],
        TokenGrant::ServiceKey { .. } => vec![
            (
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned(),
            ),
            ("assertion", jwt::signed(request, now)?),
        ],
    };
    let mut fields: Vec<(String, String)> = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    for (name, value) in &request.params {
        let value = value.expose().to_owned();
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, replaced)) => *replaced = value,
            None => fields.push((name.clone(), value)),
        }
    }
    let pairs = fields.iter().map(|(name, value)| {
        let value = value.trim();
        format!("{}={}", escaped(name), escaped(value))
    });
    Ok(pairs.collect::<Vec<_>>().join("&"))
}

/// JavaScript's `encodeURIComponent`.
fn escaped(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// What nodemailer makes of the answer, whatever its status.
fn read(
    request: &TokenRequest,
    status: u16,
    answer: &[u8],
    now: Timestamp,
) -> Result<Token, TokenError> {
    let secrets = request.secrets();
    let masked = |text: &str| hide(text, secrets.iter().map(Secret::expose));
    let text = String::from_utf8_lossy(answer);
    let of_no_use = |message: &str| TokenError::Answer {
        status,
        message: masked(message),
    };
    let data: Value =
        serde_json::from_str(&text).map_err(|_error| of_no_use(&syntax_message(&text)))?;
    let (Value::Object(_) | Value::Array(_)) = data else {
        return Err(of_no_use("Invalid authentication response"));
    };
    let field = |name: &str| match data.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(value @ (Value::Number(_) | Value::Bool(true))) => Some(value.to_string()),
        _ => None,
    };
    if let Some(code) = field("error") {
        let description = field("error_description").map(|text| format!(": {text}"));
        let uri = field("error_uri").map(|uri| format!(" ({uri})"));
        let message = [Some(code.clone()), description, uri];
        let message: String = message.into_iter().flatten().collect();
        return Err(TokenError::Refused {
            code: masked(&code),
            message: masked(&message),
        });
    }
    let token = field("access_token").ok_or_else(|| of_no_use("No access token"))?;
    let seconds = data["expires_in"].as_f64();
    let seconds = seconds.or_else(|| data["expires_in"].as_str()?.parse().ok());
    let lifetime = seconds.filter(|seconds| *seconds >= 1.0);
    let lifetime = lifetime.map(|seconds| SignedDuration::from_secs(seconds as i64) - MARGIN);
    Ok(Token {
        text: Secret::new(token),
        expires: lifetime.and_then(|lifetime| now.checked_add(lifetime).ok()),
    })
}

/// V8's sentence about text that is no JSON, for the two cases token servers cause: an empty answer
/// and a page.
fn syntax_message(text: &str) -> String {
    const SHOWN: usize = 10;
    let begin = text.trim_start();
    let Some(first) = begin.chars().next() else {
        return "Unexpected end of JSON input".to_owned();
    };
    let start: String = text.chars().take(SHOWN).collect();
    if text.chars().count() <= SHOWN {
        return format!("Unexpected token '{first}', \"{text}\" is not valid JSON");
    }
    format!("Unexpected token '{first}', \"{start}\"... is not valid JSON")
}

/// Node's sentence about a server that cannot be reached.
fn network_message(error: &reqwest::Error, url: &Url, host: &str) -> String {
    if let Some(tls) = find_tls_error(error) {
        return match tls {
            rustls::Error::InvalidCertificate(reason) => super::explain::certificate_message(
                super::tls::problem(reason),
                &reason.to_string(),
            ),
            _ => tls.to_string(),
        };
    }
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(cause) = cause.downcast_ref::<io::Error>()
            && let Some(name) = super::explain::errno(cause)
        {
            return format!("connect {name} {host}");
        }
        next = cause.source();
    }
    if error.is_connect() {
        return format!(
            "getaddrinfo ENOTFOUND {}",
            url.host_str().unwrap_or_default()
        );
    }
    "socket hang up".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> TokenRequest {
        TokenRequest {
            url: "https://token.example.org/token".to_owned(),
            grant: TokenGrant::RefreshToken {
                client_id: "c d".to_owned(),
                client_secret: Secret::new("s&t"),
                refresh_token: Secret::new(" refresh-token "),
            },
            headers: Vec::new(),
            params: vec![
                ("client_id".to_owned(), Secret::new("other")),
                ("scope".to_owned(), Secret::new("a b")),
            ],
        }
    }

    fn now() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    #[test]
    fn the_form_is_escaped_as_javascript_does() {
        let expected = "client_id=other&client_secret=s%26t&refresh_token=refresh-token&\
                        grant_type=refresh_token&scope=a%20b";
        assert_eq!(form(&request(), now()).unwrap(), expected);
    }

    #[test]
    fn a_token_is_remembered_until_a_minute_before_its_end() {
        let request = request();
        let answer = br#"{"access_token":"fresh","expires_in":"3600"}"#;
        let token = read(&request, 200, answer, now()).unwrap();
        remember(&request, &token);
        let at = |seconds| now() + SignedDuration::from_secs(seconds);
        assert_eq!(remembered(&request, at(3539)).unwrap().expose(), "fresh");
        assert!(remembered(&request, at(3540)).is_none());
        let other = TokenRequest {
            params: Vec::new(),
            ..request.clone()
        };
        assert!(remembered(&other, now()).is_none());
        let endless = read(&request, 200, br#"{"access_token":"x"}"#, now()).unwrap();
        remember(&request, &endless);
        assert!(remembered(&request, now()).is_none());
    }

    #[test]
    fn an_answer_that_repeats_a_secret_is_masked() {
        let answer = br#"{"error":"invalid_grant","error_description":"no  refresh-token  here"}"#;
        let error = read(&request(), 400, answer, now()).unwrap_err();
        assert!(!error.to_string().contains("refresh-token "), "{error}");
    }
}
