//! A domain as people type it.

use thiserror::Error;

use crate::domain::message::domain_to_ascii;
use crate::domain::sender_domain::dns::Name;
use crate::domain::sender_domain::domain_name;
use crate::domain::sender_domain::shown::shown;

/// Why a text is no domain that could be checked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DomainInputError {
    /// Nothing was typed.
    #[error("no domain is given")]
    Empty,
    /// One label only, such as a top-level domain.
    #[error("the name has one part only; a domain looks like example.com")]
    OneLabel,
    /// Characters that no domain has, or too many.
    #[error("this is no name of a domain, such as example.com")]
    NotADomain,
}

/// The domain in a text: a name, an address at it, or a web address with it. Other letters than those
/// of ASCII become punycode, put in small letters before; they are not normalised further.
///
/// # Errors
///
/// If the text is no domain of at least two labels.
pub fn parse_domain(text: &str) -> Result<Name, DomainInputError> {
    let text = text.trim();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?', '#']).next().unwrap_or_default();
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = text.trim_end_matches('>').trim_end_matches('.');
    if text.is_empty() {
        return Err(DomainInputError::Empty);
    }
    // A character that cannot be seen would make another name of it unnoticed.
    if shown(text) != text {
        return Err(DomainInputError::NotADomain);
    }
    let ascii = domain_to_ascii(&text.to_lowercase()).ok_or(DomainInputError::NotADomain)?;
    let is_address = ascii.parse::<core::net::Ipv4Addr>().is_ok();
    if !domain_name::is_valid(&ascii) || is_address {
        return Err(DomainInputError::NotADomain);
    }
    if domain_name::label_count(&ascii) < 2 {
        return Err(DomainInputError::OneLabel);
    }
    Name::from_plain(&ascii).map_err(|_error| DomainInputError::NotADomain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_may_be_typed_in_many_ways() {
        for (text, domain) in [
            (" Example.COM. ", "example.com"),
            ("no-reply@example.com", "example.com"),
            ("Shop <no-reply@auth.example.com>", "auth.example.com"),
            ("https://example.com/path", "example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER。example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(parse_domain(text).unwrap().to_string(), domain, "{text}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        use DomainInputError::{Empty, NotADomain, OneLabel};
        let long = format!("{}.com", "a".repeat(64));
        for (text, error) in [
            ("", Empty),
            (" . ", Empty),
            ("com", OneLabel),
            ("192.0.2.1", NotADomain),
            ("a b.com", NotADomain),
            ("-a.com", NotADomain),
            ("a..com", NotADomain),
            ("a\u{202e}.com", NotADomain),
            (&long, NotADomain),
            (&["abcdefghi"; 26].join("."), NotADomain),
        ] {
            assert_eq!(parse_domain(text), Err(error), "{text}");
        }
    }
}
