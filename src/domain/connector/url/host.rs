//! The host of an address (URL Standard, 3.5).

use core::net::{Ipv4Addr, Ipv6Addr};

use super::percent_decode;
use crate::domain::message::domain_to_ascii;

/// What no host may hold.
const FORBIDDEN: &str = "\0\t\n\r #/:<>?@[\\]^|";

/// The host of a scheme such as `https`, as it is written; none if it is invalid or empty.
pub(super) fn special(host: &str) -> Option<String> {
    if host.starts_with('[') {
        return ipv6(host);
    }
    let decoded = percent_decode(host);
    let decoded = String::from_utf8_lossy(&decoded);
    let mapped: String = decoded.chars().filter_map(mapped).collect();
    let domain = domain_to_ascii(&mapped.to_lowercase())?;
    let is_forbidden =
        |char: char| char.is_ascii_control() || char == '%' || FORBIDDEN.contains(char);
    let has_empty_punycode = domain.split('.').any(|label| label == "xn--");
    if domain.is_empty() || domain.contains(is_forbidden) || has_empty_punycode {
        return None;
    }
    if ends_in_number(&domain) {
        return ipv4(&domain).map(|address| address.to_string());
    }
    Some(domain)
}

/// The commonest mappings of UTS 46: wide forms, and what is ignored.
fn mapped(char: char) -> Option<char> {
    match char {
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0),
        // What could not be decoded is as invalid as a percent sign.
        char::REPLACEMENT_CHARACTER => Some('%'),
        _ => Some(char),
    }
}

/// The host of any other scheme; none if it is invalid.
pub(super) fn opaque(host: &str) -> Option<()> {
    if host.starts_with('[') {
        return ipv6(host).map(|_| ());
    }
    (!host.contains(|char| FORBIDDEN.contains(char))).then_some(())
}

fn ipv6(host: &str) -> Option<String> {
    let inner = host.strip_prefix('[')?.strip_suffix(']')?;
    let address: Ipv6Addr = inner.parse().ok()?;
    // Rust prints the last parts of these as an IPv4 address, Node does not.
    Some(match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => format!("[::ffff:{high:x}:{low:x}]"),
        _ => format!("[{address}]"),
    })
}

/// Whether the last label is a number, so that the whole has to be an IPv4 address.
fn ends_in_number(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal || number(last).is_some()
}

fn ipv4(domain: &str) -> Option<Ipv4Addr> {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let numbers: Vec<u64> = domain.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    let is_byte = |number: &u64| *number < 256;
    let places = 4_u32.checked_sub(u32::try_from(first.len()).ok()?)?;
    if places == 0 || !first.iter().all(is_byte) || *last >= 256_u64.pow(places) {
        return None;
    }
    let high = first
        .iter()
        .zip([24_u32, 16, 8])
        .map(|(number, shift)| number << shift)
        .sum::<u64>();
    u32::try_from(high + last).ok().map(Ipv4Addr::from_bits)
}

/// A part of an IPv4 address: decimal, octal with a leading zero, hexadecimal with `0x`.
fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    match digits {
        "" => (radix == 16).then_some(0),
        _ if digits.starts_with('+') => None,
        // Too large a number is as invalid as the largest one.
        _ if digits.chars().all(|digit| digit.is_digit(radix)) => {
            Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
        }
        _ => None,
    }
}
