//! Names of the DNS.

use core::net::IpAddr;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Most bytes of a label (RFC 1035 section 2.3.4).
const MOST_LABEL_BYTES: usize = 63;
/// Most bytes of a name on the wire, with the length before each label and the root's at the end.
const MOST_WIRE_BYTES: usize = 255;

/// An absolute name: labels of any bytes, each 1 to 63 long, 255 together on the wire.
///
/// It keeps its letters as they came, and compares without regard to the case of ASCII letters
/// (RFC 4343). The order is that of RFC 4034 section 6.1: what lies below a name follows it.
#[derive(Clone, Default)]
pub struct Name {
    labels: Vec<Box<[u8]>>,
}

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Two dots in a row, or a dot in front.
    #[error("a label is empty")]
    EmptyLabel,
    /// A label over 63 bytes.
    #[error("a label is longer than 63 bytes")]
    LongLabel,
    /// A name over 255 bytes.
    #[error("the name is longer than 255 bytes")]
    LongName,
    /// A backslash without a character or three digits behind it.
    #[error("a backslash escapes nothing")]
    BadEscape,
}

impl Name {
    /// The root of the DNS.
    pub const fn root() -> Self {
        Self { labels: Vec::new() }
    }

    /// The name of these labels, the first one leftmost.
    pub fn from_labels<L: Into<Box<[u8]>>>(
        labels: impl IntoIterator<Item = L>,
    ) -> Result<Self, NameError> {
        let labels: Vec<Box<[u8]>> = labels.into_iter().map(Into::into).collect();
        if labels.iter().any(|label| label.is_empty()) {
            return Err(NameError::EmptyLabel);
        }
        if labels.iter().any(|label| label.len() > MOST_LABEL_BYTES) {
            return Err(NameError::LongLabel);
        }
        let wire: usize = labels.iter().map(|label| label.len() + 1).sum();
        if wire + 1 > MOST_WIRE_BYTES {
            return Err(NameError::LongName);
        }
        Ok(Self { labels })
    }

    /// The name written in `text` without escapes: every dot parts two labels, and one at the end
    /// is ignored. This is how names stand in mail addresses and in SPF records.
    pub fn from_plain(text: &str) -> Result<Self, NameError> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.is_empty() {
            return Ok(Self::root());
        }
        Self::from_labels(text.split('.').map(str::as_bytes))
    }

    /// The name under which the names of an address stand (RFC 1035 section 3.5, RFC 3596 section
    /// 2.5).
    pub fn of_address(ip: IpAddr) -> Self {
        let (digits, zone) = match ip {
            IpAddr::V4(ip) => (
                ip.octets().map(|octet| octet.to_string()).to_vec(),
                "in-addr",
            ),
            IpAddr::V6(ip) => {
                let digits = format!("{:032x}", ip.to_bits());
                (digits.chars().map(String::from).collect(), "ip6")
            }
        };
        let labels = digits
            .into_iter()
            .rev()
            .chain([zone.to_owned(), "arpa".to_owned()])
            .map(|label| label.into_bytes().into_boxed_slice());
        Self {
            labels: labels.collect(),
        }
    }

    /// The labels, leftmost first.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        self.labels.iter().map(|label| &**label)
    }

    /// Whether this is the root.
    pub const fn is_root(&self) -> bool {
        self.labels.is_empty()
    }

    /// The name without its leftmost label; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.labels.split_first()?;
        Some(Self {
            labels: rest.to_vec(),
        })
    }

    /// `label` in front of this name.
    pub fn child(&self, label: &str) -> Result<Self, NameError> {
        Self::from_labels(std::iter::once(label.as_bytes()).chain(self.labels()))
    }

    /// Whether the name is `other` or lies below it.
    pub fn is_at_or_below(&self, other: &Self) -> bool {
        let skipped = self.labels.len().checked_sub(other.labels.len());
        skipped.is_some_and(|skipped| {
            self.labels()
                .skip(skipped)
                .zip(other.labels())
                .all(|(mine, theirs)| mine.eq_ignore_ascii_case(theirs))
        })
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.labels.len() == other.labels.len() && self.is_at_or_below(other)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for label in &self.labels {
            label.to_ascii_lowercase().hash(state);
        }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        for (mine, theirs) in self.labels().rev().zip(other.labels().rev()) {
            let folded = |label: &'_ [u8]| label.to_ascii_lowercase();
            let order = folded(mine).cmp(&folded(theirs));
            if order.is_ne() {
                return order;
            }
        }
        self.labels.len().cmp(&other.labels.len())
    }
}

/// Without the dot at the end, except for the root; dots and backslashes inside a label with a
/// backslash before them, all that is not visible ASCII as `\` and three digits.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.pad(".");
        }
        let mut text = String::new();
        for (index, label) in self.labels.iter().enumerate() {
            if index > 0 {
                text.push('.');
            }
            for &byte in label {
                push_escaped(&mut text, byte, b".\\");
            }
        }
        f.pad(&text)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// Appends a byte as a zone file shows it; those in `special` get a backslash.
pub(super) fn push_escaped(text: &mut String, byte: u8, special: &[u8]) {
    match byte {
        _ if special.contains(&byte) => text.extend(['\\', char::from(byte)]),
        b'!'..=b'~' => text.push(char::from(byte)),
        _ => {
            let digits = [byte / 100, byte / 10 % 10, byte % 10];
            text.push('\\');
            text.extend(digits.map(|digit| char::from(b'0' + digit)));
        }
    }
}

/// The bytes of a text with escapes, each with whether it was escaped.
pub(super) fn unescape(text: &str) -> Result<Vec<(u8, bool)>, NameError> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push((byte, false));
            continue;
        }
        let first = rest.next().ok_or(NameError::BadEscape)?;
        if !first.is_ascii_digit() {
            bytes.push((first, true));
            continue;
        }
        let mut value = Some(first - b'0');
        for _ in 0..2 {
            let digit = rest.next().filter(u8::is_ascii_digit);
            value = value
                .and_then(|value| value.checked_mul(10))
                .and_then(|value| value.checked_add(digit? - b'0'));
        }
        bytes.push((value.ok_or(NameError::BadEscape)?, true));
    }
    Ok(bytes)
}

/// Reads what [`Name`] prints; a dot at the end may stand there or not.
impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        if text == "." {
            return Ok(Self::root());
        }
        let mut labels = vec![Vec::new()];
        for (byte, escaped) in unescape(text)? {
            if byte == b'.' && !escaped {
                labels.push(Vec::new());
            } else if let Some(label) = labels.last_mut() {
                label.push(byte);
            }
        }
        if labels.last().is_some_and(Vec::is_empty) {
            labels.pop();
        }
        Self::from_labels(labels)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
