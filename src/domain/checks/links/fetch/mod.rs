//! What is fetched to see whether links lead somewhere, once a person asks; nothing is fetched here.
//!
//! ```text
//! mod       which addresses of a mail may be looked at, and which may not
//! look      what became of an address
//! verdict   what that means for the reader of the mail
//! ```
//!
//! Values of Logto are put into an address only behind its server: which servers are asked stands
//! in the template, never in a payload.

mod look;
mod verdict;

use core::net::IpAddr;
use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::address::{Address, Target, read};
use super::{addresses, is_malformed, is_public_address, is_public_name};
use crate::domain::finding::Span;
use crate::domain::logto::{ContentType, TemplateDetails, render};
use crate::domain::markup::html::Document;

pub use self::look::{LinkAnswer, LinkFailure, LinkLook, LinkOutcome, Looks, Redirect, looks_of};
pub use self::verdict::{findings, not_checkable};

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
    /// The address that is asked, placeholders filled.
    pub url: String,
    /// The address as the template has it.
    pub written: String,
    /// Where it stands in the content.
    pub span: Span,
    /// Whether it is a picture; else it is a page.
    pub is_picture: bool,
}

impl LinkFetch {
    /// What it leads to, in a sentence.
    pub const fn word(&self) -> &'static str {
        if self.is_picture { "picture" } else { "page" }
    }

    /// The server, in small letters.
    pub fn host(&self) -> String {
        host_of(&self.url)
    }
}

/// Why an address is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    /// A placeholder stands for its server, or for part of it.
    #[error("its server is a value, so only a mail that is sent has it")]
    ServerIsValue,
    /// A placeholder has no sample value.
    #[error("there is no sample value for a placeholder in it")]
    NoSample,
    /// There is none.
    #[error("it is empty")]
    Empty,
    /// It does not begin with a scheme.
    #[error("it does not begin with https://, so it leads nowhere in a mail")]
    NoScheme,
    /// It is neither http nor https.
    #[error("only http and https are looked at")]
    Scheme,
    /// No server can have such a name.
    #[error("{0} is no name of a server")]
    Malformed(String),
    /// It names no server, or one within a private network.
    #[error("{0} is no public server")]
    NotPublic(String),
    /// A name or password stands before the server.
    #[error("a name or a password stands in the address")]
    HasUser,
    /// The port is unusual.
    #[error("port {0} is not looked at")]
    Port(String),
    /// The mail has too many.
    #[error("the mail has more than {MOST_ADDRESSES} addresses")]
    TooMany,
}

impl NotFetched {
    /// Whether it is news that nobody can look: what an address itself says is told of anyway.
    pub const fn is_told_here(&self) -> bool {
        !matches!(
            self,
            Self::Empty | Self::NoScheme | Self::Scheme | Self::Malformed(_)
        )
    }
}

/// The addresses of a mail, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkPlan {
    /// Those that may be looked at.
    pub wanted: Vec<LinkFetch>,
    /// Those that may not, and why.
    pub refused: Vec<(LinkFetch, NotFetched)>,
}

impl LinkPlan {
    /// The plan of a mail, placeholders filled from `payload`, which should be a sample: what is
    /// filled in is sent to the servers that the links name.
    pub fn of(details: &TemplateDetails, payload: &Value) -> Self {
        Self::guarded(details, payload, may_fetch)
    }

    /// As [`Self::of`], with another guard.
    pub fn guarded(
        details: &TemplateDetails,
        payload: &Value,
        guard: fn(&str) -> Result<(), NotFetched>,
    ) -> Self {
        let found = if details.content_type == Some(ContentType::Plain) {
            in_plain_text(&details.content)
        } else {
            addresses(&Document::parse(details.content.as_str()))
        };
        let mut plan = Self::default();
        for (written, span, is_picture) in found {
            let filled = fill(&written, payload);
            let allowed = filled.and_then(|url| guard(&url).map(|()| url));
            let fetch = |url: String| LinkFetch {
                url,
                written: written.clone(),
                span,
                is_picture,
            };
            match allowed {
                Ok(url) if plan.wanted.len() < MOST_ADDRESSES => plan.wanted.push(fetch(url)),
                Ok(url) => plan.refused.push((fetch(url), NotFetched::TooMany)),
                Err(reason) => plan.refused.push((fetch(written.clone()), reason)),
            }
        }
        plan
    }

    /// The servers that would be asked, sorted, each once.
    pub fn hosts(&self) -> Vec<String> {
        let hosts: BTreeSet<String> = self.wanted.iter().map(LinkFetch::host).collect();
        hosts.into_iter().collect()
    }
}

/// The server of an address, in small letters; empty without one.
pub fn host_of(url: &str) -> String {
    match read(url) {
        Target::Web(address) => address.host.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// An address with its placeholders filled, if they stand behind its server.
fn fill(written: &str, payload: &Value) -> Result<String, NotFetched> {
    if !written.contains("{{") {
        return Ok(written.to_owned());
    }
    let is_literal = |address: Address<'_>| address.has_known_host() && !address.has_user;
    if !matches!(read(written), Target::Web(address) if is_literal(address)) {
        return Err(NotFetched::ServerIsValue);
    }
    match render(written, payload) {
        Ok(filled) if filled.contains("{{") => Err(NotFetched::NoSample),
        Ok(filled) if host_of(&filled) == host_of(written) => Ok(filled),
        Ok(_) => Err(NotFetched::ServerIsValue),
        Err(_) => Err(NotFetched::NoSample),
    }
}

/// The addresses that mail clients make links of in a plain text.
fn in_plain_text(text: &str) -> Vec<(String, Span, bool)> {
    let mut found: Vec<(String, Span, bool)> = Vec::new();
    let mut known = HashSet::new();
    let mut at = 0;
    while let Some(start) = next_scheme(text, at) {
        let rest = text.get(start..).unwrap_or_default();
        let is_end = |char: char| char.is_whitespace() || "<>\"'`|".contains(char);
        let word = rest
            .get(..rest.find(is_end).unwrap_or(rest.len()))
            .unwrap_or_default();
        let url = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
        at = start + word.len().max(1);
        if known.insert(url) {
            let span = Span::new(start, start + url.len());
            found.push((url.to_owned(), span, false));
        }
    }
    found
}

/// Where the next address begins.
fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_scheme = |at: &usize| {
        let after = rest.get(at + "http".len()..).unwrap_or_default();
        after.starts_with("://") || after.starts_with("s://")
    };
    let mut places = memchr::memmem::find_iter(rest.as_bytes(), "http");
    places.find(is_scheme).map(|at| from + at)
}

/// Whether an address may be looked at, by how it is written. It has to be asked again for each
/// redirect, and [`may_connect`] for each address that a name leads to.
///
/// # Errors
///
/// Why it may not.
pub fn may_fetch(url: &str) -> Result<(), NotFetched> {
    if url.contains("{{") {
        return Err(NotFetched::NoSample);
    }
    let address = match read(url) {
        Target::Web(address) => address,
        Target::Empty => return Err(NotFetched::Empty),
        Target::Relative => return Err(NotFetched::NoScheme),
        Target::Placeholder | Target::Fragment(_) | Target::Other(_) => {
            return Err(NotFetched::Scheme);
        }
    };
    if address.has_user {
        return Err(NotFetched::HasUser);
    }
    let host = address.host.to_ascii_lowercase();
    if is_malformed(&host) {
        return Err(NotFetched::Malformed(host));
    }
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

#[cfg(test)]
mod tests;
