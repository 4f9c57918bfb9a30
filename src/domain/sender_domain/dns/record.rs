//! What records hold.

use core::net::{Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::RecordType;
use super::name::{Name, push_escaped, unescape};

/// The data of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "UPPERCASE")]
pub enum RecordData {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// The name this one is an alias of.
    Cname(Name),
    /// A host that takes mail.
    Mx {
        /// The smallest one is tried first.
        preference: u16,
        /// The host; the root says that the domain takes no mail (RFC 7505).
        exchange: Name,
    },
    /// A name server.
    Ns(Name),
    /// The name of an address.
    Ptr(Name),
    /// The start of a zone.
    Soa(Box<Soa>),
    /// A text of the retired type 99.
    Spf(TxtData),
    /// A text.
    Txt(TxtData),
    /// A record of another type, as a zone file shows its data.
    Other {
        /// The type.
        record_type: RecordType,
        /// The data.
        text: String,
    },
}

impl RecordData {
    /// The type this is data of.
    pub const fn record_type(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::Aaaa,
            Self::Cname(_) => RecordType::Cname,
            Self::Mx { .. } => RecordType::Mx,
            Self::Ns(_) => RecordType::Ns,
            Self::Ptr(_) => RecordType::Ptr,
            Self::Soa(_) => RecordType::Soa,
            Self::Spf(_) => RecordType::Spf,
            Self::Txt(_) => RecordType::Txt,
            Self::Other { record_type, .. } => *record_type,
        }
    }
}

/// The start of a zone (RFC 1035 section 3.3.13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Soa {
    /// The first name server.
    pub primary: Name,
    /// The mailbox of the person responsible, with its at sign as a dot.
    pub mailbox: Name,
    /// The version of the zone.
    pub serial: u32,
    /// After how many seconds the other servers look for a new version.
    pub refresh_secs: u32,
    /// After how many seconds they try again if that failed.
    pub retry_secs: u32,
    /// After how many seconds without success they stop to answer.
    pub expire_secs: u32,
    /// For how many seconds “there is none” may be kept (RFC 2308).
    pub minimum_secs: u32,
}

/// The strings of a text record, each up to 255 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TxtData {
    strings: Vec<Vec<u8>>,
}

impl TxtData {
    /// A record of these strings.
    pub fn new<S: Into<Vec<u8>>>(strings: impl IntoIterator<Item = S>) -> Self {
        Self {
            strings: strings.into_iter().map(Into::into).collect(),
        }
    }

    /// The strings, as they stand in the record.
    pub fn strings(&self) -> &[Vec<u8>] {
        &self.strings
    }

    /// The strings joined with nothing between, which is how every mail standard reads them; bytes
    /// that are no UTF-8 become replacement characters.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.strings.concat()).into_owned()
    }

    /// The places in [`Self::text`] where a string ends and the next one starts, in bytes.
    pub fn boundaries(&self) -> Vec<usize> {
        let text = self.text();
        let mut joined = Vec::new();
        let mut places = Vec::new();
        let inner = self.strings.len().saturating_sub(1);
        for string in self.strings.iter().take(inner) {
            joined.extend_from_slice(string);
            // A boundary inside a character is put before it.
            let place = String::from_utf8_lossy(&joined).len();
            places.push(text.floor_char_boundary(place));
        }
        places
    }

    /// How many bytes the data takes on the wire: one for the length of each string, and the string.
    pub fn wire_bytes(&self) -> usize {
        self.strings.iter().map(|string| string.len() + 1).sum()
    }
}

/// A record of one string; the DNS takes at most 255 bytes of it.
impl From<&str> for TxtData {
    fn from(text: &str) -> Self {
        Self::new([text])
    }
}

impl Serialize for TxtData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.strings.iter().map(|string| {
            let mut text = String::new();
            for &byte in string {
                if byte == b' ' {
                    text.push(' ');
                } else {
                    push_escaped(&mut text, byte, b"\\");
                }
            }
            text
        }))
    }
}

impl<'de> Deserialize<'de> for TxtData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let strings = Vec::<String>::deserialize(deserializer)?;
        let strings: Result<Vec<Vec<u8>>, _> = strings
            .iter()
            .map(|text| {
                unescape(text).map(|bytes| bytes.into_iter().map(|(byte, _)| byte).collect())
            })
            .collect();
        strings
            .map(|strings| Self { strings })
            .map_err(serde::de::Error::custom)
    }
}
