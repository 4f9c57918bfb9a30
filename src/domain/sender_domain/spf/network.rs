//! Networks that a record authorises.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt;

use serde::{Serialize, Serializer};

/// A network of addresses of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    ip: IpAddr,
    length: u8,
}

/// What the networks of examples are for.
const EXAMPLES: &str = "is for documentation";

/// Networks that no mail on the public Internet comes from, and what each is for.
const NOT_PUBLIC: [(IpAddr, u8, &str); 18] = [
    (v4(0, 0, 0), 8, "has no hosts"),
    (v4(10, 0, 0), 8, "is private"),
    (v4(100, 64, 0), 10, "belongs to carriers' inner networks"),
    (v4(127, 0, 0), 8, "is the machine itself"),
    (v4(169, 254, 0), 16, "works on one link only"),
    (v4(172, 16, 0), 12, "is private"),
    (v4(192, 0, 2), 24, EXAMPLES),
    (v4(192, 168, 0), 16, "is private"),
    (v4(198, 18, 0), 15, "is for measurements"),
    (v4(198, 51, 100), 24, EXAMPLES),
    (v4(203, 0, 113), 24, EXAMPLES),
    (v4(224, 0, 0), 3, "has no hosts that send mail"),
    (v6(0, 0), 96, "is the machine itself, or none"),
    (
        IpAddr::V6(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0)),
        96,
        "is IPv4, which ip6 never matches",
    ),
    (v6(0x2001, 0xdb8), 32, EXAMPLES),
    (v6(0xfc00, 0), 7, "is private"),
    (v6(0xfe80, 0), 10, "works on one link only"),
    (v6(0xff00, 0), 8, "has no hosts that send mail"),
];

const fn v4(first: u8, second: u8, third: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(first, second, third, 0))
}

const fn v6(first: u16, second: u16) -> IpAddr {
    IpAddr::V6(Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0))
}

impl Network {
    /// The network of an address; lengths above that of the address count as that.
    pub fn new(ip: IpAddr, length: u8) -> Self {
        match ip {
            IpAddr::V4(ip) => {
                let length = length.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(length));
                let bits = ip.to_bits() & mask.unwrap_or_default();
                Self {
                    ip: Ipv4Addr::from_bits(bits).into(),
                    length,
                }
            }
            IpAddr::V6(ip) => {
                let length = length.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(length));
                let bits = ip.to_bits() & mask.unwrap_or_default();
                Self {
                    ip: Ipv6Addr::from_bits(bits).into(),
                    length,
                }
            }
        }
    }

    /// The first address.
    pub const fn ip(self) -> IpAddr {
        self.ip
    }

    /// The length of the prefix in bits.
    pub const fn length(self) -> u8 {
        self.length
    }

    /// Whether it is a network of IPv4.
    pub const fn is_ipv4(self) -> bool {
        self.ip.is_ipv4()
    }

    /// Whether an address lies in it.
    pub fn has(self, ip: IpAddr) -> bool {
        self.ip.is_ipv4() == ip.is_ipv4() && Self::new(ip, self.length).ip == self.ip
    }

    /// Whether all of another network lies in it.
    pub fn contains(self, other: Self) -> bool {
        self.length <= other.length && self.has(other.ip)
    }

    /// How many addresses it has; for all of IPv6, one less than there are.
    pub fn addresses(self) -> u128 {
        let bits = if self.is_ipv4() { 32 } else { 128 };
        1_u128
            .checked_shl(bits - u32::from(self.length))
            .unwrap_or(u128::MAX)
    }

    /// What the network is for, if no public mail can come from it.
    pub fn reserved_for(self) -> Option<&'static str> {
        NOT_PUBLIC
            .iter()
            .find(|(ip, length, _)| Self::new(*ip, *length).contains(self))
            .map(|(_, _, purpose)| *purpose)
    }

    /// Whether it is one of those that examples are written with (RFC 5737, RFC 3849).
    pub fn is_for_examples(self) -> bool {
        self.reserved_for() == Some(EXAMPLES)
    }

    /// The term that authorises it.
    pub fn term(self) -> String {
        let mechanism = if self.is_ipv4() { "ip4" } else { "ip6" };
        format!("{mechanism}:{self}")
    }

    /// The networks without those that lie in another one, IPv4 first.
    pub fn without_contained(networks: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut sorted: Vec<Self> = networks.into_iter().collect();
        // A network sorts before those inside it, unless they start at the same address.
        sorted.sort_by_key(|network| (network.ip, network.length));
        let mut kept: Vec<Self> = Vec::new();
        for network in sorted {
            if !kept.last().is_some_and(|last| last.contains(network)) {
                kept.push(network);
            }
        }
        kept
    }
}

/// As a record writes it: without the length if it is one address.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = if self.is_ipv4() { 32 } else { 128 };
        if self.length == whole {
            write!(f, "{}", self.ip)
        } else {
            write!(f, "{}/{}", self.ip, self.length)
        }
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
