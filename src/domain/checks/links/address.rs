//! Addresses as they stand in a template: placeholders may be part of them.

/// What an attribute leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// Nothing.
    Empty,
    /// A value begins it, so that only the mail knows.
    Placeholder,
    /// `#name`, within the mail.
    Fragment(&'a str),
    /// No scheme.
    Relative,
    /// A page of the web.
    Web(Address<'a>),
    /// Another scheme, in small letters.
    Other(String),
}

/// An address of the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// Whether its scheme is `http`.
    pub is_plain_http: bool,
    /// Whether a name or a password stands before the server.
    pub has_user: bool,
    /// The server as written, without port; an IPv6 address in brackets.
    pub host: &'a str,
    /// The port as written, empty without one.
    pub port: &'a str,
    /// Whether any of it is a value.
    pub has_placeholder: bool,
}

impl Address<'_> {
    /// Whether the server is written out.
    pub fn has_known_host(&self) -> bool {
        !self.host.is_empty() && !self.host.contains('{')
    }
}

/// Reads the value of an attribute, references replaced.
pub fn read(text: &str) -> Target<'_> {
    let text = text.trim_matches(|char: char| char <= ' ');
    if text.is_empty() {
        return Target::Empty;
    }
    if text.starts_with("{{") {
        return Target::Placeholder;
    }
    if let Some(name) = text.strip_prefix('#') {
        return Target::Fragment(name);
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return without_scheme(text);
    };
    let starts_well = scheme.starts_with(|char: char| char.is_ascii_alphabetic());
    let is_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    // A drive of Windows is no scheme.
    if scheme.len() == 1 && starts_well {
        return Target::Other("file".to_owned());
    }
    let is_port = scheme.contains('.') && rest.starts_with(|char: char| char.is_ascii_digit());
    if !starts_well || !scheme.chars().all(is_scheme) || is_port {
        return without_scheme(text);
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" => Target::Web(web(rest, true)),
        "https" => Target::Web(web(rest, false)),
        other => Target::Other(other.to_owned()),
    }
}

/// `//example.com` takes the scheme of the page around it, of which a mail has none.
const fn without_scheme(_: &str) -> Target<'_> {
    Target::Relative
}

fn web(rest: &str, is_plain_http: bool) -> Address<'_> {
    let authority = rest.trim_start_matches(['/', '\\']);
    let end = authority
        .find(['/', '?', '#', '\\'])
        .unwrap_or(authority.len());
    let authority = authority.get(..end).unwrap_or_default();
    let (user, server) = match authority.rsplit_once('@') {
        Some((user, server)) => (Some(user), server),
        None => (None, authority),
    };
    let after_brackets = server.rfind(']').map_or(0, |at| at + 1);
    let port_at = server
        .get(after_brackets..)
        .and_then(|rest| rest.rfind(':'))
        .map(|at| after_brackets + at);
    let (host, port) =
        match port_at.filter(|at| !server.get(*at..).is_some_and(|port| port.contains('}'))) {
            Some(at) => (
                server.get(..at).unwrap_or_default(),
                server.get(at + 1..).unwrap_or_default(),
            ),
            None => (server, ""),
        };
    Address {
        is_plain_http,
        has_user: user.is_some(),
        host,
        port,
        has_placeholder: rest.contains("{{"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> &str {
        match read(text) {
            Target::Web(address) => address.host,
            _ => "",
        }
    }

    #[test]
    fn servers_are_found_behind_names_and_before_ports() {
        for (text, expected) in [
            ("https://example.com", "example.com"),
            (" HTTPS://Example.com:8080/a?b#c", "Example.com"),
            ("http://user:pass@example.com/", "example.com"),
            ("https://paypal.com@evil.example/", "evil.example"),
            ("https:///example.com", "example.com"),
            ("https://[::1]:80/", "[::1]"),
            ("https://{{host}}/a", "{{host}}"),
            ("https://example.com?next={{link}}", "example.com"),
            ("https://", ""),
        ] {
            assert_eq!(host(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_told_apart() {
        assert_eq!(read(" \n"), Target::Empty);
        assert_eq!(read("{{link}}"), Target::Placeholder);
        assert_eq!(read("#top"), Target::Fragment("top"));
        assert_eq!(read("//example.com/a"), Target::Relative);
        assert_eq!(read("www.example.com"), Target::Relative);
        assert_eq!(read("example.com:8080/a"), Target::Relative);
        assert_eq!(read("a/b:c"), Target::Relative);
        assert_eq!(
            read("MAILTO:a@b.example"),
            Target::Other("mailto".to_owned())
        );
        assert_eq!(read("C:\\a.png"), Target::Other("file".to_owned()));
    }
}
