//! Which servers the public reaches.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Endings of names that no public resolver knows (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and
/// `internal`, kept for private use by ICANN on 29 July 2024). `example` and `test` are for
/// documents and never resolve, which templates use on purpose, so they are not told.
const PRIVATE: [&str; 9] = [
    "localhost",
    "local",
    "localdomain",
    "lan",
    "internal",
    "intranet",
    "home.arpa",
    "corp",
    "home",
];

/// Whether a name or an address in small letters, as it stands in an address of the web, can be
/// reached by the public.
pub fn is_public_name(host: &str) -> bool {
    let bare = host.trim_end_matches('.');
    if let Some(inner) = bare
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let inner = inner.split('%').next().unwrap_or_default();
        return inner
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| is_public_address(IpAddr::V6(address)));
    }
    if let Some(address) = ipv4(bare) {
        return is_public_address(IpAddr::V4(address));
    }
    let is_private = PRIVATE.iter().any(|ending| {
        bare.strip_suffix(ending)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    bare.contains('.') && !is_private
}

/// Whether no server can have such a name: a blank in it, a part without letters, or a character
/// that names do not have (WHATWG URL, 3.5). The name has no placeholder in it.
pub fn is_malformed(host: &str) -> bool {
    if host.starts_with('[') {
        return false;
    }
    let bare = host.strip_suffix('.').unwrap_or(host);
    let is_odd = |char: char| {
        char.is_whitespace() || char.is_ascii_control() || "\"#%/:<>?@[\\]^`{|}, ".contains(char)
    };
    bare.split('.').any(str::is_empty) || host.contains(is_odd)
}

/// An IPv4 address in any of the spellings that browsers read: parts in decimal, octal or hex, the
/// last one of them for all that are missing (WHATWG URL, 3.5).
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    let number = |part: &&str| {
        let (digits, radix) = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some("") => return Some(0),
            Some(digits) => (digits, 16),
            None if part.len() > 1 && part.starts_with('0') => (part.get(1..)?, 8),
            None => (*part, 10),
        };
        let is_plain = digits.chars().all(|char| char.is_digit(radix));
        (is_plain && !digits.is_empty()).then(|| u64::from_str_radix(digits, radix).ok())?
    };
    if parts.len() > 4 {
        return None;
    }
    let numbers: Vec<u64> = parts.iter().map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    let mut value: u64 = 0;
    for part in first {
        value = (value << 8) | (*part <= 255).then_some(*part)?;
    }
    let rest = 8 * (4 - u32::try_from(first.len()).ok()?);
    let whole = (value << rest) | (*last < (1 << rest)).then_some(*last)?;
    u32::try_from(whole).ok().map(Ipv4Addr::from_bits)
}

/// Whether an address is one of the public internet: none of a private or reserved range (IANA's
/// special-purpose registries, RFC 6890).
pub const fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network, private, loopback, multicast and reserved; benchmarks, documents, relays.
    let is_reserved = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (169, 254, _)
            | (192, 168, _)
            | (100, 64..=127, _)
            | (172, 16..=31, _)
            | (198, 18 | 19, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_reserved
}

const fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let [first, second, third, ..] = parts;
    // What is reached through an IPv4 address is judged by that one: mapped, compatible, NAT64, 6to4.
    let embedded = match parts {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some((high, low))
        }
        [0x2002, ..] => Some((second, third)),
        _ => None,
    };
    if let Some((high, low)) = embedded {
        return is_public_v4(Ipv4Addr::from_bits(((high as u32) << 16) | low as u32));
    }
    // Only 2000::/3 is given out; of it, protocols (2001::/23), documents (2001:db8::/32, 3fff::/20).
    let is_global = first & 0xe000 == 0x2000;
    let is_special = (first == 0x2001 && (second < 0x200 || second == 0xdb8))
        || (first == 0x3fff && second < 0x1000);
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_reserved_addresses_are_not_public() {
        for host in [
            "localhost",
            "a.localhost",
            "printer",
            "nas.local",
            "x.internal",
            "10.1.2.3",
            "127.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "192.168.0.1",
            "172.31.255.255",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fe80::1%25eth0]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]",
            "[2001:db8::1]",
            "[ff02::1]",
            "[nonsense]",
            "224.0.0.1",
        ] {
            assert!(!is_public_name(host), "{host}");
        }
    }

    #[test]
    fn others_are_public() {
        for host in [
            "example.com",
            "a.b.example.org.",
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "1.1",
            "[2606:4700::1111]",
            "[::ffff:8.8.8.8]",
            "mylocal.dev",
            "0x08.010.8.8",
        ] {
            assert!(is_public_name(host), "{host}");
        }
    }
}
