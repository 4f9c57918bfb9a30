//! Whether a text is an absolute URL (WHATWG URL, 4.4), which is what zod's `url` asks.
//!
//! Letters beyond ASCII in a host are taken as they are: whether a registry has such names is not
//! looked up.

use core::net::Ipv6Addr;

const SPECIAL: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

/// Whether `new URL(text)` would not throw.
pub fn is_url(text: &str) -> bool {
    let trimmed = text.trim_matches(|char: char| char <= ' ');
    let text: String = trimmed
        .chars()
        .filter(|char| !matches!(char, '\t' | '\n' | '\r'))
        .collect();
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|char: char| char.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !is_scheme {
        return false;
    }
    let scheme = scheme.to_ascii_lowercase();
    let slashes = ['/', '\\'];
    if SPECIAL.contains(&scheme.as_str()) {
        let rest = rest.trim_start_matches(slashes);
        is_authority(before(rest, &['/', '\\', '?', '#']), is_domain)
    } else if scheme == "file" {
        let mut chars = rest.chars();
        let has_host = chars.next().is_some_and(|char| slashes.contains(&char))
            && chars.next().is_some_and(|char| slashes.contains(&char));
        !has_host || is_file_host(before(chars.as_str(), &['/', '\\', '?', '#']))
    } else {
        rest.strip_prefix("//").is_none_or(|rest| {
            let authority = before(rest, &['/', '?', '#']);
            authority.is_empty() || is_authority(authority, is_opaque_host)
        })
    }
}

fn before<'a>(text: &'a str, ends: &[char]) -> &'a str {
    text.split(ends).next().unwrap_or_default()
}

/// `user@host:port`, of which the host is needed.
fn is_authority(authority: &str, is_host: fn(&str) -> bool) -> bool {
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    let colon = match place.rfind(']') {
        Some(bracket) => place
            .get(bracket..)
            .and_then(|rest| rest.find(':'))
            .map(|at| bracket + at),
        None => place.find(':'),
    };
    let (host, port) = match colon {
        Some(at) => (place.get(..at), place.get(at + 1..)),
        None => (Some(place), None),
    };
    let is_port = |port: &str| {
        let digits = port.trim_start_matches('0');
        port.bytes().all(|byte| byte.is_ascii_digit())
            && (digits.is_empty() || digits.parse::<u16>().is_ok())
    };
    host.is_some_and(|host| !host.is_empty() && is_host(host)) && port.is_none_or(is_port)
}

fn is_file_host(host: &str) -> bool {
    let mut chars = host.chars();
    let is_drive = chars.next().is_some_and(|char| char.is_ascii_alphabetic())
        && matches!(chars.as_str(), ":" | "|");
    host.is_empty() || is_drive || is_domain(host)
}

fn is_opaque_host(host: &str) -> bool {
    is_ipv6(host).unwrap_or_else(|| !host.contains(is_forbidden))
}

fn is_domain(host: &str) -> bool {
    if let Some(is_ipv6) = is_ipv6(host) {
        return is_ipv6;
    }
    let domain: String = percent_decoded(host).chars().filter_map(mapped).collect();
    let is_forbidden = |char: char| is_forbidden(char) || char.is_ascii_control() || char == '%';
    !domain.is_empty()
        && !domain.contains(is_forbidden)
        && domain.split('.').all(|label| label != "xn--")
        && is_ipv4_if_number(&domain)
}

/// The answer for a host in square brackets.
fn is_ipv6(host: &str) -> Option<bool> {
    let inner = host.strip_prefix('[')?;
    Some(
        inner
            .strip_suffix(']')
            .is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()),
    )
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, tail @ ..]) => hex(*high).zip(hex(*low)).map(|pair| (pair, tail)),
            _ => None,
        };
        let (byte, after) = match escaped {
            Some(((high, low), tail)) => (high * 16 + low, tail),
            None => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// The commonest mappings of UTS #46: small letters, wide forms, dots, and what is ignored.
fn mapped(char: char) -> Option<char> {
    match char {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => Some('.'),
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(char) - 0xfee0).map(|ascii| ascii.to_ascii_lowercase())
        }
        // What could not be decoded.
        char::REPLACEMENT_CHARACTER => Some('%'),
        _ => Some(char.to_ascii_lowercase()),
    }
}

/// A host whose last label is a number must be an IPv4 address, in any of its old forms.
fn is_ipv4_if_number(domain: &str) -> bool {
    let mut labels: Vec<&str> = domain.split('.').collect();
    if labels.len() > 1 && labels.last() == Some(&"") {
        labels.pop();
    }
    let Some((last, others)) = labels.split_last() else {
        return true;
    };
    let is_number = number(last).is_some()
        || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_number {
        return true;
    }
    let room = 256_u64.saturating_pow(5_u32.saturating_sub(labels.len() as u32));
    labels.len() <= 4
        && others
            .iter()
            .all(|label| number(label).is_some_and(|value| value < 256))
        && number(last).is_some_and(|value| value < room)
}

/// A decimal, octal or hexadecimal number; a very large one counts as the largest.
fn number(label: &str) -> Option<u64> {
    let (digits, radix) = if let Some(hex) = label.strip_prefix("0x") {
        (hex, 16)
    } else if let Some(octal) = label.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        (octal, 8)
    } else {
        (label, 10)
    };
    if label.is_empty() || !digits.chars().all(|char| char.is_digit(radix)) {
        return None;
    }
    if digits.is_empty() {
        return Some(0);
    }
    Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
}

/// What no host may have in it.
const fn is_forbidden(char: char) -> bool {
    matches!(
        char,
        '\0' | ' ' | '#' | '/' | ':' | '<' | '>' | '?' | '@' | '[' | '\\' | ']' | '^' | '|'
    )
}
