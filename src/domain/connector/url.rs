//! Addresses as Node's `URL` reads them (URL Standard, 4.4).
//!
//! Every address is judged; what is made of it is told for `http` and `https` only. Names of hosts
//! in other letters than ASCII are put in small letters and become punycode; of the rest of the mapping
//! of UTS 46 only wide forms and ignored characters are done, not that of composed letters.

mod host;

use core::net::Ipv4Addr;

use super::js::push_percent;

/// An address that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    /// In small letters, without the colon.
    pub scheme: String,
    /// Percent-encoded; empty if there is none.
    pub username: String,
    /// Percent-encoded; empty if there is none.
    pub password: String,
    /// In small letters, an IPv6 address in brackets; empty where the scheme needs none.
    pub host: String,
    /// The port, unless it is the scheme's own.
    pub port: Option<u16>,
    /// From the slash on, and the question mark with what follows.
    target: String,
    /// Whether nothing can be relative to it, as with `mailto:`.
    is_opaque: bool,
}

impl Url {
    /// Reads an address; none if Node would call it invalid.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text
            .trim_matches(|char| char <= ' ')
            .chars()
            .filter(|char| !matches!(char, '\t' | '\n' | '\r'))
            .collect();
        let (scheme, rest) = text.split_once(':')?;
        let starts_well = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
        let is_scheme = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
        if !starts_well || !scheme.chars().all(is_scheme) {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let rest = rest.split('#').next().unwrap_or_default();
        match default_port(&scheme) {
            Some(port) => Self::special(scheme, port, rest),
            None if scheme == "file" => Self::file(scheme, rest),
            None => Self::other(scheme, rest),
        }
    }

    /// The scheme and nothing else.
    fn bare(scheme: String) -> Self {
        Self {
            scheme,
            username: String::new(),
            password: String::new(),
            host: String::new(),
            port: None,
            target: String::new(),
            is_opaque: false,
        }
    }

    fn special(scheme: String, default_port: u16, rest: &str) -> Option<Self> {
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at_checked(end)?;
        let (username, password, host, port) = authority_parts(authority)?;
        let host = host::special(host)?;
        Some(Self {
            username: encode(username, &[USERINFO, PATH, QUERY]),
            password: encode(password, &[USERINFO, PATH, QUERY]),
            host,
            port: port.filter(|port| *port != default_port),
            target: target_text(target),
            ..Self::bare(scheme)
        })
    }

    fn file(scheme: String, rest: &str) -> Option<Self> {
        let is_slash = |char| matches!(char, '/' | '\\');
        if let Some(rest) = rest.strip_prefix(is_slash)
            && let Some(rest) = rest.strip_prefix(is_slash)
        {
            let end = rest.find(['/', '\\', '?']).unwrap_or(rest.len());
            let (host, _) = rest.split_at_checked(end)?;
            let mut letters = host.chars();
            let is_drive = letters
                .next()
                .is_some_and(|first| first.is_ascii_alphabetic())
                && matches!(letters.as_str(), ":" | "|");
            if !host.is_empty() && !is_drive {
                host::special(host)?;
            }
        }
        Some(Self::bare(scheme))
    }

    fn other(scheme: String, rest: &str) -> Option<Self> {
        let is_opaque = !rest.starts_with('/');
        if let Some(rest) = rest.strip_prefix("//") {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, _) = rest.split_at_checked(end)?;
            let (_, _, host, _) = authority_parts(authority)?;
            let is_lone = authority.len() == host.len();
            if host.is_empty() && !is_lone {
                return None;
            }
            host::opaque(host)?;
        }
        Some(Self {
            is_opaque,
            ..Self::bare(scheme)
        })
    }

    /// The address that `target`, from a slash on, means when read relative to this one; none if
    /// Node would call it invalid.
    pub fn join(&self, target: &str) -> Option<Self> {
        let target: String = target
            .chars()
            .filter(|char| !matches!(char, '\t' | '\n' | '\r'))
            .collect();
        let target = target.split('#').next().unwrap_or_default();
        (!self.is_opaque).then(|| Self {
            target: target_text(target),
            ..self.clone()
        })
    }

    /// Whether it is of `http` or `https`.
    pub fn is_web(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https")
    }

    /// Whether it leads to the machine that asks.
    pub fn is_loopback(&self) -> bool {
        let name = self.host.trim_end_matches('.');
        name == "localhost"
            || name.ends_with(".localhost")
            || name == "[::1]"
            || (name.starts_with("127.") && name.parse::<Ipv4Addr>().is_ok())
    }

    /// The path and the query, from the slash on.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Host and port; the port only if it is not the scheme's own.
    pub fn authority(&self) -> String {
        let port = self.port.map(|port| format!(":{port}"));
        format!("{}{}", self.host, port.unwrap_or_default())
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority())
    }

    /// The address as it is asked for: without user, password and fragment.
    pub fn without_user(&self) -> String {
        format!("{}{}", self.origin(), self.target)
    }

    /// The address a reference means on a page with this one (URL Standard, 4.4); none if Node would
    /// call it invalid.
    pub fn resolve(&self, reference: &str) -> Option<Self> {
        let reference = reference.trim_matches(|char| char <= ' ');
        let is_slash = |char: char| matches!(char, '/' | '\\');
        let has_host = |text: &str| text.chars().take_while(|char| is_slash(*char)).count() > 1;
        let reference = match reference.split_once(':') {
            // The scheme of the page itself may stand before a path, too.
            Some((scheme, rest))
                if self.is_web()
                    && scheme.eq_ignore_ascii_case(&self.scheme)
                    && !has_host(rest) =>
            {
                rest
            }
            _ if has_scheme(reference) => return Self::parse(reference),
            _ => reference,
        };
        if has_host(reference) {
            return Self::parse(&format!("{}:{reference}", self.scheme));
        }
        let (path, _) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = match reference.chars().next() {
            None | Some('#') => self.target.clone(),
            Some('/' | '\\') => reference.to_owned(),
            Some('?') => format!("{path}{reference}"),
            Some(_) => format!("{folder}/{reference}"),
        };
        self.join(&target)
    }
}

