//! What the HTTP client of most connectors, got 14, makes of an address and a header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::PlanError;
use super::secret::Secret;
use super::url::{Url, percent_decode};

/// Where a request goes.
pub(super) struct Target {
    /// The address without user, password and fragment.
    pub url: String,
    /// The `authorization` that the user and password of the address become; it beats every other.
    pub basic: Option<Basic>,
}

/// A user and a password for HTTP (RFC 7617).
pub(super) struct Basic {
    /// The value of the header.
    pub value: String,
    /// What must not be shown: the password, and the part of the header that holds it.
    pub secrets: Vec<Secret>,
}

impl Basic {
    pub fn new(user: &str, password: &str) -> Self {
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        Self {
            value: format!("Basic {encoded}"),
            secrets: vec![Secret::new(encoded), Secret::new(password)],
        }
    }
}

/// Reads an address as got does.
pub(super) fn target(text: &str) -> Result<Target, PlanError> {
    if text.starts_with('/') {
        let message = "`url` must not start with a slash";
        return Err(refused("ERR_GOT_REQUEST_ERROR", message));
    }
    let url = Url::parse(text).ok_or_else(|| refused("ERR_INVALID_URL", "Invalid URL"))?;
    must_be_web(&url)?;
    let (user, password) = (decoded(&url.username)?, decoded(&url.password)?);
    let has_user = !user.is_empty() || !password.is_empty();
    Ok(Target {
        url: url.without_user(),
        basic: has_user.then(|| Basic::new(&user, &password)),
    })
}

/// JavaScript's `decodeURIComponent`.
fn decoded(text: &str) -> Result<String, PlanError> {
    let is_broken = text.split('%').skip(1).any(|rest| {
        let digits = rest.get(..2);
        !digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    });
    let bytes = (!is_broken).then(|| percent_decode(text));
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| refused("ERR_GOT_REQUEST_ERROR", "URI malformed"))
}

/// Refuses an address that is not of `http` or `https`.
pub(super) fn must_be_web(url: &Url) -> Result<(), PlanError> {
    let is_unix = url.scheme == "unix" || url.host == "unix";
    if !url.is_web() && !is_unix {
        let message = format!("Unsupported protocol: {}:", url.scheme);
        return Err(refused("ERR_UNSUPPORTED_PROTOCOL", message));
    }
    if is_unix {
        let message = "Using UNIX domain sockets but option `enableUnixSockets` is not enabled";
        return Err(refused("ERR_GOT_REQUEST_ERROR", message));
    }
    Ok(())
}

/// A header that Node is willing to send.
pub(super) fn header(name: &str, value: &str) -> Result<(String, String), PlanError> {
    if is_header_value(value) {
        return Ok((name.to_owned(), value.to_owned()));
    }
    let message = format!("Invalid character in header content [\"{name}\"]");
    Err(refused("ERR_INVALID_CHAR", message))
}

/// Whether Node sends such a value: no control characters but the tab, and nothing beyond Latin-1.
pub(super) fn is_header_value(value: &str) -> bool {
    value
        .chars()
        .all(|char| matches!(char, '\t' | ' '..='~' | '\u{80}'..='\u{ff}'))
}

fn refused(code: &'static str, message: impl Into<String>) -> PlanError {
    PlanError::Client {
        name: "RequestError",
        code,
        message: message.into(),
    }
}
