//! What macros stand for (RFC 7208 section 7).

use core::net::IpAddr;

use super::macro_string::{Macro, MacroLetter, MacroPart, MacroString};

/// Most characters of a name whose macros were replaced; labels on the left fall off before.
const MOST_NAME_CHARS: usize = 253;

/// The values of the macros for one mail at one record.
#[derive(Debug, Clone, Copy)]
pub(super) struct MacroValues<'a> {
    pub local_part: &'a str,
    pub sender_domain: &'a str,
    pub domain: &'a str,
    pub ip: IpAddr,
    pub validated_name: &'a str,
    pub helo: &'a str,
    pub receiver: &'a str,
    pub unix_secs: u64,
}

impl MacroValues<'_> {
    /// The text with its macros replaced.
    pub(super) fn expand(&self, text: &MacroString) -> String {
        let mut expanded = String::new();
        for part in &text.parts {
            match part {
                MacroPart::Literal(literal) => expanded.push_str(literal),
                MacroPart::Percent => expanded.push('%'),
                MacroPart::Space => expanded.push(' '),
                MacroPart::UrlSpace => expanded.push_str("%20"),
                MacroPart::Expand(found) => expanded.push_str(&self.expand_one(found)),
            }
        }
        expanded
    }

    fn expand_one(&self, found: &Macro) -> String {
        let value = transform(&self.value(found.letter), found);
        if found.is_url_escaped {
            url_escaped(&value)
        } else {
            value
        }
    }

    fn value(&self, letter: MacroLetter) -> String {
        match letter {
            MacroLetter::Sender => format!("{}@{}", self.local_part, self.sender_domain),
            MacroLetter::LocalPart => self.local_part.to_owned(),
            MacroLetter::SenderDomain => self.sender_domain.to_owned(),
            MacroLetter::Domain => self.domain.to_owned(),
            MacroLetter::Ip => labels_of(self.ip),
            MacroLetter::ValidatedName => self.validated_name.to_owned(),
            MacroLetter::IpVersion => version_of(self.ip).to_owned(),
            MacroLetter::Helo => self.helo.to_owned(),
            MacroLetter::ReadableIp => self.ip.to_string(),
            MacroLetter::Receiver => self.receiver.to_owned(),
            MacroLetter::Timestamp => self.unix_secs.to_string(),
        }
    }
}

/// The text of a name as it may be asked for: without a dot at the end, and short enough.
pub(super) fn fit_name(text: &str) -> &str {
    let mut fitting = text.strip_suffix('.').unwrap_or(text);
    while fitting.len() > MOST_NAME_CHARS {
        let Some((_, rest)) = fitting.split_once('.') else {
            break;
        };
        fitting = rest;
    }
    fitting
}

const fn version_of(ip: IpAddr) -> &'static str {
    match ip {
        IpAddr::V4(_) => "in-addr",
        IpAddr::V6(_) => "ip6",
    }
}

/// The address in labels: four numbers, or 32 hexadecimal digits.
fn labels_of(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let digits = format!("{:032X}", ip.to_bits());
            let digits: Vec<String> = digits.chars().map(String::from).collect();
            digits.join(".")
        }
    }
}

fn transform(value: &str, found: &Macro) -> String {
    let is_delimiter = |character: char| {
        if found.delimiters.is_empty() {
            character == '.'
        } else {
            found.delimiters.contains(character)
        }
    };
    let mut labels: Vec<&str> = value.split(is_delimiter).collect();
    if found.reverse.is_some() {
        labels.reverse();
    }
    if !found.digits.is_empty() {
        // A number too large for the machine keeps every label, as any number above their count.
        let kept = found.digits.parse().unwrap_or(usize::MAX);
        let dropped = labels.len().saturating_sub(kept);
        labels.drain(..dropped);
    }
    labels.join(".")
}

/// Everything but letters, digits and `-._~` as `%` and two hexadecimal digits (RFC 3986).
fn url_escaped(text: &str) -> String {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or('0');
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    escaped
}