/// Whether a text begins with the name of a scheme and a colon.
fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
    })
}

/// The ports of the schemes with a host, a path and nothing surprising.
fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// User, password, host and port, none of them decoded.
fn authority_parts(authority: &str) -> Option<(&str, &str, &str, Option<u16>)> {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (username, password) = user.split_once(':').unwrap_or((user, ""));
    // The colons of an IPv6 address come before its closing bracket.
    let bracket = host.find(']').unwrap_or_default();
    let (front, back) = host.split_at_checked(bracket)?;
    let Some((end, port)) = back.split_once(':') else {
        return Some((username, password, host, None));
    };
    let host = host.get(..front.len() + end.len())?;
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = match (port, port.trim_start_matches('0')) {
        ("", _) => None,
        (_, "") => Some(0),
        (_, port) => Some(port.parse().ok()?),
    };
    Some((username, password, host, port))
}

/// The path without its dots, and the query; both percent-encoded.
fn target_text(target: &str) -> String {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let path = path.strip_prefix(['/', '\\']).unwrap_or(path);
    let mut segments: Vec<String> = Vec::new();
    let mut parts = path.split(['/', '\\']).peekable();
    while let Some(part) = parts.next() {
        let dots = part.to_ascii_lowercase().replace("%2e", ".");
        let is_last = parts.peek().is_none();
        match dots.as_str() {
            ".." => {
                segments.pop();
                if is_last {
                    segments.push(String::new());
                }
            }
            "." if is_last => segments.push(String::new()),
            "." => {}
            _ => segments.push(encode(part, &[PATH, QUERY])),
        }
    }
    let mut text = format!("/{}", segments.join("/"));
    if let Some(query) = query {
        text.push('?');
        text.push_str(&encode(query, &[QUERY, "'"]));
    }
    text
}

/// What is encoded in a query, besides control characters and letters outside ASCII.
const QUERY: &str = " \"#<>";
/// What is encoded in a path besides.
const PATH: &str = "?`{}";
/// What is encoded in a user's name and password besides.
const USERINFO: &str = "/:;=@[\\]^|";

fn encode(text: &str, sets: &[&str]) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii_graphic() || char == ' ' {
            if sets.iter().any(|set| set.contains(char)) {
                push_percent(&mut out, char as u8);
            } else {
                out.push(char);
            }
        } else {
            let mut bytes = [0; 4];
            for byte in char.encode_utf8(&mut bytes).bytes() {
                push_percent(&mut out, byte);
            }
        }
    }
    out
}

/// The bytes a percent-encoded text stands for; a `%` without two digits stays.
pub(super) fn percent_decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let pair = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = pair
            .filter(|pair| pair.iter().all(u8::is_ascii_hexdigit))
            .and_then(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = match byte {
            Some(_) => tail.get(2..).unwrap_or_default(),
            None => tail,
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn addresses_are_read_as_in_node() {
        let cases: Vec<Value> =
            serde_json::from_str(include_str!("../../../tests/fixtures/wire/urls-node.json"))
                .unwrap();
        assert!(cases.len() > 250);
        for case in cases {
            let input = case["input"].as_str().unwrap();
            let url = Url::parse(input);
            assert_eq!(url.is_some(), case["href"].is_string(), "{case}");
            let Some(url) = url.filter(Url::is_web) else {
                continue;
            };
            let user = match (url.username.as_str(), url.password.as_str()) {
                ("", "") => String::new(),
                (name, "") => format!("{name}@"),
                (name, password) => format!("{name}:{password}@"),
            };
            let href = url.without_user().replacen("://", &format!("://{user}"), 1);
            assert_eq!(href, case["href"], "{input}");
        }
    }
}
