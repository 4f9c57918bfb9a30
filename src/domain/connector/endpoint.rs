//! Another address in place of a provider's own: a mock or a proxy for development.

use std::fmt;

use super::HttpRequest;
use super::url::Url;

/// Scheme, host and port that take the place of those of a request; its path stays.
///
/// The signature of Amazon SES covers the host, so its requests have to be planned for the override
/// ([`super::Connector::plan_at`]); the other connectors' requests can be changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointOverride(Url);

/// Why a text is no override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It is no address of `http` or `https`.
    #[error("the address must begin with http:// or https:// and name a host")]
    NoWebAddress,
    /// It has a path, a query, a user or a password.
    #[error("the address may have a scheme, a host and a port only; the path stays the provider's")]
    TooMuch,
}

impl EndpointOverride {
    /// Reads an address such as `http://127.0.0.1:4010`.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let url = Url::parse(text).filter(Url::is_web);
        let url = url.ok_or(EndpointError::NoWebAddress)?;
        let has_user = !url.username.is_empty() || !url.password.is_empty();
        // The fragment is lost in parsing.
        if has_user || url.target() != "/" || text.contains('#') {
            return Err(EndpointError::TooMuch);
        }
        Ok(Self(url))
    }

    /// The host as `Host` names it: with its port, unless that is the scheme's own.
    pub fn authority(&self) -> String {
        self.0.authority()
    }

    /// Whether it leads to the machine that asks.
    pub fn is_loopback(&self) -> bool {
        self.0.is_loopback()
    }

    /// Whether nothing between the two sides can read along.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme == "https"
    }

    /// The address of `target`, from a slash on, at this place.
    pub(super) fn with_target(&self, target: &str) -> String {
        format!("{}{target}", self.origin())
    }

    fn origin(&self) -> String {
        self.0.origin()
    }
}

impl fmt::Display for EndpointOverride {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// The same request to another place; a signature that covers the host no longer fits, see
/// [`EndpointOverride`].
pub fn overridden(request: &HttpRequest, base: &EndpointOverride) -> HttpRequest {
    let mut request = request.clone();
    if let Some(url) = Url::parse(&request.url) {
        request.url = base.with_target(url.target());
    }
    request
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{HttpBody, HttpConnector};
    use super::*;

    #[test]
    fn path_and_query_stay_and_the_rest_is_the_overrides() {
        let request = HttpRequest {
            method: "POST",
            url: "https://api.example.com:8443/v3/a%20b?x=1".to_owned(),
            headers: Vec::new(),
            body: HttpBody::Json(json!({})),
            secrets: Vec::new(),
            connector: HttpConnector::HttpEmail,
        };
        for (base, expected) in [
            (
                "http://127.0.0.1:4010",
                "http://127.0.0.1:4010/v3/a%20b?x=1",
            ),
            (
                "HTTPS://Mock.Example:443/",
                "https://mock.example/v3/a%20b?x=1",
            ),
            ("http://[::1]:80", "http://[::1]/v3/a%20b?x=1"),
        ] {
            let base = EndpointOverride::parse(base).unwrap();
            assert_eq!(overridden(&request, &base).url, expected);
        }
    }

    #[test]
    fn an_override_is_scheme_host_and_port_and_nothing_else() {
        let error = |text| EndpointOverride::parse(text).unwrap_err();
        for text in ["", "127.0.0.1:80", "ftp://h", "http://", "mailto:a@b"] {
            assert_eq!(error(text), EndpointError::NoWebAddress, "{text}");
        }
        for text in [
            "http://h/x",
            "http://h/?a",
            "http://u@h",
            "http://u:p@h",
            "http://h#x",
        ] {
            assert_eq!(error(text), EndpointError::TooMuch, "{text}");
        }
        let local = EndpointOverride::parse("http://localhost:1").unwrap();
        assert!(local.is_loopback() && !local.is_encrypted());
        assert_eq!(
            (local.authority(), local.to_string()),
            ("localhost:1".to_owned(), "http://localhost:1".to_owned())
        );
        assert!(
            !EndpointOverride::parse("https://mock.example")
                .unwrap()
                .is_loopback()
        );
    }
}
