//! What would be fetched to see whether links lead somewhere; nothing is fetched here.

use core::net::IpAddr;

use super::address::{Target, read};
use super::{addresses, is_public_address, is_public_name};
use crate::domain::checks::page::Page;
use crate::domain::finding::{Finding, Severity, Span};

/// The most addresses of one mail that are looked at.
pub const MOST_ADDRESSES: usize = 50;
/// The most redirects that are followed.
pub const MOST_REDIRECTS: usize = 5;
/// The most bytes that are read of an answer.
pub const MOST_BYTES: usize = 1024 * 1024;
/// How long one address may take with its redirects, in seconds.
pub const MOST_SECONDS: u64 = 10;
/// The ports that are looked at.
pub const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// One address to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFetch {
    /// The address.
    pub url: String,
    /// Where it stands in the content.
    pub span: Span,
    /// Whether it is a picture; else it is a page.
    pub is_picture: bool,
}

/// Why an address is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    /// A placeholder is part of it.
    #[error("a placeholder is part of the address")]
    HasPlaceholder,
    /// It is neither http nor https.
    #[error("only http and https are looked at")]
    Scheme,
    /// It names no server, or one within a private network.
    #[error("{0} is no public server")]
    NotPublic(String),
    /// A name or password stands before the server.
    #[error("a name or a password stands in the address")]
    HasUser,
    /// The port is unusual.
    #[error("port {0} is not looked at")]
    Port(String),
}

/// What became of an address that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOutcome {
    /// It answered with this status, after so many redirects.
    Answered {
        /// The HTTP status.
        status: u16,
        /// How many redirects were followed.
        redirects: usize,
        /// The bytes of the answer, as far as they were read.
        bytes: usize,
    },
    /// A guard stopped it: of the address itself, or of one it led to.
    Stopped(NotFetched),
    /// There was no answer, for this reason.
    Failed(String),
}

/// The addresses of a mail that may be looked at, each once, and those that may not with the reason.
pub fn link_fetch(page: &Page) -> (Vec<LinkFetch>, Vec<(LinkFetch, NotFetched)>) {
    let mut wanted = Vec::new();
    let mut refused = Vec::new();
    for (url, span, is_picture) in addresses(&page.document) {
        let fetch = LinkFetch {
            url,
            span,
            is_picture,
        };
        match may_fetch(&fetch.url) {
            Ok(()) if wanted.len() < MOST_ADDRESSES => wanted.push(fetch),
            Ok(()) => {}
            Err(reason) => refused.push((fetch, reason)),
        }
    }
    (wanted, refused)
}

/// Whether an address may be looked at, by how it is written. It has to be asked again for each
/// redirect, and [`may_connect`] for each address that a name leads to.
///
/// # Errors
///
/// Why it may not.
pub fn may_fetch(url: &str) -> Result<(), NotFetched> {
    if url.contains("{{") {
        return Err(NotFetched::HasPlaceholder);
    }
    let Target::Web(address) = read(url) else {
        return Err(NotFetched::Scheme);
    };
    if address.has_user {
        return Err(NotFetched::HasUser);
    }
    let host = address.host.to_ascii_lowercase();
    if !is_public_name(&host) {
        return Err(NotFetched::NotPublic(host));
    }
    let is_usual = |port: &str| port.parse().is_ok_and(|port| PORTS.contains(&port));
    if !address.port.is_empty() && !is_usual(address.port) {
        return Err(NotFetched::Port(address.port.to_owned()));
    }
    Ok(())
}

/// Whether a connection to an address that a name leads to may be made.
pub const fn may_connect(address: IpAddr) -> bool {
    is_public_address(address)
}

/// What an outcome means for the mail.
pub fn finding(fetch: &LinkFetch, outcome: &LinkOutcome) -> Option<Finding> {
    let word = if fetch.is_picture { "picture" } else { "page" };
    let (severity, message) = match outcome {
        LinkOutcome::Answered {
            status: 200..=299,
            bytes,
            ..
        } if fetch.is_picture && *bytes >= MOST_BYTES => (
            Severity::Warning,
            "The picture has a megabyte or more, which takes long on a phone".to_owned(),
        ),
        LinkOutcome::Answered {
            status: 200..=299, ..
        } => return None,
        // Pages that want a session or a browser say so to a program.
        LinkOutcome::Answered {
            status: 401 | 403 | 405 | 429,
            ..
        } if !fetch.is_picture => return None,
        LinkOutcome::Answered { status, .. } => (
            if *status >= 500 {
                Severity::Warning
            } else {
                Severity::Error
            },
            format!("The server answers {status} instead of the {word}"),
        ),
        LinkOutcome::Stopped(reason) => (
            Severity::Warning,
            format!("The {word} was not looked at: {reason}"),
        ),
        LinkOutcome::Failed(reason) => (
            Severity::Error,
            format!("The {word} cannot be reached: {reason}"),
        ),
    };
    Some(
        Finding::new(severity, "link-unreachable", message)
            .hint("Open it in a browser")
            .at(fetch.span),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_pages_of_the_web_may_be_fetched() {
        assert_eq!(may_fetch("https://example.com/a?b=1"), Ok(()));
        assert_eq!(may_fetch("http://example.com:8080/"), Ok(()));
        for (url, reason) in [
            ("https://example.com/{{code}}", NotFetched::HasPlaceholder),
            ("ftp://example.com/", NotFetched::Scheme),
            ("file:///etc/passwd", NotFetched::Scheme),
            ("https://a:b@example.com/", NotFetched::HasUser),
            (
                "http://127.0.0.1/",
                NotFetched::NotPublic("127.0.0.1".to_owned()),
            ),
            (
                "http://0x7f000001/",
                NotFetched::NotPublic("0x7f000001".to_owned()),
            ),
            ("http://[::1]/", NotFetched::NotPublic("[::1]".to_owned())),
            (
                "http://LOCALHOST/",
                NotFetched::NotPublic("localhost".to_owned()),
            ),
            ("http://example.com:25/", NotFetched::Port("25".to_owned())),
        ] {
            assert_eq!(may_fetch(url), Err(reason), "{url}");
        }
    }

    #[test]
    fn outcomes_speak_of_what_readers_meet() {
        let page = LinkFetch {
            url: "https://example.com/".to_owned(),
            span: Span::new(0, 1),
            is_picture: false,
        };
        let answered = |status| LinkOutcome::Answered {
            status,
            redirects: 0,
            bytes: 10,
        };
        assert_eq!(finding(&page, &answered(200)), None);
        assert_eq!(finding(&page, &answered(403)), None);
        let picture = LinkFetch {
            is_picture: true,
            ..page.clone()
        };
        assert!(finding(&picture, &answered(403)).is_some());
        let gone = finding(&page, &answered(404));
        assert_eq!(gone.map(|found| found.severity), Some(Severity::Error));
    }
}
