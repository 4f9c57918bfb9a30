//! Servers that the text of a link names.

use super::address::{Target, read};

/// The server that a text of a link names, if all of the text is an address.
pub(super) fn shown_host(text: &str) -> Option<String> {
    if text.contains(char::is_whitespace) || text.contains("{{") || text.contains('@') {
        return None;
    }
    let host = match read(text) {
        Target::Web(address) if address.has_known_host() => address.host.to_owned(),
        Target::Relative if looks_like_host(text) => text
            .split(['/', '?', '#', ':'])
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => return None,
    };
    Some(host.to_ascii_lowercase())
}

/// Whether a text begins with the name of a server: `www.example.com/path`.
pub(super) fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || char == '-')
    };
    let Some((_, end)) = host.rsplit_once('.') else {
        return false;
    };
    let is_end = matches!(
        end.to_ascii_lowercase().as_str(),
        "com"
            | "org"
            | "net"
            | "io"
            | "dev"
            | "app"
            | "co"
            | "de"
            | "fr"
            | "uk"
            | "eu"
            | "ch"
            | "at"
            | "nl"
            | "es"
            | "it"
            | "pl"
            | "jp"
            | "cn"
            | "ru"
            | "br"
            | "in"
            | "us"
            | "info"
            | "me"
            | "ai"
    );
    host.split('.').all(is_label) && (is_end || host.starts_with("www."))
}

/// Whether two names of servers are of one site: the same, or one below the other.
pub(super) fn is_same_site(one: &str, other: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let (one, other) = (bare(one), bare(other));
    let is_below = |host: &str, site: &str| {
        host.ends_with(site)
            && host.len() > site.len()
            && host.as_bytes().get(host.len() - site.len() - 1) == Some(&b'.')
    };
    one == other || is_below(&one, &other) || is_below(&other, &one)
}
